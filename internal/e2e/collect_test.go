// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"strings"
	"time"

	"regie/internal/e2e/browser"
)

// wish is what somebody wants to collect, and what they do at the provider.
type wish struct {
	looks string // what is typed in the search field
	name  string // of the provider
	long  bool   // ticks "voor onbepaalde tijd"
}

var (
	oefenhoek = wish{looks: "huisarts oefendorp", name: "Huisartsenpraktijk De Oefenhoek"}
	linde     = wish{looks: "linden", name: "Ziekenhuis De Linde (oefen)"} // a typing error
	vijzel    = wish{looks: "apotheek", name: "Oefenapotheek De Vijzel"}
	eikenstad = wish{looks: "eikenstad", name: "Medisch Centrum Eikenstad (oefen)"}
	proefbuis = wish{looks: "proefbuis", name: "Medisch Laboratorium De Proefbuis (oefen)"}
	gaveKies  = wish{looks: "tandarts", name: "Tandartspraktijk De Gave Kies (oefen)"}
	ooievaar  = wish{looks: "ooievaar", name: "Verloskundigenpraktijk De Ooievaar (oefen)"}
	heidehof  = wish{looks: "heidehof", name: "Thuiszorg De Heidehof (oefen)"}
	ownDoctor = wish{looks: "testziekenhuis", name: "Uw eigen testziekenhuis (wie voorschreef)"}
	ownShop   = wish{looks: "testapotheek", name: "Uw eigen testapotheek (wie gaf)"}
	ownData   = wish{looks: "testgegevens", name: "Uw eigen testgegevens"}
)

// collect finds the providers, goes past all of them as a practice person, and waits until
// the last answer is in. It returns the heading of the page that tells how it went.
func (s *somebody) collect(as string, l look, wishes ...wish) string {
	s.t.Helper()
	s.choose(l, wishes...)
	long := map[string]bool{}
	for _, w := range wishes {
		long[w.name] = w.long
	}
	return s.travel(as, long, l)
}

// choose fills the basket and begins the journey.
func (s *somebody) choose(l look, wishes ...wish) {
	s.t.Helper()
	s.Goto("/toevoegen")
	l.at(s, "add")
	s.Click("Ophalen bij een zorgverlener")
	for i, w := range wishes {
		s.At("/zorgverleners/zoeken")
		s.Fill("Naam, plaats of soort zorg", w.looks)
		s.Click("Zoek")
		s.See("gevonden")
		if i == 0 {
			l.at(s, "find")
		}
		s.Click("Kies " + w.name)
		s.At("/zorgverleners/kiezen")
		s.See(w.name)
		if i < len(wishes)-1 {
			s.Click("Nog een zorgverlener kiezen")
		}
	}
	l.at(s, "services")
	s.Click("Verder")
}

// travel logs in at one provider after the other, until there is none left and all is in.
func (s *somebody) travel(as string, long map[string]bool, l look) string {
	s.t.Helper()
	for i := range 20 {
		s.underWay()
		if !s.Sees("Ga nu inloggen") {
			break
		}
		l.at(s, "journey-leave")
		s.Click("Ga nu inloggen")
		s.allow(as, long, i == 0, l)
	}
	end := time.Now().Add(90 * time.Second)
	for seen := false; ; {
		heading := s.Heading()
		if heading != "Wij halen uw gegevens op" && heading != "" {
			l.at(s, "journey-done")
			return heading
		}
		if heading != "" && !seen {
			seen = true
			l.at(s, "journey-going")
		}
		if time.Now().After(end) {
			s.t.Fatalf("collecting does not end; there is:\n%s", s.Text())
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// underWay waits for the page of the journey.
func (s *somebody) underWay() {
	s.t.Helper()
	end := time.Now().Add(browser.Patience)
	for !strings.HasPrefix(s.URL(), "/ophalen/") || s.Heading() == "" {
		if time.Now().After(end) {
			s.t.Fatalf("not on the way but on %s; there is:\n%s", s.URL(), s.Text())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// allow goes through the pages of the practice network. Regie's own address is not in them.
func (s *somebody) allow(as string, long map[string]bool, first bool, l look) {
	s.t.Helper()
	l = l.only(first)
	s.See("Naar DigiD (nagebootst)")
	s.See("Niets is echt")
	l.at(s, "practice-landing")
	s.Click("Naar DigiD (nagebootst)")
	s.See("Wie bent u?")
	l.at(s, "practice-digid")
	s.Click(as)
	s.See("Ja, ik geef toestemming")
	l.at(s, "practice-consent")
	if browser.Eval[bool](s.Page, `document.querySelector('input[type=checkbox]').checked`) {
		s.t.Error("the box for an indefinite time is ticked beforehand")
	}
	for name, ticks := range long {
		if ticks && s.Sees(name) {
			s.Choose("Regie mag ook later")
			break
		}
	}
	s.Click("Ja, ik geef toestemming")
	s.underWay()
}

func (l look) only(when bool) look {
	if when {
		return l
	}
	return nil
}
