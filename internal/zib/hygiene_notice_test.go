// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"testing"

	"regie/internal/text"
)

// TestHygieneNotices damages what a person sees, and wants the damage to be noticed: a check that
// finds nothing proves nothing.
func TestHygieneNotices(t *testing.T) {
	all := map[string]reading{}
	for _, s := range samples(t, "testdata/hygiene") {
		if s.At == "" || all[s.File].Item == nil {
			all[s.File] = s
		}
	}
	swap := func(from, to string) func(*View) {
		return func(v *View) {
			v.Title, v.Date, v.Status, v.Source = strings.ReplaceAll(v.Title, from, to), strings.ReplaceAll(v.Date, from, to), strings.ReplaceAll(v.Status, from, to), strings.ReplaceAll(v.Source, from, to)
			for i := range v.Marks {
				v.Marks[i].Text = strings.ReplaceAll(v.Marks[i].Text, from, to)
			}
			for i := range v.Facts {
				f := &v.Facts[i]
				f.Label, f.Text, f.Flag = strings.ReplaceAll(f.Label, from, to), strings.ReplaceAll(f.Text, from, to), strings.ReplaceAll(f.Flag, from, to)
				if f.Low == from {
					f.Low = to
				}
				if f.High == from {
					f.High = to
				}
				for k := range f.Values {
					f.Values[k].Text = strings.ReplaceAll(f.Values[k].Text, from, to)
				}
			}
		}
	}
	for _, c := range []struct {
		file   string
		damage func(*View)
		kind   string
	}{
		{"lab-comparator.stu3.json", swap("< 5", "5"), "lost comparator"},
		{"lab-comparator.stu3.json", func(v *View) { v.Facts[0].Comparator = "" }, "lost comparator"},
		{"lab-comparator.stu3.json", swap("10", ""), "lost range"},
		{"lab-comparator.stu3.json", swap("Binnen de grenzen", "Goed"), "lost flag"},
		{"lab-comparator.stu3.json", swap("08:40", "08:41"), "lost date"},
		{"lab-comparator.stu3.json", swap("11 maart", "12 maart"), "lost date"},
		{"lab-comparator.stu3.json", swap("Iets te laat", "Te laat"), "lost text"},
		{"lab-comparator.stu3.json", swap("mg/l", ""), "lost unit"},
		{"lab-high.r4.json", swap("11,3", "11,4"), "lost number"},
		{"lab-high.r4.json", swap("Nuchter gemeten", ""), "lost range text"},
		{"lab-ranges.stu3.json", swap("4,10", "4,1"), "lost comparator"},
		{"lab-ranges.stu3.json", swap("2,5", ""), "lost range"},
		{"lab-words.r4.json", swap("Geen groei van bacteriën", "Bacteriën"), "lost text"},
		{"lab-words.r4.json", swap("niet zeker", "goed"), "lost mark"},
		{"bloodpressure-error.r4.json", swap("vergissing", "hand"), "lost mark"},
		{"bloodpressure-error.r4.json", swap("Linkerbovenarm", ""), "lost concept"},
		{"directive-no.stu3.json", func(v *View) { swap("Nee", "Ja")(v); swap("niet", "wel")(v) }, "lost negation"},
		{"directive-but.stu3.json", swap("maar", "en"), "lost concept"},
		{"medicine-not-used.stu3.json", swap("niet", "wel"), "lost negation"},
		{"medicine-refused.r4.json", func(v *View) { swap("Niet", "Wel")(v); swap("niet", "wel")(v) }, "lost mark"},
		{"procedure-not-done.stu3.json", func(v *View) { swap("Niet", "Wel")(v); swap("niet", "wel")(v) }, "lost negation"},
		{"vaccine-not-given.stu3.json", func(v *View) { swap("Niet", "Wel")(v); swap("niet", "wel")(v) }, "lost negation"},
		{"problem-refuted.r4.json", func(v *View) { v.Status, v.Marks = "Actief", nil }, "lost mark"},
		{"problem-suspected.stu3.json", func(v *View) { v.Status, v.Marks = "Actief", nil }, "lost mark"},
		{"episode.stu3.json", func(v *View) { v.Status, v.Marks = "", nil }, "lost status"},
		{"document-restricted.r4.json", swap("Beperkt", ""), "lost concept"},
		{"weight.stu3.json", swap("71,30", "71,3"), "lost number"},
		{"weight.stu3.json", swap("Gewicht", "7c1f0008-5a2b-4c3d-9e4f-000000000008"), "uuid"},
		{"weight.stu3.json", swap("Definitief", "Zie https://voorbeeld.example"), "url"},
		{"weight.stu3.json", swap("Met lichte kleding", "Met lichte kleding, urn:oid:2.16.840.1.113883"), "url"},
		{"weight.stu3.json", swap("Met lichte kleding", "Met lichte kleding 2.16.840.1.113883.6"), "oid"},
		{"weight.stu3.json", swap("Gewicht", "Patient/p-1"), "reference"},
		{"weight.stu3.json", swap("Gewicht", "29463-7"), "bare code"},
		{"weight.stu3.json", swap("Definitief", "MINIMAL"), "bare code"},
		{"weight.stu3.json", swap("Definitief", "Onbekend"), "filler"},
		{"weight.stu3.json", swap("Definitief", "«zib.status»"), "key"},
		{"weight.stu3.json", swap("Definitief", "<b>Definitief</b>"), "markup"},
		{"weight.stu3.json", swap("Definitief", "Sinds 2026-04-01"), "raw date"},
		{"weight.stu3.json", swap("Definitief", "Follow-up encounter"), "English"},
		{"weight.stu3.json", swap("71,30 kg", ""), "empty"},
		{"weight.stu3.json", func(v *View) { v.Facts = append(v.Facts, v.Facts[0]) }, "doubled label"},
		{"weight.stu3.json", func(v *View) { v.Facts[0].Values = append(v.Facts[0].Values, v.Facts[0].Values[0]) }, "doubled value"},
		{"weight.stu3.json", func(v *View) { v.Facts[0].Unit = "{kg}" }, "unit"},
		{"weight.stu3.json", func(v *View) {}, ""},
	} {
		s, ok := all[c.file]
		if !ok {
			t.Errorf("%s is not there", c.file)
			continue
		}
		v := s.Item.View(text.NL)
		c.damage(&v)
		kinds := map[string]bool{}
		for _, f := range newHygiene(s, text.NL, v).check() {
			if allowed(f) < 0 {
				kinds[f.kind] = true
			}
		}
		if c.kind == "" && len(kinds) > 0 && c.file == "weight.stu3.json" || c.kind != "" && !kinds[c.kind] {
			t.Errorf("%s: want %q, found %v", c.file, c.kind, kinds)
		}
	}
}
