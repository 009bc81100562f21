// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/zib"
)

func testOf(t *testing.T, key string) *testLine {
	t.Helper()
	line := knownTests().keys[key]
	if line == nil {
		t.Fatalf("the table has no %s", key)
	}
	return line
}

// Well-known pairs, from the conversion tables that laboratories publish.
func TestConvertedNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, key, number, from, to, want string
	}{
		{"glucose", "loinc|14749-6", "126", "mg/dl", "mmol/l", "7.0"},
		{"glucose back", "loinc|14749-6", "7.0", "mmol/l", "mg/dl", "126"},
		{"glucose, many digits", "loinc|14749-6", "99.5", "mg/dl", "mmol/l", "5.5"},
		{"hemoglobin", "loinc|59260-0", "14.5", "g/dl", "mmol/l", "9.0"},
		{"hemoglobin back", "loinc|59260-0", "8.6", "mmol/l", "g/dl", "14"},
		{"hemoglobin per litre", "loinc|59260-0", "145", "g/l", "mmol/l", "9.0"},
		{"MCH", "loinc|59468-9", "29.0", "pg", "fmol", "1.80"},
		{"HbA1c", "loinc|59261-8", "7.1", "%", "mmol/mol", "54"},
		{"HbA1c, whole", "loinc|59261-8", "9", "%", "mmol/mol", "75"},
		{"HbA1c, high", "loinc|59261-8", "10.2", "%", "mmol/mol", "88"},
		{"HbA1c back", "loinc|59261-8", "53", "mmol/mol", "%", "7.0"},
		{"creatinine", "loinc|14682-9", "1.1", "mg/dl", "µmol/l", "97"},
		{"creatinine, little", "loinc|14682-9", "0.9", "mg/dl", "µmol/l", "80"},
		{"creatinine in mmol", "loinc|14682-9", "0.088", "mmol/l", "µmol/l", "88"},
		{"cholesterol", "loinc|14647-2", "200", "mg/dl", "mmol/l", "5.2"},
		{"HDL", "loinc|14646-4", "45", "mg/dl", "mmol/l", "1.2"},
		{"triglycerides", "loinc|14927-8", "150", "mg/dl", "mmol/l", "1.7"},
		{"urea", "loinc|22664-7", "30", "mg/dl", "mmol/l", "5.0"},
		{"uric acid", "loinc|14933-6", "6.0", "mg/dl", "mmol/l", "0.36"},
		{"bilirubin", "loinc|14631-6", "1.0", "mg/dl", "µmol/l", "17"},
		{"calcium", "loinc|2000-8", "10.0", "mg/dl", "mmol/l", "2.50"},
		{"calcium, charge", "loinc|2000-8", "4.8", "meq/l", "mmol/l", "2.4"},
		{"magnesium", "loinc|2601-3", "2.0", "mg/dl", "mmol/l", "0.82"},
		{"phosphate", "loinc|14879-1", "3.1", "mg/dl", "mmol/l", "1.0"},
		{"potassium", "loinc|2823-3", "4.1", "meq/l", "mmol/l", "4.1"},
		{"iron", "loinc|14798-3", "100", "µg/dl", "µmol/l", "17.9"},
		{"B12", "loinc|14685-2", "400", "pg/ml", "pmol/l", "295"},
		{"folate", "loinc|14732-2", "8.0", "ng/ml", "nmol/l", "18"},
		{"vitamin D", "loinc|68438-1", "20.0", "ng/ml", "nmol/l", "50"},
		{"free T4", "loinc|14920-3", "1.20", "ng/dl", "pmol/l", "15.4"},
		{"TSH", "loinc|3016-3", "2.50", "µu/ml", "mu/l", "2.50"},
		{"ferritin", "loinc|2276-4", "75", "ng/ml", "µg/l", "75"},
		{"CRP", "loinc|1988-5", "1.2", "mg/dl", "mg/l", "12"},
		{"albumin", "loinc|1751-7", "4.1", "g/dl", "g/l", "41"},
		{"NT-proBNP", "loinc|33762-6", "50", "pmol/l", "ng/l", "423"},
		{"weight", "loinc|29463-7", "180", "pond (lb)", "kg", "81.6"},
		{"height", "loinc|8302-2", "70.9", "inch", "cm", "180"},
		{"temperature", "loinc|8310-5", "98.6", "°f", "°c", "37.0"},
		{"pressure", "loinc|2703-7", "75", "mmhg", "kpa", "10"},
		{"platelets", "loinc|777-3", "250000", "per µl", "×10⁹/l", "250"},
		{"haematocrit", "loinc|4544-3", "42", "%", "l/l", "0.42"},
		{"albumin and creatinine", "loinc|14585-4", "30", "mg/g", "mg/mmol", "3.4"},
	} {
		got, ok := testOf(t, tt.key).literal(tt.number, tt.from, tt.to)
		if !ok || got != tt.want {
			t.Errorf("%s: %s %s is %q %s, want %s", tt.name, tt.number, tt.from, got, tt.to, tt.want)
		}
	}
}

