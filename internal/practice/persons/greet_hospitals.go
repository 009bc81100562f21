// SPDX-License-Identifier: EUPL-1.2

package persons

// greetAtLinde: cardiology and geriatrics, an admission for heart failure, wishes and functioning.
func greetAtLinde(s *shelf) {
	s.serve("48")
	heart := s.problem(diagnosis{name: "hartfalen", what: sct("84114007", "hartfalen"), since: month(s.ago(4, 1, 0)), doctor: "cardioloog", note: "Linkerventrikelfunctie matig verminderd, EF 38%."})
	rhythm := s.problem(diagnosis{name: "boezemfibrilleren", what: sct("49436004", "boezemfibrilleren"), since: day(s.ago(6, 2, 0)), doctor: "cardioloog"})
	kidney := s.problem(diagnosis{name: "nieren", what: sct("433144002", "chronische nierziekte stadium 3"), since: year(s.ago(3, 0, 0)), doctor: "geriater"})
	s.problem(diagnosis{name: "dementie", what: sct("52448006", "dementie"), sure: "refuted", past: true, since: month(s.ago(1, 3, 0)), doctor: "geriater",
		note: "Geheugentest goed voor de leeftijd. Verwardheid was een delier."})
	s.problem(diagnosis{name: "vallen", what: sct("161898004", "vallen"), kind: complaint, since: month(s.ago(2, 6, 0)), doctor: "geriater"})
	s.problem(diagnosis{name: "gehoor", what: sct("49526009", "ouderdomsslechthorendheid"), since: year(s.ago(7, 0, 0))})
	s.problem(diagnosis{name: "hypertensie", what: sct("59621000", "essentiële hypertensie"), since: year(s.ago(25, 0, 0))})

	admission := s.stay(stay{name: "opname", class: acute, from: clockTime(s.ago(0, 7, 25), 22, 10), until: clockTime(s.ago(0, 7, 19), 11, 30), doctor: "cardioloog",
		for_: []ref{heart, rhythm, kidney}, reason: "Toenemend benauwd, vocht achter de longen", coming: "Thuis", going: "Thuis met thuiszorg", where: "Cardiologie"})
	s.hospitalLab(sample{name: "opname", during: admission, on: s.ago(0, 7, 25), hour: 22, remark: "Spoed",
		of: []reading{{ntProBNP.between("", "450"), ">9000"}, {creatinine.between("49", "90"), "121"}, {egfr, "37"}, {potassium, "3.9"}, {sodium, "131"}, {hemoglobin.between("7.5", "10.0"), "7.0"}, {crp, "12"}, {digoxin, "0.7"}}})
	s.hospitalLab(sample{name: "ontslag", during: admission, on: s.ago(0, 7, 20), hour: 7,
		of: []reading{{ntProBNP.between("", "450"), "3120"}, {creatinine.between("49", "90"), "109"}, {egfr, "42"}, {potassium, "4.4"}, {sodium, "136"}}})
	s.hospitalLab(sample{name: "poli", on: s.ago(0, 2, 10), hour: 9, panel: loinc("58410-2", "Compleet bloedbeeld panel in bloed d.m.v. geautomatiseerde telling"),
		of: []reading{{hemoglobin.between("7.5", "10.0"), "7.4"}, {hematocrit.between("0.35", "0.45"), "0.36"}, {mcv, "91"}, {leukocytes, "6.8"}, {platelets, "214"}}})
	s.hospitalLab(sample{name: "poli-2", on: s.ago(0, 2, 10), hour: 9,
		of: []reading{{ntProBNP.between("", "450"), "1450"}, {creatinine.between("49", "90"), "106"}, {egfr, "44"}, {potassium, "4.5"}, {digoxin, "0.8"}, {tsh, "2.10"}, {crp, "<2"}}})

	s.pressure("rr-1", s.ago(0, 7, 25), 22, "168", "94", "cardioloog")
	s.pressure("rr-2", s.ago(0, 2, 10), 10, "124", "68", "cardioloog")
	s.vital("opname", weight, s.ago(0, 7, 25), 0, "72.6", "cardioloog", "Met vocht")
	s.vital("ontslag", weight, s.ago(0, 7, 19), 0, "66.3", "cardioloog", "")
	s.vital("poli", weight, s.ago(0, 2, 10), 9, "65.10", "cardioloog", "")
	s.vital("poli", height, s.ago(1, 3, 0), 9, "158", "geriater", "")

	s.ability(ability{name: "wassen", what: sct("284785009", "vermogen om zich te wassen"), value: sct("284790007", "moeite met zich wassen"), since: month(s.ago(2, 1, 0)), note: "Thuiszorg helpt drie keer per week met douchen."})
	s.ability(ability{name: "lopen", what: sct("282097004", "vermogen om te lopen"), value: sct("228158008", "probleem met lopen"), since: month(s.ago(2, 1, 0)), note: "Binnen en buiten met rollator, buiten tot 200 meter."})
	s.ability(ability{name: "medicijnen", what: sct("285033005", "vermogen om medicatie zelfstandig te gebruiken"), text: "Met hulp: dochter vult de weekdoos na", since: month(s.ago(0, 7, 0))})
	s.ability(ability{name: "stemming", mental: true, what: sct("366979004", "sombere stemming"), value: sct("255604002", "licht"), since: year(s.ago(3, 0, 0)), note: "Sinds het overlijden van haar man."})
	s.ability(ability{name: "geheugen", mental: true, what: sct("106136008", "bevinding betreffende geheugen"), text: "Vergeet soms afspraken", since: month(s.ago(1, 3, 0))})
	s.home("wonen", houseKind("FLATW", "Appartement of flatwoning"), day(s.ago(0, 7, 19)), "Woont alleen, derde verdieping met lift. Dochter komt dagelijks.")
	s.habit(habit{name: "roken", about: aboutTobacco, profile: "zib-TobaccoUse", status: sct("266919005", "heeft nooit gerookt"), since: day(s.ago(1, 3, 0))})
	s.habit(habit{name: "alcohol", about: aboutAlcohol, profile: "zib-AlcoholUse", status: sct("82581004", "dronk vroeger alcohol"), since: year(s.ago(60, 0, 0)), until: year(s.ago(6, 0, 0))})
	s.diet("vocht", day(s.ago(0, 7, 19)), "Vochtbeperking 1500 ml per dag", "Vanwege hartfalen.")
	s.diet("zout", day(s.ago(0, 7, 19)), "Zoutbeperkt", "Vanwege hartfalen.")
	s.insured(s.monday.AddDate(-10, 0, 0), s.monday.AddDate(1, 0, 0))
	s.alert("niet-reanimeren", sct("304253006", "niet reanimeren"), "", day(s.ago(1, 3, 0)), ref{}, "geriater")
	s.alert("valrisico", sct("129839007", "valrisico"), "", day(s.ago(0, 7, 25)), ref{}, "geriater")

	s.allergic(allergy{name: "trimethoprim", what: sct("387170002", "trimethoprim"), category: "medication", severe: "low", since: year(s.ago(9, 0, 0)), reaction: []code{hives}, grade: "mild", by: "geriater"})
	s.allergic(allergy{name: "penicilline", what: sct("764146007", "penicillines"), category: "medication", sure: "refuted", since: year(s.ago(40, 0, 0)), by: "geriater",
		note: "Test met amoxicilline zonder reactie doorstaan in Eikenstad."})
	for i, v := range [][2]string{{"1250", "3400"}, {"1400", "2900"}, {"1450", "1800"}} {
		s.fluids("opname-"+string(rune('a'+i)), s.ago(0, 7, 24-i), v[0], v[1], admission)
	}
	greetWishes(s, heart)
	greetTreatment(s, heart, rhythm)
	greetLindeLetters(s.serve("51"), admission)
}

