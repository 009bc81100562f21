// SPDX-License-Identifier: EUPL-1.2

package explain

import "strings"

// bloods are materials that a name of a test may end in while it stays the same test.
var bloods = map[string]bool{
	"bloed": true, "blood": true, "serum": true, "plasma": true, "serum of plasma": true, "serum or plasma": true,
	"serum of plasma of bloed": true, "serum plasma of bloed": true, "serum plasma or blood": true, "volbloed": true,
	"capillair bloed": true, "capillary blood": true, "veneus bloed": true, "venous blood": true, "vingerprik": true, "finger prick": true,
	"arterieel bloed": true, "arterial blood": true, "plaatjesarm plasma": true, "platelet poor plasma": true, "^patient": true,
	"bloed uit een slagader": true, "bloed uit een ader": true, "erytrocyten": true, "red blood cells": true,
}

// counts are ways of telling how many there are; the explanation is the same for all.
var counts = map[string]bool{"aantal": true, "percentage": true, "number": true}

// named finds a name as providers write it. What LOINC and laboratories put around the name of a
// test is taken off in turn: the kind of quantity between brackets, the method, the moment, and
// the material if that is blood. "Glucose in urine" is thus never glucose in blood.
func (b *book) named(s string) (int32, bool) {
	if s == "" || len(s) > 200 {
		return 0, false
	}
	f := fold(s)
	if i, ok := b.names[f]; ok {
		return i, true
	}
	if at := strings.IndexByte(f, '['); at > 0 { // "hemoglobine [mol/volume] in bloed"
		if end := strings.IndexByte(f[at:], ']'); end > 0 {
			f = strings.TrimSpace(f[:at]) + f[at+end+1:]
		}
	}
	for _, by := range [...]string{" dmv ", " by "} {
		f, _, _ = strings.Cut(f, by)
	}
	if i, ok := b.names[f]; ok {
		return i, true
	}
	if at := strings.LastIndex(f, " in "); at > 0 {
		if !bloods[f[at+4:]] {
			return 0, false
		}
		f = f[:at]
		if i, ok := b.names[f]; ok {
			return i, true
		}
	}
	if a, rest, ok := strings.Cut(f, " ("); ok { // "LDH (lactaatdehydrogenase)", "hemoglobine (Hb), vingerprik"
		in, after, _ := strings.Cut(rest, ")")
		after = strings.TrimSpace(after)
		if i, found := b.names[a]; found && !strange(in) && (after == "" || bloods[after] || counts[after]) {
			return i, true
		}
	}
	if a, _, ok := strings.Cut(f, "^"); ok {
		i, found := b.names[strings.TrimSpace(a)]
		return i, found
	}
	return 0, false
}

// drug finds a medicine by its name, or by the first word of it: "metformine tablet 500mg" begins
// with its substance.
func (b *book) drug(s string) (int32, bool) {
	if s == "" || len(s) > 200 {
		return 0, false
	}
	f := fold(s)
	if i, ok := b.drugs[f]; ok && !manyForms[f] {
		return i, true
	}
	first, rest, _ := strings.Cut(f, " ")
	second, _, _ := strings.Cut(rest, " ")
	if i, ok := b.drugs[first+" "+second]; ok { // "hydrocortison tablet", "salmeterol fluticason"
		return i, true
	}
	for form := range manyForms {
		if strings.HasPrefix(first, form) {
			return 0, false
		}
	}
	for n := len(first); n >= shortestDrug; n-- { // "metoprololsuccinaat" is a salt of metoprolol
		if i, ok := b.drugs[first[:n]]; ok {
			return i, true
		}
	}
	return 0, false
}

// manyForms are substances that are an ointment, a spray, drops or a tablet for different things:
// their name alone does not say which explanation fits. Their ATC code does.
var manyForms = map[string]bool{
	"aciclovir": true, "azelastine": true, "beclometason": true, "betamethason": true, "budesonide": true, "chlooramfenicol": true,
	"ciprofloxacine": true, "clotrimazol": true, "codeine": true, "dexamethason": true, "estradiol": true, "fluticason": true,
	"fusidinezuur": true, "gentamicine": true, "hydrocortison": true, "ketoconazol": true, "levonorgestrel": true, "lidocaine": true,
	"metronidazol": true, "miconazol": true, "mometason": true, "natriumchloride": true, "ofloxacine": true, "prednisolon": true,
	"progesteron": true, "tacrolimus": true, "testosteron": true, "timolol": true, "tobramycine": true, "triamcinolon": true,
	"vancomycine": true, "formoterol": true, "salmeterol": true, "cromoglicinezuur": true,
}

// shortestDrug is how many letters of a word must be a medicine's name: shorter ones are the
// beginning of something else too easily.
const shortestDrug = 5

// strange tells whether what stands between brackets says that something else was measured.
func strange(in string) bool {
	for _, w := range [...]string{"urin", "liquor", "feces", "faeces", "stool", "ontlasting", "speeksel", "saliva", "vocht", "fluid"} {
		if strings.Contains(in, w) {
			return true
		}
	}
	return false
}
