// SPDX-License-Identifier: EUPL-1.2

package connect_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"regie/internal/measure/connect"
	"regie/internal/practice/vendor"
)

// An access token lives in memory; when it ends, the refresh token is swapped, and the new one
// written down.
func TestTokens(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.asked()
	first := w.one().Refresh
	w.fetch(false)
	if n := w.count("requesttoken"); n != 0 || w.one().Refresh != first {
		t.Errorf("asked for %d tokens while the old one is good", n)
	}
	w.pass(4 * time.Hour)
	w.fetch(false)
	if n := w.count("requesttoken"); n != 1 || w.one().Refresh == first {
		t.Errorf("asked for %d tokens", n)
	}
	// Another process of the same Regie has no token in memory.
	w.c = w.couplings("geheim")
	if m := w.fetch(false); m.Why != "" || w.count("requesttoken") != 1 {
		t.Errorf("another process: %+v", m)
	}
	// One that ended before its time is renewed halfway.
	w.net.Vendor.ForgetAccess()
	if m := w.fetch(false); m.Why != "" || w.count("requesttoken") != 1 {
		t.Errorf("one that ended early: %+v", m)
	}
	// A year without use, or no more at the vendor: the person must log in again, and can.
	w.pass(400 * 24 * time.Hour)
	if m := w.fetch(false); m.Why != connect.WhyLogin || m.Refresh != "" || !m.Coupled() {
		t.Errorf("after a year: %+v", m)
	}
	if err := w.c.Fetch(t.Context(), w.v, "withings", false); why(err) != connect.WhyLogin {
		t.Errorf("without a token: %v", err)
	}
	w.couple(vendor.Bas)
	w.net.Vendor.Withdraw(vendor.Bas)
	if m := w.fetch(false); m.Why != connect.WhyLogin {
		t.Errorf("withdrawn at the vendor: %+v", m)
	}
}

