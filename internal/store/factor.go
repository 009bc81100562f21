// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// FactorRow is something a person shows to sign in. What Kind and State mean is the caller's.
type FactorRow struct {
	ID      ID
	Kind    uint16
	State   uint16
	Version uint64 // 1, 2, 3, …
	Step    uint64 // see UseFactorStep
	Body    []byte
}

// PutFactor writes a factor. Version 1 makes it, version n replaces version n-1; ErrConflict
// where that is not what is stored. Step is only written with version 1.
func (tx *Tx) PutFactor(f FactorRow) error {
	n, err := int64(0), error(nil)
	if f.Version == 1 {
		n, err = tx.exec(`insert into factor (person, id, kind, state, version, step, body)
			values ($1, $2, $3, $4, 1, $5, $6) on conflict (person, id) do nothing`,
			tx.Person(), f.ID, f.Kind, f.State, f.Step, f.Body)
	} else {
		n, err = tx.exec(`update factor set kind = $3, state = $4, version = $5, body = $7
			where person = $1 and id = $2 and version = $6`,
			tx.Person(), f.ID, f.Kind, f.State, f.Version, f.Version-1, f.Body)
	}
	if err != nil {
		return fmt.Errorf("writing a factor: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// ListFactors reads all factors of the person, in the order of their ids.
func (tx *Tx) ListFactors() ([]FactorRow, error) {
	var out []FactorRow
	err := tx.each(func(scan func(...any) error) error {
		var f FactorRow
		if err := scan(&f.ID, &f.Kind, &f.State, &f.Version, &f.Step, &f.Body); err != nil {
			return err
		}
		out = append(out, f)
		return nil
	}, `select id, kind, state, version, step, body from factor where person = $1 order by id`, tx.Person())
	if err != nil {
		return nil, fmt.Errorf("listing factors: %w", err)
	}
	return out, nil
}

// UseFactorStep raises the step of a factor to step, and tells whether that was higher than
// before. Of two that use one step at the same time, one is told false: so a code counts once.
func (tx *Tx) UseFactorStep(id ID, step uint64) (bool, error) {
	n, err := tx.exec(`update factor set step = $3 where person = $1 and id = $2 and step < $3`, tx.Person(), id, step)
	if err != nil {
		return false, fmt.Errorf("using a step of a factor: %w", err)
	}
	return n == 1, nil
}

// DeleteFactor removes a factor and its envelope; ErrNotFound where there is no such factor.
func (tx *Tx) DeleteFactor(id ID) error {
	n, err := tx.exec(`delete from factor where person = $1 and id = $2`, tx.Person(), id)
	if err != nil {
		return fmt.Errorf("deleting a factor: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return tx.DeleteEnvelope(id)
}
