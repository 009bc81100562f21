// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/text"
)

var anchor = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// every visits all resources of all persons, parsed.
func every(t *testing.T, people []dossier.Person, visit func(where string, p dossier.Person, provider string, r dossier.Resource, m map[string]any)) {
	t.Helper()
	n := 0
	for _, p := range people {
		for provider, resources := range p.At {
			for _, r := range resources {
				n++
				d := json.NewDecoder(bytes.NewReader(r.JSON))
				d.UseNumber()
				var m map[string]any
				where := fmt.Sprintf("%s at %s: %s/%s", p.Key, provider, r.Type, r.ID)
				if err := d.Decode(&m); err != nil {
					t.Fatalf("%s: %v", where, err)
				}
				visit(where, p, provider, r, m)
			}
		}
	}
	if n == 0 {
		t.Fatal("nothing to look at")
	}
}

// walk visits every value in a resource with its path.
func walk(v any, path string, visit func(path string, v any)) {
	visit(path, v)
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			walk(e, path+"."+k, visit)
		}
	case []any:
		for _, e := range v {
			walk(e, path, visit)
		}
	}
}

func TestEveryResourceSaysWhatItIs(t *testing.T) {
	version := map[string]bool{}
	for _, p := range dossier.Providers() {
		for _, s := range p.Services {
			version[fmt.Sprint(p.Key, dossier.VersionOf(s))] = true
		}
	}
	seen := map[string]bool{}
	every(t, Build(anchor), func(where string, p dossier.Person, provider string, r dossier.Resource, m map[string]any) {
		if m["resourceType"] != r.Type || m["id"] != r.ID {
			t.Errorf("%s says it is %v/%v", where, m["resourceType"], m["id"])
		}
		if seen[where] {
			t.Errorf("%s occurs twice", where)
		}
		seen[where] = true
		if !version[fmt.Sprint(provider, r.FHIR)] {
			t.Errorf("%s has version %d, which the provider does not speak", where, r.FHIR)
		}
		if !regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`).MatchString(r.ID) {
			t.Errorf("%s has no FHIR id", where)
		}
		var services []string
		for _, v := range dossier.Providers() {
			if v.Key == provider {
				services = v.Services
			}
		}
		for _, s := range r.Services {
			if !slices.Contains(services, s) {
				t.Errorf("%s is for service %s, which the provider does not have", where, s)
			}
			if dossier.VersionOf(s) != r.FHIR {
				t.Errorf("%s has version %d and is for service %s", where, r.FHIR, s)
			}
		}
	})
}

func TestEveryReferenceResolves(t *testing.T) {
	people := Build(anchor)
	here := map[string]bool{} // person|provider|Type/id
	for _, p := range people {
		for provider, rs := range p.At {
			for _, r := range rs {
				here[p.Key+"|"+provider+"|"+r.Type+"/"+r.ID] = true
			}
		}
	}
	links := 0
	every(t, people, func(where string, p dossier.Person, provider string, r dossier.Resource, m map[string]any) {
		inside := map[string]bool{}
		contained, _ := m["contained"].([]any)
		for _, c := range contained {
			inside["#"+c.(map[string]any)["id"].(string)] = true
		}
		walk(m, "", func(path string, v any) {
			o, ok := v.(map[string]any)
			if !ok {
				return
			}
			to, ok := o["reference"].(string)
			if !ok {
				return
			}
			links++
			if strings.HasPrefix(to, "#") {
				if !inside[to] {
					t.Errorf("%s: %s points at %s, which is not contained", where, path, to)
				}
				return
			}
			if !here[p.Key+"|"+provider+"|"+to] {
				t.Errorf("%s: %s points at %s, which the provider does not have", where, path, to)
			}
			if path != ".subject" && o["display"] == nil {
				t.Errorf("%s: %s has no words", where, path)
			}
		})
	})
	if links < 2000 {
		t.Errorf("only %d references", links)
	}
}

// elevenTest is the check of a citizen service number (8 or 9 digits).
func elevenTest(digits string) bool {
	if len(digits) == 8 {
		digits = "0" + digits
	}
	if len(digits) != 9 {
		return false
	}
	sum := 0
	for i, d := range digits {
		weight := 9 - i
		if i == 8 {
			weight = -1
		}
		sum += weight * int(d-'0')
	}
	return sum%11 == 0
}

func TestElevenTestKnowsANumber(t *testing.T) {
	if !elevenTest("111222333") || elevenTest("111222334") {
		t.Fatal("the check itself is wrong")
	}
}

func TestNoCitizenServiceNumber(t *testing.T) {
	digits := regexp.MustCompile(`[0-9]+`)
	every(t, Build(anchor), func(where string, _ dossier.Person, _ string, r dossier.Resource, m map[string]any) {
		walk(m, "", func(path string, v any) {
			if strings.HasSuffix(path, ".code") || strings.HasSuffix(path, ".system") || strings.HasSuffix(path, ".content") && r.Type == "Binary" {
				return // codes of SNOMED have nine digits too
			}
			s := fmt.Sprint(v)
			if _, ok := v.(string); !ok {
				if _, ok := v.(json.Number); !ok {
					return
				}
			}
			for _, run := range digits.FindAllString(s, -1) {
				if elevenTest(run) {
					t.Errorf("%s: %s has %q, which could be a citizen service number", where, path, run)
				}
			}
			if strings.Contains(s, "NamingSystem/bsn") {
				t.Errorf("%s: %s", where, path)
			}
		})
		// The identifier is there, but masked.
		if r.Type == "Patient" && !bytes.Contains(r.JSON, []byte(`"valueCode":"masked"`)) {
			t.Errorf("%s does not mask the number", where)
		}
	})
}

func TestSameWeekSameBytes(t *testing.T) {
	a, b := Build(anchor), Build(anchor.AddDate(0, 0, 3)) // Thursday and Sunday
	if !slices.EqualFunc(a, b, same) {
		t.Error("two days of one week differ")
	}
	if slices.EqualFunc(a, Build(anchor.AddDate(0, 0, 7)), same) {
		t.Error("two weeks are the same: nothing depends on the anchor")
	}
}

func same(a, b dossier.Person) bool {
	if a.Key != b.Key || a.Name != b.Name || !a.Birth.Equal(b.Birth) || len(a.At) != len(b.At) {
		return false
	}
	for k, rs := range a.At {
		if !slices.EqualFunc(rs, b.At[k], func(x, y dossier.Resource) bool {
			return x.ID == y.ID && x.Type == y.Type && bytes.Equal(x.JSON, y.JSON)
		}) {
			return false
		}
	}
	return true
}

func TestIDsDoNotDependOnTheAnchor(t *testing.T) {
	ids := func(at time.Time) []string {
		var out []string
		for _, p := range Build(at) {
			for provider, rs := range p.At {
				for _, r := range rs {
					out = append(out, p.Key+provider+r.Type+r.ID)
				}
			}
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(ids(anchor), ids(anchor.AddDate(0, 3, 5))) {
		t.Error("ids change with the day")
	}
}

func TestAges(t *testing.T) {
	want := map[string]int{"willem": 58, "sanne": 34, "greet": 81, "yasmina": 39, "noor": 7, "daan": 17, "lotte": 24}
	for i := range 800 {
		at := anchor.AddDate(0, 0, i)
		if i%7 != 0 && i > 400 {
			continue // every day of a year, then every week
		}
		c := newClock(at)
		for _, p := range []*somebody{{key: "willem", birth: c.born(58, time.March, 9)}, {key: "noor", birth: c.born(7, time.February, 11)}} {
			if age := (dossier.Person{Birth: p.birth}).Age(c.monday); age != want[p.key] {
				t.Fatalf("%s is %d on %s", p.key, age, at.Format(time.DateOnly))
			}
		}
	}
	for _, p := range Build(anchor) {
		if age := p.Age(anchor); age != want[p.Key] {
			t.Errorf("%s is %d", p.Key, age)
		}
	}
}

func TestCards(t *testing.T) {
	for _, p := range Build(anchor) {
		for _, l := range text.Langs {
			if !l.Has("persons." + p.Key + ".line") {
				t.Errorf("%s has no line in %s", p.Key, l.Tag())
			}
		}
		if p.Summary.NL == "" || p.Summary.EN == p.Summary.NL {
			t.Errorf("card of %s: %+v", p.Key, p.Summary)
		}
	}
}

func TestLettersArePDF(t *testing.T) {
	letters := 0
	every(t, Build(anchor), func(where string, _ dossier.Person, _ string, r dossier.Resource, m map[string]any) {
		if r.Type != "Binary" {
			return
		}
		letters++
		content, ok := m["content"].(string)
		if r.FHIR == dossier.R4 {
			content, ok = m["data"].(string)
		}
		if !ok {
			t.Fatalf("%s is empty", where)
		}
		pdf, err := base64.StdEncoding.DecodeString(content)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-1.")) || !bytes.Contains(pdf, []byte("%%EOF")) {
			t.Errorf("%s is no PDF (%v)", where, err)
		}
		if len(pdf) > 20_000 {
			t.Errorf("%s has %d bytes", where, len(pdf))
		}
	})
	if letters < 15 {
		t.Errorf("only %d letters", letters)
	}
}

// TestWillemIsRich: the first dossier that a newcomer sees must be worth it.
func TestWillemIsRich(t *testing.T) {
	for _, p := range Build(anchor) {
		if p.Key != "willem" {
			continue
		}
		n := 0
		for _, rs := range p.At {
			n += len(rs)
		}
		if n < 250 {
			t.Errorf("%d resources", n)
		}
	}
}

func TestCounts(t *testing.T) {
	for _, p := range Build(anchor) {
		var parts []string
		for _, v := range dossier.Providers() {
			if rs, ok := p.At[v.Key]; ok {
				size := 0
				for _, r := range rs {
					size += len(r.JSON)
				}
				parts = append(parts, fmt.Sprintf("%s %d (%d kB)", v.Key, len(rs), size/1000))
			}
		}
		t.Logf("%-8s %s", p.Key, strings.Join(parts, ", "))
	}
}
