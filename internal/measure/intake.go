// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"encoding/binary"
	"slices"
)

// Intake gathers what an importer reads. It packs samples as they come, some six bytes each, so
// that millions fit. It is for one goroutine.
type Intake struct {
	// Exported is when the export was made, in ms. An export tells all there is about each day
	// it has of a source. 0: the samples add to what is there.
	Exported int64
	// Sent is when this was sent, in ms, by something that sends the same stretch again when it
	// knows more. A sample takes the place of all that was sent before with the same start, of
	// its kind and source. 0: the samples add to what is there.
	Sent int64
	// InOrder says that nothing that was sent earlier is still to come. What says nothing new is
	// then not kept.
	InOrder bool

	sources  []Source
	bySource map[string]int
	kinds    []Kind
	byKind   map[Kind]int
	parcels  map[place]*parcel
	last     *parcel
	lastAt   place
	lastFrom int64 // ms of local time for which lastAt holds
	lastTo   int64

	odd    []Odd
	events []Event

	hand  func(Piece) // where samples go; nil: they stay here
	every int
	since int // bytes since some were handed over
	some  bool
}

// place is where a parcel belongs.
type place struct {
	kind, source int
	month        Month
}

type parcel struct {
	b    []byte
	n    int
	prev Sample
}

// Odd is something that an importer could not use: what it was in a word or two of the file
// itself, why, and how often.
type Odd struct {
	What string
	Why  Why
	N    int
}

// Why is the reason that something was not used.
type Why uint8

// The reasons.
const (
	WhyUnknown   Why = iota + 1 // Regie does not know this kind of thing
	WhyUnit                     // a unit that does not belong to the kind
	WhyNumber                   // no number where one belongs
	WhyTime                     // no moment, or one that cannot be
	WhyBroken                   // a part of the file is damaged
	WhyUnlikely                 // a value that no living person has; it is kept out
	WhyElsewhere                // it belongs to another part of Regie, which reads it
	WhyAgain                    // the file tells the same in another way too, which is read
)

// Source notes where samples come from and returns its number for Add.
func (in *Intake) Source(s Source) int {
	key := s.Key()
	if n, ok := in.bySource[key]; ok {
		return n
	}
	if in.bySource == nil {
		in.bySource = map[string]int{}
	}
	n := len(in.sources)
	if n >= mostSources { // a telephone with everything on it has some seventy
		return n - 1
	}
	if n == mostSources-1 {
		s = Source{Name: "…", Class: ClassOther}
	}
	in.sources = append(in.sources, s)
	in.bySource[key] = n
	return n
}

// Bounds on what a file can make grow that is no sample.
const (
	mostSources = 2000
	mostParcels = 300_000
)

// Kind returns the number of a kind for Add.
func (in *Intake) Kind(k Kind) int {
	if n, ok := in.byKind[k]; ok {
		return n
	}
	if in.byKind == nil {
		in.byKind = map[Kind]int{}
	}
	n := len(in.kinds)
	in.kinds = append(in.kinds, k)
	in.byKind[k] = n
	return n
}

// The head of a packed sample.
const (
	packLength = 1 << iota // has a length that is not that of the one before
	packMoment             // has no length
	packZone               // has another zone than the one before
	packSecond             // has a second value
	packMark
	packSame // has the value of the one before
)

// Add takes a sample. Samples may come in any order; those of a kind and source that come in the
// order of time take least.
func (in *Intake) Add(kind, source int, x Sample) {
	local := x.Start + int64(x.Zone)*60_000
	if in.last == nil || in.lastAt.kind != kind || in.lastAt.source != source || local < in.lastFrom || local >= in.lastTo {
		in.turn(kind, source, x)
	}
	p := in.last
	if p == nil {
		return
	}
	head := byte(0)
	length := x.End - x.Start
	switch {
	case length <= 0:
		head |= packMoment
		x.End, length = x.Start, 0
	case length != p.prev.End-p.prev.Start:
		head |= packLength
	}
	if x.Zone != p.prev.Zone {
		head |= packZone
	}
	if x.Second != 0 {
		head |= packSecond
	}
	if x.Mark != 0 {
		head |= packMark
	}
	if x.Value == p.prev.Value {
		head |= packSame
	}
	b := append(p.b, head)
	b = binary.AppendVarint(b, x.Start-p.prev.Start)
	if head&packLength != 0 {
		b = binary.AppendUvarint(b, uint64(length))
	}
	if head&packSame == 0 {
		b = binary.AppendVarint(b, x.Value)
	}
	if head&packZone != 0 {
		b = binary.AppendVarint(b, int64(x.Zone))
	}
	if head&packSecond != 0 {
		b = binary.AppendVarint(b, x.Second)
	}
	if head&packMark != 0 {
		b = append(b, byte(x.Mark))
	}
	in.since += len(b) - len(p.b)
	p.b, p.prev = b, x
	p.n++
	if in.hand != nil && in.since >= in.every {
		in.Rest()
	}
}

