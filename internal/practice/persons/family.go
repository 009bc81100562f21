// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// yasmina is 39, has a slow thyroid and migraine, and a daughter of seven: noor.
func yasmina(c clock) *somebody {
	p := &somebody{
		clock: c, key: "yasmina", given: "Yasmina", initials: "Y.", family: "Voorbeelder", female: true,
		birth:  c.born(39, time.September, 4),
		street: "Proefplein", number: "31", postcode: "0000 BD", city: "Lindestad",
		phone: "06 00 00 00 31", mail: "yasmina@voorbeelder.example",
		married: code{"http://hl7.org/fhir/v3/MaritalStatus", "D", "Gescheiden"},
	}
	gp := p.at(dossier.Oefenhoek)
	yasminaAtGP(gp.serve("49"))
	yasminaAgenda(gp)
	yasminaAtLinde(p.at(dossier.Linde))
	yasminaAtOoievaar(p.at(dossier.Ooievaar))
	pharmacy := p.at(dossier.Vijzel).serve("48")
	pharmacy.hand(handout{name: "levothyroxine", what: levothyroxine, how: usual("1 maal per dag 1 tablet, nuchter", 1, "1"), on: pharmacy.ago(2, 3, 0), from: day(pharmacy.ago(2, 3, 0))})
	pharmacy.hand(handout{name: "sumatriptan", what: sumatriptan, how: dose{text: "Zo nodig 1 tablet bij begin van een aanval, maximaal 2 per dag", times: 1, period: "d", amount: "1", asNeeded: true, also: "bij begin van een aanval, maximaal 2 per dag"},
		on: pharmacy.ago(1, 4, 0), from: day(pharmacy.ago(1, 4, 0))})
	shots := p.at(dossier.Zonnetje).serve("63")
	at := func(months int) time.Time { return working(p.birth.AddDate(0, months, 2)) }
	shots.series(dktp, true, at(3), at(4), at(5), at(12), at(49))
	shots.series(bmr, true, at(14), at(109))
	shots.shot(shot{what: whooping, on: day(shots.ago(7, 5, 0)), lot: lotOf(whooping, 1), why: sct("77386006", "zwangerschap")})
	for i, m := range []int{63, 61, 56} {
		shots.shot(shot{what: covidShot, on: day(shots.ago(0, m, 0)), dose: i + 1, lot: lotOf(covidShot, i+4)})
	}
	return p
}

