// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/text"
)

// TestHygieneOfThePersons runs over everything that the providers of the practice network know
// about its people: the first thing that a newcomer reads.
func TestHygieneOfThePersons(t *testing.T) {
	root := t.TempDir()
	for _, p := range persons.Build(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)) {
		for provider, resources := range p.At {
			for _, r := range resources {
				if r.Type == "Binary" {
					continue
				}
				version := "STU3"
				if r.FHIR == dossier.R4 {
					version = "R4"
				}
				dir := filepath.Join(root, version, p.Key+"-"+provider)
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, r.Type+"-"+r.ID+".json"), r.JSON, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	all := samples(t, root)
	if len(all) < 1500 {
		t.Errorf("only %d resources", len(all))
	}
	if dir := os.Getenv("REGIE_PERSONS"); dir != "" { // to look at them one by one
		if err := os.CopyFS(dir, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range [...]text.Lang{text.NL, text.EN} {
		seen := map[string]int{}
		var first []string
		for _, s := range all {
			for _, f := range newHygiene(s, l, s.Item.View(l)).check() {
				if allowed(f) < 0 {
					if key := fmt.Sprintf("%s: %s: %q", f.kind, f.where, f.what); seen[key] == 0 {
						first = append(first, f.file+" "+f.block+" "+key)
						seen[key]++
					}
				}
			}
			if s.Item.Generic {
				key := "generic: " + strings.SplitN(filepath.Base(s.File), "-", 2)[0]
				if seen[key]++; seen[key] == 1 {
					first = append(first, s.File+" "+key)
				}
			}
		}
		for _, line := range first {
			t.Errorf("%s %s", l.Tag(), line)
		}
	}
}
