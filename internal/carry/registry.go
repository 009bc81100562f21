// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// Import is a file that was added, with all that undoing it takes out.
type Import struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Name   string    `json:"name"` // of the file
	Format string    `json:"format"`
	Title  string    `json:"title,omitempty"`
	New    int       `json:"new"`
	Items  int       `json:"items"`
	Done   bool      `json:"done"` // it was added to its end

	Providers    []string          `json:"providers,omitempty"`
	Measure      uint64            `json:"measure,omitempty"`
	Typed        []measure.TypedAt `json:"typed,omitempty"`
	Own          []record.Key      `json:"own,omitempty"`
	Diary        []diary.Key       `json:"diary,omitempty"`
	Appointments []agenda.Key      `json:"appointments,omitempty"`
	Goals        []agenda.Key      `json:"goals,omitempty"`
	Targets      []measure.Kind    `json:"targets,omitempty"`
}

// importsID is the row of the list, the same for everybody.
var importsID = store.ID{15: 1}

// mostImports is how many files are remembered; of older ones what they brought stays, and cannot be
// undone as one.
const mostImports = 500

func readImports(tx *store.Tx, v *vault.Opened) (out []Import, version uint64, err error) {
	plain, version, err := v.Get(tx, vault.Carried, importsID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, 0, nil
	}
	if err == nil {
		err = json.Unmarshal(plain, &out)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading which files were added: %w", err)
	}
	return out, version, nil
}

func (k *Kit) changeImports(ctx context.Context, v *vault.Opened, do func([]Import) []Import) error {
	const tries = 10
	return store.Again(tries, func() error {
		return k.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			all, version, err := readImports(tx, v)
			if err != nil {
				return err
			}
			all = do(all)
			if n := len(all); n > mostImports {
				all = all[n-mostImports:]
			}
			plain, err := json.Marshal(all)
			if err != nil {
				return fmt.Errorf("writing which files were added: %w", err)
			}
			return v.Put(tx, vault.Carried, importsID, version+1, plain)
		})
	})
}

// keepImport writes how far an import is.
func (k *Kit) keepImport(ctx context.Context, v *vault.Opened, i *Import) error {
	err := k.changeImports(ctx, v, func(all []Import) []Import {
		if at := slices.IndexFunc(all, func(o Import) bool { return o.ID == i.ID }); at >= 0 {
			all[at] = *i
			return all
		}
		return append(all, *i)
	})
	if err != nil {
		return fmt.Errorf("noting what was added: %w", err)
	}
	return nil
}

// Imports lists the files that were added, the newest first.
func (k *Kit) Imports(ctx context.Context, v *vault.Opened) (out []Import, err error) {
	err = k.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		out, _, err = readImports(tx, v)
		return err
	})
	slices.Reverse(out)
	return out, err
}

// Undo takes out what a file brought, but for what was changed since. ErrNotFound where there is no
// such import.
func (k *Kit) Undo(ctx context.Context, v *vault.Opened, id string) error {
	all, err := k.Imports(ctx, v)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(i Import) bool { return i.ID == id })
	if at < 0 {
		return ErrNotFound
	}
	i := all[at]
	if err := k.takeOut(ctx, v, &i); err != nil {
		return fmt.Errorf("undoing an import: %w", err)
	}
	return k.changeImports(ctx, v, func(all []Import) []Import {
		return slices.DeleteFunc(all, func(o Import) bool { return o.ID == id })
	})
}

func (k *Kit) takeOut(ctx context.Context, v *vault.Opened, i *Import) error {
	gone := func(err error) error {
		for _, ok := range []error{record.ErrNotFound, measure.ErrNotFound, diary.ErrNotFound, agenda.ErrNotFound} {
			if errors.Is(err, ok) {
				return nil
			}
		}
		return err
	}
	for _, p := range i.Providers {
		if err := k.Keeper.Forget(ctx, v, p); err != nil {
			return err
		}
	}
	if i.Measure != 0 {
		if err := gone(k.Books.Undo(ctx, v, i.Measure)); err != nil {
			return err
		}
	}
	if err := k.Books.TakeOut(ctx, v, i.Typed); err != nil {
		return err
	}
	for _, kind := range i.Targets {
		if err := k.Books.SetTarget(ctx, v, kind, measure.Target{}); err != nil {
			return err
		}
	}
	for _, key := range i.Own {
		if err := gone(k.Keeper.DeleteOwn(ctx, v, key)); err != nil {
			return err
		}
	}
	for _, key := range i.Diary {
		if k.Diaries != nil {
			if err := gone(k.Diaries.Delete(ctx, v, key)); err != nil {
				return err
			}
		}
	}
	if k.Agendas == nil {
		return nil
	}
	for _, key := range i.Appointments {
		if err := gone(k.Agendas.Delete(ctx, v, key)); err != nil {
			return err
		}
	}
	for _, key := range i.Goals {
		if err := gone(k.Agendas.DeleteGoal(ctx, v, key)); err != nil {
			return err
		}
	}
	return nil
}
