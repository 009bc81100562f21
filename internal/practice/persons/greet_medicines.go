// SPDX-License-Identifier: EUPL-1.2

package persons

// The dosages of Greet's medicines, which the GP, the hospital and the pharmacy all know,
// each in its own words.
var (
	onceMorning = usual("1 maal per dag 1 tablet, 's ochtends", 1, "1")
	twice       = usual("2 maal per dag 1 tablet", 2, "1")
)

func greetMedicationAtGP(s *shelf, g greetCare) {
	in := func(e episode) contactOf { return contactOf{episode: e} }
	ago := s.ago

	ac := s.agree(agreement{name: "acenocoumarol", what: acenocoumarol, how: dose{text: "Volgens schema trombosedienst", also: "volgens schema trombosedienst"},
		on: ago(6, 2, 0), from: day(ago(6, 2, 0)), until: day(ago(4, 0, 3)), in: in(g.rhythm), why: g.rhythm.problem, change: whyStart})
	s.agree(agreement{name: "acenocoumarol-stop", what: acenocoumarol, how: dose{text: "Volgens schema trombosedienst"}, on: ago(4, 0, 3),
		from: day(ago(6, 2, 0)), until: day(ago(4, 0, 3)), in: in(g.rhythm), change: whyChanged, stop: stopForEver, follows: ac, note: "Over op apixaban: minder prikken."})
	ap := s.agree(agreement{name: "apixaban-1", what: apixaban, how: twice, on: ago(4, 0, 3), from: day(ago(4, 0, 3)), until: day(ago(0, 3, 2)), in: in(g.rhythm), why: g.rhythm.problem, change: whyStart})
	s.agree(agreement{name: "apixaban-2", what: apixabanLow, how: twice, on: ago(0, 3, 2), from: day(ago(0, 3, 2)), in: in(g.rhythm), why: g.rhythm.problem, change: whyTooStrong, follows: ap,
		note: "Lagere dosis vanwege leeftijd en nierfunctie."})
	s.agree(agreement{name: "metoprolol", what: metoprolol, how: onceMorning, on: ago(6, 2, 0), from: day(ago(6, 2, 0)), in: in(g.rhythm), why: g.rhythm.problem, change: whyStart})
	fu := s.agree(agreement{name: "furosemide-1", what: furosemide, how: onceMorning, on: ago(4, 0, 3), from: day(ago(4, 0, 3)), until: day(ago(0, 7, 20)), in: in(g.heart), why: g.heart.problem, change: whyStart})
	s.agree(agreement{name: "furosemide-2", what: furosemide, on: ago(0, 7, 12), from: day(ago(0, 7, 12)), in: in(g.heart), why: g.heart.problem, change: whyDose, follows: fu,
		how: usual("1 maal per dag 2 tabletten, 's ochtends", 1, "2"), note: "Na opname verhoogd."})
	s.agree(agreement{name: "enalapril", what: enalapril, how: twice, on: ago(3, 11, 0), from: month(ago(3, 11, 0)), in: in(g.heart), why: g.heart.problem, change: whyStart})
	sp := s.agree(agreement{name: "spironolacton", what: spironolacton, how: usual("1 maal per dag een halve tablet", 1, "0.5"), on: ago(0, 7, 12), from: day(ago(0, 7, 12)), until: day(ago(0, 5, 9)),
		in: in(g.heart), why: g.heart.problem, change: whyStart})
	s.agree(agreement{name: "spironolacton-stop", what: spironolacton, how: usual("1 maal per dag een halve tablet", 1, "0.5"), on: ago(0, 5, 9), from: day(ago(0, 7, 12)), until: day(ago(0, 5, 9)),
		in: in(g.kidney), change: whySideEffect, stop: stopForEver, follows: sp, note: "Kalium 5,8."})
	s.agree(agreement{name: "digoxine", what: digoxinPill, how: onceMorning, on: ago(5, 9, 0), from: month(ago(5, 9, 0)), in: in(g.rhythm), why: g.rhythm.problem})
	s.agree(agreement{name: "pantoprazol", what: pantoprazole, how: onceMorning, on: ago(4, 0, 3), from: day(ago(4, 0, 3)), in: in(g.rhythm), note: "Maagbescherming bij bloedverdunner."})
	s.agree(agreement{name: "calcium", what: calciumD, how: usual("1 maal per dag 1 kauwtablet", 1, "1"), on: ago(2, 1, 0), from: day(ago(2, 1, 0)), in: in(g.hip)})
	al := s.agree(agreement{name: "alendroninezuur", what: alendronate, on: ago(1, 11, 20), from: day(ago(1, 11, 20)), until: day(ago(1, 4, 2)), in: in(g.hip), change: whyStart,
		how: dose{text: "1 maal per week 1 tablet op maandag, nuchter met een groot glas water, daarna een half uur rechtop blijven", times: 1, period: "wk", amount: "1", when: "mon", also: "nuchter met een groot glas water, daarna een half uur rechtop blijven"}})
	s.agree(agreement{name: "alendroninezuur-stop", what: alendronate, on: ago(1, 4, 2), from: day(ago(1, 11, 20)), until: day(ago(1, 4, 2)), in: in(g.hip), change: whySideEffect, stop: stopForEver, follows: al,
		how: dose{text: "1 maal per week 1 tablet", times: 1, period: "wk", amount: "1", when: "mon"}, note: "Maagpijn."})
	ox := s.agree(agreement{name: "oxazepam", what: oxazepam, on: ago(8, 0, 0), from: year(ago(8, 0, 0)), until: day(ago(2, 1, 0)), in: in(g.sleep),
		how: dose{text: "Zo nodig 1 tablet voor de nacht", times: 1, period: "d", amount: "1", asNeeded: true, extra: code{sysNHG25, "1128", "voor de nacht"}}})
	s.agree(agreement{name: "oxazepam-stop", what: oxazepam, on: ago(2, 1, 0), from: year(ago(8, 0, 0)), until: day(ago(2, 1, 0)), in: in(g.falls), change: whySideEffect, stop: stopForEver, follows: ox,
		how: dose{text: "Zo nodig 1 tablet voor de nacht"}, note: "Valgevaar. In zes weken afgebouwd."})
	s.agree(agreement{name: "paracetamol", what: paracetamol, how: usual("3 maal per dag 2 tabletten", 3, "2"), on: ago(1, 11, 20), from: day(ago(1, 11, 20)), in: in(g.knee), why: g.knee.problem})
	s.agree(agreement{name: "macrogol", what: macrogol, how: usual("1 maal per dag 1 sachet", 1, "1"), on: ago(1, 11, 20), from: day(ago(1, 11, 20))})
	s.agree(agreement{name: "metformine-fout", what: metformin, how: twice, on: ago(0, 4, 6), from: day(ago(0, 4, 6)), status: "entered-in-error",
		note: "Ingevoerd bij de verkeerde patiënt."})
}

