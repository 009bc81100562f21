// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// sanne is 34 and healthy: vaccinations, hay fever, an ankle that was sprained at
// football and one round of blood tests.
func sanne(c clock) *somebody {
	p := &somebody{
		clock: c, key: "sanne", given: "Sanne", initials: "S.A.", family: "Testenaar", female: true,
		birth:  c.born(34, time.June, 21),
		street: "Proeflaan", number: "7", postcode: "0000 BB", city: "Oefendorp",
		phone: "06 00 00 00 11", mail: "sanne@testenaar.example",
	}
	gp := p.at(dossier.Oefenhoek)
	sanneAtGP(gp.serve("49"))
	sanneAgenda(gp)
	sanneAtProefbuis(p.at(dossier.Proefbuis))
	sanneAtLuwte(p.at(dossier.Luwte))
	sanneRest(gp)
	sanneAtDentist(p.at(dossier.Kies))
	sanneAtPhysio(p.at(dossier.Stap))
	sanneAtPharmacy(p.at(dossier.Vijzel).serve("48"))
	sanneVaccinations(p.at(dossier.Zonnetje).serve("63"))
	return p
}

func sanneAtGP(s *shelf) {
	hay := s.concern(concern{name: "hooikoorts", title: "Hooikoorts", icpc: icpc("R97", "Hooikoorts/allergische rhinitis"),
		since: year(s.ago(15, 0, 0)), last: s.last(0, time.May, 12)})
	ankle := s.concern(concern{name: "enkel", title: "Verstuikte enkel rechts", icpc: icpc("L77", "Verstuiking/distorsie enkel"),
		since: day(s.ago(1, 2, 2)), until: day(s.ago(0, 11, 0)), first: s.ago(1, 2, 2), last: s.ago(1, 1, 20)})
	tired := s.concern(concern{name: "moe", title: "Moe door ijzertekort", icpc: icpc("B80", "IJzergebreksanemie"),
		since: day(s.ago(0, 6, 3)), first: s.ago(0, 6, 10), last: s.ago(0, 2, 8)})

	sad := s.concern(concern{name: "somber", title: "Depressie", icpc: icpc("P76", "Depressie"), since: month(s.ago(2, 4, 0)), until: day(s.ago(1, 2, 11)), first: s.ago(2, 2, 2), last: s.ago(1, 2, 4)})
	s.visit(visit{name: "somber", on: s.ago(2, 2, 2), how: consult, about: sad,
		s: "Sinds twee maanden somber, slaapt slecht, huilt veel. Piekert over werk.", o: "Oogt vermoeid. Geen gedachten aan zelfdoding.", e: "Depressieve episode, matig.",
		p: "Verwezen naar GGZ De Luwte. Gedeeltelijk ziek melden. Over twee weken terug."})
	s.visit(visit{name: "hooikoorts", on: s.last(0, time.May, 12), how: consult, about: hay,
		s: "Elk voorjaar niezen en jeukende ogen. Dit jaar ook 's nachts verstopt. Loratadine helpt te weinig.",
		o: "Neusslijmvlies bleek en gezwollen.", e: "Allergische rhinitis.",
		p: "Beclometason neusspray erbij tijdens het seizoen. Techniek uitgelegd."})
	s.visit(visit{name: "enkel", on: s.ago(1, 2, 2), how: consult, about: ankle,
		s: "Gisteren door de enkel gegaan bij voetbal. Kon vier stappen lopen.",
		o: "Zwelling en drukpijn aan de buitenkant. Ottawa-regels negatief.",
		e: "Enkelbandletsel rechts.", p: "Geen foto nodig. Rust, bandage, over 5 dagen opnieuw kijken.",
		found: []reading{{pulse, "68"}}})
	s.visit(visit{name: "enkel-2", on: s.ago(1, 1, 28), how: consult, about: ankle,
		s: "Zwelling minder, loopt met brace.", o: "Schuifladetest positief.", e: "Bandruptuur buitenenkel.",
		p: "Verwezen naar fysiotherapie. Brace 6 weken."})
	s.visit(visit{name: "moe", on: s.ago(0, 6, 10), how: consult, about: tired,
		s: "Al maanden moe. Slaapt goed. Hevige menstruaties. Eet vegetarisch.",
		o: "Bleke slijmvliezen, verder geen bijzonderheden.", e: "Moeheid, mogelijk ijzertekort.",
		p: "Bloedonderzoek.", found: []reading{{systolic, "116"}, {diastolic, "72"}, {weight, "66.5"}}})
	in := s.visit(visit{name: "uitslag", on: s.ago(0, 6, 3), how: telephone, about: tired,
		s: "Belt voor de uitslag.", e: "IJzergebrek met lichte bloedarmoede.",
		p: "Ferrofumaraat om de dag, 3 maanden. Daarna Hb en ferritine herhalen.",
		found: []reading{{hemoglobin.between("7.5", "10.0"), "7.1"}, {mcv, "77"}, {ferritin.between("20", "150"), "<5"},
			{vitaminD, "61"}, {tsh, "1.90"}, {glucoseRandom, "5.10"}, {crp, "<1"}, {creatinine.between("49", "90"), "63"}, {egfr, ">90"}}})
	s.visit(visit{name: "controle", on: s.ago(0, 2, 8), how: telephone, about: tired,
		s: "Voelt zich beter, minder moe.", e: "IJzer hersteld.", p: "Ferrofumaraat stoppen. Bij klachten terug.",
		found: []reading{{hemoglobin.between("7.5", "10.0"), "8.2"}, {ferritin.between("20", "150"), "48"}}})

	s.agree(agreement{name: "neusspray", what: beclometasone, on: s.last(0, time.May, 12), from: day(s.last(0, time.May, 12)),
		how: dose{text: "2 maal per dag 2 doses in elk neusgat, van april tot en met juli", times: 2, period: "d", amount: "2", also: "in elk neusgat, van april tot en met juli"},
		in:  contactOf{episode: hay}, why: hay.problem, change: whyStart})
	s.agree(agreement{name: "pil", what: pill, on: s.ago(3, 2, 0), from: month(s.ago(3, 2, 0)), how: usual("1 maal per dag 1 tablet, 21 dagen, dan 7 dagen niet", 1, "1")})
	s.agree(agreement{name: "ijzer", what: iron, on: s.ago(0, 6, 3), from: day(s.ago(0, 6, 3)), until: day(s.ago(0, 2, 8)),
		how: dose{text: "Om de dag 1 tablet, 's ochtends nuchter", times: 1, every: 2, period: "d", amount: "1", also: "'s ochtends nuchter"},
		in:  in, why: tired.problem, change: whyStart, note: "Kan de ontlasting zwart kleuren."})
	s.allergic(allergy{name: "graspollen", what: sct("256277009", "graspollen"), category: "environment",
		since: year(s.ago(15, 0, 0)), reaction: []code{sct("61582004", "allergische rhinitis")}, by: "huisarts"})
}

