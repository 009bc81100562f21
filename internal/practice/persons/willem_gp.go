// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// willemOther are the contacts besides the quarterly checks.
func willemOther(s *shelf, w willemCare) {
	for _, v := range []visit{
		{name: "telefoon-lab", on: s.ago(5, 0, 12), how: telephone, about: w.diabetes,
			s: "Belt voor uitslag bloedonderzoek.", p: "Glucose verhoogd, over een week nuchter herhalen en op spreekuur."},
		{name: "hoest", on: s.ago(4, 0, 8), how: consult, about: w.cough,
			s:     "Kriebelhoest, maanden. Niet ziek, geen slijm, rookt niet meer.",
			o:     "Longen schoon. Keel rustig.",
			e:     "Prikkelhoest door lisinopril.",
			p:     "Lisinopril stoppen, over op losartan 50 mg. Over 4 weken bellen.",
			found: []reading{{temp, "36.9"}, {systolic, "146"}, {diastolic, "88"}}},
		{name: "hoest-bel", on: s.ago(3, 11, 0), how: telephone, about: w.cough,
			s: "Hoest is na twee weken helemaal weg.", e: "Bijwerking bevestigd.",
			p: "Vastgelegd als overgevoeligheid voor ACE-remmers."},
		{name: "rug", on: s.ago(3, 4, 0), how: consult, about: w.back,
			s: "Door de rug gegaan bij het tillen van een plantenbak. Geen uitstraling.",
			o: "Lasègue negatief. Kracht en gevoel normaal. Stijve onderrug.",
			e: "Aspecifieke lage rugpijn.",
			p: "Blijven bewegen, paracetamol. Geen NSAID vanwege nieren en bloeddruk."},
		{name: "rug-2", on: s.ago(3, 2, 20), how: telephone, about: w.back, with: "waarnemer",
			s: "Rug bijna over.", p: "Afgesloten."},
		{name: "staar", on: s.ago(2, 8, 0), how: consult, about: w.eye,
			s: "Ziet met rechts wazig, last van koplampen.",
			o: "Visus rechts 0,5. Rode reflex gedempt.",
			e: "Staar rechts.", p: "Verwezen naar oogarts in Eikenstad."},
		{name: "plaspil", on: s.ago(1, 8, 20), how: consult, about: w.pressure,
			s: "Komt voor de bloeddruk.", o: "RR 144/84 na rust.",
			e:     "Hypertensie met eiwit in de urine, nog niet op streefwaarde.",
			p:     "Start hydrochloorthiazide 12,5 mg. Over 3 weken kalium en nierfunctie.",
			found: []reading{{systolic, "144"}, {diastolic, "84"}}},
		{name: "wondroos", on: s.ago(1, 2, 9), how: homeVisit, about: w.leg, with: "waarnemer",
			s:     "Sinds gisteren koude rilling, koorts en rood pijnlijk onderbeen links.",
			o:     "Zieke indruk. Scherp begrensde roodheid tot de knie, warm. Kloofje tussen de tenen.",
			e:     "Erysipelas met koorts bij diabetes. Penicillineallergie.",
			p:     "Met spoed ingestuurd naar De Linde voor behandeling via infuus.",
			found: []reading{{temp, "39.4"}, {pulse, "104"}, {systolic, "128"}, {diastolic, "74"}, {crp, "148"}}},
		{name: "wondroos-na", on: s.ago(1, 1, 2), how: consult, about: w.leg,
			s: "Been weer rustig. Steunkous zit goed.", o: "Huid gaaf, geen oedeem.",
			e: "Genezen erysipelas.", p: "Teenkloofjes behandelen met crème. Steunkous overdag.",
			found: []reading{{crp, "<5"}}},
		{name: "hypo", on: s.ago(1, 0, 12), how: telephone, about: w.diabetes,
			s: "Zweten en trillen op de fiets, meter 3,2. Na gel weer goed.", e: "Hypo door gliclazide.",
			p: "Bij jaarcontrole volgende week bespreken. Niet sporten zonder eten."},
		{name: "griep", on: s.last(0, time.November, 6), how: consult, with: "poh",
			p: "Griepprik en herhaalprik corona gegeven op de vaccinatiemiddag.", icpc: icpc("R44", "Immunisatie/preventieve medicatie luchtwegen")},
		{name: "darm", on: s.ago(0, 1, 12), how: consult, about: w.gut,
			s: "Kreeg brief: bloed gevonden bij het bevolkingsonderzoek. Geen klachten. Maakt zich zorgen.",
			o: "Buik soepel, geen weerstanden.",
			e: "Positieve ontlastingstest. Meestal onschuldig, kijkonderzoek nodig.",
			p: "Uitleg over coloscopie. Verwezen naar Eikenstad. Empagliflozine 2 dagen vooraf stoppen."},
		{name: "herhaal", on: s.ago(0, 0, 25), how: repeat, about: w.pressure,
			p: "Herhaalrecept losartan en hydrochloorthiazide, 90 dagen."},
	} {
		s.visit(v)
	}
	s.visit(visit{name: "leefstijl", on: s.ago(0, 12, 4), how: consult, with: "poh", about: w.lipids,
		s: "Rookt niet meer sinds negen jaar. Drinkt alleen in het weekend.", p: "Complimenten. Zo houden."})
	willemHabitsAtGP(s, w)
}

