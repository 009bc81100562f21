// SPDX-License-Identifier: EUPL-1.2

// Package takeout reads archives of Google Takeout: files of Fitbit ("Global Export Data") and of
// Google Fit. Folders have names in the language of the person, so that files are known by their
// own names and by what is in them.
package takeout

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/fitbit"
	"regie/internal/measure/googlefit"
	"regie/internal/measure/lists"
	"regie/internal/measure/table"
	"regie/internal/measure/unpack"
)

const headSize = 4 << 10

// IsZip tells whether an archive has such files.
func IsZip(z *zip.Reader) bool {
	a, err := unpack.New(z, ".json", ".csv")
	if err != nil {
		return false
	}
	looked := 0
	for _, f := range a.Files {
		if looked++; looked > 200 {
			return false
		}
		if sort(f, a.Head(f, headSize)) != other {
			return true
		}
	}
	return false
}

type kindOfFile int

const (
	other kindOfFile = iota
	fitbitExport
	fitPoints
	fitDay  // one day, in quarters of an hour
	fitDays // a row for each day
	googleData
)

func sort(f *zip.File, head []byte) kindOfFile {
	if strings.EqualFold(path.Ext(f.Name), ".csv") {
		if isGoogleData(head) {
			return googleData
		}
		return sortCSV(f.Name, head)
	}
	shape := lists.ShapeOf(head)
	switch {
	case googlefit.Is(shape):
		return fitPoints
	case fitbit.IsExport(f.Name, shape):
		return fitbitExport
	}
	return other
}

// sortCSV knows a day of Google Fit by its name, which is a date, and by its times. The headings
// are in the language of the person.
func sortCSV(name string, head []byte) kindOfFile {
	heads, rows := columns(head)
	if len(heads) == 0 {
		return other
	}
	_, day := date(name)
	t, ok := clock.Parse(rows, clock.DayFirst)
	switch {
	case heads["steps"] == 0 && heads["distance"] == 0:
		return other
	case day && ok && !t.HasDate():
		return fitDay
	case ok && t.HasDate() && !day:
		return fitDays
	}
	return other
}

func date(name string) (clock.Time, bool) {
	t, ok := clock.Parse(strings.TrimSuffix(path.Base(name), path.Ext(name)), clock.DayFirst)
	return t, ok && t.HasDate()
}

// headings are parts of headings, in English and Dutch, of the columns that are read.
var headings = []struct{ word, column string }{
	{"step count", "steps"}, {"aantal stappen", "steps"}, {"stappentelling", "steps"}, {"calories (kcal)", "energy"}, {"calorieën (kcal)", "energy"}, {"distance (m)", "distance"}, {"afstand (m)", "distance"},
	{"move minutes", "minutes"}, {"actieve minuten", "minutes"}, {"beweegminuten", "minutes"}, {"average heart rate", "heart"}, {"gemiddelde hartslag", "heart"}, {"max heart rate", "high"}, {"maximale hartslag", "high"}, {"max. hartslag", "high"},
	{"min heart rate", "low"}, {"minimale hartslag", "low"}, {"min. hartslag", "low"}, {"average weight", "weight"}, {"gemiddeld gewicht", "weight"},
}

// columns returns the place of each known column, and the first cell of the first row.
func columns(head []byte) (map[string]int, string) {
	if !table.Text(head) {
		return nil, ""
	}
	t := table.NewReader(strings.NewReader(string(head)), ',')
	heads, err := t.Row()
	if err != nil {
		return nil, ""
	}
	out := map[string]int{}
	for i, h := range heads {
		for _, k := range headings {
			if strings.Contains(strings.ToLower(h), k.word) && i > 0 {
				out[k.column] = i
				break
			}
		}
	}
	row, err := t.Row()
	if err != nil || len(row) == 0 {
		return out, ""
	}
	return out, row[0]
}

