// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"fmt"
	"strings"
	"testing"

	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
)

const goodPage = `{"resourceType":"Bundle","type":"searchset","total":2,"link":[{"relation":"self","url":"https://a.nl/x"},{"relation":"next","url":"https://a.nl/y"}],
	"entry":[{"fullUrl":"https://a.nl/Flag/1","resource":{"resourceType":"Flag","id":"1","v":7.20},"search":{"mode":"match"}},
	{"search":{"mode":"include"},"resource":{"resourceType":"Flag","id":"2"}},{"fullUrl":"x"},
	{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"informational"}]}}]}`

func TestSplitPage(t *testing.T) {
	p, err := splitPage([]byte(goodPage), fhir.STU3)
	if err != nil || p.next != "https://a.nl/y" || len(p.resources) != 2 || p.skipped != 1 || len(p.outcomes) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	one := p.resources[0]
	if string(one.Raw) != `{"resourceType":"Flag","id":"1","v":7.20}` || one.FullURL != "https://a.nl/Flag/1" || one.FHIR != fhir.STU3 {
		t.Errorf("%+v", one)
	}
}

func TestAnswersThatAreNotASearchset(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		kept int
		want medmij.Reason
	}{
		"empty set":                {`{"resourceType":"Bundle","type":"searchset"}`, 0, ""},
		"entry null":               {`{"resourceType":"Bundle","entry":null}`, 0, ""},
		"type at the end":          {`{"entry":[{"resource":{"resourceType":"Flag"}}],"resourceType":"Bundle"}`, 1, ""},
		"a resource by itself":     {`{"resourceType":"Patient","id":"1"}`, 1, ""},
		"byte order mark":          {"\xef\xbb\xbf" + `{"resourceType":"Bundle"}`, 0, medmij.ReasonUnreadable},
		"nothing":                  {"", 0, medmij.ReasonHalf},
		"half":                     {goodPage[:330], 1, medmij.ReasonHalf},
		"half a resource":          {goodPage[:240], 0, medmij.ReasonHalf},
		"html":                     {"<html></html>", 0, medmij.ReasonUnreadable},
		"a list":                   {"[]", 0, medmij.ReasonUnreadable},
		"null":                     {"null", 0, medmij.ReasonUnreadable},
		"no type":                  {"{}", 0, medmij.ReasonUnreadable},
		"type is a number":         {`{"resourceType":5}`, 0, medmij.ReasonUnreadable},
		"two answers":              {goodPage + goodPage, 2, medmij.ReasonUnreadable},
		"entry twice":              {`{"resourceType":"Bundle","entry":[{"resource":{"a":1}}],"entry":[]}`, 1, medmij.ReasonUnreadable},
		"link twice":               {`{"resourceType":"Bundle","link":[],"link":[{"relation":"next","url":"x"}]}`, 0, medmij.ReasonUnreadable},
		"type twice":               {`{"resourceType":"Bundle","resourceType":"Patient"}`, 0, medmij.ReasonUnreadable},
		"two next pages":           {`{"resourceType":"Bundle","link":[{"relation":"next","url":"x"},{"relation":"next","url":"y"}]}`, 0, medmij.ReasonUnreadable},
		"resource twice":           {`{"resourceType":"Bundle","entry":[{"resource":{},"resource":{}}]}`, 0, medmij.ReasonUnreadable},
		"entry is text":            {`{"resourceType":"Bundle","entry":["x",{"resource":{"resourceType":"Flag"}}]}`, 1, ""},
		"entry is an object":       {`{"resourceType":"Bundle","entry":{"resource":{}}}`, 0, ""},
		"broken resource":          {`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Flag"}},{"resource":{"a":}}]}`, 1, medmij.ReasonUnreadable},
		"resource with name twice": {`{"resourceType":"Bundle","entry":[{"resource":{"a":1,"a":2}}]}`, 1, ""},
		"too deep":                 {`{"resourceType":"Bundle","x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}", 0, medmij.ReasonUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := splitPage([]byte(c.body), fhir.STU3)
			if medmij.ReasonOf(err) != c.want || len(p.resources) != c.kept {
				t.Errorf("%d resources, %v; want %d, %q", len(p.resources), err, c.kept, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "Flag") {
				t.Errorf("the error quotes the answer: %v", err)
			}
		})
	}
}

func TestSevere(t *testing.T) {
	for body, want := range map[string]bool{
		`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]}`:          true,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"fatal"}]}`:                              true,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete"}]}`:        true,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"not-supported"}]}`:     false,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}`: false,
		`{"resourceType":"OperationOutcome"}`:                                                             false,
	} {
		if severe([]byte(body)) != want {
			t.Errorf("%s: %v", body, !want)
		}
	}
}

