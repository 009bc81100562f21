// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicineName(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"PARACETAMOL TABLET 500MG", "Paracetamol tablet 500 mg"},
		{"METFORMINE 500MG TABLET", "Metformine 500 mg tablet"},
		{"Metoclopramide zetpil 20mg", "Metoclopramide zetpil 20mg"},
		{"EZETIMIB/SIMVASTATINE TABLET 10/20MG", "Ezetimib/simvastatine tablet 10/20 mg"},
		{"ETHINYLESTRADIOL/DESOGESTREL TABLET 30/150UG", "Ethinylestradiol/desogestrel tablet 30/150 microgram"},
		{"TRAMADOL HCL CF CAPSULE 50MG", "Tramadol HCl CF capsule 50 mg"},
		{"PANTOPRAZOL TEVA TABLET MSR 20MG", "Pantoprazol Teva tablet maagsapresistent 20 mg"},
		{"CARVEDILOL TABLET 6,25MG", "Carvedilol tablet 6,25 mg"},
		{"SALBUTAMOL AEROSOL 100UG/DO 200DO AUTOH", "Salbutamol aerosol 100 microgram/dosis 200 doses autohaler"},
		{"ALENDRONINEZUUR DRANK 70MG=100ML (0,7MG/ML) FL", "Alendroninezuur drank 70 mg = 100 ml (0,7 mg/ml) flacon"},
		{"COVID-19 VACCIN PFIZER INJVLST 0,3ML", "COVID-19 vaccin Pfizer injectievloeistof 0,3 ml"},
		{"HUMULINE NPH INJ 100IE/ML PATROON 3ML", "Humuline NPH injectie 100 IE/ml patroon 3 ml"},
		{"FENTANYL PLEISTER 12UG/UUR (SANDOZ)", "Fentanyl pleister 12 microgram/uur (Sandoz)"},
		{"CHLOORHEXIDINE DIGLUCONAAT CREME 1%", "Chloorhexidine digluconaat crème 1%"},
		{"DEPONIT T 5 PLEISTER TRANSDERMAAL 18,7MG", "Deponit T 5 pleister transdermaal 18,7 mg"},
		{"AMLODIPINE PCH TABLET 5MG (ALS BESILAAT)", "Amlodipine PCH tablet 5 mg (als besilaat)"},
		{"NaCl 0,9% + medicatie 5000 E heparine", "NaCl 0,9% + medicatie 5000 E heparine"},
		{"ASPIRINE", "Aspirine"},
		{"", ""},
	} {
		if got := medicineName(c.from); got != c.want {
			t.Errorf("%q: got %q, want %q", c.from, got, c.want)
		}
	}
}
