// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// medicineName makes the capitals of the Dutch medicine tables readable: "PARACETAMOL TABLET
// 500MG" becomes "Paracetamol tablet 500 mg". A name that is written normally stays as it is. The
// order stays that of the source: no word is left out, and no number is touched.
func medicineName(s string) string {
	s = cleanText(s)
	if !mostlyCapitals(s) {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = medicineWord(w)
	}
	return upperFirst(strings.Join(words, " "))
}

// mostlyCapitals tells a name in capitals from an abbreviation and from normal writing.
func mostlyCapitals(s string) bool {
	upper, lower := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 3*lower && upper >= 5
}

// medicineWord reads one word: name parts tied by signs apart, an amount with its unit.
func medicineWord(w string) string {
	open := len(w) - len(strings.TrimLeft(w, "(\"'"))
	end := len(strings.TrimRight(w, ")\"',;:"))
	if end <= open {
		return w
	}
	before, core, after := w[:open], w[open:end], w[end:]
	if x, ok := medicineWords[core]; ok {
		return before + x + after
	}
	if x, ok := amount(core); ok {
		return before + x + after
	}
	var b strings.Builder
	b.WriteString(before)
	for core != "" {
		cut := strings.IndexAny(core, "/-+=.")
		part, sign := core, ""
		if cut >= 0 {
			part, sign, core = core[:cut], core[cut:cut+1], core[cut+1:]
		} else {
			core = ""
		}
		b.WriteString(medicinePart(part))
		b.WriteString(sign)
	}
	b.WriteString(after)
	return b.String()
}

func medicinePart(s string) string {
	if x, ok := medicineWords[s]; ok {
		return x
	}
	if x, ok := amount(s); ok {
		return x
	}
	if utf8.RuneCountInString(s) <= 3 || strings.ContainsAny(s, "0123456789") { // an abbreviation: PCH, B12
		return s
	}
	return strings.ToLower(s)
}

// amount reads "20MG/ML", "30/150UG", "70MG=100ML" or "0,5/50MG": numbers with units glued to them.
func amount(s string) (string, bool) {
	var b strings.Builder
	units := 0
	for s != "" {
		i := 0
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == ',' || s[i] == '.') {
			i++
		}
		number := s[:i]
		s = s[i:]
		i = 0
		for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
			i++
		}
		letters := s[:i]
		s = s[i:]
		sign := ""
		if s != "" {
			if strings.IndexByte("/=+-%", s[0]) < 0 {
				return "", false
			}
			sign, s = s[:1], s[1:]
		}
		if letters != "" {
			unit, ok := medicineUnits[letters]
			if !ok || number == "" && units == 0 {
				return "", false
			}
			units++
			if number != "" {
				number += " "
			}
			if (letters == "DO" || letters == "ST") && number != "" && number != "1 " {
				unit = plurals[unit]
			}
			letters = unit
		} else if number == "" {
			return "", false
		}
		if sign == "=" {
			sign = " = "
		}
		b.WriteString(number + letters + sign)
	}
	return b.String(), units > 0
}

var plurals = map[string]string{"dosis": "doses", "stuk": "stuks"}

// medicineUnits are the units in the names of the tables.
var medicineUnits = map[string]string{
	"MG": "mg", "G": "g", "KG": "kg", "UG": "microgram", "MCG": "microgram", "NG": "ng", "ML": "ml", "L": "liter", "CL": "cl",
	"IE": "IE", "E": "E", "KIE": "duizend IE", "MIE": "miljoen IE", "MMOL": "mmol", "MOL": "mol", "CM": "cm", "MM": "mm", "M": "m",
	"DO": "dosis", "UUR": "uur", "U": "uur", "ST": "stuk", "MBQ": "MBq", "KCAL": "kcal", "D": "dag", "W": "W",
}

