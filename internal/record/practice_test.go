// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/text"
	"regie/internal/vault"
)

// anchor is the day on which the practice persons are as they are in these tests.
var anchor = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// batches gives what complete runs bring of a practice person, one for each service of each provider.
func batches(p dossier.Person, providers []dossier.Provider, at time.Time) []Batch {
	var out []Batch
	for _, provider := range providers {
		for _, service := range provider.Services {
			b := Batch{Provider: provider.MedMijName, ProviderName: provider.Name, Service: service, At: at, Complete: true}
			version := fhir.Version(dossier.VersionOf(service))
			for _, r := range p.At[provider.Key] {
				document := r.Type == "DocumentReference" || r.Type == "DocumentManifest" || r.Type == "Binary"
				if fhir.Version(r.FHIR) != version || (len(r.Services) > 0 && !slices.Contains(r.Services, service)) || document != (service == "51" || service == dossier.Images) {
					continue
				}
				b.Resources = append(b.Resources, Incoming{FHIR: version, Raw: r.JSON})
			}
			if len(b.Resources) > 0 {
				out = append(out, b)
			}
		}
	}
	return out
}

func practicePerson(t testing.TB, key string) dossier.Person {
	t.Helper()
	for _, p := range persons.Build(anchor) {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("no practice person %q", key)
	return dossier.Person{}
}

func applyAll(t testing.TB, k *Keeper, v *vault.Opened, all []Batch) Change {
	t.Helper()
	var sum Change
	for _, b := range all {
		c, err := k.Apply(t.Context(), v, b)
		if err != nil {
			t.Fatalf("%s %s: %v", b.Provider, b.Service, err)
		}
		sum = sum.Add(c)
	}
	return sum
}

// dump writes all that is visible of a dossier, so that two can be compared. Keys differ by dossier.
func dump(t testing.TB, k *Keeper, v *vault.Opened) string {
	t.Helper()
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var lines []string
	line := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, p := range d.Providers() {
		line("provider %s %q %d items, whole %v, %+v", p.Name, p.Title, p.Items, p.Whole(), p.Services)
	}
	name := func(it *Item) string { return it.Provider.Name + " " + it.Type + "/" + it.ID }
	for i := range d.all {
		it := &d.all[i]
		care, err := it.Care()
		if err != nil {
			t.Fatal(err)
		}
		o, err := k.Original(t.Context(), v, it, 0)
		if err != nil {
			t.Fatal(err)
		}
		said, err := json.Marshal(care)
		if err != nil {
			t.Fatal(err)
		}
		line("item %s gone %v first %v changed %v versions %d %s", name(it), it.Gone, it.First, it.Changed, it.Versions, said)
		line("original %s %v %s", name(it), o.FHIR, o.Raw)
		for _, r := range d.Related(it) {
			line("related %s - %s %s", name(it), name(r.Item), r.Label.In(text.NL))
		}
		for _, s := range d.Series(it) {
			line("series %s %s %d", name(it), s.Label.In(text.NL), len(s.Points))
		}
	}
	for page := 1; ; page++ {
		p := d.List(Filter{}, page, 40)
		if page > p.Pages {
			break
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
