// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func mustParse(t testing.TB, s string) Node {
	t.Helper()
	n, err := Parse([]byte(s), Limits{})
	if err != nil {
		t.Fatalf("parsing %s: %v", s, err)
	}
	return n
}

func TestNodeWalk(t *testing.T) {
	n := mustParse(t, `{"a":{"coding":[{"code":"x","display":"caf\u00e9 \"q\""},{"code":"y"}]},"n":7.20,"b":true,"z":null,"e":[],"a/b~c":{"d":1}}`)
	checks := []struct{ name, got, want string }{
		{"string", n.Path("a", "coding", "code").Value(), "x"},
		{"escaped string", n.Path("a", "coding", "display").Value(), `café "q"`},
		{"literal number", n.Str("n"), "7.20"},
		{"boolean", n.Str("b"), "true"},
		{"null", n.Str("z"), ""},
		{"nothing on the way", n.Path("q", "w", "e").Value(), ""},
		{"member of a primitive", n.Path("n", "x").Value(), ""},
		{"pointer", n.Get("a/b~c").Get("d").Pointer(), "/a~1b~0c/d"},
		{"root pointer", n.Pointer(), ""},
		{"raw", string(n.Get("e").Raw()), "[]"},
	}
	for _, c := range checks {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
	var codes []string
	var last Node
	for c := range n.Get("a").Each("coding") {
		codes = append(codes, c.Str("code"))
		last = c
	}
	if strings.Join(codes, "") != "xy" || last.Pointer() != "/a/coding/1" || last.Index() != 1 || last.Name() != "coding" {
		t.Errorf("each: %v, %s", codes, last.Pointer())
	}
	if n.Get("a").Get("coding").Len() != 2 || n.Get("e").Len() != 0 || n.Get("n").Len() != 1 {
		t.Error("lengths")
	}
	if !last.Owner().Same(n.Get("a")) {
		t.Error("owner")
	}
}

func TestElement(t *testing.T) {
	n := mustParse(t, `{"birthDate":"1970","_birthDate":{"extension":[{"url":"http://x/StructureDefinition/style","valueCode":"LS2"}]},
		"given":["A.",null,"Jan"],"_given":[null,{"id":"q"},{"extension":[{"url":"style","valueString":"BR"}]}],
		"modifierExtension":[{"url":"http://x/style","valueBoolean":false}],"valueQuantity":{"value":1},"valuesOther":2,
		"_gone":{"extension":[{"url":"r","valueCode":"unknown"}]}}`)
	if got := n.Get("birthDate").ExtValue("style").Value(); got != "LS2" {
		t.Errorf("primitive extension: %q", got)
	}
	var styles []string
	for g := range n.Each("given") {
		styles = append(styles, g.ExtValue("style").Value())
	}
	if strings.Join(styles, "|") != "||BR" {
		t.Errorf("array of primitives: %q", styles)
	}
	if got := n.ExtValue("style").Value(); got != "false" {
		t.Errorf("modifier extension: %q", got)
	}
	if s, v := n.Choice("value"); s != "Quantity" || v.Str("value") != "1" {
		t.Errorf("choice: %q", s)
	}
	if n.Ext("tyle").Ok() {
		t.Error("half a name matched")
	}
	if got := n.Sibling("gone").ExtValue("r").Value(); got != "unknown" {
		t.Errorf("sibling of an absent primitive: %q", got)
	}
}

func TestMarks(t *testing.T) {
	n := mustParse(t, `{"a":{"b":[{"c":1},{"d":2}]},"e":3}`)
	n.Get("a").UseAll()
	if !n.Path("a", "b", "c").Used() || n.Get("e").Used() || n.Used() {
		t.Error("UseAll marks the inside and nothing else")
	}
	n.Fresh()
	if n.Path("a", "b").Used() {
		t.Error("Fresh takes marks off")
	}
	Node{}.Use()
	Node{}.UseAll()
}

func TestRefuses(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70)
	for _, c := range []struct {
		name, in string
		want     error
	}{
		{"name twice", `{"value":1,"value":2}`, nil},
		{"name twice, escaped", `{"value":1,"\u0076alue":2}`, nil},
		{"invalid UTF-8", "{\"a\":\"\xff\"}", nil},
		{"lone surrogate", `{"a":"\ud800"}`, nil},
		{"byte order mark", "\ufeff{}", nil},
		{"half", `{"a":[1,`, nil},
		{"empty", ``, nil},
		{"two documents", `{}{}`, ErrTrailing},
		{"rest", `{} x`, nil},
		{"deep", deep, ErrTooDeep},
		{"NaN", `{"a":NaN}`, nil},
	} {
		_, err := Parse([]byte(c.in), Limits{})
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	if _, err := Parse([]byte(`{"a":[1,2,3]}`), Limits{Bytes: 100, Depth: 5, Nodes: 3}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("node limit: %v", err)
	}
	if _, err := Parse([]byte(`{"a":[1,2,3]}`), Limits{Bytes: 3, Depth: 5, Nodes: 30}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("byte limit: %v", err)
	}
	if _, err := ParseResource([]byte(`[]`), STU3); !errors.Is(err, ErrNoObject) {
		t.Errorf("array: %v", err)
	}
	if _, err := ParseResource([]byte(`{"a":1}`), STU3); !errors.Is(err, ErrNoResource) {
		t.Errorf("no type: %v", err)
	}
}

func TestBundle(t *testing.T) {
	raw := []byte(`{"resourceType":"Bundle","link":[{"relation":"next","url":"https://x/y?p=2"}],"entry":[
		{"fullUrl":"https://x/fhir/Patient/1","resource":{"resourceType":"Patient","id":"1"},"search":{"mode":"match"}},
		{"response":{"status":"200"}},
		{"fullUrl":"urn:uuid:5","resource":{"resourceType":"Observation", "id":"o","interpretation":[{"text":"x"}],"contained":[{"resourceType":"Device","id":"d"}]}}]}`)
	b, err := ParseResource(raw, STU3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := range b.All() {
		got = append(got, r.Key()+" "+r.At()+" "+r.Version.String())
	}
	want := "Bundle/  R4,Patient/1 /entry/0/resource R4,Observation/o /entry/2/resource R4,Device/d /entry/2/resource/contained/0 R4"
	if strings.Join(got, ",") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ","), want)
	}
	if b.LinkURL("next") != "https://x/y?p=2" {
		t.Error("next link")
	}
	o := b.Inner()[1]
	if !bytes.HasPrefix(o.Raw(), []byte(`{"resourceType":"Observation", "id"`)) || !bytes.HasSuffix(o.Raw(), []byte(`}]}`)) {
		t.Errorf("raw: %s", o.Raw())
	}
	n := 0
	for range b.Entries() {
		n++
	}
	if n != 2 {
		t.Errorf("entries: %d", n)
	}
	var set Set
	set.Add(b)
	for _, ref := range []string{"Patient/1", "https://x/fhir/Patient/1", "https://other/Patient/1/_history/3", "{{BASE_URL}}fhir/Patient/1", "{{BASE_URL}}Patient/1"} {
		if r := set.Resolve(o, ref); r == nil || r.ID != "1" {
			t.Errorf("%s not resolved", ref)
		}
	}
	if r := set.Resolve(o, "#d"); r == nil || r.Type != "Device" {
		t.Error("contained not resolved")
	}
	if r := set.Resolve(b.Inner()[0], "urn:uuid:5"); r != o {
		t.Error("URN not resolved")
	}
	for _, ref := range []string{"", "#x", "Patient/2", "urn:uuid:6", "https://x/y", "::", "/"} {
		if r := set.Resolve(o, ref); r != nil {
			t.Errorf("%q resolved to %s", ref, r.Key())
		}
	}
}

