// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// TestEveryPage looks at every page that a person can come to, with axe: no violation of WCAG
// 2.2 at the levels A and AA. Each page is seen in both languages, both themes and at both widths,
// two looks in all; `make axe` takes all eight combinations. A page of the route table that no
// walk comes past fails it.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	v := newSeen()
	t.Run("way", func(t *testing.T) {
		t.Run("password", func(t *testing.T) { t.Parallel(); pagesOfAPassword(t, v.look()) })
		t.Run("passkey", func(t *testing.T) { t.Parallel(); pagesOfAPasskey(t, v.look()) })
		t.Run("collecting", func(t *testing.T) { t.Parallel(); pagesOfCollecting(t, v.look()) })
		t.Run("dossier", func(t *testing.T) { t.Parallel(); pagesOfADossier(t, v) })
		t.Run("pregnancy", func(t *testing.T) { t.Parallel(); pagesOfAPregnancy(t, v.turn()) })
	})
	if !t.Failed() {
		v.complete(t)
	}
}

// pagesOfAPassword are the pages before somebody is in, signing up with a password, and recovery.
func pagesOfAPassword(t *testing.T, l look) {
	s := sit(t, start(t), "willem@voorbeeld.nl")
	for _, path := range []string{
		"/hoe-veilig", "/over", "/help", "/privacy", "/toegankelijkheid", "/weergave", "/proberen", "/onderdelen", "/sessie/verlopen",
		"/ophalen/te-laat", "/geen-verbinding", "/bestaat-niet",
	} {
		s.Goto(path)
		l.at(s, path)
	}
	s.signUpWithPassword(l)
	s.Goto("/overzicht")
	l.at(s, "overview-empty")
	s.signOut(l)
	s.signInWithPassword(l)
	s.signOut(nil)
	s.recover(l)
}

// pagesOfAPasskey are signing up with a passkey, and the settings.
func pagesOfAPasskey(t *testing.T, l look) {
	s := sit(t, start(t), "willem@voorbeeld.nl")
	device := s.Authenticator(true)
	s.signUpWithPasskey(l)
	for _, path := range []string{
		"/meer", "/delen", "/toevoegen", "/instellingen/beveiliging", "/instellingen/beveiliging/wachtwoord", "/instellingen/beveiliging/sleutel",
		"/instellingen/beveiliging/app", "/instellingen/verwijderen", "/bevestigen",
	} {
		s.Goto(path)
		l.at(s, path)
	}
	s.Goto("/instellingen/beveiliging")
	s.Click("Weghalen")
	l.at(s, "factor-ask-remove")
	s.Goto("/instellingen/beveiliging")
	s.Click("Nieuw herstelblad maken")
	s.writeDown(l, "security", "Gebruik dit herstelblad")
	// Recovery may set up a passkey too.
	s.signOut(nil)
	device.Remove()
	s.toTheKit(nil)
	s.Fill("Code van uw herstelblad", strings.Join(s.kit, " "))
	s.Click("Open mijn kluis")
	s.At("/herstellen/inlogmanier")
	s.Click("Kies toegangssleutel")
	s.At("/herstellen/sleutel")
	l.at(s, "recover-key")
	s.Goto("/overzicht")
	s.At("/inloggen")
	s.Goto("/aanmelden")
	s.Fill("Uw mailadres", "kind@voorbeeld.nl")
	s.Click("Verder")
	s.See("nog niet")
	s.inLanguage(text.NL, true) // a form that comes back with what is wrong
	s.Goto("/verwijderd")
	l.at(s, "account-deleted")
}

