// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// recovering begins to recover anna's account, as far as the code of the kit.
func (h *house) recovering() (cookie string) {
	h.t.Helper()
	cookie = must(h.Recover(ctx, caller, annaMail))(h.t)
	link, _ := proofs(h.t, h.lastMail(annaMail))
	return must(h.ProveMail(ctx, h.visitOf(cookie), link))(h.t)
}

func TestRecoverWithTheKit(t *testing.T) {
	for _, keep := range []bool{false, true} {
		each2(t, map[bool]string{true: "keeping the old factors", false: "with new factors only"}[keep], func(t *testing.T, h *house) {
			a := h.anna()
			v := h.session(a.entered.Token)
			root := must(v.Vault.Root())(t)
			old := newSoftKey(t, true)
			h.addKey(v, old)
			person := v.Scope

			cookie := h.recovering()
			at := h.visitOf(cookie)
			if at.Step != StepCode {
				t.Fatalf("at step %d", at.Step)
			}
			h.is(h.SetPassword(ctx, at, "kruiwagen vol natte sokken"), ErrNotNow)
			next := must(h.OpenKit(ctx, caller, at, strings.ToLower(strings.Join(a.kit.Groups[:], ""))))(t)
			_, err := h.Visit(ctx, cookie)
			h.is(err, ErrVisitOver)
			h.session(a.entered.Token) // nothing has changed yet
			h.ok(h.SetPassword(ctx, h.visitOf(next), "kruiwagen vol natte sokken"))
			must(h.SignIn(ctx, caller, annaMail, annaPass))(t) // the old one works until the end
			h.ok(h.KeepOld(ctx, h.visitOf(next), keep))
			app2 := h.addApp(h.visitOf(next))
			kit2 := h.addKit(h.visitOf(next))
			if at := h.visitOf(next); at.Step != StepReady {
				t.Fatalf("at step %d", at.Step)
			}
			e := must(h.Complete(ctx, caller, h.visitOf(next)))(t)

			s := h.session(e.Token)
			if s.Scope != person || must(s.Vault.Root())(t) != root || s.Method != ByKit {
				t.Error("recovered another vault, or in another way")
			}
			h.over(a.entered.Token)
			h.is(second(h.SignIn(ctx, caller, annaMail, annaPass)), ErrWrongPair)
			visit := h.visitOf(must(h.SignIn(ctx, caller, annaMail, "kruiwagen vol natte sokken"))(t))
			h.is(second(h.SignInCode(ctx, caller, visit, a.app.code())), ErrWrongCode)
			must(h.SignInCode(ctx, caller, visit, app2.code()))(t)
			err = second(h.SignInKey(ctx, caller, old.get(must(h.AskSignInKey())(t))))
			if keep != (err == nil) {
				t.Errorf("the old passkey: %v", err)
			}
			h.is(second(h.openByKit(ctx, person, must(ParseKitCode(strings.Join(a.kit.Groups[:], "")))(t))), ErrWrongKit)
			h.ok(second(h.openByKit(ctx, person, must(ParseKitCode(strings.Join(kit2.Groups[:], "")))(t))))

			found := false
			must(h.Deliver(ctx))(t)
			for _, m := range h.box.List() {
				found = found || m.Subject == m.Lang.T("mail.recovered.subject")
			}
			if !found {
				t.Error("no mail tells of the recovery")
			}
			h.noLeak(kit2.Groups[2], a.kit.Groups[2])
		})
	}
}

func second[T any](_ T, err error) error { return err }

func each2(t *testing.T, name string, fn func(t *testing.T, h *house)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { each(t, fn) })
}

func TestRecoverTellsNobodyWhoHasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		known := must(h.Recover(ctx, caller, annaMail))(t)
		unknown := must(h.Recover(ctx, caller, "bob@voorbeeld.nl"))(t)
		p, _ := parseToken(known)
		if p.person == h.session(a.entered.Token).Scope.Person() {
			t.Error("the token of an unproven visit names the person")
		}
		again, _ := parseToken(must(h.Recover(ctx, caller, annaMail))(t))
		if again.person == p.person {
			t.Error("two visits for one address have the same person in their token: that tells it exists")
		}
		k, u := h.visitOf(known), h.visitOf(unknown)
		if k.Step != u.Step || len(known) != len(unknown) {
			t.Errorf("steps %d and %d", k.Step, u.Step)
		}
		if link, code := proofs(t, h.lastMail("bob@voorbeeld.nl")); link != "" || code != "" {
			t.Error("the mail to a stranger proves something")
		}
		for _, v := range []*Visit{k, u} {
			_, err := h.ProveMail(ctx, v, "0000-0000")
			h.is(err, ErrWrongProof)
		}
	})
}

