// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"regie/internal/agenda"
	"regie/internal/carry"
	"regie/internal/collect"
	"regie/internal/diary"
	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/medmij"
	"regie/internal/person"
	"regie/internal/practice"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

// people are sessions with real vaults: the token is the name.
type people map[string]*vault.Opened

func (p people) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	v, ok := p[token]
	if !ok {
		return nil, nil
	}
	return &person.Session{
		ID: store.ID{1}, Scope: v.Scope(), Vault: v, StepUp: testNow,
		IdleUntil: testNow.Add(15 * time.Minute), Until: testNow.Add(time.Hour),
	}, nil
}

// furnished is the whole site over a real database, with Anna, who has a record, and Bert, who has none.
func furnished(t *testing.T) (http.Handler, Config) {
	t.Helper()
	now := func() time.Time { return testNow }
	db := storetest.SQLite(t)
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	c := config(t)
	c.Base.Host = "localhost"
	both := people{}
	for _, name := range []string{"anna", "bert"} {
		v := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		if err := db.Update(t.Context(), v.Scope(), func(tx *store.Tx) error { return v.Found(tx, keys) }); err != nil {
			t.Fatal(err)
		}
		both[name] = v
	}
	c.Sessions = both
	c.Keeper = record.New(db, record.Options{Now: now})
	c.Diaries = diary.New(db, diary.Options{Now: now})
	if c.Agendas, err = agenda.New(db, agenda.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	c.Books = measure.New(db, measure.Options{Now: now})
	c.Carry = &carry.Kit{DB: db, Keeper: c.Keeper, Books: c.Books, Diaries: c.Diaries, Agendas: c.Agendas, Now: now}
	var items []record.Incoming
	for i := range 3 {
		items = append(items, record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"DocumentReference","id":"d%d","status":"current",
"type":{"text":"Brief %d"},"indexed":"2026-09-0%dT10:00:00+02:00","content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0xLjQKJSVFT0YK","title":"Brief"}}]}`, i, i, i+1)})
	}
	_, err = c.Keeper.Apply(t.Context(), both["anna"], record.Batch{
		Provider: "huisarts.oefenhoek@medmij", ProviderName: "De Oefenhoek", Service: "51", At: testNow, Complete: true, Resources: items,
	})
	if err != nil {
		t.Fatal(err)
	}

	back := "http://localhost/ophalen/terug"
	network, err := practice.Start(t.Context(), practice.Config{
		Clients: []practice.Client{{ID: "regie.localhost", Organisation: "Regie", RedirectURIs: []string{back}}},
		Persons: persons.Build(testNow), Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(network.Close)
	client, err := medmij.New(medmij.Config{
		ClientID: "regie.localhost", Redirect: back, Lists: medmij.ListsConfig{Base: network.ListURL, PlainFront: true},
		Roots: network.CAPool, Hosts: network.Resolve, Certificate: func() (*tls.Certificate, error) { return &network.ClientCertificate, nil },
		Now: now, Rand: rand.Reader, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Collector, err = collect.New(collect.Config{
		DB: db, Network: client, Keeper: c.Keeper, Keys: keys, Book: network.DirectoryURL, Now: now, Rand: rand.Reader, Log: c.Log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Collector.Close(context.Background()) })
	return site(t, c), c
}

var (
	number  = regexp.MustCompile(`[0-9a-f]{10}`)
	itemKey = regexp.MustCompile(`/dossier/item/([0-9a-f]+)"`)
)

// plainAnswer is what two answers must have in common: without number of the request and address.
func plainAnswer(t *testing.T, res *http.Response, path string) string {
	t.Helper()
	b := strings.ReplaceAll(body(t, res), path, "PATH")
	return fmt.Sprint(res.StatusCode, res.Header.Get("Content-Type"), res.Header.Get("Location"), "\n", number.ReplaceAllString(b, "N"))
}

// TestWhatIsOfAnotherIsNotThere asks, as Bert, for what is Anna's and for what nobody has: on
// every route with an id, the answers are the same.
func TestWhatIsOfAnotherIsNotThere(t *testing.T) {
	h, c := furnished(t)
	page := body(t, ask(h, "GET", "/documenten", signedIn("anna")))
	found := itemKey.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("Anna has no items on her page:\n%s", page)
	}
	hers := found[1]
	if res := ask(h, "GET", "/dossier/item/"+hers, signedIn("anna")); res.StatusCode != http.StatusOK {
		t.Fatalf("Anna's own item: %d", res.StatusCode)
	}
	nobodys := strings.Map(func(r rune) rune { return '0' + ('f'-r)%10 }, hers)
	n := 0
	for _, rt := range tableOf(t, c) {
		if !rt.Who.Personal() || !strings.Contains(rt.Pattern, "{") {
			continue
		}
		n++
		fill := func(id string) string {
			p := strings.ReplaceAll(rt.Pattern, "{n}", "0")
			return wildcard.ReplaceAllString(strings.ReplaceAll(p, "{stap}", "0"), id)
		}
		for _, id := range []string{hers, strings.Repeat(hers, 2)} {
			foreign, unknown := fill(id), fill(strings.Map(func(r rune) rune { return '0' + ('f'-r)%10 }, id))
			got := ask(h, rt.Method, foreign, signedIn("bert"))
			want := ask(h, rt.Method, unknown, signedIn("bert"))
			if got.StatusCode < 300 || got.StatusCode >= 500 {
				t.Errorf("%s %s: %d", rt.Method, rt.Pattern, got.StatusCode)
			}
			if a, b := plainAnswer(t, got, foreign), plainAnswer(t, want, unknown); a != b {
				t.Errorf("%s %s: what is Anna's and what nobody has differ:\n%.300s\n---\n%.300s", rt.Method, rt.Pattern, a, b)
			}
		}
	}
	if res := ask(h, "GET", "/dossier/item/"+nobodys, signedIn("bert")); res.StatusCode != http.StatusNotFound {
		t.Errorf("an item that nobody has: %d", res.StatusCode)
	}
	if n < 10 {
		t.Errorf("only %d routes with an id", n)
	}
	// And odd ids are no reason to fail.
	for _, odd := range []string{"%00", "..%2f..", "%ff%fe", strings.Repeat("a", 4000), "%3Cscript%3E", "0", "-1", "99999999999999999999"} {
		for _, rt := range tableOf(t, c) {
			if rt.Who.Personal() && strings.Contains(rt.Pattern, "{") {
				if res := ask(h, rt.Method, wildcard.ReplaceAllString(rt.Pattern, odd), signedIn("anna")); res.StatusCode >= 500 {
					t.Errorf("%s %s with %.20q: %d", rt.Method, rt.Pattern, odd, res.StatusCode)
				}
			}
		}
	}
}
