// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// habit is tobacco, alcohol or drugs: one of the zibs of substance use.
type habit struct {
	name      string
	about     code
	profile   string
	status    code
	since     string
	until     string
	component list
	note      string
}

var (
	aboutTobacco = sct("365980008", "bevinding betreffende tabaksgebruik en blootstelling aan tabaksrook")
	aboutAlcohol = sct("228273003", "bevinding betreffende alcoholgebruik")
	aboutDrugs   = sct("228366006", "bevinding betreffende drugsgebruik")
)

func (s *shelf) habit(h habit) ref {
	return s.put("Observation", h.name, h.status.display,
		"meta", profile(nictiz+h.profile),
		"identifier", s.identifier("Observation", h.name),
		"status", "final",
		"code", concept(h.about),
		"subject", s.patient,
		"effectivePeriod", obj{"start", h.since, "end", h.until},
		"valueCodeableConcept", concept(h.status),
		"comment", h.note,
		"component", h.component,
	)
}

func amountOf(what code, value, unit, ucum string) obj {
	return obj{"code", concept(what), "valueQuantity", quantity(value, unit, ucum)}
}

func kindOf(what, kind code) obj {
	return obj{"code", concept(what), "valueCodeableConcept", concept(kind)}
}

var (
	alcoholIntake = sct("160573003", "inname van alcohol")
	smokedAmount  = sct("266918002", "hoeveelheid gerookte tabak")
	tobaccoKind   = sct("53661000146106", "soort tabak")
	packYears     = sct("401201003", "pakjaren")
	cigarettes    = sct("65568007", "rookt sigaretten")
)

// home is the living situation.
func (s *shelf) home(name string, kind code, on, remark string) ref {
	return s.put("Observation", name, kind.display,
		"meta", profile(nictiz+"zib-LivingSituation"),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"code", concept(sct("365508006", "bevinding betreffende woon- en huisvestingssituatie")),
		"subject", s.patient,
		"effectiveDateTime", on,
		"valueCodeableConcept", concept(kind),
		"comment", remark,
	)
}

func houseKind(id, display string) code { return code{sysZib + ".13.1", id, display} }

// ability is a functional or mental status.
type ability struct {
	name   string
	what   code
	value  code
	text   string
	since  string
	mental bool
	note   string
}

func (s *shelf) ability(a ability) ref {
	category := sct("118228005", "bevinding betreffende functioneren")
	if a.mental {
		category = sct("384821006", "bevinding betreffende mentale toestand, gedrag en/of psychosociaal functioneren")
	}
	value := concept(a.value)
	if a.text != "" {
		value = worded(a.text, a.value)
	}
	return s.put("Observation", a.name, a.what.display,
		"meta", profile(nictiz+"zib-FunctionalOrMentalStatus"),
		"identifier", s.identifier("Observation", a.name),
		"status", "final",
		"category", list{concept(category)},
		"code", concept(a.what),
		"subject", s.patient,
		"effectivePeriod", obj{"start", a.since},
		"valueCodeableConcept", value,
		"comment", a.note,
	)
}

// diet is an advice about food.
func (s *shelf) diet(name, on, kind, why string) ref {
	return s.put("NutritionOrder", name, kind,
		"meta", profile(nictiz+"zib-NutritionAdvice"),
		"extension", list{ext(nictiz+"zib-NutritionAdvice-Explanation", "valueString", why)},
		"identifier", s.identifier("NutritionOrder", name),
		"status", "active",
		"patient", s.patient,
		"dateTime", on,
		"oralDiet", obj{"type", list{obj{"text", kind}}},
	)
}

// insured puts the insurance and the insurer.
func (s *shelf) insured(from, until time.Time) ref {
	insurer := s.put("Organization", "verzekeraar", "Oefenverzekeraar U.A.",
		"meta", profile(nlCore+"nl-core-organization"),
		"identifier", list{obj{"system", "http://fhir.nl/fhir/NamingSystem/uzovi", "value", "0000"}},
		"name", "Oefenverzekeraar U.A.",
		"telecom", list{obj{"system", "phone", "value", "088 000 00 00", "use", "work"}},
	)
	return s.put("Coverage", "basis", "Basisverzekering",
		"meta", profile(nictiz+"zib-Payer"),
		"identifier", s.identifier("Coverage", "basis"),
		"type", concept(code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.101.5.1", "B", "Basis verzekerd"}),
		"subscriber", s.patient,
		"subscriberId", "OEF-"+s.who.key,
		"beneficiary", s.patient,
		"period", obj{"start", day(from), "end", day(until)},
		"payor", list{insurer},
	)
}

// alert is what every doctor must see first.
func (s *shelf) alert(name string, what code, words, since string, about ref, by string) ref {
	c, display := concept(what), what.display
	if words != "" {
		c, display = worded(words, what), words
		if (what == code{}) {
			c = obj{"text", words}
		}
	}
	var extension list
	if about.to != "" {
		extension = list{ext(hl7+"flag-detail", "valueReference", about)}
	}
	return s.put("Flag", name, display,
		"meta", profile(nictiz+"zib-Alert"),
		"extension", extension,
		"identifier", s.identifier("Flag", name),
		"status", "active",
		"category", concept(loinc("75323-6", "aandoening")),
		"code", c,
		"subject", s.patient,
		"period", obj{"start", since},
		"author", s.staff(by),
	)
}
