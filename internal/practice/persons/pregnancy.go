// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// check is one visit to the midwife.
type check struct {
	week              int
	weight, sys, dia  string
	heart             string // of the child, per minute
	hb, sugar, remark string
}

var checks = []check{
	{8, "67.2", "112", "68", "", "7.8", "5.1", "Eerste controle: misselijk in de ochtend, slikt foliumzuur."},
	{12, "67.8", "114", "70", "158", "", "", "Hartje gehoord."},
	{16, "69.1", "110", "66", "152", "", "", "Voelt zich weer fit."},
	{20, "71.4", "112", "68", "148", "", "", "Voelt leven."},
	{24, "73.6", "116", "72", "150", "7.1", "6.4", "Suiker te hoog, verwezen naar gynaecoloog."},
	{28, "75.0", "118", "72", "146", "", "", "Dieet gaat goed, geen insuline nodig."},
	{32, "76.3", "120", "74", "144", "6.9", "", "Kind ligt in hoofdligging. Begonnen met ijzer."},
	{36, "77.5", "124", "78", "140", "7.2", "", "Wil in het ziekenhuis bevallen, borstvoeding geven."},
	{38, "78.0", "128", "82", "138", "", "", "Afgesproken: inleiden bij 39 weken."},
}

// yasminaAtOoievaar is the pregnancy card of seven years ago: the daughter that was born is Noor.
func yasminaAtOoievaar(s *shelf) {
	s.serve("65")
	born := s.born(7, time.February, 11)
	conceived := born.AddDate(0, 0, -39*7) // first day of the last period
	week := func(n int) time.Time { return working(conceived.AddDate(0, 0, 7*n)) }
	midwife, scan := s.staff("verloskundige"), s.staff("echoscopist")
	s.insured(s.monday.AddDate(-8, 0, 0), s.monday.AddDate(1, 0, 0))
	child := s.newborn("Noor", born)
	pregnant := s.put("Condition", "zwangerschap", "Zwangerschap",
		"meta", profile(nictiz+"zib-Pregnancy"),
		"identifier", s.identifier("Condition", "zwangerschap"),
		"clinicalStatus", "inactive", "verificationStatus", "confirmed",
		"code", concept(sct("364320009", "observatie betreffende zwangerschap")),
		"subject", s.patient,
		"context", ref{to: "EpisodeOfCare/" + stableID(s.provider.Key, s.who.key, "EpisodeOfCare", "kaart"), display: "Zwangerschap 1"},
		"onsetDateTime", day(conceived), "abatementDateTime", day(born),
	)
	card := s.put("EpisodeOfCare", "kaart", "Zwangerschap 1",
		"meta", profile(nlCore+"nl-core-episodeofcare", nictiz+"bc-MaternalRecord"),
		"identifier", s.identifier("EpisodeOfCare", "kaart"),
		"status", "finished",
		"type", list{concept(sct("364320009", "observatie betreffende zwangerschap"))},
		"diagnosis", list{obj{"condition", pregnant}},
		"patient", s.patient,
		"managingOrganization", s.org,
		"period", obj{"start", day(week(8)), "end", day(born.AddDate(0, 0, 42))},
		"careManager", midwife,
	)
	disorder := func(name, url string, category, what code, from, until, note string) ref {
		return s.put("Condition", name, what.display,
			"meta", profile(nictiz+"zib-Problem", nictiz+url),
			"extension", list{ext(hl7+"condition-partOf", "valueReference", pregnant)},
			"identifier", s.identifier("Condition", name),
			"clinicalStatus", "inactive", "category", list{concept(category)}, "code", concept(what),
			"subject", s.patient, "context", card, "onsetDateTime", from, "abatementDateTime", until, "note", notes(note))
	}
	sugar := disorder("suiker", "bc-DisorderOfPregnancy", sct("173300003", "zwangerschapsstoornis"), sct("11687002", "zwangerschapsdiabetes"), day(week(24)), day(born), "Met dieet goed geregeld.")
	disorder("scheur", "bc-DisorderOfLaborAndDelivery", sct("362972006", "aandoening durante partu"), sct("6234006", "tweedegraads perineumruptuur"), day(born), day(born.AddDate(0, 0, 42)), "Gehecht, goed genezen.")
	fact := func(name, url string, what code, value any, on string, of, focus ref) ref {
		return s.seen(seen{name: name, profile: url, what: what, value: value, on: on, of: of, focus: focus, in: card})
	}
	start := day(week(8))
	fact("menstruatie", "zib-Pregnancy-DateLastMenstruation", sct("21840007", "datum van laatste menstruatie"), day(conceived), start, ref{}, pregnant)
	fact("uitgerekend", "bc-PregnancyObservation", sct("161714006", "geschatte datum van partus"), day(conceived.AddDate(0, 0, 280)), start, ref{}, pregnant)
	fact("aantal", "zib-Pregnancy-Gravidity", sct("161732006", "graviditeit"), obj{"value", 1}, start, ref{}, pregnant)
	fact("pariteit", "zib-Pregnancy-Parity", sct("364325004", "pariteit"), obj{"value", num("0")}, start, ref{}, pregnant)
	fact("foliumzuur", "bc-MaternalObservation", sct("792807003", "intake van foliumzuur"), sct("713838004", "gebruikt foliumzuur"), start, ref{}, ref{})
	fact("voeding-wens", "bc-MaternalObservation", sct("169740003", "wijze van voeden van zuigeling"), sct("169643005", "voorgenomen voeding - borst"), day(week(36)), ref{}, ref{})
	s.seen(seen{name: "bloedgroep", profile: "zib-LaboratoryTestResult-Observation", category: catLab, what: loinc("883-9", "AB0-bloedgroep [type] in bloed"), value: sct("112144000", "bloedgroep A"), on: start, in: card})
	s.seen(seen{name: "rhesus", profile: "zib-LaboratoryTestResult-Observation", category: catLab, what: loinc("1305-2", "D Ag [aanwezigheid] in bloed"), value: sct("165747007", "fenotype D-positief"), on: start, in: card})
	for i, c := range checks {
		s.midwifeVisit(i, c, week(c.week), card, pregnant, midwife, child)
	}
	s.scans(week, card, scan, child)
	s.delivery(born, card, pregnant, child, midwife)
	s.put("ReferralRequest", "gynaecoloog", "Verwijzing naar de gynaecoloog",
		"meta", profile(nictiz+"bc-ReferralRequest"),
		"identifier", s.identifier("ReferralRequest", "gynaecoloog"),
		"status", "completed", "intent", "order",
		"subject", s.patient, "context", card, "authoredOn", day(week(24)),
		"requester", obj{"agent", s.org},
		"specialty", concept(cod016("0307", "Verloskunde en gynaecologie")),
		"reasonReference", list{sugar},
		"description", "Zwangerschapsdiabetes: graag begeleiding en inleiden rond 39 weken.",
	)
	s.put("FamilyMemberHistory", "moeder", "Moeder: diabetes",
		"identifier", s.identifier("FamilyMemberHistory", "moeder")[0],
		"status", "completed", "patient", s.patient, "date", start,
		"relationship", concept(code{"http://hl7.org/fhir/v3/RoleCode", "MTH", "Moeder"}),
		"condition", list{obj{"code", concept(sct("44054006", "diabetes mellitus type 2")), "onsetString", "Rond haar vijftigste"}},
	)
	s.wears(aid{name: "meter", text: "Bloedglucosemeter", since: day(week(24)), until: day(born), status: "completed", why: sugar, by: "verloskundige"})
	s.team3("team", "Team rond de zwangerschap", card, day(week(8)), member{midwife, inCharge, s.org}, member{scan, code{}, s.org}, member{s.familyDoctor(), code{}, ref{}})
}

