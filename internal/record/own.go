// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"regie/internal/store"
	"regie/internal/vault"
)

// OwnKind is what kind of thing the person added.
type OwnKind uint8

// The kinds. Numbers are stored and never used again.
const (
	OwnMedicine    OwnKind = 1
	OwnVaccination OwnKind = 2
	OwnAllergy     OwnKind = 3
	OwnProblem     OwnKind = 4 // a problem, a disease, an operation
	OwnNote        OwnKind = 5
)

// Own is something that the person added to her dossier. It is shown as an item among the others,
// from a source of its own.
type Own struct {
	Key     Key       `json:"key,string"` // of its item; 0 for one that is new
	Kind    OwnKind   `json:"kind"`
	Name    string    `json:"name"`              // "Paracetamol 500 mg"; of a vaccination what it is called
	Use     string    `json:"use,omitempty"`     // of a medicine: how it is used
	Why     string    `json:"why,omitempty"`     // what for; of a vaccination against which disease
	From    string    `json:"from,omitempty"`    // literal date, as precise as it is known: "2026-08-31", "2026-08", "2026"
	Until   string    `json:"until,omitempty"`   // the same; of what was stopped the day on which it was
	Stopped bool      `json:"stopped,omitempty"` // the person stopped
	WhyStop string    `json:"whyStop,omitempty"`
	Where   string    `json:"where,omitempty"`  // who gave it or advised it
	Remark  string    `json:"remark,omitempty"` // anything else
	Batch   string    `json:"batch,omitempty"`  // of a vaccination
	Made    time.Time `json:"made"`
	Changed time.Time `json:"changed"`
	Deleted time.Time `json:"deleted,omitzero"` // it can be put back for a while
}

// The bounds of what a person adds.
const (
	MaxOwn     = 2000 // items
	MaxOwnText = 2000 // letters of a field
	// ownKept is how long what was deleted can be put back; the next change after it forgets it.
	ownKept = 24 * time.Hour
)

// ErrOwnFull says that a person has MaxOwn items of her own.
var ErrOwnFull = errors.New("record: no more items of one's own")

// ownID is the row of what the person added, in the collection vault.Own; the same for everybody
// (see rootID). One row, so that the store does not tell how much it is, nor when each was added.
var ownID = store.ID{15: 1}

const ownFormat = 1

type ownRow struct {
	Format int   `json:"format"`
	Items  []Own `json:"items"`
}

func readOwn(tx *store.Tx, v *vault.Opened) ([]Own, uint64, error) {
	plain, version, err := v.Get(tx, vault.Own, ownID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading what the person added: %w", err)
	}
	var row ownRow
	if err := json.Unmarshal(plain, &row); err != nil || row.Format != ownFormat {
		return nil, 0, fmt.Errorf("reading what the person added: format %d: %w", row.Format, errDamaged)
	}
	return row.Items, version, nil
}

// ownVersion is the version of the row of what the person added, 0 where there is none.
func ownVersion(tx *store.Tx) (uint64, error) {
	s, err := tx.GetSealed(uint16(vault.Own), ownID)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("looking for what the person added: %w", err)
	}
	return s.Version, nil
}

// changeOwn reads, changes and writes what the person added, in one transaction.
func (k *Keeper) changeOwn(ctx context.Context, v *vault.Opened, change func(items []Own, now time.Time) ([]Own, error)) error {
	err := store.Again(maxTries, func() error {
		return k.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			items, version, err := readOwn(tx, v)
			if err != nil {
				return err
			}
			now := k.now().UTC().Truncate(time.Second)
			if items, err = change(items, now); err != nil {
				return err
			}
			items = slices.DeleteFunc(items, func(o Own) bool { return !o.Deleted.IsZero() && now.Sub(o.Deleted) > ownKept })
			plain, err := json.Marshal(ownRow{ownFormat, items})
			if err != nil {
				return fmt.Errorf("writing what the person added: %w", err)
			}
			return v.Put(tx, vault.Own, ownID, version+1, plain)
		})
	})
	if err != nil {
		return fmt.Errorf("changing what the person added: %w", err)
	}
	return nil
}

// PutOwn adds an item of the person's own (Key 0) or changes one, and returns it as it is kept.
// Errors: ErrNotFound for a key that is not there, ErrOwnFull, errors of vault and store.
func (k *Keeper) PutOwn(ctx context.Context, v *vault.Opened, o Own) (Own, error) {
	for _, s := range [...]*string{&o.Name, &o.Use, &o.Why, &o.From, &o.Until, &o.WhyStop, &o.Where, &o.Remark, &o.Batch} {
		*s = shortened(*s)
	}
	if o.Key == 0 {
		var b [8]byte
		if _, err := io.ReadFull(k.rand, b[:]); err != nil {
			return Own{}, fmt.Errorf("making a key: %w", err)
		}
		for _, c := range b {
			o.Key = o.Key<<8 | Key(c)
		}
		err := k.changeOwn(ctx, v, func(items []Own, now time.Time) ([]Own, error) {
			if len(items) >= MaxOwn {
				return nil, ErrOwnFull
			}
			o.Made, o.Changed, o.Deleted = now, now, time.Time{}
			return append(items, o), nil
		})
		return o, err
	}
	err := k.eachOwn(ctx, v, o.Key, func(old *Own, now time.Time) {
		o.Kind, o.Made, o.Changed, o.Deleted = old.Kind, old.Made, now, time.Time{}
		*old = o
	})
	return o, err
}

// DeleteOwn takes an item of the person's own away. RestoreOwn puts it back, for a day at least.
func (k *Keeper) DeleteOwn(ctx context.Context, v *vault.Opened, key Key) error {
	return k.eachOwn(ctx, v, key, func(o *Own, now time.Time) { o.Deleted = now })
}

// RestoreOwn puts back what was deleted.
func (k *Keeper) RestoreOwn(ctx context.Context, v *vault.Opened, key Key) error {
	return k.eachOwn(ctx, v, key, func(o *Own, _ time.Time) { o.Deleted = time.Time{} })
}

func (k *Keeper) eachOwn(ctx context.Context, v *vault.Opened, key Key, change func(o *Own, now time.Time)) error {
	return k.changeOwn(ctx, v, func(items []Own, now time.Time) ([]Own, error) {
		for i := range items {
			if items[i].Key == key {
				change(&items[i], now)
				return items, nil
			}
		}
		return nil, ErrNotFound
	})
}

// OwnItem returns what the person added under a key, also what she deleted a while ago.
func (k *Keeper) OwnItem(ctx context.Context, v *vault.Opened, key Key) (o Own, err error) {
	err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		items, _, err := readOwn(tx, v)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(items, func(o Own) bool { return o.Key == key })
		if i < 0 {
			return ErrNotFound
		}
		o = items[i]
		return nil
	})
	return o, err
}

// shortened cuts a text to what is kept of it.
func shortened(s string) string {
	if len(s) <= MaxOwnText {
		return s
	}
	cut := MaxOwnText
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}
