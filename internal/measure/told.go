// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"math"
	"slices"
)

// What is sent (Intake.Sent) is sent again: the steps of an hour that was not over yet, a weight
// that somebody corrected, a night that turned out longer. Of each start the last word holds, in
// whichever order the letters are read. Gone takes back without saying anything else.
//
// Of one import only the last word is kept, each with the moment at which it was said; so what is
// sent every hour does not grow. What other imports said stays below, for when this one is undone.

// gone is the value of a sample that takes back what was sent before: of its start, or of all
// starts from its start until its end.
const gone = -(1 << 40) * Scale

// SentSometime is what was sent at a moment that nobody knows: all else that was sent goes over it.
const SentSometime = 1

func isGone(x Sample) bool { return x.Value == gone }

// values counts the samples that have a value.
func values(s []Sample) (n int) {
	for _, x := range s {
		if x.Value != gone {
			n++
		}
	}
	return n
}

// Gone takes back what was sent before this intake of a kind and a source, where it started from
// start until end, or at start where the two are equal. What the intake itself has stays.
func (in *Intake) Gone(kind, source int, start, end int64, zone int16) {
	if in.Sent == 0 {
		return
	}
	for { // a layer is of one day
		x := Sample{Start: start, End: max(start, end), Zone: zone, Value: gone}
		next := int64(x.Day()+1)*dayMS - int64(zone)*60_000
		if x.End <= next {
			in.Add(kind, source, x)
			return
		}
		x.End = next
		in.Add(kind, source, x)
		start = next
	}
}

// hider tells which samples must go because of what was told later.
type hider struct {
	starts map[int64]bool
	spans  spans
}

func hiding(told []Sample) hider {
	h := hider{starts: make(map[int64]bool, len(told))}
	for _, x := range told {
		h.starts[x.Start] = true
		if x.Value == gone && x.End > x.Start {
			h.spans = append(h.spans, span{x.Start, x.End})
		}
	}
	return h
}

func (h hider) hides(x Sample) bool {
	wide := x.Value == gone && x.End > x.Start // it hides more than its start
	if !wide && h.starts[x.Start] {
		return true
	}
	return h.spans.has(x, wide)
}

type spans []span

func (s spans) has(x Sample, whole bool) bool {
	return slices.ContainsFunc(s, func(s span) bool {
		return s.start <= x.Start && x.Start < s.end && (!whole || x.End <= s.end)
	})
}

// over puts what a layer tells in the place of what was there.
func (l layer) over(s []Sample) ([]Sample, error) {
	told, err := decodeDay(nil, l.data)
	if err != nil {
		return nil, err
	}
	s = slices.DeleteFunc(s, hiding(told).hides)
	return append(s, slices.DeleteFunc(told, isGone)...), nil
}

// tell puts a layer that was sent into the block, without what the same import said later, and
// takes from its earlier ones what is said anew. It tells whether anything changed.
func (b *block) tell(l layer, s []Sample) (changed bool, err error) {
	type pruned struct {
		at   int
		rest []Sample
	}
	var all []pruned
	for i, k := range b.layers {
		if k.day != l.day || k.source != l.source || k.sent == 0 || k.origin != l.origin {
			continue
		}
		other, err := decodeDay(nil, k.data)
		if err != nil {
			return false, err
		}
		if k.sent > l.sent {
			s = slices.DeleteFunc(s, hiding(other).hides)
			continue
		}
		all = append(all, pruned{i, other})
	}
	if len(s) == 0 {
		return false, nil
	}
	l.data = encodeDay(s)
	if slices.ContainsFunc(all, func(p pruned) bool { return b.layers[p.at].order(l) == 0 }) {
		return false, nil
	}
	h := hiding(s)
	layers := slices.Clone(b.layers)
	for _, p := range all {
		n := len(p.rest)
		p.rest = slices.DeleteFunc(p.rest, h.hides)
		switch {
		case len(p.rest) == 0:
			layers[p.at].day = math.MaxInt32
		case len(p.rest) < n:
			layers[p.at].data = encodeDay(p.rest)
		}
	}
	layers = slices.DeleteFunc(layers, func(k layer) bool { return k.day == math.MaxInt32 })
	layers = append(layers, l)
	slices.SortFunc(layers, layer.order)
	b.layers = layers
	return true, nil
}

// told adds what was sent of a day of a source, and tells how many samples begin where none began
// before: an hour that is sent again is one hour.
func (m *merger) told(b *block, l layer, s, before []Sample) (fresh int, changed bool, err error) {
	l.sent = m.in.Sent
	s = slices.Clone(s)
	if m.in.InOrder {
		h := hiding(s)
		rest := slices.DeleteFunc(slices.Clone(s), isGone)
		if len(without(rest, before)) == 0 && len(rest) == len(slices.DeleteFunc(slices.Clone(before), func(x Sample) bool { return !h.hides(x) })) {
			return 0, false, nil
		}
		s = news(s, before, h.spans)
	}
	if changed, err = b.tell(l, s); err != nil || !changed {
		return 0, false, err
	}
	of, err := b.of(l.day)
	if err != nil {
		return 0, false, err
	}
	was := hiding(before)
	for _, h := range of {
		if h.source != l.source {
			continue
		}
		for _, x := range h.samples {
			if !was.starts[x.Start] {
				fresh++
			}
		}
	}
	return fresh, true, nil
}

// news leaves out the starts of which the samples say what is there already, all of it, but not
// what the samples themselves take back.
func news(s, before []Sample, back spans) []Sample {
	by := func(all []Sample) map[int64][]Sample {
		out := map[int64][]Sample{}
		for _, x := range all {
			if x.Value != gone {
				out[x.Start] = append(out[x.Start], x)
			}
		}
		return out
	}
	now, was := by(s), by(before)
	return slices.DeleteFunc(s, func(x Sample) bool {
		if x.Value == gone {
			return x.End == x.Start && len(was[x.Start]) == 0
		}
		return !back.has(x, false) && slices.EqualFunc(now[x.Start], was[x.Start], same)
	})
}
