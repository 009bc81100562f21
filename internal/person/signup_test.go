// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"encoding/base32"
	"errors"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

func secretOf(t *testing.T, s string) []byte {
	t.Helper()
	return must(base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(s))(t)
}

func TestSignUpWithPasswordAndApp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := must(h.SignUp(ctx, caller, SignUpForm{Mail: annaMail, Born: grownUp, Consent: true}))(t)
		v := h.visitOf(cookie)
		if v.Step != StepMail || v.Purpose != SigningUp || v.Mail != annaMail {
			t.Fatalf("visit %+v", v)
		}
		h.is(h.SetPassword(ctx, v, annaPass), ErrNotNow)
		link, _ := proofs(t, h.lastMail(annaMail))
		next := must(h.ProveMail(ctx, v, link))(t)
		if _, err := h.Visit(ctx, cookie); !errors.Is(err, ErrVisitOver) {
			t.Fatalf("the token from before the mail still works: %v", err)
		}
		steps := func(want Step) *Visit {
			t.Helper()
			v := h.visitOf(next)
			if v.Step != want {
				t.Fatalf("at step %d, want %d", v.Step, want)
			}
			return v
		}
		v = steps(StepWay)
		if _, err := h.Complete(ctx, caller, v); !errors.Is(err, ErrNotNow) {
			t.Fatalf("completed with nothing: %v", err)
		}
		h.ok(h.SetPassword(ctx, v, annaPass))
		h.addApp(steps(StepSecond))
		kit := h.addKit(steps(StepKit))
		entered := must(h.Complete(ctx, caller, steps(StepReady)))(t)

		s := h.session(entered.Token)
		if !s.SteppedUp(h.clock.now()) || s.Method != BySignUp || s.Device != (Device{"Firefox", "Linux"}) {
			t.Errorf("session %+v", s)
		}
		if a := must(h.Account(ctx, s))(t); a.Mail != annaMail || a.Born != grownUp {
			t.Errorf("account %+v", a)
		}
		if _, err := h.Visit(ctx, next); !errors.Is(err, ErrVisitOver) {
			t.Errorf("the visit goes on after its end: %v", err)
		}
		// The vault is the same one that the other factors open.
		var want, got vault.RootKey
		want = must(s.Vault.Root())(t)
		code := must(ParseKitCode(strings.Join(kit.Groups[:], "-")))(t)
		got = must(h.openByKit(ctx, s.Scope, code))(t)
		if got != want {
			t.Error("the kit opens another vault")
		}
		if got = must(h.openByPassword(ctx, s.Scope, annaPass))(t); got != want {
			t.Error("the password opens another vault")
		}
		h.noLeak(kit.Groups[0], kit.Groups[3])
	})
}

func TestSignUpIsForSixteenAndOlderWhoAgree(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			form SignUpForm
			want error
		}{
			{SignUpForm{annaMail, Date{2010, time.November, 22}, true}, ErrTooYoung},
			{SignUpForm{annaMail, Date{2027, time.January, 1}, true}, ErrUnlikelyBirth},
			{SignUpForm{annaMail, Date{1868, time.January, 1}, true}, ErrUnlikelyBirth},
			{SignUpForm{annaMail, Date{2010, time.November, 21}, false}, ErrNoConsent},
		} {
			if _, err := h.SignUp(ctx, caller, c.form); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v, want %v", c.form, err, c.want)
			}
		}
		if n := must(h.Deliver(ctx))(t); n != 0 {
			t.Errorf("%d mails went out", n)
		}
		must(h.SignUp(ctx, caller, SignUpForm{annaMail, Date{2010, time.November, 21}, true}))(t)
	})
}

func TestSignUpTellsNobodyWhoHasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.anna()
		cookie := must(h.SignUp(ctx, caller, SignUpForm{Mail: strings.ToUpper(annaMail), Born: grownUp, Consent: true}))(t)
		m := h.lastMail(strings.ToUpper(annaMail))
		if link, code := proofs(t, m); link != "" || code != "" {
			t.Errorf("the mail to somebody with an account proves something: %q %q", link, code)
		}
		tok, _ := parseToken(cookie)
		if _, err := h.mailOf(ctx, store.NewScope(tok.person)); !errors.Is(err, store.ErrNotFound) {
			t.Error("the token names a person who exists")
		}
		v := h.visitOf(cookie)
		if v.Step != StepMail {
			t.Errorf("at step %d", v.Step)
		}
		if _, err := h.ProveMail(ctx, v, "0000-0000"); !errors.Is(err, ErrWrongProof) {
			t.Errorf("any code: %v, want the same answer as for a stranger", err)
		}
		h.ok(h.SendAgain(ctx, caller, h.visitOf(cookie)))
		if link, _ := proofs(t, h.lastMail(strings.ToUpper(annaMail))); link != "" {
			t.Error("the second mail proves something")
		}
		h.noLeak()
	})
}

