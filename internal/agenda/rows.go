// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// rowID is the row with all appointments, in vault.Agenda, that with all goals, in vault.Goals, and
// that with what was chosen about reminders, in vault.Ahead: the same for everybody. One row each, so
// that the store does not tell how many there are.
var rowID = store.ID{15: 1}

// format is what each row says of how it is written.
const format = 1

// load reads a row into what r points to, of which tells is the format. Where there is no such row, r
// stays as it is and the version is 0.
func load(tx *store.Tx, v *vault.Opened, c vault.Collection, id store.ID, r any, tells *int, reading string) (version uint64, err error) {
	plain, version, err := v.Get(tx, c, id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err == nil && (json.Unmarshal(plain, r) != nil || *tells != format) {
		err = errDamaged
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", reading, err)
	}
	return version, nil
}

// save writes a row that was read with a version.
func save(tx *store.Tx, v *vault.Opened, c vault.Collection, id store.ID, version uint64, r any) error {
	plain, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return v.Put(tx, c, id, version+1, plain)
}

const maxTries = 5

// rewrite runs what loads and saves a row, again where somebody else was first.
func (g *Agendas) rewrite(ctx context.Context, v *vault.Opened, changing string, do func(tx *store.Tx) error) error {
	err := store.Again(maxTries, func() error { return g.db.Update(ctx, v.Scope(), do) })
	if err != nil {
		return fmt.Errorf("%s: %w", changing, err)
	}
	return nil
}
