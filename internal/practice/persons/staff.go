// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"fmt"
	"slices"
	"strings"

	"regie/internal/practice/dossier"
)

// worker is somebody who works at a provider.
type worker struct {
	key            string
	initials       string
	prefix, family string
	specialty      code
	agb            string // written with a hyphen: eight digits in a row could pass for something else
	department     string // of a hospital
}

func (w worker) name() string {
	n := w.initials + " "
	if w.prefix != "" {
		n += w.prefix + " "
	}
	return n + w.family
}

func cod016(id, display string) code { return code{sysSpecialty, id, display} }

// The people who work in the practice network. The first of a provider is its owner or first contact.
var workers = map[string][]worker{
	dossier.Oefenhoek: {
		{key: "huisarts", initials: "M.J.", family: "Oefenaar", agb: "01-990101",
			specialty: code{"http://fhir.nl/fhir/NamingSystem/uzi-rolcode", "01.015", "Huisarts"}},
		{key: "poh", initials: "T.", family: "Leerman", agb: "91-990102",
			specialty: cod016("9101", "Praktijkondersteuner diabetes")},
		{key: "waarnemer", initials: "S.", prefix: "van", family: "Invallen", agb: "01-990103",
			specialty: code{"http://fhir.nl/fhir/NamingSystem/uzi-rolcode", "01.015", "Huisarts"}},
	},
	dossier.Linde: {
		{key: "internist", initials: "R.", prefix: "van der", family: "Proef", agb: "03-990201", department: "Interne geneeskunde",
			specialty: cod016("0313", "Inwendige geneeskunde")},
		{key: "cardioloog", initials: "L.E.", family: "Hartsema", agb: "03-990202", department: "Cardiologie",
			specialty: cod016("0320", "Cardiologie")},
		{key: "oogarts", initials: "K.", family: "Kijkstra", agb: "03-990203", department: "Oogheelkunde",
			specialty: cod016("0301", "Oogheelkunde")},
		{key: "geriater", initials: "E.M.", family: "Ouwehand", agb: "03-990204", department: "Geriatrie",
			specialty: cod016("0335", "Geriatrie")},
		{key: "gynaecoloog", initials: "J.", prefix: "de", family: "Wieg", agb: "03-990205", department: "Verloskunde",
			specialty: cod016("0307", "Verloskunde en gynaecologie")},
		{key: "lab", initials: "C.", family: "Reageer", agb: "03-990206", department: "Klinisch chemisch laboratorium",
			specialty: cod016("0386", "Klinische chemie")},
	},
	dossier.Eikenstad: {
		{key: "orthopeed", initials: "B.", family: "Botman", agb: "03-990301", department: "Orthopedie",
			specialty: cod016("0305", "Orthopedie")},
		{key: "longarts", initials: "I.", prefix: "van", family: "Adem", agb: "03-990302", department: "Kindergeneeskunde",
			specialty: cod016("0316", "Kindergeneeskunde")},
		{key: "mdl", initials: "D.", family: "Darmstra", agb: "03-990303", department: "Maag-, darm- en leverziekten",
			specialty: cod016("0318", "Maag-, darm- en leverziekten")},
		{key: "oogarts", initials: "V.", family: "Lensing", agb: "03-990304", department: "Oogheelkunde",
			specialty: cod016("0301", "Oogheelkunde")},
		{key: "radioloog", initials: "T.", family: "Straalman", agb: "03-990306", department: "Radiologie",
			specialty: cod016("0362", "Radiologie")},
		{key: "dermatoloog", initials: "A.", family: "Huidekoper", agb: "03-990308", department: "Dermatologie",
			specialty: cod016("0310", "Dermatologie")},
		{key: "patholoog", initials: "M.", prefix: "van", family: "Coupe", agb: "03-990307", department: "Pathologie",
			specialty: cod016("0388", "Pathologie")},
		{key: "lab", initials: "O.", family: "Pipetsma", agb: "03-990305", department: "Laboratorium",
			specialty: cod016("0386", "Klinische chemie")},
	},
	dossier.Vijzel: {
		{key: "apotheker", initials: "G.", family: "Vijzelaar", agb: "02-990401", specialty: cod016("0200", "Apotheker")},
	},
	dossier.Zonnetje: {
		{key: "jeugdarts", initials: "N.", family: "Zonneveld", agb: "32-990501", specialty: cod016("3200", "Jeugdgezondheidszorg")},
	},
	dossier.Luwte: {
		{key: "psycholoog", initials: "H.", prefix: "van", family: "Luister", agb: "94-990701", specialty: cod016("9406", "GZ-psycholoog")},
		{key: "psychiater", initials: "F.", family: "Stilstra", agb: "03-990702", specialty: cod016("0329", "Psychiatrie")},
		{key: "verpleegkundige", initials: "J.P.", family: "Rusman", agb: "91-990703", specialty: cod016("9100", "Verpleegkundige")},
	},
	dossier.Heidehof: {
		{key: "wijkverpleegkundige", initials: "P.", family: "Vreugdema", agb: "91-990801", specialty: cod016("9100", "Verpleegkundige")},
		{key: "verzorgende", initials: "D.", family: "Handige", agb: "91-990802", specialty: cod016("9100", "Verpleegkundige")},
		{key: "specialist", initials: "K.L.", family: "Ouderling", agb: "84-990803", specialty: cod016("8418", "Specialist ouderengeneeskunde")},
	},
	dossier.Kies: {
		{key: "tandarts", initials: "Q.", prefix: "de", family: "Boor", agb: "12-990901", specialty: cod016("1200", "Tandarts")},
		{key: "mondhygienist", initials: "Z.", family: "Poetsema", agb: "97-990902", specialty: cod016("8900", "Mondhygiënist")},
	},
	dossier.Ooievaar: {
		{key: "verloskundige", initials: "L.", prefix: "de", family: "Wit-Vogel", agb: "08-991001", specialty: cod016("0800", "Verloskundige")},
		{key: "echoscopist", initials: "B.", family: "Klankman", agb: "08-991002", specialty: cod016("0800", "Verloskundige")},
	},
	dossier.Proefbuis: {
		{key: "lab", initials: "A.B.", family: "Meetmans", agb: "03-991101", specialty: cod016("0386", "Klinische chemie")},
		{key: "microbioloog", initials: "U.", prefix: "van", family: "Kweek", agb: "03-991102", specialty: cod016("0387", "Medische microbiologie")},
	},
	dossier.Stap: {
		{key: "fysio", initials: "W.", family: "Stapper", agb: "04-990601",
			specialty: cod016("0400", "Fysiotherapeut")},
	},
}