// pagesOfCollecting are the pages of finding providers, collecting, and how that stands.
func pagesOfCollecting(t *testing.T, l look) {
	p := start(t, "--fault", "provider=ziekenhuis-eikenstad,service=48,match=AllergyIntolerance,kind=status,status=503,retry-after=3600,times=1",
		"--fault", "provider=ziekenhuis-eikenstad,service=51,kind=slow,delay=10s,times=1") // so that there is time to look
	s := sit(t, p, "willem@voorbeeld.nl")
	s.signUpWithPassword(nil)
	for _, path := range []string{"/zorgverleners", "/zorgverleners/zoeken", "/zorgverleners/niet-gevonden", "/ophalen/onbekend", "/dossier", "/tijdlijn", "/dossier/medicijnen"} {
		s.Goto(path) // while there is nothing yet
		l.at(s, path)
	}
	s.couples(l)
	s.collect("Willem Oefenberg", l, vijzel, eikenstad)
	s.Goto("/beelden")
	studies := s.links(`main a[href^="/beelden/"]`)
	if len(studies) == 0 {
		t.Fatalf("there are no images:\n%s", s.Text())
	}
	s.Goto(studies[0])
	l.at(s, "study")
	s.Goto("/overzicht") // with something that is missing
	l.at(s, "overview-partly")
	s.Goto("/dossier")
	l.at(s, "record-partly")
	s.Goto("/zorgverleners")
	l.at(s, "providers")
	for i, provider := range s.links(`main ul a[href^="/zorgverleners/"]`) {
		s.Goto(provider)
		l.at(s, "provider")
		if i == 0 {
			s.Click("Stoppen of weghalen")
			l.at(s, "end")
			s.Click("Alles weghalen")
			s.stepUp(l)
			l.at(s, "ask-remove")
		}
	}
}

// pagesOfADossier are the pages of everything that was collected, and of what somebody adds to it.
func pagesOfADossier(t *testing.T, v *seen) {
	l, turn := v.look(), v.turn()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	s.signUpWithPassword(nil)
	if h := s.collect("Willem Oefenberg", nil, oefenhoek, linde, vijzel, proefbuis); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.read(l)
	s.addOwn("Valdispert")
	s.lookFor("laboratoriumverslag")
	s.Goto(s.links(`main a[href^="/dossier/item/"]`)[0])
	s.Goto(s.links(`main a[href^="/verslag/"]`)[0])
	turn.at(s, "report")
	s.Goto("/medicijnen")
	s.Click("Valdispert")
	s.Click("Wijzig wat u toevoegde")
	turn.at(s, "own")
	own, _ := strings.CutSuffix(s.URL(), "/wijzigen")
	for _, path := range []string{own, own + "/stoppen", "/dossier/contacten", "/dossier/afspraken", "/dossier/zorgverleners", "/dossier/hulpmiddelen"} {
		s.Goto(path)
		turn.at(s, path)
	}
	most := 1
	if everyLook() {
		most = 3 // of each kind of data
	}
	for name, path := range s.adds(t) {
		if notPages[name] == "" {
			s.Goto(path)
			turn.at(s, name)
		}
	}
	c := newCrawler(most)
	c.follow = func(pattern string) bool { return everyLook() || v.times(pattern) == 0 }
	c.over(s, func(path, _ string) { turn.at(s, path) })
	s.Goto("/vragenlijsten")
	s.Click("Wijziging vragen")
	s.Fill("Waar gaat het over?", "Mijn telefoonnummer")
	s.Fill("Wat klopt er niet", "Het eindigt op een 7")
	s.Click("Verder")
	turn.at(s, "form-review")
	s.Goto("/medicijnen")
	s.Click("Valdispert")
	s.Click("Wijzig wat u toevoegde")
	s.Click("Verwijderen")
	turn.at(s, "own-deleted")
	for _, path := range []string{"/dossier/item/0123456789abcdef", "/tijdlijn?pagina=2"} {
		s.Goto(path)
		l.at(s, path)
	}
}

// pagesOfAPregnancy is the card that only a midwife has.
func pagesOfAPregnancy(t *testing.T, l look) {
	s := sit(t, start(t), "yasmina@voorbeeld.nl")
	s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if h := s.collect("Yasmina", nil, ooievaar); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.pregnancyCard()
	l.at(s, "pregnancy")
}

// stepUp makes both steps again where the page asks for it.
func (s *somebody) stepUp(l look) {
	s.t.Helper()
	if !s.Sees("Bent u het zelf?") {
		return
	}
	l.at(s, "step-up")
	s.Fill("Wachtwoord", s.password)
	s.Fill("Code van zes cijfers", s.app.code(s.t))
	s.Click("Bevestigen")
}

// links lists the addresses of what a selector finds, each once.
func (s *somebody) links(selector string) []string {
	s.t.Helper()
	return browser.Eval[[]string](s.Page, `[...new Set([...document.querySelectorAll('`+selector+`')].map(a => a.getAttribute('href')))]`)
}
