// SPDX-License-Identifier: EUPL-1.2

package connect_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/practice/vendor"
	"regie/internal/store"
	"regie/internal/vault"
)

func why(err error) connect.Why {
	f := new(connect.Failure)
	if errors.As(err, &f) {
		return f.Why
	}
	return ""
}

// Only the answer to what this session asked is taken, and once.
func TestTheWayBack(t *testing.T) {
	w := begin(t)
	depart := func() url.Values {
		to, err := w.c.Depart(t.Context(), w.v, w.session, "withings")
		if err != nil {
			t.Fatal(err)
		}
		if q := to.Query(); len(q.Get("state")) != 43 || q.Get("client_id") != "regie-oefenen" || q.Get("redirect_uri") != redirect || q.Get("scope") != "user.metrics,user.activity" {
			t.Errorf("sent to %v", to)
		}
		return w.visit(to.String(), url.Values{"account": {vendor.Anna}}, url.Values{"keuze": {"ja"}}).Query()
	}
	back := func(q url.Values, session store.ID, v *vault.Opened, key string) connect.Why {
		err := w.c.Return(t.Context(), v, session, key, q.Encode())
		w.c.Wait()
		return why(err)
	}
	q := depart()
	strange := url.Values{"state": {strings.Repeat("A", 43)}, "code": q["code"]}
	two := url.Values{"state": q["state"], "code": {"a", "b"}}
	foreign := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
	for name, got := range map[string]connect.Why{
		"another state":   back(strange, w.session, w.v, "withings"),
		"two codes":       back(two, w.session, w.v, "withings"),
		"another session": back(q, store.NewID(nil), w.v, "withings"),
		"another person":  back(q, w.session, foreign, "withings"),
	} {
		if got != connect.WhyForeign {
			t.Errorf("%s: %q", name, got)
		}
	}
	if err := w.c.Return(t.Context(), w.v, w.session, "fitbit", q.Encode()); !errors.Is(err, connect.ErrNotFound) {
		t.Errorf("another vendor: %v", err)
	}
	if got := back(q, w.session, w.v, "withings"); got != "" {
		t.Fatalf("the right one: %q\n%s", got, w.logs.String())
	}
	if got := back(q, w.session, w.v, "withings"); got != connect.WhyLate {
		t.Errorf("twice: %q", got)
	}
	q = depart()
	w.pass(16 * time.Minute)
	if got := back(q, w.session, w.v, "withings"); got != connect.WhyLate {
		t.Errorf("after a quarter: %q", got)
	}
	q = depart()
	w.pass(40 * time.Second) // a code is good for half a minute
	if got := back(q, w.session, w.v, "withings"); got != connect.WhyLate {
		t.Errorf("with an old code: %q", got)
	}
	if err := w.login(vendor.Anna, "nee"); why(err) != connect.WhyRefused {
		t.Errorf("who says no: %v", err)
	}
	for range 60 { // ways that come to nothing do not pile up
		if _, err := w.c.Depart(t.Context(), w.v, w.session, "withings"); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	err := w.db.View(t.Context(), w.v.Scope(), func(tx *store.Tx) error {
		for _, err := range w.v.List(tx, vault.CouplingFlows) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil || n > 25 {
		t.Errorf("%d ways are kept, %v", n, err)
	}
}

// Nothing of a coupling is to be read from the rows: not the vendor, not a token.
func TestSealed(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	refresh := w.one().Refresh
	if len(refresh) < 20 {
		t.Fatalf("no token: %+v", w.one())
	}
	err := w.db.View(t.Context(), w.v.Scope(), func(tx *store.Tx) error {
		for _, c := range []vault.Collection{vault.Couplings, vault.CouplingFlows} {
			for row, err := range tx.ListSealed(uint16(c)) {
				if err != nil {
					return err
				}
				for _, secret := range []string{"withings", refresh, "10000000"} {
					if bytes.Contains(row.Body, []byte(secret)) {
						t.Errorf("row of collection %d has %q", c, secret)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := w.logs.String(); strings.Contains(s, refresh) || strings.Contains(s, "weight") {
		t.Errorf("the log: %s", s)
	}
}

// Two accounts are not mixed: first what came from one must be removed.
func TestAnotherAccount(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	if err := w.login(vendor.Bas, "ja"); why(err) != connect.WhyOther {
		t.Errorf("while coupled: %v", err)
	}
	if got := w.net.Vendor.Granted(); got != 1 {
		t.Errorf("%d grants: the other one lives on", got)
	}
	if _, err := w.c.Stop(t.Context(), w.v, "withings"); err != nil {
		t.Fatal(err)
	}
	if err := w.login(vendor.Bas, "ja"); why(err) != connect.WhyOther {
		t.Errorf("after stopping: %v", err)
	}
	if err := w.c.Remove(t.Context(), w.v, "withings"); err != nil {
		t.Fatal(err)
	}
	w.couple(vendor.Bas)
	if got := w.kinds(); len(got) != 2 {
		t.Errorf("kinds %v", got)
	}
}

// A Regie that the vendor does not know says so to its operator, and to the person what to do.
func TestAWrongSecret(t *testing.T) {
	w := begin(t)
	w.c = w.couplings("niet dit")
	if err := w.login(vendor.Anna, "ja"); why(err) != connect.WhyOurs {
		t.Errorf("it says %v", err)
	}
	if s := w.logs.String(); !strings.Contains(s, "level=ERROR") || strings.Contains(s, "niet dit") {
		t.Errorf("the log: %s", s)
	}
}

// proof is a vendor that knows proof keys, and has nothing else.
type proof struct {
	challenge, verifier string
}

func (p *proof) Away(a connect.Attempt) string {
	p.challenge = a.Challenge
	return "https://maker.example/login?" + url.Values{"state": {a.State}}.Encode()
}

func (p *proof) Exchange(_ context.Context, a connect.Attempt, _ string) (connect.Grant, error) {
	p.verifier = a.Verifier
	return connect.Grant{User: "1", Access: "a", Refresh: "r"}, nil
}

func (p *proof) Refresh(context.Context, string) (connect.Grant, error) { return connect.Grant{}, nil }

func (p *proof) Revoke(context.Context, connect.Grant) error { return nil }

func (p *proof) Fetch(context.Context, string, string, int64, *measure.Intake) (connect.Fetched, error) {
	return connect.Fetched{}, nil
}

// Where a vendor knows proof keys, it gets the hash on the way out and the key with the code.
func TestProofKeys(t *testing.T) {
	w := begin(t)
	p := &proof{}
	c := connect.New(connect.Config{
		DB: w.db, Books: w.books, Now: w.Now, Redirect: func(string) string { return redirect },
		Offers: []connect.Offer{{Row: connect.Row{Key: "maker", PKCE: true}, Vendor: p}},
	})
	t.Cleanup(c.Close)
	to, err := c.Depart(t.Context(), w.v, w.session, "maker")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Return(t.Context(), w.v, w.session, "maker", url.Values{"state": to.Query()["state"], "code": {"x"}}.Encode()); err != nil {
		t.Fatal(err)
	}
	h := sha256.Sum256([]byte(p.verifier))
	if len(p.verifier) != 43 || p.challenge != base64.RawURLEncoding.EncodeToString(h[:]) {
		t.Errorf("challenge %q of verifier %q", p.challenge, p.verifier)
	}
}
