// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/practicetest"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

const (
	clientID = "regie.localhost"
	callback = "http://localhost:8080/ophalen/terug"
)

// world is a person with an open vault, and the practice network around.
type world struct {
	*Collector
	t       testing.TB
	net     *practice.Network
	db      *store.DB
	keys    *vault.Keyring
	v       *vault.Opened
	session store.ID
	clock   *clock
	seen    *exchanges
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// sleep takes a moment of real time and all of the asked time on the clock.
func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.add(d)
	time.Sleep(100 * time.Microsecond)
	return ctx.Err()
}

// exchanges remembers what the practice network saw.
type exchanges struct {
	mu  sync.Mutex
	all []practice.Exchange
}

func (e *exchanges) add(x practice.Exchange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, x)
}

// take returns what was asked since the last call, without the lists.
func (e *exchanges) take() []practice.Exchange {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := slices.DeleteFunc(e.all, func(x practice.Exchange) bool { return x.Host == practice.ListHost || x.Host == practice.DirectoryHost })
	e.all = nil
	return out
}

var theDay = time.Date(2026, 10, 1, 10, 0, 0, 0, time.UTC)

// everyone is built once: all tests stand on the same day.
var everyone = sync.OnceValue(func() []dossier.Person { return persons.Build(theDay) })

func newWorld(t testing.TB, change ...func(*practice.Config)) *world {
	t.Helper()
	return worldOn(t, storetest.SQLite(t), change...)
}

func worldOn(t testing.TB, db *store.DB, change ...func(*practice.Config)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{now: theDay}, seen: &exchanges{}, session: store.NewID(nil)}
	cfg := practice.Config{
		Clients: []practice.Client{{ID: clientID, Organisation: "Regie", RedirectURIs: []string{callback}}},
		Persons: everyone()[:1], Now: w.clock.Now, PageSize: 20, Observe: w.seen.add,
	}
	for _, c := range change {
		c(&cfg)
	}
	var err error
	w.net, err = practice.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.net.Close)
	for _, a := range w.net.AuthorizeURLs() {
		if err := w.net.Register(clientID, callback+"/"+medmij.ServerTag(a)); err != nil {
			t.Fatal(err)
		}
	}
	w.keys, err = vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	w.db = db
	w.v = w.person()
	w.Collector = w.replica()
	return w
}

// person makes another person with an open vault.
func (w *world) person() *vault.Opened {
	w.t.Helper()
	v := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
	if err := w.db.Update(w.t.Context(), v.Scope(), func(tx *store.Tx) error { return v.Found(tx, w.keys) }); err != nil {
		w.t.Fatal(err)
	}
	return v
}

// replica makes another collector on the same database and network.
func (w *world) replica() *Collector {
	w.t.Helper()
	cert := w.net.ClientCertificate
	log := slog.New(slog.DiscardHandler)
	if os.Getenv("REGIE_TEST_LOG") != "" {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	network, err := medmij.New(medmij.Config{
		ClientID: clientID, Redirect: callback, RedirectPerServer: true,
		Lists: medmij.ListsConfig{Base: w.net.ListURL, PlainFront: true},
		Roots: w.net.CAPool, Hosts: w.net.Resolve,
		Certificate: func() (*tls.Certificate, error) { return &cert, nil },
		Now:         w.clock.Now, Rand: rand.Reader, Sleep: w.clock.sleep, Log: log,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(network.Close)
	if err := network.Lists.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	c, err := New(Config{
		DB: w.db, Network: network, Keeper: record.New(w.db, record.Options{Now: w.clock.Now}), Keys: w.keys,
		Book: w.net.DirectoryURL, Now: w.clock.Now, Rand: rand.Reader, Sleep: w.clock.sleep, Log: log,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

// visit goes on a journey to the end, as the person, and returns it when all runs have ended.
func (w *world) visit(visitor practicetest.Visitor, choices ...Choice) *Journey {
	w.t.Helper()
	j, err := w.Begin(w.t.Context(), w.v, choices)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.travel(visitor, j.ID)
}

func (w *world) travel(visitor practicetest.Visitor, id store.ID) *Journey {
	w.t.Helper()
	for {
		j, err := w.Journey(w.t.Context(), w.v, id)
		if err != nil {
			w.t.Fatal(err)
		}
		leg := j.Next(w.now())
		if leg < 0 {
			break
		}
		tag, query := w.away(visitor, id, leg)
		if _, err := w.Return(w.t.Context(), w.v, w.session, tag, query); err != nil {
			w.t.Fatalf("returning: %v", err)
		}
	}
	w.Wait()
	j, err := w.Journey(w.t.Context(), w.v, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return j
}

// away visits the pages of a provider and brings back what is in the address of return.
func (w *world) away(visitor practicetest.Visitor, id store.ID, leg int) (tag, query string) {
	w.t.Helper()
	to, err := w.Depart(w.t.Context(), w.v, w.session, id, leg)
	if err != nil {
		w.t.Fatalf("departing: %v", err)
	}
	back, err := practicetest.Walk(w.t.Context(), w.net, to.String(), visitor)
	if err != nil {
		w.t.Fatalf("at the provider: %v", err)
	}
	return back.Path[strings.LastIndexByte(back.Path, '/')+1:], back.RawQuery
}

func (w *world) run(id store.ID) *Run {
	w.t.Helper()
	r, err := w.Run(w.t.Context(), w.v, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// connection returns the one connection with a provider.
func (w *world) connection(provider string) *Connection {
	w.t.Helper()
	all, err := w.Connections(w.t.Context(), w.v)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range all {
		if c.Provider == provider {
			return c
		}
	}
	w.t.Fatalf("no connection with %s", provider)
	return nil
}

func (w *world) items() int {
	w.t.Helper()
	d, err := w.cfg.Keeper.Open(w.t.Context(), w.v)
	if err != nil {
		w.t.Fatal(err)
	}
	defer d.Close()
	return d.Len()
}

// Providers and persons of the practice network.
const (
	gpName     = "huisarts.oefenhoek@medmij"
	lindeName  = "ziekenhuis.delinde@medmij"
	eikenName  = "ziekenhuis.eikenstad@medmij"
	childName  = "jeugd.hetzonnetje@medmij"
	vijzelName = "apotheek.devijzel@medmij"
)

// light leaves the first person with a few resources of each type: enough for what can go
// wrong, and quick to collect a hundred times.
func light(c *practice.Config) { c.Persons = lightPeople() }

var lightPeople = sync.OnceValue(func() []dossier.Person {
	p := everyone()[0]
	at := map[string][]dossier.Resource{}
	for provider, all := range p.At {
		count := map[string]int{}
		for _, r := range all {
			key := r.Type + strings.Join(r.Services, ",")
			count[key]++
			if most := map[string]int{"Composition": 25, "Binary": 99, "DocumentReference": 99, "DocumentManifest": 99}[r.Type]; count[key] <= max(most, 4) {
				at[provider] = append(at[provider], r)
			}
		}
	}
	p.At = at
	return []dossier.Person{p}
})
