// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"slices"
	"strings"

	"regie/internal/fhir"
)

// Subject is who a provider says the data is about: as much as is needed to see that it is
// always the same person. It holds no number of any kind.
type Subject struct {
	Birth    string   `json:"birth,omitempty"`  // FHIR date
	Gender   string   `json:"gender,omitempty"` // male or female; "" for any other
	Family   []string `json:"family,omitempty"` // folded words
	Initials string   `json:"initials,omitempty"`
}

// subjectOf reads a Patient.
func subjectOf(patient fhir.Node) Subject {
	s := Subject{Birth: patient.Str("birthDate")}
	if g := patient.Str("gender"); g == "male" || g == "female" {
		s.Gender = g
	}
	for name := range patient.Each("name") {
		family := name.Get("family").First()
		if family.Kind() == fhir.String {
			for _, w := range fold(family.Value()) {
				if !slices.Contains(s.Family, w) && !particle[w] {
					s.Family = append(s.Family, w)
				}
			}
		}
		for given := range name.Each("given") {
			for _, w := range fold(given.Value()) {
				if first := string([]rune(w)[:1]); !strings.Contains(s.Initials, first) {
					s.Initials += first
				}
			}
		}
	}
	return s
}

// particle words say nothing about who somebody is.
var particle = map[string]bool{
	"van": true, "de": true, "der": true, "den": true, "het": true, "t": true, "te": true, "ter": true, "ten": true, "von": true,
	"la": true, "le": true, "el": true, "al": true, "di": true, "da": true, "du": true, "in": true, "op": true, "s": true,
}

// same tells whether two descriptions can be of one person. Birth dates decide most; a
// brother or sister born the same day shows by the initials; a family name changes with a
// marriage, so alone it does not count.
func (s Subject) same(o Subject) bool {
	if s.Birth != "" && o.Birth != "" {
		n := min(len(s.Birth), len(o.Birth)) // one may know the year only
		if s.Birth[:n] != o.Birth[:n] {
			return false
		}
	}
	if s.Gender != "" && o.Gender != "" && s.Gender != o.Gender {
		return false
	}
	if s.Initials != "" && o.Initials != "" && !strings.ContainsAny(s.Initials, o.Initials) {
		return false
	}
	if s.Birth == "" || o.Birth == "" { // then the name must do it
		if len(s.Family) > 0 && len(o.Family) > 0 && !slices.ContainsFunc(s.Family, func(w string) bool { return slices.Contains(o.Family, w) }) {
			return false
		}
	}
	return true
}

// merge adds what o knows more.
func (s Subject) merge(o Subject) Subject {
	if len(o.Birth) > len(s.Birth) {
		s.Birth = o.Birth
	}
	if s.Gender == "" {
		s.Gender = o.Gender
	}
	for _, w := range o.Family {
		if !slices.Contains(s.Family, w) && len(s.Family) < 12 {
			s.Family = append(slices.Clone(s.Family), w)
		}
	}
	for _, r := range o.Initials {
		if !strings.ContainsRune(s.Initials, r) && len(s.Initials) < 12 {
			s.Initials += string(r)
		}
	}
	return s
}

// empty tells whether nothing is known.
func (s Subject) empty() bool {
	return s.Birth == "" && s.Gender == "" && len(s.Family) == 0 && s.Initials == ""
}
