// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"regie/internal/zib"
)

// product is a medicine as its name tells: what is in it, how much, and in which form.
// "METFORMINE TABLET 500MG" and "Metformine 500 mg tabletten" are one product.
type product struct {
	substance string // words of the active substances, sorted; "" where the name has none
	strength  string // amounts in one unit, sorted: "500mg"
	form      string // "tablet"; "" where the name does not tell
	plain     string // the folded name itself, for what has no substance
}

// key is equal for equal products.
func (p product) key() string {
	if p.substance == "" {
		return "?" + p.plain
	}
	return p.substance + "|" + p.strength + "|" + p.form
}

// fits tells whether two products may be one, where one of them says less than the other.
func (p product) fits(o product) bool {
	return p.substance != "" && p.substance == o.substance &&
		(p.strength == "" || o.strength == "" || p.strength == o.strength) &&
		(p.form == "" || o.form == "" || p.form == o.form)
}

// productOf reads the name of a medicine, in Dutch.
func productOf(name string) product {
	p := product{plain: strings.TrimSpace(fold(name))}
	var substances, strengths, pending []string
	release := ""
	for _, w := range nameWords(p.plain) {
		if isNumber(w) {
			pending = append(pending, w)
			continue
		}
		if unit, ok := strengthUnits[w]; ok && len(pending) > 0 {
			for _, n := range pending {
				strengths = append(strengths, amountIn(n, unit))
			}
			pending = nil
			continue
		}
		if f, ok := forms[w]; ok {
			if p.form == "" || p.form == "tablet" {
				p.form = f
			}
			continue
		}
		if releases[w] {
			release = "/mga"
			continue
		}
		if w = withoutSalt(w); w == "" || emptyWords[w] || len(w) < 2 {
			continue
		}
		if !slices.Contains(substances, w) {
			substances = append(substances, w)
		}
	}
	strengths = append(strengths, pending...)
	slices.Sort(substances)
	slices.Sort(strengths)
	p.substance = strings.Join(substances, " ")
	p.strength = strings.Join(slices.Compact(strengths), "+")
	p.form += release
	return p
}

// nameWords cuts a folded name into words, and numbers from the units behind them.
func nameWords(s string) []string {
	var out []string
	rs := []rune(s)
	for i := 0; i < len(rs); {
		start := i
		switch r := rs[i]; {
		case unicode.IsDigit(r):
			for i < len(rs) && (unicode.IsDigit(rs[i]) || (rs[i] == ',' || rs[i] == '.') && i+1 < len(rs) && unicode.IsDigit(rs[i+1])) {
				i++
			}
			out = append(out, strings.ReplaceAll(string(rs[start:i]), ",", "."))
		case unicode.IsLetter(r):
			for i < len(rs) && unicode.IsLetter(rs[i]) {
				i++
			}
			out = append(out, string(rs[start:i]))
		default:
			i++
		}
	}
	return out
}

