// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/fhir"
)

// corpus returns resources that none of us made, or skips the test.
func corpus(t testing.TB, folders ...string) []Incoming {
	t.Helper()
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = "../../../shared"
	}
	var out []Incoming
	for _, folder := range folders {
		dir := filepath.Join(root, "corpus", "fhir", folder)
		if _, err := os.Stat(dir); err != nil {
			t.Skipf("skipped: no test data at %s (set REGIE_CORPUS)", dir)
		}
		version := fhir.STU3
		if strings.HasPrefix(folder, "R4") {
			version = fhir.R4
		}
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(path) != ".json" {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			out = append(out, Incoming{FHIR: version, Raw: raw})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// many makes n resources out of a few, each with an id of its own.
func many(t testing.TB, from []Incoming, n int) []Incoming {
	t.Helper()
	var whole []*fhir.Resource
	for _, in := range from {
		r, err := fhir.ParseResource(in.Raw, in.FHIR)
		if err != nil {
			continue
		}
		for e := range r.Entries() {
			if e.ID != "" && len(e.Raw()) < 6000 {
				whole = append(whole, e)
			}
		}
	}
	out := make([]Incoming, 0, n)
	for i := 0; len(out) < n; i++ {
		r := whole[i%len(whole)]
		raw := string(r.Raw())
		if round := i / len(whole); round > 0 {
			raw = strings.Replace(raw, `"`+r.ID+`"`, fmt.Sprintf(`"%s-%d"`, r.ID, round), 1)
		}
		out = append(out, Incoming{FHIR: r.Version, Raw: []byte(raw)})
	}
	return out
}
