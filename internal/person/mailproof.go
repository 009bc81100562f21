// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// Errors of ProveMail besides ErrVisitOver and ErrNotNow.
var (
	// ErrWrongProof: not the link or the code of the last mail, or too late.
	ErrWrongProof = errors.New("person: wrong link or code")
	// ErrProofSpent: the code was typed wrongly too often; only a new mail helps.
	ErrProofSpent = errors.New("person: too many wrong codes")
)

// ProveMail takes what came by mail: the secret of the link, or the short code. It works once,
// and only in the browser of the visit. The visit goes on under a new token, which it returns.
//
// Who signs up gets a person and an open vault; who recovers goes on to the recovery kit.
func (s *Service) ProveMail(ctx context.Context, v *Visit, proof string) (cookie string, err error) {
	var next token
	err = s.changeVisit(ctx, v, func(_ *store.Tx, now *Visit) error {
		if now.Step != StepMail {
			return ErrNotNow
		}
		now.body.Tries++
		return nil
	})
	if err != nil {
		return "", err
	}
	if v.body.Tries > shortCodeTries {
		return "", ErrProofSpent
	}
	if !s.now().Before(v.body.MailEnds) || !s.proves(v.body, proof) {
		return "", ErrWrongProof
	}
	body := v.body
	body.Proven, body.Link, body.Code = true, nil, nil
	if v.Purpose == SigningUp {
		next, err = s.settle(ctx, v, body)
	} else {
		next, err = s.moveTo(ctx, v, body)
	}
	if err != nil {
		return "", fmt.Errorf("going on after the mail: %w", err)
	}
	return next.String(), nil
}

func (s *Service) proves(body visitBody, proof string) bool {
	link, code := false, false
	if secret, err := base64.RawURLEncoding.DecodeString(proof); err == nil && len(body.Link) > 0 {
		link = hmac.Equal(s.keys.Pepper("mail link", secret), body.Link)
	}
	if short := tidyShortCode(proof); short != "" && len(body.Code) > 0 {
		code = hmac.Equal(s.keys.Pepper("mail code", []byte(short)), body.Code)
	}
	return link || code
}

// settle makes the person of a sign-up, with a new vault, and renews the visit.
func (s *Service) settle(ctx context.Context, v *Visit, body visitBody) (token, error) {
	t := s.newToken(v.token.person)
	root := vault.NewRootKey(s.rand)
	a := account{Mail: body.Mail, Born: body.Born, Lang: body.Lang, Consented: body.Consent}
	return t, s.db.Update(ctx, v.scope, func(tx *store.Tx) error {
		if err := takeVisit(tx, v); err != nil {
			return err
		}
		if err := vault.Open(v.scope, root).Found(tx, s.keys); err != nil {
			return err
		}
		if err := s.putAccount(tx, a, store.AccountRow{State: store.AccountSigningUp}); err != nil {
			return err
		}
		return s.startVisit(tx, SigningUp, body, t, &root, SetupFor)
	})
}

// moveTo ends the visit of nobody, and begins one of the person whose account it is about.
func (s *Service) moveTo(ctx context.Context, v *Visit, body visitBody) (token, error) {
	if err := s.db.Update(ctx, v.scope, func(tx *store.Tx) error { return takeVisit(tx, v) }); err != nil {
		return token{}, err
	}
	t := s.newToken(body.Target)
	return t, s.db.Update(ctx, store.NewScope(body.Target), func(tx *store.Tx) error {
		if _, _, err := s.openAccount(tx); err != nil {
			return err
		}
		return s.startVisit(tx, Recovering, body, t, nil, SetupFor)
	})
}

// takeVisit ends a visit, if nobody did that before or changed it since it was read.
func takeVisit(tx *store.Tx, v *Visit) error {
	row, err := tx.GetVisit(v.row.ID)
	if errors.Is(err, store.ErrNotFound) || (err == nil && row.Version != v.row.Version) {
		return ErrVisitOver
	}
	if err != nil {
		return err
	}
	return tx.DeleteVisit(v.row.ID)
}

// SendAgain sends the mail of a visit once more, with a new link and a new code; the old ones
// stop working. It counts as a mail that was asked for (*Throttled).
func (s *Service) SendAgain(ctx context.Context, c Caller, v *Visit) error {
	if v.Step != StepMail {
		return ErrNotNow
	}
	if err := s.chargeMail(ctx, c, v.body.Mail); err != nil {
		return err
	}
	target, err := s.find(ctx, v.body.Mail)
	if err != nil {
		return err
	}
	kind := letterSignUp
	switch {
	case v.Purpose == Recovering && target.IsZero():
		kind = letterNoAccount
	case v.Purpose == Recovering:
		kind = letterRecover
	case !target.IsZero():
		kind = letterHasAccount
	}
	err = s.changeVisit(ctx, v, func(tx *store.Tx, now *Visit) error {
		if now.Step != StepMail {
			return ErrNotNow
		}
		now.body.Target = target
		now.row.Ends = s.now().Add(MailFor)
		return s.post(tx, s.mailProof(&now.body, kind))
	})
	if err != nil {
		return fmt.Errorf("sending a mail again: %w", err)
	}
	s.rouse()
	return nil
}