// However many windows and processes ask, one fetches, and one swaps the token.
func TestNeverTwoAtATime(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.pass(4 * time.Hour)
	w.asked()
	w.net.Vendor.Inject(vendor.Fault{Action: "requesttoken", Kind: vendor.FaultSlow, Delay: 200 * time.Millisecond})
	other := w.couplings("geheim")
	var wg sync.WaitGroup
	var mu sync.Mutex
	going, began := 0, 0
	for i := range 8 {
		c := w.c
		if i%2 == 1 {
			c = other
		}
		wg.Go(func() {
			err := c.Fetch(t.Context(), w.v, "withings", false)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				began++
			case errors.Is(err, connect.ErrGoing):
				going++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.c.Wait()
	other.Wait()
	if began != 1 || going != 7 {
		t.Errorf("%d began, %d were told to wait", began, going)
	}
	if n := w.count("requesttoken"); n != 1 {
		t.Errorf("the token was swapped %d times", n)
	}
	if m := w.one(); m.Why != "" || m.Going(w.Now()) {
		t.Errorf("%+v", m)
	}
}

// A process that dies halfway holds the others up for two minutes, no longer.
func TestAFetchThatDied(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.net.Vendor.Inject(vendor.Fault{Action: "getmeas", Kind: vendor.FaultSlow, Delay: time.Hour})
	dying := w.couplings("geheim")
	w.asked()
	if err := dying.Fetch(t.Context(), w.v, "withings", false); err != nil {
		t.Fatal(err)
	}
	for range 200 { // until it hangs
		if w.count("getmeas") > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := w.c.Fetch(t.Context(), w.v, "withings", false); !errors.Is(err, connect.ErrGoing) {
		t.Errorf("beside it: %v", err)
	}
	w.net.Vendor.Heal()
	w.pass(3 * time.Minute)
	if m := w.fetch(false); m.Why != "" {
		t.Errorf("after it: %+v", m)
	}
	dying.Close()
	if m := w.one(); m.Why != "" {
		t.Errorf("the dead one wrote over it: %+v", m)
	}
}

// An answer with a new token that is lost costs nothing: the old one is good for once more.
func TestALostToken(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.pass(4 * time.Hour)
	w.net.Vendor.Inject(vendor.Fault{Action: "requesttoken", Kind: vendor.FaultLost, Times: 1})
	if m := w.fetch(false); m.Why != "" {
		t.Errorf("%+v\n%s", m, w.logs.String())
	}
	// Lost every time, and then later good again.
	w.pass(4 * time.Hour)
	w.net.Vendor.Inject(vendor.Fault{Action: "requesttoken", Kind: vendor.FaultDrop, Times: 4})
	if m := w.fetch(false); m.Why != connect.WhyNoAnswer || m.Refresh == "" {
		t.Errorf("%+v", m)
	}
	w.net.Vendor.Heal()
	if m := w.fetch(false); m.Why != "" {
		t.Errorf("later: %+v", m)
	}
}

// Stopping ends it here and at the vendor; what came stays, until it is removed.
func TestStopAndRemove(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	if err := w.c.Remove(t.Context(), w.v, "withings"); !errors.Is(err, connect.ErrNotFound) {
		t.Errorf("removing while coupled: %v", err)
	}
	told, err := w.c.Stop(t.Context(), w.v, "withings")
	if err != nil || !told || w.net.Vendor.Granted() != 0 {
		t.Fatalf("stopped: %v, %v, %d grants", told, err, w.net.Vendor.Granted())
	}
	if m := w.one(); m.Coupled() || m.Refresh != "" || len(w.values("weight")) != 91 {
		t.Errorf("after stopping: %+v, %d weights", m, len(w.values("weight")))
	}
	if err := w.c.Fetch(t.Context(), w.v, "withings", false); !errors.Is(err, connect.ErrNotFound) {
		t.Errorf("fetching after stopping: %v", err)
	}
	if _, err := w.c.Stop(t.Context(), w.v, "withings"); !errors.Is(err, connect.ErrNotFound) {
		t.Errorf("stopping twice: %v", err)
	}
	w.couple(vendor.Anna) // the same account may come back, and nothing is double
	if len(w.values("weight")) != 91 {
		t.Errorf("%d weights after coupling again", len(w.values("weight")))
	}
	w.net.Vendor.Inject(vendor.Fault{Kind: vendor.FaultDrop})
	if told, err = w.c.Stop(t.Context(), w.v, "withings"); err != nil || told {
		t.Errorf("stopped while the vendor is away: %v, %v", told, err)
	}
	if err := w.c.Remove(t.Context(), w.v, "withings"); err != nil {
		t.Fatal(err)
	}
	if got := w.kinds(); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
	if events, err := w.books.Events(t.Context(), w.v); err != nil || len(events) != 0 {
		t.Errorf("left: %d recordings, %v", len(events), err)
	}
	if list, err := w.c.List(t.Context(), w.v); err != nil || len(list) != 0 {
		t.Errorf("left: %+v, %v", list, err)
	}
}

// Who stops while a fetch is under way gets nothing more, and no token lives on.
func TestStoppingHalfway(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.pass(4 * time.Hour)
	w.net.Vendor.Weigh(vendor.Bas, w.Now(), 88_800)
	w.net.Vendor.Inject(vendor.Fault{Action: "getmeas", Kind: vendor.FaultSlow, Delay: 300 * time.Millisecond})
	at := w.Now().Unix()
	w.pass(time.Minute)
	if err := w.c.Fetch(t.Context(), w.v, "withings", false); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if _, err := w.c.Stop(t.Context(), w.v, "withings"); err != nil {
		t.Fatal(err)
	}
	w.c.Wait()
	if w.values("weight")[at] != 0 || w.net.Vendor.Granted() != 0 || w.one().Coupled() {
		t.Errorf("a weight came after stopping, or a grant lives on: %+v", w.one())
	}
}