// What differs by assay or is another thing is not converted.
func TestNotConverted(t *testing.T) {
	for _, tt := range []struct{ key, from, to string }{
		{"loinc|20448-7", "mu/l", "pmol/l"},                  // insulin
		{"loinc|10835-7", "mg/l", "nmol/l"},                  // lipoprotein(a)
		{"loinc|62238-1", "ml/min/1,73 m²", "ml per minuut"}, // another quantity
		{"loinc|59260-0", "mmol/l", "%"},
		{"loinc|8310-5", "°c", "mmol/l"},
		{"loinc|14879-1", "meq/l", "mmol/l"}, // the charge of phosphate depends on the acidity
	} {
		if y, ok := testOf(t, tt.key).convert(1, tt.from, tt.to); ok {
			t.Errorf("%s: 1 %s became %v %s", tt.key, tt.from, y, tt.to)
		}
	}
	var none *testLine
	if _, ok := none.convert(1, "mg/dl", "mmol/l"); ok {
		t.Error("a test that nobody knows was converted by its substance")
	}
	if y, ok := none.convert(1, "mg/dl", "mg/l"); !ok || math.Abs(y-10) > 1e-9 {
		t.Errorf("1 mg/dl is %v mg/l", y)
	}
	if _, ok := testOf(t, "loinc|59261-8").convert(0.5, "%", "mmol/mol"); ok {
		t.Error("an HbA1c below nothing")
	}
}

// There and back gives the same number within the rounding of both, for every test and every pair
// of units that its substance allows.
func TestThereAndBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pairs := 0
	for _, line := range knownTests().keys {
		for from := range scales {
			for to := range scales {
				x := math.Exp(random.Float64()*12 - 4)
				y, ok := line.convert(x, from, to)
				if !ok {
					continue
				}
				pairs++
				back, ok := line.convert(y, to, from)
				if !ok || math.Abs(back-x) > 1e-9*max(1, math.Abs(x), scales[to].by, math.Abs(scales[from].add/scales[from].by)) {
					t.Fatalf("%s: %v %s is %v %s and back %v (%v)", line.key, x, from, y, to, back, ok)
				}
				// The same with what is shown: never further off than half of the last digit each way.
				sent := strconv.FormatFloat(x, 'f', random.IntN(3), 64)
				value, err := strconv.ParseFloat(sent, 64)
				if err != nil || value == 0 {
					continue
				}
				shown, ok := line.literal(sent, from, to)
				if !ok {
					continue
				}
				exact, ok := line.convert(value, from, to)
				got, err := strconv.ParseFloat(shown, 64)
				if err != nil || !ok {
					t.Fatalf("%s %s became %q", sent, from, shown)
				}
				decimals := 0
				if _, after, ok := strings.Cut(shown, "."); ok {
					decimals = len(after)
				}
				if slack := 0.5000001 * math.Pow(10, -float64(decimals)); math.Abs(got-exact) > slack+1e-9*math.Abs(exact) {
					t.Fatalf("%s: %s %s is exactly %v %s but shown as %s", line.key, sent, from, exact, to, shown)
				}
				if whole := strings.TrimLeft(strings.SplitN(shown, ".", 2)[0], "-0"); decimals > 0 && len(whole)+decimals > max(significant(sent), 1) && whole != "" {
					t.Fatalf("%s %s became %s %s: more digits than were sent", sent, from, shown, to)
				}
			}
		}
	}
	if pairs < 1000 {
		t.Errorf("only %d pairs of units", pairs)
	}
}

