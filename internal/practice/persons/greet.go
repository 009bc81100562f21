// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// greet is 81: heart failure, atrial fibrillation and a broken hip, ten medicines and more
// that were stopped, a daughter who cares for her, and clear wishes.
func greet(c clock) *somebody {
	p := &somebody{
		clock: c, key: "greet", given: "Greet", initials: "M.G.", prefix: "de", family: "Wit", partner: "Proefsma", female: true,
		birth:  c.born(81, time.January, 30),
		street: "Oefenhof", number: "102", postcode: "0000 BC", city: "Oefendorp",
		phone:   "06 00 00 00 21",
		married: code{"http://hl7.org/fhir/v3/MaritalStatus", "W", "Weduwe"},
		contact: &contact{given: "Anneke", initials: "A.", family: "Proefsma", phone: "06 00 00 00 22",
			relation: code{"http://hl7.org/fhir/v3/RoleCode", "DAU", "Dochter"}, role: firstContact},
	}
	gp := p.at(dossier.Oefenhoek)
	greetAtGP(gp.serve("49"))
	greetLetters(gp.serve("51"))
	linde := p.at(dossier.Linde)
	greetAtLinde(linde)
	greetAtHome(linde.serve("52"))
	greetAgenda(gp, linde)
	eikenstad := p.at(dossier.Eikenstad)
	greetAtEikenstad(eikenstad)
	greetRest(gp, linde, eikenstad)
	pharmacy := p.at(dossier.Vijzel)
	greetAtPharmacy(pharmacy.serve("48"))
	greetMedication9(gp, linde, pharmacy)
	greetAtProefbuis(p.at(dossier.Proefbuis))
	greetAtHeidehof(p.at(dossier.Heidehof))
	greetAtPhysio(p.at(dossier.Stap))
	greetVaccinations(p.at(dossier.Zonnetje).serve("63"))
	return p
}

// greetCare are the episodes at the GP.
type greetCare struct{ rhythm, heart, hip, falls, kidney, bladder, sleep, knee episode }

