// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"regie/internal/store"
)

func newKeyring(t testing.TB) *Keyring {
	t.Helper()
	k, err := CreateKeyring(filepath.Join(t.TempDir(), "keyring.json"), KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newSmith(t testing.TB) *Locksmith {
	return NewLocksmith(newKeyring(t), LocksmithOptions{Cost: TestCost()})
}

var testOwner = Owner{Person: store.ID{1}, Factor: store.ID{2}}

// way is one kind of envelope, with a right and several wrong secrets.
type way struct {
	kind   kind
	wrap   func(*Locksmith, Owner, RootKey) ([]byte, error)
	unwrap func(*Locksmith, Owner, []byte) (RootKey, error)
	wrong  map[string]func(*Locksmith, Owner, []byte) (RootKey, error)
}

func ways() map[string]way {
	ctx := context.Background()
	password := func(pw string) func(*Locksmith, Owner, []byte) (RootKey, error) {
		return func(l *Locksmith, w Owner, b []byte) (RootKey, error) { return l.UnwrapPassword(ctx, w, pw, b) }
	}
	prf := func(credential string, out []byte) func(*Locksmith, Owner, []byte) (RootKey, error) {
		return func(l *Locksmith, w Owner, b []byte) (RootKey, error) {
			return l.UnwrapPRF(w, []byte(credential), out, b)
		}
	}
	recovery := func(code RecoverySecret) func(*Locksmith, Owner, []byte) (RootKey, error) {
		return func(l *Locksmith, w Owner, b []byte) (RootKey, error) { return l.UnwrapRecovery(w, code, b) }
	}
	session := func(cookie [32]byte) func(*Locksmith, Owner, []byte) (RootKey, error) {
		return func(l *Locksmith, w Owner, b []byte) (RootKey, error) { return l.UnwrapSession(w, cookie, b) }
	}
	out := slices.Repeat([]byte{7}, 32)
	return map[string]way{
		"password": {kindPassword,
			func(l *Locksmith, w Owner, k RootKey) ([]byte, error) {
				return l.WrapPassword(ctx, w, "é: juist wachtwoord", k)
			},
			password("e\u0301: juist wachtwoord"), // the same letters, written with a combining accent
			map[string]func(*Locksmith, Owner, []byte) (RootKey, error){
				"other": password("juist wachtwoord"), "case": password("É: juist wachtwoord"), "empty": password(""), "longer": password("é: juist wachtwoord "),
			}},
		"passkey": {kindPRF,
			func(l *Locksmith, w Owner, k RootKey) ([]byte, error) {
				return l.WrapPRF(w, []byte("credential"), out, k)
			},
			prf("credential", out),
			map[string]func(*Locksmith, Owner, []byte) (RootKey, error){
				"output": prf("credential", slices.Repeat([]byte{8}, 32)), "credential": prf("credentiaL", out), "short": prf("credential", out[:31]), "none": prf("", out),
			}},
		"recovery": {kindRecovery,
			func(l *Locksmith, w Owner, k RootKey) ([]byte, error) {
				return l.WrapRecovery(w, RecoverySecret{1, 2}, k)
			},
			recovery(RecoverySecret{1, 2}),
			map[string]func(*Locksmith, Owner, []byte) (RootKey, error){"code": recovery(RecoverySecret{2, 1})}},
		"session": {kindSession,
			func(l *Locksmith, w Owner, k RootKey) ([]byte, error) { return l.WrapSession(w, [32]byte{3}, k) },
			session([32]byte{3}),
			map[string]func(*Locksmith, Owner, []byte) (RootKey, error){"cookie": session([32]byte{4})}},
	}
}

func TestEnvelopes(t *testing.T) {
	smith, stranger := newSmith(t), newSmith(t)
	root := NewRootKey(nil).Next(nil)
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			sealed, err := w.wrap(smith, testOwner, root)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := w.unwrap(smith, testOwner, sealed); err != nil || got != root || got.Generation() != 2 {
				t.Fatalf("unwrap: %v", err)
			}
			for what, unwrap := range w.wrong {
				if got, err := unwrap(smith, testOwner, sealed); !errors.Is(err, ErrWrongSecret) || got != (RootKey{}) {
					t.Errorf("wrong secret (%s): %v", what, err)
				}
			}
			for what, owner := range map[string]Owner{
				"person": {store.ID{9}, testOwner.Factor}, "factor": {testOwner.Person, store.ID{9}}, "swapped": {testOwner.Factor, testOwner.Person},
			} {
				if _, err := w.unwrap(smith, owner, sealed); !errors.Is(err, ErrSealed) {
					t.Errorf("another %s: %v", what, err)
				}
			}
			if _, err := w.unwrap(stranger, testOwner, sealed); !errors.Is(err, ErrSealed) {
				t.Errorf("another keyring: %v", err)
			}
			for other, o := range ways() {
				if other == name {
					continue
				}
				if _, err := o.unwrap(smith, testOwner, sealed); !errors.Is(err, ErrSealed) {
					t.Errorf("opened as %s: %v", other, err)
				}
			}
			for i := range sealed {
				b := slices.Clone(sealed)
				b[i] ^= 1 << (i % 8)
				if _, err := w.unwrap(smith, testOwner, b); err == nil {
					t.Errorf("opened with byte %d changed", i)
				}
			}
			if _, err := w.wrap(smith, Owner{}, root); err == nil {
				t.Error("wrapped for nobody")
			}
			if _, err := w.wrap(smith, testOwner, RootKey{}); err == nil {
				t.Error("wrapped no key")
			}
		})
	}
}