func TestDetectVersion(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Version
	}{
		{`{"resourceType":"Patient","meta":{"profile":["http://fhir.nl/fhir/StructureDefinition/nl-core-patient"]}}`, STU3},
		{`{"resourceType":"Patient","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/nl-core-Patient|3.1"]}}`, R4},
		{`{"resourceType":"Observation","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/ZIB-bloodpressure"]}}`, STU3},
		{`{"resourceType":"Observation","interpretation":{"text":"H"}}`, STU3},
		{`{"resourceType":"Condition","clinicalStatus":{"coding":[]}}`, R4},
		{`{"resourceType":"Condition","clinicalStatus":"active"}`, STU3},
		{`{"resourceType":"Goal","lifecycleStatus":"active"}`, R4},
		{`{"resourceType":"Flag","category":[{"coding":[{"system":"http://hl7.org/fhir/v3/ActCode"}]}]}`, STU3},
		{`{"resourceType":"Flag","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/x"}]}]}`, R4},
		{`{"resourceType":"Flag"}`, Unknown},
	} {
		r, err := ParseResource([]byte(c.in), Unknown)
		if err != nil {
			t.Fatal(err)
		}
		if r.Version != c.want {
			t.Errorf("%s: got %v", c.in, r.Version)
		}
	}
}

func TestLines(t *testing.T) {
	var got []string
	for i, l := range Lines([]byte("{\"a\":1}\r\n\n  {\"b\":2}")) {
		got = append(got, string(rune('0'+i))+string(l))
	}
	if strings.Join(got, ",") != `0{"a":1},1{"b":2}` {
		t.Errorf("got %v", got)
	}
}

// outside returns a folder of test data that is not in the repository, or skips the test.
func outside(t testing.TB, path string) string {
	t.Helper()
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = "../../../shared"
	}
	root = filepath.Join(root, path)
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no test data at %s (set REGIE_CORPUS)", root)
	}
	return root
}

func TestCorpusVersions(t *testing.T) {
	root := outside(t, "corpus/fhir")
	told, wrong, all := 0, 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "edge-cases" {
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return err
		}
		rel, _ := filepath.Rel(root, path)
		want := map[string]Version{"STU3": STU3, "R4": R4}[strings.SplitN(rel, string(filepath.Separator), 2)[0]]
		if d.IsDir() || filepath.Ext(path) != ".json" || want == Unknown {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		r, err := ParseResource(raw, Unknown)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return nil
		}
		for x := range r.Entries() {
			all++
			switch x.Version {
			case want:
				told++
			case Unknown:
			default:
				wrong++
				t.Errorf("%s %s: told as %s", rel, x.At(), x.Version)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d resources, version told for %d, wrong %d", all, told, wrong)
	if told*100 < all*93 {
		t.Error("too few versions told")
	}
}
