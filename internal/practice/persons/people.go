// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strings"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/text"
)

// somebody is a practice person while the dossier is being written.
type somebody struct {
	clock
	key      string
	given    string // first name
	initials string
	prefix   string // "de"
	family   string // own name without prefix
	partner  string // name of the partner, used after the own name
	female   bool
	birth    time.Time
	street   string
	number   string
	postcode string
	city     string
	phone    string
	mail     string
	married  code
	contact  *contact
	parent   string // key
	shelves  []*shelf
}

// contact is the person to call.
type contact struct {
	given, initials, family string
	relation, role          code
	phone                   string
}

func (p *somebody) surname() string {
	n := strings.TrimSpace(p.prefix + " " + p.family)
	if p.partner != "" {
		n += "-" + p.partner
	}
	return n
}

func (p *somebody) name() string { return p.given + " " + p.surname() }

// done closes the shelves: what the practice network needs to know of the person.
func (p *somebody) done() dossier.Person {
	at := make(map[string][]dossier.Resource, len(p.shelves))
	for _, s := range p.shelves {
		at[s.provider.Key] = append(at[s.provider.Key], s.out...)
	}
	for key, resources := range at {
		share(key, resources)
	}
	line := "persons." + p.key + ".line"
	return dossier.Person{
		Key: p.key, Name: p.name(), Birth: p.birth, Parent: p.parent, At: at,
		Summary: dossier.Line{NL: text.NL.T(line), EN: text.EN.T(line)},
	}
}

func qualifier(v string) obj {
	return obj{"extension", list{ext(hl7+"iso21090-EN-qualifier", "valueCode", v)}}
}

// humanName is a name with its Dutch parts. STU3 puts first name and initials together; so do most systems in R4.
func humanName(whole, given, initials, prefix, family, partner string) obj {
	parts := list{}
	if prefix != "" {
		parts = append(parts, ext(hl7+"humanname-own-prefix", "valueString", prefix))
	}
	parts = append(parts, ext(hl7+"humanname-own-name", "valueString", family))
	order, shown := "NL1", strings.TrimSpace(prefix+" "+family)
	if partner != "" {
		order = "NL4"
		parts = append(parts, ext(hl7+"humanname-partner-name", "valueString", partner))
		shown += "-" + partner
	}
	names, kinds := list{}, list{}
	if given != "" {
		names, kinds = append(names, given), append(kinds, qualifier("BR"))
	}
	if initials != "" {
		names, kinds = append(names, initials), append(kinds, qualifier("IN"))
	}
	return obj{
		"extension", list{ext(hl7+"humanname-assembly-order", "valueCode", order)},
		"use", "official", "text", whole, "family", shown,
		"_family", obj{"extension", parts},
		"given", names, "_given", kinds,
	}
}

func gender(female bool) (string, obj) {
	if female {
		return "female", spec(code{"http://hl7.org/fhir/v3/AdministrativeGender", "F", "Vrouw"})
	}
	return "male", spec(code{"http://hl7.org/fhir/v3/AdministrativeGender", "M", "Man"})
}

func addressLine(street, number string) (list, list) {
	return list{street + " " + number}, list{obj{"extension", list{
		ext(hl7+"iso21090-ADXP-streetName", "valueString", street),
		ext(hl7+"iso21090-ADXP-houseNumber", "valueString", number),
	}}}
}

var countryNL = obj{"extension", list{ext(nictiz+"code-specification", "valueCodeableConcept",
	concept(code{"urn:oid:2.16.840.1.113883.2.4.4.16.34", "6030", "Nederland"}))}}

// masked is how a provider says that there is a citizen service number that it may not send.
func masked() obj {
	return obj{"system", "http://fhir.nl/fhir/NamingSystem/bsn", "_value",
		obj{"extension", list{ext(hl7+"data-absent-reason", "valueCode", "masked")}}}
}

func (s *shelf) patientResource() ref {
	if s.version() == dossier.R4 {
		return s.patientR4()
	}
	p := s.who
	sex, sexSpec := gender(p.female)
	line, parts := addressLine(p.street, p.number)
	var gp list
	if p.has(dossier.Oefenhoek) {
		gp = list{s.familyDoctor()}
	}
	return s.put("Patient", "self", p.name(),
		"meta", profile(nlCore+"nl-core-patient"),
		"identifier", list{masked()},
		"active", true,
		"name", list{humanName(p.name(), p.given, p.initials, p.prefix, p.family, p.partner)},
		"telecom", list{
			obj{"extension", list{ext(nictiz+"zib-ContactInformation-TelecomType", "valueCodeableConcept",
				concept(code{"http://hl7.org/fhir/v3/AddressUse", "MC", "Mobiel telefoonnummer"}))},
				"system", "phone", "value", p.phone, "use", "mobile"},
			mailOf(p.mail),
		},
		"gender", sex, "_gender", sexSpec,
		"birthDate", day(p.birth),
		"deceasedBoolean", false,
		"address", list{obj{
			"extension", list{ext(nictiz+"zib-AddressInformation-AddressType", "valueCodeableConcept",
				concept(code{"http://hl7.org/fhir/v3/AddressUse", "HP", "Officieel adres"}))},
			"use", "home", "type", "physical", "line", line, "_line", parts,
			"city", p.city, "postalCode", p.postcode, "country", "NLD", "_country", countryNL}},
		"maritalStatus", maybe(p.married),
		"contact", s.contactOf(),
		"generalPractitioner", gp,
	)
}

func mailOf(address string) obj {
	if address == "" {
		return nil
	}
	return obj{"system", "email", "value", address, "use", "home"}
}

func maybe(c code) obj {
	if (c == code{}) {
		return nil
	}
	return concept(c)
}

func (s *shelf) contactOf() list {
	c := s.who.contact
	if c == nil {
		return nil
	}
	return list{obj{
		"relationship", list{concept(c.role), concept(c.relation)},
		"name", humanName(c.given+" "+c.family, c.given, c.initials, "", c.family, ""),
		"telecom", list{obj{"system", "phone", "value", c.phone, "use", "mobile"}},
	}}
}

// has tells whether the person is known at a provider that was opened before.
func (p *somebody) has(provider string) bool {
	for _, s := range p.shelves {
		if s.provider.Key == provider {
			return true
		}
	}
	return false
}

func (s *shelf) patientR4() ref {
	p := s.who
	line, parts := addressLine(p.street, p.number)
	sex, _ := gender(p.female)
	return s.putFHIR(dossier.R4, "Patient", "self", "Patiënt, "+p.name(),
		"meta", profile(nictiz+"nl-core-Patient"),
		"identifier", list{masked()},
		"name", list{humanName(p.name(), p.given, "", p.prefix, p.family, p.partner)},
		"gender", sex,
		"birthDate", day(p.birth),
		"address", list{obj{
			"extension", list{ext(nictiz+"ext-AddressInformation.AddressType", "valueCodeableConcept",
				concept(code{"http://terminology.hl7.org/CodeSystem/v3-AddressUse", "HP", "Officieel adres"}))},
			"use", "home", "type", "both", "line", line, "_line", parts,
			"city", p.city, "postalCode", p.postcode, "country", "Nederland",
			"_country", obj{"extension", list{ext(nictiz+"ext-CodeSpecification", "valueCodeableConcept",
				concept(code{"urn:iso:std:iso:3166", "NL", "Nederland"}))}}}},
	)
}
