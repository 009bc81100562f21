// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"fmt"

	"regie/internal/measure"
)

// sourceEntry is where samples come from. Its number stands in each line.
type sourceEntry struct {
	N     int    `json:"n"`
	Name  string `json:"name,omitempty"`
	Model string `json:"model,omitempty"`
	App   string `json:"app,omitempty"`
	Class string `json:"class"`
}

// classWords are the classes of sources.
var classWords = [...]string{"hand", "cuff", "watch", "phone", "app", "other"}

// kindEntry is a kind of measurement.
type kindEntry struct {
	Kind   string  `json:"kind"` // by which Regie knows it
	Name   string  `json:"name"`
	Unit   string  `json:"unit,omitempty"` // UCUM
	LOINC  string  `json:"loinc,omitempty"`
	Shape  string  `json:"shape"` // "moment", "total", "stage"
	File   string  `json:"file"`
	Count  int64   `json:"count"`
	First  string  `json:"first,omitempty"` // day
	Last   string  `json:"last,omitempty"`
	Target *target `json:"target,omitempty"`
}

type target struct {
	Low  string `json:"low,omitempty"`
	High string `json:"high,omitempty"`
}

// noteEntry is what somebody wrote beside a measurement.
type noteEntry struct {
	Kind  string `json:"kind"`
	Start string `json:"start"`
	Note  string `json:"note"`
}

var shapeWords = [...]string{"moment", "total", "stage"}

// measurements writes all samples: a file for each kind.
func (t *taker) measurements(ctx context.Context) error {
	ranked, err := t.Books.Ranked(ctx, t.v)
	if err != nil {
		return err
	}
	numbers := map[string]int{}
	sources := make([]sourceEntry, 0, len(ranked))
	for n, s := range ranked {
		numbers[s.Key()] = n + 1
		sources = append(sources, sourceEntry{N: n + 1, Name: s.Name, Model: s.Model, App: s.App, Class: classWords[min(int(s.Class), len(classWords)-1)]})
	}
	kinds, err := t.Books.Have(ctx, t.v)
	if err != nil || len(ranked) == 0 && len(kinds) == 0 {
		return err
	}
	if err := t.pack.indented(sourcesName, sources); err != nil {
		return err
	}
	var entries []kindEntry
	var notes []noteEntry
	var buf []byte
	for n, k := range kinds {
		form := measure.FormOf(k)
		e := kindEntry{
			Kind: string(k), Name: k.Name(t.lang), Unit: form.Unit, LOINC: form.LOINC, Shape: shapeWords[form.Shape],
			File: fmt.Sprintf("%s%03d-%s.csv", rawDir, n+1, slug(string(k))),
		}
		f, err := t.pack.file(e.File, false)
		if err != nil {
			return err
		}
		if err := f.line([]byte(lineHead)); err != nil {
			return err
		}
		err = t.Books.EachMonth(ctx, t.v, k, func(m measure.MonthOf) error {
			for _, of := range m.Sources {
				source := numbers[of.Source.Key()]
				if source == 0 { // it came while this was written
					source = len(numbers) + 1
					numbers[of.Source.Key()] = source
				}
				for _, s := range of.Samples {
					buf = append(appendLine(buf, source, s), '\n')
					e.see(s)
					if note := m.Notes[s.Start]; note != "" && of.Source.Key() == measure.Hand.Key() {
						notes = append(notes, noteEntry{string(k), string(appendMoment(nil, s.Start, s.Zone)), note})
					}
					if len(buf) >= 256<<10 {
						if _, err := f.Write(buf); err != nil {
							return err
						}
						buf = buf[:0]
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if _, err := f.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
		f.meta.Lines += e.Count
		band, err := t.Books.Target(ctx, t.v, k)
		if err != nil {
			return err
		}
		e.Target = targetOf(band)
		entries = append(entries, e)
	}
	if err := t.pack.indented(kindsName, entries); err != nil {
		return err
	}
	if len(notes) == 0 {
		return nil
	}
	f, err := t.pack.file(notesName, false)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if err := f.json(n); err != nil {
			return err
		}
	}
	return nil
}

func (e *kindEntry) see(s measure.Sample) {
	e.Count++
	day := dayText(s.Day())
	if e.First == "" || day < e.First {
		e.First = day
	}
	if day > e.Last {
		e.Last = day
	}
}

func dayText(d measure.Day) string {
	y, m, dom := d.Date()
	return string(digits(append(digits(append(digits(nil, y, 4), '-'), m, 2), '-'), dom, 2))
}

func targetOf(t measure.Target) *target {
	if t.Low == nil && t.High == nil {
		return nil
	}
	out := &target{}
	if t.Low != nil {
		out.Low = decimal(*t.Low)
	}
	if t.High != nil {
		out.High = decimal(*t.High)
	}
	return out
}

// eventEntry is a workout or an electrocardiogram, a line of JSON.
type eventEntry struct {
	Kind    string        `json:"kind"` // "workout", "ecg"
	Name    string        `json:"name,omitempty"`
	Source  sourceEntry   `json:"source"`
	Start   string        `json:"start"`
	End     string        `json:"end"`
	Amounts []amountEntry `json:"amounts,omitempty"`
	Track   [][4]int64    `json:"track,omitempty"` // ms since 1970, latitude and longitude in 1e-7 degrees, height in cm
	Wave    *waveEntry    `json:"wave,omitempty"`
}

type amountEntry struct {
	Kind  string `json:"kind"`
	What  string `json:"what"` // "total", "mean", "low", "high"
	Value string `json:"value"`
}

type waveEntry struct {
	Lead string  `json:"lead,omitempty"`
	Said string  `json:"said,omitempty"`
	Hz   float64 `json:"hz"`
	UV   []int32 `json:"tenths-of-microvolt"`
}

var (
	eventWords = [...]string{"", "workout", "ecg"}
	whatWords  = [...]string{"", "total", "mean", "low", "high"}
)

// events writes workouts and electrocardiograms, one in memory at a time.
func (t *taker) events(ctx context.Context) error {
	all, err := t.Books.Events(ctx, t.v)
	if err != nil || len(all) == 0 {
		return err
	}
	f, err := t.pack.file(eventsName, false)
	if err != nil {
		return err
	}
	for _, l := range all {
		e, err := t.Books.Event(ctx, t.v, l.Import, l.Place)
		if err != nil {
			return err
		}
		if err := f.json(entryOf(e)); err != nil {
			return err
		}
	}
	return nil
}

func entryOf(e measure.Listed) eventEntry {
	s := e.From
	out := eventEntry{
		Kind: eventWords[e.Kind], Name: e.Name,
		Source: sourceEntry{Name: s.Name, Model: s.Model, App: s.App, Class: classWords[min(int(s.Class), len(classWords)-1)]},
		Start:  string(appendMoment(nil, e.Start, e.Zone)), End: string(appendMoment(nil, e.End, e.Zone)),
	}
	for _, a := range e.Amounts {
		out.Amounts = append(out.Amounts, amountEntry{string(a.Kind), whatWords[a.What], decimal(a.Value)})
	}
	for _, f := range e.Track {
		out.Track = append(out.Track, [4]int64{f.At, int64(f.Lat), int64(f.Lon), int64(f.Up)})
	}
	if e.Wave != nil {
		out.Wave = &waveEntry{e.Wave.Lead, e.Wave.Said, e.Wave.Hz, e.Wave.UV}
	}
	return out
}
