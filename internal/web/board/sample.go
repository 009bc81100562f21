// SPDX-License-Identifier: EUPL-1.2

package board

import (
	"math"
	"strconv"
	"time"

	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/ui"
)

// sample is made-up content for the board. It is the one place outside the catalogue with
// words for the screen: they say nothing, and only builders and tests see them.
type sample struct {
	lang     text.Lang
	crumbs   []ui.Anchor
	problems []ui.Problem
	steps    []ui.Step
	tabs     []ui.Tab
	items    []ui.ItemProps
	tiles    []ui.TileProps
	facts    []ui.FactGroup
	charts   []chart.Line
	columns  []ui.Column
	rows     [][]string
	entries  []ui.Entry
	fields   []ui.FieldProps
	list     ui.ChoiceProps
	radios   ui.ChoiceProps
	boxes    ui.ChoiceProps
}

func (s sample) w(nl, en string) string {
	if s.lang == text.EN {
		return en
	}
	return nl
}

func (s sample) long() string {
	return s.w("De gegevens van uw huisarts zijn wel binnen. Wij proberen het om 15.00 uur opnieuw. U hoeft niets te doen.",
		"The data of your GP did come in. We try again at 15:00. You need not do anything.")
}

func (s sample) action() *ui.Action {
	return &ui.Action{Href: "#actie", Text: s.w("Haal gegevens op", "Collect data"), Icon: "download"}
}

