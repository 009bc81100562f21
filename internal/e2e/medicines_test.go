// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// corpus is the folder with FHIR files of others, "" where it is not there.
func corpus() string {
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	root = filepath.Join(root, "corpus", "fhir")
	if _, err := os.Stat(filepath.Join(root, "patients.json")); err != nil {
		return ""
	}
	return root
}

// TestMedicinesOfThreeProviders collects the medicines of one person from three providers at once:
// each is there once, with all who know it, and what was stopped says why.
func TestMedicinesOfThreeProviders(t *testing.T) {
	t.Parallel()
	t.Run("test patient of Medicatieproces 9", func(t *testing.T) {
		t.Parallel()
		root := corpus()
		if root == "" {
			t.Skip("no test patients of others here (set REGIE_CORPUS to the folder that has corpus/fhir)")
		}
		s := sit(t, start(t, "--data", patientFolder(t, root, "dongen", "nts-mp930")), "medicijnen@voorbeeld.nl")
		s.Width(360)
		s.Authenticator(true)
		s.signUpWithPasskey(nil)
		if h := s.collect("Uit uw eigen map", nil, ownData, ownDoctor, ownShop); h != allIn {
			t.Fatalf("it says %q:\n%s", h, s.Text())
		}
		s.joinedMedicines("Furosemide 40 mg tablet", "1 keer per dag 2 stuks", ownData, ownDoctor, ownShop)
		s.sees(`Even gestopt sinds \d+ \w+ \d{4}\. Reden: Opname in een instelling\.`, `Gestopt op \d+ \w+ \d{4}\. Reden: Gaat niet samen met een ander medicijn\.`)
		s.medicineOf("Furosemide 40 mg tablet", "Afspraak met de voorschrijver", "Afspraak met de apotheek")
		s.speak(text.EN)
		s.Goto("/medicijnen")
		s.sees(`What I use now`, `Paused since .* Reason:`, `Stopped on .* Reason:`, `Known by: .*`+regexp.QuoteMeta(ownShop.name))
	})
	t.Run("practice person", func(t *testing.T) {
		t.Parallel()
		p := start(t)
		s := sit(t, p, "greet@voorbeeld.nl")
		s.Authenticator(true)
		s.signUpWithPasskey(nil)
		if h := s.collect("Greet", nil, oefenhoek, linde, vijzel); h != allIn {
			t.Fatalf("it says %q:\n%s", h, s.Text())
		}
		s.joinedMedicines("Furosemide tablet 40 mg", "1 keer per dag 2 stuks", oefenhoek, linde, vijzel)
		s.sees(`Gestopt op \d+ \w+ \d{4}\. Reden: Allergie, overgevoeligheid of bijwerking\. Door de huisarts gestopt: kalium 5,8\.`)
		s.medicineOf("Furosemide tablet 40 mg", "Afspraak met de voorschrijver", "Afspraak met de apotheek", "Meegegeven door de apotheek")
		s.Goto("/medicijnen")
		paper := s.links(`a[href^="/afdruk/"]`)
		if len(paper) != 1 {
			t.Fatalf("the ways to keep the list: %v", paper)
		}
		got := (&client{t, p.Base, s.Cookies()}).send("GET", paper[0], nil, nil)
		if got.header.Get("Content-Type") != "application/pdf" {
			t.Fatalf("the paper is %d %v", got.Status, got.header)
		}
		if strings.Contains(got.header.Get("Content-Disposition"), "medic") {
			t.Errorf("the name of the file tells what it is about: %v", got.header)
		}
		tagged(t, []byte(got.Body))
	})
}

// joinedMedicines checks the list: no name twice among what is in use, and one medicine with its dose and sources.
func (s *somebody) joinedMedicines(name, dose string, from ...wish) {
	s.t.Helper()
	s.Goto("/medicijnen")
	names := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('[aria-labelledby=nu] h3')].map(h => h.innerText.trim())`)
	if len(names) < 4 {
		s.t.Errorf("in use are only %v", names)
	}
	slices.Sort(names)
	if once := slices.Compact(slices.Clone(names)); len(once) != len(names) {
		s.t.Errorf("some stand there twice: %v", names)
	}
	row := browser.Eval[string](s.Page, `[...document.querySelectorAll('main li')].filter(li => li.querySelector('h3')?.innerText.trim() === '`+name+`').map(li => li.innerText).join(' | ')`)
	for _, want := range append([]string{dose}, namesOf(from)...) {
		if !strings.Contains(row, want) {
			s.t.Errorf("%s does not say %q: %s", name, want, row)
		}
	}
}

// medicineOf opens a medicine: each source with what it says, and what it is.
func (s *somebody) medicineOf(name string, roles ...string) {
	s.t.Helper()
	s.Goto("/medicijnen")
	s.Click(name)
	s.heading(name)
	s.See("Wat elke bron zegt")
	for _, role := range roles {
		s.See(role)
	}
}

func namesOf(wishes []wish) (out []string) {
	for _, w := range wishes {
		out = append(out, w.name)
	}
	return out
}

// sees fails the test for every pattern that the text of the page does not match.
func (s *somebody) sees(patterns ...string) {
	s.t.Helper()
	page := strings.Join(strings.Fields(s.Text()), " ")
	for _, p := range patterns {
		if !regexp.MustCompile(p).MatchString(page) {
			s.t.Errorf("nothing like %q on %s:\n%s", p, s.URL(), page)
		}
	}
}

// speak sets the language, as the button for it does.
func (s *somebody) speak(l text.Lang) {
	s.t.Helper()
	s.Cookie("weergave", l.Tag()+"....")
}
