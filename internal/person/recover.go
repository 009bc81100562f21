// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// Recover begins a visit that leads back into an account with the recovery kit, and sends a
// mail with a link. It returns the token of the visit. Where there is no account with this
// address, another mail says so, and nobody else can tell the difference.
func (s *Service) Recover(ctx context.Context, c Caller, mail string) (cookie string, err error) {
	if err := s.chargeMail(ctx, c, mail); err != nil {
		return "", err
	}
	target, err := s.find(ctx, mail)
	if err != nil {
		return "", err
	}
	kind := letterRecover
	if target.IsZero() {
		kind = letterNoAccount
	}
	return s.startByMail(ctx, Recovering, visitBody{Mail: mail, Lang: c.Lang.Tag(), Target: target, Setup: s.newID()}, kind)
}

// ErrWrongKit: a code without a slip, but not of the recovery kit of this account.
var ErrWrongKit = errors.New("person: code of another kit")

// OpenKit opens the vault with the code of the recovery kit, after the mail. The visit goes on
// under a new token, which it returns. It returns ErrKitCode or a *KitSlip where the code can
// not be read, ErrWrongKit where it is not the right one, *Throttled after too many.
func (s *Service) OpenKit(ctx context.Context, c Caller, v *Visit, typed string) (cookie string, err error) {
	if v.Purpose != Recovering || v.Step != StepCode {
		return "", ErrNotNow
	}
	code, err := ParseKitCode(typed)
	if err != nil {
		return "", err
	}
	counts := s.counts(c, s.count(limitKit, "kit", v.token.person.String()))
	if err := s.charge(ctx, counts...); err != nil {
		return "", err
	}
	root, err := s.openByKit(ctx, v.scope, code)
	if err != nil {
		return "", err
	}
	t := s.newToken(v.token.person)
	err = s.db.Update(ctx, v.scope, func(tx *store.Tx) error {
		if err := takeVisit(tx, v); err != nil {
			return err
		}
		return s.startVisit(tx, Recovering, v.body, t, &root, SetupFor)
	})
	if err != nil {
		return "", fmt.Errorf("going on with the kit: %w", err)
	}
	s.log.Info("recovery kit used")
	return t.String(), s.refund(ctx, counts...)
}

func (s *Service) openByKit(ctx context.Context, scope store.Scope, code KitCode) (vault.RootKey, error) {
	fs, err := s.factorsOf(ctx, scope)
	if err != nil {
		return vault.RootKey{}, err
	}
	f, ok := the(fs, KindKit)
	if !ok {
		return vault.RootKey{}, ErrWrongKit
	}
	var envelope []byte
	err = s.db.View(ctx, scope, func(tx *store.Tx) (err error) {
		envelope, err = tx.GetEnvelope(f.ID)
		return err
	})
	if err != nil {
		return vault.RootKey{}, fmt.Errorf("reading the envelope of a kit: %w", err)
	}
	root, err := s.smith.UnwrapRecovery(vault.Owner{Person: scope.Person(), Factor: f.ID}, vault.RecoverySecret(code), envelope)
	if errors.Is(err, vault.ErrWrongSecret) {
		return vault.RootKey{}, ErrWrongKit
	}
	return root, err
}

// KeepOld sets whether the factors from before a recovery stay in use besides the new ones.
func (s *Service) KeepOld(ctx context.Context, v *Visit, keep bool) error {
	if v.Purpose != Recovering || v.vault == nil {
		return ErrNotNow
	}
	return s.changeVisit(ctx, v, func(_ *store.Tx, now *Visit) error {
		now.body.KeepOld = keep
		return nil
	})
}
