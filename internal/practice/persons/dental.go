// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// mouth is what the dentist found at a check-up.
type mouth struct {
	on                        time.Time
	hygiene, risk, asa        code
	screening, fitness        code
	grinding, note, screenRem string
}

// visitDentist is one visit: planned where it lies ahead.
type visitDentist struct {
	name, what, why string
	on              time.Time
	planned         bool
	with            string
}

// treatedTooth is something that was done (codes of the dental care tariff list).
type treatedTooth struct {
	name string
	what code
	on   time.Time
	site string
}

func tariff(id, words string) code { return code{"urn:oid:2.16.840.1.113883.2.4.3.30.4.10", id, words} }

var dentalTag = list{obj{"system", sysSpecialty, "code", "1200", "display", "Tandartsen"}}

// tagged is the meta of what a dentist keeps: with the kind of care.
func tagged(url string) obj { return append(profile(url), "tag", dentalTag) }

func (s *shelf) atDentist(m mouth, goals []string, visits []visitDentist, done []treatedTooth) {
	dentist := s.staff("tandarts")
	s.serve("900000110")
	insurer := s.putR4("Organization", "verzekeraar", "Oefenverzekeraar U.A.", "meta", tagged(nictiz+"nl-core-Payer-Organization"), "name", "Oefenverzekeraar U.A.",
		"telecom", list{obj{"system", "phone", "value", "088 000 00 00", "use", "work"}})
	s.putR4("Coverage", "aanvullend", "Aanvullende tandartsverzekering", "meta", tagged(nictiz+"nl-core-Payer.InsuranceCompany"), "status", "active",
		"type", concept(code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.101.5.1", "A", "Aanvullend"}), "subscriberId", "OEF-"+s.who.key, "beneficiary", s.patient,
		"period", obj{"start", day(s.monday.AddDate(-3, 0, 0)), "end", day(s.monday.AddDate(1, 0, 0))}, "payor", list{insurer})
	for _, o := range []struct {
		service, name, url string
		what, value        code
		text, note         string
	}{
		{"900000104", "hygiene", medmijSD + "mz-OralHygiene", sct("364126007", "mondhygiëne"), m.hygiene, "", ""},
		{"900000105", "cariesrisico", medmijSD + "mz-CariesRisk", sct("74024006", "vatbaarheid voor cariës"), m.risk, "", ""},
		{"900000106", "gewoonte", medmijSD + "mz-ParafunctionalActivity", sct("110353005", "parafunctionele gewoonte"), code{}, m.grinding, ""},
		{"900000107", "asa", medmijSD + "medmij-core-ASAScore", sct("413347006", "lichamelijke toestand volgens classificatie van American Society of Anesthesiologists"), m.asa, "", m.note},
		{"900000108", "pps", medmijSD + "mz-PeriodicPeriodontalScreeningScore", sct("540501000146103", "score op periodieke parodontale screening"), m.screening, "", m.screenRem},
		{"900000109", "fitheid", medmijSD + "mz-DentalFitness", sct("440271000146100", "dentale fitheid volgens NAVO-classificatiesysteem"), m.fitness, "", ""},
	} {
		var value obj
		if (o.value != code{}) {
			value = concept(o.value)
		} else if o.text == "" {
			continue
		}
		s.serve(o.service).putR4("Observation", o.name, o.what.display, "meta", tagged(o.url), "status", "final", "code", concept(o.what), "subject", s.patient,
			"effectiveDateTime", clockTime(m.on, 9, 10), "performer", list{dentist}, "valueCodeableConcept", value, "valueString", o.text, "note", notes(o.note))
	}
	s.serve("900000103")
	for i, g := range goals {
		s.putR4("Goal", "doel-"+string(rune('a'+i)), g, "meta", tagged(nictiz+"nl-core-TreatmentObjective"), "lifecycleStatus", "active",
			"priority", concept(code{"http://terminology.hl7.org/CodeSystem/goal-priority", []string{"high-priority", "medium-priority", "low-priority"}[min(i, 2)], []string{"Hoog", "Gemiddeld", "Laag"}[min(i, 2)]}),
			"description", obj{"text", g}, "subject", s.patient, "startDate", day(m.on))
	}
	s.serve("900000111")
	for _, v := range visits {
		status := "finished"
		if v.planned {
			status = "planned"
		}
		var why list
		if v.why != "" {
			why = list{obj{"text", v.why}}
		}
		s.putR4("Encounter", v.name, v.what, "meta", tagged(nictiz+"nl-core-Encounter"), "identifier", s.identifier("Encounter", v.name), "status", status,
			"class", code{"http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "Poliklinisch"}, "type", list{obj{"text", v.what}}, "subject", s.patient,
			"participant", list{obj{"individual", s.staff(v.with)}}, "period", obj{"start", clockTime(v.on, 9, 0), "end", clockTime(v.on, 9, 30)}, "reasonCode", why, "serviceProvider", s.org)
	}
	s.serve("900000102")
	for _, d := range done {
		var site list
		if d.site != "" {
			site = list{obj{"text", d.site}}
		}
		s.putR4("Procedure", d.name, d.what.display, "meta", tagged(medmijSD+"mz-Procedure"), "identifier", s.identifier("Procedure", d.name), "status", "completed",
			"category", concept(sct("225362009", "tandheelkundige zorg")), "code", concept(d.what), "subject", s.patient, "performedDateTime", day(d.on),
			"performer", list{obj{"actor", dentist}}, "bodySite", site)
	}
	s.serve()
}

func willemAtDentist(s *shelf) {
	last := s.ago(0, 4, 2)
	s.atDentist(mouth{on: last, hygiene: sct("8116006", "matig"), risk: sct("62482003", "laag"), asa: sct("413496000", "ASA-score 2"), note: "Diabetes, goed geregeld. Allergisch voor penicilline.",
		screening: code{"http://medmij.nl/fhir/CodeSystem/PeriodicPeriodontalScreeningScore", "ppsscore2", "Pockets 4-5 millimeter: behandeling nodig"}, screenRem: "Bloedend tandvlees rechtsboven.",
		fitness: sct("258393007", "klasse 2"), grinding: "Knarst 's nachts, draagt een bitje"},
		[]string{"Tandvleesontsteking behandelen", "Kies rechtsonder een kroon geven", "Elke dag ragers gebruiken"},
		[]visitDentist{
			{"controle", "Halfjaarlijkse controle", "Extra aandacht voor tandvlees bij diabetes", last, false, "tandarts"},
			{"controle-oud", "Halfjaarlijkse controle", "", s.ago(0, 10, 2), false, "tandarts"},
			{"reinigen", "Gebit reinigen bij de mondhygiënist", "Bloedend tandvlees", s.ago(0, 3, 4), false, "mondhygienist"},
			{"kroon", "Kies voorbereiden voor een kroon", "", s.ahead(0, 12), true, "tandarts"},
		},
		[]treatedTooth{
			{"foto", tariff("X10", "Maken en beoordelen kleine röntgenfoto"), last, ""}, {"vulling", tariff("V92", "Tweevlaksvulling composiet"), s.ago(0, 10, 2), "Kies rechtsonder (46)"},
			{"verdoving", tariff("A10", "Geleidings-, infiltratie- en/of intraligamentaire verdoving"), s.ago(0, 10, 2), ""}, {"tandsteen", tariff("M03", "Gebitsreiniging, per vijf minuten"), s.ago(0, 3, 4), ""},
			{"bitje", tariff("G69", "Beetregistratie en opbeetplaat"), s.ago(2, 3, 6), ""},
		})
}

func sanneAtDentist(s *shelf) {
	last := s.ago(0, 8, 3)
	s.atDentist(mouth{on: last, hygiene: sct("20572008", "goed"), risk: sct("62482003", "laag"), asa: sct("413495001", "ASA-score 1"),
		screening: code{"http://medmij.nl/fhir/CodeSystem/PeriodicPeriodontalScreeningScore", "ppsscore1", "Pockets 0-3 millimeter: in orde"}, fitness: sct("258392002", "klasse 1")},
		[]string{"Zo houden"},
		[]visitDentist{{"controle", "Jaarlijkse controle", "", last, false, "tandarts"}, {"volgende", "Jaarlijkse controle", "", s.ahead(3, 12), true, "tandarts"}},
		[]treatedTooth{{"controle", tariff("C002", "Periodieke controle"), last, ""}, {"verstand", tariff("H11", "Trekken van een tand of kies"), s.ago(9, 2, 0), "Verstandskies linksonder (38)"}})
}

// what Willem's and the others' providers have in R4 and as forms.

func willemRest(gp, linde, eikenstad *shelf) {
	linde.asks(painForm, linde.ago(0, 0, 6), "internist", linde.ahead(0, 12))
	eikenstad.asks(intakeForm, eikenstad.ago(0, 0, 10), "mdl", eikenstad.ahead(0, 20))
	eikenstad.images("radioloog", map[string]string{"voet": "Geen breuk. Lichte slijtage van het basisgewricht van de grote teen. Zachte delen niet gezwollen."})
	eikenstad.pathology(eikenstad.ago(3, 1, 4))
	gp.refers(referred{name: "mdl", to: "maag-, darm- en leverarts, Medisch Centrum Eikenstad", problem: icpc("A91", "Afwijkende uitslag(en) onderzoek"), since: day(gp.ago(0, 1, 12)), on: gp.ago(0, 1, 12),
		why: "Positieve ontlastingstest bij het bevolkingsonderzoek darmkanker. Geen klachten, geen gewichtsverlies.", treated: "Geen.", ask: "Graag coloscopie.", also: "Diabetes type 2 met tabletten. Allergisch voor penicillines."})
	asked := gp.corrects("nummer", "Telefoonnummer klopt niet", "Bij mijn gegevens staat nog het nummer van mijn oude werk. Wilt u dat weghalen? Mijn mobiele nummer klopt wel.", gp.ago(0, 5, 3), ref{})
	gp.corrects("nummer-antwoord", "Telefoonnummer klopt niet", "Wij hebben het oude nummer weggehaald. U ziet dit vanaf morgen in uw dossier.", gp.ago(0, 5, 1), asked)
	gp.corrects("roken", "Roken staat verkeerd", "In mijn dossier staat dat ik rook. Ik ben twee jaar geleden gestopt.", gp.ago(0, 0, 3), ref{})
	gp.todo("beweegplan", "Beweegplan bij diabetes", "Een module van drie weken om meer te bewegen. Kost elke dag tien minuten.", gp.ago(0, 0, 4), gp.ahead(1, 0), "poh")
}

func greetRest(gp, linde, eikenstad *shelf) {
	linde.asks(painForm, linde.ago(0, 0, 4), "geriater", linde.ahead(1, 0))
	eikenstad.images("radioloog", map[string]string{"heup": "Breuk van de rechter dijbeenhals met verplaatsing. Na de operatie goede stand van de kunstheup."})
	gp.refers(referred{name: "fysio", to: "Fysiotherapie Stap voor Stap", problem: icpc("A05", "Algehele achteruitgang"), since: month(gp.ago(2, 6, 0)), on: gp.ago(2, 5, 20),
		why: "Gevallen in de badkamer, loopt onzeker. Ook bloeddrukdaling bij opstaan.", treated: "Oxazepam wordt afgebouwd.", ask: "Graag looptraining en oefeningen voor balans aan huis."})
}

func sanneRest(gp *shelf) {
	gp.refers(referred{name: "ggz", to: "GGZ De Luwte", problem: icpc("P76", "Depressie"), since: month(gp.ago(2, 4, 0)), on: gp.ago(2, 2, 2),
		why: "Vrouw met sombere stemming, slecht slapen en piekeren sinds twee maanden.", treated: "Twee gesprekken met de huisarts.", ask: "Graag diagnostiek en behandeling.", also: "Geen medicijnen, behalve bij hooikoorts."})
}
