// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

func greetLindeLetters(s *shelf, stay ref) {
	s.bundle("opname", "Opname hartfalen", s.ago(0, 7, 18), discharge,
		s.letter(letter{name: "ontslag", during: stay, kind: discharge, title: "Ontslagbrief cardiologie", on: s.ago(0, 7, 19), by: "cardioloog", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Mevrouw was zes dagen opgenomen vanwege toenemend hartfalen bij boezemfibrilleren."},
				{heading: "Beloop", text: "Ontwaterd met furosemide via het infuus. Het gewicht daalde van 72,6 naar 66,3 kilo. Een echo liet een pompfunctie van 38 procent zien."},
				{heading: "Laboratorium", rows: [][]string{{"Bepaling", "Opname", "Ontslag"}, {"NT-proBNP (ng/l)", ">9000", "3120"}, {"Creatinine (µmol/l)", "121", "109"}, {"Natrium (mmol/l)", "131", "136"}}},
				{heading: "Medicatie bij ontslag", rows: [][]string{{"Middel", "Gebruik"}, {"Furosemide 40 mg", "1 dd 2 (verhoogd)"}, {"Spironolacton 25 mg", "1 dd halve (nieuw)"}, {"Metoprolol 100 mg", "1 dd 1"}, {"Apixaban 5 mg", "2 dd 1"}, {"Enalapril 5 mg", "2 dd 1"}, {"Digoxine 0,0625 mg", "1 dd 1"}}},
				{heading: "Afspraken", text: "Graag kalium en nierfunctie na twee weken controleren. Thuismonitoring van het gewicht. Niet reanimeren, niet beademen, geen intensive care."},
			}}))
	s.letter(letter{name: "geriatrie", kind: outcome, title: "Brief geriatrie: geheugen en vallen", on: s.ago(1, 3, 0), by: "geriater", to: "Huisartsenpraktijk De Oefenhoek",
		body: []part{
			{text: "Mevrouw werd met haar dochter gezien vanwege vergeetachtigheid en vallen."},
			{heading: "Conclusie", text: "Geen dementie. De verwardheid na de operatie was een delier. Verhoogd valrisico door bloeddrukdaling bij opstaan, spierzwakte en slaapmiddel (inmiddels gestopt)."},
			{heading: "Advies", text: "Krachttraining via de fysiotherapeut. Rustig opstaan. Alendroninezuur niet hervatten, botbehandeling opnieuw bespreken. Wensen over behandeling vastgelegd."},
		}})
	s.letter(letter{name: "poli", kind: outcome, title: "Brief polikliniek cardiologie", on: s.ago(0, 2, 9), by: "cardioloog", to: "Huisartsenpraktijk De Oefenhoek",
		body: []part{
			{heading: "Conclusie", text: "Hartfalen stabiel. Spironolacton is door u terecht gestopt wegens hoog kalium. NT-proBNP verder gedaald naar 1450."},
			{heading: "Beleid", text: "Medicatie gelijk. Over drie maanden controle. Bij twee kilo gewichtstoename in drie dagen contact met de hartfalenverpleegkundige."},
		}})
}

func greetLetters(s *shelf) {
	s.bundle("zorg", "Zorgplan en medicijnen", s.ago(0, 3, 1), progress,
		s.letter(letter{name: "medicatie", kind: progress, title: "Verslag medicatiebeoordeling", on: s.ago(0, 3, 2), by: "huisarts", to: "mevrouw M.G. de Wit-Proefsma",
			body: []part{
				{text: "Samen met u, uw dochter en de apotheker hebben wij uw medicijnen doorgenomen."},
				{heading: "Wat is veranderd", rows: [][]string{{"Medicijn", "Afspraak"}, {"Apixaban", "Lagere dosis: 2,5 mg"}, {"Spironolacton", "Gestopt, kalium te hoog"}, {"Oxazepam", "Niet meer gebruiken"}}},
				{heading: "Wat blijft", text: "Metoprolol, furosemide, enalapril, digoxine, pantoprazol, calcium met vitamine D, paracetamol en macrogol."},
			}}))
}

func greetAtPhysio(s *shelf) {
	s.serve("48")
	hip := s.problem(diagnosis{name: "heup", what: sct("5913000", "fractuur van collum femoris"), text: "Herstel na heupoperatie rechts", since: day(s.ago(1, 11, 10)), until: day(s.ago(1, 6, 10))})
	s.problem(diagnosis{name: "vallen", what: sct("82971005", "beperkte mobiliteit"), since: month(s.ago(1, 11, 0))})
	s.ability(ability{name: "transfer", what: sct("364666007", "vermogen om zich te verplaatsen"), text: "Staat zelf op uit een stoel met leuningen", since: day(s.ago(1, 6, 10))})
	s.ability(ability{name: "trap", what: sct("301587001", "vermogen om traplopen te beheersen"), value: sct("301589003", "niet in staat om trap te lopen"), since: day(s.ago(1, 6, 10))})
	s.wears(aid{name: "rollator", text: "Rollator", since: day(s.ago(2, 0, 20)), why: hip})
	s.appointment(meeting{name: "balans", on: s.ahead(0, 1), hour: 15, minutes: 30, with: "fysio", where: "Oefenzaal", what: "Balansgroep", prepare: "Draag stevige, dichte schoenen."})
	s.serve("51")
	s.bundle("heup", "Verslagen revalidatie", s.ago(1, 6, 10), progress,
		s.letter(letter{name: "eind", kind: progress, title: "Eindverslag revalidatie heup", on: s.ago(1, 6, 10), by: "fysio", to: "Huisartsenpraktijk De Oefenhoek",
			body: []part{
				{text: "Mevrouw is 22 keer aan huis behandeld na een heupprothese rechts."},
				{heading: "Metingen", rows: [][]string{{"Test", "Begin", "Eind"}, {"Opstaan en lopen (seconden)", "41", "19"}, {"Loopafstand met rollator (meter)", "15", "200"}}},
				{heading: "Advies", text: "Wekelijks naar de balansgroep. Elke dag buiten lopen."},
			}}))
}

func greetVaccinations(s *shelf) {
	for y := 0; y < 6; y++ {
		s.shot(shot{what: fluShot, on: day(s.last(y, time.November, 9)), lot: lotOf(fluShot, y), why: sct("84114007", "hartfalen"), where: "Huisbezoek"})
	}
	for i, m := range []int{69, 66, 59, 55, 49, 37, 25} {
		dose := i + 1
		if dose > 3 {
			dose = 0 // repeats have no number
		}
		s.shot(shot{what: covidShot, on: day(s.ago(0, m, 2)), dose: dose, lot: lotOf(covidShot, i)})
	}
	s.shot(shot{what: covidShot, on: day(s.last(0, time.November, 9)), refuse: "Koorts op de dag van de prik", reason: sct("183932001", "vaccinatie gecontra-indiceerd"), note: "Nieuwe afspraak volgt."})
	s.shot(shot{what: pneumo23, on: day(s.last(4, time.November, 9)), dose: 1, lot: lotOf(pneumo23, 1)})
}