// TestInnerLayer takes the outer layer off, as who has the keyring could, and changes what is inside.
func TestInnerLayer(t *testing.T) {
	smith := newSmith(t)
	root, other := NewRootKey(nil), NewRootKey(nil)
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			sealed, err := w.wrap(smith, testOwner, root)
			if err != nil {
				t.Fatal(err)
			}
			inner, err := smith.keys.Open(PurposeEnvelope, testOwner.place(w.kind), sealed)
			if err != nil {
				t.Fatal(err)
			}
			with := func(b []byte) error {
				again, err := smith.keys.Seal(PurposeEnvelope, testOwner.place(w.kind), b)
				if err != nil {
					t.Fatal(err)
				}
				got, err := w.unwrap(smith, testOwner, again)
				if err == nil && got != root {
					t.Error("another key came out")
				}
				return err
			}
			if err := with(inner); err != nil {
				t.Fatalf("unchanged: %v", err)
			}
			for i := range len(inner) * 8 {
				if w.kind == kindPassword && i/8 == envelopeFixed+2 {
					continue // the memory, in steps of 64 MiB: see TestWeakDerivations
				}
				b := slices.Clone(inner)
				b[i/8] ^= 1 << (i % 8)
				if err := with(b); err == nil {
					t.Errorf("opened with bit %d of byte %d changed", i%8, i/8)
				}
			}
			// The commitment: an envelope that opens, but holds another key than it says.
			e, err := parseEnvelope(slices.Clone(inner))
			if err != nil {
				t.Fatal(err)
			}
			e.commit = other.commitment()
			if err := with(e.encode()); !errors.Is(err, ErrWrongSecret) {
				t.Errorf("another commitment: %v", err)
			}
			for n := range inner {
				if err := with(inner[:n]); !errors.Is(err, ErrFormat) {
					t.Errorf("%d of %d bytes: %v", n, len(inner), err)
				}
			}
			if err := with(append(slices.Clone(inner), 0)); !errors.Is(err, ErrFormat) {
				t.Errorf("a byte more: %v", err)
			}
		})
	}
}

