// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"regie/internal/store"
	"regie/internal/vault"
)

// Keys name kinds towards the outside: in an address. They say nothing about what is measured,
// stay the same, and mean nothing with somebody else.
type Keys struct {
	of map[Kind]string
	to map[string]Kind
}

// Of is the key of a kind: 16 hexadecimal digits. "" for an own kind that has no measurements.
func (k Keys) Of(kind Kind) string { return k.of[kind] }

// Kind is the kind of a key; ok is false for what is none of this person.
func (k Keys) Kind(key string) (kind Kind, ok bool) {
	kind, ok = k.to[key]
	return kind, ok
}

// Keys returns the keys of all kinds that Regie knows or that the person has.
func (b *Books) Keys(ctx context.Context, v *vault.Opened) (Keys, error) {
	var bk *book
	err := b.view(ctx, v, func(_ *store.Tx, got *book) error { bk = got; return nil })
	if err == nil && bk.version == 0 { // the keys must be the same the next time
		err = b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			bk, err = b.founded(tx, v)
			return err
		})
	}
	if err != nil {
		return Keys{}, fmt.Errorf("making keys of kinds: %w", err)
	}
	out := Keys{map[Kind]string{}, map[string]Kind{}}
	add := func(k Kind) {
		id := bk.rowID("key", string(k), 0)
		key := hex.EncodeToString(id[:8])
		out.of[k], out.to[key] = key, k
	}
	for i := range Kinds {
		add(Kinds[i].Kind)
	}
	for _, s := range bk.kinds {
		add(s.kind)
	}
	return out, nil
}

// founded opens the book, and writes it where there is none yet, so that its secret stays.
func (b *Books) founded(tx *store.Tx, v *vault.Opened) (*book, error) {
	bk, err := b.open(tx, v)
	if err != nil || bk.version > 0 {
		return bk, err
	}
	if err := v.Put(tx, vault.Book, bookID, 1, bk.encode()); err != nil {
		return nil, err
	}
	bk.version = 1
	return bk, nil
}

// OwnPrefix begins the key of a kind that the person made up.
const OwnPrefix = "own/"

const ownUnit = "\x1f"

// OwnKind is a kind that the person made up, with what it is counted in ("" for nothing).
func OwnKind(name, unit string) Kind {
	clean := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, ownUnit, " ")), " ") }
	return Kind(OwnPrefix + clean(name) + ownUnit + clean(unit))
}

// Own tells whether the person made the kind up, and gives its name and unit.
func (k Kind) Own() (name, unit string, ok bool) {
	s, ok := strings.CutPrefix(string(k), OwnPrefix)
	name, unit, _ = strings.Cut(s, ownUnit)
	return name, unit, ok
}

// OwnKinds lists the kinds that the person made up and has measurements of.
func (b *Books) OwnKinds(ctx context.Context, v *vault.Opened) (out []Kind, err error) {
	err = b.view(ctx, v, func(_ *store.Tx, bk *book) error {
		out = nil
		for _, s := range bk.kinds {
			if _, _, ok := s.kind.Own(); ok && len(s.months) > 0 {
				out = append(out, s.kind)
			}
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}
