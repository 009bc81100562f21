// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"
	"testing"
	"time"

	"regie/internal/text"
	"regie/internal/zib"
)

func TestSearch(t *testing.T) {
	_, _, d := opened(t, "willem")
	titles := func(f Found) string {
		var s []string
		for _, it := range f.Items {
			s = append(s, it.Title.In(text.NL))
		}
		return strings.Join(s, ", ")
	}
	for _, c := range []struct {
		question, want string // want: in the title of the first
		loose          bool
	}{
		{"bloeddruk", "loeddruk", false},
		{"BLOEDDRUK", "loeddruk", false},
		{"blóeddruk", "loeddruk", false},
		{"bloedd", "loeddruk", false},
		{"ddruk", "loeddruk", false},
		{"blood pressure", "loeddruk", false},
		{"bloeddurk", "loeddruk", true},
		{"bloedruk", "loeddruk", false}, // single or double: a spelling
		{"bloed druk", "loeddruk", false},
		{"bloeddrukken", "loeddruk", false},
		{"mijn laatste bloeddruk", "loeddruk", false},
		{"kolesterol", "holesterol", false},
		{"cholestrol", "holesterol", true},
		{"metphormine", "etformine", false},
		{"metformine", "etformine", false},
		{"metfromine", "etformine", true},
		{"cholesterol", "holesterol", false},
		{"tensie", "loeddruk", false},
	} {
		got := d.Search(c.question)
		if len(got.Items) == 0 || !strings.Contains(titles(Found{Items: got.Items[:1]}), c.want) || got.Loose != c.loose {
			t.Errorf("%q: loose %v, %.200s", c.question, got.Loose, titles(got))
		}
	}
	for _, q := range []string{"", "  ", "!?", "xqzjw", "bloeddruk xqzjw", "12345678901"} {
		if got := d.Search(q); len(got.Items) > 0 {
			t.Errorf("%q found %s", q, titles(got))
		}
	}
	// Every word must be there, and more words never find more.
	one, two := d.Search("bloeddruk"), d.Search("bloeddruk oefenhoek")
	if len(two.Items) == 0 || len(two.Items) > len(one.Items) {
		t.Errorf("%d with one word, %d with two", len(one.Items), len(two.Items))
	}
	for _, it := range two.Items {
		if !strings.Contains(it.Provider.Title, "Oefenhoek") {
			t.Logf("found otherwise: %s of %s", it.Title.In(text.NL), it.Provider.Title)
		}
	}
	// By month and year.
	it := &d.all[d.shown[len(d.shown)/2]]
	for i := len(d.shown) / 2; len(it.When.Start) < len("2025-01") && i < len(d.shown); i++ {
		it = &d.all[d.shown[i]] // one that knows its month
	}
	month := []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
	at := time.Unix(it.At, 0).UTC()
	found := false
	for _, o := range d.Search(month[at.Month()-1] + " " + at.Format("2006")).Items {
		found = found || o == it
	}
	if !found {
		t.Errorf("%s is not found by its month", it.When.Start)
	}
}

// Everyday words find what the dossier calls otherwise.
func TestEverydayWords(t *testing.T) {
	for name, questions := range map[string]map[string]string{ // want: in the words of one of the first three
		"willem": {
			"suiker": "lucose|HbA1c|iabetes", "hoge bloeddruk": "ypertensie|hoge bloeddruk", "high blood pressure": "ypertensie|hoge bloeddruk", "tensie": "loeddruk",
			"cholesterolverlager": "statine", "uitslagen": "", "huisarts": "", "brieven": "", "prik": "accin|prik", "pillen": "", "pilletje": "", "afspraken": "", "allergieën": "",
			"nierfunctie": "eGFR|reatinine", "doctor": "", "blood test": "", "sugar": "lucose|HbA1c|iabetes",
		},
	} {
		_, _, d := opened(t, name)
		for q, want := range questions {
			got := d.Search(q)
			var first []string
			ok := want == "" && len(got.Items) > 0
			for _, it := range got.Items[:min(3, len(got.Items))] {
				title := it.Title.In(text.NL)
				first = append(first, title)
				for w := range strings.SplitSeq(want, "|") {
					ok = ok || strings.Contains(strings.ToLower(title), strings.ToLower(w))
				}
			}
			if !ok || got.Loose {
				t.Errorf("%s, %q: loose %v, %d found, first %q", name, q, got.Loose, len(got.Items), first)
			}
		}
	}
}

