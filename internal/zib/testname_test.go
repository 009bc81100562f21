// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/text"
)

func TestNamesOfTests(t *testing.T) {
	for _, c := range []struct{ system, code, display, nl, en string }{
		{"loinc", "718-7", "Hemoglobine in bloed", "hemoglobine (Hb)", "haemoglobin (Hb)"},
		{"loinc", "x", "Natrium in serum of plasma", "natrium", "sodium"},
		{"loinc", "x", "Sodium in Urine", "natrium, urine", "sodium, urine"},
		{"loinc", "x", "Leukocyten in urine d.m.v. teststrip", "witte bloedcellen (leukocyten), urine (strip)", "white blood cells (leukocytes), urine (dipstick)"},
		{"loinc", "x", "Glucose in Capillary blood", "bloedsuiker (glucose), vingerprik", "blood sugar (glucose), finger prick"},
		{"loinc", "x", "Platelets in Blood by Manual count", "bloedplaatjes (trombocyten), met de hand geteld", "platelets (thrombocytes), counted by hand"},
		// what is not sure stays as it was sent
		{"loinc", "x", "Natrium in gal", "Natrium in gal", "Natrium in gal"},
		{"loinc", "x", "Sodium in Blood by Some new method", "Sodium in Blood by Some new method", "Sodium in Blood by Some new method"},
		{"loinc", "x", "Glucose^3 uur na iets in serum of plasma", "Glucose^3 uur na iets in serum of plasma", "Glucose^3 uur na iets in serum of plasma"},
		{"loinc", "x", "Glucose^2 uur na maaltijd in serum of plasma", "bloedsuiker (glucose), 2 uur na het eten", "blood sugar (glucose), 2 hours after a meal"},
		{"loinc", "x", "Glucose in Capillary blood --fasting", "bloedsuiker (glucose), nuchter, vingerprik", "blood sugar (glucose), fasting, finger prick"},
		{"nhg/45", "x", "HbA1c (glycohemoglobine) IFCC", "HbA1c (bloedsuiker van de laatste maanden)", "HbA1c (blood sugar of the past months)"},
		{"nhg/45", "x", "iets heel bijzonders", "iets heel bijzonders", "iets heel bijzonders"},
		{"http://x", "h", "Husband", "echtgenoot", "husband"},
		{"http://x", "h", "Sodium", "Sodium", "Sodium"},
	} {
		p := Coded(c.system, c.code, c.display)
		if nl, en := p.In(text.NL), p.In(text.EN); nl != c.nl || en != c.en {
			t.Errorf("%s %q: got %q, %q; want %q, %q", c.system, c.display, nl, en, c.nl, c.en)
		}
	}
}

// TestWordTables keeps the tables clean: both languages, no spaces at the ends, no capital where
// View puts one.
func TestWordTables(t *testing.T) {
	m, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	for k, w := range m {
		for _, s := range w {
			if s == "" || s != cleanText(s) {
				t.Errorf("%s %s: %q is no word", k.system, k.code, s)
			}
		}
		if (w[0] == "-") != (w[1] == "-") {
			t.Errorf("%s %s: silent in one language only: %q", k.system, k.code, w)
		}
	}
}