// newborn is the child on the mother's card.
func (s *shelf) newborn(name string, birth time.Time) ref {
	p := s.who
	return s.put("Patient", "kind", name+" "+p.surname(),
		"meta", profile(nlCore+"nl-core-patient"),
		"identifier", list{masked()},
		"active", true,
		"name", list{humanName(name+" "+p.surname(), name, "", p.prefix, p.family, "")},
		"gender", "female", "birthDate", day(birth),
		"contact", list{obj{"relationship", list{concept(code{"http://hl7.org/fhir/v3/RoleCode", "NMTH", "Moeder"})}, "name", humanName(p.name(), p.given, "", p.prefix, p.family, "")}},
	)
}

func (s *shelf) midwifeVisit(i int, c check, on time.Time, card, pregnant, midwife, child ref) {
	name := "controle-" + string(rune('a'+i))
	visit := s.put("Encounter", name, "Controle bij de verloskundige",
		"meta", profile(nictiz+"zib-Encounter", nictiz+"bc-Encounter"),
		"identifier", s.identifier("Encounter", name),
		"status", "finished", "class", code{sysActCode, "AMB", "ambulatory"},
		"type", list{concept(sct("11429006", "consult"))},
		"subject", s.patient, "episodeOfCare", list{card},
		"participant", list{obj{"individual", midwife}},
		"period", obj{"start", day(on), "end", day(on)},
		"reason", list{obj{"text", c.remark}},
		"diagnosis", list{obj{"condition", pregnant}},
		"serviceProvider", s.org,
	)
	at := day(on)
	put := func(part, url string, category, what code, value any) {
		s.seen(seen{name: name + "-" + part, profile: url, category: category, what: what, value: value, on: at, in: visit, by: midwife})
	}
	s.seen(seen{name: name + "-duur", profile: "zib-Pregnancy-PregnancyDuration", what: sct("57036006", "amenorroeduur"), value: obj{"value", c.week * 7, "unit", "dagen", "system", sysUCUM, "code", "d"}, on: at, in: card, focus: pregnant})
	put("gewicht", "zib-BodyWeight", catVitals, weight.hospital, quantity(c.weight, "kg", "kg"))
	s.seen(seen{name: name + "-rr", profile: "zib-BloodPressure", category: catVitals, what: loinc("85354-9", "Bloeddruk"), on: at, in: visit, by: midwife, parts: list{
		obj{"code", concept(systolic.hospital), "valueQuantity", quantity(c.sys, "mmHg", "mm[Hg]")}, obj{"code", concept(diastolic.hospital), "valueQuantity", quantity(c.dia, "mmHg", "mm[Hg]")}}})
	if c.hb != "" {
		put("hb", "zib-LaboratoryTestResult-Observation", catLab, hemoglobin.hospital, quantity(c.hb, "mmol/l", "mmol/L"))
	}
	if c.sugar != "" {
		put("suiker", "zib-LaboratoryTestResult-Observation", catLab, glucoseFasting.hospital, quantity(c.sugar, "mmol/l", "mmol/L"))
	}
	if c.heart != "" {
		s.seen(seen{name: name + "-hartje", profile: "bc-FetusObservation", what: sct("249043002", "foetale hartfrequentie"), value: quantity(c.heart, "/min", "/min"), on: at, in: card, by: midwife})
	}
}