// willemHabitsAtGP are answers from a list instead of numbers.
func willemHabitsAtGP(s *shelf, w willemCare) {
	on := s.ago(0, 12, 4)
	for _, a := range []struct {
		name  string
		about code
		value code
		text  string
	}{
		{"roken", nhg("1739", "roken"), code{sysNHG45Value, "4", "voorheen"}, ""},
		{"alcohol", nhg("1591", "alcoholgebruik"), code{}, "8 glazen per week, verdeeld over drie dagen"},
		{"gestopt", nhg("2003", "gestopt met roken sinds"), code{}, year(s.ago(9, 0, 0))},
	} {
		var value any = a.text
		kind := "valueString"
		if a.text == "" {
			kind, value = "valueCodeableConcept", concept(a.value)
		}
		s.put("Observation", "leefstijl-"+a.name, a.about.display,
			"meta", profile(nictiz+"gp-DiagnosticResult"),
			"extension", w.lipids.extension(),
			"identifier", s.identifier("Observation", "leefstijl-"+a.name),
			"status", "final",
			"code", concept(a.about),
			"subject", s.patient,
			"effectiveDateTime", day(on),
			"performer", list{s.staff("poh")},
			kind, value,
		)
	}
}

// willemMedication at the GP: what is used now, and everything that was tried before.
func willemMedication(s *shelf, w willemCare) {
	in := func(e episode) contactOf { return contactOf{episode: e} }
	step := func(name string, what product, how dose, from, until time.Time, e episode, change code, follows ref, note string) ref {
		a := agreement{name: name, what: what, how: how, on: from, from: day(from), in: in(e), why: e.problem,
			change: change, follows: follows, note: note}
		if !until.IsZero() {
			a.until = day(until)
		}
		return s.agree(a)
	}
	halt := func(name string, what product, how dose, from, until time.Time, e episode, change code, follows ref, note string) {
		s.agree(agreement{name: name, what: what, how: how, on: until, from: day(from), until: day(until), in: in(e),
			why: e.problem, change: change, stop: stopForEver, follows: follows, note: note})
	}
	none := time.Time{}
	ago := s.ago

	m1 := step("metformine-1", metformin, usual("2 maal per dag 1 tablet, tijdens de maaltijd", 2, "1"), ago(5, 0, 5), ago(4, 9, 5), w.diabetes, whyStart, ref{}, "")
	step("metformine-2", metformin, usual("3 maal per dag 1 tablet, tijdens de maaltijd", 3, "1"), ago(4, 9, 5), none, w.diabetes, whyDose, m1, "")

	li := step("lisinopril-1", lisinopril, usual("1 maal per dag 1 tablet", 1, "1"), ago(12, 1, 0), ago(4, 0, 8), w.pressure, whyStart, ref{}, "")
	halt("lisinopril-2", lisinopril, usual("1 maal per dag 1 tablet", 1, "1"), ago(12, 1, 0), ago(4, 0, 8), w.pressure, whySideEffect, li, "Prikkelhoest.")
	lo := step("losartan-1", losartan, usual("1 maal per dag 1 tablet", 1, "1"), ago(4, 0, 8), ago(3, 0, 5), w.pressure, whyStart, ref{}, "In plaats van lisinopril.")
	step("losartan-2", losartan100, usual("1 maal per dag 1 tablet", 1, "1"), ago(3, 0, 5), none, w.pressure, whyDose, lo, "Ook ter bescherming van de nieren.")
	step("hct-1", hct, usual("1 maal per dag 1 tablet, 's ochtends", 1, "1"), ago(1, 8, 20), none, w.pressure, whyStart, ref{}, "Bij braken of diarree tijdelijk stoppen.")

	si := step("simvastatine-1", simvastatin, usual("1 maal per dag 1 tablet, 's avonds", 1, "1"), ago(4, 0, 5), ago(3, 9, 5), w.lipids, whyStart, ref{}, "")
	halt("simvastatine-2", simvastatin, usual("1 maal per dag 1 tablet, 's avonds", 1, "1"), ago(4, 0, 5), ago(3, 9, 5), w.lipids, whySideEffect, si, "Spierpijn in de bovenbenen.")
	at := step("atorvastatine-1", atorvastatin, usual("1 maal per dag 1 tablet", 1, "1"), ago(3, 8, 5), ago(2, 0, 5), w.lipids, whyStart, ref{}, "")
	step("atorvastatine-2", atorvastatin2, usual("1 maal per dag 1 tablet", 1, "1"), ago(2, 0, 5), none, w.lipids, whyDose, at, "")

	g1 := step("gliclazide-1", gliclazide, usual("1 maal per dag 1 tablet, bij het ontbijt", 1, "1"), ago(2, 6, 5), ago(2, 3, 5), w.diabetes, whyStart, ref{}, "")
	g2 := step("gliclazide-2", gliclazide, usual("1 maal per dag een halve tablet, bij het ontbijt", 1, "0.5"), ago(2, 3, 5), ago(1, 0, 5), w.diabetes, whyTooStrong, g1, "Te lage bloedsuikers.")
	halt("gliclazide-3", gliclazide, usual("1 maal per dag een halve tablet, bij het ontbijt", 1, "0.5"), ago(2, 3, 5), ago(1, 0, 5), w.diabetes, whySideEffect, g2, "Hypo's bij inspanning.")
	step("empagliflozine-1", empagliflozin, usual("1 maal per dag 1 tablet", 1, "1"), ago(1, 0, 5), none, w.diabetes, whyStart, ref{}, "Bij ziekte en 2 dagen voor een kijkonderzoek tijdelijk stoppen.")

	s.agree(agreement{name: "paracetamol-1", what: paracetamol, on: ago(3, 4, 0), from: day(ago(3, 4, 0)), until: day(ago(3, 3, 16)), days: 14,
		how: dose{text: "Zo nodig 1 tot 4 maal per dag 1 à 2 tabletten", times: 4, period: "d", amount: "1", high: "2", asNeeded: true, extra: code{sysNHG25, "1028", "bij pijn"}},
		in:  in(w.back), why: w.back.problem, change: whyStart})
}
