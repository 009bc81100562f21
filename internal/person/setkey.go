// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// KeyResult is what came of making a passkey.
type KeyResult struct {
	Opens bool // the passkey opens the vault
	// Again holds the options for using the passkey once more, where the browser gives what
	// opens the vault only then; see OpenWithKey.
	Again []byte
}

// maxKeys is how many passkeys a person may have.
const maxKeys = 20

// ErrManyKeys: the person has maxKeys passkeys already.
var ErrManyKeys = errors.New("person: too many passkeys")

// AskKey returns the options for making a passkey, as JSON for the browser.
func (s *Service) AskKey(ctx context.Context, who Holder) ([]byte, error) {
	h, err := who.hold()
	if err != nil {
		return nil, err
	}
	u, _, err := s.keyUser(ctx, h)
	if err != nil {
		return nil, err
	}
	if len(u.creds) >= maxKeys {
		return nil, ErrManyKeys
	}
	return s.askCreate(u, "create|"+h.setup.String())
}

// keyUser shows a holder and all their passkeys to the library.
func (s *Service) keyUser(ctx context.Context, h holder) (user, []factor, error) {
	mail, err := s.mailOf(ctx, h.scope)
	if err != nil {
		return user{}, nil, err
	}
	fs, err := s.factorsOf(ctx, h.scope)
	if err != nil {
		return user{}, nil, err
	}
	return userOf(h.scope.Person(), mail, fs), fs, nil
}

// AddKey takes the passkey that the browser made. name is what the person will know it by.
func (s *Service) AddKey(ctx context.Context, who Holder, response []byte, name string) (KeyResult, error) {
	h, err := who.hold()
	if err != nil {
		return KeyResult{}, err
	}
	u, _, err := s.keyUser(ctx, h)
	if err != nil {
		return KeyResult{}, err
	}
	cred, challenge, prf, can, err := s.checkCreate(u, "create|"+h.setup.String(), response)
	if err != nil {
		return KeyResult{}, err
	}
	f := s.newFactor(KindKey, h.stage, h.setup)
	f.Key, f.Name = cred, name
	var envelope []byte
	if prf != nil {
		f.Kind = uint16(KindPasskey)
		if envelope, err = s.wrapPRF(h, f, prf); err != nil {
			return KeyResult{}, err
		}
	}
	fresh := *f
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		*f = fresh
		if err := s.spendChallenge(tx, challenge); err != nil {
			return err
		}
		if err := s.install(tx, h, f, envelope); err != nil {
			return err
		}
		return s.tell(tx, h, letterAdded, f.kind())
	})
	if err != nil {
		return KeyResult{}, fmt.Errorf("adding a passkey: %w", err)
	}
	out := KeyResult{Opens: prf != nil}
	if prf == nil && can {
		u := userOf(h.scope.Person(), "", []factor{*f})
		if out.Again, err = s.askGet(&u, "open|"+h.setup.String()+f.ID.String()); err != nil {
			return KeyResult{}, err
		}
	}
	return out, nil
}

func (s *Service) wrapPRF(h holder, f *factor, prf []byte) ([]byte, error) {
	root, err := h.vault.Root()
	if err != nil {
		return nil, fmt.Errorf("wrapping the key for a passkey: %w", err)
	}
	return s.smith.WrapPRF(h.owner(f.ID), f.Key.ID, prf, root)
}

// OpenWithKey takes the use of a passkey that was just added without opening the vault, and
// lets it open the vault from now on. It returns ErrKeyRefused where the passkey gives no
// output of the extension this time either.
func (s *Service) OpenWithKey(ctx context.Context, who Holder, response []byte) error {
	h, err := who.hold()
	if err != nil {
		return err
	}
	fs, err := s.factorsOf(ctx, h.scope)
	if err != nil {
		return err
	}
	for _, f := range of(fs, KindKey) {
		if f.stage() != h.stage || (h.stage == stageProven && f.Setup != h.setup) {
			continue
		}
		parsed, challenge, _, err := s.parseGet("open|"+h.setup.String()+f.ID.String(), response)
		if err != nil {
			continue // another of the passkeys, perhaps
		}
		a, err := s.checkGet(userOf(h.scope.Person(), "", []factor{f}), true, challenge, parsed)
		if err != nil {
			return err
		}
		if a.prf == nil {
			return ErrKeyRefused
		}
		return s.upgradeKey(ctx, h, f.ID, a)
	}
	return ErrKeyRefused
}

// upgradeKey makes a passkey one that opens the vault.
func (s *Service) upgradeKey(ctx context.Context, h holder, id store.ID, a answer) error {
	root, err := h.vault.Root()
	if err != nil {
		return fmt.Errorf("wrapping the key for a passkey: %w", err)
	}
	envelope, err := s.smith.WrapPRF(h.owner(id), a.credential, a.prf, root)
	if err != nil {
		return fmt.Errorf("wrapping the key for a passkey: %w", err)
	}
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		if err := s.spendChallenge(tx, a.spent); err != nil {
			return err
		}
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		f, ok := byID(fs, id)
		if !ok {
			return ErrUnknownFactor
		}
		f.Kind = uint16(KindPasskey)
		if err := s.useKey(tx, f, a); err != nil {
			return err
		}
		return tx.PutEnvelope(id, envelope)
	})
	if err != nil {
		return fmt.Errorf("letting a passkey open the vault: %w", err)
	}
	return nil
}

// openByKey opens the envelope of a passkey with what it gave.
func (s *Service) openByKey(scope store.Scope, f factor, a answer, envelope []byte) (vault.RootKey, error) {
	return s.smith.UnwrapPRF(vault.Owner{Person: scope.Person(), Factor: f.ID}, a.credential, a.prf, envelope)
}
