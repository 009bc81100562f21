// SPDX-License-Identifier: EUPL-1.2

package takeout

import (
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
)

// family is what files of one name hold in the newer export of Fitbit ("…_GoogleData"): tables with
// a moment in UTC, a value or more, and the device or app that it comes from.
type family struct {
	column string // its heading begins with this
	kind   measure.Kind
	unit   string
	length int64 // ms that a value lasts; 0 for a moment
}

const minute = 60_000

var families = map[string][]family{
	"steps":                        {{"steps", "steps", "count", minute}},
	"distance":                     {{"distance", "distance", "m", minute}},
	"floors":                       {{"floors", "flights", "count", minute}},
	"heart_rate":                   {{"beats per minute", "heart-rate", "bpm", 0}},
	"resting_heart_rate":           {{"beats per minute", "heart-rate-resting", "bpm", 0}},
	"daily_resting_heart_rate":     {{"beats per minute", "heart-rate-resting", "bpm", 0}},
	"oxygen_saturation":            {{"oxygen saturation", "oxygen", "%", 0}},
	"daily_oxygen_saturation":      {{"average", "oxygen", "%", 0}},
	"heart_rate_variability":       {{"root mean square", "hrv-rmssd", "ms", 0}, {"standard deviation", "hrv-sdnn", "ms", 0}},
	"daily_heart_rate_variability": {{"average heart rate variability", "hrv-rmssd", "ms", 0}},
	"daily_respiratory_rate":       {{"breaths per minute", "respiration", "breaths/min", 0}},
	"respiratory_rate":             {{"breaths per minute", "respiration", "breaths/min", 0}},
	"weight":                       {{"weight grams", "weight", "g", 0}},
	"height":                       {{"height millimeters", "height", "mm", 0}},
	"body_fat":                     {{"body fat", "body-fat", "%", 0}},
	"body_temperature":             {{"temperature", "skin-temperature", "degC", 0}},
	"core_body_temperature":        {{"temperature", "temperature", "degC", 0}},
	"blood_glucose":                {{"blood glucose level millimoles", "glucose", "mmol/L", 0}, {"blood glucose level milligrams", "glucose", "mg/dL", 0}},
	"hydration_log":                {{"volume milliliters", "water", "mL", 0}, {"amount milliliters", "water", "mL", 0}},
	"demographic_vo2max":           {{"demographic vo2max", "vo2max", "ml/kg/min", 0}},
	"daily_vo2_max":                {{"vo2 max", "vo2max", "ml/kg/min", 0}},
}

// isGoogleData tells whether a table is one of that export: it names its source in each row.
func isGoogleData(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	first = bytes.ToLower(first)
	return (bytes.HasPrefix(first, []byte("timestamp,")) || bytes.HasPrefix(first, []byte("start time,"))) && bytes.Contains(first, []byte("data source"))
}

var dated = regexp.MustCompile(`[_ ]\d{4}-\d{2}-\d{2}$`)

// familyOf is the name of a file without its date.
func familyOf(name string) string {
	return dated.ReplaceAllString(strings.TrimSuffix(strings.ToLower(path.Base(name)), ".csv"), "")
}

func readGoogleData(name string, r io.Reader, place *time.Location, in *measure.Intake) error {
	of := families[familyOf(name)]
	t := table.NewReader(r, ',')
	heads, err := t.Row()
	if err != nil {
		return err
	}
	columns, from := make([]int, len(of)), -1
	for i := range columns {
		columns[i] = -1
	}
	for at, h := range heads {
		h = strings.ToLower(h)
		if h == "data source" {
			from = at
		}
		for i, f := range of {
			if columns[i] < 0 && at > 0 && strings.HasPrefix(h, f.column) {
				columns[i] = at
			}
		}
	}
	for n := 0; ; n++ {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(of) == 0 {
			in.Note(familyOf(name), measure.WhyUnknown, 1)
			continue
		}
		at, ok := clock.Parse(row[0], clock.DayFirst)
		if !ok || !at.HasDate() {
			in.Note(familyOf(name), measure.WhyTime, 1)
			continue
		}
		ms, _ := at.Moment(time.UTC)
		source := in.Source(sourceOf(row, from))
		for i, f := range of {
			if columns[i] < 0 || columns[i] >= len(row) || row[columns[i]] == "" {
				continue
			}
			v, err := strconv.ParseFloat(row[columns[i]], 64)
			if err != nil {
				in.Note(familyOf(name), measure.WhyNumber, 1)
				continue
			}
			in.Value(familyOf(name), f.kind, source, measure.Sample{Start: ms, End: ms + f.length, Zone: clock.Zone(ms, place)}, f.unit, v)
		}
	}
}

func sourceOf(row []string, from int) measure.Source {
	s := measure.Source{Name: "Fitbit", App: "Google", Class: measure.ClassWatch}
	if from >= 0 && from < len(row) && row[from] != "" {
		s.Name = row[from]
	}
	switch low := strings.ToLower(s.Name); {
	case strings.Contains(low, "phone") || strings.Contains(low, "mobiletrack"):
		s.Class = measure.ClassPhone
	case strings.Contains(low, "app") || strings.Contains(low, "health kit") || strings.Contains(low, "health connect") || strings.Contains(low, "web"):
		s.Class = measure.ClassApp
	}
	return s
}