// medicineWords are abbreviations of the tables, and names that keep their capital.
var medicineWords = map[string]string{
	"TABL": "tablet", "TAB": "tablet", "TB": "tablet", "TABLETMSR": "tablet maagsapresistent", "CAPS": "capsule", "CAPSULEG": "capsule",
	"MSR": "maagsapresistent", "MGA": "met gereguleerde afgifte", "MVA": "met vertraagde afgifte", "FO": "filmomhuld", "RET": "retard",
	"DISP": "dispergeerbaar", "DISPERTABLET": "dispergeerbare tablet", "KAUWTB": "kauwtablet", "BRUISTB": "bruistablet", "ZUIGTB": "zuigtablet",
	"INJVLST": "injectievloeistof", "INJVL": "injectievloeistof", "INJ": "injectie", "INFVLST": "infuusvloeistof", "INFVL": "infuusvloeistof",
	"INJPDR": "injectiepoeder", "INFPDR": "infuuspoeder", "INHPDR": "inhalatiepoeder", "INHVLST": "inhalatievloeistof", "INHAL": "inhalator",
	"AER": "aerosol", "SPBS": "spuitbus", "AUTOH": "autohaler", "WWSP": "wegwerpspuit", "WWPEN": "wegwerppen", "PATR": "patroon",
	"FL": "flacon", "FLAC": "flacon", "AMP": "ampul", "CASS": "cassette", "CAS": "cassette", "SACH": "sachet", "OPL": "oplossing", "SUSP": "suspensie",
	"PDR": "poeder", "DR": "drank", "OOGDR": "oogdruppels", "OORDR": "oordruppels", "NEUSDR": "neusdruppels", "NEUSSPR": "neusspray",
	"OOGZ": "oogzalf", "CREM": "crème", "CREME": "crème", "CETOMACROGOLCREME": "cetomacrogolcrème", "ZETP": "zetpil", "TRANSD": "transdermaal",
	"HCL": "HCl", "NACL": "NaCl", "NATR": "natrium", "CALCIUMCARB": "calciumcarbonaat", "COLECALC": "colecalciferol", "COF": "coffeïne", "SUC": "succinaat",
	"CONC": "concentraat", "PCH": "PCH", "FNA": "FNA", "APC": "APC", "NPH": "NPH", "ORS": "ORS", "COVID": "COVID", "RSV": "RSV", "HPV": "HPV", "BMR": "BMR", "DTP": "DTP", "DKTP": "DKTP",
	"TEVA": "Teva", "SANDOZ": "Sandoz", "APOTEX": "Apotex", "AURO": "Auro", "AUROBINDO": "Aurobindo", "MYLAN": "Mylan", "ACTAVIS": "Actavis",
	"ACCORD": "Accord", "FAGRON": "Fagron", "PFIZER": "Pfizer", "MODERNA": "Moderna", "RATIOPHARM": "Ratiopharm", "VIATRIS": "Viatris",
	"MSD": "MSD", "GSK": "GSK", "KRKA": "Krka", "STADA": "Stada", "SANOFI": "Sanofi", "BAYER": "Bayer", "NOVARTIS": "Novartis", "HEXAL": "Hexal",
	"VAN": "van", "VOOR": "voor", "MET": "met", "EN": "en", "ALS": "als", "IN": "in", "OF": "of", "UIT": "uit", "TOT": "tot", "PER": "per", "BIJ": "bij",
	"O.A.": "o.a.", "M/V": "m/v", "WATER": "water", "3WATER": "3-water", "CA": "Ca", "UUR": "uur", "DAG": "dag", "ML": "ml", "MG": "mg",
}

// isMedicineSystem tells of the code systems that write their names in capitals: the tables of the
// Dutch medicine database.
func isMedicineSystem(system string) bool {
	switch system {
	case "gpk", "prk", "hpk", "zi":
		return true
	}
	return strings.HasPrefix(system, "gstd/") || strings.HasPrefix(system, "2.16.840.1.113883.2.4.4.1.") || strings.HasPrefix(system, "2.16.840.1.113883.2.4.4.11")
}