var organizationKinds = map[string]code{
	dossier.KindGP:       {"http://nictiz.nl/fhir/NamingSystem/organization-type", "Z3", "Huisartspraktijk (zelfstandig of groepspraktijk)"},
	dossier.KindHospital: {"http://nictiz.nl/fhir/NamingSystem/organization-type", "V4", "Ziekenhuis"},
	dossier.KindPharmacy: {"http://nictiz.nl/fhir/NamingSystem/organization-type", "J8", "Openbare apotheek"},
	dossier.KindYouth:    {"http://nictiz.nl/fhir/NamingSystem/organization-type", "JGZ", "Jeugdgezondheidszorg"},
	dossier.KindMental:   {"http://nictiz.nl/fhir/NamingSystem/organization-type", "R5", "Geestelijke gezondheidszorg"},
	dossier.KindCare:     {"http://nictiz.nl/fhir/NamingSystem/organization-type", "T2", "Thuiszorg"},
	dossier.KindDentist:  {"http://nictiz.nl/fhir/NamingSystem/organization-type", "Z2", "Tandartspraktijk"},
	dossier.KindMidwife:  {"http://nictiz.nl/fhir/NamingSystem/organization-type", "Z4", "Verloskundigenpraktijk"},
	dossier.KindLab:      {"http://nictiz.nl/fhir/NamingSystem/organization-type", "L1", "Laboratorium"},
}

// version of FHIR that the provider speaks.
func (s *shelf) version() int {
	switch {
	case s.fhir != 0:
		return s.fhir
	case s.provider.Kind == dossier.KindYouth, s.provider.Kind == dossier.KindDentist:
		return dossier.R4
	}
	return dossier.STU3
}

func (s *shelf) organization() ref {
	street, number := splitStreet(s.provider.Street)
	line, parts := addressLine(street, number)
	url := nlCore + "nl-core-organization"
	var kind list
	if c, ok := organizationKinds[s.provider.Kind]; ok {
		kind = list{concept(c)}
	}
	address := obj{"use", "work", "line", line, "_line", parts,
		"city", s.provider.City, "postalCode", s.provider.Postcode, "country", "NLD", "_country", countryNL}
	if s.version() == dossier.R4 {
		url = nictiz + "nl-core-HealthcareProvider-Organization"
		address = obj{"line", line, "_line", parts, "city", s.provider.City, "postalCode", s.provider.Postcode}
	}
	return s.putShared(s.version(), "Organization", "self", s.provider.Name,
		"meta", profile(url),
		"type", kind,
		"name", s.provider.Name,
		"telecom", phoneOf(s.provider.Key, 0),
		"address", list{address},
	)
}

