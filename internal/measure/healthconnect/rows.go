// SPDX-License-Identifier: EUPL-1.2

package healthconnect

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"regie/internal/measure"
)

const (
	nights    = "sleep_session_record_table"
	stretches = "sleep_stages_table"
	sessions  = "exercise_session_record_table"
	meal      = "nutrition_record_table"
)

// all reads all tables. A table that cannot be read costs only itself.
func (x *reading) all() error {
	x.exported()
	try := func(name string, read func() error) error {
		if err := read(); err != nil {
			if x.ctx.Err() != nil {
				return x.ctx.Err()
			}
			x.in.Note(name, measure.WhyBroken, 1)
		}
		return nil
	}
	done := map[string]bool{}
	for _, step := range []struct {
		of   []table
		read func(table) error
	}{{instants, x.instant}, {intervals, x.interval}, {series, x.series}} {
		for _, t := range step.of {
			if !x.settle(&t) {
				continue
			}
			done[t.name], done[t.child] = true, true
			if err := try(t.name, func() error { return step.read(t) }); err != nil {
				return err
			}
		}
	}
	for _, t := range []struct {
		name string
		read func() error
	}{{nights, x.sleep}, {sessions, x.exercise}, {meal, x.nutrition}} {
		if x.columns[t.name]["start_time"] && x.columns[t.name]["end_time"] {
			done[t.name] = true
			if err := try(t.name, t.read); err != nil {
				return err
			}
		}
	}
	return x.rest(done)
}

// rest names tables of records that nobody read, so that nothing goes by unnoticed.
func (x *reading) rest(done map[string]bool) error {
	var names []string
	for name, c := range x.columns {
		if !done[name] && (c["uuid"] || strings.HasSuffix(name, "_record_table")) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		_ = x.each(`SELECT COUNT(*) FROM "`+strings.ReplaceAll(name, `"`, `""`)+`"`, func(s *sql.Rows) error {
			var n int
			if err := s.Scan(&n); err == nil && n > 0 {
				x.in.Note(name, measure.WhyUnknown, n)
			}
			return nil
		})
		if x.ctx.Err() != nil {
			return x.ctx.Err()
		}
	}
	return nil
}

// exported notes up to when the export tells everything: an export is whole, so that what an app
// corrected or deleted since an earlier one is taken over.
func (x *reading) exported() {
	for _, list := range [][]table{instants, intervals, series} {
		for _, t := range list {
			if !x.columns[t.name]["last_modified_time"] {
				continue
			}
			_ = x.each("SELECT CAST(MAX(last_modified_time) AS INTEGER) FROM "+t.name, func(s *sql.Rows) error {
				var at sql.NullInt64
				if err := s.Scan(&at); err != nil {
					return err
				}
				x.in.Exported = max(x.in.Exported, at.Int64)
				return nil
			})
		}
	}
}

// settle chooses the spelling of the value, and tells whether the table can be read.
func (x *reading) settle(t *table) bool {
	c := x.columns[t.name]
	if c == nil {
		return false
	}
	if t.child != "" {
		k := x.columns[t.child]
		return c["row_id"] && k["parent_key"] && k["epoch_millis"] && k[t.value]
	}
	if t.value == "" {
		return c["start_time"] && c["end_time"]
	}
	for _, v := range strings.Split(t.value, "|") {
		if c[v] {
			t.value = v
			return (c["time"] || c["start_time"] && c["end_time"]) && (t.second == "" || c[t.second])
		}
	}
	return false
}

// row is what all records have.
type row struct {
	from, to, zone, day, app, dev, extra sql.NullInt64
	v, w                                 sql.NullFloat64
}

func (r *row) into() []any {
	return []any{&r.from, &r.to, &r.zone, &r.day, &r.app, &r.dev, &r.extra, &r.v, &r.w}
}

func (r *row) offset() int16 { return zone(r.zone, r.day, r.from.Int64) }

// parent gives a child the zone of its parent, whose beginning is in w: the day that the parent
// tells is that of its beginning.
func (r *row) parent() {
	r.zone.Int64, r.zone.Valid = int64(zone(r.zone, r.day, int64(r.w.Float64)))*60, true
	r.w = sql.NullFloat64{}
}

// query selects rows of a table p, or of c whose parents are p. Columns that the table does not have
// are NULL. A record that is there twice under one uuid is what its last row says.
func (x *reading) query(name, from, to, zone, extra, v, w, source string) string {
	if source == "" {
		source = name + " p"
		if c := x.columns[name]; c["uuid"] && c["row_id"] && x.twice(name) {
			source = fmt.Sprintf("%s o JOIN (SELECT COALESCE(uuid, row_id) AS u, MAX(row_id) AS id FROM %s GROUP BY 1) m ON m.u = COALESCE(o.uuid, o.row_id) JOIN %s p ON p.row_id = m.id", name, name, name)
		}
	}
	whole := func(e string) string { return "CAST(" + e + " AS INTEGER)" }
	return fmt.Sprintf("SELECT %s, %s, %s, %s, %s, %s, %s, CAST(%s AS REAL), CAST(%s AS REAL) FROM %s", whole(from), whole(to), whole(x.optional(name, zone)), whole(x.optional(name, "local_date")),
		whole(x.optional(name, "app_info_id")), whole(x.optional(name, "device_info_id")), whole(x.optional(name, extra)), v, w, source)
}