func yasminaAtGP(s *shelf) {
	thyroid := s.concern(concern{name: "schildklier", title: "Te traag werkende schildklier", icpc: icpc("T86", "Hypothyreoïdie/myxoedeem"),
		since: day(s.ago(2, 3, 0)), first: s.ago(2, 3, 4), last: s.ago(0, 1, 8)})
	migraine := s.concern(concern{name: "migraine", icpc: icpc("N89", "Migraine"), since: year(s.ago(18, 0, 0)), last: s.ago(1, 4, 0)})
	sugar := s.concern(concern{name: "zwangerschapsdiabetes", title: "Zwangerschapsdiabetes gehad", icpc: icpc("W85", "Zwangerschapsdiabetes"),
		since: month(s.ago(7, 9, 0)), until: month(s.ago(7, 4, 0)), last: s.ago(0, 8, 3), note: "Elk jaar nuchter glucose, vijf jaar lang."})
	woman := func(a assay) assay { return a.between("49", "90") }
	for _, v := range []visit{
		{name: "moe", on: s.ago(2, 3, 4), how: consult, about: thyroid, s: "Moe, kouwelijk, droge huid en vijf kilo aangekomen.", o: "Trage reflexen, pols 58.",
			e: "Hypothyreoïdie.", p: "Start levothyroxine. Over 6 weken TSH.", found: []reading{{tsh, "14.20"}, {weight, "78.2"}, {pulse, "58"}}},
		{name: "tsh-1", on: s.ago(2, 1, 20), how: telephone, about: thyroid, s: "Iets fitter.", e: "TSH gedaald.", p: "Dosis ophogen naar 75 microgram.", found: []reading{{tsh, "6.10"}}},
		{name: "tsh-2", on: s.ago(1, 11, 0), how: telephone, about: thyroid, s: "Gaat goed.", e: "Goed ingesteld.", p: "Elk jaar controle.", found: []reading{{tsh, "2.40"}}},
		{name: "migraine", on: s.ago(1, 4, 0), how: consult, about: migraine, s: "Twee aanvallen per maand met overgeven, moet dan naar bed.", o: "Neurologisch normaal.",
			e: "Migraine zonder aura.", p: "Sumatriptan bij aanval. Hoofdpijndagboek.", found: []reading{{systolic, "124"}, {diastolic, "78"}}},
		{name: "suiker", on: s.ago(0, 8, 3), how: telephone, about: sugar, s: "Jaarlijkse controle na zwangerschapsdiabetes.", e: "Nuchter glucose net binnen de grens.", p: "Volgend jaar opnieuw.",
			found: []reading{{glucoseFasting, "5.90"}, {hba1c, "38"}, {woman(creatinine), "67"}, {egfr, ">90"}}},
		{name: "tsh-3", on: s.ago(0, 1, 8), how: telephone, about: thyroid, s: "Geen klachten.", e: "Schildklier goed ingesteld.", p: "Over een jaar weer.", found: []reading{{tsh, "1.70"}}},
	} {
		s.visit(v)
	}
	first := s.agree(agreement{name: "levothyroxine-1", what: tablet("levothyroxine-50", "LEVOTHYROXINE TABLET 50UG", atc("H03AA01", "levothyroxine")), how: usual("1 maal per dag 1 tablet, nuchter", 1, "1"),
		on: s.ago(2, 3, 0), from: day(s.ago(2, 3, 0)), until: day(s.ago(2, 1, 20)), in: contactOf{episode: thyroid}, why: thyroid.problem, change: whyStart})
	s.agree(agreement{name: "levothyroxine-2", what: levothyroxine, how: usual("1 maal per dag 1 tablet, nuchter, een half uur voor het ontbijt", 1, "1"),
		on: s.ago(2, 1, 20), from: day(s.ago(2, 1, 20)), in: contactOf{episode: thyroid}, why: thyroid.problem, change: whyDose, follows: first})
	s.agree(agreement{name: "sumatriptan", what: sumatriptan, on: s.ago(1, 4, 0), from: day(s.ago(1, 4, 0)), in: contactOf{episode: migraine}, why: migraine.problem, change: whyStart,
		how: dose{text: "Zo nodig 1 tablet bij begin van een aanval, maximaal 2 per dag", times: 1, period: "d", amount: "1", asNeeded: true, also: "bij begin van een aanval, maximaal 2 per dag"}})
	s.allergic(allergy{name: "naproxen", what: sct("372588000", "naproxen"), category: "medication", severe: "low", since: year(s.ago(10, 0, 0)), reaction: []code{hives}, grade: "mild", by: "huisarts"})
}

func yasminaAtLinde(s *shelf) {
	s.serve("48")
	birth := s.problem(diagnosis{name: "bevalling", what: sct("289259007", "vaginale bevalling"), past: true, since: day(s.who.clock.born(7, time.February, 11)), doctor: "gynaecoloog", note: "Inleiding bij 39 weken, dochter van 3640 gram."})
	s.problem(diagnosis{name: "zwangerschapsdiabetes", what: sct("11687002", "zwangerschapsdiabetes"), past: true, since: month(s.ago(7, 9, 0)), doctor: "gynaecoloog"})
	day0 := s.born(7, time.February, 11)
	s.stay(stay{name: "bevalling", class: inpatient, from: day(day0.AddDate(0, 0, -1)), until: day(day0.AddDate(0, 0, 1)), doctor: "gynaecoloog", for_: []ref{birth}, where: "Verloskunde"})
	s.hospitalLab(sample{name: "zwanger", on: s.ago(7, 9, 0), hour: 8, of: []reading{{glucoseFasting, "6.40"}, {hemoglobin.between("6.8", "8.7"), "7.2"}}})
	s.insured(s.monday.AddDate(-8, 0, 0), s.monday.AddDate(1, 0, 0))
	s.home("wonen", houseKind("BOVENW", "Bovenwoning"), year(s.ago(2, 0, 0)), "Met dochter.")
	s.habit(habit{name: "alcohol", about: aboutAlcohol, profile: "zib-AlcoholUse", status: sct("105542008", "drinkt geen alcohol"), since: day(s.ago(7, 9, 0))})
	s.serve("51")
	s.bundle("bevalling", "Bevalling", day0.AddDate(0, 0, 1), discharge,
		s.letter(letter{name: "kraam", kind: discharge, title: "Ontslagbrief verloskunde", on: day0.AddDate(0, 0, 1), by: "gynaecoloog", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{{text: "Mevrouw beviel bij 39 weken van een dochter van 3640 gram. Moeder en kind maken het goed."},
				{heading: "Advies", text: "Vanwege zwangerschapsdiabetes elk jaar een nuchtere bloedsuiker, vijf jaar lang."}}}))
}

