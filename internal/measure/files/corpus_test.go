// SPDX-License-Identifier: EUPL-1.2

package files_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// The figures are those of a plain script that reads the same files in another language.
var expected = []struct {
	path, format string
	kind         measure.Kind // "" for the first workout
	count        int          // of samples; of places for a workout
	value        string       // total or mean of all days; the distance of a workout
}{
	{"gpx/gpxpy--cerknicko-jezero.gpx", "gpx", "", 173, "1912.4"},
	{"gpx/gpxpy--track_with_speed.gpx", "gpx", "", 3, "18.6"},
	{"tcx/python-tcxparser--test.tcx", "tcx", "heart-rate", 383, "156.7"},
	{"tcx/python-tcxparser--test.tcx", "tcx", "distance", 1, "4689.2"},
	{"tcx/python-tcxparser--sup_activity_1.tcx", "tcx", "heart-rate", 111, "88.1"},
	{"tcx/python-tcxparser--sup_activity_1.tcx", "tcx", "", 111, "1157.5"},
	{"fit/python-fitparse--garmin-fenix-5-run.fit", "fit", "heart-rate", 21, "85.0"},
	{"fit/python-fitparse--garmin-fenix-5-run.fit", "fit", "", 21, "157.6"},
	{"fit/python-fitparse--garmin-fenix-5-walk.fit", "fit", "", 17, "67.8"},
	{"fit/python-fitparse--developer-types-sample.fit", "fit", "power", 3424, "218.7"},
	{"fit/python-fitparse--sample-activity.fit", "fit", "distance-cycling", 1, "88797.2"},
	{"fit/python-fitparse--compressed-speed-distance.fit", "fit", "heart-rate", 754, "170.5"},
	{"apple-health/export.zip", "apple", "heart-rate", 1, "72.0"},
	{"vendor-api-json/fitbit/shimmer--fitbit-body-log-weight.json", "fitbit", "weight", 4, "57.0"},
	{"vendor-api-json/fitbit/shimmer--fitbit-sleep-date.json", "fitbit", "sleep", 8, "175.0"},
	{"vendor-api-json/googlefit/shimmer--googlefit-merge-step-deltas.json", "google-fit", "steps", 4, "4347.0"},
	{"vendor-api-json/googlefit/shimmer--googlefit-merge-heart-rate.json", "google-fit", "heart-rate", 2, "56.0"},
	{"vendor-api-json/ihealth/shimmer--ihealth-bp-no-heart-rate.json", "ihealth", "blood-pressure", 1, "130.0"},
	{"vendor-api-json/withings/shimmer--withings-intraday-activity.json", "withings", "steps", 4, "162.0"},
	{"vendor-api-json/withings/shimmer--withings-sleep-summary.json", "withings", "sleep", 5, "681.0"},
}

func TestCorpus(t *testing.T) {
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = "../../../../shared"
	}
	root = filepath.Join(root, "corpus", "wearables")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus of wearables is not there")
	}
	for _, c := range expected {
		b, err := os.Open(filepath.Join(root, c.path))
		if err != nil {
			t.Error(err)
			continue
		}
		info, _ := b.Stat()
		in := &measure.Intake{}
		key, err := files.Read(t.Context(), &files.File{Name: c.path, ReaderAt: b, Size: info.Size()}, in)
		b.Close()
		if count, value := figures(in, c.kind); err != nil || key != c.format || count != c.count || value != c.value {
			t.Errorf("%s %s: %s %d %s (%v), want %d %s", c.path, c.kind, key, count, value, err, c.count, c.value)
		}
	}
}

func figures(in *measure.Intake, kind measure.Kind) (count int, value string) {
	if kind == "" {
		e := in.Events()[0]
		for _, a := range e.Amounts {
			if a.What == measure.WhatTotal && (a.Kind == "distance" || a.Kind == "distance-cycling") {
				value = fmt.Sprintf("%.1f", float64(a.Value)/measure.Scale)
			}
		}
		return len(e.Track), value
	}
	for _, d := range in.Daily() {
		if d.Kind != kind {
			continue
		}
		var sum int64
		n := 0
		for _, s := range d.Days {
			sum, n = sum+s.Value, n+s.N
		}
		for _, l := range d.Sources {
			count += l.Read
		}
		if measure.FormOf(kind).Shape != measure.Moment {
			n = 1
		}
		value = fmt.Sprintf("%.1f", float64(sum)/float64(max(n, 1))/measure.Scale)
	}
	return count, value
}