// ReadZip reads an archive. A file that cannot be read costs only itself. What Google Fit adds up
// is taken from its tables of days where they are there, which are merged already; the points
// give the rest. place is where the person was.
func ReadZip(ctx context.Context, z *zip.Reader, place *time.Location, in *measure.Intake) error {
	a, err := unpack.New(z, ".json", ".csv")
	if err != nil {
		return err
	}
	sorts := make([]kindOfFile, len(a.Files))
	merged := map[string]bool{} // types of data of which there is a merged stream
	days := false
	for i, f := range a.Files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		sorts[i] = sort(f, a.Head(f, headSize))
		days = days || sorts[i] == fitDay
		if t := stream(f.Name); t != "" && strings.Contains(f.Name, "merge_") {
			merged[t] = true
		}
	}
	hasDays := days || slices.Contains(sorts, fitDays)
	o := googlefit.Options{Place: place, NoActivities: true, Kind: func(k measure.Kind) bool {
		return !hasDays || measure.FormOf(k).Shape != measure.Total
	}}
	for i, f := range a.Files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t := stream(f.Name)
		if sorts[i] == other || sorts[i] == fitDays && days || sorts[i] == fitPoints && merged[t] && !strings.Contains(f.Name, "merge_") {
			continue
		}
		r, err := a.Open(f)
		if err == nil {
			switch sorts[i] {
			case fitbitExport:
				err = fitbit.ReadExport(f.Name, r, place, in)
			case googleData:
				err = readGoogleData(f.Name, r, place, in)
			case fitPoints:
				err = googlefit.Read(r, o, in)
			default:
				err = readDays(f.Name, r, place, in)
			}
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

// stream returns the type of data that a file of points is of, by its name:
// derived_com.google.step_count.delta_com.google.android.gms_merge.json.
func stream(name string) string {
	_, rest, ok := strings.Cut(path.Base(name), "_com.google.")
	if !ok {
		return ""
	}
	t, _, _ := strings.Cut(rest, "_com.")
	return t
}

func readDays(name string, r io.Reader, place *time.Location, in *measure.Intake) error {
	t := table.NewReader(r, ',')
	heads, err := t.Row()
	if err != nil {
		return err
	}
	var cols map[string]int
	cols, _ = columns([]byte(quoted(heads)))
	day, ofDay := date(name)
	source := in.Source(measure.Source{Name: "Google Fit", App: "day", Class: measure.ClassPhone})
	for {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		from, ok := clock.Parse(row[0], clock.DayFirst)
		var s measure.Sample
		switch {
		case ok && !ofDay && from.HasDate():
			s.Start, s.End, s.Zone = from.Span(place)
		case ok && ofDay && !from.HasDate():
			from.Year, from.Month, from.Day = day.Year, day.Month, day.Day
			s.Start, s.Zone = from.Moment(place)
			s.End = s.Start + 15*60_000
		default:
			in.Note(row[0], measure.WhyTime, 1)
			continue
		}
		number := func(c string) float64 {
			i, ok := cols[c]
			if !ok || i >= len(row) {
				return 0
			}
			v, _ := strconv.ParseFloat(row[i], 64)
			return v
		}
		for _, k := range []struct {
			column string
			kind   measure.Kind
			unit   string
		}{{"steps", "steps", "count"}, {"distance", "distance", "m"}, {"energy", "energy-total", "kcal"}, {"minutes", "exercise", "min"}} {
			if v := number(k.column); v > 0 {
				in.Value(k.column, k.kind, source, s, k.unit, v)
			}
		}
		s.End = s.Start
		if v := number("heart"); v > 0 {
			in.Range("heart", "heart-rate", source, s, "bpm", number("low"), v, number("high"))
		}
		if v := number("weight"); v > 0 {
			in.Value("weight", "weight", source, s, "kg", v)
		}
	}
}

func quoted(row []string) string {
	var b strings.Builder
	for i, c := range row {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
	}
	return b.String()
}
