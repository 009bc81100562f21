// SPDX-License-Identifier: EUPL-1.2

package explain

import (
	"os"
	"strings"
	"testing"

	"regie/internal/text"
)

func TestEveryFileIsInTheTable(t *testing.T) {
	known := map[string]bool{"README.md": true}
	for _, f := range files {
		known[f.name] = true
		if n := strings.Count(f.text, "\n"); n > 400 {
			t.Errorf("%s has %d lines; divide it", f.name, n)
		}
	}
	inFolder, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range inFolder {
		if !known[f.Name()] {
			t.Errorf("data/%s is not in the table of files.go: nobody can read it", f.Name())
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		system, code, name, want string
	}{
		{"loinc", "718-7", "", "hemoglobine"},
		{"nhg/45", "509", "", "inr"},
		{"", "", "Hb", "hemoglobine"},
		{"", "", "HEMOGLOBINE", "hemoglobine"},
		{"", "", "Haemoglobin", "hemoglobine"},
		{"loinc", "no such code", "Hemoglobine [mol/volume] in bloed", "hemoglobine"},
		{"loinc", "", "Leukocyten [aantal/volume] in bloed d.m.v. geautomatiseerde telling", "leukocyten"},
		{"", "", "trombocyten in urine", ""},
		{"", "", "C-reactief proteine", "crp"},
		{"", "", "neutrofielen (witte bloedcellen), percentage", "neutrofielen"},
		{"", "", "glucose (urine)", ""},
		{"atc", "C10AA01", "", "statines"},
		{"atc", "C10AX09", "", "ezetimib"},
		{"atc", "C10AX06", "", ""},
		{"atc", "A10BA02", "", "metformine"},
		{"gpk", "1", "Metformine tablet 500mg", "metformine"},
		{"prk", "", "OMEPRAZOL CAPSULE MSR 20MG", "ppi"},
		{"", "", "Kalium in bloed", "kalium"},
		{"loinc", "", "Insuline", "insuline-bloed"},
		{"gpk", "", "Insuline", "insuline"},
		{"", "", "omeprazol 20 mg", "ppi"},
		{"hpk", "", "PANTOZOL TABLET MSR 20MG", "ppi"},
		{"gpk", "", "METOPROLOLSUCCINAAT TABLET MGA 95MG", "betablokkers"},
		{"gpk", "", "onbekend middel 5mg", ""},
		{"gpk", "", "HYDROCORTISON TABLET 20MG", "prednison"},
		{"gpk", "", "HYDROCORTISON", ""},
		{"gpk", "", "FLUTICASONPROPIONAAT NEUSSPRAY 50MCG", ""},
		{"gpk", "", "SALMETEROL/FLUTICASON INHPDR 50/250MCG", "combi-inhalatie"},
		{"atc", "N06BA07", "modafinil", ""},
		{"", "", "bloedsuiker (glucose), na een test", ""},
		{"", "", "hemoglobine (Hb), vingerprik", "hemoglobine"},
		{"", "", "", ""},
		{"", "", "er staat hier niets", ""},
	} {
		e, ok := Find(c.system, c.code, c.name)
		if ok != (c.want != "") || e.Key != c.want {
			t.Errorf("Find(%q, %q, %q) = %q, %v; want %q", c.system, c.code, c.name, e.Key, ok, c.want)
		}
	}
	if e, ok := Find("", "", "unknown here", "CRP"); !ok || e.Key != "crp" {
		t.Errorf("the second name: %q, %v", e.Key, ok)
	}
}

func TestByWord(t *testing.T) {
	for word, want := range map[string]string{
		"RR": "bloeddruk", "i.v.m.": "ivm", "ivm": "ivm", "s.c.": "sc", "VG": "vg", "Fam.": "fam", "DM2": "dm2",
		"COPD": "copd", "PTSS": "ptss", "dd": "dd", "AF": "af", "Hb": "hemoglobine", "niets van dit": "",
	} {
		if e, ok := ByWord(word); ok != (want != "") || e.Key != want {
			t.Errorf("ByWord(%q) = %q, %v; want %q", word, e.Key, ok, want)
		}
	}
	if e, ok := Find("", "", "AF"); !ok || e.Key != "alkalische-fosfatase" {
		t.Errorf("AF as the name of a test is %q", e.Key)
	}
}

func TestEntryGivesItsWords(t *testing.T) {
	e, ok := ByKey("crp")
	if !ok {
		t.Fatal("no explanation of CRP")
	}
	if got := e.Title(text.NL); got != "CRP (ontstekingswaarde)" {
		t.Errorf("title %q", got)
	}
	if len(e.Text(text.EN)) != 2 || !strings.HasPrefix(e.Text(text.EN)[0], "CRP is a protein") {
		t.Errorf("text %q", e.Text(text.EN))
	}
	if len(e.Also(text.NL)) < 3 || e.Source == "" || e.Reviewed == "" || e.Kind != Test {
		t.Errorf("%+v, also %q", e, e.Also(text.NL))
	}
	if _, ok := ByKey("nothing"); ok {
		t.Error("an explanation of nothing")
	}
}

func TestReadRefuses(t *testing.T) {
	const good = "# x\nsource S\nreviewed 2026-01-01\n\n= a\ncodes loinc 1\nnl: Een; uno\nTekst.\nen: One\nText.\n"
	if _, err := read([]source{{"f", Test, good}}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"no entries":      "# x\n",
		"no Dutch":        "#\n\n= a\nen: One\nText.\n",
		"no English":      "#\n\n= a\nnl: Een\nTekst.\n",
		"no text":         "#\n\n= a\nnl: Een\nen: One\nText.\n",
		"unknown field":   "#\n\n= a\nfoo bar\nnl: Een\nT.\nen: One\nT.\n",
		"unknown kind":    "#\n\n= a\nkind foo\nnl: Een\nT.\nen: One\nT.\n",
		"key twice":       good + "\n= a\nnl: Twee\nT.\nen: Two\nT.\n",
		"code twice":      good + "\n= b\ncodes loinc 1\nnl: Twee\nT.\nen: Two\nT.\n",
		"name twice":      good + "\n= b\nnl: Twee; één\nT.\nen: Two\nT.\n",
		"system, no code": good + "\n= b\ncodes loinc\nnl: Twee\nT.\nen: Two\nT.\n",
	} {
		if _, err := read([]source{{"f", Test, s}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"i.v.m.": "ivm", "Hb": "hb", "gamma-GT": "gamma gt", "Proteïne": "proteine", "γ-GT": "gamma gt",
		" glucose,  nuchter": "glucose nuchter", "β-hCG": "beta hcg", "µg": "ug", "": "", "Tá/É": "ta e",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamesAreInOrder(t *testing.T) {
	for _, l := range text.Langs {
		last := ""
		for _, n := range Names(l) {
			if n.order < last || n.Text == "" {
				t.Fatalf("%q comes after %q", n.Text, last)
			}
			last = n.order
		}
	}
	if (Name{order: "25 oh"}).Letter() != "0" || (Name{order: "hb"}).Letter() != "h" {
		t.Error("Letter")
	}
}

func TestSearch(t *testing.T) {
	for asked, first := range map[string]string{"hb": "hemoglobine", "Suiker": "glucose", "platelets": "trombocyten", "kalk": "calcium", "ontsteking": "crp"} {
		got := Search(text.NL, asked, 10)
		if len(got) == 0 || got[0].Key != first {
			t.Errorf("Search(%q) = %v, want %s first", asked, got, first)
		}
	}
	if got := Search(text.NL, " ", 10); len(got) != 0 {
		t.Errorf("nothing asked: %v", got)
	}
	if got := Search(text.NL, "e", 3); len(got) > 3 {
		t.Errorf("%d, asked for 3", len(got))
	}
}

func TestIDs(t *testing.T) {
	seen := map[string]string{}
	for _, e := range All() {
		if other, twice := seen[e.ID()]; twice {
			t.Errorf("%s and %s have one ID", e.Key, other)
		}
		seen[e.ID()] = e.Key
		if back, ok := ByID(e.ID()); !ok || back.Key != e.Key {
			t.Errorf("ByID of %s: %q", e.Key, back.Key)
		}
	}
	if _, ok := ByID("000000000000"); ok {
		t.Error("an explanation of nothing")
	}
}

func BenchmarkFindCode(b *testing.B) {
	for b.Loop() {
		Find("loinc", "718-7")
	}
}

func BenchmarkFindName(b *testing.B) {
	for b.Loop() {
		Find("loinc", "none", "Hemoglobine")
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(files); err != nil {
			b.Fatal(err)
		}
	}
}
