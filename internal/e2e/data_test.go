// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// TestDataFromOutside collects the files of test patients that others wrote, through the whole
// way, and compares what the dossier then has with what `regie read` makes of the files.
func TestDataFromOutside(t *testing.T) {
	t.Parallel()
	root := corpus()
	if root == "" {
		t.Skip("no test patients of others here (set REGIE_CORPUS to the folder that has corpus/fhir)")
	}
	for _, c := range []struct{ patient, set string }{
		{"helleman", "nts-bgz3"},
		{"cevat", "nts-gp2"},
	} {
		t.Run(c.set, func(t *testing.T) {
			t.Parallel()
			dir := patientFolder(t, root, c.patient, c.set)
			s := sit(t, start(t, "--data", dir), "test@voorbeeld.nl")
			s.NoScript(true)
			s.signUpWithPassword(nil)
			if h := s.collect("Uit uw eigen map", nil, ownData); h != allIn {
				t.Fatalf("it says %q:\n%s", h, s.Text())
			}
			got, want := s.counts(), readCounts(t, dir)
			if len(want) < 3 {
				t.Fatalf("regie read finds only %v", want)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the dossier (+) has not what regie read (-) makes of the files:\n%s", diff)
			}
		})
	}
}

// patientFolder copies the files of one patient in one set to a folder.
func patientFolder(t *testing.T, root, patient, set string) string {
	t.Helper()
	var all []struct {
		Patient string
		Sets    map[string][]string
	}
	b, err := os.ReadFile(filepath.Join(root, "patients.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	n := 0
	for _, p := range all {
		if p.Patient != patient {
			continue
		}
		for _, file := range p.Sets[set] {
			b, err := os.ReadFile(filepath.Join(root, file))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), b, 0o600); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	if n == 0 {
		t.Fatalf("no files of %s in %s", patient, set)
	}
	return dir
}

// counts reads from the page of the record how many items there are of each kind.
func (s *somebody) counts() map[string]int {
	s.t.Helper()
	s.Goto("/dossier")
	out := map[string]int{}
	for _, row := range browser.Eval[[]string](s.Page, `[...document.querySelectorAll('main ul a[href^="/dossier/"]')].map(a => a.closest('li').innerText)`) {
		lines := strings.FieldsFunc(row, func(r rune) bool { return r == '\n' })
		n, err := strconv.Atoi(strings.TrimSpace(lines[len(lines)-1]))
		if err != nil {
			s.t.Fatalf("no number in %q", row)
		}
		out[strings.TrimSpace(lines[0])] = n
	}
	return out
}

// readCounts asks `regie read` the same. A resource that stands in several files counts once.
func readCounts(t *testing.T, dir string) map[string]int {
	t.Helper()
	cmd := exec.Command(binary, "read", "--json", dir)
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	seen := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var l struct {
			File, At, Resource, FHIR, Category, Title, Error string
			Part                                             bool
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		if l.Error == "" && !l.Part && !strings.Contains(l.At, "/contained/") {
			seen[l.FHIR+" "+l.Resource] = l.Category
		}
	}
	count := map[string]int{}
	for _, category := range seen {
		count[text.NL.T("zib.category."+category)]++
	}
	return count
}
