// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// SignIn makes the first step with a mail address and a password, and returns the token of a
// visit for the second one. ErrWrongPair, and the work before it, are the same for an
// address without an account, an account without a password, and a wrong password;
// *Throttled comes after too many wrong ones, whether or not there is an account.
func (s *Service) SignIn(ctx context.Context, c Caller, mail, password string) (cookie string, err error) {
	counts := s.counts(c, s.count(limitPassword, "password", sameAddress(mail)))
	if err := s.charge(ctx, counts...); err != nil {
		return "", err
	}
	who, err := s.find(ctx, mail)
	if err != nil {
		return "", err
	}
	if who.IsZero() {
		who = s.newID() // nobody, whose rows are looked up all the same
	}
	scope := store.NewScope(who)
	root, err := s.openByPassword(ctx, scope, password)
	if errors.Is(err, vault.ErrWrongSecret) {
		s.log.Info("sign-in refused", "step", "password")
		return "", ErrWrongPair
	}
	if err != nil {
		return "", err
	}
	if err := s.refund(ctx, counts...); err != nil {
		return "", err
	}
	t := s.newToken(who)
	err = s.db.Update(ctx, scope, func(tx *store.Tx) error {
		a, _, err := s.openAccount(tx)
		if err != nil {
			return err
		}
		return s.startVisit(tx, SigningIn, visitBody{Mail: a.Mail, Lang: a.Lang}, t, &root, SecondFor)
	})
	if err != nil {
		return "", fmt.Errorf("beginning the second step: %w", err)
	}
	return t.String(), nil
}

// second returns the root key that the first step opened, and the factors in use.
func (s *Service) second(ctx context.Context, v *Visit) (vault.RootKey, []factor, error) {
	if v.Purpose != SigningIn || v.vault == nil {
		return vault.RootKey{}, nil, ErrNotNow
	}
	root, err := v.vault.Root()
	if err != nil {
		return vault.RootKey{}, nil, fmt.Errorf("making the second step: %w", err)
	}
	fs, err := s.factorsOf(ctx, v.scope)
	return root, inUse(fs), err
}

// SignInCode makes the second step with a code of the authenticator app. ErrWrongCode where
// it is not the code, or was used before; *Throttled after too many.
func (s *Service) SignInCode(ctx context.Context, c Caller, v *Visit, code string) (Entered, error) {
	root, _, err := s.second(ctx, v)
	if err != nil {
		return Entered{}, err
	}
	counts := s.counts(c, s.count(limitCode, "code", v.token.person.String()))
	if err := s.charge(ctx, counts...); err != nil {
		return Entered{}, err
	}
	out, err := s.enter(ctx, c, v.scope, root, ByPassword, func(tx *store.Tx) error {
		if err := takeVisit(tx, v); err != nil {
			return err
		}
		return s.useOwnCode(tx, code)
	})
	if err != nil {
		if errors.Is(err, ErrWrongCode) {
			s.log.Info("sign-in refused", "step", "code")
		}
		return Entered{}, err
	}
	return out, s.refund(ctx, counts...)
}

// useOwnCode checks a code against the app in use of the transaction's person, and uses it up.
func (s *Service) useOwnCode(tx *store.Tx, code string) error {
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	f, ok := the(fs, KindApp)
	if !ok {
		return ErrWrongCode
	}
	if err := s.useCode(tx, f, code); err != nil {
		return err
	}
	f.Used = s.now().UTC().Truncate(time.Second)
	return s.putFactor(tx, &f)
}

// AskSecondKey returns the options for making the second step with a passkey, as JSON for the
// browser.
func (s *Service) AskSecondKey(ctx context.Context, v *Visit) ([]byte, error) {
	_, fs, err := s.second(ctx, v)
	if err != nil {
		return nil, err
	}
	keys := of(fs, KindKey, KindPasskey)
	if len(keys) == 0 {
		return nil, ErrUnknownFactor
	}
	u := userOf(v.token.person, "", keys)
	return s.askGet(&u, "second|"+v.token.id.String())
}

// SignInSecondKey makes the second step with a passkey.
func (s *Service) SignInSecondKey(ctx context.Context, c Caller, v *Visit, response []byte) (Entered, error) {
	root, fs, err := s.second(ctx, v)
	if err != nil {
		return Entered{}, err
	}
	parsed, challenge, _, err := s.parseGet("second|"+v.token.id.String(), response)
	if err != nil {
		return Entered{}, err
	}
	a, err := s.checkGet(userOf(v.token.person, "", of(fs, KindKey, KindPasskey)), true, challenge, parsed)
	if err != nil {
		return Entered{}, err
	}
	return s.enter(ctx, c, v.scope, root, ByBoth, func(tx *store.Tx) error {
		if err := takeVisit(tx, v); err != nil {
			return err
		}
		return s.noteKey(tx, a)
	})
}

// noteKey notes in the transaction that a passkey in use was used, once.
func (s *Service) noteKey(tx *store.Tx, a answer) error {
	if err := s.spendChallenge(tx, a.spent); err != nil {
		return err
	}
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	for _, f := range inUse(fs) {
		if f.Key != nil && string(f.Key.ID) == string(a.credential) {
			return s.useKey(tx, f, a)
		}
	}
	return fmt.Errorf("%w (removed)", ErrKeyRefused)
}
