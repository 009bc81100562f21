// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
)

// SessionInfo is a line of the list of sessions.
type SessionInfo struct {
	ID      store.ID
	Device  Device
	Method  Method
	Started time.Time
	Seen    time.Time
	Own     bool // the one that asks
}

// Sessions lists where the person is signed in, the last used first.
func (s *Service) Sessions(ctx context.Context, v *Session) ([]SessionInfo, error) {
	var rows []store.SessionRow
	err := s.db.View(ctx, v.Scope, func(tx *store.Tx) (err error) {
		rows, err = tx.ListSessions()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing sessions: %w", err)
	}
	var out []SessionInfo
	for _, row := range rows {
		if !unexpired(row, s.now()) {
			continue
		}
		var body sessionBody
		if err := s.open(purposeSession, v.Scope.Person(), row.ID, 1, row.Body, &body); err != nil {
			return nil, err
		}
		out = append(out, SessionInfo{row.ID, body.Device, body.Method, row.Created, row.Seen, row.ID == v.ID})
	}
	return out, nil
}

// EndSession ends a session of the person, also the own one. Ending one that is over, or was
// never there, is no error: the outcome is what was asked.
func (s *Service) EndSession(ctx context.Context, v *Session, id store.ID) error {
	return s.dropSession(ctx, v.Scope, id)
}

// EndOtherSessions ends all sessions of the person but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, v *Session) error {
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error { return endSessions(tx, v.ID) })
	if err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	return nil
}

// SignOut ends the session of a cookie, if it is one.
func (s *Service) SignOut(ctx context.Context, cookie string) error {
	v, err := s.Resume(ctx, cookie, false)
	if err != nil || v == nil {
		return err
	}
	return s.dropSession(ctx, v.Scope, v.ID)
}

// EndVisit ends the visit of a cookie, if it is one: the person does not go on. An account
// that was begun in it goes with the next Sweep.
func (s *Service) EndVisit(ctx context.Context, cookie string) error {
	v, err := s.Visit(ctx, cookie)
	if errors.Is(err, ErrVisitOver) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.db.Update(ctx, v.scope, func(tx *store.Tx) error {
		row, err := tx.GetVisit(v.row.ID)
		if err != nil {
			return err
		}
		row.Ends = s.now()
		return s.putVisit(tx, &row, v.body)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
