// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/fhir"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/zib"
)

// labResult writes one result of a laboratory; more goes into the resource as it is.
func labResult(id, coding, day, value, unit, more string) Incoming {
	return Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":%q,"status":"final",
		"meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-LaboratoryTestResult-Observation"]},
		"category":[{"coding":[{"system":"http://snomed.info/sct","code":"49581000146104"}]}],
		"code":{"coding":[%s]},"effectiveDateTime":%q,"valueQuantity":{%s"unit":%q}%s}`, id, coding, day, value, unit, more)}
}

func coding(system, code, display string) string {
	return fmt.Sprintf(`{"system":%q,"code":%q,"display":%q}`, system, code, display)
}

func atLoinc(code string) string { return coding("http://loinc.org", code, "naam van het lab") }

// openLabs gives the dossier of what each laboratory sent.
func openLabs(t *testing.T, labs map[string][]Incoming) *Dossier {
	t.Helper()
	k, v := New(storetest.SQLite(t), Options{}), someone()
	for name, in := range labs {
		b := Batch{Provider: name + "@medmij", ProviderName: "Lab " + name, Service: "46", At: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Complete: true, Resources: in}
		if _, err := k.Apply(t.Context(), v, b); err != nil {
			t.Fatal(err)
		}
	}
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func inWords(q *zib.Quantity) string {
	if q == nil {
		return "-"
	}
	out := q.Comparator + q.Number + " " + q.UnitText(text.NL)
	if q.Low+q.High != "" {
		out += " (" + q.Low + "-" + q.High + ")"
	}
	if q.FlagCode != zib.FlagNone {
		out += fmt.Sprintf(" flag %d", q.FlagCode)
	}
	return out
}

// Five years of HbA1c of two laboratories in two units are one line, with comparator, range and
// flag converted along and the literal value at hand.
func TestTwoLabsTwoUnitsOneLine(t *testing.T) {
	high := `,"interpretation":{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"H"}]}`
	percent := `,"referenceRange":[{"low":{"value":4.0,"unit":"%"},"high":{"value":6.0,"unit":"%"}}]`
	mmol := `,"referenceRange":[{"low":{"value":20,"unit":"mmol/mol"},"high":{"value":42,"unit":"mmol/mol"}}]`
	d := openLabs(t, map[string][]Incoming{
		"een": {
			labResult("a", atLoinc("59261-8"), "2022-03-01", `"value":48,`, "mmol/mol", mmol),
			labResult("b", atLoinc("59261-8"), "2024-03-01", `"value":51,`, "mmol/mol", high+mmol),
			labResult("c", atLoinc("59261-8"), "2026-03-01", `"value":49,`, "mmol/mol", mmol),
		},
		"twee": {
			labResult("d", coding("http://lab.example/codes", "HBA", "HbA1c"), "2023-03-01", `"value":7.1,`, "%", high+percent),
			labResult("e", atLoinc("4548-4"), "2025-03-01", `"value":4.0,"comparator":"<",`, "%", percent),
		},
	})
	all := d.Tests(zib.CategoryLab)
	if len(all) != 1 || all[0].Group != GroupSugar || len(all[0].Results) != 5 {
		t.Fatalf("%d tests: %+v", len(all), all)
	}
	test := all[0]
	if d.Test(test.Key) != test || d.TestOf(test.Results[2].Item) != test {
		t.Error("the test is not found by its key, or by a result")
	}
	trends := test.Trends(test.Results)
	if len(trends) != 1 {
		t.Fatalf("%d charts", len(trends))
	}
	var got []string
	for _, p := range trends[0].Points {
		s := inWords(p.Quantity)
		if p.From != nil {
			s += " from " + inWords(p.From)
		}
		got = append(got, s)
	}
	want := []string{
		"48 mmol/mol (20-42)",
		"54 mmol/mol (20-42) flag 3 from 7.1 % (4.0-6.0) flag 3",
		"51 mmol/mol (20-42) flag 3",
		"<20 mmol/mol (20-42) from <4.0 % (4.0-6.0)",
		"49 mmol/mol (20-42)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if trends[0].Converted != 2 {
		t.Errorf("%d converted", trends[0].Converted)
	}
}

// What is the same test, and what is not.
func TestSameTest(t *testing.T) {
	nhg := func(code, name string) string {
		return coding("https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen", code, name)
	}
	local := func(code, name string) string { return coding("urn:oid:1.2.3.4", code, name) }
	urine := `,"specimen":{"reference":"#u","display":"urine"},"contained":[{"resourceType":"Specimen","id":"u","type":{"coding":[{"system":"http://snomed.info/sct","code":"78014005","display":"urine"}]}}]`
	for _, tt := range []struct {
		name string
		a, b Incoming
		same bool
	}{
		{"LOINC in two properties", labResult("a", atLoinc("14749-6"), "2026-01-01", `"value":5.1,`, "mmol/l", ""), labResult("b", atLoinc("2345-7"), "2026-02-01", `"value":95,`, "mg/dL", ""), true},
		{"GP and hospital", labResult("a", nhg("523", "creatinine"), "2026-01-01", `"value":80,`, "umol/l", ""), labResult("b", atLoinc("14682-9"), "2026-02-01", `"value":81,`, "umol/L", ""), true},
		{"a number of the GPs that is not in the table, by its name", labResult("a", nhg("999999", "kalium"), "2026-01-01", `"value":4.1,`, "mmol/l", ""), labResult("b", atLoinc("2823-3"), "2026-02-01", `"value":4.2,`, "mmol/L", ""), true},
		{"local codes with a known name", labResult("a", local("1", "ALAT (SGPT)"), "2026-01-01", `"value":30,`, "U/l", ""), labResult("b", local("77", "Alanine-aminotransferase"), "2026-02-01", `"value":31,`, "E/l", ""), true},
		{"local codes with the same unknown name", labResult("a", local("1", "Zonuline"), "2026-01-01", `"value":30,`, "µg/l", ""), labResult("b", coding("urn:oid:9.9", "Z", "zonuline"), "2026-02-01", `"value":31,`, "ug/L", ""), true},
		{"a name with a unit that cannot be", labResult("a", local("1", "Kalium"), "2026-01-01", `"value":4,`, "kg", ""), labResult("b", atLoinc("2823-3"), "2026-02-01", `"value":4.2,`, "mmol/L", ""), false},
		{"blood and urine", labResult("a", local("1", "Natrium"), "2026-01-01", `"value":60,`, "mmol/l", urine), labResult("b", atLoinc("2951-2"), "2026-02-01", `"value":140,`, "mmol/L", ""), false},
		{"fasting and not", labResult("a", atLoinc("14771-0"), "2026-01-01", `"value":5,`, "mmol/l", ""), labResult("b", atLoinc("14749-6"), "2026-02-01", `"value":6,`, "mmol/L", ""), false},
		{"two formulas", labResult("a", atLoinc("62238-1"), "2026-01-01", `"value":60,`, "mL/min/{1.73_m2}", ""), labResult("b", atLoinc("77147-7"), "2026-02-01", `"value":61,`, "mL/min/{1.73_m2}", ""), false},
		{"a LOINC code that the table does not know, with a known name", labResult("a", coding("http://loinc.org", "99999-9", "Kalium"), "2026-01-01", `"value":4,`, "mmol/l", ""), labResult("b", atLoinc("2823-3"), "2026-02-01", `"value":4.2,`, "mmol/L", ""), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := openLabs(t, map[string][]Incoming{"een": {tt.a}, "twee": {tt.b}})
			if n := len(d.Tests(zib.CategoryLab)); (n == 1) != tt.same {
				t.Errorf("%d tests", n)
			}
		})
	}
}

// A unit that cannot be right is not drawn, and the remark says why; everything stays in the table.
func TestWrongUnits(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Incoming
		want Remark
	}{
		{"right", labResult("x", atLoinc("59260-0"), "2026-01-01", `"value":8.6,`, "mmol/l", ""), RemarkNone},
		{"mass under a molar code", labResult("x", atLoinc("59260-0"), "2026-01-01", `"value":14.1,`, "g/dL", ""), RemarkCode},
		{"moles under a mass code", labResult("x", atLoinc("718-7"), "2026-01-01", `"value":8.6,`, "mmol/l", ""), RemarkCode},
		{"another thing altogether", labResult("x", atLoinc("46418-0"), "2026-01-01", `"value":2.5,`, "min", ""), RemarkUnit},
		{"ml called millimetre", labResult("x", atLoinc("9999-1"), "2026-01-01", `"value":2.5,"code":"mL","system":"http://unitsofmeasure.org",`, "millimeter", ""), RemarkClash},
		{"no unit", labResult("x", atLoinc("2823-3"), "2026-01-01", `"value":4.1,`, "", ""), RemarkNoUnit},
		{"no unit, but none is needed", labResult("x", atLoinc("6301-6"), "2026-01-01", `"value":2.5,`, "", ""), RemarkNone},
		{"not done", Incoming{FHIR: fhir.STU3, Raw: []byte(strings.Replace(string(labResult("x", atLoinc("2823-3"), "2026-01-01", `"value":41,`, "mmol/l", "").Raw), `"final"`, `"cancelled"`, 1))}, RemarkCancelled},
		{"entered in error", Incoming{FHIR: fhir.STU3, Raw: []byte(strings.Replace(string(labResult("x", atLoinc("2823-3"), "2026-01-01", `"value":41,`, "mmol/l", "").Raw), `"final"`, `"entered-in-error"`, 1))}, RemarkVoid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := openLabs(t, map[string][]Incoming{"een": {tt.in}})
			all := d.Tests(zib.CategoryLab)
			if len(all) != 1 || len(all[0].Results) != 1 {
				t.Fatalf("%d tests", len(all))
			}
			r := all[0].Results[0]
			if r.Remark != tt.want {
				t.Errorf("remark %d, want %d", r.Remark, tt.want)
			}
			if n := len(all[0].Trends(all[0].Results)); (n == 1) != (tt.want == RemarkNone) {
				t.Errorf("%d charts", n)
			}
		})
	}
}

// Units that cannot be brought together give two charts on one page.
func TestTwoCharts(t *testing.T) {
	d := openLabs(t, map[string][]Incoming{"een": {
		labResult("a", coding("urn:oid:1.2", "1", "Zonuline"), "2025-01-01", `"value":30,`, "U/l", ""),
		labResult("b", coding("urn:oid:1.2", "1", "Zonuline"), "2026-01-01", `"value":3,`, "µg/l", ""),
		labResult("c", coding("urn:oid:1.2", "1", "Zonuline"), "2026-02-01", `"value":4000,`, "ng/l", ""),
	}})
	test := d.Tests(zib.CategoryLab)[0]
	trends := test.Trends(test.Results)
	if len(trends) != 2 || len(trends[0].Points) != 2 || len(trends[1].Points) != 1 {
		t.Fatalf("%+v", trends)
	}
	if got := inWords(trends[0].Points[0].Quantity); got != "3000 ng/l" || trends[0].Points[0].From == nil {
		t.Errorf("3 µg/l is %q", got)
	}
}

// A blood pressure is one page, whether it came as one item or as two.
func TestBloodPressure(t *testing.T) {
	_, _, d := opened(t, "willem")
	var pressure *Test
	for _, x := range d.Tests(zib.CategoryMeasurements) {
		if x.Pair {
			pressure = x
		}
	}
	if pressure == nil {
		t.Fatal("no blood pressure")
	}
	two, one := 0, 0
	for _, r := range pressure.Results {
		if r.Quantity == nil || r.Second == nil {
			t.Errorf("half a blood pressure on %s", r.Item.When.Start)
		}
		if r.Lower != nil {
			two++
		} else {
			one++
		}
	}
	if two == 0 || one == 0 {
		t.Errorf("%d came as two items and %d as one", two, one)
	}
	trends := pressure.Trends(pressure.Results)
	if len(trends) != 1 || len(trends[0].Points) != len(trends[0].Second) || len(trends[0].Points) != len(pressure.Results) {
		t.Errorf("%d charts", len(trends))
	}
}

// Every result of every practice person is on exactly one page, and no key says what it is.
func TestEveryResultHasAPage(t *testing.T) {
	_, _, d := opened(t, "willem")
	seen := map[*Item]int{}
	for _, x := range append(d.Tests(zib.CategoryLab), d.Tests(zib.CategoryMeasurements)...) {
		if x.Name(text.NL) == "" || x.Group == "" {
			t.Errorf("a test without a name or a group: %+v", x.Code)
		}
		for _, r := range x.Results {
			seen[r.Item]++
			if r.Lower != nil {
				seen[r.Lower]++
			}
		}
	}
	for _, c := range []zib.Category{zib.CategoryLab, zib.CategoryMeasurements} {
		for _, it := range d.List(Filter{Categories: []zib.Category{c}}, 1, 1<<20).Items {
			if seen[it] != 1 {
				t.Errorf("%s of %s is on %d pages", it.Title.In(text.NL), it.When.Start, seen[it])
			}
		}
	}
}