func newSample(lang text.Lang, now time.Time) sample {
	s := sample{lang: lang}
	w := s.w
	s.crumbs = []ui.Anchor{{Href: "/dossier", Text: w("Mijn dossier", "My record")}, {Href: "#lab", Text: w("Uitslagen", "Results")}}
	s.problems = []ui.Problem{
		{Field: "mail", Text: w("Vul uw e-mailadres in.", "Fill in your e-mail address.")},
		{Field: "geboren-dag", Text: w("Deze geboortedatum bestaat niet.", "This date of birth does not exist.")},
	}
	s.steps = []ui.Step{
		{Text: w("E-mailadres", "E-mail"), State: ui.StepDone}, {Text: w("Sleutel", "Key"), State: ui.StepNow}, {Text: w("Herstelblad", "Recovery sheet")},
	}
	s.tabs = []ui.Tab{
		{Href: "#1", Text: w("Alles", "All"), Count: 214, Current: true}, {Href: "#2", Text: w("Dit jaar", "This year"), Count: 12}, {Href: "#3", Text: w("Vorig jaar", "Last year")},
	}
	at := func(days int) string {
		t := now.AddDate(0, 0, -days)
		return ui.Ago(lang, now, t, ui.ToDay) + " · " + ui.Day(lang, t, ui.ToDay)
	}
	own, lab := w("Zelf gemeten", "Measured by you"), w("Ziekenhuis De Linde", "Hospital De Linde")
	s.items = []ui.ItemProps{
		{Href: "#i1", Icon: "pill", Tint: ui.Violet, Kind: w("Medicijn", "Medicine"), Title: "Metformine 500 mg", Fact: w("2 keer per dag 1 tablet, bij het eten", "1 tablet twice a day, with food"), Date: at(21), Source: w("Apotheek Oefendorp", "Pharmacy Oefendorp"), Chips: []ui.Chip{{Kind: ui.ChipNew, Text: w("Nieuw", "New")}}},
		{Href: "#i2", Icon: "test-pipe", Tint: ui.Red, Kind: w("Uitslag", "Result"), Title: "LDL-cholesterol", Value: &ui.ValueProps{Number: "3,4", Unit: "mmol/l", Range: "0,0 – 2,6 mmol/l", Whose: w("Grens van dit lab", "Range of this lab"), Flag: w("hoger dan de grens van dit lab", "above the range of this lab"), Off: true}, Date: at(90), Source: lab},
		{Href: "#i3", Icon: "pill", Tint: ui.Violet, Kind: w("Medicijn", "Medicine"), Title: "Naproxen 250 mg", Fact: w("Gestopt: maagklachten", "Stopped: stomach trouble"), Date: at(400), Source: lab, Chips: []ui.Chip{{Kind: ui.ChipStop, Text: w("Gestopt", "Stopped")}}, Struck: true},
		{Href: "#i4", Icon: "heartbeat", Tint: ui.Teal, Kind: w("Meting", "Measurement"), Title: w("Bloeddruk", "Blood pressure"), Value: &ui.ValueProps{Number: "138 / 84", Unit: "mmHg"}, Date: at(1), Source: own, Chips: []ui.Chip{{Kind: ui.ChipOwn, Text: own}, {Kind: ui.ChipWarn, Text: w("Onzeker", "Uncertain")}, {Kind: ui.ChipGood, Text: w("Nagekeken", "Checked")}, {Kind: ui.ChipPlain, Text: w("Twee bronnen", "Two sources")}}},
		{Icon: "file-text", Tint: ui.Grey, Title: w("Een ontslagbrief met een heel lange titel die over meer dan een regel loopt, zoals ziekenhuizen die soms sturen", "A discharge letter with a very long title that takes more than one line, as hospitals sometimes send them"), Date: at(800), Source: lab},
	}
	series := func(base, swing float64, own bool, limit float64) []chart.Point {
		var out []chart.Point
		for i := range 14 {
			v := base + swing*math.Sin(float64(i)*1.3) + swing*0.4*math.Sin(float64(i)*4.1)
			v = math.Round(v*10) / 10
			out = append(out, chart.Point{At: now.AddDate(0, -3*(13-i), 0), Value: v, Own: own && i%3 == 1, Off: v > limit})
		}
		return out
	}
	ldl := series(2.5, 0.9, false, 3)
	high, low := series(138, 12, true, 145), series(84, 7, true, 200)
	for _, p := range [][]chart.Point{high, low} {
		for i := range p {
			p[i].Value = math.Round(p[i].Value)
		}
	}
	s.tiles = []ui.TileProps{
		{Href: "#t1", Title: w("Bloeddruk", "Blood pressure"), Value: ui.ValueProps{Number: "138 / 84", Unit: "mmHg"}, Date: at(1), Spark: chart.Sparkline(high)},
		{Href: "#t2", Title: "LDL-cholesterol", Value: ui.ValueProps{Number: "3,4", Unit: "mmol/l", Flag: w("hoger dan de grens", "above the range"), Off: true}, Date: at(90), Spark: chart.Sparkline(ldl)},
		{Href: "#t3", Title: w("Gewicht", "Weight"), Value: ui.ValueProps{Sign: "<", Number: "82,5", Unit: "kg"}, Date: at(30)},
	}
	s.facts = []ui.FactGroup{
		{Facts: []ui.Fact{
			{Label: w("Uitslag", "Result"), Values: []ui.ValueProps{{Sign: "<", Number: "0,50", Unit: "mg/l", Range: "< 10 mg/l", Whose: w("Grens van dit lab", "Range of this lab")}}},
			{Label: w("Wanneer", "When"), Texts: []string{at(90)}},
		}},
		{Title: w("Wie", "Who"), Facts: []ui.Fact{
			{Label: w("Aangevraagd door", "Requested by"), Texts: []string{"M. de Vries, internist", lab}},
			{Label: w("Opmerking van het lab", "Remark of the lab"), Texts: []string{"Monster licht hemolytisch."}, Lang: langOf(lang)},
		}},
	}
	s.charts = []chart.Line{
		{ID: "ldl", Title: "LDL-cholesterol", Unit: "mmol/l", Series: []chart.Series{{Points: ldl}}, Band: &chart.Band{Low: math.NaN(), High: 2.6, Label: w("grens van dit lab: tot 2,6", "range of this lab: up to 2.6")}},
		{ID: "bp", Title: w("Bloeddruk", "Blood pressure"), Unit: "mmHg", Series: []chart.Series{{Name: w("bovendruk", "upper"), Points: high}, {Name: w("onderdruk", "lower"), Points: low}}},
	}
	s.columns = []ui.Column{{Title: w("Datum", "Date")}, {Title: w("Waarde", "Value"), Numeric: true}, {Title: w("Bron", "Source")}}
	for i := range 4 {
		s.rows = append(s.rows, []string{ui.Day(lang, now.AddDate(0, -i, 0), ui.ToDay), strconv.Itoa(130+i) + " / 8" + strconv.Itoa(i) + "\u00a0mmHg", lab})
	}
	s.entries = []ui.Entry{
		{Href: "#n1", Icon: "test-pipe", Tint: ui.Red, Title: w("Uitslagen", "Results"), Text: w("Bloed, urine en ander onderzoek", "Blood, urine and other tests"), Count: 214},
		{Href: "#n2", Icon: "vaccine", Tint: ui.Green, Title: w("Vaccinaties", "Vaccinations"), Count: 9, Chips: []ui.Chip{{Kind: ui.ChipNew, Text: w("2 nieuw", "2 new")}}},
		{Href: "#n3", Icon: "alert-triangle", Tint: ui.Orange, Title: w("Allergieën", "Allergies")},
	}
	s.fields = []ui.FieldProps{
		{ID: "mail", Label: w("E-mailadres", "E-mail address"), Hint: w("Wij sturen u een link om te controleren dat het adres klopt.", "We send you a link to check that the address is right."), Type: "email", Autocomplete: "email", Problem: w("Vul uw e-mailadres in.", "Fill in your e-mail address.")},
		{ID: "code", Label: w("Code uit uw app", "Code from your app"), InputMode: "numeric", Autocomplete: "one-time-code", Short: true, MaxLength: 6, Value: "123456"},
		{ID: "gewicht", Label: w("Gewicht", "Weight"), Suffix: "kg", InputMode: "decimal", Short: true, Optional: true},
		{ID: "vraag", Label: w("Uw vraag", "Your question"), Rows: 4, Optional: true},
	}
	options := []ui.Option{
		{Value: "a", Text: w("Eén jaar", "One year"), Chosen: true},
		{Value: "b", Text: w("Onbepaalde tijd", "No end"), Hint: w("U kunt dit altijd stoppen.", "You can stop this at any time.")},
		{Value: "c", Text: w("Niet mogelijk", "Not possible"), Disabled: true},
	}
	s.list = ui.ChoiceProps{ID: "lijst", Label: w("Hoelang?", "How long?"), Options: options}
	s.radios = ui.ChoiceProps{ID: "keuze", Label: w("Hoelang?", "How long?"), Hint: w("Dit kunt u later veranderen.", "You can change this later."), Options: options}
	s.boxes = ui.ChoiceProps{ID: "wat", Label: w("Wat wilt u ophalen?", "What do you want to collect?"), Problem: w("Kies minstens één.", "Choose at least one."), Options: options}
	return s
}

// langOf marks Dutch words of a provider on an English page.
func langOf(lang text.Lang) string {
	if lang == text.NL {
		return ""
	}
	return text.NL.Tag()
}
