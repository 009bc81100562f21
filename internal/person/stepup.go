// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
)

// StepUp says how somebody who is signed in can make both steps again.
type StepUp struct {
	Key      bool // with a passkey
	Password bool // with the password and a code of the app
}

// StepUpWays tells how the person of a session can make both steps again.
func (s *Service) StepUpWays(ctx context.Context, v *Session) (StepUp, error) {
	fs, err := s.factorsOf(ctx, v.Scope)
	if err != nil {
		return StepUp{}, err
	}
	fs = inUse(fs)
	return StepUp{
		Key:      len(of(fs, KindPasskey, KindKey)) > 0,
		Password: len(of(fs, KindPassword)) > 0 && len(of(fs, KindApp)) > 0,
	}, nil
}

// AskStepUpKey returns the options for stepping up with a passkey, as JSON for the browser.
func (s *Service) AskStepUpKey(ctx context.Context, v *Session) ([]byte, error) {
	fs, err := s.factorsOf(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	keys := of(inUse(fs), KindPasskey, KindKey)
	if len(keys) == 0 {
		return nil, ErrUnknownFactor
	}
	u := userOf(v.Scope.Person(), "", keys)
	return s.askGet(&u, "stepup|"+v.ID.String())
}

// StepUpKey steps up with a passkey. The session goes on under a new token, which it returns.
func (s *Service) StepUpKey(ctx context.Context, v *Session, response []byte) (cookie string, err error) {
	parsed, challenge, _, err := s.parseGet("stepup|"+v.ID.String(), response)
	if err != nil {
		return "", err
	}
	fs, err := s.factorsOf(ctx, v.Scope)
	if err != nil {
		return "", err
	}
	a, err := s.checkGet(userOf(v.Scope.Person(), "", of(inUse(fs), KindPasskey, KindKey)), true, challenge, parsed)
	if err != nil {
		return "", err
	}
	return s.renew(ctx, v, func(tx *store.Tx) error { return s.noteKey(tx, a) })
}

// StepUpPassword steps up with the password and a code of the app. The session goes on under
// a new token, which it returns. ErrWrongPassword and ErrWrongCode say what is wrong;
// *Throttled comes after too many wrong ones.
func (s *Service) StepUpPassword(ctx context.Context, c Caller, v *Session, password, code string) (cookie string, err error) {
	if err := s.checkOwnPassword(ctx, c, v, password); err != nil {
		return "", err
	}
	counts := s.counts(c, s.count(limitCode, "code", v.Scope.Person().String()))
	if err := s.charge(ctx, counts...); err != nil {
		return "", err
	}
	cookie, err = s.renew(ctx, v, func(tx *store.Tx) error { return s.useOwnCode(tx, code) })
	if err != nil {
		return "", err
	}
	return cookie, s.refund(ctx, counts...)
}

// renew replaces a session by one with another id and key, in which both steps were just
// made. Its latest end stays.
func (s *Service) renew(ctx context.Context, v *Session, change func(tx *store.Tx) error) (string, error) {
	root, err := v.Vault.Root()
	if err != nil {
		return "", fmt.Errorf("stepping up: %w", err)
	}
	t := s.newToken(v.Scope.Person())
	err = s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		if err := tx.DeleteSession(v.ID); errors.Is(err, store.ErrNotFound) {
			return ErrSessionOver
		} else if err != nil {
			return err
		}
		return s.addSession(tx, t, root, sessionBody{Device: v.Device, Method: v.Method}, v.Started)
	})
	if err != nil {
		return "", fmt.Errorf("stepping up: %w", err)
	}
	s.log.Info("stepped up")
	return t.String(), nil
}
