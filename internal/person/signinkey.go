// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// ErrKeyClosed: the passkey is right, but does not open the vault: it, or this browser, lacks
// the PRF extension. The person can sign in with the password, and this passkey after it.
var ErrKeyClosed = errors.New("person: passkey does not open the vault")

// AskSignInKey returns the options for signing in with a passkey of anybody, as JSON for the
// browser. Nothing is stored for it.
func (s *Service) AskSignInKey() ([]byte, error) { return s.askGet(nil, "signin") }

// SignInKey signs somebody in with a passkey, which is two steps: having it, and showing to it
// who you are. What the passkey gives by the PRF extension opens the vault. It returns
// ErrKeyRefused where the passkey is of nobody here or does not hold, ErrKeyClosed where it
// opens nothing.
func (s *Service) SignInKey(ctx context.Context, c Caller, response []byte) (Entered, error) {
	parsed, challenge, who, err := s.parseGet("signin", response)
	if err != nil {
		return Entered{}, err
	}
	if who.IsZero() {
		return Entered{}, s.refuse(errors.New("no user handle"))
	}
	scope := store.NewScope(who)
	var fs []factor
	envelopes := map[store.ID][]byte{}
	err = s.db.View(ctx, scope, func(tx *store.Tx) error {
		_, _, err := s.openAccount(tx)
		if err != nil {
			return err
		}
		all, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		fs = of(inUse(all), KindPasskey, KindKey)
		for _, f := range of(fs, KindPasskey) {
			if envelopes[f.ID], err = tx.GetEnvelope(f.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, ErrSessionOver) {
		return Entered{}, s.refuse(errors.New("nobody here"))
	}
	if err != nil {
		return Entered{}, fmt.Errorf("signing in with a passkey: %w", err)
	}
	a, err := s.checkGet(userOf(who, "", fs), false, challenge, parsed)
	if err != nil {
		return Entered{}, err
	}
	root, err := s.openWithAnswer(scope, fs, a, envelopes)
	if err != nil {
		return Entered{}, err
	}
	return s.enter(ctx, c, scope, root, ByPasskey, func(tx *store.Tx) error { return s.noteKey(tx, a) })
}

// openWithAnswer opens the envelope of the passkey that was used.
func (s *Service) openWithAnswer(scope store.Scope, fs []factor, a answer, envelopes map[store.ID][]byte) (vault.RootKey, error) {
	for _, f := range fs {
		if string(f.Key.ID) != string(a.credential) {
			continue
		}
		if f.kind() != KindPasskey || a.prf == nil {
			return vault.RootKey{}, ErrKeyClosed
		}
		root, err := s.openByKey(scope, f, a, envelopes[f.ID])
		if errors.Is(err, vault.ErrWrongSecret) {
			s.log.Warn("passkey gave another output than before")
			return vault.RootKey{}, ErrKeyClosed
		}
		return root, err
	}
	return vault.RootKey{}, s.refuse(errors.New("unknown passkey"))
}
