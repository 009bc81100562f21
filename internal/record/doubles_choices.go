// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/zib"
)

// choicesID is the row in the collection vault.Choices; the same for everybody (see rootID).
var choicesID = store.ID{15: 1}

// maxChoices bounds what is kept; nobody looks at so many cards.
const maxChoices = 20_000

// ErrFull says that a person has made more choices than are kept.
var ErrFull = errors.New("record: too many choices")

// choices is what a person said about doubles: of two items, whether they are the same. It goes
// before every rule.
type choices struct {
	version uint64
	same    map[pair]bool
}

// pair is two items, the smaller key first.
type pair [2]Key

func pairOf(a, b Key) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// apply returns the groups that are left of those of the rules, and those that the person made.
// Two items that the person took apart are never in one group, also not by way of a third.
func (c *choices) apply(d *Dossier, groups [][]int32) [][]int32 {
	if len(c.same) == 0 {
		return groups
	}
	apart := func(g, h []int32) bool {
		for _, i := range g {
			for _, j := range h {
				if same, known := c.same[pairOf(d.all[i].Key, d.all[j].Key)]; known && !same {
					return true
				}
			}
		}
		return false
	}
	in := map[int32]int{} // item → place in out
	var out [][]int32
	for _, g := range groups {
		slices.SortFunc(g, func(i, j int32) int { return cmp.Compare(d.all[i].Key, d.all[j].Key) })
		from := len(out)
	next:
		for _, i := range g {
			for n := from; n < len(out); n++ {
				if !apart(out[n], []int32{i}) {
					out[n] = append(out[n], i)
					in[i] = n
					continue next
				}
			}
			in[i] = len(out)
			out = append(out, []int32{i})
		}
	}
	pairs := slices.SortedFunc(maps.Keys(c.same), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, p := range pairs {
		if !c.same[p] {
			continue
		}
		i, j := d.place(p[0]), d.place(p[1])
		if i < 0 || j < 0 {
			continue // no longer there
		}
		for _, k := range []int32{i, j} {
			if _, known := in[k]; !known {
				in[k] = len(out)
				out = append(out, []int32{k})
			}
		}
		if a, b := in[i], in[j]; a != b && !apart(out[a], out[b]) {
			for _, k := range out[b] {
				in[k] = a
			}
			out[a], out[b] = append(out[a], out[b]...), nil
		}
	}
	return slices.DeleteFunc(out, func(g []int32) bool { return len(g) < 2 })
}

// place returns the place in all of an item that may be shown, -1 if there is none.
func (d *Dossier) place(k Key) int32 {
	if i, ok := d.byKey[k]; ok && d.visible(i) {
		return i
	}
	return -1
}

// Doubles returns the items that tell the same as one, with that one, the one that stands for
// all first; nil where it is alone.
func (d *Dossier) Doubles(it *Item) []*Item {
	n, ok := d.group[it.place()]
	if !ok {
		return nil
	}
	out := make([]*Item, len(d.groups[n]))
	for at, i := range d.groups[n] {
		out[at] = &d.all[i]
	}
	return out
}

// Lead returns the item that stands for one on lists: itself, unless it was joined.
func (d *Dossier) Lead(it *Item) *Item {
	if n, ok := d.group[it.place()]; ok {
		return &d.all[d.groups[n][0]]
	}
	return it
}

func (it *Item) place() int32 { return it.Provider.at[it.entry] }

// maxAlike is how many items Alike offers.
const maxAlike = 5

// Alike returns items of other sources that look like one but are on cards of their own: because
// the person took them apart, or because the rules are not sure. The newest are first.
func (d *Dossier) Alike(it *Item) []*Item {
	r := rules[it.Category]
	if r == 0 || it.Void() {
		return nil
	}
	own := it.says(r &^ (ruleSource | ruleBlock))
	if own == nil {
		return nil
	}
	var out []*Item
	for n, i := range d.shown {
		if d.briefs[n].category != it.Category || len(out) == maxAlike {
			continue
		}
		o := &d.all[i]
		if o == d.Lead(it) || o.Void() || !otherSource(it, o) || !closeTo(it, o, r) {
			continue
		}
		if slices.ContainsFunc(o.says(r&^(ruleSource|ruleBlock)), func(s string) bool { return slices.Contains(own, s) }) {
			out = append(out, o)
		}
	}
	return out
}

// closeTo tells whether two items can be of one moment at all: a problem may be written down by
// one years after the other, a measurement is of a day.
func closeTo(a, b *Item, r rule) bool {
	if r&ruleLasting != 0 || a.Category == zib.CategoryProblems {
		return true
	}
	if !a.Dated() || !b.Dated() {
		return false
	}
	days := max(a.At/86400-b.At/86400, b.At/86400-a.At/86400)
	if r&ruleValue != 0 {
		return days == 0
	}
	return days <= 7
}

// TakeApart remembers that an item is not the same as any of those that it was joined with.
func (k *Keeper) TakeApart(ctx context.Context, v *vault.Opened, d *Dossier, it *Item) error {
	return k.choose(ctx, v, false, it, d.Doubles(it)...)
}

// Join remembers that two items, and all that they are joined with, are the same.
func (k *Keeper) Join(ctx context.Context, v *vault.Opened, d *Dossier, a, b *Item) error {
	if a.Category != b.Category {
		return ErrNotFound
	}
	with := d.Doubles(b)
	if with == nil {
		with = []*Item{b}
	}
	for _, o := range append(d.Doubles(a), a) {
		if err := k.choose(ctx, v, true, o, with...); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) choose(ctx context.Context, v *vault.Opened, same bool, it *Item, others ...*Item) error {
	err := k.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		c, err := readChoices(tx, v)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.Key != it.Key {
				c.same[pairOf(it.Key, o.Key)] = same
			}
		}
		if len(c.same) > maxChoices {
			return ErrFull
		}
		return v.Put(tx, vault.Choices, choicesID, c.version+1, c.encode())
	})
	if err != nil {
		return fmt.Errorf("remembering a choice: %w", err)
	}
	return nil
}

