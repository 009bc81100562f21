// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/practicetest"
	"regie/internal/store"
	"regie/internal/vault"
)

func will(w *world) practicetest.Visitor { return practicetest.Visitor{Person: w.net.Persons()[0].Key} }

func long(w *world) practicetest.Visitor {
	return practicetest.Visitor{Person: w.net.Persons()[0].Key, Long: true}
}

func TestOneFailedQuestionIsTriedAgainAlone(t *testing.T) {
	w := newWorld(t, light)
	heal := w.net.Inject(practice.Fault{Where: practice.AtResource, Provider: "huisarts-oefenhoek", Match: "Composition", Kind: practice.FaultStatus, Status: 500})
	j := w.visit(will(w), Choice{gpName, []string{"49"}})
	r := w.run(j.Legs[0].Run)
	s := r.Services[0]
	if r.State(w.now()) != Partly || s.question("journal").State != Failed || s.question("journal").Reason != medmij.ReasonFault || s.question("results").State != Done {
		t.Fatalf("%s: %+v", r.State(w.now()), s.question("journal"))
	}
	if s.Change.NewItems == 0 || !s.Applied {
		t.Error("what came was not kept")
	}
	conn := w.connection(gpName)
	if conn.State() != Partly || !conn.Service("49").Complete.IsZero() || conn.Service("49").Collected.IsZero() {
		t.Errorf("connection says %s, complete %s", conn.State(), conn.Service("49").Complete)
	}
	before := w.items()
	heal()
	w.clock.add(time.Minute)
	w.seen.take()
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, true)
	if err != nil || again.Journey != nil || len(again.Runs) != 1 {
		t.Fatalf("again: %+v, %v", again, err)
	}
	w.Wait()
	for _, x := range w.seen.take() {
		search := x.Query != "" && !strings.HasPrefix(x.Query, "_vervolg=")
		if search && !strings.HasSuffix(x.Path, "/Composition") {
			t.Errorf("asked again: %s?%s", x.Path, x.Query)
		}
	}
	if r := w.run(again.Runs[0]); r.State(w.now()) != Done || len(r.Services[0].Questions) != 1 {
		t.Errorf("second run: %s", r.State(w.now()))
	}
	conn = w.connection(gpName)
	if conn.State() != Done || conn.Service("49").Complete.IsZero() {
		t.Errorf("after trying again: %s", conn.State())
	}
	if w.items() <= before {
		t.Error("nothing came of it")
	}
	d, err := w.cfg.Keeper.Open(t.Context(), w.v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if !d.Whole() {
		t.Error("the dossier is not whole")
	}
	if _, err := w.Again(t.Context(), w.v, conn.ID, nil, true); !errors.Is(err, ErrNothing) {
		t.Errorf("again with nothing failed: %v", err)
	}
}

func TestCollectingAgainAddsNothing(t *testing.T) {
	w := newWorld(t, light)
	w.visit(will(w), Choice{gpName, []string{"49", "51"}}, Choice{lindeName, []string{"48", "51"}})
	items := w.items()
	w.clock.add(time.Hour)
	w.seen.take()
	j := w.visit(will(w), Choice{gpName, []string{"49", "51"}}, Choice{lindeName, []string{"48", "51"}})
	for _, l := range j.Legs {
		r := w.run(l.Run)
		c := r.Change()
		if r.State(w.now()) != Done || c.New != 0 || c.Changed != 0 || c.GoneItems != 0 {
			t.Errorf("%s: %s %+v", l.Name, r.State(w.now()), c)
		}
	}
	if n := w.items(); n != items {
		t.Errorf("%d items, then %d", items, n)
	}
	for _, x := range w.seen.take() {
		if strings.Contains(x.Path, "/Binary/") {
			t.Errorf("document fetched again: %s", x.Path)
		}
	}
	all, err := w.Connections(t.Context(), w.v)
	if err != nil || len(all) != 2 {
		t.Errorf("%d connections, %v", len(all), err)
	}
}

