// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"resourceType":"Observation","valueQuantity":{"value":7.20}}`, `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}`, `[]`, `{"a":"\u00e9"}`, `{"":{"":1}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := string(raw)
		n, err := Parse(raw, Limits{Bytes: 1 << 16, Depth: 20, Nodes: 1000})
		if err != nil {
			return
		}
		if string(raw) != before {
			t.Fatal("the bytes were changed")
		}
		if !jsontext.Value(raw).IsValid() {
			t.Fatal("accepted what is no JSON")
		}
		visit(t, n)
		if r, err := ParseResource(raw, STU3); err == nil {
			var set Set
			set.Add(r)
			for x := range r.All() {
				if !jsontext.Value(x.Raw()).IsValid() {
					t.Fatal("raw of a resource is no JSON")
				}
				set.Resolve(x, x.FullURL)
				ParseReference(x.Root.Path("subject", "reference").Value())
			}
		}
	})
}

func visit(t *testing.T, n Node) {
	n.Value()
	n.Pointer()
	n.Element()
	n.ExtValue("x")
	n.Choice("value")
	n.Use()
	for c := range n.Children() {
		if c.Parent() != n {
			t.Fatal("a child does not know its parent")
		}
		visit(t, c)
	}
}

// TestJSONTestSuite runs the parser over nst/JSONTestSuite where it is at hand: what must be
// accepted is accepted, what must be refused is refused.
func TestJSONTestSuite(t *testing.T) {
	archive := outside(t, "attack/attack-corpora.tar.xz")
	xz, err := exec.LookPath("xz")
	if err != nil {
		t.Skip("no xz to unpack the test suite")
	}
	in, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	cmd := exec.Command(xz, "-dc")
	cmd.Stdin = in
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	count := 0
	for tr := tar.NewReader(out); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(h.Name)
		if !strings.Contains(h.Name, "jsontestsuite/") || !strings.HasPrefix(base, "test_parsing_") {
			continue
		}
		raw, err := io.ReadAll(tr)
		if err != nil {
			t.Fatal(err)
		}
		count++
		_, err = Parse(raw, Limits{})
		switch base[len("test_parsing_")] {
		case 'y':
			// RFC 8259 leaves names that occur twice to the reader; this one refuses them.
			if err != nil && !strings.Contains(base, "duplicated_key") {
				t.Errorf("%s refused: %v", base, err)
			}
		case 'n':
			if err == nil {
				t.Errorf("%s accepted", base)
			}
		}
	}
	_ = cmd.Wait()
	if count < 300 {
		t.Errorf("only %d files of the suite were seen", count)
	}
}

func BenchmarkParse(b *testing.B) {
	raw, err := os.ReadFile(filepath.Join(outside(b, "corpus/fhir"), "STU3/huisartsgegevens/hm-ketenzorg302--contactverslag_bundle_03_met_contacten.json"))
	if err != nil {
		b.Skip(err)
	}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := ParseResource(raw, STU3); err != nil {
			b.Fatal(err)
		}
	}
}
