// SPDX-License-Identifier: EUPL-1.2

package csv

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
)

// ErrNoTable says that there is no table that can be read: no date, or nothing measured.
var ErrNoTable = errors.New("csv: no table with a date and a measurement")

// MaxRows bounds a table.
const MaxRows = 5_000_000

// Source is what the samples of a table of the person's own come from.
var Source = measure.Source{Name: "CSV", Class: measure.ClassApp}

// Read reads a table as g says. place is where the person was; nil stands for UTC. A row that
// cannot be used is noted. What was read before a fault is kept, and the fault returned.
func Read(r io.Reader, g Guess, place *time.Location, from measure.Source, in *measure.Intake) error {
	if !g.Ready() {
		return ErrNoTable
	}
	x := newReading(g, place, from, in)
	t := table.NewReader(r, g.Sep)
	for n := 0; ; n++ {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n > MaxRows {
			err = measure.ErrTooLarge
		}
		if err != nil {
			return fmt.Errorf("reading a table: %w", err)
		}
		if n > 0 || !g.Heads {
			x.row(row)
		}
	}
}

func newReading(g Guess, place *time.Location, from measure.Source, in *measure.Intake) *reading {
	x := &reading{g: g, place: place, date: -1, clock: -1, end: -1, second: -1, name: -1, unit: -1}
	for i, c := range g.Columns {
		switch c.Role {
		case Date:
			x.date = i
		case Clock:
			x.clock = i
		case End:
			x.end = i
		case Second:
			x.second = i
		case Name:
			x.name = i
		case Unit:
			x.unit = i
		}
	}
	x.into(in, from)
	return x
}

// into sets where samples go.
func (x *reading) into(in *measure.Intake, from measure.Source) { x.in, x.source = in, in.Source(from) }

type reading struct {
	g                                    Guess
	place                                *time.Location
	in                                   *measure.Intake
	source                               int
	date, clock, end, second, name, unit int
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}

// when reads the moment of a row. A date without a time is the day for what is added up, else
// the middle of the day.
func (x *reading) when(row []string) (t clock.Time, ok bool) {
	t, ok = clock.Parse(cell(row, x.date), x.g.Order)
	if !ok || !t.HasDate() {
		return t, false
	}
	if c := cell(row, x.clock); c != "" {
		h, fine := clock.Parse(c, x.g.Order)
		if !fine || h.HasDate() {
			return t, false
		}
		t.Hour, t.Minute, t.Second, t.Nano, t.Clock = h.Hour, h.Minute, h.Second, h.Nano, true
		if h.Zoned {
			t.Zoned, t.Zone = true, h.Zone
		}
	}
	return t, true
}

func (x *reading) row(row []string) {
	t, ok := x.when(row)
	if !ok {
		x.in.Note(cell(row, x.date), measure.WhyTime, 1)
		return
	}
	for i, c := range x.g.Columns {
		text := cell(row, i)
		if c.Role != Value || text == "" || text == "-" {
			continue
		}
		kind, unit := c.Kind, c.Unit
		if kind == "" {
			w, ok := match(cell(row, x.name))
			if !ok || w.kind == "" {
				x.in.Note(cell(row, x.name), measure.WhyUnknown, 1)
				continue
			}
			kind = w.kind
		}
		form := measure.FormOf(kind)
		v, low, ok := x.number(text, form.Decimals == 0 && form.Shape == measure.Total)
		if !ok {
			x.in.Note(text, measure.WhyNumber, 1)
			continue
		}
		if u := cell(row, x.unit); u != "" {
			unit = spelling(u)
		}
		x.put(row, t, form, unit, v, low)
	}
}