// twice tells whether two rows of a table have one uuid.
func (x *reading) twice(name string) (yes bool) {
	_ = x.each("SELECT COUNT(uuid) > COUNT(DISTINCT uuid) FROM "+name, func(s *sql.Rows) error { return s.Scan(&yes) })
	return yes
}

// optional is a column of table p, or NULL where the table has none.
func (x *reading) optional(table, column string) string {
	if x.columns[table][column] {
		return "p." + column
	}
	return "NULL"
}

func (x *reading) rowsOf(query string, do func(r *row)) error {
	return x.each(query, func(s *sql.Rows) error {
		var r row
		if err := s.Scan(r.into()...); err != nil {
			return err
		}
		do(&r)
		return nil
	})
}

// give adds what a row says.
func (x *reading) give(name string, t table, r *row, second bool) {
	out, ok := sample(r.from.Int64, r.to.Int64, r.offset(), r.v.Float64, r.w.Float64, t.factor)
	switch {
	case !r.from.Valid || r.from.Int64 <= 0:
		x.in.Note(name, measure.WhyTime, 1)
		return
	case !ok || !r.v.Valid || second && !r.w.Valid:
		x.in.Note(name, measure.WhyNumber, 1)
		return
	}
	switch {
	case t.kind == "glucose":
		out.Mark = meals[r.extra.Int64]
	case r.extra.Int64 == 3: // RECORDING_METHOD_MANUAL_ENTRY
		out.Mark = measure.MarkByHand
	}
	x.in.Add(x.in.Kind(t.kind), x.source(r.app, r.dev), out)
}

func (x *reading) instant(t table) error {
	second, extra := "NULL", "recording_method"
	if t.second != "" {
		second = "p." + t.second
	}
	if t.kind == "glucose" {
		extra = "relation_to_meal"
	}
	at, zone := "p.time", "zone_offset"
	if !x.columns[t.name]["time"] {
		at, zone = "p.start_time", "start_zone_offset"
	}
	return x.rowsOf(x.query(t.name, at, at, zone, extra, "p."+t.value, second, ""), func(r *row) { x.give(t.name, t, r, t.second != "") })
}

func (x *reading) interval(t table) error {
	value := "(p.end_time - p.start_time) / 60000.0"
	if t.value != "" {
		value = "p." + t.value
	}
	from, to, zone := "p.start_time", "p.end_time", "start_zone_offset"
	if !x.columns[t.name]["start_time"] {
		from, to, zone = "p.time", "p.time", "zone_offset"
	}
	return x.rowsOf(x.query(t.name, from, to, zone, "recording_method", value, "NULL", ""), func(r *row) { x.give(t.name, t, r, false) })
}

func (x *reading) series(t table) error {
	join := t.child + " c JOIN " + t.name + " p ON p.row_id = c.parent_key"
	q := x.query(t.name, "c.epoch_millis", "c.epoch_millis", "start_zone_offset", "", "c."+t.value, x.optional(t.name, "start_time"), join)
	return x.rowsOf(q, func(r *row) {
		r.parent()
		x.give(t.child, t, r, false)
	})
}

func (x *reading) nutrition() error {
	for _, t := range nutrients {
		if !x.columns[meal][t.value] {
			continue
		}
		q := x.query(meal, "p.start_time", "p.end_time", "start_zone_offset", "recording_method", "p."+t.value, "NULL", "")
		if err := x.rowsOf(q, func(r *row) {
			if r.v.Valid && r.v.Float64 > 1e-30 {
				x.give(meal, t, r, false)
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// sleep reads stages, and of a session without any the session itself.
func (x *reading) sleep() error {
	t := table{kind: "sleep", factor: 1}
	c := x.columns[stretches]
	staged := c["parent_key"] && c["stage_start_time"] && c["stage_end_time"] && c["stage_type"]
	q := x.query(nights, "p.start_time", "p.end_time", "start_zone_offset", "", fmt.Sprint(measure.StageAsleep), "NULL", "")
	if staged {
		q += " WHERE p.row_id NOT IN (SELECT parent_key FROM " + stretches + " WHERE parent_key IS NOT NULL)"
	}
	if err := x.rowsOf(q, func(r *row) { x.give(nights, t, r, false) }); err != nil || !staged {
		return err
	}
	q = x.query(nights, "c.stage_start_time", "c.stage_end_time", "start_zone_offset", "", "c.stage_type", "p.start_time", stretches+" c JOIN "+nights+" p ON p.row_id = c.parent_key")
	return x.rowsOf(q, func(r *row) {
		stage, ok := stages[int64(r.v.Float64)]
		if !ok {
			x.in.Note(stretches, measure.WhyUnknown, 1)
			return
		}
		r.v.Float64 = float64(stage)
		r.parent()
		x.give(stretches, t, r, false)
	})
}

func (x *reading) exercise() error {
	return x.rowsOf(x.query(sessions, "p.start_time", "p.end_time", "start_zone_offset", "exercise_type", "NULL", "NULL", ""), func(r *row) {
		e := measure.Event{Kind: measure.EventWorkout, Start: r.from.Int64, End: max(r.from.Int64, r.to.Int64), Zone: r.offset(), Name: exercises[r.extra.Int64]}
		if e.Start <= 0 {
			x.in.Note(sessions, measure.WhyTime, 1)
			return
		}
		if e.Name == "" {
			e.Name = "other"
		}
		e.Source = x.source(r.app, r.dev)
		e.Amounts = []measure.Amount{{Kind: "exercise", What: measure.WhatTotal, Value: (e.End - e.Start) * measure.Scale / 60_000}}
		x.in.Event(e)
	})
}
