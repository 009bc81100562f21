// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/practicetest"
)

// TestRegiesOwnClient goes the whole way with the client that Regie has, for one
// of the practice persons, at every provider that knows him.
func TestRegiesOwnClient(t *testing.T) {
	var refused []practice.Exchange
	w := start(t, func(c *practice.Config) {
		c.Now, c.Persons, c.PageSize = time.Now, persons.Build(time.Now()), 20
		c.Observe = func(e practice.Exchange) {
			if e.Status >= 400 {
				refused = append(refused, e)
			}
		}
	})
	for _, a := range w.AuthorizeURLs() {
		if err := w.Register(clientID, callback+"/"+medmij.ServerTag(a)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Register("niemand.localhost", callback); err == nil {
		t.Error("registers for a client that isn't there")
	}
	if err := w.Register(clientID, "https://kwaad.example/"); err == nil {
		t.Error("registers a foreign address")
	}
	regie, err := medmij.New(medmij.Config{
		ClientID: clientID, Redirect: callback, RedirectPerServer: true, Roots: w.CAPool, Hosts: w.Resolve,
		Certificate: func() (*tls.Certificate, error) { return &w.ClientCertificate, nil },
		Now:         time.Now, Rand: rand.Reader,
		Lists: medmij.ListsConfig{Base: w.ListURL, API: "2", Interface: "2", PlainFront: true,
			Every: 10 * time.Minute, RefuseAfter: 8 * time.Hour, MaxStampAge: 24 * time.Hour},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(regie.Close)
	if err := regie.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	willem := w.Persons()[0]
	for _, p := range w.Providers() {
		if len(willem.At[p.Key]) == 0 {
			continue
		}
		doors, missing := regie.Lists.Doors(p.MedMijName, p.Services)
		if len(missing) > 0 {
			t.Errorf("%s does not offer %v", p.Key, missing)
		}
		got := 0
		for _, d := range doors {
			a, err := regie.Authorize(d)
			if err != nil {
				t.Fatal(err)
			}
			back, err := practicetest.Walk(t.Context(), w.Network, a.URL, practicetest.Visitor{Person: willem.Key, Long: true})
			if err != nil {
				t.Fatal(err)
			}
			answer, err := medmij.ParseCallback(back.RawQuery)
			if err != nil || answer.State != a.State || !strings.HasPrefix(back.String(), a.Redirect+"?") {
				t.Fatalf("%v %v", back, err)
			}
			if answer.Error != "" {
				continue // there is nothing behind this door
			}
			grant, err := regie.Exchange(t.Context(), a, answer.Code)
			if err != nil {
				t.Fatal(err)
			}
			if grant, err = regie.Refresh(t.Context(), p.MedMijName, d.Token, grant.Refresh); err != nil {
				t.Fatal(err)
			}
			s := regie.NewSession(p.MedMijName, grant, nil)
			for _, id := range grant.Services {
				offer, _ := regie.Lists.Offer(p.MedMijName, id)
				version := "3.0"
				if dossier.VersionOf(id) == dossier.R4 {
					version = "4.0"
				}
				for _, q := range asked(id, nil) {
					err := s.Pages(t.Context(), medmij.Search{Base: offer.Roles[0].Base, Query: q, FHIR: version, Service: id},
						func(body []byte) (string, error) {
							var b bundle
							if err := json.Unmarshal(body, &b); err != nil {
								return "", err
							}
							got += len(b.Entry)
							return b.link("next"), nil
						})
					if err != nil {
						t.Errorf("%s %s: %v", p.Key, q, err)
					}
				}
			}
		}
		if got < 10 {
			t.Errorf("%s gave %d", p.Key, got)
		}
	}
	if len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
}
