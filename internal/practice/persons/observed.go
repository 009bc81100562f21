// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// seen is an observation in STU3 of any building block: one value, or parts.
type seen struct {
	name     string
	profile  string // last step of the profile; nl-core-observation comes along for the "bc-" ones
	category code
	what     code
	value    any    // obj of a quantity, code, string, bool, or nil
	on       string // FHIR date
	parts    list
	of       ref // the person where empty
	in       ref // encounter or episode
	focus    ref // what it is about: a pregnancy, a delivery
	by       ref
	flag     code
	related  []ref
	remark   string
}

func (s *shelf) seen(o seen) ref {
	if o.of.to == "" {
		o.of = s.patient
	}
	profiles := profile(nictiz + o.profile)
	if len(o.profile) > 3 && o.profile[:3] == "bc-" {
		profiles = profile(nlCore+"nl-core-observation", nictiz+o.profile)
	}
	var categories, about, by, related list
	if (o.category != code{}) {
		categories = list{concept(o.category)}
	}
	if o.focus.to != "" {
		about = list{ext(nictiz+"observation-focusSTU3", "valueReference", o.focus)}
	}
	if o.by.to != "" {
		by = list{o.by}
	}
	for _, r := range o.related {
		related = append(related, obj{"type", "has-member", "target", r})
	}
	var flag obj
	if (o.flag != code{}) {
		flag = concept(o.flag)
	}
	kind, value := "valueQuantity", o.value
	switch v := o.value.(type) {
	case code:
		kind, value = "valueCodeableConcept", concept(v)
	case string:
		kind = "valueString"
		if len(v) >= 10 && v[4] == '-' && v[7] == '-' {
			kind = "valueDateTime"
		}
	case bool:
		kind = "valueBoolean"
	}
	return s.put("Observation", o.name, o.what.display,
		"meta", profiles,
		"extension", about,
		"identifier", s.identifier("Observation", o.name),
		"status", "final",
		"category", categories,
		"code", concept(o.what),
		"subject", o.of,
		"context", o.in,
		"effectiveDateTime", o.on,
		"performer", by,
		kind, value,
		"interpretation", flag,
		"comment", o.remark,
		"related", related,
		"component", o.parts,
	)
}

// part is one line of an observation that has more of them.
func (c code) said(words string) obj { return obj{"code", concept(c), "valueString", words} }

// member is somebody in a care team.
type member struct {
	who  ref
	role code
	from ref // organization
}

func (s *shelf) team3(name, title string, in ref, since string, members ...member) ref {
	people := list{}
	for _, m := range members {
		var role obj
		if (m.role != code{}) {
			role = concept(m.role)
		}
		people = append(people, obj{"role", role, "member", m.who, "onBehalfOf", m.from})
	}
	return s.put("CareTeam", name, title,
		"meta", profile(nlCore+"nl-core-careteam"),
		"identifier", s.identifier("CareTeam", name),
		"status", "active",
		"name", title,
		"subject", s.patient,
		"context", in,
		"period", obj{"start", since},
		"participant", people,
	)
}

var (
	inCharge = code{"http://hl7.org/fhir/v3/ParticipationType", "RESP", "Hoofdbehandelaar"}
	referrer = code{"http://hl7.org/fhir/v3/ParticipationType", "REF", "Verwijzer"}
	helper   = code{"http://hl7.org/fhir/v3/RoleCode", "CAREGIVER", "Mantelzorger"}
)

// telling is a result in words: a report.
func (s *shelf) telling(name string, what code, on string, by ref, in ref, words string, results ...ref) ref {
	all := list{}
	for _, r := range results {
		all = append(all, r)
	}
	return s.put("DiagnosticReport", name, what.display,
		"meta", profile(nictiz+"zib-TextResult"),
		"identifier", s.identifier("DiagnosticReport", name),
		"status", "final",
		"code", concept(what),
		"subject", s.patient,
		"context", in,
		"effectiveDateTime", on,
		"performer", list{obj{"role", concept(inCharge), "actor", by}},
		"result", all,
		"conclusion", words,
	)
}

// fluids is what went in and what came out on a day in the hospital; offered by a service of its own.
func (s *shelf) fluids(name string, on time.Time, in, out string, during ref) {
	before := s.services
	s.serve("900000410")
	s.put("Observation", "vocht-"+name, "Vochtbalans",
		"meta", profile(nictiz+"zib-FluidBalance"),
		"identifier", s.identifier("Observation", "vocht-"+name),
		"status", "final",
		"code", concept(sct("364396009", "vochtbalans")),
		"subject", s.patient, "context", during,
		"effectivePeriod", obj{"start", clockTime(on, 7, 0), "end", clockTime(on.AddDate(0, 0, 1), 7, 0)},
		"performer", list{s.org},
		"component", list{
			obj{"code", concept(sct("251852001", "totale vochtinname")), "valueQuantity", quantity(in, "ml", "mL")},
			obj{"code", concept(sct("251841007", "totale vochtuitscheiding")), "valueQuantity", quantity(out, "ml", "mL")},
		},
	)
	s.serve(before...)
}
