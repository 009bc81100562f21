// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

func TestSignInWithPasswordAndApp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		root := must(h.session(a.entered.Token).Vault.Root())(t)
		for _, c := range []struct {
			mail, password string
			want           error
		}{
			{annaMail, annaPass + " ", ErrWrongPair},
			{annaMail, strings.ToUpper(annaPass), ErrWrongPair},
			{annaMail, "", ErrWrongPair},
			{annaMail, strings.Repeat("x", 5000), ErrWrongPair},
			{"bob@voorbeeld.nl", annaPass, ErrWrongPair},
		} {
			if _, err := h.SignIn(ctx, caller, c.mail, c.password); !errors.Is(err, c.want) {
				t.Errorf("%q %q: %v, want %v", c.mail, c.password, err, c.want)
			}
		}
		cookie := must(h.SignIn(ctx, caller, strings.ToUpper(annaMail), annaPass))(t)
		h.over(cookie) // one step only
		v := h.visitOf(cookie)
		if v.Step != StepSecond || !v.UseApp || v.UseKey {
			t.Errorf("visit %+v", v)
		}
		if _, err := v.hold(); !errors.Is(err, ErrNotNow) {
			t.Error("factors can be added after one step")
		}
		if _, err := h.SignInCode(ctx, caller, v, "000000"); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a wrong code: %v", err)
		}
		code := a.app.code()
		e := must(h.SignInCode(ctx, caller, h.visitOf(cookie), code[:3]+" "+code[3:]))(t)
		s := h.session(e.Token)
		if s.Method != ByPassword || must(s.Vault.Root())(t) != root {
			t.Errorf("session by %s, or another vault", s.Method)
		}
		_, err := h.Visit(ctx, cookie)
		h.is(err, ErrVisitOver)
		h.noLeak(code)
	})
}

func TestACodeOfTheAppWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		h.clock.add(time.Hour)
		code := a.app.code()
		const width = 32
		visits := make([]*Visit, width)
		for i := range visits {
			visits[i] = h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
		}
		var in atomic.Int32
		var all sync.WaitGroup
		for _, v := range visits {
			all.Go(func() {
				if _, err := h.SignInCode(ctx, caller, v, code); err == nil {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d of %d signed in with one code", in.Load(), width)
		}
		h.restart()
		h.clock.add(16 * time.Minute)
		// Neither the code of this step again, nor one of a step before the last one used.
		again := a.app.code()
		v := h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
		older := must(totpCode(a.app.secret, totpStep(h.clock.now())-1))(t)
		must(h.SignInCode(ctx, caller, v, again))(t)
		for _, c := range []string{again, older} {
			v := h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
			_, err := h.SignInCode(ctx, caller, v, c)
			h.is(err, ErrWrongCode)
		}
	})
}

func TestACodeMayBeOneStepOff(t *testing.T) {
	secret := []byte("12345678901234567890")
	now := time.Date(2026, 11, 21, 12, 0, 10, 0, time.UTC)
	for off, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		code := must(totpCode(secret, uint64(int64(totpStep(now))+off)))(t)
		if step, ok := findStep(secret, code, now); ok != want || (ok && step != uint64(int64(totpStep(now))+off)) {
			t.Errorf("a code of %d steps off: %d %v, want %v", off, step, ok, want)
		}
	}
	// The test values of RFC 6238, appendix B, SHA-1, the last six figures.
	for unix, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		if got := must(totpCode(secret, totpStep(time.Unix(unix, 0))))(t); got != want {
			t.Errorf("at %d: %s, want %s", unix, got, want)
		}
	}
}

