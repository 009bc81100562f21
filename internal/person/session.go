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

// Session is somebody who is signed in, with both steps done. It is good for one request.
type Session struct {
	ID        store.ID
	Scope     store.Scope
	Vault     *vault.Opened
	Started   time.Time
	IdleUntil time.Time // ends then without a sign of life
	Until     time.Time // ends then in any case
	StepUp    time.Time // when both steps were last made
	Device    Device
	Method    Method
}

// Method says how somebody signed in.
type Method string

// The methods.
const (
	ByPasskey  Method = "passkey"  // a passkey that opens the vault
	ByPassword Method = "password" // password and authenticator app
	ByBoth     Method = "both"     // password and passkey
	BySignUp   Method = "signup"   // the account was made in this session
	ByKit      Method = "kit"      // recovered with the kit
)

// SteppedUp tells whether the person made both steps not longer ago than StepUpFor.
func (v *Session) SteppedUp(now time.Time) bool {
	ago := now.Sub(v.StepUp)
	return !v.StepUp.IsZero() && ago >= -clockSlack && ago <= StepUpFor
}

// sessionBody is the sealed part of a session.
type sessionBody struct {
	Device Device `json:"device"`
	Method Method `json:"method"`
}

// touchEvery is how exact the time of last use is: a write for every request would be too dear.
const touchEvery = 30 * time.Second

// clockSlack is how far the clock may be set back before a session counts as over: it must not
// live longer by that.
const clockSlack = time.Minute

// Resume returns the session that the token of a cookie opens, and nil where there is none
// (any more): unknown, ended, or expired. alive tells that a person is at work, so that the
// session may live on for another idle period. An error means that it could not be found out.
func (s *Service) Resume(ctx context.Context, cookie string, alive bool) (*Session, error) {
	t, ok := parseToken(cookie)
	if !ok {
		return nil, nil
	}
	scope := store.NewScope(t.person)
	var row store.SessionRow
	err := s.db.View(ctx, scope, func(tx *store.Tx) (err error) {
		row, err = tx.GetSession(t.id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || (err == nil && !hmac.Equal(row.Hash, s.hash("session", t))) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("resuming a session: %w", err)
	}
	now := s.now()
	if !unexpired(row, now) {
		return nil, s.dropSession(ctx, scope, row.ID)
	}
	v, err := s.unfold(t, row)
	if err != nil {
		return nil, err
	}
	if alive && now.Sub(row.Seen) >= touchEvery {
		err := s.db.Update(ctx, scope, func(tx *store.Tx) error { return tx.TouchSession(row.ID, now) })
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil // ended just now, somewhere else
		}
		if err != nil {
			return nil, fmt.Errorf("resuming a session: %w", err)
		}
		v.IdleUntil = now.Add(IdleFor)
	}
	return v, nil
}

// unexpired tells whether a session has not expired at now.
func unexpired(row store.SessionRow, now time.Time) bool {
	age, idle := now.Sub(row.Created), now.Sub(row.Seen)
	return age >= -clockSlack && idle >= -clockSlack && age < SessionFor && idle < IdleFor
}

// unfold opens what a row of a session holds with the key of its token.
func (s *Service) unfold(t token, row store.SessionRow) (*Session, error) {
	root, err := s.smith.UnwrapSession(vault.Owner{Person: t.person, Factor: t.id}, t.key, row.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("opening a session: %w", err)
	}
	var body sessionBody
	if err := s.open(purposeSession, t.person, t.id, 1, row.Body, &body); err != nil {
		return nil, err
	}
	scope := store.NewScope(t.person)
	return &Session{
		ID: t.id, Scope: scope, Vault: vault.Open(scope, root),
		Started: row.Created, IdleUntil: row.Seen.Add(IdleFor), Until: row.Created.Add(SessionFor), StepUp: row.Proved,
		Device: body.Device, Method: body.Method,
	}, nil
}

// addSession adds a session to the transaction of the person of t.
func (s *Service) addSession(tx *store.Tx, t token, root vault.RootKey, body sessionBody, created time.Time) error {
	now := s.now()
	row := store.SessionRow{ID: t.id, Hash: s.hash("session", t), Created: created, Seen: now, Proved: now}
	var err error
	if row.Wrapped, err = s.smith.WrapSession(vault.Owner{Person: t.person, Factor: t.id}, t.key, root); err != nil {
		return fmt.Errorf("wrapping the key of a session: %w", err)
	}
	if row.Body, err = s.seal(purposeSession, t.person, t.id, 1, body); err != nil {
		return err
	}
	return tx.AddSession(row)
}

func (s *Service) dropSession(ctx context.Context, scope store.Scope, id store.ID) error {
	err := s.db.Update(ctx, scope, func(tx *store.Tx) error { return tx.DeleteSession(id) })
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}
