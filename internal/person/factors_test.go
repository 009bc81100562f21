// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/text"
)

func TestRulesOfFactors(t *testing.T) {
	for _, c := range []struct {
		kinds []Kind
		want  error
	}{
		{nil, ErrNoWayIn},
		{[]Kind{KindKit}, ErrNoWayIn},
		{[]Kind{KindPassword, KindKit}, ErrNoWayIn},
		{[]Kind{KindApp, KindKit}, ErrNoWayIn},
		{[]Kind{KindKey, KindKit}, ErrNoWayIn},
		{[]Kind{KindKey, KindApp, KindKit}, ErrNoWayIn},
		{[]Kind{KindPassword, KindApp}, ErrFewEnvelopes},
		{[]Kind{KindPasskey}, ErrFewEnvelopes},
		{[]Kind{KindPasskey, KindPasskey}, ErrNoKit},
		{[]Kind{KindPasskey, KindPassword}, ErrNoKit},
		{[]Kind{KindPasskey, KindKit}, nil},
		{[]Kind{KindPassword, KindApp, KindKit}, nil},
		{[]Kind{KindPassword, KindKey, KindKit}, nil},
		{[]Kind{KindPassword, KindPasskey, KindKit}, nil},
	} {
		if err := checkFactors(c.kinds); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.kinds, err, c.want)
		}
	}
}

func TestFactorsAreAddedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		list := func() map[Kind][]FactorInfo {
			out := map[Kind][]FactorInfo{}
			for _, f := range must(h.Factors(ctx, v))(t) {
				out[f.Kind] = append(out[f.Kind], f)
			}
			return out
		}
		for k, fs := range list() {
			if len(fs) != 1 || fs[0].Removable {
				t.Errorf("kind %d: %+v", k, fs)
			}
			h.is(h.RemoveFactor(ctx, v, fs[0].ID), map[Kind]error{KindPassword: ErrNoWayIn, KindApp: ErrNoWayIn, KindKit: ErrFewEnvelopes}[k])
		}
		k := newSoftKey(t, true)
		h.addKey(v, k)
		fs := list()
		if !fs[KindApp][0].Removable || !fs[KindPassword][0].Removable || !fs[KindPasskey][0].Removable || fs[KindKit][0].Removable {
			t.Errorf("factors %+v", fs)
		}
		if fs[KindPasskey][0].Name != "mijn telefoon" {
			t.Errorf("name %q", fs[KindPasskey][0].Name)
		}
		h.ok(h.NameKey(ctx, v, fs[KindPasskey][0].ID, "sleutel van Anna"+strings.Repeat("é", 100)))
		if got := list()[KindPasskey][0].Name; len([]rune(got)) != maxName {
			t.Errorf("name %q", got)
		}
		h.is(h.NameKey(ctx, v, fs[KindApp][0].ID, "x"), ErrUnknownFactor)

		h.ok(h.RemoveFactor(ctx, v, fs[KindPassword][0].ID))
		h.is(h.RemoveFactor(ctx, v, fs[KindPassword][0].ID), ErrUnknownFactor)
		_, err := h.SignIn(ctx, caller, annaMail, annaPass)
		h.is(err, ErrWrongPair)
		h.is(h.RemoveFactor(ctx, v, fs[KindPasskey][0].ID), ErrNoWayIn)
		must(h.SignInKey(ctx, caller, k.get(must(h.AskSignInKey())(t))))(t)

		must(h.Deliver(ctx))(t)
		told := map[string]bool{}
		for _, m := range h.box.List() {
			told[m.Subject] = true
		}
		for _, key := range []string{"mail.added.subject", "mail.removed.subject"} {
			if !told[text.NL.T(key)] {
				t.Errorf("no mail %q", text.NL.T(key))
			}
		}
	})
}

func TestARemovedPasskeyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		k := newSoftKey(t, true)
		h.addKey(v, k)
		ask := must(h.AskSignInKey())(t)
		for _, f := range must(h.Factors(ctx, v))(t) {
			if f.Kind == KindPasskey {
				h.ok(h.RemoveFactor(ctx, v, f.ID))
			}
		}
		_, err := h.SignInKey(ctx, caller, k.get(ask))
		h.is(err, ErrKeyRefused)
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		const next = "kruiwagen vol natte sokken"
		h.is(h.ChangePassword(ctx, caller, v, "not the password", next), ErrWrongPassword)
		var weak *WeakPassword
		if err := h.ChangePassword(ctx, caller, v, annaPass, "anna voorbeeld"); !errors.As(err, &weak) || weak.Fault != PasswordOwn {
			t.Errorf("a weak password: %v", err)
		}
		h.ok(h.ChangePassword(ctx, caller, v, annaPass, next))
		_, err := h.SignIn(ctx, caller, annaMail, annaPass)
		h.is(err, ErrWrongPair)
		must(h.SignIn(ctx, caller, annaMail, next))(t)
		if n := len(of(must(h.factorsOf(ctx, v.Scope))(t), KindPassword)); n != 1 {
			t.Errorf("%d passwords", n)
		}
		h.noLeak(next)
	})
}

func TestANewAppReplacesTheOldOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		first := must(h.OfferApp(ctx, v))(t)
		if again := must(h.OfferApp(ctx, v))(t); again != first {
			t.Error("the app was offered another secret the second time")
		}
		if !strings.HasPrefix(first.URI, "otpauth://totp/Regie:"+"anna@voorbeeld.nl?") || strings.Contains(first.URI, "+") {
			t.Errorf("address %s", first.URI)
		}
		a.signIn() // the old app works until the new one was shown to work
		h.is(h.ProveApp(ctx, caller, v, "000000"), ErrWrongCode)
		next := &app{h, secretOf(t, first.Text)}
		h.ok(h.ProveApp(ctx, caller, v, next.code()))
		h.is(h.ProveApp(ctx, caller, v, next.code()), ErrNotNow)
		visit := h.visitOf(must(h.SignIn(ctx, caller, annaMail, annaPass))(t))
		_, err := h.SignInCode(ctx, caller, visit, a.app.code())
		h.is(err, ErrWrongCode)
		must(h.SignInCode(ctx, caller, visit, next.code()))(t)
	})
}

func TestANewKitReplacesTheOldOneOnlyWhenWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		open := func(k Kit) error {
			_, err := h.openByKit(ctx, v.Scope, must(ParseKitCode(strings.Join(k.Groups[:], " ")))(t))
			return err
		}
		_, err := h.AskedGroups(ctx, v)
		h.is(err, ErrNotNow)
		next := must(h.OfferKit(ctx, v))(t)
		if again := must(h.OfferKit(ctx, v))(t); again != next {
			t.Error("another kit the second time: who printed the first has the wrong paper")
		}
		if next.Mail != "an…@v….nl" || next.Site != "https://regie.example" {
			t.Errorf("kit %+v", next)
		}
		h.ok(open(a.kit))
		h.is(open(next), ErrWrongKit)
		asked := must(h.AskedGroups(ctx, v))(t)
		if asked[0] >= asked[1] || asked[0] < 1 || asked[1] > KitGroups {
			t.Errorf("asked %v", asked)
		}
		right := [2]string{next.Groups[asked[0]-1], next.Groups[asked[1]-1]}
		var wrong *WrongGroups
		if err := h.ProveKit(ctx, v, right[1], strings.ToLower(right[1])); !errors.As(err, &wrong) || !wrong.First || wrong.Second {
			t.Errorf("one wrong: %v", err)
		}
		h.ok(open(a.kit))
		h.ok(h.ProveKit(ctx, v, " "+strings.ToLower(right[0]), right[1]))
		h.is(open(a.kit), ErrWrongKit)
		h.ok(open(next))
		h.is(h.ProveKit(ctx, v, right[0], right[1]), ErrNotNow)
		h.ok(h.db.View(ctx, v.Scope, func(tx *store.Tx) error {
			if rows, _, err := tx.SizeSealed(); rows != 0 || err != nil {
				t.Errorf("%d sealed rows are left, %v", rows, err)
			}
			return nil
		}))
	})
}

