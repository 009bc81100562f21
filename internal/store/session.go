// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"time"
)

// SessionRow is a browser that is signed in.
type SessionRow struct {
	ID      ID
	Hash    []byte // of the key in the cookie
	Wrapped []byte // root key, wrapped by the key in the cookie
	Created time.Time
	Seen    time.Time
	Proved  time.Time // when the person last showed a factor
	Body    []byte
}

const sessionColumns = `id, hash, wrapped, created, seen, proved, body`

func scanSession(scan func(...any) error) (SessionRow, error) {
	var s SessionRow
	err := scan(&s.ID, &s.Hash, &s.Wrapped, at(&s.Created), at(&s.Seen), at(&s.Proved), &s.Body)
	return s, err
}

// AddSession adds a session; ErrConflict when one with this id is there already.
func (tx *Tx) AddSession(s SessionRow) error {
	n, err := tx.exec(`insert into session (person, `+sessionColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (person, id) do nothing`, tx.Person(), s.ID, s.Hash, s.Wrapped, s.Created, s.Seen, s.Proved, s.Body)
	if err != nil {
		return fmt.Errorf("adding a session: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetSession reads a session; ErrNotFound where there is none.
func (tx *Tx) GetSession(id ID) (SessionRow, error) {
	s, err := scanSession(tx.queryRow(`select `+sessionColumns+` from session where person = $1 and id = $2`, tx.Person(), id).Scan)
	if err != nil {
		return SessionRow{}, fmt.Errorf("reading a session: %w", err)
	}
	return s, nil
}

// ListSessions reads all sessions of the person, the last used first.
func (tx *Tx) ListSessions() ([]SessionRow, error) {
	var out []SessionRow
	err := tx.each(func(scan func(...any) error) error {
		s, err := scanSession(scan)
		out = append(out, s)
		return err
	}, `select `+sessionColumns+` from session where person = $1 order by seen desc, id`, tx.Person())
	if err != nil {
		return nil, fmt.Errorf("listing sessions: %w", err)
	}
	return out, nil
}

// TouchSession notes that a session was used; an older time than the one stored changes
// nothing. ErrNotFound where the session is gone.
func (tx *Tx) TouchSession(id ID, seen time.Time) error {
	n, err := tx.exec(`update session set seen = case when seen < $3 then $3 else seen end where person = $1 and id = $2`,
		tx.Person(), id, seen)
	if err != nil {
		return fmt.Errorf("touching a session: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// DeleteSession removes a session; ErrNotFound where there is none.
func (tx *Tx) DeleteSession(id ID) error {
	n, err := tx.exec(`delete from session where person = $1 and id = $2`, tx.Person(), id)
	if err != nil {
		return fmt.Errorf("deleting a session: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// SweepSessions removes, for everybody, the sessions made before created or last used
// before seen, and returns how many. For system transactions.
func (tx *Tx) SweepSessions(created, seen time.Time) (int64, error) {
	n, err := tx.exec(`delete from session where created < $1 or seen < $2`, created, seen)
	if err != nil {
		return 0, fmt.Errorf("sweeping sessions: %w", err)
	}
	return n, nil
}
