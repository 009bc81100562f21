// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"testing"
)

func TestWithAPasskey(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	device := s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if n := device.Count(); n != 1 {
		t.Errorf("the device holds %d passkeys", n)
	}
	s.signOut(nil)
	s.Goto("/inloggen")
	s.Click("Inloggen met toegangssleutel")
	s.At("/overzicht")
}

func TestWithoutScript(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	s.signOut(nil)
	s.signInWithPassword(nil)
}