// greetAtPharmacy has most of it again, sometimes with another start or dose than the GP.
func greetAtPharmacy(s *shelf) {
	s.allergic(allergy{name: "trimethoprim", what: sct("387170002", "trimethoprim"), category: "medication", since: year(s.ago(9, 0, 0))})
	for _, h := range []handout{
		{name: "apixaban", what: apixabanLow, how: usual("2 maal per dag 1 tablet. In weekdoos.", 2, "1"), on: s.ago(0, 3, 1), from: day(s.ago(0, 3, 1))},
		{name: "apixaban-oud", what: apixaban, how: usual("2 maal per dag 1 tablet. In weekdoos.", 2, "1"), on: s.ago(4, 0, 2), from: day(s.ago(4, 0, 2)), until: day(s.ago(0, 3, 1))},
		{name: "metoprolol", what: metoprolol, how: usual("1 maal per dag 1 tablet. In weekdoos.", 1, "1"), on: s.ago(6, 1, 25), from: day(s.ago(6, 1, 25))},
		{name: "furosemide", what: furosemide, how: usual("1 maal per dag 2 tabletten, 's ochtends. In weekdoos.", 1, "2"), on: s.ago(0, 7, 11), from: day(s.ago(0, 7, 11))},
		{name: "enalapril", what: enalapril, how: usual("2 maal per dag 1 tablet. In weekdoos.", 2, "1"), on: s.ago(3, 11, 0), from: day(s.ago(3, 11, 0))},
		{name: "spironolacton", what: spironolacton, how: usual("1 maal per dag een halve tablet", 1, "0.5"), on: s.ago(0, 7, 11), from: day(s.ago(0, 7, 11)), until: day(s.ago(0, 5, 8))},
		{name: "digoxine", what: digoxinPill, how: usual("1 maal per dag 1 tablet. In weekdoos.", 1, "1"), on: s.ago(5, 9, 0), from: day(s.ago(5, 9, 0))},
		{name: "pantoprazol", what: pantoprazole, how: usual("1 maal per dag 1 tablet, voor het ontbijt. In weekdoos.", 1, "1"), on: s.ago(4, 0, 2), from: day(s.ago(4, 0, 2))},
		{name: "calcium", what: calciumD, how: usual("1 maal per dag 1 kauwtablet", 1, "1"), on: s.ago(2, 0, 28), from: day(s.ago(2, 0, 28)), note: "Niet tegelijk met andere medicijnen innemen."},
		{name: "alendroninezuur", what: alendronate, how: dose{text: "1 maal per week 1 tablet", times: 1, period: "wk", amount: "1", when: "mon"}, on: s.ago(1, 11, 19), from: day(s.ago(1, 11, 19)), until: day(s.ago(1, 4, 2))},
		{name: "paracetamol", what: paracetamol, how: usual("3 maal per dag 2 tabletten", 3, "2"), on: s.ago(1, 11, 19), from: day(s.ago(1, 11, 19))},
		{name: "macrogol", what: macrogol, how: usual("1 maal per dag 1 sachet oplossen in een glas water", 1, "1"), on: s.ago(1, 11, 19), from: day(s.ago(1, 11, 19))},
		{name: "tramadol", what: tramadol, how: dose{text: "Zo nodig 3 maal per dag 1 capsule", times: 3, period: "d", amount: "1", asNeeded: true}, on: s.ago(2, 1, 20), from: day(s.ago(2, 1, 20)), until: day(s.ago(2, 1, 6))},
	} {
		s.hand(h)
	}
	s.uses(usage{name: "oxazepam", what: oxazepam, on: s.ago(0, 3, 2), from: month(s.ago(0, 4, 0)), asAgreed: false, taken: "y",
		how:  dose{text: "Af en toe 1 tablet voor de nacht", times: 1, period: "d", amount: "1", asNeeded: true},
		note: "Gebruikt oude tabletten van voor het stoppen. Huisarts weet ervan."})
}

