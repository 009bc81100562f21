// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/leak"
)

// TestNothingStaysInTheBrowser reads a dossier on a computer of somebody else and signs out.
// Going back shows nothing of it, and neither does what the browser leaves on the disk.
func TestNothingStaysInTheBrowser(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for name, body := range secretFiles {
		if err := os.WriteFile(filepath.Join(data, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, "--data", data)
	s := sit(t, p, "kwikstaart@voorbeeld.nl")
	s.signUpWithPassword(nil)
	if h := s.collect("Uit uw eigen map", nil, ownData); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.Goto("/dossier/klachten")
	s.Click("Kwakkelkoorts")
	s.heading("Kwakkelkoorts")
	s.Goto("/zoeken")
	s.Fill("Zoek in uw dossier", "Flierefluitamol")
	s.Click("Zoek")
	s.heading("Gezocht: Flierefluitamol")
	s.addOwn("Prutteldrank")
	s.addSecrets(t)
	s.everywhere(secrets...)
	if kept := browser.Eval[string](s.Page, `JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])`); kept != "[[],[]]" {
		t.Errorf("the pages keep %s", kept)
	}
	s.Goto("/tijdlijn")
	s.See("Flierefluitamol")
	s.signOut(nil)

	// The address for mail is left out: a browser may offer to fill it in again (WCAG 1.3.5).
	scanner := leak.New(slices.DeleteFunc(slices.Clone(secrets), func(w string) bool { return strings.Contains(w, "@") })...)
	for range 4 {
		s.Eval0(`history.back()`)
		s.See("Regie")
		if hits := scanner.Scan([]byte(s.Text())); len(hits) > 0 {
			t.Errorf("going back to %s shows %v", s.URL(), hits)
		}
	}
	scanner.Quick = true
	profile := s.Quit()
	finds, size, err := scanner.Folder(profile, nil)
	if err != nil {
		t.Fatal(err)
	}
	if size < 10_000 {
		t.Errorf("only %d bytes were looked at", size)
	}
	for _, f := range finds {
		t.Errorf("the browser keeps %s", strings.ToValidUTF8(f, "?"))
	}
}
