// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// daan is 17 and has asthma; old enough for a dossier of his own.
func daan(c clock) *somebody {
	p := &somebody{
		clock: c, key: "daan", given: "Daan", initials: "D.", family: "Probeersel",
		birth:  c.born(17, time.April, 16),
		street: "Toetsweg", number: "5", postcode: "0000 BE", city: "Eikenstad",
		phone: "06 00 00 00 41",
		contact: &contact{given: "Marieke", initials: "M.", family: "Probeersel", phone: "06 00 00 00 42",
			relation: code{"http://hl7.org/fhir/v3/RoleCode", "NMTH", "Moeder"}, role: firstContact},
	}
	daanAtGP(p.at(dossier.Oefenhoek).serve("49"))
	daanAtEikenstad(p.at(dossier.Eikenstad))
	pharmacy := p.at(dossier.Vijzel).serve("48")
	pharmacy.hand(handout{name: "fluticason", what: fluticasone, how: usual("2 maal per dag 1 inhalatie, daarna mond spoelen", 2, "1"), on: c.ago(0, 1, 20), from: day(c.ago(3, 0, 2)), note: "Inhalatie-instructie gegeven."})
	pharmacy.hand(handout{name: "salbutamol", what: salbutamol, how: dose{text: "Zo nodig 1 tot 2 inhalaties", times: 4, period: "d", amount: "1", high: "2", asNeeded: true}, on: c.ago(0, 4, 2), from: year(c.ago(10, 0, 0))})
	pharmacy.allergic(allergy{name: "kat", what: sct("143491000146106", "eiwit van kat"), category: "environment", since: year(c.ago(9, 0, 0))})
	daanVaccinations(p.at(dossier.Zonnetje).serve("63"))
	return p
}

func daanAtGP(s *shelf) {
	asthma := s.concern(concern{name: "astma", title: "Astma", icpc: icpc("R96", "Astma"), since: year(s.ago(12, 0, 0)), last: s.ago(0, 1, 20)})
	skin := s.concern(concern{name: "acne", icpc: icpc("S96", "Acne"), since: month(s.ago(1, 6, 0)), last: s.ago(0, 9, 4)})
	for _, v := range []visit{
		{name: "astma-1", on: s.ago(1, 10, 3), how: consult, with: "poh", about: asthma, s: "Benauwd bij gym en in de winter. Gebruikt salbutamol bijna elke dag.", o: "Longen: licht verlengd expirium.",
			e: "Astma onvoldoende onder controle.", p: "Fluticason elke dag, ook als het goed gaat. Inhalatietechniek geoefend.", found: []reading{{weight, "61.0"}, {height, "174"}}},
		{name: "acne", on: s.ago(0, 9, 4), how: consult, about: skin, s: "Puistjes in het gezicht, schaamt zich.", o: "Comedonen en enkele papels.", e: "Lichte acne.", p: "Benzoylperoxide, geduld: effect na 6 weken."},
		{name: "astma-2", on: s.ago(0, 1, 20), how: consult, with: "poh", about: asthma, s: "Speelt weer hele wedstrijden. Salbutamol één keer per week.", o: "Longen schoon.", e: "Astma goed onder controle.",
			p: "Zo doorgaan. Over een half jaar terug. Vraagt of de kat van oma kwaad kan: ja.", found: []reading{{weight, "66.3"}, {height, "181"}, {pulse, "64"}}},
	} {
		s.visit(v)
	}
	s.agree(agreement{name: "fluticason", what: fluticasone, on: s.ago(1, 10, 3), from: day(s.ago(3, 0, 2)), how: usual("2 maal per dag 1 inhalatie, daarna mond spoelen", 2, "1"), in: contactOf{episode: asthma}, why: asthma.problem})
	s.agree(agreement{name: "salbutamol", what: salbutamol, on: s.ago(1, 10, 3), from: year(s.ago(10, 0, 0)), in: contactOf{episode: asthma}, why: asthma.problem,
		how: dose{text: "Zo nodig 1 tot 2 inhalaties, ook een kwartier voor het sporten", amount: "1", high: "2", asNeeded: true, also: "ook een kwartier voor het sporten"}})
	mo := s.agree(agreement{name: "montelukast", what: montelukast, on: s.ago(3, 5, 0), from: day(s.ago(3, 5, 0)), until: day(s.ago(3, 2, 0)), how: usual("1 maal per dag 1 tablet, 's avonds", 1, "1"), in: contactOf{episode: asthma}})
	s.agree(agreement{name: "montelukast-stop", what: montelukast, on: s.ago(3, 2, 0), from: day(s.ago(3, 5, 0)), until: day(s.ago(3, 2, 0)), how: usual("1 maal per dag 1 tablet, 's avonds", 1, "1"),
		in: contactOf{episode: asthma}, change: whyNoEffect, stop: stopForEver, follows: mo, note: "Ook nare dromen."})
	s.allergic(allergy{name: "ibuprofen", what: sct("387207008", "ibuprofen"), category: "medication", sure: "unconfirmed", since: month(s.ago(2, 4, 0)), reaction: []code{dyspnea}, grade: "moderate", by: "huisarts",
		note: "Mogelijk benauwd na een tablet. Uit voorzorg niet gebruiken."})
}

