// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"

	"regie/internal/text"
	"regie/internal/zib"
)

// testKey is what all results of the same test have in common, whoever did it: the code of the
// table for a code or a name that the table knows, else the code itself, else the name. It is ""
// for an item without a name.
//
// A code of LOINC says exactly what it is: its name is not looked up. A name of a laboratory's own
// table counts where its unit can be of that test, and where it was found in blood, or the name
// says in what else.
func (it *Item) testKey(q *zib.Quantity) string {
	known := knownTests()
	code := it.Code
	if code.Code != "" {
		key := code.System + "|" + code.Code
		if c, ok := known.codes[key]; ok {
			return c.test.key
		}
		if code.System == "loinc" {
			return key
		}
	}
	title := fold(it.Title.In(text.NL))
	material := it.material(code.Code == "" || !publicSystem(code.System))
	for _, name := range [...]string{fold(code.Text), fold(it.Title.Text), title} {
		t := known.names[name]
		if t == nil || material != "" && t.group != GroupUrine && !strings.Contains(name, material) {
			continue
		}
		if q == nil || t.fits(unitName(q)) {
			return t.key
		}
	}
	switch {
	case code.Code != "" && publicSystem(code.System):
		return code.System + "|" + code.Code
	case title == "":
		return ""
	case material != "" && !strings.Contains(title, material):
		return "=" + title + "|" + material
	}
	return "=" + title
}

// publicSystem tells whether codes of the system mean the same everywhere.
func publicSystem(system string) bool {
	return system == "snomed" || system == "loinc" || system == "nhg/45"
}

// material is what a result was found in, folded, where that is said and is not ordinary blood.
func (it *Item) material(wanted bool) string {
	if !wanted || it.Category != zib.CategoryLab {
		return ""
	}
	care, err := it.Care()
	if err != nil {
		return ""
	}
	for i := range care.Facts {
		f := &care.Facts[i]
		if f.Label.Key != "zib.specimen" || len(f.Values) == 0 || f.Values[0].Phrase == nil {
			continue
		}
		m := fold(f.Values[0].Phrase.In(text.NL))
		for _, blood := range [...]string{"bloed", "blood", "serum", "plasma"} {
			if strings.Contains(m, blood) {
				return ""
			}
		}
		m, _, _ = strings.Cut(m, " ")
		return strings.Trim(m, ",;:")
	}
	return ""
}
