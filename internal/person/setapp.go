// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"fmt"

	"regie/internal/store"
)

// AppOffer is what somebody needs to add Regie to their authenticator app.
type AppOffer struct {
	URI  string // for the square code
	Text string // the secret, to type by hand
}

// OfferApp draws a secret for an authenticator app, and shows it again, as long as the app has
// not been shown to work: see ProveApp.
func (s *Service) OfferApp(ctx context.Context, who Holder) (AppOffer, error) {
	h, err := who.hold()
	if err != nil {
		return AppOffer{}, err
	}
	fresh := s.newFactor(KindApp, stageShown, h.setup)
	fresh.Secret = s.random(totpSecretSize)
	var secret []byte
	var mail string
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		a, _, err := s.getAccount(tx)
		if err != nil {
			return err
		}
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		mail = a.Mail
		if shown := shownOf(h, fs, KindApp); len(shown) > 0 {
			secret = shown[0].Secret
			return nil
		}
		f := *fresh
		secret = f.Secret
		return s.putFactor(tx, &f)
	})
	if err != nil {
		return AppOffer{}, fmt.Errorf("offering an authenticator app: %w", err)
	}
	return AppOffer{URI: totpURI(secret, mail, "Regie"), Text: totpText(secret)}, nil
}

// shownOf returns the factors of a kind that the holder was shown, and that wait for a proof.
func shownOf(h holder, fs []factor, k Kind) []factor {
	return filter(of(h.mine(fs), k), func(f factor) bool { return f.stage() == stageShown })
}

// ProveApp takes a code, by which the person shows that the app has the secret. It returns
// ErrWrongCode where it is not the code, ErrNotNow where no app was offered, and *Throttled
// after too many wrong ones.
func (s *Service) ProveApp(ctx context.Context, c Caller, who Holder, code string) error {
	h, err := who.hold()
	if err != nil {
		return err
	}
	counts := s.counts(c, s.count(limitCode, "code", h.scope.Person().String()))
	if err := s.charge(ctx, counts...); err != nil {
		return err
	}
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		shown := shownOf(h, fs, KindApp)
		if len(shown) == 0 {
			return ErrNotNow
		}
		f := shown[0]
		if err := s.useCode(tx, f, code); err != nil {
			return err
		}
		if err := s.install(tx, h, &f, nil); err != nil {
			return err
		}
		return s.tell(tx, h, letterAdded, KindApp)
	})
	if err != nil {
		return fmt.Errorf("proving an authenticator app: %w", err)
	}
	return s.refund(ctx, counts...)
}

// useCode checks a code of an app, and uses it up. ErrWrongCode where it is not the code, or
// was used before.
func (s *Service) useCode(tx *store.Tx, f factor, code string) error {
	step, ok := findStep(f.Secret, code, s.now())
	if !ok {
		return ErrWrongCode
	}
	fresh, err := tx.UseFactorStep(f.ID, step)
	if err != nil {
		return err
	}
	if !fresh {
		return ErrWrongCode
	}
	return nil
}