// phoneOf is a number that rings nowhere: 0 is the desk, others are of the people there.
func phoneOf(provider string, line int) list {
	i := slices.IndexFunc(dossier.Providers(), func(p dossier.Provider) bool { return p.Key == provider })
	if i < 0 {
		return nil
	}
	return list{obj{"system", "phone", "value", fmt.Sprintf("000 00 %02d %02d", i+1, line), "use", "work"}}
}

func splitStreet(s string) (street, number string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:i], s[i+1:]
}

// department of a hospital; the hospital itself where there is none.
func (s *shelf) department(name string) ref {
	if name == "" {
		return s.org
	}
	url := nlCore + "nl-core-organization"
	if s.version() == dossier.R4 {
		url = nictiz + "nl-core-HealthcareProvider-Organization"
	}
	return s.putShared(s.version(), "Organization", name, s.provider.Name+", "+name,
		"meta", profile(url),
		"name", s.provider.Name+", "+name,
		"partOf", s.org,
	)
}

// owner is the first contact of the provider.
func (s *shelf) owner() ref { return s.staff(s.team()[0].key) }

// team are the people who work at the provider. A provider that Many was given has the
// team of the one of its kind.
func (s *shelf) team() []worker {
	if t, ok := workers[s.provider.Key]; ok {
		return t
	}
	for _, p := range dossier.Providers() {
		if p.Kind == s.provider.Kind {
			return workers[p.Key]
		}
	}
	return workers[dossier.Linde]
}

// familyDoctor is the person's GP, as the GP practice or another provider knows her.
func (s *shelf) familyDoctor() ref {
	if s.provider.Kind == dossier.KindGP {
		return s.owner()
	}
	w, practice := workers[dossier.Oefenhoek][0], dossier.Providers()[0].Name
	who := s.putShared(dossier.STU3, "Practitioner", "gp", w.name(),
		"meta", profile(nlCore+"nl-core-practitioner"),
		"name", list{obj{"text", w.name(), "family", w.family, "given", list{w.initials}, "_given", list{qualifier("IN")}}},
	)
	employer := s.putShared(dossier.STU3, "Organization", "gp", practice,
		"meta", profile(nlCore+"nl-core-organization"),
		"name", practice,
	)
	in := s.putShared(dossier.STU3, "PractitionerRole", "gp", w.specialty.display,
		"meta", profile(nlCore+"nl-core-practitionerrole"),
		"practitioner", who,
		"organization", employer,
		"specialty", list{concept(w.specialty)},
	)
	who.role, who.roleDisplay = in.to, in.display
	return who
}

// staff gives a reference to somebody who works here, with the role.
func (s *shelf) staff(key string) ref {
	if r, ok := s.people[key]; ok {
		return r
	}
	r := s.hire(key)
	s.people[key] = r
	return r
}

// hire puts a worker on the shelf.
func (s *shelf) hire(key string) ref {
	var w worker
	for _, w = range s.team() {
		if w.key == key {
			break
		}
	}
	practitioner, role := nlCore+"nl-core-practitioner", nlCore+"nl-core-practitionerrole"
	if s.version() == dossier.R4 {
		practitioner = nictiz + "nl-core-HealthProfessional-Practitioner"
		role = nictiz + "nl-core-HealthProfessional-PractitionerRole"
	}
	who := s.putShared(s.version(), "Practitioner", w.key, w.name(),
		"meta", profile(practitioner),
		"identifier", list{obj{"system", "http://fhir.nl/fhir/NamingSystem/agb-z", "value", w.agb}},
		"name", list{obj{
			"text", w.name(),
			"family", strings.TrimSpace(w.prefix + " " + w.family),
			"_family", obj{"extension", ownName(w.prefix, w.family)},
			"given", list{w.initials}, "_given", list{qualifier("IN")}}},
	)
	employer := s.department(w.department)
	in := s.putShared(s.version(), "PractitionerRole", w.key, w.specialty.display,
		"meta", profile(role),
		"practitioner", who,
		"organization", employer,
		"specialty", list{concept(w.specialty)},
		"telecom", phoneOf(s.provider.Key, 1+slices.IndexFunc(s.team(), func(o worker) bool { return o.key == w.key })),
	)
	if s.version() == dossier.R4 {
		return in.as(w.name() + ", " + s.provider.Name)
	}
	who.role, who.roleDisplay = in.to, in.display
	return who
}

func ownName(prefix, family string) list {
	l := list{}
	if prefix != "" {
		l = append(l, ext(hl7+"humanname-own-prefix", "valueString", prefix))
	}
	return append(l, ext(hl7+"humanname-own-name", "valueString", family))
}
