// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/measure"
)

// TestSampleOf reads Observations as measurements, one row a rule.
func TestSampleOf(t *testing.T) {
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	const (
		self   = `"subject":{"reference":"urn:uuid:p"},"performer":[{"reference":"urn:uuid:p"}],`
		weight = `"code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},`
		winter = `"effectiveDateTime":"2026-01-02T08:00:00+01:00",`
		kilo   = `"valueQuantity":{"value":80.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}`
	)
	at := time.Date(2026, 1, 2, 7, 0, 0, 0, time.UTC).UnixMilli()
	for name, c := range map[string]struct {
		json string
		kind measure.Kind // "" for what is none
		want measure.Sample
	}{
		"weight":                 {self + weight + winter + kilo, "weight", measure.Sample{Start: at, End: at, Zone: 60, Value: 805_000}},
		"grams":                  {self + weight + winter + `"valueQuantity":{"value":80500,"unit":"gram","code":"g"}`, "weight", measure.Sample{Start: at, End: at, Zone: 60, Value: 805_000}},
		"a moment in UTC":        {self + weight + `"effectiveDateTime":"2026-01-02T07:00:00Z",` + kilo, "weight", measure.Sample{Start: at, End: at, Zone: 60, Value: 805_000}},
		"a day":                  {self + weight + `"effectiveDateTime":"2026-01-02",` + kilo, "weight", measure.Sample{Start: at + 4*3_600_000, End: at + 4*3_600_000, Zone: 60, Value: 805_000}},
		"by a patient":           {`"performer":[{"reference":"Patient/1"}],` + weight + winter + kilo, "weight", measure.Sample{Start: at, End: at, Zone: 60, Value: 805_000}},
		"by a device":            {`"device":{"display":"Weegschaal"},` + weight + winter + kilo, "weight", measure.Sample{Start: at, End: at, Zone: 60, Value: 805_000}},
		"by a doctor":            {`"performer":[{"reference":"Practitioner/1"}],` + weight + winter + kilo, "", measure.Sample{}},
		"by both":                {`"performer":[{"reference":"Patient/1"},{"reference":"Practitioner/1"}],` + weight + winter + kilo, "", measure.Sample{}},
		"by nobody":              {weight + winter + kilo, "", measure.Sample{}},
		"entered in error":       {`"status":"entered-in-error",` + self + weight + winter + kilo, "", measure.Sample{}},
		"less than":              {self + weight + winter + `"valueQuantity":{"comparator":"<","value":80,"code":"kg"}`, "", measure.Sample{}},
		"another unit":           {self + weight + winter + `"valueQuantity":{"value":80,"unit":"mmol/L","code":"mmol/L"}`, "", measure.Sample{}},
		"no living person":       {self + weight + winter + `"valueQuantity":{"value":8000,"code":"kg"}`, "", measure.Sample{}},
		"another code":           {self + `"code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},` + winter + kilo, "", measure.Sample{}},
		"no moment":              {self + weight + kilo, "", measure.Sample{}},
		"pressure":               {self + `"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},` + winter + `"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":85,"code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":131,"code":"mm[Hg]"}}]`, "blood-pressure", measure.Sample{Start: at, End: at, Zone: 60, Value: 1_310_000, Second: 850_000}},
		"half a pressure":        {self + `"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},` + winter + `"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":131,"code":"mm[Hg]"}}]`, "", measure.Sample{}},
		"glucose after a meal":   {self + `"code":{"coding":[{"system":"http://loinc.org","code":"14760-3"}]},` + winter + `"valueQuantity":{"value":7.8,"code":"mmol/L"}`, "glucose", measure.Sample{Start: at, End: at, Zone: 60, Value: 78_000, Mark: measure.MarkAfterMeal}},
		"glucose in mg":          {self + `"code":{"coding":[{"system":"http://loinc.org","code":"2339-0"}]},` + winter + `"valueQuantity":{"value":180.15588,"code":"mg/dL"}`, "glucose", measure.Sample{Start: at, End: at, Zone: 60, Value: 100_000}},
		"steps of a day":         {self + `"code":{"coding":[{"system":"http://loinc.org","code":"41950-7"}]},"effectivePeriod":{"start":"2026-01-02","end":"2026-01-02"},"valueQuantity":{"value":5000,"code":"{steps}"}`, "steps", measure.Sample{Start: at - 8*3_600_000, End: at + 16*3_600_000, Zone: 60, Value: 50_000_000}},
		"what a day comes to":    {self + `"code":{"coding":[{"system":"http://loinc.org","code":"8867-4"},{"system":"urn:regie:summary","code":"heart-rate"}]},"effectivePeriod":{"start":"2026-01-02","end":"2026-01-02"},"valueQuantity":{"value":61,"code":"/min"}`, "", measure.Sample{}},
		"respiration in a part":  {self + `"code":{"coding":[{"system":"http://snomed.info/sct","code":"422834003"},{"system":"http://loinc.org","code":"9279-1"}]},` + winter + `"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"9279-1"}]},"valueQuantity":{"value":14,"code":"/min"}}]`, "respiration", measure.Sample{Start: at, End: at, Zone: 60, Value: 140_000}},
		"a value that is absent": {self + weight + winter + `"dataAbsentReason":{"text":"niet gemeten"}`, "", measure.Sample{}},
	} {
		t.Run(name, func(t *testing.T) {
			json := `{"resourceType":"Observation",` + strings.TrimSuffix(c.json, ",") + `}`
			r, err := fhir.ParseResource([]byte(json), fhir.R4)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := sampleOf(r, place)
			if ok != (c.kind != "") {
				t.Fatalf("taken: %v", ok)
			}
			if ok && (got.kind != c.kind || got.sample != c.want) {
				t.Errorf("got  %s %+v\nwant %s %+v", got.kind, got.sample, c.kind, c.want)
			}
		})
	}
}