func (x *reading) put(row []string, t clock.Time, form measure.Form, unit string, v, low float64) {
	s := measure.Sample{}
	switch {
	case t.Clock:
		s.Start, s.Zone = t.Moment(x.place)
		s.End = s.Start
	case form.Shape == measure.Total:
		s.Start, s.End, s.Zone = t.Span(x.place)
	default:
		t.Hour = 12
		s.Start, s.Zone = t.Moment(x.place)
		s.End = s.Start
	}
	if e := cell(row, x.end); e != "" && form.Shape != measure.Moment {
		if ms, _, ok := clock.At(e, x.g.Order, x.place); ok && ms > s.Start && ms-s.Start < 8*86_400_000 {
			s.End = ms
		}
	}
	what := string(form.Kind)
	switch form.Kind {
	case "blood-pressure":
		if text := cell(row, x.second); text != "" {
			low, _, _ = x.number(text, false)
		}
		if low <= 0 {
			x.in.Note(what, measure.WhyNumber, 1)
			return
		}
		x.in.Value(what, form.Kind, x.source, s, known(form, unit), v, low)
	case "sleep": // how long, up to the moment or the morning of the day
		u, ok := measure.UnitFor("exercise", unit)
		minutes := v * 60
		if ok && unit != "" {
			minutes = float64(u.Convert(int64(v*measure.Scale))) / measure.Scale
		}
		if minutes <= 0 || minutes > 24*60 {
			x.in.Note(what, measure.WhyUnlikely, 1)
			return
		}
		if !t.Clock {
			t.Hour = 7
			s.Start, s.Zone = t.Moment(x.place)
		}
		s.End = s.Start
		s.Start -= int64(minutes * 60_000)
		x.in.Value(what, form.Kind, x.source, s, "", measure.StageAsleep)
	default:
		if _, _, own := form.Kind.Own(); own { // in the person's own unit, whatever that is
			if value, ok := measure.Scaled(v); ok {
				s.Value = value
				x.in.Add(x.in.Kind(form.Kind), x.source, s)
			}
			return
		}
		x.in.Value(what, form.Kind, x.source, s, known(form, unit), v)
	}
}

// number reads an amount, with the decimal sign that the person said.
func (x *reading) number(s string, whole bool) (v, second float64, ok bool) {
	switch x.g.Decimal {
	case ',':
		return number(strings.ReplaceAll(s, ".", ""), false)
	case '.':
		return number(strings.ReplaceAll(s, ",", ""), false)
	}
	return number(s, whole)
}

// known is a unit as the table of units has it; the kind's own where there is none.
func known(form measure.Form, unit string) string {
	if unit == "" {
		if _, ok := measure.UnitFor(form.Kind, form.Unit); ok {
			return form.Unit
		}
		return ""
	}
	return unit
}

// number reads an amount as people write it: 80,5 or 80.5 kg, 1.234,5, 130/85. Where whole is
// true a point or comma before three digits parts thousands: 10.123 steps.
func number(s string, whole bool) (v, second float64, ok bool) {
	s = strings.TrimSpace(s)
	if a, b, pair := strings.Cut(s, "/"); pair && strings.IndexFunc(b, digit) >= 0 && strings.IndexFunc(a, digit) >= 0 {
		v, _, ok = number(a, whole)
		second, _, fine := number(b, whole)
		return v, second, ok && fine
	}
	end := strings.LastIndexFunc(s, digit) + 1
	if end == 0 || !unitLike(strings.TrimSpace(s[end:])) {
		return 0, 0, false
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "'", "").Replace(s[:end])
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case point >= 0 && comma > point:
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case comma >= 0 && point > comma:
		s = strings.ReplaceAll(s, ",", "")
	case max(point, comma) >= 0 && (whole && len(s)-max(point, comma) == 4 || strings.Count(s, ".")+strings.Count(s, ",") > 1):
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	default:
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, 0, err == nil && !math.IsNaN(v) && math.Abs(v) < 1e12
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// unitLike tells whether what stands after a number may be its unit.
func unitLike(s string) bool {
	if s == "" {
		return true
	}
	_, ok := spellings[strings.ToLower(s)]
	return ok
}
