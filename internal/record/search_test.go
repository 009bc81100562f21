// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"
	"testing"
	"time"

	"regie/internal/text"
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
		{"bloedruk", "loeddruk", true},
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