func greetWishes(s *shelf, heart ref) {
	daughter := s.relative()
	paper := s.will(will{name: "verklaring", kind: willKind("NR", "Niet reanimeren verklaring"), on: day(s.ago(1, 3, 0)), about: heart, deputy: daughter,
		note: "Draagt een niet-reanimerenpenning."})
	s.will(will{name: "volmacht", kind: willKind("VOL", "Volmacht"), on: month(s.ago(3, 0, 0)), deputy: daughter, note: "Dochter Anneke mag beslissen als mevrouw dat zelf niet meer kan."})
	s.directive(directive{name: "reanimeren", treatment: sct("89666000", "reanimatie"), allowed: "NEE", since: day(s.ago(1, 3, 0)),
		with: sct("116154003", "patiënt"), checked: day(s.ago(0, 7, 25)), source: paper})
	s.directive(directive{name: "beademen", treatment: sct("40617009", "kunstmatige beademing"), allowed: "NEE", since: day(s.ago(1, 3, 0)),
		with: sct("116154003", "patiënt"), checked: day(s.ago(0, 7, 25))})
	s.directive(directive{name: "ic", treatment: sct("305351004", "opname op intensive care"), allowed: "NEE", since: day(s.ago(0, 7, 25)),
		with: sct("116154003", "patiënt"), checked: day(s.ago(0, 7, 25))})
	s.directive(directive{name: "opname", treatment: sct("305335007", "opname in ziekenhuis"), allowed: "JA_MAAR", since: day(s.ago(0, 7, 25)),
		limits: "Alleen als het klachten kan verlichten. Eerst overleg met dochter.", with: code{sysNullFlavor, "OTH", "Anders"}, withText: "Dochter", checked: day(s.ago(0, 7, 19))})
	s.directive(directive{name: "bloed", treatment: sct("116762002", "toediening van een bloedproduct"), allowed: "JA", since: day(s.ago(0, 7, 25))})
}

