// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// SetPassword gives the person a password, in the place of one they have. A *WeakPassword
// says why a password is not taken. Changing one that is in use needs the current one too:
// see ChangePassword.
func (s *Service) SetPassword(ctx context.Context, who Holder, password string) error {
	h, err := who.hold()
	if err != nil {
		return err
	}
	mail, err := s.mailOf(ctx, h.scope)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, mail); err != nil {
		return err
	}
	root, err := h.vault.Root()
	if err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	f := s.newFactor(KindPassword, h.stage, h.setup)
	envelope, err := s.smith.WrapPassword(ctx, h.owner(f.ID), password, root)
	if err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	fresh := *f
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		*f = fresh
		if err := s.install(tx, h, f, envelope); err != nil {
			return err
		}
		return s.tell(tx, h, letterPassword, KindPassword)
	})
	if err != nil {
		return fmt.Errorf("setting a password: %w", err)
	}
	return nil
}

// ErrWrongPassword: not the current password.
var ErrWrongPassword = errors.New("person: wrong password")

// ChangePassword replaces the password of a session by another one. It returns
// ErrWrongPassword where current is not the one in use, *WeakPassword where next is not taken,
// and *Throttled after too many wrong ones.
func (s *Service) ChangePassword(ctx context.Context, c Caller, v *Session, current, next string) error {
	if err := s.checkOwnPassword(ctx, c, v, current); err != nil {
		return err
	}
	return s.SetPassword(ctx, v, next)
}

// checkOwnPassword checks the password of who is signed in, and counts the tries.
func (s *Service) checkOwnPassword(ctx context.Context, c Caller, v *Session, password string) error {
	mail, err := s.mailOf(ctx, v.Scope)
	if err != nil {
		return err
	}
	counts := s.counts(c, s.count(limitPassword, "password", sameAddress(mail)))
	if err := s.charge(ctx, counts...); err != nil {
		return err
	}
	if _, err := s.openByPassword(ctx, v.Scope, password); err != nil {
		if errors.Is(err, vault.ErrWrongSecret) {
			return ErrWrongPassword
		}
		return err
	}
	return s.refund(ctx, counts...)
}

// openByPassword opens the envelope of the password in use; vault.ErrWrongSecret where it is
// another one, or there is none, after the same work.
func (s *Service) openByPassword(ctx context.Context, scope store.Scope, password string) (vault.RootKey, error) {
	var id store.ID
	var envelope []byte
	err := s.db.View(ctx, scope, func(tx *store.Tx) error {
		id, envelope = store.ID{}, nil
		row, err := tx.GetAccount()
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		if f, ok := the(fs, KindPassword); ok && row.State == store.AccountOpen {
			id = f.ID
		}
		envelope, err = tx.GetEnvelope(id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		return vault.RootKey{}, fmt.Errorf("reading the envelope of a password: %w", err)
	}
	if len(password) > maxPasswordBytes {
		password = "" // can be nobody's; hashing it would only cost time
	}
	if envelope == nil {
		return vault.RootKey{}, s.smith.PretendPassword(ctx, password)
	}
	return s.smith.UnwrapPassword(ctx, vault.Owner{Person: scope.Person(), Factor: id}, password, envelope)
}

// mailOf returns the address of somebody who has an account or is getting one.
func (s *Service) mailOf(ctx context.Context, scope store.Scope) (mail string, err error) {
	err = s.db.View(ctx, scope, func(tx *store.Tx) error {
		a, _, err := s.getAccount(tx)
		mail = a.Mail
		return err
	})
	if err != nil {
		return "", fmt.Errorf("reading the address: %w", err)
	}
	return mail, nil
}