// greetChanges are the starts, changes and stops that the hospital keeps: unlike the GP, whose
// data service only gives what is used now.
func greetChanges(s *shelf, heart, rhythm ref) {
	in, out, poli := s.ago(0, 7, 25), s.ago(0, 7, 19), s.ago(0, 2, 10)
	half := usual("1 maal per dag een halve tablet", 1, "0.5")
	s.agree(agreement{name: "enalapril-pauze", what: enalapril, how: twice, on: in, hour: 23, from: month(s.ago(3, 11, 0)), until: day(in), by: "cardioloog", why: heart,
		change: sct("305335007", "opname"), stop: stopForNow, note: "Tijdens ontwateren vanwege lage bloeddruk en nierfunctie."})
	started := s.agree(agreement{name: "spironolacton", what: spironolacton, how: half, on: out, from: day(out), until: day(s.ago(0, 5, 9)), by: "cardioloog", why: heart, change: whyStart})
	s.agree(agreement{name: "spironolacton-stop", what: spironolacton, how: half, on: poli, from: day(out), until: day(s.ago(0, 5, 9)), by: "cardioloog", why: heart,
		change: whySideEffect, stop: stopForEver, follows: started, note: "Door de huisarts gestopt: kalium 5,8."})
	full := s.agree(agreement{name: "apixaban", what: apixaban, how: twice, on: s.ago(4, 0, 3), from: day(s.ago(4, 0, 3)), until: day(s.ago(0, 3, 2)), by: "cardioloog", why: rhythm, change: whyStart})
	s.agree(agreement{name: "apixaban-laag", what: apixabanLow, how: twice, on: poli, from: day(s.ago(0, 3, 2)), by: "cardioloog", why: rhythm, change: whyTooStrong, follows: full,
		note: "Lagere dosis vanwege leeftijd en nierfunctie."})
	s.agree(agreement{name: "metformine", what: metformin, how: twice, on: in, hour: 23, from: day(in), by: "cardioloog", status: "entered-in-error", note: "Bij de verkeerde patiënt vastgelegd."})
	s.uses(usage{name: "acenocoumarol", what: acenocoumarol, how: dose{text: "Volgens schema trombosedienst", also: "volgens schema trombosedienst"}, on: in, from: year(s.ago(6, 2, 0)), until: month(s.ago(4, 0, 3)),
		status: "stopped", taken: "n", reason: whyChanged, note: "Over op apixaban."})
	s.uses(usage{name: "oxazepam", what: oxazepam, how: dose{text: "Zo nodig 1 tablet voor de nacht", times: 1, period: "d", amount: "1", asNeeded: true, also: "voor de nacht"}, on: in,
		from: year(s.ago(8, 0, 0)), until: month(s.ago(2, 1, 0)), status: "stopped", taken: "n", reason: whySideEffect, note: "Gestopt vanwege vallen.", heardBy: "cardioloog"})
}