func TestTheKitCodeMustBeRight(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		cookie := h.recovering()
		groups := a.kit.Groups
		groups[4] = groups[4][1:] + groups[4][:1]
		var slip *KitSlip
		if _, err := h.OpenKit(ctx, caller, h.visitOf(cookie), strings.Join(groups[:], "-")); groups[4] != a.kit.Groups[4] && (!errors.As(err, &slip) || slip.Group != 5) {
			t.Errorf("a slip in group 5: %v", err)
		}
		other := must(newKitCode(h.rand))(t)
		for range limitKit.free + 1 {
			h.is(second(h.OpenKit(ctx, caller, h.visitOf(cookie), other.String())), ErrWrongKit)
		}
		var wait *Throttled
		if _, err := h.OpenKit(ctx, caller, h.visitOf(cookie), strings.Join(a.kit.Groups[:], "")); !errors.As(err, &wait) {
			t.Fatalf("%v, want to wait", err)
		}
		h.clock.t = wait.Until
		must(h.OpenKit(ctx, caller, h.visitOf(cookie), strings.Join(a.kit.Groups[:], "")))(t)
	})
}

func TestARecoveryThatIsNotCompletedChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		next := must(h.OpenKit(ctx, caller, h.visitOf(h.recovering()), strings.Join(a.kit.Groups[:], "")))(t)
		h.ok(h.SetPassword(ctx, h.visitOf(next), "kruiwagen vol natte sokken"))
		h.addApp(h.visitOf(next))
		h.addKit(h.visitOf(next))
		h.clock.add(SetupFor + time.Second)
		h.is(second(h.Visit(ctx, next)), ErrVisitOver)
		h.ok(h.Sweep(ctx))
		a.signIn()
		h.is(second(h.SignIn(ctx, caller, annaMail, "kruiwagen vol natte sokken")), ErrWrongPair)
		h.clock.add(25 * time.Hour)
		v := h.session(a.signIn().Token) // signing in removes what was left lying
		if fs := must(h.factorsOf(ctx, v.Scope))(t); len(fs) != 3 {
			t.Errorf("%d factors, want 3", len(fs))
		}
	})
}

func TestOutboxGoesOnUntilItIsTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		slow := &stubborn{box: h.box, fail: 3}
		h.mailer = slow
		must(h.SignUp(ctx, caller, SignUpForm{Mail: annaMail, Born: grownUp, Consent: true}))(t)
		for range 3 {
			if n := must(h.Deliver(ctx))(t); n != 0 {
				t.Fatal("taken too early")
			}
			if n := must(h.Deliver(ctx))(t); n != 0 || slow.tries == 4 {
				t.Fatal("tried again at once")
			}
			h.clock.add(postMost)
		}
		if n := must(h.Deliver(ctx))(t); n != 1 || len(h.box.List()) != 1 {
			t.Errorf("sent %d", n)
		}
		if n := must(h.Deliver(ctx))(t); n != 0 {
			t.Error("sent twice")
		}
		slow.never = true
		must(h.SignUp(ctx, caller, SignUpForm{Mail: "bob@voorbeeld.nl", Born: grownUp, Consent: true}))(t)
		must(h.Deliver(ctx))(t)
		h.clock.add(postMost)
		before := slow.tries
		must(h.Deliver(ctx))(t)
		if slow.tries != before {
			t.Error("a mail that was refused for good was tried again")
		}
		h.noLeak("bob@")
	})
}

func TestEveryMailIsInWords(t *testing.T) {
	h := newHouse(t, mustSQLite(t))
	for _, kind := range []letterKind{
		letterSignUp, letterHasAccount, letterWelcome, letterRecover, letterNoAccount, letterRecovered,
		letterNewBrowser, letterAdded, letterRemoved, letterPassword, letterKit, letterDeleted,
	} {
		for _, lang := range []string{"nl", "en"} {
			m := h.write(letter{Kind: kind, To: annaMail, Lang: lang, Secret: []byte("secret"), Code: "AAAA-BBBB", What: KindApp, Device: Device{"Firefox", "Linux"}})
			for _, p := range append(m.Paragraphs, mailParagraph(m.Subject)) {
				if strings.ContainsAny(p.Text, "{}«»") || (p.Text == "" && p.Link == "") {
					t.Errorf("%s %s: %q", kind, lang, p.Text)
				}
			}
			if len(m.Paragraphs) < 3 {
				t.Errorf("%s %s has %d paragraphs", kind, lang, len(m.Paragraphs))
			}
		}
	}
}

func TestAnIdleVisitEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.anna()
		cookie := must(h.SignIn(ctx, caller, annaMail, annaPass))(t)
		h.ok(h.EndVisit(ctx, cookie))
		h.is(second(h.Visit(ctx, cookie)), ErrVisitOver)
		h.ok(h.EndVisit(ctx, cookie))
		cookie = must(h.SignIn(ctx, caller, annaMail, annaPass))(t)
		h.clock.add(SecondFor)
		h.is(second(h.Visit(ctx, cookie)), ErrVisitOver)
	})
}
