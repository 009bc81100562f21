// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// willemLetters are the documents that the GP keeps.
func willemLetters(s *shelf, w willemCare) {
	s.bundle("voet", "Voetzorg en verwijzing", s.ago(0, 1, 11), progress,
		s.letter(letter{name: "voetcontrole", about: w.diabetes.care, kind: progress, title: "Verslag jaarlijkse voetcontrole", on: s.ago(0, 0, 5), by: "poh", to: "de heer W. Oefenberg",
			body: []part{
				{text: "U had uw jaarlijkse voetcontrole. Hieronder staat wat wij hebben gezien en wat wij afspraken."},
				{heading: "Onderzoek", rows: [][]string{{"", "Rechts", "Links"}, {"Huid", "Gaaf", "Eelt onder de bal"}, {"Bloedvaten", "Goed voelbaar", "Goed voelbaar"}, {"Gevoel (3 punten)", "3 van 3", "2 van 3"}, {"Nagels", "Goed", "Licht verdikt"}}},
				{heading: "Wat betekent dit", text: "Het gevoel in uw linkervoet is wat minder. U merkt een wondje of een te krappe schoen dan later op. Bekijk uw voeten elke avond, ook de onderkant."},
				{heading: "Afspraken", text: "Twee keer per jaar voetcontrole. Pedicure elke acht weken. Aangepaste schoenen zijn aangevraagd via het ziekenhuis."},
			}}),
		s.letter(letter{name: "verwijzing", about: w.gut.care, kind: referral, title: "Verwijsbrief maag-, darm- en leverarts", on: s.ago(0, 1, 12), by: "huisarts", to: "Medisch Centrum Eikenstad (oefen), MDL",
			body: []part{
				{text: "Graag uw beoordeling en coloscopie bij deze 58-jarige man met een positieve test van het bevolkingsonderzoek darmkanker."},
				{heading: "Voorgeschiedenis", text: "Diabetes mellitus type 2 met albuminurie, hypertensie, staaroperatie rechts, appendectomie."},
				{heading: "Medicatie", text: "Metformine 3 dd 500 mg, empagliflozine 10 mg, losartan 100 mg, hydrochloorthiazide 12,5 mg, atorvastatine 20 mg."},
				{heading: "Overgevoeligheid", text: "Penicillines (huiduitslag), ACE-remmers (hoest)."},
			}}))
	s.letter(letter{name: "zorgplan", about: w.diabetes.care, kind: progress, title: "Individueel zorgplan diabetes", on: s.ago(1, 0, 4), by: "poh", to: "de heer W. Oefenberg", status: "superseded",
		body: []part{{heading: "Mijn doelen", text: "Drie keer per week een uur fietsen. Vijf kilo afvallen. Geen hypo's meer."}}})
	s.letter(letter{name: "zorgplan-2", about: w.diabetes.care, kind: progress, title: "Individueel zorgplan diabetes", on: s.ago(0, 0, 5), by: "poh", to: "de heer W. Oefenberg",
		body: []part{
			{heading: "Mijn doelen", text: "Zo blijven bewegen. Gewicht onder de 93 kilo. Minder tabletten als het kan."},
			{heading: "Streefwaarden", rows: [][]string{{"Wat", "Streefwaarde", "Nu"}, {"HbA1c", "onder 53 mmol/mol", "50"}, {"Bloeddruk", "onder 130", "128/76"}, {"LDL-cholesterol", "onder 2,6 mmol/l", "2,1"}}},
			{heading: "Afspraken", text: "Elke drie maanden controle bij de praktijkondersteuner, elk jaar een uitgebreide controle."},
		}})
}

