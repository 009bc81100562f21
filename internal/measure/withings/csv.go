// SPDX-License-Identifier: EUPL-1.2

package withings

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/csv"
	"regie/internal/measure/lists"
	"regie/internal/measure/table"
	"regie/internal/measure/unpack"
)

// names are files of "download your data" that say by their name what they hold.
var names = map[string]struct {
	kind measure.Kind
	unit string
}{
	"aggregates_steps": {"steps", "count"}, "aggregates_distance": {"distance", "m"}, "aggregates_calories_earned": {"energy-active", "kcal"}, "aggregates_calories_passive": {"energy-basal", "kcal"},
	"raw_tracker_steps": {"steps", "count"}, "raw_tracker_distance": {"distance", "m"}, "raw_tracker_calories-earned": {"energy-active", "kcal"},
	"raw_tracker_hr": {"heart-rate", "bpm"}, "raw_hr_hr": {"heart-rate", "bpm"}, "raw_bed_hr": {"heart-rate", "bpm"}, "raw_spo2_auto_spo2": {"oxygen", "%"},
	"raw_tracker_sleep-state": {"sleep", ""}, "raw_bed_sleep-state": {"sleep", ""},
}

// tables are files with a heading above each column.
var tables = []string{"weight", "bp", "height", "body_temperature", "sleep"}

func base(name string) string { return strings.TrimSuffix(strings.ToLower(path.Base(name)), ".csv") }

// IsZip tells whether an archive is "download your data".
func IsZip(z *zip.Reader) bool {
	n := 0
	for _, f := range z.File {
		if _, known := names[base(f.Name)]; known || slices.Contains(tables, base(f.Name)) && strings.EqualFold(path.Ext(f.Name), ".csv") {
			n++
		}
	}
	return n >= 2
}

// IsTable tells whether a file of this name that begins like this is one of its tables.
func IsTable(name string, head []byte) bool {
	s := string(head[:min(len(head), 200)])
	_, known := names[base(name)]
	return known && (strings.HasPrefix(s, "date,value") || strings.HasPrefix(s, "start,duration,value")) || strings.HasPrefix(s, `from,to,"light (s)"`)
}

// ReadZip reads an archive. A table that cannot be read costs only itself.
func ReadZip(ctx context.Context, z *zip.Reader, place *time.Location, in *measure.Intake) error {
	a, err := unpack.New(z, ".csv")
	if err != nil {
		return err
	}
	for _, f := range a.Files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		head := a.Head(f, 8<<10)
		r, err := a.Open(f)
		if err == nil {
			err = ReadTable(f.Name, head, r, place, in)
			r.Close()
		}
		if errors.Is(err, measure.ErrTooLarge) {
			return err
		}
		if err != nil {
			in.Note(path.Base(f.Name), measure.WhyBroken, 1)
		}
	}
	return nil
}

// ReadTable reads one table; head is its beginning.
func ReadTable(name string, head []byte, r io.Reader, place *time.Location, in *measure.Intake) error {
	n := base(name)
	if k, known := names[n]; known {
		return readSeries(n, k.kind, k.unit, r, place, in)
	}
	if n == "sleep" || strings.HasPrefix(string(head), `from,to,"light (s)"`) {
		return readNights(r, place, in)
	}
	if !slices.Contains(tables, n) {
		in.Note(path.Base(name), measure.WhyUnknown, 1)
		return nil
	}
	g, ok := csv.Look(head)
	if !ok || !g.Ready() {
		return nil // a heading without rows
	}
	return csv.Read(r, g, place, measure.Source{Name: "Withings", Class: measure.ClassCuff}, in)
}

// readSeries reads date,value and start,duration,value; the last two may be lists: [60,60].
func readSeries(name string, k measure.Kind, unit string, r io.Reader, place *time.Location, in *measure.Intake) error {
	t := table.NewReader(r, ',')
	source := tracker
	if strings.HasPrefix(name, "aggregates") {
		source = dayTotals
	}
	for n := 0; ; n++ {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a table: %w", err)
		}
		if n == 0 || len(row) < 2 {
			continue
		}
		w, ok := clock.Parse(row[0], clock.DayFirst)
		if !ok || !w.HasDate() {
			in.Note(name, measure.WhyTime, 1)
			continue
		}
		if len(row) == 2 {
			start, end, zone := w.Span(place)
			if v, err := strconv.ParseFloat(row[1], 64); err == nil {
				in.Value(name, k, in.Source(source), measure.Sample{Start: start, End: end, Zone: zone}, unit, v)
			} else {
				in.Note(name, measure.WhyNumber, 1)
			}
			continue
		}
		at, zone := w.Moment(place)
		var lengths, values []float64
		if !lists.Into(lists.Value(row[1]), &lengths) || !lists.Into(lists.Value(row[2]), &values) || len(lengths) != len(values) {
			in.Note(name, measure.WhyNumber, 1)
			continue
		}
		for i, v := range values {
			s := measure.Sample{Start: at, End: at, Zone: zone}
			at += int64(min(max(lengths[i], 0), 86_400) * 1000)
			if measure.FormOf(k).Shape != measure.Moment {
				s.End = at
			}
			if k == "sleep" {
				stage, known := stages[int(v)]
				if !known {
					in.Note(name, measure.WhyUnknown, 1)
					continue
				}
				v = stage
			}
			in.Value(name, k, in.Source(source), s, unit, v)
		}
	}
}

// readNights reads from, to and the seconds of each stage.
func readNights(r io.Reader, place *time.Location, in *measure.Intake) error {
	t := table.NewReader(r, ',')
	columns := map[string]int{}
	for n := 0; ; n++ {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a table: %w", err)
		}
		if n == 0 {
			for i, h := range row {
				columns[strings.ToLower(h)] = i
			}
			continue
		}
		number := func(h string) float64 {
			if i, ok := columns[h]; ok && i < len(row) {
				v, _ := strconv.ParseFloat(row[i], 64)
				return v
			}
			return 0
		}
		if len(row) < 2 {
			continue
		}
		from, zone, ok := clock.At(row[0], clock.DayFirst, place)
		to, _, ok2 := clock.At(row[1], clock.DayFirst, place)
		if !ok || !ok2 || to <= from || to-from > 3*86_400_000 {
			in.Note("sleep", measure.WhyTime, 1)
			continue
		}
		layNight(in, in.Source(tracker), measure.Sample{Start: from, End: to, Zone: zone}, number("deep (s)"), number("light (s)"), number("rem (s)"), number("awake (s)"))
	}
}
