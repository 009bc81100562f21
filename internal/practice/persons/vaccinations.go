// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strconv"
	"time"

	"regie/internal/practice/dossier"
)

// disease is what a vaccine protects against.
var (
	covid19       = sct("840539006", "COVID-19")
	influenza     = sct("6142004", "influenza")
	measles       = sct("14189004", "mazelen")
	mumps         = sct("36989005", "bof")
	rubella       = sct("36653000", "rodehond")
	diphtheria    = sct("397430003", "difterie")
	tetanus       = sct("76902006", "tetanus")
	pertussis     = sct("27836007", "kinkhoest")
	polio         = sct("398102009", "poliomyelitis")
	hepatitisB    = sct("66071002", "hepatitis B")
	hib           = sct("709410003", "infectie door Haemophilus influenzae type b")
	pneumococcus  = sct("16814004", "pneumokokkenziekte")
	meningococcus = sct("23511006", "meningokokkenziekte")
	hpv           = sct("240532009", "infectie door humaan papillomavirus")
	hepatitisA    = sct("40468003", "hepatitis A")
)

// vaccine is a product with what it protects against.
type vaccine struct {
	key     string
	name    string
	code    code
	against []code
}

var (
	dktpHibHepB  = vaccine{"dktp-hib-hepb", "DKTP-Hib-HepB-vaccin", atc("J07CA09", "DKTP-Hib-HepB-vaccin"), []code{diphtheria, pertussis, tetanus, polio, hib, hepatitisB}}
	dktpHib      = vaccine{"dktp-hib", "DKTP-Hib-vaccin", atc("J07CA06", "DKTP-Hib-vaccin"), []code{diphtheria, pertussis, tetanus, polio, hib}}
	dktp         = vaccine{"dktp", "DKTP-vaccin", atc("J07CA02", "DKTP-vaccin"), []code{diphtheria, pertussis, tetanus, polio}}
	dtp          = vaccine{"dtp", "DTP-vaccin", atc("J07CA01", "DTP-vaccin"), []code{diphtheria, tetanus, polio}}
	bmr          = vaccine{"bmr", "BMR-vaccin", atc("J07BD52", "BMR-vaccin"), []code{mumps, measles, rubella}}
	pneumo       = vaccine{"pneu", "Pneumokokkenvaccin (conjugaat)", atc("J07AL02", "pneumokokkenvaccin, geconjugeerd"), []code{pneumococcus}}
	pneumo23     = vaccine{"pneu23", "Pneumokokkenvaccin 23-valent", atc("J07AL01", "pneumokokkenvaccin, gezuiverd polysacharide"), []code{pneumococcus}}
	menC         = vaccine{"menc", "Meningokokken C-vaccin", atc("J07AH07", "meningokokken C-vaccin"), []code{meningococcus}}
	menACWY      = vaccine{"menacwy", "Meningokokken ACWY-vaccin", atc("J07AH08", "meningokokken ACWY-vaccin"), []code{meningococcus}}
	hpvVaccine   = vaccine{"hpv", "HPV-vaccin", atc("J07BM02", "HPV-vaccin (typen 16 en 18)"), []code{hpv}}
	fluShot      = vaccine{"griep", "Influenzavaccin", atc("J07BB02", "influenzavaccin, gezuiverd antigeen"), []code{influenza}}
	covidShot    = vaccine{"covid", "COVID-19 mRNA-vaccin", atc("J07BN01", "COVID-19 mRNA-vaccin"), []code{covid19}}
	hepatitisAVx = vaccine{"hepa", "Hepatitis A-vaccin", atc("J07BC02", "hepatitis A-vaccin"), []code{hepatitisA}}
	whooping     = vaccine{"dkt", "DKT-vaccin (maternale kinkhoestvaccinatie)", atc("J07AJ52", "kinkhoestvaccin, combinatiepreparaten"), []code{pertussis, diphtheria, tetanus}}
)

// shot is one vaccination at the vaccination service (R4).
type shot struct {
	what   vaccine
	on     string // FHIR date
	dose   int    // number in the series, 0 for none
	lot    string // batch; unknown where empty
	thigh  bool   // in the leg, as for babies
	refuse string // why it was not given
	reason code   // coded reason for not giving
	why    code   // indication
	where  string // a place that is not the service itself: contained location
	note   string
	status string // "completed" where empty
}

