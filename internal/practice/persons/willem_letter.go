// SPDX-License-Identifier: EUPL-1.2

package persons

// colonoscopyLetter tells how to prepare for the examination: two pages, as such letters are.
func colonoscopyLetter(s *shelf) letter {
	return letter{name: "uitnodiging", kind: progress, title: "Voorbereiding op uw coloscopie", on: s.ago(0, 1, 5), by: "mdl", to: "de heer W. Oefenberg",
		body: []part{
			{text: "U krijgt binnenkort een kijkonderzoek van de dikke darm (coloscopie). Een goede voorbereiding is belangrijk: alleen in een schone darm kan de arts alles goed zien. In deze brief leest u wat u doet."},
			{heading: "Wanneer en waar", text: "Uw afspraak is op " + dutchDate(s.ahead(1, 1)) + " om 9.20 uur in het Endoscopiecentrum, route 8. Het onderzoek duurt ongeveer 35 minuten. U blijft daarna nog ongeveer een uur om uit te rusten."},
			{heading: "Eten en drinken", rows: [][]string{
				{"Dag", "Wat u eet en drinkt"},
				{"3 dagen vooraf", "Vezelarm: geen pitjes, zaden, rauwkost"},
				{"2 dagen vooraf", "Vezelarm, veel drinken"},
				{"1 dag vooraf, ochtend", "Licht ontbijt voor 9 uur"},
				{"1 dag vooraf, middag", "Alleen heldere vloeistof"},
				{"De dag zelf", "Helder drinken tot 2 uur vooraf"},
			}},
			{heading: "Laxeren", text: "U haalt het laxeermiddel bij uw apotheek. De eerste liter drinkt u de avond ervoor, vanaf 19 uur. De tweede liter drinkt u op de dag zelf, vanaf 5 uur. Drink bij elke liter een halve liter water of thee extra. Blijf in de buurt van een toilet. Uw ontlasting is na de tweede liter geel en helder."},
			{heading: "Medicijnen", rows: [][]string{
				{"Medicijn", "Wat u doet"},
				{"Empagliflozine", "Twee dagen vooraf stoppen"},
				{"Metformine", "Op de dag zelf niet innemen"},
				{"Hydrochloorthiazide", "Op de dag zelf niet innemen"},
				{"Losartan", "Gewoon innemen"},
				{"Atorvastatine", "Gewoon innemen"},
			}},
			{heading: "Diabetes", text: "Meet uw bloedsuiker op de dag van het laxeren vier keer. Is de waarde lager dan 4, drink dan een glas appelsap of aanmaaklimonade met suiker. Neem uw meter mee naar het ziekenhuis. Na het onderzoek eet u weer gewoon en neemt u uw tabletten weer in."},
			{heading: "Het onderzoek", text: "U krijgt een slaapmiddel en een pijnstiller via een infuus. De arts bekijkt de darm met een dunne, buigzame slang. Poliepen worden meestal meteen weggehaald en naar het laboratorium gestuurd. Dat doet geen pijn."},
			{heading: "Naar huis", text: "Door het slaapmiddel mag u 24 uur niet zelf rijden of belangrijke beslissingen nemen. Regel iemand die u ophaalt. U hoort meteen wat de arts heeft gezien. De uitslag van weggenomen weefsel krijgt u binnen tien dagen telefonisch."},
			{heading: "Wanneer belt u ons", text: "Bel als het laxeren niet lukt, als u koorts heeft of als u moet afzeggen. Heeft u na het onderzoek hevige buikpijn, koorts of veel bloedverlies? Bel dan meteen, ook in de nacht."},
			{heading: "Toestemming", text: "Vlak voor het onderzoek bespreekt de arts de mogelijke complicaties met u. Een nabloeding komt voor bij ongeveer 1 op de 200 mensen bij wie een poliep is weggehaald, een gaatje in de darm bij ongeveer 1 op de 1500."},
		}}
}
