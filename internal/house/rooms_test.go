// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rooms says which rooms a room may enter (import). A package below a room, such as
// web/ui, belongs to that room. What is not listed may not be imported; the standard
// library and outside modules are judged by forbidden below.
var rooms = map[string][]string{
	"text":     {},
	"store":    {},
	"vault":    {"store"},
	"mail":     {"text"},
	"person":   {"mail", "store", "text", "vault"},
	"fhir":     {},
	"zib":      {"fhir", "text"},
	"explain":  {"text"},
	"paper":    {},
	"dicom":    {},
	"measure":  {"fhir", "store", "text", "vault", "zib"},
	"diary":    {"store", "text", "vault"},
	"agenda":   {"store", "text", "vault"},
	"record":   {"explain", "fhir", "store", "text", "vault", "zib"},
	"carry":    {"agenda", "diary", "fhir", "measure", "record", "store", "text", "vault", "zib"},
	"medmij":   {"fhir", "text"},
	"collect":  {"dicom", "fhir", "medmij", "record", "store", "text", "vault", "zib"},
	"practice": {"dicom", "fhir", "text"},
	"web":      {"agenda", "carry", "collect", "diary", "dicom", "explain", "measure", "mail", "paper", "medmij", "person", "record", "store", "text", "vault", "zib"},
	"house":    {},
	// e2e and bench drive the whole program, as a person and as a clock.
	"e2e":   {"agenda", "carry", "collect", "diary", "dicom", "explain", "fhir", "measure", "paper", "mail", "medmij", "person", "practice", "record", "store", "text", "vault", "web", "zib"},
	"bench": {"agenda", "carry", "collect", "diary", "explain", "fhir", "measure", "paper", "mail", "medmij", "person", "practice", "record", "store", "text", "vault", "web", "zib"},
}

// forbidden says which packages from outside a room may not know, because another room does that.
var forbidden = map[string][]string{
	"record":  {"database/sql", "net/http", "html/template", "github.com/a-h/templ"},
	"zib":     {"database/sql", "net/http", "os", "io/fs", "github.com/a-h/templ"},
	"fhir":    {"database/sql", "net/http", "os"},
	"person":  {"database/sql", "github.com/a-h/templ"},
	"collect": {"database/sql", "github.com/a-h/templ", "html/template"},
	"medmij":  {"database/sql", "github.com/a-h/templ"},
	"web":     {"database/sql"},
	"vault":   {"net/http", "database/sql", "github.com/a-h/templ"},
	"store":   {"net/http", "crypto/aes", "github.com/a-h/templ"},
}

type file struct {
	path    string // slash-separated, from the root of the project
	room    string // "zib", or "cmd"
	test    bool
	imports []string
	ast     *ast.File
	fset    *token.FileSet
}

func source(t *testing.T) []file {
	t.Helper()
	root := filepath.Join("..", "..")
	var out []file
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n == "testdata" || n == "node_modules" || n == "bin" || (n != ".." && strings.HasPrefix(n, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, p, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		f := file{path: filepath.ToSlash(rel), test: strings.HasSuffix(p, "_test.go"), ast: parsed, fset: fset}
		f.room = roomOf(path.Dir(f.path))
		for _, i := range parsed.Imports {
			f.imports = append(f.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatalf("reading the source: %v", err)
	}
	if len(out) < 20 {
		t.Fatalf("found only %d Go files: is this the root of the project?", len(out))
	}
	return out
}

func roomOf(dir string) string {
	rest, inside := strings.CutPrefix(dir, "internal/")
	if !inside {
		return strings.SplitN(dir, "/", 2)[0]
	}
	return strings.SplitN(rest, "/", 2)[0]
}

func TestNoRoomEntersAForbiddenOne(t *testing.T) {
	for _, f := range source(t) {
		if f.room == "cmd" || f.test {
			continue // cmd wires all rooms; tests may use a neighbour's helpers
		}
		may, known := rooms[f.room]
		if !known {
			t.Errorf("%s: room %q is not in the table of rooms", f.path, f.room)
			continue
		}
		for _, i := range f.imports {
			if in, ours := strings.CutPrefix(i, "regie/internal/"); ours {
				to := strings.SplitN(in, "/", 2)[0]
				if to != f.room && !slices.Contains(may, to) && !strings.HasSuffix(i, "/storetest") {
					t.Errorf("%s: %s may not import %s", f.path, f.room, to)
				}
			}
			if slices.Contains(forbidden[f.room], i) {
				t.Errorf("%s: %s may not import %s", f.path, f.room, i)
			}
		}
	}
}

// only names calls and imports that belong in one place.
var only = []struct {
	what  string
	match func(f file, used string) bool // used is an import path or "package.Name"
	where []string                       // path prefixes that may
	why   string
}{
	{"crypto/cipher", equal("crypto/cipher"), []string{"internal/vault/"}, "sealing has one home"},
	{"crypto/hpke", equal("crypto/hpke"), []string{"internal/vault/"}, "sealing has one home"},
	{"store.NewScope", equal("store.NewScope"), []string{"internal/person/", "internal/store/", "internal/bench/"}, "a scope comes from a session or a verified grant"},
	{"http.Get", prefix("http.Get"), nil, "calls go out through the one egress client"},
	{"http.DefaultClient", equal("http.DefaultClient"), nil, "calls go out through the one egress client"},
	{"http.DefaultTransport", equal("http.DefaultTransport"), nil, "calls go out through the one egress client"},
	{"InsecureSkipVerify", prefix("tls.InsecureSkipVerify"), nil, "certificates are always checked"},
	{"fmt.Print", prefix("fmt.Print"), []string{"cmd/", "internal/bench/", "internal/e2e/"}, "rooms log through slog"},
	{"template.HTML", equal("template.HTML"), nil, "no foreign text becomes markup"},
	{"templ.Raw", equal("templ.Raw"), []string{"internal/web/ui/", "internal/web/chart/"}, "no foreign text becomes markup"},
	{"math/rand", equal("math/rand"), nil, "randomness is passed in"},
}

func equal(want string) func(file, string) bool {
	return func(_ file, used string) bool { return used == want }
}

func prefix(want string) func(file, string) bool {
	return func(_ file, used string) bool { return strings.HasPrefix(used, want) }
}

func TestSomeThingsHaveOneHome(t *testing.T) {
	for _, f := range source(t) {
		if f.test || strings.HasSuffix(path.Dir(f.path), "test") {
			continue
		}
		used := slices.Clone(f.imports)
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok {
					used = append(used, x.Name+"."+sel.Sel.Name)
				}
			}
			return true
		})
		for _, rule := range only {
			if slices.ContainsFunc(rule.where, func(w string) bool { return strings.HasPrefix(f.path, w) }) {
				continue
			}
			for _, u := range used {
				if rule.match(f, u) {
					t.Errorf("%s uses %s: %s", f.path, u, rule.why)
				}
			}
		}
	}
}

func TestEveryFileHasItsLicenceLine(t *testing.T) {
	for _, f := range source(t) {
		if strings.HasSuffix(f.path, "_templ.go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(f.path)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(b), "// SPDX-License-Identifier: EUPL-1.2\n") {
			t.Errorf("%s does not start with its licence line", f.path)
		}
	}
}

func TestFilesStaySmall(t *testing.T) {
	for _, f := range source(t) {
		if strings.HasSuffix(f.path, "_templ.go") {
			continue
		}
		lines := f.fset.Position(f.ast.FileEnd).Line
		if lines > 400 {
			t.Errorf("%s has %d lines; a file has one subject and at most 400 lines", f.path, lines)
		}
	}
}
