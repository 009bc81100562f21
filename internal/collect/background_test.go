// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
)

// automatic collects once with long-term consent and switches automatic collecting on.
func automatic(t *testing.T, w *world, choices ...Choice) *Connection {
	t.Helper()
	w.visit(long(w), choices...)
	conn := w.connection(choices[0].Provider)
	if err := w.SetAutomatic(t.Context(), w.v, conn.ID, true); err != nil {
		t.Fatal(err)
	}
	return w.connection(choices[0].Provider)
}

// later moves the clock and keeps the lists fresh.
func (w *world) later(d time.Duration, more ...*Collector) {
	w.t.Helper()
	w.clock.add(d)
	for _, c := range append(more, w.Collector) {
		if err := c.cfg.Network.Lists.Refresh(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) jobs() int {
	w.t.Helper()
	n, err := w.DoJobs(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) inbox() (n int) {
	w.t.Helper()
	err := w.db.View(w.t.Context(), w.v.Scope(), func(tx *store.Tx) (err error) {
		n, err = tx.CountInbox()
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) merge() int {
	w.t.Helper()
	n, err := w.Merge(w.t.Context(), w.v)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestCollectingWhileThePersonIsAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db)
		conn := automatic(t, w, Choice{gpName, []string{"49", "51"}})
		if !conn.Automatic || conn.Doors[0].Refresh != "" {
			t.Fatal("the token did not move")
		}
		items := w.items()
		if w.jobs() != 0 {
			t.Error("a job was done before its time")
		}
		w.later(8 * 24 * time.Hour)
		// Something new at the GP in the meantime.
		who := w.net.Persons()[0]
		more := append(append([]dossier.Resource{}, who.At["huisarts-oefenhoek"]...), dossier.Resource{
			FHIR: dossier.STU3, Type: "EpisodeOfCare", ID: "nieuw", Services: []string{"49"},
			JSON: []byte(`{"resourceType":"EpisodeOfCare","id":"nieuw","status":"active","patient":{"reference":"Patient/` + patientID(t, who.At["huisarts-oefenhoek"]) + `"},"type":[{"text":"Nieuwe klacht"}]}`),
		})
		if err := w.net.Replace(who.Key, "huisarts-oefenhoek", more); err != nil {
			t.Fatal(err)
		}
		w.seen.take()
		if w.jobs() != 1 || w.inbox() == 0 {
			t.Fatalf("inbox has %d letters", w.inbox())
		}
		for _, x := range w.seen.take() {
			if strings.Contains(x.Path, "/Binary/") {
				t.Error("a document that did not change was fetched again")
			}
		}
		if w.jobs() != 0 {
			t.Error("the job was done twice")
		}
		if n := w.items(); n != items {
			t.Errorf("%d items before merging", n)
		}
		w.merge()
		if n := w.items(); n != items+1 {
			t.Errorf("%d items after merging, want %d", n, items+1)
		}
		if w.inbox() != 0 || w.merge() != 0 {
			t.Error("letters are left")
		}
		conn = w.connection(gpName)
		if conn.State() != Done || w.now().Sub(conn.Collected()) > time.Hour {
			t.Errorf("%s, collected %s", conn.State(), conn.Collected())
		}
		runs, err := w.Runs(t.Context(), w.v)
		if err != nil || len(runs) != 2 || !runs[0].Unattended || runs[0].State(w.now()) != Done {
			t.Errorf("%d runs, %v", len(runs), err)
		}
		// By hand it goes on with the same token, and after switching off too.
		again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
		if err != nil || len(again.Runs) != 1 {
			t.Fatalf("by hand: %+v, %v", again, err)
		}
		w.Wait()
		if err := w.SetAutomatic(t.Context(), w.v, conn.ID, false); err != nil {
			t.Fatal(err)
		}
		conn = w.connection(gpName)
		if conn.Automatic || conn.Doors[0].Refresh == "" {
			t.Error("the token did not move back")
		}
		w.later(30 * 24 * time.Hour)
		if w.jobs() != 0 {
			t.Error("collected though it is off")
		}
		again, err = w.Again(t.Context(), w.v, conn.ID, nil, false)
		if err != nil || len(again.Runs) != 1 {
			t.Fatalf("after switching off: %+v, %v", again, err)
		}
		w.Wait()
		if r := w.run(again.Runs[0]); r.State(w.now()) != Done {
			t.Errorf("after switching off: %s %s", r.State(w.now()), r.Reason)
		}
	})
}

func patientID(t *testing.T, at []dossier.Resource) string {
	t.Helper()
	for _, r := range at {
		if r.Type == "Patient" {
			return r.ID
		}
	}
	t.Fatal("no Patient")
	return ""
}

func TestAutomaticNeedsLongConsent(t *testing.T) {
	w := newWorld(t, light)
	w.visit(will(w), Choice{gpName, []string{"49"}})
	err := w.SetAutomatic(t.Context(), w.v, w.connection(gpName).ID, true)
	if !errors.Is(err, ErrNoConsent) {
		t.Errorf("got %v", err)
	}
	if err := w.SetAutomatic(t.Context(), w.v, w.connection(gpName).ID, false); err != nil {
		t.Errorf("switching off what is off: %v", err)
	}
}

func TestOneJobIsDoneByOneReplica(t *testing.T) {
	w := newWorld(t, light)
	automatic(t, w, Choice{gpName, []string{"49"}})
	replicas := []*Collector{w.Collector, w.replica(), w.replica(), w.replica()}
	w.later(8*24*time.Hour, replicas...)
	var mu sync.Mutex
	var wg sync.WaitGroup
	done := 0
	for _, c := range replicas {
		wg.Go(func() {
			n, err := c.DoJobs(t.Context())
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			done += n
			mu.Unlock()
		})
	}
	wg.Wait()
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

func TestJobAfterFailures(t *testing.T) {
	w := newWorld(t, light)
	automatic(t, w, Choice{gpName, []string{"49"}})
	heal := w.net.Inject(practice.Fault{Where: practice.AtToken, Kind: practice.FaultStatus, Status: 500})
	w.later(8 * 24 * time.Hour)
	for i, wait := range []time.Duration{time.Hour, 4 * time.Hour, 24 * time.Hour} {
		if w.jobs() != 1 {
			t.Fatalf("failure %d: not done", i)
		}
		w.merge()
		if c := w.connection(gpName); c.State() != Done {
			t.Errorf("failure %d makes what was whole %s", i, c.State())
		}
		w.later(wait - 2*time.Minute)
		if w.jobs() != 0 {
			t.Errorf("failure %d: tried again before %s", i, wait)
		}
		w.later(3 * time.Minute)
	}
	heal()
	if w.jobs() != 1 {
		t.Error("not tried again")
	}
	w.merge()
	if c := w.connection(gpName); c.State() != Done || !c.Lapsed.IsZero() {
		t.Errorf("%s", c.State())
	}
	runs, _ := w.Runs(t.Context(), w.v)
	if len(runs) != 5 || runs[1].Reason != medmij.ReasonFault {
		t.Errorf("%d runs", len(runs))
	}
}

func TestLapsedConsentStopsTheJobUntilTheNextLogin(t *testing.T) {
	w := newWorld(t, light)
	automatic(t, w, Choice{gpName, []string{"49"}})
	if err := w.net.Withdraw(will(w).Person, "huisarts-oefenhoek"); err != nil {
		t.Fatal(err)
	}
	w.later(8 * 24 * time.Hour)
	if w.jobs() != 1 {
		t.Fatal("not tried")
	}
	for range 5 {
		w.later(30 * 24 * time.Hour)
		if w.jobs() != 0 {
			t.Error("tried again without consent")
		}
	}
	w.merge()
	conn := w.connection(gpName)
	if conn.Lapsed.IsZero() || !conn.Automatic {
		t.Errorf("lapsed %s, automatic %v", conn.Lapsed, conn.Automatic)
	}
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || again.Journey == nil {
		t.Fatalf("%+v, %v", again, err)
	}
	w.travel(long(w), again.Journey.ID)
	if conn = w.connection(gpName); !conn.Lapsed.IsZero() || conn.Doors[0].Refresh != "" {
		t.Error("the new token is not with the job")
	}
	w.later(8 * 24 * time.Hour)
	if w.jobs() != 1 {
		t.Error("the job does not go on")
	}
}

func TestLoginWithoutLongConsentEndsAutomaticCollecting(t *testing.T) {
	w := newWorld(t, light)
	automatic(t, w, Choice{gpName, []string{"49"}})
	w.clock.add(time.Hour)
	w.visit(will(w), Choice{gpName, []string{"49"}}) // the box is not ticked this time
	conn := w.connection(gpName)
	if conn.Automatic || conn.LongConsent(w.now()) {
		t.Errorf("automatic %v, consent %v", conn.Automatic, conn.LongConsent(w.now()))
	}
	w.later(30 * 24 * time.Hour)
	if w.jobs() != 0 {
		t.Error("the job is still there")
	}
}

func TestLetterAboutSomebodyElse(t *testing.T) {
	w := newWorld(t, light)
	serve(t, w, patient("p1", "1968-03-01", "male", "Jansen", "Wim"), condition("a", "p1"))
	automatic(t, w, Choice{vijzelName, []string{"48"}})
	items := w.items()
	serve(t, w, patient("p1", "1990-03-01", "female", "Bakker", "Els"), condition("b", "p1"))
	w.later(8 * 24 * time.Hour)
	if w.jobs() != 1 {
		t.Fatal("not done")
	}
	w.merge()
	conn := w.connection(vijzelName)
	if w.items() != items || conn.Service("48").State() != Failed || conn.Service("48").Reasons()[0] != medmij.ReasonOther {
		t.Errorf("%d items, %s", w.items(), conn.State())
	}
	if w.inbox() != 0 {
		t.Error("the letter is still there")
	}
}

func TestLettersOfARemovedConnectionAreDropped(t *testing.T) {
	w := newWorld(t, light)
	conn := automatic(t, w, Choice{gpName, []string{"49"}})
	w.later(8 * 24 * time.Hour)
	w.jobs()
	if err := w.Remove(t.Context(), w.v, conn.ID); err != nil {
		t.Fatal(err)
	}
	if w.merge() == 0 || w.inbox() != 0 || w.items() != 0 {
		t.Errorf("inbox %d, items %d", w.inbox(), w.items())
	}
	w.later(30 * 24 * time.Hour)
	if w.jobs() != 0 {
		t.Error("the job is still there")
	}
}

func TestInterruptedRun(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	w.clock.add(time.Hour)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Match: "Composition", Kind: practice.FaultSlow, Delay: 3 * time.Second})
	again, err := w.Again(t.Context(), w.v, w.connection(gpName).ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := w.run(again.Runs[0])
	if r.State(w.now()) != Partly || r.Services[0].question("journal").Reason != medmij.ReasonInterrupted || !r.Services[0].Applied {
		t.Errorf("%s, %+v", r.State(w.now()), r.Services[0].question("journal"))
	}
	// A program that was killed leaves a run without an end.
	r.Finished, r.version = time.Time{}, r.version+1
	err = w.db.Update(t.Context(), w.v.Scope(), func(tx *store.Tx) error { return put(tx, w.v, 5, r.ID, r.version, r) })
	if err != nil {
		t.Fatal(err)
	}
	if got := w.run(r.ID); !got.Going(w.now()) || got.Interrupted(w.now()) {
		t.Error("a moment later it is not yet known")
	}
	w.clock.add(time.Minute)
	if got := w.run(r.ID); got.Going(w.now()) || !got.Interrupted(w.now()) {
		t.Error("a minute later it is not known to be interrupted")
	}
}

func TestLetters(t *testing.T) {
	good, err := letter{Connection: store.NewID(nil), Delivery: &delivery{Result: &ServiceResult{Notes: Notes{BSN: true}}}}.encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, ours, err := decodeLetter(good); !ours || err != nil {
		t.Errorf("%v, %v", ours, err)
	}
	if _, ours, _ := decodeLetter([]byte("something else")); ours {
		t.Error("a letter of others is taken")
	}
	for n := len(letterMagic); n < len(good); n++ {
		if _, _, err := decodeLetter(good[:n]); err == nil {
			t.Errorf("cut off at %d it is read", n)
		}
	}
}

func FuzzLetter(f *testing.F) {
	l := letter{Connection: store.ID{1}, Delivery: &delivery{}}
	l.Delivery.Batch.Service = "49"
	b, err := l.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(append(append([]byte{}, letterMagic...), 0xff, 0xff, 0xff, 0xff, 0xff, 1))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _, _ = decodeLetter(b) })
}
