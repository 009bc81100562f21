// SPDX-License-Identifier: EUPL-1.2

package persons

// sanneAtLuwte: she was treated for a depression two years ago and is well again.
func sanneAtLuwte(s *shelf) {
	s.serve("50")
	start, end := s.ago(2, 1, 4), s.ago(1, 2, 11)
	psychologist, psychiatrist := s.staff("psycholoog"), s.staff("psychiater")
	s.insured(s.monday.AddDate(-6, 0, 0), s.monday.AddDate(1, 0, 0))
	low := s.problem(diagnosis{name: "depressie", what: sct("35489007", "depressieve stoornis"), text: "Depressieve stoornis, eenmalige episode, matig ernstig", since: month(s.ago(2, 4, 0)), until: day(end), doctor: "psycholoog",
		note: "Volledig hersteld bij afsluiten."})
	s.problem(diagnosis{name: "slapen", what: sct("193462001", "slapeloosheid"), kind: complaint, since: month(s.ago(2, 4, 0)), until: month(s.ago(1, 6, 0)), doctor: "psycholoog"})
	s.problem(diagnosis{name: "angst", what: sct("21897009", "gegeneraliseerde angststoornis"), sure: "refuted", past: true, since: day(start), doctor: "psychiater", note: "Bij intake overwogen en uitgesloten."})
	s.ability(ability{name: "stemming", mental: true, what: sct("366979004", "sombere stemming"), value: sct("6736007", "matig"), since: day(start), note: "Bij intake."})
	s.ability(ability{name: "werk", what: sct("301438001", "vermogen tot mobiliteit"), text: "Werkt weer volledig, fietst naar haar werk", since: day(end)})
	s.habit(habit{name: "roken", about: aboutTobacco, profile: "zib-TobaccoUse", status: sct("266919005", "heeft nooit gerookt"), since: day(start)})
	s.habit(habit{name: "alcohol", about: aboutAlcohol, profile: "zib-AlcoholUse", status: sct("219006", "drinkt alcohol"), since: year(s.ago(12, 0, 0)),
		component: list{amountOf(alcoholIntake, "2", "glazen/week", "{glass}/wk")}, note: "Alleen in het weekend."})
	s.habit(habit{name: "drugs", about: aboutDrugs, profile: "zib-DrugUse", status: sct("228368007", "heeft nooit drugs gebruikt"), since: day(start)})
	s.home("wonen", houseKind("APP", "Appartement"), day(start), "Huurt met een vriendin.")
	s.seen(seen{name: "gezin", profile: "zib-FamilySituation", what: sct("365470003", "bevinding betreffende gegevens over gezin en gezinssamenstelling"), on: day(start), by: psychologist,
		remark: "Ouders en broer wonen in de buurt.", parts: list{
			obj{"code", concept(sct("224130005", "samenstelling van huishouden")), "valueCodeableConcept", obj{"text", "Woont met een huisgenoot"}},
			obj{"code", concept(sct("224118004", "aantal kinderen")), "valueQuantity", obj{"value", 0}},
		}})
	s.seen(seen{name: "meedoen", profile: "zib-ParticipationInSociety", what: sct("314845004", "status van participatie van patiënt"), on: day(start), by: psychologist, remark: "Was drie maanden gedeeltelijk ziek gemeld.", parts: list{
		sct("365469004", "bevinding betreffende netwerk van gezin, familie en ondersteuners").said("Goede vrienden, belt elke week met haar moeder"),
		sct("405081003", "vrijetijdsgedrag").said("Voetbal in het derde, fotograferen"),
		sct("364703007", "gegevens over werk").said("Projectleider bij de gemeente, 32 uur"),
	}})
	s.put("CarePlan", "hulp", "Hulp van anderen",
		"meta", profile(nictiz+"zib-HelpFromOthers"),
		"identifier", s.identifier("CarePlan", "hulp"),
		"status", "completed", "intent", "plan",
		"category", list{concept(sct("243114000", "ondersteunende zorg"))},
		"subject", s.patient,
		"period", obj{"start", day(start), "end", day(end)},
		"activity", list{obj{"detail", obj{"category", concept(sct("60689008", "mantelzorg")), "code", obj{"text", "Samen boodschappen doen en wandelen"},
			"status", "completed", "scheduledString", "Twee keer per week", "performer", list{s.org.as("Huisgenoot en moeder")}, "description", "Huisgenoot en moeder helpen."}}},
	)
	s.hospitalLab(sample{name: "intake", on: start, hour: 8, by: "psychiater", of: []reading{{tsh, "2.30"}, {hemoglobin.between("7.5", "10.0"), "7.6"}, {vitaminB12, "310"}}})
	for i, v := range []string{"17", "13", "8", "3"} {
		on := s.ago(2, 1-3*i, 4)
		s.seen(seen{name: "phq-" + string(rune('a'+i)), profile: "zib-GeneralMeasurement", category: survey, what: sct("720433000", "score op vragenlijst naar somberheid (PHQ-9)"), on: clockTime(on, 10, 0),
			value: obj{"value", num(v), "system", sysUCUM, "code", "{score}"}, by: psychologist, remark: []string{"Bij intake", "Halverwege de behandeling", "Voor het slapen gaan minder piekeren", "Bij afsluiten"}[i]})
	}
	s.operation(surgery{name: "cgt", what: sct("304891004", "cognitieve gedragstherapie"), text: "Cognitieve gedragstherapie, 14 gesprekken", on: day(start), until: day(end), doctor: "psycholoog", why: low})
	s.operation(surgery{name: "ipt", what: sct("183382003", "verwijzing naar psychotherapeut"), text: "Groepstraining terugvalpreventie", on: day(s.ago(1, 4, 0)), until: day(end), doctor: "verpleegkundige", why: low, note: "Zes bijeenkomsten."})
	s.telling("intake", loinc("34117-2", "Intakeverslag"), clockTime(start, 11, 0), psychologist, ref{},
		"Vrouw, nu met sombere stemming, slecht slapen en piekeren sinds vier maanden na een drukke periode op het werk. Geen gedachten aan de dood. Advies: cognitieve gedragstherapie, weer opbouwen van sport en werk.")
	s.telling("afsluiting", loinc("18842-5", "Afsluitverslag"), clockTime(end, 15, 0), psychiatrist, ref{},
		"Klachten zijn weg, werkt weer volledig. Signaleringsplan gemaakt: bij twee weken slecht slapen of afzeggen van voetbal belt zij de praktijk.")
	s.directive(directive{name: "medicijnen", treatment: sct("1163444003", "therapie met antidepressivum"), text: "Antidepressiva", allowed: "JA_MAAR", limits: "Alleen als praten niet genoeg helpt.", since: day(start), with: sct("116154003", "patiënt"), checked: day(end)})
	s.will(will{name: "signalering", kind: willKind("VOL", "Volmacht"), on: day(end), about: low, note: "Bij terugval mag haar huisgenoot de behandelaar bellen."})
	s.team3("team", "Behandelteam", ref{}, day(start),
		member{psychologist, inCharge, s.org}, member{psychiatrist, code{}, s.org}, member{s.staff("verpleegkundige"), code{}, s.org})
	s.agenda(
		meeting{name: "afsluiting", on: end, hour: 15, minutes: 30, with: "psycholoog", where: "Kamer 4", what: "Afsluitend gesprek", status: "fulfilled"},
		meeting{name: "terugkomen", on: s.ahead(2, 3), hour: 16, minutes: 25, with: "psycholoog", what: "Terugkomgesprek via beeldbellen", phone: true, prepare: "Neem uw signaleringsplan erbij."},
	)
}

var survey = code{"http://hl7.org/fhir/observation-category", "survey", "Vragenlijst"}
