// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// willemAtLinde: internal medicine, the eye clinic and an admission for a skin infection.
func willemAtLinde(s *shelf) {
	s.serve("48")
	diabetes := s.problem(diagnosis{name: "diabetes", what: sct("44054006", "diabetes mellitus type 2"), since: month(s.ago(5, 0, 5)), doctor: "internist"})
	s.problem(diagnosis{name: "hypertensie", what: sct("59621000", "essentiële hypertensie"), since: year(s.ago(12, 0, 0))})
	s.problem(diagnosis{name: "retinopathie", what: sct("390834004", "non-proliferatieve retinopathie door diabetes mellitus"),
		text: "Milde achtergrondretinopathie beide ogen", since: day(s.ago(1, 0, 9)), doctor: "oogarts"})
	skin := s.problem(diagnosis{name: "wondroos", what: sct("44653001", "erysipelas"), since: day(s.ago(1, 2, 9)), until: day(s.ago(1, 1, 26)),
		site: sct("30021000", "onderbeen"), side: left, note: "Porte d'entrée: kloofje tussen de tenen."})
	s.problem(diagnosis{name: "trombose", text: "Diep veneuze trombose linkerbeen", kind: sct("282291009", "diagnose"),
		past: true, sure: "refuted", since: day(s.ago(1, 2, 9)), note: "Echo-onderzoek bij opname: geen trombose."})
	nerve := s.problem(diagnosis{name: "neuropathie", what: sct("230572002", "neuropathie door diabetes mellitus"), sure: "provisional",
		since: month(s.ago(1, 0, 0)), side: left, site: sct("56459004", "voet")})

	s.allergic(allergy{name: "penicilline", what: sct("764146007", "penicillines"), category: "medication", severe: "high",
		since: year(s.ago(8, 0, 0)), reaction: []code{rash}, grade: "moderate", by: "internist", note: "Opgave huisarts."})
	s.alert("contrast", code{}, "Metformine en empagliflozine staken bij jodiumhoudend contrastmiddel", day(s.ago(1, 0, 3)), diabetes, "internist")

	admission := s.stay(stay{name: "opname", class: inpatient, from: clockTime(s.ago(1, 2, 9), 16, 40), until: clockTime(s.ago(1, 2, 5), 11, 0),
		doctor: "internist", for_: []ref{skin, diabetes}, reason: "Koorts en rood linkeronderbeen", coming: "Thuis", going: "Thuis", where: "Interne geneeskunde"})

	s.hospitalLab(sample{name: "opname", during: admission, on: s.ago(1, 2, 9), hour: 17, remark: "Spoed",
		of: []reading{{crp, "163"}, {leukocytes, "15.8"}, {creatinine, "104"}, {egfr, "68"}, {glucoseRandom, "15.4"}, {sodium, "134"}, {potassium, "4.6"}, {alat, "38"}}})
	s.hospitalLab(sample{name: "ontslag", during: admission, on: s.ago(1, 2, 6), hour: 7,
		of: []reading{{crp, "41"}, {leukocytes, "9.6"}, {creatinine, "93"}, {egfr, "80"}, {glucoseRandom, "9.8"}}})
	s.hospitalLab(sample{name: "poli", on: s.ago(0, 0, 4), hour: 8, panel: loinc("24331-1", "Lipidenpanel"),
		of: []reading{{cholesterol, "4.2"}, {hdl, "1.2"}, {ldl.between("", "2.6"), "2.1"}, {triglycerides, "1.60"}}})
	s.hospitalLab(sample{name: "poli-2", on: s.ago(0, 0, 4), hour: 8,
		of: []reading{{hba1c, "50"}, {creatinine, "91"}, {egfr, "82"}, {potassium, "4.3"}, {sodium, "139"}, {hemoglobin, "9.10"}, {alat, "31"}, {tsh, "1.80"},
			{acr, "2.8"}, {albuminUrine, "17"}}})
	s.hospitalLab(sample{name: "poli-1", on: s.ago(1, 0, 6), hour: 8,
		of: []reading{{hba1c, "59"}, {creatinine, "92"}, {egfr, "81"}, {potassium, "4.0"}, {acr, "4.9"}, {albuminUrine, "37"}, {ferritin.between("30", "400"), ">400"}, {ntProBNP, "<50"}}})

	s.pressure("rr-1", s.ago(1, 0, 3), 9, "142", "84", "internist")
	s.pressure("rr-2", s.ago(0, 0, 4), 9, "129", "76", "internist",
		obj{"code", concept(loinc("8358-4", "Manchetmaat")), "valueCodeableConcept", concept(code{sysZib + ".15.1", "L", "Groot"})})
	s.vital("poli-1", weight, s.ago(1, 0, 3), 9, "99.4", "internist", "")
	s.vital("poli-2", weight, s.ago(0, 0, 4), 9, "93.50", "internist", "")
	s.vital("poli-1", height, s.ago(1, 0, 3), 9, "181", "internist", "Zonder schoenen")

	s.habit(habit{name: "roken", about: aboutTobacco, profile: "zib-TobaccoUse", status: sct("8517006", "ex-roker"),
		since: year(s.ago(36, 0, 0)), until: year(s.ago(9, 0, 0)), note: "Gestopt met hulp van de praktijkondersteuner.",
		component: list{kindOf(tobaccoKind, cigarettes), amountOf(smokedAmount, "70", "sigaretten per week", "{sigaretten}/wk"), amountOf(packYears, "13.5", "pakjaren", "{pakjaren}")}})
	s.habit(habit{name: "alcohol", about: aboutAlcohol, profile: "zib-AlcoholUse", status: sct("219006", "drinkt alcohol"),
		since: year(s.ago(38, 0, 0)), component: list{amountOf(alcoholIntake, "8", "glazen per week", "{glazen}/wk")}})
	s.habit(habit{name: "drugs", about: aboutDrugs, profile: "zib-DrugUse", status: sct("228368007", "heeft nooit drugs gebruikt"), since: day(s.ago(1, 0, 3))})
	s.home("wonen", houseKind("EENGEZW", "Eengezinswoning"), day(s.ago(1, 0, 3)), "Woont samen met echtgenote. Slaapkamer boven.")
	s.ability(ability{name: "lopen", what: sct("282097004", "vermogen om te lopen"), value: sct("165245003", "loopt zelfstandig"), since: year(s.ago(1, 0, 0))})
	s.diet("koolhydraten", day(s.ago(1, 0, 3)), "Koolhydraatbeperkt", "Verspreid over de dag, maximaal 150 gram per dag.")
	s.diet("zout", month(s.ago(1, 8, 0)), "Zoutbeperkt, minder dan 6 gram per dag", "Vanwege hoge bloeddruk en eiwit in de urine.")
	s.insured(s.monday.AddDate(-5, 0, 0), s.monday.AddDate(1, 0, 0))
	s.directive(directive{name: "reanimeren", treatment: sct("89666000", "reanimatie"), allowed: "JA", since: day(s.ago(1, 2, 9)),
		with: sct("116154003", "patiënt"), checked: day(s.ago(1, 2, 9)), note: "Besproken bij opname."})

	s.agree(agreement{name: "clindamycine", in: contactOf{encounter: admission}, what: clindamycin, how: dose{text: "3 maal per dag 600 mg intraveneus", times: 3, period: "d", amount: "4"},
		on: s.ago(1, 2, 9), hour: 17, from: clockTime(s.ago(1, 2, 9), 18, 0), until: clockTime(s.ago(1, 2, 5), 9, 0), days: 4, by: "internist",
		why: skin, change: whyStart, note: "Penicillineallergie."})
	s.agree(agreement{name: "empagliflozine", what: empagliflozin, how: usual("1 maal per dag 1 tablet", 1, "1"), on: s.ago(1, 0, 3),
		from: day(s.ago(1, 0, 3)), by: "internist", why: diabetes, change: whyStart, contained: true})
	willemHomeMedication(s, diabetes)
	s.wears(aid{name: "meter", text: "Bloedglucosemeter", since: month(s.ago(5, 0, 0)), why: diabetes, note: "Teststrips via de apotheek."})
	s.wears(aid{name: "kous", text: "Therapeutische elastische kous, klasse 2", since: day(s.ago(1, 1, 26)), why: skin, site: sct("30021000", "onderbeen"), side: left})
	s.orderDevice(aid{name: "schoenen", text: "Semi-orthopedische schoenen", why: nerve, note: "Vanwege verminderd gevoel in de linkervoet."}, month(s.ahead(2, 0)))
	s.appointment(meeting{name: "internist", on: s.ahead(0, 14), hour: 10, minutes: 15, with: "internist", where: "Poli Interne geneeskunde, route 24",
		what: "Controle diabetes en bloeddruk", prepare: "Neem uw medicijnen of een actueel overzicht mee. Lever een dag eerder ochtendurine in bij het laboratorium."})
	s.appointment(meeting{name: "oogfoto", on: s.ahead(3, 2), hour: 14, minutes: 20, with: "oogarts", where: "Oogpolikliniek, route 11",
		what: "Oogfoto", prepare: "U krijgt druppels waardoor u enkele uren wazig ziet. Rijd niet zelf naar huis.", status: "pending"})
	s.recommended("pneumokokken", pneumo, day(s.ago(0, 0, 4)), year(s.ahead(12, 0)))
	s.injected("tetanus", vaccine{"tet", "Tetanusvaccin", atc("J07AM01", "tetanusvaccin"), nil}, day(s.ago(1, 2, 9)), false, "Wond aan de voet", "")
	willemLindeLetters(s.serve("51"), admission)
}