// TestWeakDerivations: no envelope makes a locksmith derive a key more cheaply, or much more dearly, than it should.
func TestWeakDerivations(t *testing.T) {
	ctx := context.Background()
	keys := newKeyring(t)
	weak := NewLocksmith(keys, LocksmithOptions{Cost: TestCost()})
	usual := NewLocksmith(keys, LocksmithOptions{})
	root := NewRootKey(nil)
	sealed, err := weak.WrapPassword(ctx, testOwner, "password", root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := usual.UnwrapPassword(ctx, testOwner, "password", sealed); !errors.Is(err, ErrWeak) {
		t.Errorf("an envelope of a test was opened: %v", err)
	}
	salt := make([]byte, saltSize)
	with := func(l *Locksmith, params []byte) error {
		b, err := weak.wrap(testOwner, kindPassword, params, make([]byte, keySize), root)
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.UnwrapPassword(ctx, testOwner, "password", b)
		return err
	}
	for name, tc := range map[string]struct {
		l    *Locksmith
		c    Cost
		want error
	}{
		"less memory":       {usual, Cost{memory: floorMemory - 1, time: 3, threads: 1}, ErrWeak},
		"fewer passes":      {usual, Cost{memory: floorMemory, time: 2, threads: 1}, ErrWeak},
		"no thread":         {usual, Cost{memory: floorMemory, time: 3, threads: 0}, ErrWeak},
		"much memory":       {usual, Cost{memory: ceilMemory + 1, time: 3, threads: 1}, ErrWeak},
		"many passes":       {usual, Cost{memory: floorMemory, time: ceilTime + 1, threads: 1}, ErrWeak},
		"many threads":      {usual, Cost{memory: floorMemory, time: 3, threads: ceilThreads + 1}, ErrWeak},
		"test: much memory": {weak, Cost{memory: ceilMemory + 1, time: 3, threads: 1}, ErrWeak},
		"test: no passes":   {weak, Cost{memory: 64, time: 0, threads: 1}, ErrWeak},
		"test: within":      {weak, Cost{memory: 128, time: 2, threads: 2}, ErrWrongSecret},
	} {
		if err := with(tc.l, tc.c.params(salt)); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	if err := with(weak, hkdfParams()); !errors.Is(err, ErrFormat) {
		t.Errorf("a password without a derivation: %v", err)
	}
	if err := with(weak, TestCost().params(salt[:8])); !errors.Is(err, ErrFormat) {
		t.Errorf("a short salt: %v", err)
	}
	// The other way round: a random secret that claims to have been stretched.
	b, err := weak.wrap(testOwner, kindSession, TestCost().params(salt), sessionKey(testOwner, [32]byte{}), root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := weak.UnwrapSession(testOwner, [32]byte{}, b); !errors.Is(err, ErrWeak) {
		t.Errorf("a session with the parameters of a password: %v", err)
	}
}

// TestDefaultCost opens an envelope at the price that people pay.
func TestDefaultCost(t *testing.T) {
	if DefaultCost() != (Cost{memory: 65536, time: 3, threads: 1}) || !DefaultCost().within(DefaultCost()) || DefaultCost().test {
		t.Error("the default is not 64 MiB, 3, 1")
	}
	smith := NewLocksmith(newKeyring(t), LocksmithOptions{})
	root, ctx := NewRootKey(nil), context.Background()
	sealed, err := smith.WrapPassword(ctx, testOwner, "password", root)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := smith.UnwrapPassword(ctx, testOwner, "password", sealed); err != nil || got != root {
		t.Error(err)
	}
}

func TestDerivationsWaitTheirTurn(t *testing.T) {
	smith := NewLocksmith(newKeyring(t), LocksmithOptions{Cost: TestCost(), Parallel: 2})
	smith.slots <- struct{}{}
	if err := smith.PretendPassword(context.Background(), "x"); !errors.Is(err, ErrWrongSecret) {
		t.Errorf("one slot is free: %v", err)
	}
	smith.slots <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := smith.PretendPassword(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no slot is free: %v", err)
	}
	<-smith.slots
	if err := smith.PretendPassword(context.Background(), "x"); !errors.Is(err, ErrWrongSecret) {
		t.Errorf("a slot is free again: %v", err)
	}
}

func TestRewrap(t *testing.T) {
	smith := newSmith(t)
	root := NewRootKey(nil)
	for name, w := range ways() {
		sealed, err := w.wrap(smith, testOwner, root)
		if err != nil {
			t.Fatal(err)
		}
		if smith.NeedsRewrap(sealed) {
			t.Errorf("%s: needs to be wrapped anew before the keyring is rotated", name)
		}
		old := smith.keys.Terms()[len(smith.keys.Terms())-1].Number
		if _, err := smith.keys.Rotate(); err != nil {
			t.Fatal(err)
		}
		if !smith.NeedsRewrap(sealed) {
			t.Errorf("%s: needs not to be wrapped anew after the keyring was rotated", name)
		}
		again, err := smith.Rewrap(testOwner, sealed)
		if err != nil {
			t.Fatal(err)
		}
		if err := smith.keys.Destroy(old); err != nil {
			t.Fatal(err)
		}
		if got, err := w.unwrap(smith, testOwner, again); err != nil || got != root {
			t.Errorf("%s: after destroying the old term: %v", name, err)
		}
		if _, err := w.unwrap(smith, testOwner, sealed); !errors.Is(err, ErrUnknownTerm) {
			t.Errorf("%s: the old bytes, after destroying their term: %v", name, err)
		}
		if _, err := smith.Rewrap(Owner{store.ID{5}, store.ID{6}}, again); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: wrapped anew for another person: %v", name, err)
		}
	}
}

func FuzzEnvelope(f *testing.F) {
	e := envelope{kind: kindPassword, generation: 1, params: TestCost().params(make([]byte, saltSize)),
		commit: make([]byte, commitSize), nonce: make([]byte, nonceSize), sealed: make([]byte, keySize+tagSize)}
	f.Add(e.encode())
	e.kind, e.params = kindSession, hkdfParams()
	f.Add(e.encode())
	f.Add(binary.BigEndian.AppendUint32([]byte{envelopeMagic, format, 'P'}, 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := parseEnvelope(b)
		if err != nil {
			return
		}
		if string(e.encode()) != string(b) {
			t.Error("another envelope came back")
		}
		if c, salt, err := parseArgon(e.params); err == nil && string(c.params(salt)) != string(e.params) {
			t.Error("other parameters came back")
		}
	})
}
