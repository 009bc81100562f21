// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"slices"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
)

// Person is the practice person with a key, as at Anchor.
func Person(t testing.TB, key string) dossier.Person {
	t.Helper()
	for _, p := range persons.Build(Anchor) {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("no practice person %q", key)
	return dossier.Person{}
}

// Batches gives what complete runs bring of a person, one for each service of each provider that
// has something.
func Batches(p dossier.Person, providers []dossier.Provider, at time.Time) []record.Batch {
	var out []record.Batch
	for _, provider := range providers {
		for _, service := range provider.Services {
			b := record.Batch{Provider: provider.MedMijName, ProviderName: provider.Name, Service: service, At: at, Complete: true}
			version := dossier.VersionOf(service)
			for _, r := range p.At[provider.Key] {
				document := r.Type == "DocumentReference" || r.Type == "DocumentManifest" || r.Type == "Binary"
				if r.FHIR != version || len(r.Services) > 0 && !slices.Contains(r.Services, service) || document != (service == "51" || service == dossier.Images) {
					continue
				}
				b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.Version(version), Raw: r.JSON})
			}
			if len(b.Resources) > 0 {
				out = append(out, b)
			}
		}
	}
	return out
}

// Fill gives somebody all that a practice person has.
func (s *Site) Fill(name, who string) {
	s.T.Helper()
	s.Give(name, Person(s.T, who), dossier.Providers()...)
}

// Give gives somebody what a person has at some providers.
func (s *Site) Give(name string, p dossier.Person, providers ...dossier.Provider) {
	s.T.Helper()
	for _, b := range Batches(p, providers, Anchor) {
		s.Apply(name, b)
	}
}

// Apply gives somebody what one run brought.
func (s *Site) Apply(name string, b record.Batch) {
	s.T.Helper()
	if _, err := s.Keeper.Apply(s.T.Context(), s.Vaults[name], b); err != nil {
		s.T.Fatal(err)
	}
}

// Open opens the dossier of somebody, until the test ends.
func (s *Site) Open(name string) *record.Dossier {
	s.T.Helper()
	d, err := s.Keeper.Open(s.T.Context(), s.Vaults[name])
	if err != nil {
		s.T.Fatal(err)
	}
	s.T.Cleanup(d.Close)
	return d
}