func TestSignInWithAPasskey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		k := newSoftKey(t, true)
		if r := h.addKey(h.visitOf(cookie), k); !r.Opens || r.Again != nil {
			t.Fatalf("result %+v", r)
		}
		h.addKit(h.visitOf(cookie))
		entered := must(h.Complete(ctx, caller, h.visitOf(cookie)))(t)
		root := must(h.session(entered.Token).Vault.Root())(t)

		answer := k.get(must(h.AskSignInKey())(t))
		e := must(h.SignInKey(ctx, caller, answer))(t)
		if s := h.session(e.Token); s.Method != ByPasskey || must(s.Vault.Root())(t) != root {
			t.Errorf("session by %s, or another vault", s.Method)
		}
		_, err := h.SignInKey(ctx, caller, answer)
		h.is(err, ErrKeyRefused) // the same answer again
		// With a password nobody gets in: there is none.
		_, err = h.SignIn(ctx, caller, annaMail, annaPass)
		h.is(err, ErrWrongPair)
		h.noLeak(k.eval(k.read(must(h.AskSignInKey())(t))))
	})
}

func TestAPasskeyMustHold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		k := newSoftKey(t, true)
		k.count = 5
		h.addKey(h.visitOf(cookie), k)
		h.addKit(h.visitOf(cookie))
		entered := must(h.Complete(ctx, caller, h.visitOf(cookie)))(t)
		try := func(name string, want error, change func(k *softKey) *softKey) {
			t.Helper()
			c := *k
			before := k.count
			_, err := h.SignInKey(ctx, caller, change(&c).get(must(h.AskSignInKey())(t)))
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
			k.count = before
		}
		try("without checking the person", ErrKeyRefused, func(k *softKey) *softKey { k.noUV = true; return k })
		try("made on another site", ErrKeyRefused, func(k *softKey) *softKey { k.origin = "https://regie.example.evil"; return k })
		try("for another site", ErrKeyRefused, func(k *softKey) *softKey { k.rpid = "evil.example"; return k })
		try("with another key", ErrKeyRefused, func(k *softKey) *softKey { k.key = newSoftKey(t, true).key; return k })
		try("unknown", ErrKeyRefused, func(k *softKey) *softKey { k.id = []byte("another one"); return k })
		try("of nobody", ErrKeyRefused, func(k *softKey) *softKey { k.handle = nil; return k })
		try("of somebody else", ErrKeyRefused, func(k *softKey) *softKey { k.handle = make([]byte, 16); k.handle[0] = 1; return k })
		try("with a short handle", ErrKeyRefused, func(k *softKey) *softKey { k.handle = k.handle[:8]; return k })
		try("a copy with an old counter", ErrKeyRefused, func(k *softKey) *softKey { k.count = 2; return k })
		try("without the extension", ErrKeyClosed, func(k *softKey) *softKey { k.prf = false; return k })
		k.count += 5
		try("with another output", ErrKeyClosed, func(k *softKey) *softKey { k.secret = make([]byte, 32); return k })

		old := must(h.AskSignInKey())(t)
		h.clock.add(challengeFor + time.Second)
		if _, err := h.SignInKey(ctx, caller, k.get(old)); !errors.Is(err, ErrKeyRefused) {
			t.Errorf("too late: %v", err)
		}
		// A challenge for something else is none for signing in.
		other := must(h.AskStepUpKey(ctx, h.session(entered.Token)))(t)
		if _, err := h.SignInKey(ctx, caller, k.get(other)); !errors.Is(err, ErrKeyRefused) {
			t.Errorf("a challenge for stepping up: %v", err)
		}
		for _, raw := range []string{"", "{}", "null", `{"id":"x"}`, strings.Repeat("[", 100_000)} {
			if _, err := h.SignInKey(ctx, caller, []byte(raw)); !errors.Is(err, ErrKeyRefused) {
				t.Errorf("%.20q: %v", raw, err)
			}
		}
		must(h.SignInKey(ctx, caller, k.get(must(h.AskSignInKey())(t))))(t)
	})
}

func TestPasswordWithAPasskeyThatOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		k := newSoftKey(t, false)
		if r := h.addKey(h.visitOf(cookie), k); r.Opens || r.Again != nil {
			t.Fatalf("result %+v", r)
		}
		if v := h.visitOf(cookie); v.Step != StepSecond || !v.HasKey || v.HasPassword {
			t.Fatalf("visit %+v", v)
		}
		h.ok(h.SetPassword(ctx, h.visitOf(cookie), annaPass))
		h.addKit(h.visitOf(cookie))
		must(h.Complete(ctx, caller, h.visitOf(cookie)))(t)

		_, err := h.SignInKey(ctx, caller, k.get(must(h.AskSignInKey())(t)))
		h.is(err, ErrKeyClosed)
		v := h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
		if v.UseApp || !v.UseKey {
			t.Errorf("visit %+v", v)
		}
		_, err = h.SignInCode(ctx, caller, v, "123456")
		h.is(err, ErrWrongCode)
		other := newSoftKey(t, false)
		other.handle = k.handle
		_, err = h.SignInSecondKey(ctx, caller, v, other.get(must(h.AskSecondKey(ctx, v))(t)))
		h.is(err, ErrKeyRefused)
		answer := k.get(must(h.AskSecondKey(ctx, v))(t))
		e := must(h.SignInSecondKey(ctx, caller, v, answer))(t)
		if s := h.session(e.Token); s.Method != ByBoth {
			t.Errorf("session by %s", s.Method)
		}
	})
}

func TestAPasskeyThatOpensTheVaultOnlyWhenUsed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		k := newSoftKey(t, true)
		k.prfLater = true
		r := h.addKey(h.visitOf(cookie), k)
		if r.Opens || r.Again == nil {
			t.Fatalf("result %+v", r)
		}
		if v := h.visitOf(cookie); v.HasPasskey || !v.HasKey {
			t.Fatalf("visit %+v", v)
		}
		answer := k.get(r.Again)
		h.ok(h.OpenWithKey(ctx, h.visitOf(cookie), answer))
		if v := h.visitOf(cookie); !v.HasPasskey || v.HasKey || v.Step != StepKit {
			t.Fatalf("visit %+v", v)
		}
		h.is(h.OpenWithKey(ctx, h.visitOf(cookie), answer), ErrKeyRefused)
		h.addKit(h.visitOf(cookie))
		must(h.Complete(ctx, caller, h.visitOf(cookie)))(t)
		must(h.SignInKey(ctx, caller, k.get(must(h.AskSignInKey())(t))))(t)
	})
}

func TestANewBrowserIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		count := func() int {
			must(h.Deliver(ctx))(t)
			return len(h.box.List())
		}
		before := count()
		known := caller
		known.Mark = a.entered.Mark
		v := h.visitOf(must(h.SignIn(ctx, known, annaMail, annaPass))(t))
		e := must(h.SignInCode(ctx, known, v, a.app.code()))(t)
		if e.Mark != a.entered.Mark {
			t.Error("the mark of a known browser changed")
		}
		if n := count(); n != before {
			t.Errorf("%d mails for a known browser", n-before)
		}
		e = a.signIn()
		if e.Mark == a.entered.Mark || e.Mark == "" {
			t.Error("a new browser has the mark of another")
		}
		if n := count(); n != before+1 {
			t.Errorf("%d mails for a new browser, want 1", n-before)
		}
		m := h.lastMail(annaMail)
		for _, p := range m.Paragraphs {
			if strings.Contains(p.Link, "?") {
				t.Errorf("the notice holds a link with something in it: %s", p.Link)
			}
		}
	})
}

func TestStolenRowsOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		s := h.session(a.entered.Token)
		// Who has the database and the keyring, but not the cookie, password or kit.
		var row store.SessionRow
		h.ok(h.db.View(ctx, s.Scope, func(tx *store.Tx) (err error) { row, err = tx.GetSession(s.ID); return err }))
		guess := token{person: s.Scope.Person(), id: s.ID}
		copy(guess.key[:], row.Hash)
		h.over(guess.String())
		if _, err := h.smith.UnwrapSession(vault.Owner{Person: guess.person, Factor: guess.id}, guess.key, row.Wrapped); !errors.Is(err, vault.ErrWrongSecret) {
			t.Errorf("the row opened: %v", err)
		}
	})
}