func daanAtEikenstad(s *shelf) {
	s.serve("48")
	asthma := s.problem(diagnosis{name: "astma", what: sct("195967001", "astma"), since: year(s.ago(12, 0, 0)), doctor: "longarts"})
	s.problem(diagnosis{name: "aanval", what: sct("708038006", "acute exacerbatie van astma"), since: day(s.ago(11, 1, 0)), until: day(s.ago(11, 0, 27)), doctor: "longarts"})
	s.stay(stay{name: "opname", class: acute, from: clockTime(s.ago(11, 1, 0), 3, 20), until: clockTime(s.ago(11, 0, 27), 10, 0), doctor: "longarts", for_: []ref{asthma}, coming: "Spoedeisende hulp", going: "Thuis", where: "Kindergeneeskunde"})
	s.allergic(allergy{name: "kat", what: sct("143491000146106", "eiwit van kat"), category: "environment", severe: "high", since: year(s.ago(9, 0, 0)), reaction: []code{dyspnea, itch}, grade: "moderate", by: "longarts"})
	s.allergic(allergy{name: "pinda", what: sct("762952008", "pinda"), category: "food", sure: "refuted", since: year(s.ago(14, 0, 0)), note: "Provocatietest zonder reactie. Mag pinda eten.", by: "longarts"})
	s.agree(agreement{name: "fluticason", what: fluticasone, on: s.ago(3, 0, 2), from: day(s.ago(3, 0, 2)), by: "longarts", how: usual("2 maal per dag 1 inhalatie", 2, "1"), why: asthma, change: whyStart, contained: true})
	s.wears(aid{name: "voorzetkamer", text: "Voorzetkamer", since: year(s.ago(10, 0, 0)), why: asthma})
	s.habit(habit{name: "roken", about: aboutTobacco, profile: "zib-TobaccoUse", status: sct("266919005", "heeft nooit gerookt"), since: day(s.ago(0, 8, 0)), note: "Vriendengroep vapet, hij zelf niet."})
	s.appointment(meeting{name: "long", on: s.ahead(1, 8), hour: 9, minutes: 20, with: "longarts", where: "Polikliniek Kindergeneeskunde, route 16", what: "Controle astma met longfunctietest",
		prepare: "Gebruik 12 uur vooraf geen salbutamol, tenzij u benauwd wordt. Neem uw pufjes mee."})
	s.serve("51")
	s.bundle("long", "Longfunctie", s.ago(0, 8, 0), outcome,
		s.letter(letter{name: "longfunctie", kind: outcome, title: "Uitslag longfunctietest", on: s.ago(0, 8, 0), by: "longarts", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{heading: "Meting", rows: [][]string{{"", "Voor salbutamol", "Na salbutamol", "Verwacht"}, {"FEV1 (liter)", "3,62", "4,05", "4,21"}, {"FVC (liter)", "4,88", "4,97", "4,95"}}},
				{heading: "Conclusie", text: "Lichte luchtwegvernauwing die goed reageert op salbutamol. Past bij astma."},
				{heading: "Overgang", text: "Vanaf 18 jaar neemt de longarts voor volwassenen de controle over."},
			}}))
}

func daanVaccinations(s *shelf) {
	at := func(months int) time.Time { return working(s.who.birth.AddDate(0, months, 1)) }
	s.series(dktpHib, true, at(2), at(3), at(4), at(11))
	s.series(pneumo, true, at(2), at(4), at(11))
	s.series(bmr, true, at(14), at(108))
	s.shot(shot{what: menC, on: day(at(14)), dose: 1, lot: lotOf(menC, 2), why: program})
	s.shot(shot{what: dktp, on: day(at(48)), dose: 5, lot: lotOf(dktp, 2), why: program})
	s.shot(shot{what: dtp, on: day(at(108)), dose: 6, lot: lotOf(dtp, 2), why: program})
	s.shot(shot{what: menACWY, on: day(at(14*12 + 2)), dose: 1, lot: lotOf(menACWY, 2), why: program, where: "Sporthal Eikenstad"})
	s.shot(shot{what: hpvVaccine, on: day(at(13 * 12)), dose: 1, lot: lotOf(hpvVaccine, 1), why: program})
	s.shot(shot{what: hpvVaccine, on: day(at(13*12 + 6)), dose: 2, lot: lotOf(hpvVaccine, 2), why: program, status: "entered-in-error"})
	s.shot(shot{what: hpvVaccine, on: day(at(13*12 + 7)), dose: 2, lot: lotOf(hpvVaccine, 2), why: program})
	s.shot(shot{what: fluShot, on: day(s.last(1, time.November, 4)), lot: lotOf(fluShot, 9), why: sct("195967001", "astma")})
}

// lotte is 24. Two providers know her and have nothing to give: the way to see
// what "nothing found" looks like.
func lotte(c clock) *somebody {
	p := &somebody{
		clock: c, key: "lotte", given: "Lotte", initials: "L.", family: "Leegstra", female: true,
		birth:  c.born(24, time.August, 12),
		street: "Proeflaan", number: "88", postcode: "0000 BF", city: "Oefendorp", phone: "06 00 00 00 51",
	}
	for _, key := range []string{dossier.Oefenhoek, dossier.Linde} {
		p.at(key).out = nil
	}
	return p
}
