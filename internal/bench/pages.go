// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"regie/internal/fhir"
	"regie/internal/person"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/web"
)

// fill puts a dossier of about n resources into r without a network.
func (r *regie) fill(ctx context.Context, n int) (items int, err error) {
	day, err := time.Parse(time.DateOnly, anchor)
	if err != nil {
		return 0, err
	}
	providers := persons.ManyProviders(10)
	who := persons.Many(2, n, day, providers...)
	for _, p := range providers {
		for _, service := range p.Services {
			b := record.Batch{Provider: p.MedMijName, ProviderName: p.Name, Service: service, At: day, Complete: true}
			for _, res := range who.At[p.Key] {
				if serves(service, res) {
					b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.Version(res.FHIR), Raw: res.JSON})
				}
			}
			if len(b.Resources) == 0 {
				continue
			}
			_, err := r.keeper.Apply(ctx, r.vault, b)
			if err != nil {
				return 0, err
			}
		}
	}
	d, err := r.keeper.Open(ctx, r.vault)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	return d.Len(), nil
}

// serves spreads the resources of a provider over its services as the network would, roughly.
func serves(service string, r dossier.Resource) bool {
	documents := r.Type == "DocumentReference" || r.Type == "DocumentManifest" || r.Type == "Binary"
	switch service {
	case "51":
		return documents
	case "63":
		return r.FHIR == 4
	}
	return !documents && r.FHIR == 3
}

// opening is the median time to open the dossier from the database.
func (r *regie) opening(ctx context.Context, times int) (float64, error) {
	var all []time.Duration
	for range times {
		r.keeper.Drop(r.vault.Scope().Person())
		start := time.Now()
		d, err := r.keeper.Open(ctx, r.vault)
		if err != nil {
			return 0, err
		}
		all = append(all, time.Since(start))
		d.Close()
	}
	return quantile(all, 0.5), nil
}

// signedIn lets every request be of the one person.
type signedIn struct{ session *person.Session }

func (s signedIn) Resume(context.Context, string, bool) (*person.Session, error) {
	return s.session, nil
}

// site is the whole of the pages for the person of r.
func (r *regie) site() (http.Handler, error) {
	now := time.Now()
	return web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost:8080"}, Now: time.Now, Random: rand.Reader,
		Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), Keeper: r.keeper, Collector: r.collector,
		Sessions: signedIn{&person.Session{
			ID: r.session, Scope: r.vault.Scope(), Vault: r.vault, Started: now, IdleUntil: now.Add(time.Hour), Until: now.Add(time.Hour), StepUp: now, Method: person.ByPasskey,
		}},
	})
}