func FuzzSplitPage(f *testing.F) {
	f.Add([]byte(goodPage))
	f.Add([]byte(`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Flag","x":"\ud800"}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _ := splitPage(body, fhir.R4)
		total := 0
		for _, in := range p.resources {
			total += len(in.Raw)
			look(in)
		}
		for _, o := range p.outcomes {
			severe(o)
		}
		if total > len(body) {
			t.Errorf("%d bytes of resources from %d", total, len(body))
		}
	})
}

func TestGlance(t *testing.T) {
	in := incoming(`{"resourceType":"DocumentReference","id":"d","subject":{"reference":"https://a.nl/fhir/Patient/p1/_history/2"},
		"author":[{"reference":"Practitioner/7"},{"reference":"#x"},{"reference":"urn:uuid:1"}],
		"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"999900006"}],
		"content":[{"attachment":{"url":"Binary/1","contentType":"application/pdf"}},{"attachment":{"data":"QQ==","url":"Binary/2"}},{"attachment":{"url":"#c"}}]}`)
	g := look(in)
	if g.kind != "DocumentReference" || g.id != "d" || g.subject != "p1" || !g.bsn || len(g.refs) != 1 || len(g.attachments) != 1 || g.attachments[0].URL != "Binary/1" {
		t.Errorf("%+v", g)
	}
	masked := look(incoming(`{"resourceType":"Patient","identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","_value":{"extension":[{"url":"x","valueCode":"masked"}]}}]}`))
	if masked.bsn || masked.patient == nil {
		t.Errorf("%+v", masked)
	}
	if g := look(incoming(`{"resourceType":"Flag","id":"1","id":"2"}`)); !g.unreadable {
		t.Errorf("%+v", g)
	}
	if g := look(incoming(`{"resourceType":"Observation","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/nl-core-BloodPressure"]}}`)); !g.other {
		t.Errorf("%+v", g)
	}
}

func TestSubjects(t *testing.T) {
	wim := Subject{Birth: "1968-03-01", Gender: "male", Family: []string{"jansen"}, Initials: "w"}
	for name, c := range map[string]struct {
		other Subject
		want  bool
	}{
		"equal":              {wim, true},
		"nothing known":      {Subject{}, true},
		"year only":          {Subject{Birth: "1968"}, true},
		"another year":       {Subject{Birth: "1967"}, false},
		"other name":         {Subject{Birth: "1968-03-01", Gender: "male", Family: []string{"vries"}, Initials: "w"}, true},
		"more initials":      {Subject{Birth: "1968-03-01", Initials: "awh"}, true},
		"other initials":     {Subject{Birth: "1968-03-01", Initials: "ah"}, false},
		"woman":              {Subject{Birth: "1968-03-01", Gender: "female", Initials: "w"}, false},
		"no date, same name": {Subject{Family: []string{"jansen", "vries"}}, true},
		"no date, other":     {Subject{Family: []string{"bakker"}}, false},
	} {
		if wim.same(c.other) != c.want || c.other.same(wim) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
	m := Subject{Birth: "1968"}.merge(wim).merge(Subject{Initials: "wé", Family: []string{"vries"}})
	if fmt.Sprint(m) != "{1968-03-01 male [jansen vries] wé}" {
		t.Errorf("%v", m)
	}
}

func incoming(raw string) record.Incoming { return record.Incoming{FHIR: fhir.STU3, Raw: []byte(raw)} }

// BenchmarkSplitPage cuts 10 MB of answers of 100 entries, and looks at each resource.
func BenchmarkSplitPage(b *testing.B) {
	var page strings.Builder
	page.WriteString(`{"resourceType":"Bundle","type":"searchset","entry":[`)
	for i := range 100 {
		if i > 0 {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"fullUrl":"https://a.nl/fhir/Observation/%d","resource":{"resourceType":"Observation","id":"%d","status":"final","text":{"status":"generated","div":%q},
			"code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobine"}]},"subject":{"reference":"Patient/1"},"performer":[{"reference":"Practitioner/1"}],
			"valueQuantity":{"value":7.20,"unit":"mmol/L","system":"http://unitsofmeasure.org"}},"search":{"mode":"match"}}`, i, i, strings.Repeat("<td>x</td>", 130))
	}
	page.WriteString("]}")
	body := []byte(page.String())
	times := 10<<20/len(body) + 1
	b.SetBytes(int64(times * len(body)))
	b.ReportAllocs()
	for b.Loop() {
		for range times {
			p, err := splitPage(body, fhir.STU3)
			if err != nil || len(p.resources) != 100 {
				b.Fatal(err)
			}
			for _, in := range p.resources {
				look(in)
			}
		}
	}
}