func isNumber(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// amountIn writes an amount in the smaller unit, so that 1 g is 1000 mg.
func amountIn(number, unit string) string {
	if unit != "g" {
		return strings.TrimSuffix(number, ".0") + unit
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number + unit
	}
	return strconv.FormatFloat(f*1000, 'f', -1, 64) + "mg"
}

// withoutSalt leaves out the salt in which a substance is bound, which some lists name and others do not.
func withoutSalt(w string) string {
	for _, salt := range salts {
		if w == salt {
			return ""
		}
		if rest, ok := strings.CutSuffix(w, salt); ok && len(rest) >= 5 {
			return rest
		}
	}
	return w
}

var salts = []string{"succinaat", "tartraat", "besilaat", "maleaat", "mesilaat", "hydrochloride", "dihydraat", "trihydraat"}

var strengthUnits = map[string]string{
	"mg": "mg", "milligram": "mg", "g": "g", "gram": "g", "ug": "ug", "mcg": "ug", "microgram": "ug", "ml": "ml", "milliliter": "ml",
	"ie": "ie", "e": "e", "mmol": "mmol", "dosis": "dosis", "do": "dosis", "doses": "dosis", "uur": "uur", "procent": "%",
}

var forms = map[string]string{
	"tablet": "tablet", "tabletten": "tablet", "tabl": "tablet", "tab": "tablet", "tb": "tablet", "filmtablet": "tablet", "pil": "tablet",
	"capsule": "capsule", "capsules": "capsule", "caps": "capsule", "kauwtablet": "kauwtablet", "kauwtb": "kauwtablet", "kauwtabletten": "kauwtablet",
	"bruistablet": "bruistablet", "bruistabletten": "bruistablet", "bruistb": "bruistablet", "dispergeerbare": "dispertablet", "dispertablet": "dispertablet",
	"drank": "drank", "stroop": "stroop", "siroop": "stroop", "suspensie": "suspensie", "susp": "suspensie", "druppels": "druppels",
	"oogdruppels": "oogdruppels", "oogdr": "oogdruppels", "oordruppels": "oordruppels", "neusdruppels": "neusdruppels", "neusspray": "neusspray", "neusspr": "neusspray",
	"zetpil": "zetpil", "zetpillen": "zetpil", "zetp": "zetpil", "creme": "creme", "crem": "creme", "zalf": "zalf", "oogzalf": "oogzalf", "gel": "gel", "lotion": "lotion",
	"pleister": "pleister", "pleisters": "pleister", "injectievloeistof": "injectie", "injvlst": "injectie", "injectie": "injectie", "injectiepoeder": "injectie",
	"infuusvloeistof": "infuus", "infuus": "infuus", "inhalatiepoeder": "inhalatiepoeder", "inhpdr": "inhalatiepoeder", "aerosol": "aerosol", "aer": "aerosol", "inhalator": "aerosol",
	"poeder": "poeder", "pdr": "poeder", "sachet": "poeder", "sachets": "poeder", "spray": "spray", "vernevelvloeistof": "vernevelvloeistof",
}

// releases are words for a medicine that is given off slowly: another product than the plain one.
var releases = map[string]bool{"mga": true, "mva": true, "retard": true, "ret": true, "gereguleerde": true, "vertraagde": true, "verlengde": true}

// emptyWords say nothing about which medicine it is: coatings, makers, packages, words between.
var emptyWords = map[string]bool{
	"met": true, "en": true, "voor": true, "in": true, "van": true, "per": true, "of": true, "als": true, "afgifte": true, "zo": true, "nodig": true,
	"fo": true, "filmomhuld": true, "filmomhulde": true, "omhuld": true, "omhulde": true, "msr": true, "maagsapresistent": true, "maagsapresistente": true, "fna": true, "st": true, "stuk": true, "stuks": true,
	"pch": true, "teva": true, "sandoz": true, "apotex": true, "auro": true, "aurobindo": true, "mylan": true, "actavis": true, "accord": true, "ratiopharm": true, "viatris": true,
	"krka": true, "stada": true, "hexal": true, "cf": true, "sam": true, "sun": true, "focus": true, "amdipharm": true, "alpharma": true, "medicijn": true, "fl": true, "flacon": true, "ca": true,
}

// codeKeys are what codes of a medicine make it equal to others. The tables of the Dutch medicine
// database name products; an ATC code only the substance, so strength and form go with it.
func codeKeys(c zib.Phrase, p product) []string {
	if c.Code == "" || strings.Trim(c.Code, "0") == "" {
		return nil
	}
	switch c.System {
	case "prk", "hpk", "gpk", "zi":
		return []string{c.System + ":" + c.Code}
	case "atc":
		if len(c.Code) == 7 && p.strength != "" && p.form != "" {
			return []string{"atc:" + c.Code + "|" + p.strength + "|" + p.form}
		}
	}
	return nil
}
