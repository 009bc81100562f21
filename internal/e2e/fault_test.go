// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"strings"
	"testing"
)

// TestAServiceThatFails lets the hospital refuse one question, and the pharmacy all: the
// person reads what failed and why, keeps what came, and repairs it with "try again".
func TestAServiceThatFails(t *testing.T) {
	t.Parallel()
	p := start(t,
		// An hour to wait is too long to do so by ourselves. No other service tells of aids.
		"--fault", "provider=ziekenhuis-linde,service=48,match=DeviceUseStatement,kind=status,status=503,retry-after=3600,times=1",
		"--fault", "at=token,provider=apotheek-vijzel,kind=status,status=500,times=1")
	s := sit(t, p, "willem@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	if h := s.collect("Willem Oefenberg", nil, linde, vijzel); h != "Een deel van uw gegevens is binnen" {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	text := s.Text()
	for _, want := range []string{
		"Het is te druk bij Ziekenhuis De Linde (oefen).", "Een deel is binnen", "Wat wel kwam, is bewaard.",
		"Oefenapotheek De Vijzel heeft een storing.", "Niets opgehaald",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the result does not say %q:\n%s", want, text)
		}
	}
	s.Goto("/overzicht")
	s.See("Nog niet alles van Ziekenhuis De Linde (oefen) is binnen")
	s.Goto("/dossier")
	s.See("Nog niet alles is opgehaald")
	before := s.counts()

	s.Goto("/zorgverleners")
	s.Click("Ziekenhuis De Linde (oefen)")
	s.See("Het is te druk bij Ziekenhuis De Linde (oefen).")
	s.tryAgain()
	after := s.counts()
	if after["Hulpmiddelen"] <= before["Hulpmiddelen"] {
		t.Errorf("the aids did not come: %v, then %v", before, after)
	}
	for kind, n := range before {
		if after[kind] < n || kind != "Hulpmiddelen" && after[kind] != n {
			t.Errorf("%s: %d before trying again, %d after", kind, n, after[kind])
		}
	}

	s.Goto("/zorgverleners")
	s.Click("Oefenapotheek De Vijzel")
	s.See("Oefenapotheek De Vijzel heeft een storing.")
	s.tryAgain()
	s.Goto("/overzicht")
	s.NotSee("Nog niet alles van")
	s.Goto("/dossier")
	s.NotSee("Nog niet alles is opgehaald")
}

// tryAgain repairs what failed at the provider of the page. While its token is good nobody has
// to log in again; it is then repaired on the page itself.
func (s *somebody) tryAgain() {
	s.t.Helper()
	from := s.URL()
	s.Click("Probeer wat mislukte opnieuw")
	if strings.HasPrefix(s.URL(), "/ophalen/") {
		if h := s.travel("Willem Oefenberg", nil, nil); h != allIn {
			s.t.Fatalf("trying again says %q:\n%s", h, s.Text())
		}
		s.Goto(from)
	}
	s.See("Alles is binnen")
	s.NotSee("Probeer wat mislukte opnieuw")
}

// TestARestart ends the program while somebody reads: after the start they read on.
func TestARestart(t *testing.T) {
	t.Parallel()
	p := start(t)
	s := sit(t, p, "willem@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	if h := s.collect("Willem Oefenberg", nil, vijzel); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	before := s.counts()
	p.again()
	after := s.counts()
	s.At("/dossier")
	for kind, n := range before {
		if after[kind] != n {
			t.Errorf("%s: %d before the restart, %d after", kind, n, after[kind])
		}
	}
	if len(before) == 0 {
		t.Error("there was nothing to read")
	}
}
