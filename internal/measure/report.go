// SPDX-License-Identifier: EUPL-1.2

package measure

import "slices"

// Report says what a file has, and what of it is new.
type Report struct {
	Lines  []Line // by kind, then source
	Events []EventLine
	Odd    []Odd
	New    int // samples and events that were not there yet
}

// Line is what one source has of one kind.
type Line struct {
	Kind        Kind
	Source      Source
	Read        int // samples in the file, doubles among them
	Doubles     int // of those, samples that stand in the file more than once
	Known       int // of the rest, samples that were there already
	New         int
	First, Last int64 // ms: the earliest start and the latest end
	Zone        int16 // of the first
	LastZone    int16
}

// EventLine counts the events of a sort.
type EventLine struct {
	Kind        EventKind
	Name        string
	Read, New   int
	First, Last int64
}

// see notes from when to when samples are, and tells how many there are.
func (l *Line) see(s []Sample) (n int) {
	for _, x := range s {
		if x.Value == gone {
			continue
		}
		n++
		if l.First == 0 || x.Start < l.First {
			l.First, l.Zone = x.Start, x.Zone
		}
		if x.End > l.Last {
			l.Last, l.LastZone = x.End, x.Zone
		}
	}
	return n
}

// Daily gives the days of an intake by itself, as if nothing were kept yet: by kind, all sources
// brought together, and by kind and source. It is what `regie read` prints.
func (in *Intake) Daily() []Daily {
	bk := &book{}
	of := make([]int, len(in.sources))
	for i, s := range in.sources {
		of[i] = bk.source(s)
	}
	rank := bk.rank()
	var out []Daily
	places := in.places()
	for i := 0; i < len(places); {
		kind := places[i].kind
		d := Daily{Kind: in.kinds[kind]}
		form := FormOf(d.Kind)
		lines := map[int]*DailyLine{}
		var all []held // for sleep: the samples of every source
		for i < len(places) && places[i].kind == kind {
			month := places[i].month
			days := map[Day][]held{}
			for ; i < len(places) && places[i].kind == kind && places[i].month == month; i++ {
				source := places[i].source
				l := lines[source]
				if l == nil {
					l = &DailyLine{Line: Line{Kind: d.Kind, Source: in.sources[source]}}
					lines[source] = l
				}
				s := slices.DeleteFunc(in.parcels[places[i]].samples(nil), isGone)
				l.see(s)
				l.Read += readings(s)
				s, doubles := tidy(s)
				l.Doubles += doubles
				if form.Shape == Stage {
					all = append(all, held{of[source], s})
					continue
				}
				for _, h := range byDay(s) {
					days[h[0].Day()] = append(days[h[0].Day()], held{of[source], h})
					l.Days = append(l.Days, sumDay(form.Shape, h[0].Day(), []held{{of[source], h}}, rank))
				}
			}
			for _, t := range sortedDays(days) {
				d.Days = append(d.Days, sumDay(form.Shape, t, days[t], rank))
			}
		}
		if form.Shape == Stage {
			all = gathered(all)
			d.Days = sumNights(nights(all, rank))
			for source, l := range lines {
				for _, h := range all {
					if h.source == of[source] {
						l.Days = sumNights(nights([]held{h}, rank))
					}
				}
			}
		}
		for source := range in.sources {
			if l := lines[source]; l != nil {
				d.Sources = append(d.Sources, *l)
			}
		}
		out = append(out, d)
	}
	return out
}

// readings counts samples; the least and the greatest of a stretch belong to its mean.
func readings(s []Sample) (n int) {
	for _, x := range s {
		if x.Mark&MarkExtreme == 0 {
			n++
		}
	}
	return n
}

// Daily is what days of a kind come to.
type Daily struct {
	Kind    Kind
	Days    []DaySum // all sources brought together
	Sources []DailyLine
}

// DailyLine is one source of it.
type DailyLine struct {
	Line
	Days []DaySum
}

// byDay cuts samples, sorted by time, into days.
func byDay(s []Sample) [][]Sample {
	var out [][]Sample
	sorted := slices.IsSortedFunc(s, func(a, b Sample) int { return int(a.Day() - b.Day()) })
	if !sorted { // zones may turn days around
		s = slices.Clone(s)
		slices.SortStableFunc(s, func(a, b Sample) int { return int(a.Day() - b.Day()) })
	}
	for i := 0; i < len(s); {
		d := s[i].Day()
		j := i + 1
		for j < len(s) && s[j].Day() == d {
			j++
		}
		out = append(out, s[i:j])
		i = j
	}
	return out
}

func sortedDays[T any](m map[Day]T) []Day {
	out := make([]Day, 0, len(m))
	for d := range m {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

// gathered puts the samples of each source together.
func gathered(all []held) []held {
	var out []held
	for _, h := range all {
		i := slices.IndexFunc(out, func(o held) bool { return o.source == h.source })
		if i < 0 {
			out = append(out, held{h.source, slices.Clone(h.samples)})
			continue
		}
		out[i].samples = append(out[i].samples, h.samples...)
	}
	for i := range out {
		out[i].samples, _ = tidy(out[i].samples)
	}
	return out
}
