// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"time"

	"regie/internal/text"
	"regie/internal/zib"
)

// Upcoming lists what is planned from now on, soonest first.
func (d *Dossier) Upcoming(now time.Time, most int) []*Item {
	from := wallOf(now)
	var out []*Item
	for _, i := range d.shown {
		it := &d.all[i]
		if it.At < from { // newest first: nothing after this is to come
			break
		}
		if it.Gone || it.Void() || !it.ofPerson() || it.Has(zib.MarkCancelled, zib.MarkNotDone) || wall(it.When.Start) == undated {
			continue
		}
		if it.Category == zib.CategoryAppointments || it.Has(zib.MarkPlanned) {
			out = append(out, it)
		}
	}
	slices.Reverse(out)
	return out[:min(len(out), most)]
}

// Current lists the items of a category that hold now: not ended, stopped, cancelled, refuted,
// planned or gone. Of items with the same name the newest stands for all; doubles counts how
// many there are of each.
func (d *Dossier) Current(c zib.Category, now time.Time) (items []*Item, doubles map[*Item]int) {
	today := wallOf(now) / 86400 * 86400
	key := currentKey{c, today}
	if known, ok := d.current.Load(key); ok {
		k := known.(currentItems)
		return k.items, k.doubles
	}
	defer func() { d.current.Store(key, currentItems{items, doubles}) }()
	seen := map[string]*Item{}
	doubles = map[*Item]int{}
	for n, i := range d.shown {
		if d.briefs[n].category != c {
			continue
		}
		it := &d.all[i]
		if !it.holds(today) {
			continue
		}
		name := fold(it.Title.In(text.NL))
		if o := seen[name]; o != nil {
			doubles[o]++
			continue
		}
		seen[name] = it
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(a, b *Item) int {
		return cmp.Compare(fold(a.Title.In(text.NL)), fold(b.Title.In(text.NL)))
	})
	return items, doubles
}

// What holds on a day is worked out once for each opened dossier.
type (
	currentKey struct {
		category zib.Category
		day      int64
	}
	currentItems struct {
		items   []*Item
		doubles map[*Item]int
	}
)

// ofPerson tells whether an item is about the person, and not about a relative or a child.
func (it *Item) ofPerson() bool { return it.Block != familyBlock && !it.Has(zib.MarkOther) }

// Self lists the particulars of the person whose record it is, as the providers have them, the
// newest first. A provider may also have those of somebody else: of a child that was born.
func (d *Dossier) Self() []*Item {
	var out []*Item
	for n, i := range d.shown {
		if it := &d.all[i]; d.briefs[n].category == zib.CategoryPerson && it.Type == patientType && !it.Gone && !it.Void() {
			out = append(out, it)
		}
	}
	if len(out) < 2 {
		return out
	}
	others := map[int32]bool{}
	for i := range d.all {
		it := &d.all[i]
		if !it.Has(zib.MarkOther) {
			continue
		}
		for _, to := range it.ref().links {
			if to = it.Provider.at[to]; to >= 0 {
				others[to] = true
			}
		}
	}
	return slices.DeleteFunc(out, func(it *Item) bool { return others[it.place()] })
}

// holds tells whether what the item says still holds on a day (wall time of its first moment).
func (it *Item) holds(today int64) bool {
	if it.Gone || it.Void() || it.Has(zib.MarkStopped, zib.MarkCancelled, zib.MarkNotDone, zib.MarkNotUsed, zib.MarkResolved, zib.MarkDraft, zib.MarkPlanned) {
		return false
	}
	if end := wall(it.When.End); it.When.End != "" && end != undated && endOf(it.When.End, end) <= today {
		return false
	}
	start := wall(it.When.Start)
	return start == undated || start < today+86400
}

// endOf returns the moment after which a literal date is past: a day, a month and a year last to their end.
func endOf(literal string, start int64) int64 {
	t := time.Unix(start, 0).UTC()
	switch {
	case len(literal) <= 4:
		t = t.AddDate(1, 0, 0)
	case len(literal) <= 7:
		t = t.AddDate(0, 1, 0)
	case len(literal) <= 10:
		t = t.AddDate(0, 0, 1)
	}
	return t.Unix()
}

// LatestOf returns the newest item of a category that is not to come and not void, nil if there is none.
func (d *Dossier) LatestOf(c zib.Category, now time.Time) *Item {
	until := wallOf(now)
	for n, i := range d.shown {
		if d.briefs[n].category != c {
			continue
		}
		if it := &d.all[i]; it.At <= until && it.Dated() && !it.Void() {
			return it
		}
	}
	return nil
}
