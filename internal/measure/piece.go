// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Piece is a part of an intake on its way to another process: samples of one kind and source.
// Data holds only during the call that has it.
type Piece struct {
	Kind, Source, N int
	Data            []byte
}

// ErrForeign says that what should be a part of an intake is none.
var ErrForeign = errors.New("measure: no part of an intake")

// Hand makes an intake hand its samples over whenever so many bytes of them are there, instead of
// keeping them. Call Rest at the end. Days and reports of such an intake know nothing of them.
func (in *Intake) Hand(every int, to func(Piece)) { in.hand, in.every = to, every }

// Rest hands over what is there.
func (in *Intake) Rest() {
	for _, at := range in.places() {
		p := in.parcels[at]
		in.hand(Piece{at.kind, at.source, p.n, p.b})
		in.some = true
	}
	clear(in.parcels)
	in.last, in.since = nil, 0
}

// Sources lists the sources by their numbers.
func (in *Intake) Sources() []Source { return in.sources }

// Kinds lists the kinds by their numbers.
func (in *Intake) Kinds() []Kind { return in.kinds }

// The bounds of what another process may say. They are far beyond what devices measure.
const (
	farthest  = 1 << 50 // ms from 1970, some 35,000 years
	mostZone  = 18 * 60 // minutes
	mostWord  = 512     // bytes
	mostHertz = 1e6
)

// Take adds a piece to an intake that has its kind and source. The bytes are trusted in nothing:
// with ErrForeign they are no samples, and some of them may have been added.
func (in *Intake) Take(p Piece) error {
	if p.Kind < 0 || p.Kind >= len(in.kinds) || p.Source < 0 || p.Source >= len(in.sources) || p.N <= 0 || p.N > len(p.Data)/2 {
		return ErrForeign
	}
	r := reader{b: p.Data}
	var prev Sample
	for range p.N {
		prev = r.sample(prev)
		if r.bad || !prev.possible() {
			return ErrForeign
		}
		in.Add(p.Kind, p.Source, prev)
	}
	if len(r.b) != 0 {
		return ErrForeign
	}
	return nil
}

func (x Sample) possible() bool {
	return x.Start > -farthest && x.Start < farthest && x.End >= x.Start && x.End < farthest && x.Zone >= -mostZone && x.Zone <= mostZone
}

// AppendEvent writes an event for TakeEvent in another process.
func AppendEvent(out []byte, e Event) []byte {
	head := appendHead(nil, listed{source: e.Source, Event: e})
	return append(appendText(out, string(head)), encodeRest(e)...)
}

// TakeEvent adds what AppendEvent wrote; source tells which source of the intake a number of the
// other process is. The bytes are trusted in nothing: with ErrForeign they are no event.
func (in *Intake) TakeEvent(b []byte, source func(n int) (int, bool)) error {
	r := reader{b: b}
	h := reader{b: r.bytes(r.uint())}
	l := h.head()
	if r.bad || h.bad || len(h.b) != 0 {
		return ErrForeign
	}
	e := l.Event
	if err := decodeRest(r.b, &e); err != nil {
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	var ok bool
	if e.Source, ok = source(l.source); !ok || e.Source < 0 || e.Source >= len(in.sources) {
		return ErrForeign
	}
	if e.Kind < EventWorkout || e.Kind > EventECG || !word(e.Name) || !(Sample{Start: e.Start, End: e.End, Zone: e.Zone}).possible() {
		return ErrForeign
	}
	for _, a := range e.Amounts {
		if !a.Kind.possible() || a.What < WhatTotal || a.What > WhatHigh {
			return ErrForeign
		}
	}
	if w := e.Wave; w != nil && (!word(w.Lead) || !word(w.Said) || math.IsNaN(w.Hz) || w.Hz < 0 || w.Hz > mostHertz) {
		return ErrForeign
	}
	in.events = append(in.events, e)
	return nil
}

// TakeKind returns the number of a kind that another process names.
func (in *Intake) TakeKind(k Kind) (int, error) {
	if !k.possible() {
		return 0, ErrForeign
	}
	return in.Kind(k), nil
}

// TakeSource returns the number of a source that another process names.
func (in *Intake) TakeSource(s Source) (int, error) {
	if !word(s.Name) || !word(s.Model) || !word(s.App) || s.Class > ClassOther {
		return 0, ErrForeign
	}
	return in.Source(s), nil
}

// TakeNote counts what another process could not use.
func (in *Intake) TakeNote(o Odd) error {
	if !word(o.What) || o.Why == 0 || int(o.Why) >= len(whyKeys) || o.N < 0 || o.N > 1<<40 {
		return ErrForeign
	}
	in.Note(o.What, o.Why, o.N)
	return nil
}

func (k Kind) possible() bool {
	if Known(k) {
		return true
	}
	if name, unit, ok := k.Own(); ok {
		return name != "" && word(name) && word(unit)
	}
	return len(k) > len(ForeignPrefix) && string(k[:len(ForeignPrefix)]) == ForeignPrefix && word(string(k))
}

// word tells whether a text is one that Plain leaves as it is.
func word(s string) bool { return len(s) <= mostWord && s == Plain(s) }

// Plain makes a text of a file fit to be told to another process: no control characters, and not long.
func Plain(s string) string {
	clean := !utf8.ValidString(s) || len(s) > mostWord
	for i := 0; i < len(s) && !clean; i++ {
		clean = s[i] < ' ' || s[i] == 0x7f
	}
	if !clean {
		return s
	}
	out := make([]byte, 0, min(len(s), mostWord))
	for _, c := range s {
		if len(out)+utf8.RuneLen(c) > mostWord {
			break
		}
		if c >= ' ' && c != 0x7f && c != unicode.ReplacementChar {
			out = utf8.AppendRune(out, c)
		}
	}
	return string(out)
}

// Plain returns the event with its texts as Plain makes them.
func (e Event) Plain() Event {
	e.Name = Plain(e.Name)
	if e.Wave != nil {
		w := *e.Wave
		w.Lead, w.Said = Plain(w.Lead), Plain(w.Said)
		e.Wave = &w
	}
	if slices.ContainsFunc(e.Amounts, func(a Amount) bool { return a.Kind != a.Kind.Plain() }) {
		e.Amounts = slices.Clone(e.Amounts)
		for i := range e.Amounts {
			e.Amounts[i].Kind = e.Amounts[i].Kind.Plain()
		}
	}
	return e
}

// Plain returns the source with its texts as Plain makes them.
func (s Source) Plain() Source {
	return Source{Plain(s.Name), Plain(s.Model), Plain(s.App), s.Class}
}

// Plain returns the kind with its name as Plain makes it.
func (k Kind) Plain() Kind {
	if k.possible() {
		return k
	}
	return Kind(Plain(string(k)))
}