func TestAgainWithinTheLifeOfTheToken(t *testing.T) {
	w := newWorld(t, light)
	w.visit(will(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(5 * time.Minute)
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || len(again.Runs) != 1 || again.Journey != nil {
		t.Fatalf("while the token is good: %+v, %v", again, err)
	}
	w.Wait()
	w.clock.add(11 * time.Minute)
	again, err = w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || len(again.Runs) != 0 || again.Journey == nil || len(again.Journey.Legs) != 1 {
		t.Fatalf("when the token has ended: %+v, %v", again, err)
	}
	// Another replica has no token in memory.
	w.travel(will(w), again.Journey.ID)
	again, err = w.replica().Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || again.Journey == nil {
		t.Errorf("at another replica: %+v, %v", again, err)
	}
}

func TestLongConsentNeedsNoLogin(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	first := conn.Doors[0].Refresh
	if first == "" {
		t.Fatal("no refresh token")
	}
	for i := range 3 {
		w.clock.add(20 * 24 * time.Hour)
		if err := w.cfg.Network.Lists.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
		if err != nil || len(again.Runs) != 1 {
			t.Fatalf("time %d: %+v, %v", i, again, err)
		}
		w.Wait()
		if r := w.run(again.Runs[0]); r.State(w.now()) != Done {
			t.Fatalf("time %d: %s %s", i, r.State(w.now()), r.Reason)
		}
	}
	conn = w.connection(gpName)
	if conn.Doors[0].Refresh == first || !conn.Doors[0].Lease.IsZero() {
		t.Error("the token was not replaced, or is still leased")
	}
	// Withdrawn at the provider.
	if err := w.net.Withdraw(will(w).Person, "huisarts-oefenhoek"); err != nil {
		t.Fatal(err)
	}
	w.clock.add(20 * time.Minute)
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || len(again.Runs) != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
	w.Wait()
	if r := w.run(again.Runs[0]); r.Reason != medmij.ReasonLoginAgain {
		t.Errorf("withdrawn: %q", r.Reason)
	}
	conn = w.connection(gpName)
	if conn.Doors[0].Refresh != "" || conn.Lapsed.IsZero() || conn.State() != Done {
		t.Errorf("after it lapsed: %+v, state %s", conn.Doors[0], conn.State())
	}
	again, err = w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || again.Journey == nil {
		t.Errorf("then a login: %+v, %v", again, err)
	}
}

func TestLostAnswerOfARefresh(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	// The token is used up, and the answer never arrives: the old one is refused the next time.
	w.net.Inject(practice.Fault{Where: practice.AtToken, Kind: practice.FaultDrop, Times: 1})
	w.seen.take()
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	w.Wait()
	asked := 0
	for _, x := range w.seen.take() {
		if strings.HasSuffix(x.Path, "/token") {
			asked++
		}
	}
	r := w.run(again.Runs[0])
	if r.Reason != medmij.ReasonLoginAgain || asked > 2 {
		t.Errorf("%q after %d calls", r.Reason, asked)
	}
	if c := w.connection(gpName); c.Doors[0].Refresh != "" {
		t.Error("a token that is spent was kept")
	}
}

func TestTokenEndpointDownKeepsTheConsent(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	heal := w.net.Inject(practice.Fault{Where: practice.AtToken, Kind: practice.FaultStatus, Status: http.StatusServiceUnavailable})
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	w.Wait()
	if r := w.run(again.Runs[0]); r.Reason != medmij.ReasonBusy {
		t.Errorf("%q", r.Reason)
	}
	if c := w.connection(gpName); c.Doors[0].Refresh == "" || !c.Doors[0].Lease.IsZero() {
		t.Error("the token is gone, or leased")
	}
	heal()
	again, err = w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	w.Wait()
	if r := w.run(again.Runs[0]); r.State(w.now()) != Done {
		t.Errorf("when it works again: %s %s", r.State(w.now()), r.Reason)
	}
}

func TestTwoReplicasRefreshOneAfterTheOther(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	other := w.replica()
	door := conn.Doors[0]
	errs := make(chan error, 8)
	for i := range 8 {
		c := w.Collector
		if i%2 == 1 {
			c = other
		}
		go func() {
			home := vaultHome{c: c, v: w.v, connection: conn.ID, authorize: door.Authorize, token: door.Token}
			_, err := c.renew(t.Context(), home, gpName, door.Token)
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil && medmij.ReasonOf(err) != medmij.ReasonBusy {
			t.Errorf("refresh: %v", err)
		}
	}
	if c := w.connection(gpName); c.Doors[0].Refresh == "" {
		t.Error("the race lost the token: the family was revoked")
	}
}

func TestTokenThatEndsHalfway(t *testing.T) {
	for _, consent := range []bool{false, true} {
		w := newWorld(t, light)
		visitor := will(w)
		visitor.Long = consent
		j, err := w.Begin(t.Context(), w.v, []Choice{{gpName, []string{"49"}}})
		if err != nil {
			t.Fatal(err)
		}
		tag, query := w.away(visitor, j.ID, 0)
		// After three answers no access token is good any more.
		w.net.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultStatus, Status: 401, After: 3, Times: 1})
		if _, err := w.Return(t.Context(), w.v, w.session, tag, query); err != nil {
			t.Fatal(err)
		}
		w.Wait()
		j, _ = w.Journey(t.Context(), w.v, j.ID)
		r := w.run(j.Legs[0].Run)
		if consent && r.State(w.now()) != Done {
			t.Errorf("with consent: %s", r.State(w.now()))
		}
		if !consent && (r.State(w.now()) != Partly || r.Services[0].Reasons()[0] != medmij.ReasonLoginAgain) {
			t.Errorf("without consent: %s %v", r.State(w.now()), r.Services[0].Reasons())
		}
	}
}

func TestRunIsNotStartedTwice(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultSlow, Delay: 300 * time.Millisecond, Times: 1})
	first, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.replica().Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || len(second.Runs) != 1 || second.Runs[0] != first.Runs[0] {
		t.Errorf("second: %+v, %v", second, err)
	}
	w.Wait()
}

func TestPersonsDoNotMeet(t *testing.T) {
	w := newWorld(t, light)
	j := w.visit(will(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	other := w.person()
	if _, err := w.Connection(t.Context(), other, conn.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("connection of another: %v", err)
	}
	if _, err := w.Journey(t.Context(), other, j.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("journey of another: %v", err)
	}
	if _, err := w.Run(t.Context(), other, j.Legs[0].Run); !errors.Is(err, ErrNotFound) {
		t.Errorf("run of another: %v", err)
	}
	if _, err := w.Again(t.Context(), other, conn.ID, nil, false); !errors.Is(err, ErrNotFound) {
		t.Errorf("collecting for another: %v", err)
	}
	for _, err := range []error{w.Stop(t.Context(), other, conn.ID), w.Remove(t.Context(), other, conn.ID), w.SetAutomatic(t.Context(), other, conn.ID, true)} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("changing that of another: %v", err)
		}
	}
	// Rows are useless under another vault, also in one database.
	err := w.db.View(t.Context(), w.v.Scope(), func(tx *store.Tx) error {
		wrong := vault.Open(w.v.Scope(), vault.NewRootKey(nil))
		_, err := connection(tx, wrong, conn.ID)
		return err
	})
	if !errors.Is(err, vault.ErrSealed) {
		t.Errorf("another key: %v", err)
	}
}
