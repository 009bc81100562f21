// SPDX-License-Identifier: EUPL-1.2

package text

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Where the source names a key: T(ctx, "a.b"), T("a.b"), Key: "a.b", RedirectFlash(…, "a.b").
// A key that is put together ("a." + x) is not seen here; its own package tests it.
var keyUse = regexp.MustCompile(`(?:\bT\((?:ctx,\s*)?|\bKey:\s*|RedirectFlash\([^"]*"[^"]*",\s*[\w.]+,\s*)"([a-z0-9]+(?:[.-][a-zA-Z0-9]+)+)"\s*(\+)?`)

func TestEveryUsedKeyExists(t *testing.T) {
	root := filepath.Join("..", "..")
	n := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || (name != ".." && strings.HasPrefix(name, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !(strings.HasSuffix(p, ".templ") || strings.HasSuffix(p, ".go")) || strings.HasSuffix(p, "_templ.go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range keyUse.FindAllStringSubmatch(string(b), -1) {
			if m[2] == "+" {
				continue
			}
			n++
			if !NL.Has(m[1]) && !NL.Has(m[1]+".title") {
				t.Errorf("%s uses %q, which is not in the catalogue", p, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 200 {
		t.Errorf("found only %d uses of keys", n)
	}
}