// scans are the two ultrasounds.
func (s *shelf) scans(week func(int) time.Time, card, by, child ref) {
	for i, e := range []struct {
		week          int
		what          code
		bpd, fl, ac   string
		weight, words string
	}{
		{12, sct("169229007", "termijnecho"), "21", "", "", "", "Eén kind, hartactie aanwezig. De termijn klopt."},
		{20, sct("143701000146108", "structureel echoscopisch onderzoek tijdens tweede trimester"), "48", "32", "152", "330", "Geen afwijkingen gezien. Placenta aan de achterwand, genoeg vruchtwater."},
		{32, sct("241491007", "echografie van foetus"), "83", "61", "291", "1980", "Goede groei, hoofdligging."},
	} {
		on, name := day(week(e.week)), "echo-"+string(rune('a'+i))
		s.put("Procedure", name, e.what.display,
			"meta", profile(nictiz+"zib-Procedure", nictiz+"bc-ObstetricProcedure"),
			"identifier", s.identifier("Procedure", name), "status", "completed",
			"category", concept(sct("386637004", "obstetrische verrichting")), "code", concept(e.what),
			"subject", s.patient, "context", card, "performedPeriod", obj{"start", on}, "performer", list{obj{"actor", by}})
		results := list{}
		for _, m := range []struct {
			key         string
			what        code
			value, unit string
		}{
			{"bpd", loinc("11820-8", "Bipariëtale diameter [afmeting] in hoofd^foetus d.m.v. echografische bepaling"), e.bpd, "mm"},
			{"fl", loinc("11963-6", "Lengte [afmeting] in femurschacht^foetus d.m.v. echografische bepaling"), e.fl, "mm"},
			{"ac", loinc("11979-2", "Omtrek [afmeting] in abdomen^foetus d.m.v. echografische bepaling"), e.ac, "mm"},
			{"efw", loinc("89087-1", "Geschat lichaamsgewicht^foetus"), e.weight, "g"},
		} {
			if m.value != "" {
				results = append(results, s.seen(seen{name: name + "-" + m.key, profile: "bc-FetusObservation", what: m.what, value: quantity(m.value, m.unit, m.unit), on: on, in: card, by: by}))
			}
		}
		s.put("DiagnosticReport", name, e.what.display,
			"meta", profile(nictiz+"bc-PregnancyUltraSound"), "identifier", s.identifier("DiagnosticReport", name), "status", "final",
			"code", concept(e.what), "subject", s.patient, "context", card, "effectiveDateTime", on,
			"performer", list{obj{"actor", by}}, "result", results, "conclusion", e.words)
	}
}

