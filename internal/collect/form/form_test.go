// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const sample = `{"resourceType":"Questionnaire","id":"q","url":"u","title":"Voor uw afspraak",
"contained":[{"resourceType":"ValueSet","id":"vs","compose":{"include":[{"system":"s","concept":[{"code":"A","display":"Nooit"},{"code":"B","display":"Soms"}]}]}}],
"item":[{"linkId":"g","type":"group","text":"Roken","item":[
 {"linkId":"1","type":"boolean","text":"Rookt u?","required":true},
 {"linkId":"2","type":"integer","text":"Hoeveel per dag?","required":true,"enableWhen":[{"question":"1","answerBoolean":true}],
  "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":100},{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":1}]},
 {"linkId":"3","type":"choice","text":"Hoest u?","options":{"reference":"#vs"}},
 {"linkId":"4","type":"open-choice","text":"Wat helpt?","repeats":true,"option":[{"valueString":"Rust"},{"valueCoding":{"system":"s","code":"W","display":"Warmte"}}]},
 {"linkId":"5","type":"quantity","text":"Gewicht","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"system":"http://unitsofmeasure.org","code":"kg","display":"kg"}}]},
 {"linkId":"6","type":"date","text":"Sinds"},{"linkId":"7","type":"dateTime","text":"Wanneer"},{"linkId":"8","type":"time","text":"Hoe laat"},
 {"linkId":"9","type":"decimal","text":"Hoeveel"},{"linkId":"10","type":"string","text":"Naam","maxLength":5},
 {"linkId":"11","type":"display","text":"Bijna klaar"},
 {"linkId":"12","type":"text","text":"Nog iets?","enableWhen":[{"question":"1","hasAnswer":true}]}]}]}`

func TestAnswers(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Skip(err)
	}
	f, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	v := Values{"1": {"true"}, "2": {"12"}, "3": {"2"}, "4": {"2", "Slapen"}, "5": {"71,5"}, "6": {"3-2-2026"}, "7": {"2026-07-01T08:30"},
		"8": {"7:05"}, "9": {"0,10"}, "10": {""}, "12": {"regel 1\n\"twee\""}}
	if p := f.Check(v, zone); len(p) > 0 {
		t.Errorf("%+v", p)
	}
	got, err := f.Response(v, zone)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"item":[` + strings.Join([]string{
		`{"answer":[{"valueBoolean":true}],"linkId":"1","text":"Rookt u?"}`,
		`{"answer":[{"valueInteger":12}],"linkId":"2","text":"Hoeveel per dag?"}`,
		`{"answer":[{"valueCoding":{"code":"B","display":"Soms","system":"s"}}],"linkId":"3","text":"Hoest u?"}`,
		`{"answer":[{"valueCoding":{"system":"s","code":"W","display":"Warmte"}},{"valueString":"Slapen"}],"linkId":"4","text":"Wat helpt?"}`,
		`{"answer":[{"valueQuantity":{"code":"kg","system":"http://unitsofmeasure.org","unit":"kg","value":71.5}}],"linkId":"5","text":"Gewicht"}`,
		`{"answer":[{"valueDate":"2026-02-03"}],"linkId":"6","text":"Sinds"}`,
		`{"answer":[{"valueDateTime":"2026-07-01T08:30:00+02:00"}],"linkId":"7","text":"Wanneer"}`,
		`{"answer":[{"valueTime":"07:05:00"}],"linkId":"8","text":"Hoe laat"}`,
		`{"answer":[{"valueDecimal":0.10}],"linkId":"9","text":"Hoeveel"}`,
		`{"answer":[{"valueString":"regel 1\n\"twee\""}],"linkId":"12","text":"Nog iets?"}`,
	}, ",") + `],"linkId":"g","text":"Roken"}]`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

func TestProblems(t *testing.T) {
	f, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		v    Values
		want string
	}{
		{Values{}, "1 required"},
		{Values{"1": {"false"}}, ""},
		{Values{"1": {"true"}}, "2 required"},
		{Values{"1": {"true"}, "2": {"0"}}, "2 min"},
		{Values{"1": {"true"}, "2": {"101"}}, "2 max"},
		{Values{"1": {"true"}, "2": {"1,5"}}, "2 integer"},
		{Values{"1": {"false"}, "2": {"onzin"}}, ""}, // not asked
		{Values{"1": {"misschien"}}, "1 choice"},
		{Values{"1": {"false"}, "3": {"9"}}, "3 choice"},
		{Values{"1": {"false"}, "3": {"1", "2"}}, "3 one"},
		{Values{"1": {"false"}, "6": {"31-02-2026"}}, "6 date"},
		{Values{"1": {"false"}, "8": {"25:00"}}, "8 time"},
		{Values{"1": {"false"}, "10": {"te lang"}}, "10 long"},
		{Values{"1": {"false"}, "5": {"zwaar"}}, "5 quantity"},
	} {
		var got []string
		for _, p := range f.Check(c.v, time.UTC) {
			got = append(got, p.LinkID+" "+strings.TrimPrefix(p.Key, "forms.problem."))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%v: %v, want %q", c.v, got, c.want)
		}
	}
}

func TestWhatIsNoForm(t *testing.T) {
	for _, bad := range []string{"", "x", "{}", `{"resourceType":"Patient","item":[{"linkId":"1"}]}`, `{"resourceType":"Questionnaire"}`,
		`{"resourceType":"Questionnaire","item":[{"linkId":"1","type":"string"},{"linkId":"1","type":"string"}]}`,
		`{"resourceType":"Questionnaire","item":[` + strings.Repeat(`{"linkId":"a","item":[`, 40) + `]}]}`} {
		if _, err := Parse([]byte(bad)); !errors.Is(err, ErrForm) {
			t.Errorf("%.60s: %v", bad, err)
		}
	}
}

// TestFormsOfOthers reads the questionnaires that others wrote.
func TestFormsOfOthers(t *testing.T) {
	dir := os.Getenv("REGIE_CORPUS")
	if dir == "" {
		dir = "../../../../shared"
	}
	files, err := filepath.Glob(filepath.Join(dir, "corpus", "fhir", "STU3", "vragenlijsten", "*-Questionnaire-*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("no questionnaires here (REGIE_CORPUS)")
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Parse(b)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
			continue
		}
		f.Each(func(it *Item) {
			if strings.HasSuffix(it.Type, "choice") && len(it.Options) == 0 {
				t.Errorf("%s %s: a choice without options", filepath.Base(file), it.LinkID)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample), "1", "true")
	f.Fuzz(func(t *testing.T, raw []byte, id, answer string) {
		q, err := Parse(raw)
		if err != nil {
			return
		}
		v := Values{id: {answer}}
		q.Check(v, time.UTC)
		if _, err := q.Response(v, time.UTC); err != nil {
			t.Error(err)
		}
	})
}