// A quantity is converted as a whole: comparator, range, flag and number stay together.
func TestConvertedQuantity(t *testing.T) {
	q := &zib.Quantity{Comparator: "<", Number: "7.1", Unit: "%", UnitCode: "%", Low: "4.0", High: "6.0", FlagCode: zib.FlagHigh, Flag: zib.Say("hoog")}
	got := testOf(t, "loinc|59261-8").converted(q, "mmol/mol")
	want := &zib.Quantity{Comparator: "<", Number: "54", Unit: "mmol/mol", Low: "20", High: "42", FlagCode: zib.FlagHigh, Flag: zib.Say("hoog")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if q.Number != "7.1" || q.Unit != "%" {
		t.Error("what was sent has changed")
	}
	if c := testOf(t, "loinc|59261-8").converted(&zib.Quantity{Number: "7", NumberHigh: "8", Unit: "%"}, "mmol/mol"); c != nil {
		t.Error("a value from … to … was converted as if it were one number")
	}
}

func TestSignificant(t *testing.T) {
	for s, want := range map[string]int{"7.20": 3, "0.05": 1, "1200": 4, "0": 1, "-3.1": 2, "1.0e3": 2, "0.050": 2} {
		if got := significant(s); got != want {
			t.Errorf("%s has %d digits, not %d", s, want, got)
		}
	}
}

// The table itself: enough tests, every unit and substance known, no code and no name twice.
func TestTableOfTests(t *testing.T) {
	table := knownTests()
	if n := len(table.keys); n < 200 {
		t.Errorf("%d tests", n)
	}
	groups := map[TestGroup]bool{}
	for _, g := range TestGroups {
		groups[g] = true
	}
	for key, line := range table.keys {
		if !groups[line.group] {
			t.Errorf("%s is in the unknown group %q", key, line.group)
		}
		if line.substance != "" {
			if _, ok := substances[line.substance]; !ok {
				t.Errorf("%s is of the unknown substance %q", key, line.substance)
			}
			if _, ok := scales[nameOfUnit(line.unit)]; !ok {
				t.Errorf("%s has the unknown unit %q", key, line.unit)
			}
		}
		if line.unit != "" && !line.fits(nameOfUnit(line.unit)) {
			t.Errorf("%s does not fit its own unit", key)
		}
	}
	codes, names := map[string]bool{}, map[string]bool{}
	for l := range strings.Lines(testLines) {
		f := strings.Split(strings.TrimRight(l, "\n"), "\t")
		if strings.HasPrefix(l, "#") {
			continue
		}
		if len(f) != 7 {
			t.Fatalf("%q has %d columns", l, len(f))
		}
		for c := range strings.FieldsSeq(f[1] + " " + dash(f[5])) {
			key, _ := table.code(c, nil)
			if codes[key] {
				t.Errorf("%s is there twice", key)
			}
			codes[key] = true
		}
		for name := range strings.SplitSeq(dash(f[6]), "; ") {
			if name = fold(name); name != "" && names[name] {
				t.Errorf("%q is there twice", name)
			}
			names[name] = true
		}
	}
}