func readChoices(tx *store.Tx, v *vault.Opened) (*choices, error) {
	plain, version, err := v.Get(tx, vault.Choices, choicesID)
	if errors.Is(err, store.ErrNotFound) {
		return &choices{same: map[pair]bool{}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading choices: %w", err)
	}
	c, err := decodeChoices(plain)
	if err != nil {
		return nil, err
	}
	c.version = version
	return c, nil
}

// choicesVersion is cheap: it opens nothing.
func choicesVersion(tx *store.Tx) (uint64, error) {
	s, err := tx.GetSealed(uint16(vault.Choices), choicesID)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("looking for choices: %w", err)
	}
	return s.Version, nil
}

const choicesFormat = 1

func (c *choices) encode() []byte {
	b := []byte{choicesFormat}
	b = binary.AppendUvarint(b, uint64(len(c.same)))
	for _, p := range slices.SortedFunc(maps.Keys(c.same), func(a, b pair) int { return slices.Compare(a[:], b[:]) }) {
		b = binary.BigEndian.AppendUint64(b, uint64(p[0]))
		b = binary.BigEndian.AppendUint64(b, uint64(p[1]))
		if c.same[p] {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	return b
}

func decodeChoices(b []byte) (*choices, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != choicesFormat {
		return nil, fmt.Errorf("choices format %d: %w", f, errDamaged)
	}
	c := &choices{same: map[pair]bool{}}
	for range d.count(17) {
		if k := d.bytes(17); len(k) == 17 {
			c.same[pair{Key(binary.BigEndian.Uint64(k)), Key(binary.BigEndian.Uint64(k[8:]))}] = k[16] == 1
		}
	}
	if d.err == nil && len(d.b) != 0 {
		d.fail("bytes after the choices")
	}
	return c, d.err
}