// willemAtEikenstad: cataract surgery, and a colonoscopy that is planned.
func willemAtEikenstad(s *shelf) {
	s.serve("48")
	cataract := s.problem(diagnosis{name: "staar", what: sct("193570009", "cataract"), since: month(s.ago(2, 8, 0)), until: day(s.ago(2, 0, 20)),
		site: sct("81745001", "oog"), side: right, doctor: "oogarts"})
	stool := s.problem(diagnosis{name: "fit", text: "Positieve ontlastingstest bevolkingsonderzoek darmkanker", kind: finding, since: day(s.ago(0, 1, 12)), doctor: "mdl"})
	s.problem(diagnosis{name: "blindedarm", what: sct("74400008", "appendicitis"), past: true, since: year(s.ago(36, 0, 0)), sure: "unknown"})
	lens := s.wears(aid{name: "lens", text: "Kunstlens (intraoculair)", since: day(s.ago(2, 0, 20)), why: cataract, site: sct("81745001", "oog"), side: right,
		serial: "OEF-L-20-117", note: "Sterkte +20,5 dioptrie."})
	s.operation(surgery{name: "staar", what: sct("54885007", "extractie van cataract"), text: "Staaroperatie rechts met plaatsing van kunstlens",
		on: day(s.ago(2, 0, 20)), doctor: "oogarts", why: cataract, site: sct("81745001", "oog"), side: right, device: lens})
	s.operation(surgery{name: "blindedarm", what: sct("80146002", "appendectomie"), on: year(s.ago(36, 0, 0))})
	s.stay(stay{name: "dagopname", class: inpatient, from: clockTime(s.ago(2, 0, 20), 8, 0), until: clockTime(s.ago(2, 0, 20), 13, 30),
		doctor: "oogarts", for_: []ref{cataract}, coming: "Thuis", going: "Thuis", where: "Oogheelkunde"})
	s.allergic(allergy{name: "pleister", what: sct("40275004", "contacteczeem"), text: "Bruine pleister", category: "environment", severe: "low",
		since: month(s.ago(2, 0, 20)), reaction: []code{itch}, grade: "mild"})
	s.plannedProcedure("coloscopie", sct("73761001", "coloscopie"), "", day(s.ahead(1, 1)), stool, "Onder lichte verdoving. Poliepen worden meteen verwijderd.")
	s.appointment(meeting{name: "intake", on: s.ahead(0, 3), hour: 11, minutes: 20, with: "mdl", what: "Intakegesprek coloscopie", phone: true,
		prepare: "Wij bellen u. Houd uw medicijnlijst bij de hand."})
	s.appointment(meeting{name: "coloscopie", on: s.ahead(1, 1), hour: 9, minutes: 35, with: "mdl", where: "Endoscopiecentrum, route 8", what: "Coloscopie",
		prepare: "Drie dagen vooraf vezelarm eten. De dag ervoor laxeren volgens schema. Empagliflozine twee dagen vooraf stoppen, metformine op de dag zelf niet innemen. Regel vervoer naar huis."})
	s.habit(habit{name: "roken", about: aboutTobacco, profile: "zib-TobaccoUse", status: sct("8517006", "ex-roker"), since: year(s.ago(2, 0, 0))})
	s.hospitalLab(sample{name: "intake", on: s.ago(0, 1, 6), hour: 10, of: []reading{{hemoglobin, "9.20"}, {mcv, "88"}, {ferritin.between("30", "400"), "86"}, {creatinine, "90"}, {egfr, "83"}, {inr, "1.0"}}})
	s.pressure("rr", s.ago(2, 0, 20), 8, "141", "83", "oogarts")
	s.injected("griep", fluShot, month(s.last(2, time.October, 20)), true, "Heeft de prik al bij de huisarts gehad", "")
	s.injected("hepatitis", hepatitisAVx, year(s.ago(11, 0, 0)), false, "", "Reis naar Indonesië.")

	s.serve("51")
	s.bundle("oog", "Verslagen oogheelkunde", s.ago(2, 0, 19), outcome,
		s.letter(letter{name: "staar", kind: outcome, title: "Brief na staaroperatie", on: s.ago(2, 0, 19), by: "oogarts", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Uw patiënt werd gisteren in dagbehandeling geopereerd aan staar van het rechteroog. De operatie verliep zonder problemen. Er is een kunstlens geplaatst."},
				{heading: "Nazorg", text: "Oogdruppels volgens schema gedurende vier weken. Controle na een week en na een maand. Bij pijn, roodheid of slechter zien direct contact opnemen."},
				{heading: "Gezichtsscherpte", rows: [][]string{{"Oog", "Voor operatie", "Na operatie"}, {"Rechts", "0,5", "1,0"}, {"Links", "0,9", "0,9"}}},
			}}))
	s.letter(colonoscopyLetter(s))
}