func greetTreatment(s *shelf, heart, rhythm ref) {
	s.agree(agreement{name: "furosemide-iv", what: furosemideIV, how: dose{text: "2 maal per dag 40 mg intraveneus", times: 2, period: "d", amount: "4"},
		on: s.ago(0, 7, 25), hour: 22, from: clockTime(s.ago(0, 7, 25), 23, 0), until: clockTime(s.ago(0, 7, 21), 8, 0), by: "cardioloog", why: heart, change: whyStart})
	for _, a := range []agreement{
		{name: "furosemide", what: furosemide, how: usual("1 maal per dag 2 tabletten", 1, "2"), why: heart, change: whyDose},
		{name: "metoprolol", what: metoprolol, how: usual("1 maal per dag 1 tablet", 1, "1"), why: rhythm},
		{name: "enalapril", what: enalapril, how: twice, why: heart, change: sct("112261000146100", "hervatten van beleid van vorige zorgverlener")},
		{name: "digoxine", what: digoxinPill, how: usual("1 maal per dag 1 tablet", 1, "1"), why: rhythm},
	} {
		a.on, a.from, a.by = s.ago(0, 7, 19), day(s.ago(0, 7, 19)), "cardioloog"
		s.agree(a)
	}
	greetChanges(s, heart, rhythm)
	s.uses(usage{name: "paracetamol", what: paracetamol, how: usual("3 maal per dag 2 tabletten", 3, "2"), on: s.ago(0, 2, 10), from: month(s.ago(1, 11, 0)), asAgreed: true, heardBy: "geriater"})
	s.wears(aid{name: "rollator", text: "Rollator", since: day(s.ago(2, 0, 20)), by: "geriater"})
	s.wears(aid{name: "hoortoestel", what: sct("6012004", "hoortoestel"), since: year(s.ago(7, 0, 0)), site: sct("117590005", "structuur van oor"), side: left})
	s.wears(aid{name: "alarm", text: "Personenalarmering (halszender)", since: month(s.ago(1, 11, 0))})
	s.wears(aid{name: "weegschaal", text: "Weegschaal met meetdienst (thuismonitoring hartfalen)", since: day(s.ago(0, 7, 12)), why: heart})
	s.orderDevice(aid{name: "bed", text: "Hoog-laagbed", note: "Aangevraagd bij de thuiszorgwinkel."}, month(s.ahead(1, 0)))
	s.appointment(meeting{name: "cardioloog", on: s.ahead(0, 23), hour: 13, minutes: 15, with: "cardioloog", where: "Polikliniek Cardiologie, route 3", what: "Controle hartfalen",
		prepare: "Noteer een week lang elke ochtend uw gewicht en neem de lijst mee. Vooraf hartfilmpje: meld u 20 minuten eerder.", comment: "Dochter komt mee."})
	s.appointment(meeting{name: "geriater", on: s.ahead(2, 10), hour: 10, minutes: 30, with: "geriater", what: "Geheugen en vallen, vervolg", status: "proposed"})
	s.recommended("pneumokokken", pneumo23, day(s.ago(0, 2, 10)), month(s.ahead(4, 0)))
}