func TestEverydayTable(t *testing.T) {
	kinds := map[string]bool{}
	for c := zib.CategoryProblems; c <= zib.CategoryOther; c++ {
		kinds[kindWord(c)] = true
	}
	seen := map[string]bool{}
	for line := range strings.Lines(everydayTable) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "# ") {
			continue
		}
		phrase, targets, ok := strings.Cut(line, "\t")
		if !ok || phrase != fold(phrase) || targets == "" || seen[phrase] {
			t.Errorf("%q: no tab, not folded, or twice", line)
		}
		seen[phrase] = true
		for target := range strings.SplitSeq(targets, ",") {
			if target != strings.TrimSpace(fold(target)) || target == "" || target[0] == '#' && !kinds[target] {
				t.Errorf("%q: target %q", phrase, target)
			}
		}
	}
	if len(seen) < 400 {
		t.Errorf("only %d everyday words", len(seen))
	}
}

func TestStemAndSound(t *testing.T) {
	for _, forms := range [][]string{
		{"pil", "pillen", "pilletje", "pilletjes"}, {"brief", "brieven", "briefje"}, {"kolesterol", "cholesterol"}, {"metformine", "metphormine"}, {"allergie", "allergieen", "alergie"},
		{"griepprik", "griepprikken", "griepprikje"}, {"foto", "fotos", "photo"}, {"thyroxine", "tiroksine"}, {"vaccinatie", "vaccinaties", "vaksinatie"},
	} {
		want := spelled(stem(forms[0]))
		for _, f := range forms[1:] {
			if got := spelled(stem(f)); got != want {
				t.Errorf("%s is %q and %s is %q", forms[0], want, f, got)
			}
		}
	}
}

func TestFind(t *testing.T) {
	_, _, d := opened(t, "willem")
	all := d.Find(Ask{Question: "bloeddruk"})
	if len(all.Facets.Categories) == 0 || len(all.Facets.Providers) == 0 {
		t.Fatalf("no choices: %+v", all.Facets)
	}
	c := all.Facets.Categories[0]
	some := d.Find(Ask{Question: "bloeddruk", Filter: Filter{Categories: []zib.Category{c.Category}}})
	if len(some.Items) != c.Count || len(some.Facets.Categories) != len(all.Facets.Categories) {
		t.Errorf("%d of a kind, %d were told", len(some.Items), c.Count)
	}
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	late := d.Find(Ask{Question: "bloeddruk", Filter: Filter{From: from}})
	early := d.Find(Ask{Question: "bloeddruk", Filter: Filter{To: from}})
	if len(late.Items) == 0 || len(late.Items)+len(early.Items) > len(all.Items) {
		t.Errorf("%d since 2025, %d before, %d in all", len(late.Items), len(early.Items), len(all.Items))
	}
	for _, it := range late.Items {
		if it.At < from {
			t.Errorf("%s is before", it.When.Start)
		}
	}
	if got := d.Find(Ask{Question: "cholestrol"}); got.Meant != "cholesterol" {
		t.Errorf("meant %q", got.Meant)
	}
	if got := d.Find(Ask{Question: "zzgeheimwoord", Also: func(string) []string { return []string{"bloeddruk"} }}); len(got.Items) == 0 {
		t.Error("the words of others are not used")
	}
	marks := all.Marks("Controle: bloéddruk, en verder")
	if len(marks) != 3 || marks[1] != (Piece{"bloéddruk", true}) || marks[0].Text+marks[1].Text+marks[2].Text != "Controle: bloéddruk, en verder" {
		t.Errorf("%+v", marks)
	}
}

func TestNearPrefix(t *testing.T) {
	for _, c := range []struct {
		word, l string
		max     int
		want    bool
	}{
		{"bloed", "bloed", 1, true},
		{"blood", "bloed", 1, true},
		{"bleod", "bloed", 1, true},
		{"bloe", "bloeddruk", 1, true},
		{"bled", "bloeddruk", 1, true},
		{"bled", "hart", 1, false},
		{"cholestrol", "cholesterol", 2, true},
		{"kolesterol", "cholesterol", 2, true},
		{"kolestrool", "cholesterol", 2, false},
		{strings.Repeat("a", maxWord), strings.Repeat("a", maxWord), 2, true},
	} {
		if got := nearPrefix(c.word, c.l, c.max); got != c.want {
			t.Errorf("%s, %s: %v", c.word, c.l, got)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Coëliakie": "coeliakie", "ÉÉN": "een", "µg": "ug", "Œdème": "oedeme", "Straße": "strasse", "ﬁbrose": "fibrose", "abc": "abc",
	} {
		if got := fold(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	var words []string
	eachWord(fold("HbA1c 7,5 % (53 mmol/mol), 1.2.3; a.b"), func(w string) { words = append(words, w) })
	if got := strings.Join(words, "|"); got != "hba1c|7.5|53|mmol|mol|1.2.3|a|b" {
		t.Error(got)
	}
}

func FuzzSearch(f *testing.F) {
	_, _, d := opened(f, "sanne")
	f.Add("bloeddruk 2024")
	f.Add("\xff\xfe é ½ 1,")
	f.Fuzz(func(t *testing.T, q string) {
		if got := d.Search(q); len(got.Items) > d.Len() {
			t.Error("more than there is")
		}
	})
}
