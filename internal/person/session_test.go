// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
)

func TestASessionEndsByItself(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		idle := a.signIn().Token
		h.clock.add(IdleFor - time.Second)
		h.session(idle) // alive
		h.clock.add(IdleFor - time.Second)
		if v := must(h.Resume(ctx, idle, false))(t); v == nil { // a page that polls is no sign of life
			t.Fatal("over too early")
		} else if want := h.clock.now().Add(time.Second); !v.IdleUntil.Equal(want) {
			t.Errorf("idle until %v, want %v", v.IdleUntil, want)
		}
		h.clock.add(time.Second)
		h.over(idle)

		long := a.signIn().Token
		started := h.clock.now()
		for h.clock.now().Sub(started)+10*time.Minute < SessionFor {
			h.clock.add(10 * time.Minute)
			h.session(long)
		}
		h.clock.t = started.Add(SessionFor - time.Second)
		if v := h.session(long); !v.Until.Equal(started.Add(SessionFor)) {
			t.Errorf("until %v", v.Until)
		}
		h.clock.add(time.Second)
		h.over(long)
	})
}

func TestAClockThatIsSetBackMakesNoSessionLonger(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		c := a.signIn().Token
		h.clock.add(-30 * time.Second)
		h.session(c) // a small correction
		h.clock.add(-5 * time.Minute)
		h.over(c)
	})
}

// TestSessionsUnderRandomUse checks Resume against a model, over random waits and requests.
func TestSessionsUnderRandomUse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 1))
		c := a.signIn().Token
		started, seen := h.clock.now(), h.clock.now()
		for range 300 {
			h.clock.add(time.Duration(r.IntN(int(16 * time.Minute))))
			alive := r.IntN(3) > 0
			now := h.clock.now()
			want := now.Sub(seen) < IdleFor && now.Sub(started) < SessionFor
			got := must(h.Resume(ctx, c, alive))(t)
			if (got != nil) != want {
				t.Fatalf("seed %d: at %v after the start, %v after use: resumed %v, want %v", seed, now.Sub(started), now.Sub(seen), got != nil, want)
			}
			switch {
			case !want:
				c = a.signIn().Token
				started, seen = h.clock.now(), h.clock.now()
			case alive && now.Sub(seen) >= touchEvery:
				seen = now
			}
		}
	})
}

func TestTokensThatAreNone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		good := a.entered.Token
		tok, _ := parseToken(good)
		otherKey, otherRow, otherPerson := tok, tok, tok
		otherKey.key[0] ^= 1
		otherRow.id[0] ^= 1
		otherPerson.person[0] ^= 1
		for _, c := range []string{
			"", "x", good + "A", good[1:], strings.ToUpper(good), good[:len(good)-1] + "/", strings.Repeat("A", len(good)),
			otherKey.String(), otherRow.String(), otherPerson.String(),
		} {
			h.over(c)
		}
		h.session(good)
	})
}

func TestListAndEndSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		one, two, three := a.signIn().Token, a.signIn().Token, a.signIn().Token
		v := h.session(two)
		list := must(h.Sessions(ctx, v))(t)
		if len(list) != 4 {
			t.Fatalf("%d sessions, want 4", len(list))
		}
		for i, s := range list {
			if s.Own != (s.ID == v.ID) || s.Device.Browser != "Firefox" || (i > 0 && s.Seen.After(list[i-1].Seen)) {
				t.Errorf("line %d: %+v", i, s)
			}
		}
		h.ok(h.EndSession(ctx, v, h.session(one).ID))
		h.over(one)
		h.ok(h.EndSession(ctx, v, store.NewID(nil)))
		h.ok(h.EndOtherSessions(ctx, v))
		h.over(three)
		h.over(a.entered.Token)
		h.session(two)
		h.ok(h.SignOut(ctx, two))
		h.over(two)
		h.ok(h.SignOut(ctx, two))
		h.ok(h.SignOut(ctx, "nonsense"))
	})
}

func TestSessionsOfSomebodyElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		other := h.verified("bob@voorbeeld.nl")
		h.ok(h.SetPassword(ctx, h.visitOf(other), annaPass))
		h.addApp(h.visitOf(other))
		h.addKit(h.visitOf(other))
		bob := must(h.Complete(ctx, caller, h.visitOf(other)))(t)
		v := h.session(bob.Token)
		mine := h.session(a.entered.Token)
		h.ok(h.EndSession(ctx, v, mine.ID)) // ends nothing, and does not tell
		h.session(a.entered.Token)
		fs := must(h.Factors(ctx, mine))(t)
		h.is(h.RemoveFactor(ctx, v, fs[0].ID), ErrUnknownFactor)
		h.is(h.NameKey(ctx, v, fs[0].ID, "x"), ErrUnknownFactor)
	})
}

func TestThereAreTenSessionsAtMost(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		var all []string
		for range maxSessions + 2 {
			all = append(all, a.signIn().Token)
		}
		h.over(all[0])
		h.over(all[1])
		h.session(all[2])
		if n := len(must(h.Sessions(ctx, h.session(all[11])))(t)); n != maxSessions {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestSweepEndsWhatIsOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		count := func() (n int) {
			h.ok(h.db.View(ctx, v.Scope, func(tx *store.Tx) error {
				rows, err := tx.ListSessions()
				n = len(rows)
				return err
			}))
			return n
		}
		h.clock.add(IdleFor)
		h.ok(h.Sweep(ctx))
		if count() != 1 {
			t.Error("swept too early")
		}
		h.clock.add(time.Second)
		h.ok(h.Sweep(ctx))
		if count() != 0 {
			t.Error("a session that is over was not swept")
		}
	})
}

func TestStepUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		c := a.signIn().Token
		if !h.session(c).SteppedUp(h.clock.now()) {
			t.Error("who just signed in has to step up")
		}
		h.clock.add(StepUpFor + time.Second)
		v := h.session(c)
		if v.SteppedUp(h.clock.now()) {
			t.Error("stepped up for longer than it lasts")
		}
		if w := must(h.StepUpWays(ctx, v))(t); w != (StepUp{Password: true}) {
			t.Errorf("ways %+v", w)
		}
		_, err := h.StepUpPassword(ctx, caller, v, "another one", a.app.code())
		h.is(err, ErrWrongPassword)
		_, err = h.StepUpPassword(ctx, caller, v, annaPass, "000000")
		h.is(err, ErrWrongCode)
		h.session(c) // a wrong try changes nothing
		next := must(h.StepUpPassword(ctx, caller, v, annaPass, a.app.code()))(t)
		h.over(c)
		up := h.session(next)
		if !up.SteppedUp(h.clock.now()) || up.ID == v.ID || !up.Started.Equal(v.Started) {
			t.Errorf("stepped up: %+v", up)
		}
		if up.SteppedUp(h.clock.now().Add(-2 * clockSlack)) {
			t.Error("stepped up in the future")
		}

		k := newSoftKey(t, false)
		h.addKey(up, k)
		h.clock.add(StepUpFor + time.Second)
		v = h.session(next)
		answer := k.get(must(h.AskStepUpKey(ctx, v))(t))
		last := must(h.StepUpKey(ctx, v, answer))(t)
		h.over(next)
		h.session(last)
		if _, err := h.StepUpKey(ctx, h.session(last), answer); !errors.Is(err, ErrKeyRefused) {
			t.Errorf("the same answer again: %v", err)
		}
	})
}
