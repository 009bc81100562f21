// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/text"
)

// SignUpForm is what somebody says who wants an account.
type SignUpForm struct {
	Mail    string // as ParseAddress returns it
	Born    Date
	Consent bool // that Regie keeps health data for them
}

// Errors of SignUp besides *Throttled.
var (
	// ErrTooYoung: under MinimumAge. Nothing was kept of the form.
	ErrTooYoung = errors.New("person: too young")
	// ErrUnlikelyBirth: born in the future, or longer ago than anybody lives.
	ErrUnlikelyBirth = errors.New("person: unlikely date of birth")
	// ErrNoConsent: the person did not agree.
	ErrNoConsent = errors.New("person: no consent")
)

// SignUp begins a visit that leads to an account, and sends a mail with a link. It returns
// the token of the visit. Somebody who has an account already gets another mail, and nobody
// else can tell the difference: the answer, and the work for it, are the same.
func (s *Service) SignUp(ctx context.Context, c Caller, f SignUpForm) (cookie string, err error) {
	switch checkAge(f.Born, s.now()) {
	case ageTooYoung:
		return "", ErrTooYoung
	case ageUnlikely:
		return "", ErrUnlikelyBirth
	}
	if !f.Consent {
		return "", ErrNoConsent
	}
	if err := s.chargeMail(ctx, c, f.Mail); err != nil {
		return "", err
	}
	target, err := s.find(ctx, f.Mail)
	if err != nil {
		return "", err
	}
	body := visitBody{
		Mail: f.Mail, Born: f.Born.String(), Lang: c.Lang.Tag(), Consent: s.now(), Setup: s.newID(),
	}
	kind := letterSignUp
	if !target.IsZero() {
		kind = letterHasAccount
	}
	return s.startByMail(ctx, SigningUp, body, kind)
}

// find returns whose account has a mail address; the zero ID where nobody's has.
func (s *Service) find(ctx context.Context, mail string) (store.ID, error) {
	var who store.ID
	err := s.db.SystemView(ctx, func(tx *store.Tx) (err error) {
		who, err = tx.LookUp(s.blind(mail))
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.ID{}, fmt.Errorf("finding an account: %w", err)
	}
	return who, nil
}

// blind is by what an account is found in the directory.
func (s *Service) blind(mail string) []byte { return s.keys.BlindIndex("mail", sameAddress(mail)) }

// chargeMail counts a mail that somebody asks for.
func (s *Service) chargeMail(ctx context.Context, c Caller, mail string) error {
	return s.charge(ctx, s.count(limitMail, "mail", sameAddress(mail)), s.count(limitNetMail, "netmail", network(c.Address)))
}

// startByMail begins a visit that waits for the link of a mail, and puts that mail in the
// outbox. The person of the visit is nobody yet, also where the account is known: a token
// must not tell.
func (s *Service) startByMail(ctx context.Context, p Purpose, body visitBody, kind letterKind) (cookie string, err error) {
	t := s.newToken(s.newID())
	m := s.mailProof(&body, kind)
	err = s.db.Update(ctx, store.NewScope(t.person), func(tx *store.Tx) error {
		if err := s.startVisit(tx, p, body, t, nil, MailFor); err != nil {
			return err
		}
		return s.post(tx, m)
	})
	if err != nil {
		return "", fmt.Errorf("beginning a visit: %w", err)
	}
	s.rouse()
	return t.String(), nil
}

// mailProof draws the secrets of a mail, keeps their hashes in the visit, and writes the
// mail. The mails that prove nothing draw them too, so that the work is the same.
func (s *Service) mailProof(body *visitBody, kind letterKind) letter {
	secret, code := s.random(16), newShortCode(s.random(shortCodeSize))
	m := letter{Kind: kind, To: body.Mail, Lang: body.Lang}
	body.Tries, body.MailEnds = 0, s.now().Add(MailFor)
	link, short := s.keys.Pepper("mail link", secret), s.keys.Pepper("mail code", []byte(code))
	body.Link, body.Code = nil, nil
	if kind.proves() {
		body.Link, body.Code = link, short
		m.Secret, m.Code = secret, code
	}
	return m
}

func langOf(tag string) text.Lang {
	l, _ := text.ParseLang(tag)
	return l
}