func willemLindeLetters(s *shelf, stay ref) {
	var eyes []ref
	for i, e := range []struct {
		years             int
		right, left, then string
	}{
		{4, "geen afwijkingen", "geen afwijkingen", "Over twee jaar opnieuw."},
		{3, "geen afwijkingen", "geen afwijkingen", "Over een jaar opnieuw."},
		{2, "enkele microaneurysmata", "geen afwijkingen", "Over een jaar opnieuw."},
		{1, "microaneurysmata en één puntbloeding", "enkele microaneurysmata", "Over een jaar opnieuw. Goede bloedsuiker en bloeddruk remmen dit af."},
	} {
		eyes = append(eyes, s.letter(letter{name: "oogfoto-" + string(rune('a'+i)), kind: eyeReport, title: "Uitslag oogfoto (fundus) " + year(s.ago(e.years, 0, 9)),
			on: s.ago(e.years, 0, 9), by: "oogarts", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Bij uw patiënt met diabetes mellitus is een foto van het netvlies gemaakt."},
				{heading: "Bevindingen", rows: [][]string{{"Oog", "Netvlies"}, {"Rechts", e.right}, {"Links", e.left}}},
				{heading: "Advies", text: e.then},
			}}))
	}
	s.bundle("ogen", "Oogfoto's bij diabetes", s.ago(1, 0, 9), eyeReport, eyes...)
	s.letter(letter{name: "ontslag", during: stay, kind: discharge, title: "Ontslagbrief interne geneeskunde", on: s.ago(1, 2, 5), by: "internist", to: "Huisartsenpraktijk De Oefenhoek",
		body: []part{
			{text: "Bovengenoemde patiënt was vier dagen opgenomen vanwege wondroos (erysipelas) van het linkeronderbeen met koorts."},
			{heading: "Beloop", text: "Wegens penicillineallergie werd behandeld met clindamycine via het infuus. De koorts zakte binnen twee dagen en de roodheid nam af. Een echo liet geen trombose zien. De bloedsuiker was ontregeld door de infectie en werd tijdelijk met insuline behandeld."},
			{heading: "Laboratorium", rows: [][]string{{"Bepaling", "Opname", "Ontslag"}, {"CRP (mg/l)", "163", "41"}, {"Leukocyten (10^9/l)", "15,8", "9,6"}, {"Creatinine (µmol/l)", "104", "93"}, {"Glucose (mmol/l)", "15,4", "9,8"}}},
			{heading: "Medicatie bij ontslag", text: "Clindamycine 3 dd 600 mg tot en met dag 10. Overige medicatie ongewijzigd. Ibuprofen is ontraden."},
			{heading: "Afspraken", text: "Controle bij de huisarts na vier weken. Steunkous klasse 2 aangemeten. Behandel de kloofjes tussen de tenen."},
		}})
	s.letter(letter{name: "poli", kind: outcome, title: "Brief polikliniek interne geneeskunde", on: s.ago(1, 0, 2), by: "internist", to: "Huisartsenpraktijk De Oefenhoek",
		body: []part{
			{heading: "Conclusie", text: "Diabetes mellitus type 2 met beginnende nefropathie, milde achtergrondretinopathie en mogelijk beginnende neuropathie links. Hypertensie."},
			{heading: "Beleid", text: "Gliclazide gestaakt wegens hypoglykemieën. Gestart met empagliflozine 10 mg per dag, ook ter bescherming van nieren en hart. Streefwaarde systolische bloeddruk 130. Jaarlijkse oogfoto."},
		}})
}

// willemAtPharmacy: what the pharmacy hands out, and what it knows he uses.
func willemAtPharmacy(s *shelf) {
	s.allergic(allergy{name: "penicilline", what: code{"urn:oid:2.16.840.1.113883.2.4.4.1.902.122", "57", "AMOXICILLINE/AMPICILLINE"}, text: "Penicillines", category: "medication",
		since: year(s.ago(8, 0, 0))})
	for _, h := range []handout{
		{name: "metformine", what: metformin, how: usual("3 maal per dag 1 tablet, tijdens of na het eten", 3, "1"), on: s.ago(4, 9, 4), from: day(s.ago(4, 9, 4))},
		{name: "losartan", what: losartan100, how: usual("1 maal per dag 1 tablet", 1, "1"), on: s.ago(3, 0, 4), from: day(s.ago(3, 0, 4))},
		{name: "hct", what: hct, how: usual("1 maal per dag 1 tablet, 's ochtends", 1, "1"), on: s.ago(1, 8, 19), from: day(s.ago(1, 8, 19))},
		{name: "atorvastatine", what: atorvastatin2, how: usual("1 maal per dag 1 tablet", 1, "1"), on: s.ago(2, 0, 4), from: day(s.ago(2, 0, 4)),
			note: "Geen grapefruit of grapefruitsap gebruiken."},
		{name: "empagliflozine", what: empagliflozin, how: usual("1 maal per dag 1 tablet", 1, "1"), on: s.ago(0, 12, 2), from: day(s.ago(0, 12, 2))},
		{name: "lisinopril", what: lisinopril, how: usual("1 maal per dag 1 tablet", 1, "1"), on: s.ago(12, 1, 0), from: day(s.ago(12, 1, 0)), until: day(s.ago(4, 0, 8))},
		{name: "simvastatine", what: simvastatin, how: usual("1 maal per dag 1 tablet, 's avonds", 1, "1"), on: s.ago(4, 0, 4), from: day(s.ago(4, 0, 4)), until: day(s.ago(3, 9, 5))},
		{name: "gliclazide", what: gliclazide, how: usual("1 maal per dag een halve tablet, bij het ontbijt", 1, "0.5"), on: s.ago(2, 3, 4), from: day(s.ago(2, 3, 4)), until: day(s.ago(1, 0, 5))},
	} {
		s.hand(h)
	}
	s.uses(usage{name: "paracetamol", what: paracetamol, how: dose{text: "Zo nodig 1 tot 2 tabletten, maximaal 3 maal per dag", times: 3, period: "d", amount: "1", high: "2", asNeeded: true},
		on: s.ago(0, 2, 0), from: year(s.ago(3, 0, 0)), asAgreed: false, note: "Zonder recept."})
}

