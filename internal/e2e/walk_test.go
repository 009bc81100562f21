// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"strings"
	"testing"
)

const allIn = "Uw gegevens zijn binnen"

// TestWithAPasskey is the whole way on a telephone that opens with a finger: sign up, collect
// from three providers, read, leave, and come back.
func TestWithAPasskey(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	s.Width(360)
	device := s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if n := device.Count(); n != 1 {
		t.Errorf("the device holds %d passkeys", n)
	}
	s.See("Uw dossier is nog leeg")
	if h := s.collect("Willem Oefenberg", nil, oefenhoek, linde, vijzel); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.Click("Bekijk uw overzicht")
	s.At("/overzicht")
	text := s.Text()
	for _, want := range []string{"Dit kwam er binnen", "Metformine", "Huisartsenpraktijk De Oefenhoek", "Ziekenhuis De Linde", "Oefenapotheek De Vijzel"} {
		if !strings.Contains(text, want) {
			t.Errorf("the overview has no %q:\n%s", want, text)
		}
	}
	s.read(nil)
	s.signOut(nil)
	s.Goto("/overzicht")
	s.SignIn("Inloggen met toegangssleutel", "/overzicht")
	s.See("Metformine")
}

// TestWithoutScript is the same in a browser that runs no script at all, with a password and
// an app; then the telephone with the app is lost, and the recovery sheet opens the vault.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	if h := s.collect("Willem Oefenberg", nil, oefenhoek, linde, vijzel); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.medicine(nil)
	s.timeline(nil)
	s.search(nil)
	s.signOut(nil)

	// A code works once: the one that let the person in before lets nobody in again.
	s.Goto("/inloggen")
	s.Fill("Uw mailadres", s.mail)
	s.Fill("Wachtwoord", s.password)
	s.Click("Verder")
	s.At("/inloggen/stap")
	s.Fill("Code van zes cijfers", s.app.shown)
	s.Click("Inloggen")
	s.See("klopt niet of is al gebruikt")
	s.signInWithPassword(nil)
	s.See("Metformine")
	s.signOut(nil)

	old, lost := s.kit, s.password
	s.app = nil
	s.recover(nil)
	s.See("Metformine")
	s.signOut(nil)
	s.signInWithPassword(nil)
	s.See("Metformine")
	s.signOut(nil)

	// What was lost opens nothing any more: neither the old password nor the old sheet.
	s.Goto("/inloggen")
	s.Fill("Uw mailadres", s.mail)
	s.Fill("Wachtwoord", lost)
	s.Click("Verder")
	s.See("horen niet bij elkaar")
	s.kit = old
	s.toTheKit(nil)
	s.Fill("Code van uw herstelblad", strings.Join(old, " "))
	s.Click("Open mijn kluis")
	s.See("Deze code hoort niet bij dit account")
}

// TestALostPasskey recovers with the sheet after the only passkey is gone.
func TestALostPasskey(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "willem@voorbeeld.nl")
	device := s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if h := s.collect("Willem Oefenberg", nil, vijzel); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.signOut(nil)
	device.Remove()
	s.recover(nil)
	s.See("Metformine")
	text := func() string { s.Goto("/instellingen/beveiliging"); return s.Text() }()
	if strings.Contains(text, "Toegangssleutel:") {
		t.Errorf("the lost passkey still works:\n%s", text)
	}
}