// greetAtEikenstad: the broken hip.
func greetAtEikenstad(s *shelf) {
	s.serve("48")
	hip := s.problem(diagnosis{name: "heup", what: sct("5913000", "fractuur van collum femoris"), since: day(s.ago(2, 2, 0)), until: month(s.ago(1, 6, 0)),
		site: sct("29836001", "heup"), side: right, doctor: "orthopeed"})
	s.problem(diagnosis{name: "delier", what: sct("2776000", "delier"), since: day(s.ago(2, 1, 28)), until: day(s.ago(2, 1, 23)), note: "Na de operatie, vijf dagen.", doctor: "orthopeed"})
	bones := s.problem(diagnosis{name: "osteoporose", what: sct("64859006", "osteoporose"), since: month(s.ago(2, 1, 0)), doctor: "orthopeed"})
	s.problem(diagnosis{name: "vreemd", what: sct("44054006", "diabetes mellitus type 2"), sure: "entered-in-error", since: day(s.ago(2, 1, 29)), note: "Bij de verkeerde patiënt vastgelegd."})
	prosthesis := s.wears(aid{name: "prothese", what: sct("304120007", "totale heupprothese"), since: day(s.ago(2, 1, 29)), why: hip, site: sct("29836001", "heup"), side: right,
		serial: "OEF-HP-08-442", note: "Gecementeerd."})
	s.operation(surgery{name: "heup", what: sct("52734007", "vervanging van heup door prothese"), text: "Heupprothese rechts na breuk", on: clockTime(s.ago(2, 1, 29), 10, 30), until: clockTime(s.ago(2, 1, 29), 12, 5),
		doctor: "orthopeed", why: hip, site: sct("29836001", "heup"), side: right, device: prosthesis})
	s.operation(surgery{name: "staar-links", what: sct("54885007", "extractie van cataract"), on: year(s.ago(9, 0, 0)), site: sct("81745001", "oog"), side: left})
	s.operation(surgery{name: "staar-rechts", what: sct("54885007", "extractie van cataract"), on: month(s.ago(8, 8, 0)), site: sct("81745001", "oog"), side: right})
	s.operation(surgery{name: "drain", what: sct("102161000146108", "verwijderen van wonddrain"), on: day(s.ago(2, 1, 27)), status: "entered-in-error", note: "Dubbel geregistreerd."})
	s.stay(stay{name: "opname", class: inpatient, from: clockTime(s.ago(2, 2, 0), 19, 20), until: clockTime(s.ago(2, 1, 21), 14, 0), doctor: "orthopeed",
		for_: []ref{hip}, reason: "Val thuis", coming: "Spoedeisende hulp", going: "Revalidatieafdeling verpleeghuis", where: "Orthopedie"})
	s.allergic(allergy{name: "penicilline", what: sct("764146007", "penicillines"), category: "medication", sure: "refuted", since: year(s.ago(40, 0, 0)),
		note: "Test met amoxicilline zonder reactie doorstaan.", by: "orthopeed"})
	s.hospitalLab(sample{name: "opname", on: s.ago(2, 2, 0), hour: 20,
		of: []reading{{hemoglobin.between("7.5", "10.0"), "7.8"}, {creatinine.between("49", "90"), "101"}, {egfr, "46"}, {inr, "1.1"}, {potassium, "4.1"}}})
	s.hospitalLab(sample{name: "na", on: s.ago(2, 1, 28), hour: 7, of: []reading{{hemoglobin.between("7.5", "10.0"), "6.10"}, {crp, "88"}, {leukocytes, "11.2"}}})
	s.agree(agreement{name: "alendroninezuur", what: alendronate, on: s.ago(2, 1, 22), from: day(s.ago(1, 11, 20)), by: "orthopeed", why: bones, change: whyStart,
		how: dose{text: "1 maal per week 1 tablet, nuchter", times: 1, period: "wk", amount: "1", when: "mon"}})
	s.agree(agreement{name: "tramadol", what: tramadol, on: s.ago(2, 1, 22), from: day(s.ago(2, 1, 22)), until: day(s.ago(2, 1, 8)), days: 14, by: "orthopeed", why: hip,
		how: dose{text: "Zo nodig 3 maal per dag 1 capsule", times: 3, period: "d", amount: "1", asNeeded: true}})
	s.home("wonen", houseKind("FLATW", "Appartement of flatwoning"), day(s.ago(2, 1, 25)), "")

	s.serve("51")
	s.bundle("heup", "Opname heupfractuur", s.ago(2, 1, 20), discharge,
		s.letter(letter{name: "ontslag", kind: discharge, title: "Ontslagbrief orthopedie", on: s.ago(2, 1, 21), by: "orthopeed", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Mevrouw was negen dagen opgenomen met een gebroken heup rechts na een val thuis."},
				{heading: "Behandeling", text: "Plaatsing van een heupprothese rechts. Na de operatie was mevrouw enkele dagen verward (delier). Dit is volledig hersteld."},
				{heading: "Ontslag", text: "Naar de revalidatieafdeling. Belasten op geleide van pijn, lopen met looprek en daarna rollator."},
				{heading: "Medicatie", text: "Gestart: alendroninezuur 70 mg per week, calcium met vitamine D, tramadol zo nodig gedurende twee weken."},
				{heading: "Penicilline", text: "Mevrouw dacht allergisch te zijn voor penicilline. Dit is getest: zij is niet allergisch."},
			}}),
		s.letter(letter{name: "foto", kind: radiology, title: "Verslag röntgenfoto bekken en heup", on: s.ago(2, 2, 0), by: "orthopeed", to: "Orthopedie",
			body: []part{{heading: "Verslag", text: "Verplaatste breuk van de dijbeenhals rechts. Geen andere breuken. Verkalkte vaten."}}}))
}