// delivery is the birth: of mother and child.
func (s *shelf) delivery(born time.Time, card, pregnant, child, midwife ref) {
	at := func(hour, minute int) string { return clockTime(born, hour, minute) }
	labour := s.put("Procedure", "bevalling", "Bevalling",
		"meta", profile(nictiz+"zib-Procedure", nictiz+"bc-DeliveryProcedure"), "identifier", s.identifier("Procedure", "bevalling"), "status", "completed",
		"category", concept(sct("386637004", "obstetrische verrichting")), "code", concept(sct("177184002", "begeleiding van normale partus")),
		"subject", s.patient, "context", card, "performedPeriod", obj{"start", at(4, 10), "end", at(14, 52)}, "performer", list{obj{"actor", midwife}},
		"reasonReference", list{pregnant}, "note", notes("Ingeleid vanwege zwangerschapsdiabetes, in Ziekenhuis De Linde."))
	birth := s.put("Procedure", "geboorte", "Geboorte",
		"meta", profile(nictiz+"zib-Procedure", nictiz+"bc-Birth"), "identifier", s.identifier("Procedure", "geboorte"), "partOf", list{labour}, "status", "completed",
		"category", concept(sct("386637004", "obstetrische verrichting")), "code", concept(sct("3950001", "geboorte")),
		"subject", child, "context", card, "performedPeriod", obj{"start", at(14, 38)})
	for _, o := range []seen{
		{name: "begin", profile: "bc-DeliveryObservation", what: sct("160611000146102", "manier waarop eerste fase van partus is begonnen"), value: sct("236958009", "inleiden van partus"), focus: labour},
		{name: "vliezen", profile: "bc-DeliveryObservation", what: sct("289251005", "tijdstip waarop gebroken vliezen zijn geconstateerd"), value: at(6, 30), focus: labour},
		{name: "vruchtwater", profile: "bc-DeliveryObservation", what: sct("366334007", "bevinding betreffende vruchtwater"), value: sct("168090003", "helder vruchtwater"), focus: labour},
		{name: "bloedverlies", profile: "bc-DeliveryObservation", what: sct("364332008", "bloedverlies durante partu"), value: quantity("350", "ml", "mL"), focus: labour},
		{name: "kinderen", profile: "bc-DeliveryObservation", what: sct("118861000146102", "aantal geboren kinderen uit zwangerschap"), value: obj{"value", 1}, focus: labour},
		{name: "plaats", profile: "bc-BirthObservation", what: sct("366344009", "bevinding betreffende locatie van partus"), value: sct("56321000146103", "geboorte in ziekenhuis"), focus: birth},
		{name: "soort", profile: "bc-BirthObservation", what: sct("364336006", "soort partus"), value: sct("177184002", "begeleiding van normale partus"), focus: birth},
		{name: "kind-gewicht", profile: "bc-ChildObservation", what: loinc("8339-4", "Lichaamsgewicht^bij geboorte [massa] d.m.v. meting"), value: quantity("3640", "g", "g"), of: child},
		{name: "kind-hoofd", profile: "zib-HeadCircumference", category: catVitals, what: loinc("9843-4", "Hoofdomtrek"), value: quantity("35.1", "cm", "cm"), of: child},
		{name: "kind-lengte", profile: "zib-BodyHeight", category: catVitals, what: height.hospital, value: quantity("51", "cm", "cm"), of: child},
		{name: "apgar-1", profile: "zib-ApgarScore", what: loinc("9272-6", "Score^1 min na de geboorte [functie] d.m.v. Apgar"), value: obj{"value", 8}, of: child},
		{name: "apgar-5", profile: "zib-ApgarScore", what: loinc("9274-2", "Score^5 min na geboorte [functie] d.m.v. Apgar"), value: obj{"value", 10}, of: child},
		{name: "vitamine-k", profile: "bc-VitaminKAdministration", what: sct("698350008", "oraal toedienen van fytomenadion"), value: true, of: child},
		{name: "hielprik", profile: "bc-ChildObservation", what: sct("77262006", "hielprik"), value: true, of: child},
		{name: "kraamzorg", profile: "bc-MaternalObservation", what: sct("160631000146109", "geïndiceerd aantal uur kraamzorg"), value: quantity("49", "uur", "h")},
		{name: "borst", profile: "bc-MaternalObservation", what: sct("169740003", "wijze van voeden van zuigeling"), value: sct("169741004", "borstvoeding")},
	} {
		o.in, o.on, o.by = card, at(14, 40), midwife
		s.seen(o)
	}
	for i, v := range [][2]string{{"36.7", "3510"}, {"36.9", "3480"}, {"36.8", "3590"}} {
		on := day(born.AddDate(0, 0, i*2+1))
		s.seen(seen{name: "kraam-temp-" + string(rune('a'+i)), profile: "zib-BodyTemperature", category: catVitals, what: temp.hospital, value: quantity(v[0], "°C", "Cel"), on: on, of: child, in: card, by: midwife})
		s.seen(seen{name: "kraam-gewicht-" + string(rune('a'+i)), profile: "zib-BodyWeight", category: catVitals, what: weight.hospital, value: quantity(v[1], "g", "g"), on: on, of: child, in: card, by: midwife})
	}
}
