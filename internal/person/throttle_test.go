// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/store"
)

func TestWaitGrowsAndStops(t *testing.T) {
	l := limit{free: 5, unit: time.Second, most: 15 * time.Minute}
	for failures, want := range map[uint64]time.Duration{
		0: 0, 5: 0, 6: time.Second, 7: 2 * time.Second, 8: 4 * time.Second, 15: 512 * time.Second,
		16: 15 * time.Minute, 1000: 15 * time.Minute, 1 << 40: 15 * time.Minute,
	} {
		if got := l.wait(failures); got != want {
			t.Errorf("after %d failures %v, want %v", failures, got, want)
		}
	}
}

func TestNetworks(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7": "192.0.2.0/24", "192.0.2.200": "192.0.2.0/24", "::ffff:192.0.2.7": "192.0.2.0/24",
		"2001:db8:1:2::3": "2001:db8:1::/48", "fe80::1%eth0": "fe80::/48",
	} {
		if got := network(netip.MustParseAddr(in)); got != want {
			t.Errorf("network(%s) = %s, want %s", in, got, want)
		}
	}
	if got := network(netip.Addr{}); got != "unknown" {
		t.Errorf("no address: %s", got)
	}
}

func TestGuessingAPasswordGetsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		for _, mail := range []string{annaMail, "bob@voorbeeld.nl"} { // who exists, and who does not
			var wait *Throttled
			for range limitPassword.free + 1 {
				_, err := h.SignIn(ctx, caller, mail, "not the password")
				h.is(err, ErrWrongPair)
			}
			for i := range 12 {
				_, err := h.SignIn(ctx, caller, mail, "not the password")
				if !errors.As(err, &wait) {
					t.Fatalf("%s: %v, want to wait", mail, err)
				}
				d := wait.Until.Sub(h.clock.now())
				if want := limitPassword.wait(limitPassword.free + 1 + uint64(i)); d != want {
					t.Errorf("%s: wait %v, want %v", mail, d, want)
				}
				h.restart() // it survives a restart
				h.clock.add(d - time.Millisecond)
				if _, err := h.SignIn(ctx, caller, mail, annaPass); !errors.As(err, &wait) {
					t.Fatalf("%s: let in too early: %v", mail, err)
				}
				h.clock.add(time.Millisecond)
				_, err = h.SignIn(ctx, caller, mail, "not the password")
				h.is(err, ErrWrongPair)
			}
			h.clock.add(15 * time.Minute)
		}
		// Who knows the password gets in, and all is forgotten.
		h.clock.add(15 * time.Minute)
		a.signIn()
		for range limitPassword.free + 1 {
			_, err := h.SignIn(ctx, caller, annaMail, "not the password")
			h.is(err, ErrWrongPair)
		}
	})
}

func TestManyGuessesAtOnceAreNoWayRound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.anna()
		var tried atomic.Int32
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				if _, err := h.SignIn(ctx, caller, annaMail, "not the password"); errors.Is(err, ErrWrongPair) {
					tried.Add(1)
				} else if wait := new(Throttled); !errors.As(err, &wait) {
					t.Errorf("guessing at once: %v", err)
				}
			})
		}
		all.Wait()
		if n := tried.Load(); n > int32(limitPassword.free)+1 {
			t.Errorf("%d guesses were judged, want %d at most", n, limitPassword.free+1)
		}
	})
}

func TestGuessingACodeGetsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		guess := func() error {
			v := h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
			_, err := h.SignInCode(ctx, caller, v, "000000")
			return err
		}
		for range limitCode.free + 1 {
			h.is(guess(), ErrWrongCode)
		}
		var wait *Throttled
		if err := guess(); !errors.As(err, &wait) {
			t.Fatalf("%v, want to wait", err)
		}
		if _, err := h.StepUpPassword(ctx, caller, h.session(a.entered.Token), annaPass, a.app.code()); err != nil && !errors.As(err, &wait) {
			t.Errorf("stepping up: %v", err)
		}
	})
}

func TestOneNetworkCanNotTryEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		there := caller
		there.Address = netip.MustParseAddr("198.51.100.1")
		var wait *Throttled
		n := 0
		for ; n < 200; n++ {
			if _, err := h.SignIn(ctx, there, string(rune('a'+n%26))+string(rune('a'+n/26))+"@voorbeeld.nl", "not the password"); errors.As(err, &wait) {
				break
			}
		}
		if n != int(limitNet.free)+1 {
			t.Errorf("stopped after %d tries", n)
		}
		a.signIn() // from another network
		// One failure is forgiven each minute.
		h.clock.add(limitNet.leak * 10)
		for range 10 {
			_, err := h.SignIn(ctx, there, "somebody@voorbeeld.nl", "not the password")
			if errors.As(err, &wait) {
				h.clock.add(time.Second)
			}
		}
	})
}

func TestForgivingLosesNoFraction(t *testing.T) {
	l := limit{free: 200, unit: time.Second, most: time.Minute, leak: 300 * time.Millisecond}
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	row := store.ThrottleRow{}
	for range 600 { // five a second for two minutes; 3.33 a second are forgiven
		row = l.forgive(row, now)
		row.Failures++
		now = now.Add(200 * time.Millisecond)
	}
	if row.Failures < 195 || row.Failures > 205 {
		t.Errorf("%d failures are left of 600, want about 200", row.Failures)
	}
	if got := l.forgive(row, now.Add(time.Hour)); got.Failures != 0 {
		t.Errorf("after an hour %d failures", got.Failures)
	}
	if got := l.forgive(row, now.Add(-time.Hour)); got.Failures != row.Failures {
		t.Errorf("a clock set back forgave %d failures", row.Failures-got.Failures)
	}
}

func TestAClockSetBackKeepsNobodyWaiting(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		for range limitPassword.free + 1 {
			_, err := h.SignIn(ctx, caller, annaMail, "not the password")
			h.is(err, ErrWrongPair)
		}
		h.clock.add(-24 * time.Hour)
		var wait *Throttled
		if _, err := h.SignIn(ctx, caller, annaMail, annaPass); !errors.As(err, &wait) || wait.Until.Sub(h.clock.now()) > limitPassword.most {
			t.Errorf("%v", err)
		}
		h.clock.add(limitPassword.most)
		_ = a
	})
}

// The key derivation is next to nothing here, so that a difference in all the rest is seen.
func TestKnownAndUnknownTakeTheSameTime(t *testing.T) {
	if testing.Short() {
		t.Skip("timing")
	}
	h := newHouse(t, mustSQLite(t))
	h.anna()
	measure := func(mail string) time.Duration {
		const rounds = 60
		took := make([]time.Duration, rounds)
		for i := range took {
			h.clock.add(16 * time.Minute)
			start := time.Now()
			_, err := h.SignIn(ctx, caller, mail, "not the password")
			took[i] = time.Since(start)
			h.is(err, ErrWrongPair)
		}
		return median(took)
	}
	measure(annaMail) // warm
	known, unknown := measure(annaMail), measure("bob@voorbeeld.nl")
	// With the real derivation each takes a fifth of a second, give or take more than this.
	if d := (known - unknown).Abs(); d > 5*time.Millisecond {
		t.Errorf("known %v, unknown %v", known, unknown)
	}
	t.Logf("without the derivation: known %v, unknown %v", known, unknown)
}
