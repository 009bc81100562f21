// SPDX-License-Identifier: EUPL-1.2

package zib_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"regie/internal/collect"
	"regie/internal/text"
	"regie/internal/zib"
)

var update = flag.Bool("update", false, "write docs/coverage.md")

// TestCoverageBoard makes docs/coverage.md from the code, and fails when the file says something else:
//
//	go test ./internal/zib -run TestCoverageBoard -update
func TestCoverageBoard(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "coverage.md")
	want := board(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/coverage.md is not what the code says: go test ./internal/zib -run TestCoverageBoard -update")
	}
}

func board(t *testing.T) string {
	t.Helper()
	blocks := zib.Registry()
	fields := newFields(t)
	var b strings.Builder
	b.WriteString(`# What Regie reads

Made from the code by ` + "`go test ./internal/zib -run TestCoverageBoard -update`" + `; a test fails when it is stale.

A building block is recognised by its profile, else by its content. What a reader does not name is shown all the same, under
"Meer gegevens": nothing that came is left out but numbers for machines, and the hygiene tests look for that in every resource of the test data,
among which everything that the profiles call must-support. Whatever has no line here is read by the generic reader.

## Data services

| Service | Name | FHIR | Building blocks that it asks for |
|---|---|---|---|
`)
	for _, s := range services() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", s.ID, s.Name, s.Release, strings.Join(blocksOf(t, s, blocks), ", "))
	}
	b.WriteString("\nPeople, organizations, places and products that an answer names are fetched with it, and read as parts.\n\n## Building blocks\n\n")
	b.WriteString("Versions: of the profiles that are known by name. Without one of these a resource of the type is read in STU3 and in R4 alike.\n\n")
	b.WriteString("| Block | Name for people | Where | Type | Versions | Profiles (and others by content: *) | Elements that the reader names |\n|---|---|---|---|---|---|---|\n")
	for _, x := range blocks {
		if x.Part && x.Reader == "readTechnical" {
			continue
		}
		where := x.Category
		if x.Part {
			where = "part"
		}
		profiles := strings.Join(x.Profiles, ", ")
		if x.ByContent {
			profiles = strings.TrimPrefix(profiles+", *", ", ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", x.Name, nameOf(x), where, x.Type, versions(x.Profiles), profiles, strings.Join(fields.of(x.Reader), ", "))
	}
	b.WriteString("\nRead as parts, for software: ")
	var technical []string
	for _, x := range blocks {
		if x.Reader == "readTechnical" {
			technical = append(technical, x.Type)
		}
	}
	slices.Sort(technical)
	b.WriteString(strings.Join(technical, ", ") + ".\n")
	return b.String()
}

func nameOf(x zib.BlockLine) string {
	for _, key := range [...]string{"zib.block." + x.Name, "zib.type." + x.Type} {
		if text.NL.Has(key) {
			return text.NL.T(key)
		}
	}
	return ""
}

// versions tells by their names for which FHIR version profiles were made.
func versions(profiles []string) string {
	old, newer := false, false
	for _, p := range profiles {
		switch {
		case strings.HasPrefix(p, "zib-"), strings.HasPrefix(p, "gp-"), strings.HasPrefix(p, "vitalsign-"), strings.HasPrefix(p, "lz-"):
			old = true
		default:
			newer = true
		}
	}
	switch {
	case old && newer:
		return "STU3, R4"
	case old:
		return "STU3"
	case newer:
		return "R4"
	}
	return "both"
}

// services are the data services by id.
func services() []collect.DataService {
	all := slices.Clone(collect.BuiltIn().All())
	slices.SortFunc(all, func(a, b collect.DataService) int {
		x, errX := strconv.Atoi(a.ID)
		y, errY := strconv.Atoi(b.ID)
		if errX == nil && errY == nil {
			return x - y
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

// blocksOf names the blocks that the questions of a service ask for.
func blocksOf(t *testing.T, s collect.DataService, blocks []zib.BlockLine) []string {
	t.Helper()
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, q := range s.Questions {
		path, query, _ := strings.Cut(q.Query, "?")
		typ, _, _ := strings.Cut(path, "/")
		params, err := url.ParseQuery(query)
		if err != nil {
			t.Fatalf("%s: %v", q.Query, err)
		}
		coded := false
		for _, element := range [...]string{"code", "category", "type"} {
			for _, v := range params[element] {
				for c := range strings.SplitSeq(v, ",") {
					system, code, _ := strings.Cut(c, "|")
					if name := zib.BlockOf(typ, element, system, code); name != "" {
						coded = true
						add(name)
					}
				}
			}
		}
		for _, x := range blocks {
			if x.Type == typ && !coded {
				add(x.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// fields finds in the source which elements of a resource each reader names.
type fields struct {
	named map[string][]string // by function: elements
	calls map[string][]string // by function: functions of the package that it calls
}

// basic are files of verbs for data types: what they name is no element of a resource.
var basic = map[string]bool{"builder.go": true, "generic.go": true, "shapes.go": true, "concept.go": true, "quantity.go": true, "reference.go": true, "extension.go": true,
	"phrase.go": true, "timing.go": true, "dosage.go": true, "people.go": true, "registry.go": true, "status.go": true, "read.go": true, "instruction.go": true}

func newFields(t *testing.T) *fields {
	t.Helper()
	f := &fields{named: map[string][]string{}, calls: map[string][]string{}}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || basic[name] {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				f.read(fn)
			}
		}
	}
	return f
}

func (f *fields) read(fn *ast.FuncDecl) {
	name := fn.Name.Name
	ast.Inspect(fn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch x := call.Fun.(type) {
		case *ast.Ident:
			f.calls[name] = append(f.calls[name], x.Name)
		case *ast.SelectorExpr:
			if id, ok := x.X.(*ast.Ident); ok && id.Name == "b" {
				f.calls[name] = append(f.calls[name], x.Sel.Name)
			}
			if root(x.X) && len(call.Args) > 0 {
				if lit, ok := call.Args[0].(*ast.BasicLit); ok {
					f.named[name] = append(f.named[name], element(x.Sel.Name, lit.Value))
				}
			}
		}
		return true
	})
}

// root tells of an expression that it is the resource itself: r, or b.Root.
func root(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name == "r"
	case *ast.SelectorExpr:
		return x.Sel.Name == "Root"
	}
	return false
}

func element(verb, literal string) string {
	name, err := strconv.Unquote(literal)
	if err != nil {
		return ""
	}
	switch verb {
	case "Get", "Each", "Path", "Str", "Bool":
		return name
	case "Pick":
		return name + "[x]"
	case "Ext", "ExtValue", "Exts":
		return "«" + name + "»" // an extension
	}
	return ""
}

// of lists the elements that a reader and what it calls name.
func (f *fields) of(reader string) []string {
	seen := map[string]bool{}
	var out []string
	var walk func(string)
	walk = func(fn string) {
		if seen[fn] {
			return
		}
		seen[fn] = true
		for _, e := range f.named[fn] {
			if e != "" && !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
		for _, c := range f.calls[fn] {
			walk(c)
		}
	}
	walk(reader)
	slices.Sort(out)
	return out
}
