// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"regexp"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// TestWhatBelongsTogether reads what only many providers together can tell: Willem's years of
// sugar at two laboratories, his teeth, a mole, an X-ray, what two providers tell of one allergy, what he
// finds in everyday words, and a questionnaire that he fills in and sends back.
func TestWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if h := s.collect("Willem Oefenberg", nil, oefenhoek, linde, eikenstad, proefbuis, gaveKies); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.yearsOfSugar()
	s.teeth()
	s.mole()
	s.foot()
	s.doubles()
	s.everydayWords()
	s.questionnaire()
}

// yearsOfSugar is HbA1c of two laboratories in two units on one chart.
func (s *somebody) yearsOfSugar() {
	s.t.Helper()
	s.Goto("/dossier/laboratorium")
	s.Click("HbA1c")
	s.heading("HbA1c (bloedsuiker van de laatste maanden)")
	s.Click("Alles")
	s.sees(`Laatste: \d+ mmol/mol`, `In mmol/mol`, `omgerekend naar mmol/mol`)
	chart := browser.Eval[string](s.Page, `[...document.querySelectorAll('main figure')].map(f => f.innerText + ' ' + f.textContent).join(' | ')`)
	for _, want := range []string{proefbuis.name, linde.name} {
		if !strings.Contains(chart, want) {
			s.t.Errorf("the chart does not name %s: %s", want, chart)
		}
	}
	s.NotSee("meer dan één grafiek")
	rows := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('main table tbody tr')].map(r => r.innerText.replace(/\s+/g, ' '))`)
	years, old := map[string]bool{}, 0
	for _, r := range rows {
		for _, y := range regexp.MustCompile(`\b20\d\d\b`).FindAllString(r, 1) {
			years[y] = true
		}
		if regexp.MustCompile(`\d,\d ?%`).MatchString(r) && strings.Contains(r, "mmol/mol") {
			old++
		}
	}
	if len(rows) < 20 || len(years) < 5 || old < 3 {
		s.t.Errorf("%d results of %d years, %d of them in %% with what is drawn: %v", len(rows), len(years), old, rows)
	}
	s.speak(text.EN)
	s.Goto(s.URL())
	s.sees(`Latest: \d+ mmol/mol`, `converted to mmol/mol`)
	s.speak(text.NL)
}

// teeth are the visits, treatments and findings of a dentist.
func (s *somebody) teeth() {
	s.t.Helper()
	s.Goto("/dossier/behandelingen?toon=alles")
	s.Click("Tweevlaksvulling composiet")
	s.heading("Tweevlaksvulling composiet")
	s.sees(`Kies rechtsonder \(46\)`, regexp.QuoteMeta(gaveKies.name))
	s.lookFor("tandvlees")
	s.sees(`Tandvleesontsteking behandelen`)
}

// mole is a report of a pathologist.
func (s *somebody) mole() {
	s.t.Helper()
	s.lookFor("moedervlek")
	report := s.links(`main a[href^="/dossier/item/"], main a[href^="/verslag/"]`)
	if len(report) == 0 {
		s.t.Fatalf("no report of the mole:\n%s", s.Text())
	}
	s.Goto(report[0])
	if !s.Sees("Geen melanoom") {
		s.Click("Lees de hele uitslag")
	}
	s.sees(`Geen melanoom`, regexp.QuoteMeta(eikenstad.name))
}

// foot is an X-ray: both its images are seen, with the report beside them.
func (s *somebody) foot() {
	s.t.Helper()
	s.Goto("/documenten")
	s.Click("Beelden")
	s.Click("Röntgenfoto voet links")
	s.See("niet om zelf te beoordelen")
	for _, n := range []string{"1", "2"} {
		s.See("Beeld " + n + " van 2")
		if wide := browser.Eval[float64](s.Page, `Math.max(0, ...[...document.querySelectorAll('main img')].map(i => i.naturalWidth))`); wide < 100 {
			s.t.Errorf("image %s is %v wide", n, wide)
		}
		if n == "1" {
			s.Click("Volgend beeld")
		}
	}
	s.speak(text.EN)
	s.Goto(s.URL())
	s.sees(`Image 2 of 2`)
	s.speak(text.NL)
	s.Goto(s.URL())
	s.Click("Verslag Röntgenfoto voet links")
	s.heading("Verslag Röntgenfoto voet links")
	s.See(eikenstad.name)
}

// doubles takes what two providers tell of one allergy apart, and joins it again.
func (s *somebody) doubles() {
	s.t.Helper()
	s.Goto("/allergieen")
	card := browser.Eval[string](s.Page, `[...document.querySelectorAll('main li')].filter(li => /\d bronnen/.test(li.innerText)).map(li => li.querySelector('a')?.getAttribute('href')).filter(Boolean)[0] ?? ''`)
	if card == "" {
		s.t.Fatalf("no card of two sources:\n%s", s.Text())
	}
	cards := func() int {
		s.Goto("/dossier/allergieen?toon=alles")
		return int(browser.Eval[float64](s.Page, `document.querySelectorAll('main li a[href^="/dossier/item/"]').length`))
	}
	before := cards()
	s.Goto(card)
	name := s.Heading()
	s.See("Dit staat op meer plekken")
	s.Click("Dit is niet hetzelfde")
	s.See("Dit staat nu op een eigen kaart")
	if n := cards(); n != before+1 {
		s.t.Errorf("%d cards after taking %s apart, %d before", n, name, before)
	}
	s.Goto(card)
	s.Click("Dit is hetzelfde")
	s.See("Dit is nu één kaart")
	if n := cards(); n != before {
		s.t.Errorf("%d cards after joining %s again, %d before", n, name, before)
	}
}

// everydayWords searches as people speak and type.
func (s *somebody) everydayWords() {
	s.t.Helper()
	s.lookFor("suiker")
	s.sees(`HbA1c`, `Bloedsuiker \(glucose\)`)
	s.lookFor("hoge bloedruk")
	s.sees(`(?i)hypertensie`)
	s.speak(text.EN)
	s.Goto("/zoeken")
	s.Fill("Search your record", "suiker")
	s.Click("Search")
	s.sees(`HbA1c`)
	s.speak(text.NL)
}

// questionnaire fills one in, with questions that follow from answers, sends it, and sees that the hospital has it.
func (s *somebody) questionnaire() {
	s.t.Helper()
	s.Goto("/vragenlijsten")
	s.Click("Pijn en dagelijks leven")
	s.heading("Pijn en dagelijks leven")
	s.Fill("Hoeveel pijn had u gemiddeld?", "4")
	s.Fill("Hoeveel pijn had u op het ergste moment?", "7")
	s.Choose("Voeten")
	s.pick("Werd u ’s nachts wakker van de pijn?", "Ja")
	for _, what := range []string{"Een kwartier lopen", "Een trap op lopen", "Werk in en om het huis"} {
		s.pick(what, "Een beetje moeite")
	}
	s.pick("Gebruikte u pijnstillers?", "Nee")
	s.Fill("Wat wilt u in elk geval bespreken?", "Of ik mag blijven wandelen")
	s.Click("Verder")
	s.See("Er zijn vragen bij gekomen")
	s.Fill("Hoeveel nachten?", "2")
	s.Click("Verder")
	s.See("Kijk uw antwoorden na")
	s.sees(`Hoeveel nachten\? 2`, `Of ik mag blijven wandelen`)
	s.Click("Versturen naar " + linde.name)
	s.Click("Ga nu inloggen bij " + linde.name)
	s.See("Niets is echt")
	s.Click("Naar DigiD (nagebootst)")
	s.Click("Willem Oefenberg")
	s.Click("Ja, ik geef toestemming")
	s.See("Uw antwoorden zijn aangekomen")
	s.sees(`heeft ze op .* ontvangen`)
	// The hospital now has them: it does not ask for them any more.
	if h := s.collect("Willem Oefenberg", nil, linde); h != allIn {
		s.t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.lookFor("Pijn en dagelijks leven")
	s.Click("De vragenlijst ‘Pijn en dagelijks leven’")
	s.sees(`niet meer`)
	s.Goto("/vragenlijsten")
	s.sees(`Verstuurd Pijn en dagelijks leven .* Klaar\. Ontvangen op`)
}

// pick chooses an answer to one of the questions of a form.
func (s *somebody) pick(question, answer string) {
	s.t.Helper()
	id := browser.Eval[string](s.Page, `[...document.querySelectorAll('fieldset')].filter(f => f.querySelector('legend')?.innerText.includes('`+question+`'))
  .flatMap(f => [...f.querySelectorAll('label')]).filter(l => l.innerText.trim() === '`+answer+`').map(l => l.htmlFor)[0] ?? ''`)
	if id == "" {
		s.t.Fatalf("no answer %q to %q on %s:\n%s", answer, question, s.URL(), s.Text())
	}
	s.Eval0(`document.getElementById('` + id + `').click()`)
}
