// SPDX-License-Identifier: EUPL-1.2

package healthconnect

import (
	"database/sql"
	"fmt"

	"regie/internal/measure"
)

// all reads all tables. A table that cannot be read costs only itself.
func (x *reading) all() error {
	x.exported()
	for _, step := range []struct {
		of   []table
		read func(table) error
	}{{instants, x.instant}, {intervals, x.interval}, {series, x.series}} {
		for _, t := range step.of {
			if !x.has(t) {
				continue
			}
			if err := step.read(t); err != nil {
				if x.ctx.Err() != nil {
					return x.ctx.Err()
				}
				x.in.Note(t.name, measure.WhyBroken, 1)
			}
		}
	}
	for _, read := range []struct {
		name string
		do   func() error
	}{{"sleep_session_record_table", x.sleep}, {"exercise_session_record_table", x.exercise}} {
		if x.columns[read.name] == nil {
			continue
		}
		if err := read.do(); err != nil {
			if x.ctx.Err() != nil {
				return x.ctx.Err()
			}
			x.in.Note(read.name, measure.WhyBroken, 1)
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
			_ = x.each("SELECT MAX(last_modified_time) FROM "+t.name, func(s *sql.Rows) error {
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

func (x *reading) has(t table) bool {
	c := x.columns[t.name]
	if t.child != "" {
		c = x.columns[t.child]
		return x.columns[t.name] != nil && c["parent_key"] && c["epoch_millis"] && c[t.value]
	}
	return c != nil && c[t.value] && (t.second == "" || c[t.second])
}

// optional is a column of table p, or NULL where the table has none.
func (x *reading) optional(table, column string) string {
	if x.columns[table][column] {
		return "p." + column
	}
	return "NULL"
}

func (x *reading) instant(t table) error {
	second := "0"
	if t.second != "" {
		second = t.second
	}
	kind := -1
	q := fmt.Sprintf("SELECT time, %s, %s, %s, %s, %s, %s FROM %s p", x.optional(t.name, "zone_offset"), x.optional(t.name, "app_info_id"),
		x.optional(t.name, "device_info_id"), x.optional(t.name, "recording_method"), t.value, second, t.name)
	return x.each(q, func(s *sql.Rows) error {
		var at, z, app, dev, method sql.NullInt64
		var v, w sql.NullFloat64
		if err := s.Scan(&at, &z, &app, &dev, &method, &v, &w); err != nil {
			return err
		}
		if !at.Valid || !v.Valid {
			x.in.Note(t.name, measure.WhyTime, 1)
			return nil
		}
		out, ok := sample(at.Int64, at.Int64, zone(z), v.Float64, w.Float64, t.factor)
		if !ok {
			x.in.Note(t.name, measure.WhyNumber, 1)
			return nil
		}
		if method.Int64 == 3 { // RECORDING_METHOD_MANUAL_ENTRY
			out.Mark = measure.MarkByHand
		}
		if kind < 0 {
			kind = x.in.Kind(t.kind)
		}
		x.in.Add(kind, x.source(app, dev), out)
		return nil
	})
}

func (x *reading) interval(t table) error {
	kind := -1
	q := fmt.Sprintf("SELECT start_time, end_time, %s, %s, %s, %s FROM %s p", x.optional(t.name, "start_zone_offset"), x.optional(t.name, "app_info_id"),
		x.optional(t.name, "device_info_id"), t.value, t.name)
	return x.each(q, func(s *sql.Rows) error {
		var from, to, z, app, dev sql.NullInt64
		var v sql.NullFloat64
		if err := s.Scan(&from, &to, &z, &app, &dev, &v); err != nil {
			return err
		}
		out, ok := sample(from.Int64, to.Int64, zone(z), v.Float64, 0, t.factor)
		if !ok || !v.Valid {
			x.in.Note(t.name, measure.WhyNumber, 1)
			return nil
		}
		if kind < 0 {
			kind = x.in.Kind(t.kind)
		}
		x.in.Add(kind, x.source(app, dev), out)
		return nil
	})
}

func (x *reading) series(t table) error {
	kind := -1
	q := fmt.Sprintf("SELECT c.epoch_millis, c.%s, %s, %s, %s FROM %s c JOIN %s p ON p.row_id = c.parent_key", t.value,
		x.optional(t.name, "start_zone_offset"), x.optional(t.name, "app_info_id"), x.optional(t.name, "device_info_id"), t.child, t.name)
	return x.each(q, func(s *sql.Rows) error {
		var at, z, app, dev sql.NullInt64
		var v sql.NullFloat64
		if err := s.Scan(&at, &v, &z, &app, &dev); err != nil {
			return err
		}
		out, ok := sample(at.Int64, at.Int64, zone(z), v.Float64, 0, t.factor)
		if !ok || !v.Valid {
			x.in.Note(t.child, measure.WhyNumber, 1)
			return nil
		}
		if kind < 0 {
			kind = x.in.Kind(t.kind)
		}
		x.in.Add(kind, x.source(app, dev), out)
		return nil
	})
}

// sleep reads stages, and of a session without any the session itself.
func (x *reading) sleep() error {
	const name, child = "sleep_session_record_table", "sleep_stages_table"
	kind := -1
	give := func(from, to, z, app, dev sql.NullInt64, stage int64) {
		out, ok := sample(from.Int64, to.Int64, zone(z), float64(stage), 0, 1)
		if !ok {
			x.in.Note(name, measure.WhyTime, 1)
			return
		}
		if kind < 0 {
			kind = x.in.Kind("sleep")
		}
		x.in.Add(kind, x.source(app, dev), out)
	}
	where := ""
	c := x.columns[child]
	staged := c["parent_key"] && c["stage_start_time"] && c["stage_end_time"] && c["stage_type"]
	if staged {
		where = " WHERE row_id NOT IN (SELECT parent_key FROM " + child + ")"
	}
	cols := fmt.Sprintf("%s, %s, %s", x.optional(name, "start_zone_offset"), x.optional(name, "app_info_id"), x.optional(name, "device_info_id"))
	if err := x.each("SELECT start_time, end_time, "+cols+" FROM "+name+" p"+where, func(s *sql.Rows) error {
		var from, to, z, app, dev sql.NullInt64
		if err := s.Scan(&from, &to, &z, &app, &dev); err != nil {
			return err
		}
		give(from, to, z, app, dev, measure.StageAsleep)
		return nil
	}); err != nil || !staged {
		return err
	}
	return x.each("SELECT c.stage_start_time, c.stage_end_time, c.stage_type, "+cols+" FROM "+child+" c JOIN "+name+" p ON p.row_id = c.parent_key", func(s *sql.Rows) error {
		var from, to, typ, z, app, dev sql.NullInt64
		if err := s.Scan(&from, &to, &typ, &z, &app, &dev); err != nil {
			return err
		}
		stage, ok := stages[typ.Int64]
		if !ok {
			x.in.Note(child, measure.WhyUnknown, 1)
			return nil
		}
		give(from, to, z, app, dev, stage)
		return nil
	})
}

func (x *reading) exercise() error {
	const name = "exercise_session_record_table"
	return x.each(fmt.Sprintf("SELECT start_time, end_time, %s, %s, %s, %s FROM %s p", x.optional(name, "start_zone_offset"), x.optional(name, "app_info_id"),
		x.optional(name, "device_info_id"), x.optional(name, "exercise_type"), name), func(s *sql.Rows) error {
		var from, to, z, app, dev, typ sql.NullInt64
		if err := s.Scan(&from, &to, &z, &app, &dev, &typ); err != nil {
			return err
		}
		e := measure.Event{Kind: measure.EventWorkout, Source: x.source(app, dev), Start: from.Int64, End: max(from.Int64, to.Int64), Zone: zone(z), Name: exercises[typ.Int64]}
		if e.Start <= 0 {
			x.in.Note(name, measure.WhyTime, 1)
			return nil
		}
		if e.Name == "" {
			e.Name = "other"
		}
		e.Amounts = []measure.Amount{{Kind: "exercise", What: measure.WhatTotal, Value: (e.End - e.Start) * measure.Scale / 60_000}}
		x.in.Event(e)
		return nil
	})
}
