// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"regie/internal/e2e/browser"
)

// TestInTheBrowser takes a summary from a file to the record by what is on the screen, and checks each
// page with axe, on a telephone and on a computer. With REGIE_LOOK the pages are kept as pictures.
func TestInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("drives a browser")
	}
	s := newSite(t, "anna")
	s.Fill("anna", "willem")
	s.StepUp("anna")
	file := filepath.Join(t.TempDir(), "samenvatting.json")
	if err := os.WriteFile(file, []byte(summary), 0o600); err != nil {
		t.Fatal(err)
	}
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "anna")
	shots := os.Getenv("REGIE_LOOK")
	look := func(name string) {
		for _, width := range []int{360, 1280} {
			p.Width(width)
			p.Axe()
			if shots != "" {
				p.Screenshot(filepath.Join(shots, fmt.Sprintf("carry-%s-%d.png", name, width)))
			}
		}
	}
	p.Goto("/meer")
	p.Click("Uw gegevens meenemen")
	p.See("Let op: dit bestand zit niet op slot")
	look("take")
	p.Click("Bestand kiezen")
	p.Attach("Kies een bestand", file)
	p.Click("Bekijk wat erin zit")
	p.See("Is dit bestand van u?")
	p.See("Toevoegen aan Regie")
	look("found")
	p.Click("Toevoegen aan Regie")
	p.See("Uw bestand is toegevoegd")
	look("added")
	p.Click("Ongedaan maken")
	look("undo")
	p.Click("Ja, haal het weg")
	p.See("Wat uit dat bestand kwam, is weg")
	look("files")
}