// turn makes the parcel of a sample the last one.
func (in *Intake) turn(kind, source int, x Sample) {
	month := x.Day().Month()
	at := place{kind, source, month}
	p := in.parcels[at]
	if p == nil {
		if in.parcels == nil {
			in.parcels = map[place]*parcel{}
		}
		if len(in.parcels) >= mostParcels { // a file made to take memory
			in.last = nil
			in.Note("", WhyBroken, 1)
			return
		}
		p = &parcel{}
		in.parcels[at] = p
	}
	in.last, in.lastAt = p, at
	in.lastFrom = int64(month.First()) * dayMS
	in.lastTo = int64((month + 1).First()) * dayMS
}

func (p *parcel) samples(out []Sample) []Sample {
	r := reader{b: p.b}
	out = slices.Grow(out, p.n)
	var prev Sample
	for range p.n {
		prev = r.sample(prev)
		out = append(out, prev)
	}
	return out
}

// sample reads what Add packed behind prev.
func (r *reader) sample(prev Sample) Sample {
	head := r.byte()
	x := Sample{Start: prev.Start + r.int(), Zone: prev.Zone, Value: prev.Value}
	switch {
	case head&packMoment != 0:
		x.End = x.Start
	case head&packLength != 0:
		x.End = x.Start + int64(r.uint())
	default:
		x.End = x.Start + prev.End - prev.Start
	}
	if head&packSame == 0 {
		x.Value = r.int()
	}
	if head&packZone != 0 {
		x.Zone = int16(r.int())
	}
	if head&packSecond != 0 {
		x.Second = r.int()
	}
	if head&packMark != 0 {
		x.Mark = Mark(r.byte())
	}
	return x
}

// Note counts something that could not be used. Only so many different things are told apart.
func (in *Intake) Note(what string, why Why, n int) {
	for i := range in.odd {
		if in.odd[i].What == what && in.odd[i].Why == why {
			in.odd[i].N += n
			return
		}
	}
	if len(in.odd) >= 200 {
		what = ""
		for i := range in.odd {
			if in.odd[i].What == "" && in.odd[i].Why == why {
				in.odd[i].N += n
				return
			}
		}
	}
	in.odd = append(in.odd, Odd{what, why, n})
}

// Event takes a workout, an electrocardiogram, or another thing that is more than a value.
func (in *Intake) Event(e Event) { in.events = append(in.events, e) }

// SourceOf returns the source of an event.
func (in *Intake) SourceOf(e Event) Source { return in.sources[e.Source] }

// Empty tells whether nothing was read that could be kept.
func (in *Intake) Empty() bool { return len(in.parcels) == 0 && len(in.events) == 0 && !in.some }

// Odd lists what could not be used.
func (in *Intake) Odd() []Odd { return in.odd }

// Events lists the workouts and the like.
func (in *Intake) Events() []Event { return in.events }

// Rename gives every source another name.
func (in *Intake) Rename(as func(Source) Source) {
	clear(in.bySource)
	for i, s := range in.sources {
		in.sources[i] = as(s)
		in.bySource[in.sources[i].Key()] = i
	}
}

// Each calls do for every sample, those of Gone left out.
func (in *Intake) Each(do func(k Kind, s Source, x Sample)) {
	for _, at := range in.places() {
		for _, x := range in.parcels[at].samples(nil) {
			if !isGone(x) {
				do(in.kinds[at.kind], in.sources[at.source], x)
			}
		}
	}
}

// places lists the parcels by kind, month and source.
func (in *Intake) places() []place {
	out := make([]place, 0, len(in.parcels))
	for at := range in.parcels {
		out = append(out, at)
	}
	slices.SortFunc(out, func(a, b place) int {
		if a.kind != b.kind {
			return a.kind - b.kind
		}
		if a.month != b.month {
			return int(a.month - b.month)
		}
		return a.source - b.source
	})
	return out
}