func willemVaccinations(s *shelf) {
	for y := 0; y < 5; y++ {
		on := s.last(y, time.November, 6)
		s.shot(shot{what: fluShot, on: day(on), lot: lotOf(fluShot, y), why: sct("73211009", "diabetes mellitus"), where: "Dorpshuis Oefendorp"})
	}
	s.shot(shot{what: covidShot, on: day(s.ago(5, 5, 2)), dose: 1, lot: lotOf(covidShot, 1)})
	s.shot(shot{what: covidShot, on: day(s.ago(5, 4, 5)), dose: 2, lot: lotOf(covidShot, 2)})
	s.shot(shot{what: covidShot, on: day(s.ago(4, 10, 1)), dose: 3, lot: lotOf(covidShot, 3)})
	s.shot(shot{what: covidShot, on: day(s.last(0, time.November, 6)), lot: lotOf(covidShot, 4), where: "Dorpshuis Oefendorp"})
	s.shot(shot{what: hepatitisAVx, on: year(s.ago(11, 0, 0)), note: "Volgens het gele boekje.", why: sct("14747002", "reizigersvaccinatie")})
}

// willemHomeMedication is what the hospital wrote down about the medicines at home: what is
// used, what was stopped and why. Unlike the GP it gives the past too.
func willemHomeMedication(s *shelf, diabetes ref) {
	before := s.agree(agreement{name: "gliclazide", what: gliclazide, how: usual("1 maal per dag een halve tablet, bij het ontbijt", 1, "0.5"), on: s.ago(2, 3, 5),
		from: day(s.ago(2, 3, 5)), until: day(s.ago(1, 0, 5)), by: "internist", why: diabetes, note: "Voorgeschreven door de huisarts."})
	s.agree(agreement{name: "gliclazide-stop", what: gliclazide, how: usual("1 maal per dag een halve tablet, bij het ontbijt", 1, "0.5"), on: s.ago(1, 0, 3),
		from: day(s.ago(2, 3, 5)), until: day(s.ago(1, 0, 5)), by: "internist", why: diabetes, change: whySideEffect, stop: stopForEver, follows: before, note: "Te lage bloedsuikers bij inspanning."})
	s.agree(agreement{name: "metformine-pauze", what: metformin, how: usual("3 maal per dag 1 tablet", 3, "1"), on: s.ago(1, 2, 9), hour: 17,
		from: day(s.ago(4, 9, 5)), until: day(s.ago(1, 2, 9)), by: "internist", why: diabetes, change: sct("305335007", "opname"), stop: stopForNow, note: "Tijdens koorts, bij ontslag hervat."})
	for _, u := range []usage{
		{name: "metformine", what: metformin, how: usual("3 maal per dag 1 tablet, tijdens de maaltijd", 3, "1"), from: month(s.ago(4, 9, 5)), asAgreed: true},
		{name: "losartan", what: losartan100, how: usual("1 maal per dag 1 tablet", 1, "1"), from: month(s.ago(3, 0, 5)), asAgreed: true},
		{name: "hct", what: hct, how: usual("1 maal per dag 1 tablet, 's ochtends", 1, "1"), from: month(s.ago(1, 8, 20)), asAgreed: true},
		{name: "atorvastatine", what: atorvastatin2, how: usual("1 maal per dag 1 tablet", 1, "1"), from: month(s.ago(2, 0, 5)),
			note: "Vergeet de tablet ongeveer één keer per week."},
		{name: "lisinopril", what: lisinopril, how: usual("1 maal per dag 1 tablet", 1, "1"), from: year(s.ago(12, 0, 0)), until: month(s.ago(4, 0, 8)),
			status: "stopped", taken: "n", reason: whySideEffect, note: "Prikkelhoest."},
		{name: "simvastatine", what: simvastatin, how: usual("1 maal per dag 1 tablet, 's avonds", 1, "1"), from: month(s.ago(4, 0, 5)), until: month(s.ago(3, 9, 5)),
			status: "stopped", taken: "n", reason: whySideEffect, note: "Spierpijn."},
		{name: "ibuprofen", what: ibuprofen, how: dose{text: "Zo nodig 1 tablet", times: 1, period: "d", amount: "1", asNeeded: true}, from: month(s.ago(1, 3, 0)), until: day(s.ago(1, 2, 9)),
			status: "stopped", taken: "n", reason: sct("140401000146105", "contra-indicatie met betrekking tot medicatiebewaking"), note: "Zonder recept gekocht. Ontraden vanwege de nieren."},
	} {
		u.on = s.ago(0, 0, 4)
		s.uses(u)
	}
}
