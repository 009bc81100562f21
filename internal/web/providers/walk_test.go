// SPDX-License-Identifier: EUPL-1.2

package providers_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"regie/internal/e2e/browser"
	"regie/internal/practice"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// walk is a person in a browser at the site.
type walk struct {
	*browser.Page
	s    *site
	t    *testing.T
	name string
	shot int
}

func (s *site) walk(name string) *walk {
	w := &walk{Page: browser.Open(s.t, s.base), s: s, t: s.t, name: s.t.Name()}
	w.Allow("status of 4")                // forms that come back with problems, and pages of other rooms
	w.Allow("Loading the image 'data:,'") // the practice network has no icon
	w.Cookie("regie", name)
	return w
}

// look checks the page with axe, on a phone and wide, and takes its picture where asked.
func (w *walk) look(name string) {
	w.t.Helper()
	w.shot++
	for _, width := range []int{360, 1280} {
		w.Width(width)
		w.Axe()
		if dir := os.Getenv("REGIE_PROVIDERS_SHOTS"); dir != "" {
			w.Screenshot(filepath.Join(dir, fmt.Sprintf("%s-%02d-%s-%d.png", w.name, w.shot, name, width)))
		}
	}
}

// login goes through the pages of the provider.
func (w *walk) login(long bool) {
	w.t.Helper()
	w.Click("Naar DigiD")
	w.Click("Willem")
	if long {
		w.Choose("voor onbepaalde tijd")
	}
	w.Click("Ja, ik geef toestemming")
}

func TestWalk(t *testing.T) {
	s := newSite(t, "anna")
	w := s.walk("anna")
	w.Goto("/zorgverleners")
	w.See("U haalt nog nergens gegevens op")
	w.look("leeg")
	w.Click("Zoek een zorgverlener")
	w.look("zoeken")
	w.Fill("Naam, plaats of soort zorg", "huisart oefnehoek")
	w.Click("Zoek")
	w.See("De Oefenhoek")
	w.look("gevonden")
	w.Click("Kies Huisartsenpraktijk De Oefenhoek")
	w.See("Huisartsgegevens")
	w.look("kiezen")
	w.Click("Nog een zorgverlener kiezen")
	w.Fill("Naam, plaats of soort zorg", "linde")
	w.Click("Zoek")
	w.look("gekozen")
	w.Click("Kies Ziekenhuis De Linde")
	w.See("2 keer")
	w.look("kiezen-twee")
	w.Click("Verder")
	w.See("U gaat nu naar Huisartsenpraktijk De Oefenhoek")
	w.look("vertrek")
	w.Click("Ga nu inloggen")
	w.login(true)
	w.See("U gaat nu naar Ziekenhuis De Linde")
	w.look("vertrek-twee")
	w.s.net.Inject(practice.Fault{Where: practice.AtResource, Provider: "ziekenhuis-linde", Service: "48", Kind: practice.FaultSlow, Delay: 400 * time.Millisecond})
	w.Click("Ga nu inloggen")
	w.login(false)
	w.Click("Ga nu inloggen")
	w.login(false)
	w.See("Wij halen uw gegevens op")
	w.look("bezig")
	w.See("Uw gegevens zijn binnen")
	w.Goto(w.URL())
	w.look("klaar")
	if u := w.URL(); len(u) > len(s.base)+60 {
		t.Errorf("the address is long: %s", u)
	}
	w.Goto("/zorgverleners")
	w.See("Alles is binnen")
	w.look("lijst")
	w.Click("Huisartsenpraktijk De Oefenhoek")
	w.look("zorgverlener")
	w.Click("Zet aan")
	w.See("Regie haalt hier nu elke week vanzelf op.")
	w.look("vanzelf")
	w.Click("Stoppen of weghalen")
	w.look("stoppen")
	w.Click("Stop met ophalen")
	w.See("U haalt hier niets meer op")
	w.look("gestopt")
	s.up = true
	w.Click("Stoppen of weghalen")
	w.Click("Alles weghalen")
	w.look("weghalen")
	w.Click("Haal alles van Huisartsenpraktijk De Oefenhoek weg")
	w.See("is weg uit uw dossier")
	w.NotSee("De Oefenhoek")
}