func greetAtGP(s *shelf) {
	g := greetCare{
		rhythm: s.concern(concern{name: "boezemfibrilleren", title: "Boezemfibrilleren", icpc: icpc("K78", "Boezemfibrilleren/-fladderen"),
			since: day(s.ago(6, 2, 0)), first: s.ago(6, 2, 0), last: s.ago(0, 1, 3)}),
		heart: s.concern(concern{name: "hartfalen", title: "Hartfalen", icpc: icpc("K77", "Hartfalen/decompensatio cordis"),
			since: month(s.ago(4, 1, 0)), first: s.ago(4, 1, 0), last: s.ago(0, 0, 8)}),
		hip: s.concern(concern{name: "heup", title: "Gebroken heup rechts, prothese", icpc: icpc("L75", "Fractuur femur"),
			since: day(s.ago(2, 2, 0)), until: day(s.ago(1, 6, 0)), first: s.ago(2, 2, 0), last: s.ago(1, 6, 0)}),
		falls: s.concern(concern{name: "vallen", title: "Vallen, verminderde mobiliteit", icpc: icpc("A05", "Algehele achteruitgang"),
			since: month(s.ago(2, 6, 0)), last: s.ago(0, 3, 2)}),
		kidney: s.concern(concern{name: "nieren", title: "Verminderde nierfunctie", icpc: icpc("U99.01", "Nierfunctiestoornis/nierinsufficiëntie"),
			since: year(s.ago(3, 0, 0)), last: s.ago(0, 1, 3)}),
		bladder: s.concern(concern{name: "blaas", title: "Blaasontsteking", icpc: icpc("U71", "Cystitis/urineweginfectie"),
			since: day(s.ago(0, 10, 0)), until: day(s.ago(0, 9, 21)), first: s.ago(0, 10, 0), last: s.ago(0, 9, 21)}),
		sleep: s.concern(concern{name: "slapen", title: "Slecht slapen", icpc: icpc("P06", "Slapeloosheid/andere slaapstoornis"),
			since: year(s.ago(8, 0, 0)), until: month(s.ago(2, 1, 0))}),
		knee: s.concern(concern{name: "knie", title: "Artrose knieën", icpc: icpc("L90", "Gonartrose"), since: year(s.ago(11, 0, 0)), last: s.ago(0, 3, 2)}),
	}
	for _, v := range []visit{
		{name: "jaar-1", on: s.ago(4, 0, 3), how: consult, about: g.heart,
			s: "Kortademig bij traplopen, dikke enkels.", o: "Crepitaties onderin, pitting oedeem.", e: "Hartfalen, bevestigd door cardioloog.",
			p:     "Furosemide 40 mg. Elke dag wegen.",
			found: []reading{{weight, "71.8"}, {systolic, "146"}, {diastolic, "84"}, {pulse, "88"}, {creatinine.between("49", "90"), "88"}, {egfr, "56"}, {ntProBNP.between("", "450"), "1840"}}},
		{name: "val-1", on: s.ago(2, 6, 2), how: homeVisit, about: g.falls,
			s: "Gevallen in de badkamer, zelf overeind gekomen.", o: "Blauwe plek heup. RR liggend 138/80, staand 112/70.",
			e: "Val bij bloeddrukdaling bij opstaan, slaapmiddel draagt bij.", p: "Oxazepam afbouwen. Ergotherapeut ingeschakeld.",
			found: []reading{{systolic, "112"}, {diastolic, "70"}}},
		{name: "heup", on: s.ago(2, 2, 0), how: homeVisit, about: g.hip, with: "waarnemer",
			s: "Gevallen over drempel, kan niet staan.", o: "Rechterbeen verkort en naar buiten gedraaid.", e: "Verdenking heupfractuur.",
			p: "Ambulance naar Eikenstad. Dochter gebeld."},
		{name: "heup-na", on: s.ago(1, 11, 20), how: homeVisit, about: g.hip,
			s: "Sinds twee weken thuis na revalidatie. Loopt met rollator.", e: "Herstel na heupoperatie.",
			p: "Fysiotherapie aan huis. Alendroninezuur gestart door ziekenhuis. Personenalarm geregeld."},
		{name: "maag", on: s.ago(1, 4, 2), how: telephone, about: g.hip,
			s: "Maagpijn sinds weektablet voor de botten.", e: "Bijwerking alendroninezuur.", p: "Stoppen. Geriater beslist over alternatief."},
		{name: "blaas", on: s.ago(0, 10, 0), how: consult, about: g.bladder,
			s: "Pijn bij plassen, vaak aandrang. Dochter brengt urine.", o: "Nitriet positief.", e: "Ongecompliceerde cystitis.",
			p: "Fosfomycine eenmalig. Trimethoprim niet vanwege huiduitslag in het verleden."},
		{name: "ontslag", on: s.ago(0, 7, 12), how: homeVisit, about: g.heart,
			s: "Vorige week ontslagen. Minder benauwd, slaapt met twee kussens.", o: "Enkels slank, longen schoon.",
			e: "Na opname hartfalen.", p: "Medicijnen doorgenomen met dochter. Weegschaal gebracht. Bellen bij 2 kilo erbij.",
			found: []reading{{weight, "66.4"}, {systolic, "124"}, {diastolic, "70"}, {pulse, "76"}}},
		{name: "kalium", on: s.ago(0, 5, 9), how: telephone, about: g.kidney,
			s: "Uitslag besproken met dochter.", e: "Te hoog kalium door spironolacton.", p: "Spironolacton stoppen, over een week opnieuw prikken.",
			found: []reading{{potassium, "5.8"}, {creatinine.between("49", "90"), "118"}, {egfr, "38"}}},
		{name: "kalium-2", on: s.ago(0, 5, 2), how: telephone, about: g.kidney,
			e: "Kalium weer goed.", p: "Zo laten.", found: []reading{{potassium, "4.7"}, {creatinine.between("49", "90"), "109"}, {egfr, "42"}}},
		{name: "medicijnen", on: s.ago(0, 3, 2), how: homeVisit, about: g.falls,
			s: "Medicatiebeoordeling met apotheker, mevrouw en dochter.", o: "Gebruikt 11 middelen. Voelt zich soms licht in het hoofd.",
			e: "Polyfarmacie, valrisico.", p: "Pantoprazol afbouwen is niet gelukt. Digoxine blijft. Apixaban verlaagd vanwege leeftijd en nieren.",
			found: []reading{{systolic, "118"}, {diastolic, "66"}, {weight, "64.9"}}},
		{name: "nieren", on: s.ago(0, 1, 3), how: telephone, about: g.kidney,
			e: "Nierfunctie stabiel.", p: "Over 3 maanden opnieuw.", found: []reading{{creatinine.between("49", "90"), "107"}, {egfr, "43"}, {potassium, "4.6"}, {hemoglobin.between("7.5", "10.0"), "7.4"}}},
		{name: "hart", on: s.ago(0, 0, 8), how: homeVisit, about: g.heart,
			s: "Gaat redelijk. Moe in de middag. Dochter doet de medicijnbox.", o: "Geen oedeem, pols onregelmatig.", e: "Hartfalen stabiel.",
			p:     "Wensen over behandeling opnieuw besproken: niet reanimeren blijft. Afspraak cardioloog volgende maand.",
			found: []reading{{weight, "65.20"}, {systolic, "122"}, {diastolic, "68"}, {pulse, "72"}}},
	} {
		s.visit(v)
	}
	greetMedicationAtGP(s, g)
	greetAllergies(s)
}

func greetAllergies(s *shelf) {
	s.allergic(allergy{name: "trimethoprim", what: sct("387170002", "trimethoprim"), category: "medication", severe: "low",
		since: year(s.ago(9, 0, 0)), reaction: []code{hives, itch}, grade: "mild", by: "huisarts"})
	s.allergic(allergy{name: "penicilline", what: sct("764146007", "penicillines"), category: "medication", sure: "refuted",
		since: year(s.ago(40, 0, 0)), by: "huisarts", note: "Getest in het ziekenhuis: geen allergie. Mag penicilline hebben."})
	s.allergic(allergy{name: "nitrofurantoine", what: sct("373543004", "nitrofurantoïne"), category: "medication", sure: "unconfirmed", severe: "unable-to-assess",
		since: month(s.ago(3, 5, 0)), reaction: []code{nausea}, by: "waarnemer", note: "Misselijk bij de tweede tablet, oorzaak onzeker."})
}
