// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// TestThePregnancyCard reads a pregnancy of years ago as one card: checks by week, ultrasounds, birth.
func TestThePregnancyCard(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "yasmina@voorbeeld.nl")
	s.Width(360)
	s.NoScript(true)
	s.signUpWithPassword(nil)
	if h := s.collect("Yasmina", nil, oefenhoek, ooievaar); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.pregnancyCard()
	s.sees(`Uitgerekende datum`, `Controles`, `24 weken`, `Bovendruk|Bloeddruk`, `Echo's en uitslagen`, `De geboorte en daarna`)
	if n := browser.Eval[float64](s.Page, `document.querySelectorAll('main table tbody tr').length`); n < 9 {
		t.Errorf("%v checks of nine", n)
	}
	s.speak(text.EN)
	s.Goto(s.URL())
	s.sees(`Due date`, `24 weeks`, `Scans and results`)
	s.speak(text.NL)
	// What is about the child is not among the mother's own complaints.
	s.Goto("/klachten")
	s.NotSee("Noor")
}

// pregnancyCard opens it.
func (s *somebody) pregnancyCard() {
	s.t.Helper()
	s.Goto("/klachten")
	s.Click("Zwangerschap")
	s.Click("Bekijk de zwangerschapskaart")
	if !strings.HasPrefix(s.URL(), "/zwangerschap/") {
		s.t.Fatalf("the card is at %s", s.URL())
	}
}
