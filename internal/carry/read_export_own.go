// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"encoding/json"
	"slices"

	"regie/internal/agenda"
	"regie/internal/measure"
	"regie/internal/record"
)

// measurements reads the samples, notes and targets.
func (g *gathering) measurements(r *reading) error {
	var sources []sourceEntry
	if b, err := r.small(sourcesName); err != nil {
		return err
	} else if b != nil && json.Unmarshal(b, &sources) != nil {
		g.odd(sourcesName, WhyBroken, 1)
	}
	of := map[int]measure.Source{}
	for _, s := range sources {
		of[s.N] = s.source()
		g.order = append(g.order, s.source())
	}
	var kinds []kindEntry
	if b, err := r.small(kindsName); err != nil {
		return err
	} else if b != nil && json.Unmarshal(b, &kinds) != nil {
		g.odd(kindsName, WhyBroken, 1)
	}
	if len(kinds) > mostKinds {
		return ErrTooLarge
	}
	if err := g.readNotes(r); err != nil {
		return err
	}
	var failed error
	for _, k := range kinds {
		if k.Kind == "" || len(k.Kind) > 200 {
			g.odd(k.Name, WhyBroken, 1)
			continue
		}
		g.target(k)
		if err := g.samples(r, k, of); err != nil {
			if !isDamage(err) {
				return err
			}
			failed = err
			g.odd(k.File, whyOf(err), 1)
		}
	}
	return failed
}

func (s sourceEntry) source() measure.Source {
	out := measure.Source{Name: s.Name, Model: s.Model, App: s.App, Class: measure.ClassOther}
	if i := slices.Index(classWords[:], s.Class); i >= 0 {
		out.Class = measure.Class(i)
	}
	return out
}

func (g *gathering) target(k kindEntry) {
	if k.Target == nil {
		return
	}
	var t measure.Target
	if v, ok := measure.Decimal(k.Target.Low); ok {
		t.Low = &v
	}
	if v, ok := measure.Decimal(k.Target.High); ok {
		t.High = &v
	}
	if t.Low != nil || t.High != nil {
		g.targets[measure.Kind(k.Kind)] = t
	}
}

func (g *gathering) readNotes(r *reading) error {
	g.notes = map[string]string{}
	size := 0
	return r.lines(notesName, func(_ int, line []byte) error {
		var n noteEntry
		if json.Unmarshal(line, &n) != nil {
			g.odd(notesName, WhyLine, 1)
			return nil
		}
		if size += len(n.Note) + len(n.Kind) + 64; size > mostNotes {
			return ErrTooLarge
		}
		g.notes[n.Kind+"\x00"+n.Start] = n.Note
		return nil
	})
}

func (g *gathering) samples(r *reading, k kindEntry, of map[int]measure.Source) error {
	kind := measure.Kind(k.Kind)
	place, numbers := g.in.Kind(kind), map[int]int{}
	return r.lines(k.File, func(n int, line []byte) error {
		if n == 1 && string(line) == lineHead {
			return nil
		}
		if n > mostLines {
			return ErrTooLarge
		}
		source, s, ok := parseLine(string(line))
		if !ok {
			g.odd(k.Name, WhyLine, 1)
			return nil
		}
		from, known := of[source]
		if !known {
			from = measure.Source{Name: "?", Class: measure.ClassOther}
		}
		if from.Key() == measure.Hand.Key() && len(g.typed) < mostTyped {
			g.typed = append(g.typed, measure.Typed{Kind: kind, Sample: s, Note: g.notes[k.Kind+"\x00"+string(appendMoment(nil, s.Start, s.Zone))]})
			return nil
		}
		at, ok := numbers[source]
		if !ok {
			at = g.in.Source(from)
			numbers[source] = at
		}
		g.in.Add(place, at, s)
		return nil
	})
}

// events reads workouts and electrocardiograms.
func (g *gathering) events(r *reading) error {
	return r.lines(eventsName, func(_ int, line []byte) error {
		var e eventEntry
		if json.Unmarshal(line, &e) != nil {
			g.odd(eventsName, WhyLine, 1)
			return nil
		}
		out, ok := e.event(g.in.Source)
		if !ok {
			g.odd(eventsName, WhyLine, 1)
			return nil
		}
		g.in.Event(out)
		return nil
	})
}

func (e eventEntry) event(source func(measure.Source) int) (out measure.Event, ok bool) {
	kind := slices.Index(eventWords[:], e.Kind)
	if kind < 1 {
		return out, false
	}
	out = measure.Event{Kind: measure.EventKind(kind), Name: e.Name}
	if out.Start, out.Zone, ok = parseMoment(e.Start); !ok {
		return out, false
	}
	if out.End, _, ok = parseMoment(e.End); !ok || out.End < out.Start {
		return out, false
	}
	out.Source = source(e.Source.source())
	for _, a := range e.Amounts {
		v, ok := measure.Decimal(a.Value)
		what := slices.Index(whatWords[:], a.What)
		if ok && what > 0 {
			out.Amounts = append(out.Amounts, measure.Amount{Kind: measure.Kind(a.Kind), What: measure.What(what), Value: v})
		}
	}
	for _, f := range e.Track {
		out.Track = append(out.Track, measure.Fix{At: f[0], Lat: int32(f[1]), Lon: int32(f[2]), Up: int32(f[3])})
	}
	if e.Wave != nil {
		out.Wave = &measure.Wave{Lead: e.Wave.Lead, Said: e.Wave.Said, Hz: e.Wave.Hz, UV: e.Wave.UV}
	}
	return out, true
}

// each reads lines of JSON, at most so many.
func each[T any](g *gathering, r *reading, name string, most int, do func(T)) error {
	return r.lines(name, func(n int, line []byte) error {
		if n > most {
			return ErrTooLarge
		}
		var x T
		if json.Unmarshal(line, &x) != nil {
			g.odd(name, WhyLine, 1)
			return nil
		}
		do(x)
		return nil
	})
}

func (g *gathering) ownItems(r *reading) error {
	return each(g, r, ownName, record.MaxOwn, func(o record.Own) { g.own = append(g.own, o) })
}

func (g *gathering) diary(r *reading) error {
	return each(g, r, diaryName, mostDiary, func(e diaryEntry) { g.entries = append(g.entries, e) })
}

func (g *gathering) agenda(r *reading) error {
	return each(g, r, agendaName, agenda.MaxAppointments, func(a appointmentEntry) { g.visits = append(g.visits, a) })
}

func (g *gathering) goalLines(r *reading) error {
	return each(g, r, goalsName, agenda.MaxGoals, func(t agenda.Goal) { g.goals = append(g.goals, t) })
}