func sanneAtPhysio(s *shelf) {
	s.serve("48")
	ankle := s.problem(diagnosis{name: "enkel", what: sct("44465007", "verstuiking van enkel"), since: day(s.ago(1, 2, 2)), until: day(s.ago(0, 11, 0)),
		site: sct("70258002", "structuur van enkelgewricht"), side: right, note: "Sportletsel, verwezen door de huisarts."})
	s.problem(diagnosis{name: "balans", text: "Verminderde balans op het rechterbeen", kind: complaint, since: day(s.ago(1, 1, 20)), past: true})
	s.ability(ability{name: "sport", what: sct("301438001", "vermogen tot mobiliteit"), value: sct("165245003", "loopt zelfstandig"), since: day(s.ago(0, 11, 0)),
		note: "Traint weer volledig mee. Sprongtest links en rechts gelijk."})
	s.wears(aid{name: "brace", text: "Enkelbrace", since: day(s.ago(1, 1, 28)), until: day(s.ago(1, 0, 14)), status: "completed", why: ankle, site: sct("70258002", "structuur van enkelgewricht"), side: right, by: "fysio"})
	s.serve("51")
	s.bundle("verslagen", "Verslagen fysiotherapie", s.ago(0, 11, 0), progress,
		s.letter(letter{name: "eind", kind: progress, title: "Eindverslag fysiotherapie", on: s.ago(0, 11, 0), by: "fysio", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Mevrouw is acht keer behandeld na een verstuiking van de rechterenkel met bandletsel."},
				{heading: "Behandeling", text: "Mobiliteit, kracht en balans opgebouwd, daarna sportspecifiek getraind: starten, stoppen, draaien en springen."},
				{heading: "Metingen", rows: [][]string{{"Test", "Begin", "Eind"}, {"Op één been staan (seconden)", "12", "60"}, {"Sprongtest rechts (cm)", "niet mogelijk", "148"}, {"Pijn bij sporten (0-10)", "7", "0"}}},
				{heading: "Advies", text: "Nog drie maanden twee keer per week balansoefeningen. Bij wedstrijden tape of brace."},
			}}),
		s.letter(letter{name: "oefeningen", kind: progress, title: "Oefeningen voor thuis", on: s.ago(1, 1, 0), by: "fysio", to: "mevrouw S.A. Testenaar",
			body: []part{{heading: "Elke dag", text: "Tien keer op de tenen staan. Dertig seconden op één been, ook met ogen dicht. Alfabet schrijven met de voet."}}}))
}

