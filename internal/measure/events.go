// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// listed is an event in the list of events, without its track and wave: those lie in rows of
// their own.
type listed struct {
	id     uint64 // of the import
	n      int    // place in the import
	source int    // of the book
	Event
}

var eventsID = store.ID{15: 2}

const eventsFormat = 1

func appendHead(out []byte, l listed) []byte {
	out = binary.AppendUvarint(out, l.id)
	out = binary.AppendUvarint(out, uint64(l.n))
	out = binary.AppendUvarint(out, uint64(l.source))
	out = append(out, byte(l.Kind))
	out = binary.AppendVarint(binary.AppendVarint(out, l.Start), l.End-l.Start)
	out = binary.AppendVarint(out, int64(l.Zone))
	out = appendText(out, l.Name)
	out = binary.AppendUvarint(out, uint64(len(l.Amounts)))
	for _, a := range l.Amounts {
		out = append(appendText(out, string(a.Kind)), byte(a.What))
		out = binary.AppendVarint(out, a.Value)
	}
	return out
}

func (r *reader) head() (l listed) {
	l.id, l.n, l.source = r.uint(), int(r.uint()), int(r.uint())
	l.Kind = EventKind(r.byte())
	l.Start = r.int()
	l.End = l.Start + r.int()
	l.Zone = int16(r.int())
	l.Name = r.text()
	for n := r.uint(); n > 0 && !r.bad; n-- {
		l.Amounts = append(l.Amounts, Amount{Kind: Kind(r.text()), What: What(r.byte()), Value: r.int()})
	}
	return l
}

func encodeEvents(all []listed) []byte {
	out := []byte{eventsFormat}
	out = binary.AppendUvarint(out, uint64(len(all)))
	for _, l := range all {
		out = appendHead(out, l)
	}
	return out
}

func decodeEvents(b []byte) ([]listed, error) {
	r := reader{b: b}
	if r.byte() != eventsFormat {
		return nil, errCorrupt
	}
	var out []listed
	for n := r.uint(); n > 0 && !r.bad; n-- {
		out = append(out, r.head())
	}
	if r.bad || len(r.b) != 0 {
		return nil, errCorrupt
	}
	return out, nil
}

// encodeRest writes the track and the wave of an event.
func encodeRest(e Event) []byte {
	out := []byte{eventsFormat}
	out = binary.AppendUvarint(out, uint64(len(e.Track)))
	var p Fix
	for _, f := range e.Track {
		out = binary.AppendVarint(out, f.At-p.At)
		out = binary.AppendVarint(out, int64(f.Lat)-int64(p.Lat))
		out = binary.AppendVarint(out, int64(f.Lon)-int64(p.Lon))
		out = binary.AppendVarint(out, int64(f.Up)-int64(p.Up))
		p = f
	}
	if e.Wave == nil {
		return append(out, 0)
	}
	out = append(out, 1)
	out = appendText(appendText(out, e.Wave.Lead), e.Wave.Said)
	out = binary.AppendUvarint(out, math.Float64bits(e.Wave.Hz))
	out = binary.AppendUvarint(out, uint64(len(e.Wave.UV)))
	before := int32(0)
	for _, u := range e.Wave.UV {
		out = binary.AppendVarint(out, int64(u)-int64(before))
		before = u
	}
	return out
}

func decodeRest(b []byte, e *Event) error {
	r := reader{b: b}
	if r.byte() != eventsFormat {
		return errCorrupt
	}
	var p Fix
	for n := r.uint(); n > 0 && !r.bad; n-- {
		p = Fix{At: p.At + r.int(), Lat: p.Lat + int32(r.int()), Lon: p.Lon + int32(r.int()), Up: p.Up + int32(r.int())}
		e.Track = append(e.Track, p)
	}
	if r.byte() == 1 {
		w := &Wave{Lead: r.text(), Said: r.text(), Hz: math.Float64frombits(r.uint())}
		before := int32(0)
		for n := r.uint(); n > 0 && !r.bad; n-- {
			before += int32(r.int())
			w.UV = append(w.UV, before)
		}
		e.Wave = w
	}
	if r.bad || len(r.b) != 0 {
		return errCorrupt
	}
	return nil
}

func (b *Books) events(tx *store.Tx, v *vault.Opened) ([]listed, uint64, error) {
	plain, version, err := v.Get(tx, vault.Events, eventsID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading events: %w", err)
	}
	all, err := decodeEvents(plain)
	return all, version, err
}

// freshEvents returns the events of an intake that are not there yet: of one sort and source an
// event is known by when it began and ended.
func (b *Books) freshEvents(ctx context.Context, v *vault.Opened, bk *book, in *Intake, of []int, id uint64) ([]listed, error) {
	if len(in.events) == 0 {
		return nil, nil
	}
	var known []listed
	if bk.version > 0 {
		if err := b.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
			known, _, err = b.events(tx, v)
			return err
		}); err != nil {
			return nil, err
		}
	}
	type mark struct {
		kind       EventKind
		source     int
		start, end int64
	}
	there := map[mark]bool{}
	next := 0 // place in the import
	for _, l := range known {
		there[mark{l.Kind, l.source, l.Start, l.End}] = true
		if l.id == id {
			next = max(next, l.n+1)
		}
	}
	var out []listed
	for _, e := range in.events {
		m := mark{e.Kind, of[e.Source], e.Start, e.End}
		if there[m] {
			continue
		}
		there[m] = true
		out = append(out, listed{n: next + len(out), source: of[e.Source], Event: e})
	}
	return out, nil
}

// putEvents writes new events of an import. It may run more than once.
func (b *Books) putEvents(tx *store.Tx, v *vault.Opened, bk *book, id uint64, fresh []listed) error {
	if len(fresh) == 0 {
		return nil
	}
	all, version, err := b.events(tx, v)
	if err != nil {
		return err
	}
	for _, l := range fresh {
		l.id = id
		if len(l.Track) > 0 || l.Wave != nil {
			if err := v.Put(tx, vault.Events, bk.eventID(id, l.n), 1, encodeRest(l.Event)); err != nil {
				return fmt.Errorf("writing an event: %w", err)
			}
		}
		all = append(all, l)
	}
	slices.SortStableFunc(all, func(a, b listed) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	if err := v.Put(tx, vault.Events, eventsID, version+1, encodeEvents(all)); err != nil {
		return fmt.Errorf("writing events: %w", err)
	}
	return nil
}

func eventLines(in *Intake, fresh []listed) []EventLine {
	var out []EventLine
	line := func(e Event) *EventLine {
		for i := range out {
			if out[i].Kind == e.Kind && out[i].Name == e.Name {
				return &out[i]
			}
		}
		out = append(out, EventLine{Kind: e.Kind, Name: e.Name, First: e.Start, Last: e.End})
		return &out[len(out)-1]
	}
	for _, e := range in.events {
		l := line(e)
		l.Read++
		l.First, l.Last = min(l.First, e.Start), max(l.Last, e.End)
	}
	for _, f := range fresh {
		line(f.Event).New++
	}
	return out
}
