// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	pdfObject  = regexp.MustCompile(`(?s)\n\d+ 0 obj\n(.*?)\nendobj`)
	pdfElement = regexp.MustCompile(`/Type /StructElem /S /(\w+)`)
)

// tagged checks that a PDF can be read by ear: a tree of headings and a table with heads, the
// language, a title for the window, and nothing drawn that is not in the tree or marked as furniture.
func tagged(t *testing.T, pdf []byte) {
	t.Helper()
	tags := map[string]int{}
	catalog, drawn, inTree, loose := "", 0, 0, 0
	for _, m := range pdfObject.FindAllSubmatch(pdf, -1) {
		head, body, stream := bytes.Cut(m[1], []byte("\nstream\n"))
		if e := pdfElement.FindSubmatch(head); e != nil {
			tags[string(e[1])]++
			inTree += bytes.Count(head, []byte("/MCID"))
		}
		if bytes.Contains(head, []byte("/Type /Catalog")) {
			catalog = string(head)
		}
		if !stream {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue // a face of letters or the like
		}
		page, _ := io.ReadAll(z)
		if !bytes.Contains(page, []byte(" BDC")) {
			continue
		}
		depth := 0
		for line := range strings.Lines(string(page)) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasSuffix(line, " BDC"), strings.HasSuffix(line, " BMC"):
				depth++
				drawn += strings.Count(line, "/MCID")
			case line == "EMC":
				depth--
			case depth == 0 && (strings.Contains(line, " Tj") || strings.Contains(line, " TJ")):
				loose++
			}
		}
	}
	for _, want := range []string{"/MarkInfo <</Marked true>>", "/StructTreeRoot", "/DisplayDocTitle true", "/Lang (nl)"} {
		if !strings.Contains(catalog, want) {
			t.Errorf("the catalog misses %s: %s", want, catalog)
		}
	}
	if tags["Document"] != 1 || tags["H1"] != 1 || tags["TH"] == 0 || tags["TR"] < 5 || tags["TD"] == 0 {
		t.Errorf("the tree has %v", tags)
	}
	if drawn == 0 || drawn != inTree || loose > 0 {
		t.Errorf("%d pieces are drawn, %d are in the tree, %d are in neither", drawn, inTree, loose)
	}
	info, err := exec.LookPath("pdfinfo")
	if err != nil {
		t.Log("pdfinfo is not there: only our own reading")
		return
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), info, file).CombinedOutput()
	if err != nil || !regexp.MustCompile(`Tagged:\s+yes`).Match(out) {
		t.Errorf("pdfinfo: %v\n%s", err, out)
	}
}
