// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// Purpose is why somebody who is not signed in has a visit.
type Purpose uint16

// The purposes. The numbers are in the database.
const (
	SigningUp  Purpose = 1
	SigningIn  Purpose = 2 // the first step is made
	Recovering Purpose = 3
)

// Visit is a browser on its way to being signed in. It is good for one request.
type Visit struct {
	Purpose Purpose
	Mail    string    // the address that was typed
	Ends    time.Time // begin again after that
	Step    Step

	// What the person has set up so far, when signing up or recovering.
	HasPassword, HasPasskey, HasKey, HasApp bool
	// What the person can use, at the second step of signing in.
	UseApp, UseKey bool

	scope store.Scope
	token token
	row   store.VisitRow
	body  visitBody
	vault *vault.Opened // nil as long as it is closed
}

// Step is where a visit stands: what has to be done next.
type Step uint8

// The steps, in the order in which they are made.
const (
	StepMail   Step = iota + 1 // follow the link in the mail, or type its code
	StepCode                   // recovering: type the code of the recovery kit
	StepWay                    // choose how to sign in
	StepSecond                 // add a second step to the password, or a password to the key; or make it, when signing in
	StepKit                    // write the recovery kit down, and type a part of it
	StepReady                  // all is there
)

// visitBody is the sealed part of a visit.
type visitBody struct {
	Mail     string    `json:"mail"`
	Born     string    `json:"born,omitempty"`
	Lang     string    `json:"lang"`
	Consent  time.Time `json:"consent,omitzero"`
	Link     []byte    `json:"link,omitempty"` // keyed hash of the secret in the mail; none where the mail held none
	Code     []byte    `json:"code,omitempty"` // keyed hash of the short code in the mail
	Tries    int       `json:"tries,omitempty"`
	MailEnds time.Time `json:"mail_ends,omitzero"`
	Target   store.ID  `json:"target,omitzero"` // recovering: whose account; zero where nobody's
	Proven   bool      `json:"proven,omitempty"`
	Setup    store.ID  `json:"setup,omitzero"` // marks the factors that are set up in it
	KeepOld  bool      `json:"keep_old,omitempty"`
}

// startVisit puts a new visit in the transaction of its person.
func (s *Service) startVisit(tx *store.Tx, p Purpose, body visitBody, t token, root *vault.RootKey, lasts time.Duration) error {
	row := store.VisitRow{ID: t.id, Kind: uint16(p), Hash: s.hash("visit", t), Ends: s.now().Add(lasts)}
	if root != nil {
		var err error
		if row.Wrapped, err = s.smith.WrapSession(vault.Owner{Person: t.person, Factor: t.id}, t.key, *root); err != nil {
			return fmt.Errorf("wrapping the key of a visit: %w", err)
		}
	}
	return s.putVisit(tx, &row, body)
}

// putVisit writes the version of a visit that comes after the one in row.
func (s *Service) putVisit(tx *store.Tx, row *store.VisitRow, body visitBody) (err error) {
	next := *row
	next.Version++
	if next.Body, err = s.seal(purposeVisit, tx.Person(), row.ID, next.Version, body); err != nil {
		return err
	}
	if err := tx.PutVisit(next); err != nil {
		return err
	}
	*row = next
	return nil
}

// Visit returns the visit that the token of a cookie opens; ErrVisitOver where there is none
// (any more).
func (s *Service) Visit(ctx context.Context, cookie string) (*Visit, error) {
	t, ok := parseToken(cookie)
	if !ok {
		return nil, ErrVisitOver
	}
	v := &Visit{token: t, scope: store.NewScope(t.person)}
	err := s.db.View(ctx, v.scope, func(tx *store.Tx) error { return s.loadVisit(tx, v) })
	if err != nil {
		return nil, err
	}
	return v, nil
}

// loadVisit fills v from its row, by its token.
func (s *Service) loadVisit(tx *store.Tx, v *Visit) error {
	row, err := tx.GetVisit(v.token.id)
	if errors.Is(err, store.ErrNotFound) {
		return ErrVisitOver
	}
	if err != nil {
		return fmt.Errorf("reading a visit: %w", err)
	}
	if !hmac.Equal(row.Hash, s.hash("visit", v.token)) || !s.now().Before(row.Ends) {
		return ErrVisitOver
	}
	body := visitBody{}
	if err := s.open(purposeVisit, v.token.person, row.ID, row.Version, row.Body, &body); err != nil {
		return err
	}
	v.row, v.body = row, body
	v.Purpose, v.Mail, v.Ends, v.vault = Purpose(row.Kind), body.Mail, row.Ends, nil
	if len(row.Wrapped) > 0 {
		root, err := s.smith.UnwrapSession(vault.Owner{Person: v.token.person, Factor: row.ID}, v.token.key, row.Wrapped)
		if err != nil {
			return fmt.Errorf("opening a visit: %w", err)
		}
		v.vault = vault.Open(v.scope, root)
	}
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	v.stand(fs)
	return nil
}

// stand works out where the visit stands.
func (v *Visit) stand(fs []factor) {
	if v.Purpose == SigningIn {
		used := inUse(fs)
		v.UseApp, v.UseKey = len(of(used, KindApp)) > 0, len(of(used, KindKey, KindPasskey)) > 0
		v.Step = StepSecond
		return
	}
	mine := filter(fs, func(f factor) bool { return f.Setup == v.body.Setup && f.stage() == stageProven })
	has := func(k Kind) bool { return len(of(mine, k)) > 0 }
	v.HasPassword, v.HasPasskey, v.HasKey, v.HasApp = has(KindPassword), has(KindPasskey), has(KindKey), has(KindApp)
	switch {
	case !v.body.Proven:
		v.Step = StepMail
	case v.vault == nil:
		v.Step = StepCode
	case !wayIn(kindsOf(mine)) && (v.HasPassword || v.HasKey):
		v.Step = StepSecond
	case !wayIn(kindsOf(mine)):
		v.Step = StepWay
	case has(KindKit):
		v.Step = StepReady
	default:
		v.Step = StepKit
	}
}

// changeVisit runs fn on a fresh copy of the visit in a transaction, and writes what fn
// changed in its body. fn may run more than once.
func (s *Service) changeVisit(ctx context.Context, v *Visit, fn func(tx *store.Tx, v *Visit) error) error {
	return s.db.Update(ctx, v.scope, func(tx *store.Tx) error {
		now := &Visit{token: v.token, scope: v.scope}
		if err := s.loadVisit(tx, now); err != nil {
			return err
		}
		if err := fn(tx, now); err != nil {
			return err
		}
		if err := s.putVisit(tx, &now.row, now.body); err != nil {
			return err
		}
		return s.loadVisit(tx, v)
	})
}