func TestAskedGroupsAreAllAsked(t *testing.T) {
	h := newHouse(t, mustSQLite(t))
	seen := map[int]bool{}
	for range 2000 {
		g := h.askGroups()
		if g[0] < 1 || g[0] >= g[1] || g[1] > KitGroups {
			t.Fatalf("groups %v", g)
		}
		seen[g[0]], seen[g[1]] = true, true
	}
	if len(seen) != KitGroups {
		t.Errorf("only groups %v are ever asked", seen)
	}
}

// TestNoSequenceBreaksTheRules adds and removes factors at random, and checks after each step
// that the rules hold, that the list says truly what can be removed, and that whoever has
// what is in use can still open the vault.
func TestNoSequenceBreaksTheRules(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 2))
		a := h.anna()
		v := h.session(a.entered.Token)
		root := must(v.Vault.Root())(t)
		keys := map[string]*softKey{}
		pass, passwords := annaPass, []string{annaPass, "kruiwagen vol natte sokken", "zeven scheve boekenkasten"}
		for step := range 60 {
			fs := must(h.Factors(ctx, v))(t)
			switch r.IntN(6) {
			case 0:
				k := newSoftKey(t, r.IntN(2) == 0)
				if len(keys) < 5 {
					h.addKey(v, k)
					keys[string(k.id)] = k
				}
			case 1:
				pass = passwords[r.IntN(len(passwords))]
				h.ok(h.SetPassword(ctx, v, pass))
			case 2:
				a.app = h.addApp(v)
			case 3:
				a.kit = h.addKit(v)
			default:
				f := fs[r.IntN(len(fs))]
				err := h.RemoveFactor(ctx, v, f.ID)
				if (err == nil) != f.Removable {
					t.Fatalf("seed %d step %d: removing kind %d: %v, but removable is %v", seed, step, f.Kind, err, f.Removable)
				}
			}
			used := inUse(must(h.factorsOf(ctx, v.Scope))(t))
			if err := checkFactors(kindsOf(used)); err != nil {
				t.Fatalf("seed %d step %d: %v with %v", seed, step, err, kindsOf(used))
			}
			h.envelopesFit(seed, step, v, used)
			if slices.Contains(kindsOf(used), KindPassword) {
				if got, err := h.openByPassword(ctx, v.Scope, pass); err != nil || got != root {
					t.Fatalf("seed %d step %d: the password no longer opens the vault: %v", seed, step, err)
				}
			}
			code := must(ParseKitCode(strings.Join(a.kit.Groups[:], "")))(t)
			if got, err := h.openByKit(ctx, v.Scope, code); err != nil || got != root {
				t.Fatalf("seed %d step %d: the kit no longer opens the vault: %v", seed, step, err)
			}
			h.clock.add(time.Minute)
			v = h.session(a.entered.Token)
			for _, f := range of(used, KindPasskey) {
				e := must(h.SignInKey(ctx, caller, keys[string(f.Key.ID)].get(must(h.AskSignInKey())(t))))(t)
				if must(h.session(e.Token).Vault.Root())(t) != root {
					t.Fatalf("seed %d step %d: a passkey opens another vault", seed, step)
				}
				h.ok(h.SignOut(ctx, e.Token))
			}
		}
	})
}

// envelopesFit checks that there is an envelope for each factor that opens, and for no other.
func (h *house) envelopesFit(seed uint64, step int, v *Session, used []factor) {
	h.t.Helper()
	var have []store.ID
	h.ok(h.db.View(ctx, v.Scope, func(tx *store.Tx) (err error) { have, err = tx.EnvelopeFactors(); return err }))
	want := filter(used, func(f factor) bool { return f.kind().opens() })
	if len(have) != len(want) || len(want) < 2 {
		h.t.Fatalf("seed %d step %d: %d envelopes for %d factors that open", seed, step, len(have), len(want))
	}
	for _, f := range want {
		if !slices.Contains(have, f.ID) {
			h.t.Fatalf("seed %d step %d: no envelope for a factor of kind %d", seed, step, f.Kind)
		}
	}
}