// noor is seven. Her mother looks after her dossier; she is too young for an own one.
func noor(c clock) *somebody {
	p := &somebody{
		clock: c, key: "noor", given: "Noor", initials: "N.", family: "Voorbeelder", female: true,
		birth:  c.born(7, time.February, 11),
		street: "Proefplein", number: "31", postcode: "0000 BD", city: "Lindestad",
		phone: "06 00 00 00 31", parent: "yasmina",
		contact: &contact{given: "Yasmina", initials: "Y.", family: "Voorbeelder", phone: "06 00 00 00 31",
			relation: code{"http://hl7.org/fhir/v3/RoleCode", "NMTH", "Moeder"}, role: firstContact},
	}
	s := p.at(dossier.Zonnetje).serve("63")
	at := func(months int) time.Time { return working(p.birth.AddDate(0, months, 4)) }
	s.series(dktpHibHepB, true, at(3), at(5), at(12))
	s.series(pneumo, true, at(3), at(5), at(12))
	s.shot(shot{what: bmr, on: day(at(14)), refuse: "Koorts, prik uitgesteld", reason: sct("183932001", "vaccinatie gecontra-indiceerd")})
	s.shot(shot{what: bmr, on: day(at(15)), dose: 1, lot: lotOf(bmr, 1), why: program})
	s.shot(shot{what: menACWY, on: day(at(15)), dose: 1, lot: lotOf(menACWY, 1), why: program})
	s.shot(shot{what: dktp, on: day(at(49)), dose: 4, lot: lotOf(dktp, 4), why: program, note: "Dikke arm gedurende twee dagen."})

	gp := p.at(dossier.Oefenhoek).serve("49")
	ear := gp.concern(concern{name: "oor", title: "Middenoorontsteking", icpc: icpc("H71", "Otitis media acuta/myringitis"), since: day(c.ago(2, 9, 0)), until: day(c.ago(2, 8, 15)), first: c.ago(2, 9, 0), last: c.ago(2, 9, 0)})
	skin := gp.concern(concern{name: "eczeem", title: "Eczeem", icpc: icpc("S87", "Constitutioneel eczeem"), since: year(c.ago(6, 0, 0)), last: c.ago(0, 10, 2)})
	gp.visit(visit{name: "oor", on: c.ago(2, 9, 0), how: consult, about: ear, s: "Oorpijn links, sinds twee dagen koorts.", o: "Trommelvlies links rood en bol.", e: "Middenoorontsteking.",
		p: "Paracetamol op vaste tijden. Bij loopoor of na 3 dagen koorts terug.", found: []reading{{temp, "39.1"}}})
	gp.visit(visit{name: "eczeem", on: c.ago(0, 10, 2), how: consult, about: skin, s: "Jeuk in de elleboogplooien, krabt 's nachts.", o: "Rode schilferende plekken, niet ontstoken.", e: "Constitutioneel eczeem, licht.",
		p: "Vet houden. Hydrocortisoncrème dun aanbrengen, 4 dagen per week.", found: []reading{{weight, "21.4"}, {height, "117"}}})
	gp.agree(agreement{name: "creme", what: hydrocortison, on: c.ago(0, 10, 2), from: day(c.ago(0, 10, 2)), in: contactOf{episode: skin}, why: skin.problem,
		how: dose{text: "1 maal per dag dun aanbrengen, 4 dagen per week", times: 4, period: "wk", extra: code{sysNHG25, "1033", "dun aanbrengen"}}})
	noorAgenda(gp)
	return p
}