func sanneAtPharmacy(s *shelf) {
	s.allergic(allergy{name: "graspollen", what: sct("256277009", "graspollen"), category: "environment", since: year(s.ago(15, 0, 0))})
	s.hand(handout{name: "neusspray", what: beclometasone, on: s.last(0, time.May, 12), from: day(s.last(0, time.May, 12)),
		how: dose{text: "2 maal per dag 2 doses in elk neusgat", times: 2, period: "d", amount: "2", also: "in elk neusgat"}})
	s.hand(handout{name: "pil", what: pill, on: s.ago(0, 2, 1), from: month(s.ago(3, 2, 0)), how: usual("1 maal per dag 1 tablet", 1, "1")})
	s.hand(handout{name: "ijzer", what: iron, on: s.ago(0, 6, 2), from: day(s.ago(0, 6, 2)), until: day(s.ago(0, 2, 8)), how: dose{text: "Om de dag 1 tablet", times: 1, every: 2, period: "d", amount: "1"}})
	s.uses(usage{name: "loratadine", what: loratadine, on: s.last(0, time.May, 12), from: year(s.ago(10, 0, 0)), asAgreed: false,
		how: dose{text: "Zo nodig 1 maal per dag 1 tablet", times: 1, period: "d", amount: "1", asNeeded: true}, note: "Alleen in het hooikoortsseizoen, van de drogist."})
}

// sanneVaccinations: the programme of her childhood, then travel, corona and one that she did not want.
func sanneVaccinations(s *shelf) {
	at := func(months int) time.Time { return working(s.who.birth.AddDate(0, months, 3)) }
	s.series(dktp, true, at(3), at(4), at(5), at(11), at(50))
	s.series(bmr, true, at(14), at(110))
	s.shot(shot{what: dtp, on: day(at(110)), dose: 6, lot: lotOf(dtp, 6), why: program})
	s.shot(shot{what: menC, on: month(at(125)), lot: "", why: program, note: "Landelijke inhaalcampagne."})
	s.shot(shot{what: hepatitisAVx, on: day(s.ago(6, 3, 0)), lot: lotOf(hepatitisAVx, 1), why: sct("14747002", "reizigersvaccinatie"), note: "Reis naar Marokko."})
	for i, months := range []int{64, 62, 57} {
		s.shot(shot{what: covidShot, on: day(s.ago(0, months, 3)), dose: i + 1, lot: lotOf(covidShot, i), where: "Sporthal Lindestad"})
	}
	s.shot(shot{what: covidShot, on: day(s.ago(3, 1, 3)), refuse: "Wilde geen herhaalprik", reason: code{"http://terminology.hl7.org/CodeSystem/v3-ActReason", "PATOBJ", "Bezwaar van de patiënt"}})
}