func TestTwoSignUpsOfOneAddressMakeOneAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, b := h.verified(annaMail), h.verified(annaMail)
		ready := func(cookie string) *Visit {
			h.ok(h.SetPassword(ctx, h.visitOf(cookie), annaPass))
			h.addApp(h.visitOf(cookie))
			h.addKit(h.visitOf(cookie))
			return h.visitOf(cookie)
		}
		first, second := ready(a), ready(b)
		must(h.Complete(ctx, caller, first))(t)
		_, err := h.Complete(ctx, caller, second)
		h.is(err, ErrTaken)
	})
}

func TestMailProofWorksOnceInTimeAndInItsBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		begin := func() (string, string, string) {
			h.clock.add(forgetAfter + time.Hour) // the count of mails is forgotten
			cookie := must(h.SignUp(ctx, caller, SignUpForm{Mail: annaMail, Born: grownUp, Consent: true}))(t)
			link, code := proofs(t, h.lastMail(annaMail))
			return cookie, link, code
		}
		refused := func(cookie, proof string, want error) {
			t.Helper()
			v, err := h.Visit(ctx, cookie)
			if err == nil {
				_, err = h.ProveMail(ctx, v, proof)
			}
			h.is(err, want)
		}
		_, link, _ := begin()
		other, _, _ := begin()
		refused(other, link, ErrWrongProof) // a link of another browser

		mine, link, code := begin()
		must(h.ProveMail(ctx, h.visitOf(mine), strings.ToLower(strings.ReplaceAll(code, "-", " "))))(t)
		refused(mine, link, ErrVisitOver) // a second time

		mine, link, _ = begin()
		h.clock.add(MailFor - time.Second)
		must(h.ProveMail(ctx, h.visitOf(mine), link))(t)
		mine, link, _ = begin()
		h.clock.add(MailFor)
		refused(mine, link, ErrVisitOver)

		mine, link, code = begin()
		for range shortCodeTries {
			refused(mine, "ZZZZ-ZZZZ", ErrWrongProof)
		}
		refused(mine, code, ErrProofSpent)
		h.ok(h.SendAgain(ctx, caller, h.visitOf(mine)))
		refused(mine, link, ErrWrongProof) // the first link stopped working
		link, _ = proofs(t, h.lastMail(annaMail))
		must(h.ProveMail(ctx, h.visitOf(mine), link))(t)
	})
}

func TestMailsOnRequestAreLimited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		form := SignUpForm{Mail: annaMail, Born: grownUp, Consent: true}
		for range limitMail.free + 1 {
			must(h.SignUp(ctx, caller, form))(t)
		}
		_, err := h.SignUp(ctx, caller, form)
		var wait *Throttled
		if !errors.As(err, &wait) || !wait.Until.Equal(h.clock.now().Add(limitMail.unit)) {
			t.Fatalf("%v, want to wait until %v", err, h.clock.now().Add(limitMail.unit))
		}
		if _, err := h.Recover(ctx, caller, annaMail); !errors.As(err, &wait) {
			t.Errorf("recovering goes round the limit: %v", err)
		}
		h.restart()
		if _, err := h.SignUp(ctx, caller, form); !errors.As(err, &wait) {
			t.Errorf("after a restart: %v", err)
		}
		h.clock.add(limitMail.unit)
		must(h.SignUp(ctx, caller, form))(t)
	})
}

func TestAnAccountThatIsNotCompletedGoes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		h.ok(h.SetPassword(ctx, h.visitOf(cookie), annaPass))
		must(h.OfferKit(ctx, h.visitOf(cookie)))(t)
		person := h.visitOf(cookie).token.person
		h.clock.add(SetupFor)
		h.ok(h.Sweep(ctx)) // it ends now, not before now
		h.clock.add(time.Second)
		h.ok(h.Sweep(ctx))
		if fs := must(h.factorsOf(ctx, store.NewScope(person)))(t); len(fs) != 0 {
			t.Errorf("%d factors are left", len(fs))
		}
		h.ok(h.db.View(ctx, store.NewScope(person), func(tx *store.Tx) error {
			if rows, _, err := tx.SizeSealed(); rows != 0 || err != nil {
				t.Errorf("%d sealed rows are left, %v", rows, err)
			}
			if _, err := tx.GetPerson(); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the person is left: %v", err)
			}
			return nil
		}))
		a := h.anna()
		h.clock.add(SetupFor + time.Hour)
		h.ok(h.Sweep(ctx))
		a.signIn() // an account that was completed stays
	})
}

func TestASignUpCanNotBeSignedInTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cookie := h.verified(annaMail)
		h.ok(h.SetPassword(ctx, h.visitOf(cookie), annaPass))
		h.addApp(h.visitOf(cookie))
		_, err := h.SignIn(ctx, caller, annaMail, annaPass)
		h.is(err, ErrWrongPair)
		// The cookie of a visit is no cookie of a session, and the other way round.
		h.over(cookie)
		a := newHouse(t, h.db).anna()
		_, err = a.h.Visit(ctx, a.entered.Token)
		h.is(err, ErrVisitOver)
	})
}
