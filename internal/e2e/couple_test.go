// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"testing"
)

// couples couples with the made-up maker of devices, looks at everything on the way, and stops.
func (s *somebody) couples(l look) {
	s.t.Helper()
	s.Goto("/apparaten/koppelen/te-laat")
	l.at(s, "couple-late")
	s.Goto("/apparaten")
	l.at(s, "ways")
	s.Click("Koppelen met een merk")
	l.at(s, "couple")
	s.Click("Koppelen met Withings")
	s.See("Kies met welk oefenaccount u inlogt.")
	s.Click("Anna: weegschaal, bloeddrukmeter en horloge")
	s.Click("Ja, dat mag")
	s.At("/apparaten/koppelen")
	s.See("metingen binnengekomen") // by itself, when the fetch is done
	l.at(s, "couple-done")
	s.Click("Stoppen met Withings")
	l.at(s, "couple-ask-stop")
	s.Click("Ja, stoppen")
	s.Click("Weghalen wat van Withings kwam")
	l.at(s, "couple-ask-remove")
	s.Click("Ja, weghalen")
	s.See("Weggehaald.")
}

// TestCouple couples in the real program with the practice network beside it.
func TestCouple(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "els@voorbeeld.nl")
	s.signUpWithPassword(nil)
	s.couples(nil)
}