// TestLine writes samples as lines and moments of odd zones, and reads them back.
func TestLine(t *testing.T) {
	for _, s := range []measure.Sample{
		{}, {Start: -1, End: -1, Zone: -1}, {Start: 1_792_476_000_001, End: 1_792_476_300_999, Zone: 345, Value: -1, Second: 12_345, Mark: 255},
		{Start: -2_208_988_800_000, End: 4_102_444_799_999, Zone: -720, Value: 1 << 50}, {Start: 951_782_400_000, End: 951_782_400_000, Zone: 840, Value: 10_000},
	} {
		source, got, ok := parseLine(string(appendLine(nil, 12, s)))
		if !ok || source != 12 || got != s {
			t.Errorf("%+v came back as %d %+v %v from %s", s, source, got, ok, appendLine(nil, 12, s))
		}
	}
	for _, bad := range []string{"", "1,2,3", "x,2026-01-01T00:00:00+01:00,,1,,", "1,2026-13-01T00:00:00+01:00,,1,,", "1,2026-01-01T00:00:00,,1,,", "1,2026-01-01T00:00:00+01:00,,een,,", "1,2026-01-01T00:00:00+01:00,2025-01-01T00:00:00+01:00,1,,", "1,2026-01-01T00:00:00+01:00,,1,,vreemd", "1,2026-01-01T00:00:00+01:00,,1,,,"} {
		if _, s, ok := parseLine(bad); ok {
			t.Errorf("%q was taken as %+v", bad, s)
		}
	}
}

// TestCells keeps what could be a formula from being one, and gives it back.
func TestCells(t *testing.T) {
	for _, s := range []string{"", "gewoon", "=1+1", "+31", "-5", "@x", "'t", "''", "\tx", "'"} {
		cell := plainCell(s)
		if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
			t.Errorf("%q is a formula: %q", s, cell)
		}
		if got := realCell(cell); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	for _, k := range []measure.Kind{"steps", measure.OwnKind(`a|b\`, `|c\`), measure.OwnKind(`\|`, ""), "other/x (mg/dL)"} {
		if got := kindOf(codeOf(k)); got != k {
			t.Errorf("%q came back as %q", k, got)
		}
	}
}

// TestLike tells whether a file may be of the person.
func TestLike(t *testing.T) {
	me := Person{"Willem de Vries", "1948-03-12"}
	for _, c := range []struct {
		p    Person
		want bool
	}{
		{Person{"W. de Vries", "1948-03-12"}, true}, {Person{"W. de Vries", "1948-03-13"}, false}, {Person{"P. Puk", "1948-03-12"}, true}, {Person{"De heer Vries", ""}, true},
		{Person{"P. Puk", ""}, false}, {Person{"", "1948"}, true}, {Person{"", "1950"}, false}, {Person{}, true},
	} {
		if got := me.like(c.p); got != c.want {
			t.Errorf("%+v: %v", c.p, got)
		}
	}
}
