// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

func TestAge(t *testing.T) {
	birth := time.Date(2010, 3, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now  string
		want int
	}{{"2026-03-14", 15}, {"2026-03-15", 16}, {"2026-12-31", 16}, {"2026-02-28", 15}} {
		now, err := time.Parse(time.DateOnly, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Person{Birth: birth}).Age(now); got != c.want {
			t.Errorf("age on %s = %d, want %d", c.now, got, c.want)
		}
	}
}

func TestProvidersAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9.-]+@medmij$`)
	seen := map[string]bool{}
	for _, p := range Providers() {
		if seen[p.Key] || seen[p.MedMijName] {
			t.Errorf("%s occurs twice", p.Key)
		}
		seen[p.Key], seen[p.MedMijName] = true, true
		if !name.MatchString(p.MedMijName) || len(p.MedMijName) > 57 {
			t.Errorf("MedMij name %q breaks the list's rule", p.MedMijName)
		}
		if len(p.Services) == 0 || !slices.IsSorted(p.Services) {
			t.Errorf("services of %s: %v", p.Key, p.Services)
		}
	}
	if len(seen) < 12 {
		t.Errorf("fewer than six providers")
	}
}
