// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"time"
)

// VisitRow is a browser that is on its way: signing up, between the steps of signing in, or
// recovering. The person of a visit may be one who never comes to exist.
type VisitRow struct {
	ID      ID
	Kind    uint16
	Hash    []byte // of the key in the cookie
	Wrapped []byte // root key, wrapped by the key in the cookie; empty while the vault is closed
	Version uint64 // 1, 2, 3, …
	Ends    time.Time
	Body    []byte
}

// PutVisit writes a visit. Version 1 makes it, version n replaces version n-1; ErrConflict
// where that is not what is stored.
func (tx *Tx) PutVisit(v VisitRow) error {
	n, err := int64(0), error(nil)
	if v.Version == 1 {
		n, err = tx.exec(`insert into visit (person, id, kind, hash, wrapped, version, ends, body)
			values ($1, $2, $3, $4, $5, 1, $6, $7) on conflict (person, id) do nothing`,
			tx.Person(), v.ID, v.Kind, v.Hash, v.Wrapped, v.Ends, v.Body)
	} else {
		n, err = tx.exec(`update visit set kind = $3, hash = $4, wrapped = $5, version = $6, ends = $8, body = $9
			where person = $1 and id = $2 and version = $7`,
			tx.Person(), v.ID, v.Kind, v.Hash, v.Wrapped, v.Version, v.Version-1, v.Ends, v.Body)
	}
	if err != nil {
		return fmt.Errorf("writing a visit: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetVisit reads a visit; ErrNotFound where there is none.
func (tx *Tx) GetVisit(id ID) (VisitRow, error) {
	v := VisitRow{ID: id}
	err := tx.queryRow(`select kind, hash, wrapped, version, ends, body from visit where person = $1 and id = $2`,
		tx.Person(), id).Scan(&v.Kind, &v.Hash, &v.Wrapped, &v.Version, at(&v.Ends), &v.Body)
	if err != nil {
		return VisitRow{}, fmt.Errorf("reading a visit: %w", err)
	}
	return v, nil
}

// DeleteVisit removes a visit; ErrNotFound where there is none.
func (tx *Tx) DeleteVisit(id ID) error {
	n, err := tx.exec(`delete from visit where person = $1 and id = $2`, tx.Person(), id)
	if err != nil {
		return fmt.Errorf("deleting a visit: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// HasVisits tells whether the person has a visit that ends after t.
func (tx *Tx) HasVisits(t time.Time) (bool, error) {
	var n int
	if err := tx.queryRow(`select count(*) from visit where person = $1 and ends > $2`, tx.Person(), t).Scan(&n); err != nil {
		return false, fmt.Errorf("counting visits: %w", err)
	}
	return n > 0, nil
}

// PersonRowRef names a row of a person, for work that is found by its time.
type PersonRowRef struct {
	Person, ID ID
	Due        time.Time
}

// EndedVisits lists up to limit visits of anybody that ended before t. For system transactions.
func (tx *Tx) EndedVisits(t time.Time, limit int) ([]PersonRowRef, error) {
	return tx.refs("ended visits", `select person, id, ends from visit where ends < $1 order by ends limit $2`, t, limit)
}

func (tx *Tx) refs(what, query string, args ...any) ([]PersonRowRef, error) {
	var out []PersonRowRef
	err := tx.each(func(scan func(...any) error) error {
		var r PersonRowRef
		if err := scan(&r.Person, &r.ID, at(&r.Due)); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	return out, nil
}