func (s *shelf) shot(v shot) ref {
	name := s.nextShot(v.what)
	if v.refuse != "" {
		v.status = "not-done"
	}
	if v.status == "" {
		v.status = "completed"
	}
	product := s.vaccineProduct(name, v)
	site := sct("368208006", "linker bovenarm")
	if v.thigh {
		site = sct("68367000", "bovenbeen")
	}
	var contained, targets, protocol, indications list
	location := ref{}
	if v.where != "" {
		contained = list{obj{"resourceType", "Location", "id", "plaats", "name", v.where,
			"address", obj{"city", s.provider.City, "country", "Nederland"}}}
		location = ref{to: "#plaats", display: v.where, kind: "Location"}
	}
	for _, d := range v.what.against {
		targets = append(targets, concept(d))
	}
	if v.dose > 0 {
		protocol = list{obj{"targetDisease", targets, "doseNumberPositiveInt", v.dose}}
	} else {
		protocol = list{obj{"targetDisease", targets, "doseNumberString", "n.v.t."}}
	}
	if (v.why != code{}) {
		indications = list{concept(v.why)}
	}
	var refusal, where, route, amount obj
	var performer list
	if v.status == "not-done" {
		refusal = worded(v.refuse, v.reason)
		if (v.reason == code{}) {
			refusal = obj{"text", v.refuse}
		}
	} else {
		where = concept(site)
		route = concept(code{sysRoute, "2", "intramusculair"})
		amount = obj{"value", num("0.5"), "unit", "ml", "system", sysUCUM, "code", "mL"}
		performer = list{obj{"function", concept(code{"http://terminology.hl7.org/CodeSystem/v2-0443", "AP", "Toediener"}),
			"actor", s.owner()}}
	}
	return s.putFHIR(dossier.R4, "Immunization", name, v.what.name,
		"meta", profile(nictiz+"imm-Vaccination-event"),
		"contained", contained,
		"extension", list{ext(nictiz+"ext-imm-Vaccination.PharmaceuticalProduct", "valueReference", product)},
		"identifier", s.identifier("Immunization", name),
		"status", v.status,
		"statusReason", refusal,
		"vaccineCode", worded(v.what.name, v.what.code),
		"patient", s.patient,
		"occurrenceDateTime", v.on,
		"location", location,
		"lotNumber", v.lot,
		"site", where,
		"route", route,
		"doseQuantity", amount,
		"performer", performer,
		"note", notes(v.note),
		"reasonCode", indications,
		"protocolApplied", protocol,
	)
}

// nextShot names the next vaccination with this vaccine by its number and not by its
// day, so that it stays the same vaccination when the days shift.
func (s *shelf) nextShot(what vaccine) string {
	s.shots[what.key]++
	return what.key + "-" + strconv.Itoa(s.shots[what.key])
}

// vaccineProduct is the vaccine itself with its batch.
func (s *shelf) vaccineProduct(name string, v shot) ref {
	batch := obj{"lotNumber", v.lot}
	if v.lot == "" {
		batch = obj{"_lotNumber", obj{"extension", list{ext(hl7+"iso21090-nullFlavor", "valueCode", "UNK")}}}
	}
	return s.putFHIR(dossier.R4, "Medication", name, v.what.name,
		"meta", profile(nictiz+"imm-PharmaceuticalProduct"),
		"code", worded(v.what.name, v.what.code),
		"batch", batch,
	)
}

// series gives the same vaccine on several days, numbered.
func (s *shelf) series(what vaccine, thigh bool, days ...time.Time) {
	for i, d := range days {
		s.shot(shot{what: what, on: day(d), dose: i + 1, thigh: thigh, lot: lotOf(what, i), why: program})
	}
}

var program = sct("159741000146107", "Immunisatie nodig vanuit vaccinatieprogramma")

// lotOf makes up a batch number.
func lotOf(what vaccine, i int) string {
	return "OEF-" + stableID("lot", what.key, string(rune('a'+i)))[:4]
}

// injected is a vaccination as a hospital records it (STU3, zib2017).
func (s *shelf) injected(name string, what vaccine, on string, refused bool, why, note string) ref {
	var explanation obj
	if why != "" && refused {
		explanation = obj{"reasonNotGiven", list{obj{"text", why}}}
	} else if why != "" {
		explanation = obj{"reason", list{obj{"text", why}}}
	}
	return s.put("Immunization", name, what.name,
		"meta", profile(nictiz+"zib-Vaccination"),
		"identifier", s.identifier("Immunization", name),
		"status", "completed",
		"notGiven", refused,
		"vaccineCode", concept(what.code),
		"patient", s.patient,
		"date", on,
		"primarySource", true,
		"note", notes(note),
		"explanation", explanation,
	)
}

// recommended is a vaccination that is planned: the day it was advised and when it is due.
func (s *shelf) recommended(name string, what vaccine, made, on string) ref {
	return s.put("ImmunizationRecommendation", name, what.name,
		"meta", profile(nictiz+"zib-VaccinationRecommendation"),
		"extension", list{ext(nictiz+"zib-VaccinationRecommendation-OrderStatus", "valueCodeableConcept",
			concept(sct("385644000", "Aangevraagd")))},
		"identifier", s.identifier("ImmunizationRecommendation", name),
		"patient", s.patient,
		"recommendation", list{obj{
			"date", made,
			"vaccineCode", concept(what.code),
			"forecastStatus", concept(code{"http://hl7.org/fhir/immunization-recommendation-status", "due", "Gepland"}),
			"dateCriterion", list{obj{
				"code", concept(code{"http://hl7.org/fhir/immunization-recommendation-date-criterion", "recommended", "Aanbevolen"}),
				"value", on}},
		}},
	)
}