func TestWalkWithFailures(t *testing.T) {
	s := newSite(t, "anna")
	w := s.walk("anna")
	heal := s.net.Inject(practice.Fault{Where: practice.AtResource, Provider: "huisarts-oefenhoek", Match: "Composition", Kind: practice.FaultStatus, Status: 500})
	s.net.Inject(practice.Fault{Where: practice.AtResource, Provider: "huisarts-oefenhoek", Service: "49", Kind: practice.FaultBSN})
	w.Goto("/zorgverleners/zoeken")
	w.Click("Kies Huisartsenpraktijk De Oefenhoek")
	w.Click("Verder")
	w.Click("Ga nu inloggen")
	w.login(false)
	w.See("Een deel van uw gegevens is binnen")
	w.See("heeft een storing")
	w.See("burgerservicenummer")
	w.Goto(w.URL())
	w.Click("Bekijk alle vragen over Huisartsgegevens")
	w.look("deels")
	w.Goto("/zorgverleners")
	w.See("Nog niet alles is binnen")
	w.look("lijst-deels")
	w.Click("Huisartsenpraktijk De Oefenhoek")
	w.look("zorgverlener-deels")
	heal()
	s.later(time.Minute)
	w.Click("Probeer wat mislukte opnieuw")
	w.See("Alles is binnen")
	w.look("hersteld")

	// Stopped at the provider's page.
	w.Goto("/zorgverleners/zoeken")
	w.Click("Kies Oefenapotheek De Vijzel")
	w.Click("Verder")
	w.Click("Ga nu inloggen")
	w.Click("Stoppen en terug")
	w.See("Er is niets opgehaald")
	w.look("geweigerd")

	// The rest that can go wrong.
	for path, text := range map[string]string{
		"/ophalen/te-laat":                                "U was te lang weg",
		"/ophalen/terug/0123456789ab?code=x&state=y":      "Dit antwoord kennen wij niet",
		"/ophalen/terug?error=access_denied":              "Dit antwoord kennen wij niet",
		"/zorgverleners/niet-gevonden":                    "staat er niet bij",
		"/zorgverleners/00000000000000000000000000000000": "",
		"/ophalen/00000000000000000000000000000000":       "",
		"/zorgverleners/zomaar":                           "",
	} {
		w.Goto(path)
		if text != "" {
			w.See(text)
			w.look("rest")
		}
	}
}

// TestOtherLooks shows the pages in English, dark, with more contrast and with large letters.
func TestOtherLooks(t *testing.T) {
	s := newSite(t, "anna")
	connection, journey := s.collected("anna")
	if a := s.ask("anna", "/zorgverleners/kies", url.Values{"aanbieder": {"ziekenhuis.delinde@medmij"}}); a.to != "/zorgverleners/kiezen" {
		t.Fatalf("%+v", a)
	}
	w := s.walk("anna")
	for name, look := range map[string]ui.Prefs{
		"en-dark":   {Lang: text.EN, LangSet: true, Theme: "dark"},
		"en-large":  {Lang: text.EN, LangSet: true, Contrast: "more", Size: "200"},
		"nl-strong": {Theme: "dark", Contrast: "more", Size: "150"},
	} {
		w.Cookie("weergave", route.FormatPrefs(look))
		for _, path := range []string{"/zorgverleners", "/zorgverleners/zoeken", "/zorgverleners/kiezen", "/ophalen/" + journey.String(), "/zorgverleners/" + connection.String()} {
			w.Goto(path)
			w.look(name)
		}
		if got := browser.Eval[string](w.Page, "document.documentElement.lang + (document.documentElement.dataset.theme || '')"); got != look.Lang.Tag()+look.Theme {
			t.Errorf("%s: the page is %s", name, got)
		}
	}
}

func TestWalkWithoutScript(t *testing.T) {
	s := newSite(t, "anna")
	w := s.walk("anna")
	w.NoScript(true)
	w.Goto("/zorgverleners/zoeken")
	w.Click("Kies Huisartsenpraktijk De Oefenhoek")
	w.Click("Verder")
	s.net.Inject(practice.Fault{Where: practice.AtResource, Match: "Composition", Kind: practice.FaultSlow, Delay: 1500 * time.Millisecond})
	w.Click("Ga nu inloggen")
	w.login(false)
	w.See("Wij halen uw gegevens op")
	w.See("ververst zichzelf")
	time.Sleep(6 * time.Second)
	w.See("Uw gegevens zijn binnen")
}
