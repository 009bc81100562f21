// SPDX-License-Identifier: EUPL-1.2

package samsung

import (
	"archive/zip"
	"path"
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/lists"
	"regie/internal/measure/unpack"
)

// bins are the files beside the tables, "jsons/…/<uuid>.binning_data.json", by their own names: what
// a watch measured by the minute, where the row of the table has the mean of the hour.
type bins struct {
	archive *unpack.Archive
	files   map[string]*zip.File
}

func binsOf(z *zip.Reader) (*bins, error) {
	a, err := unpack.New(z, ".json")
	if err != nil {
		return nil, err
	}
	b := &bins{a, map[string]*zip.File{}}
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, "binning_data.json") {
			b.files[path.Base(f.Name)] = f
		}
	}
	return b, nil
}

// bin is what one minute has; moments are in ms.
type bin struct {
	Start   int64   `json:"start_time"`
	Heart   float64 `json:"heart_rate"`
	Least   float64 `json:"heart_rate_min"`
	Most    float64 `json:"heart_rate_max"`
	Breaths float64 `json:"respiratory_rate"`
	RMSSD   float64 `json:"rmssd"`
	SDNN    float64 `json:"sdnn"`
	Score   float64 `json:"score"`
	Mean    float64 `json:"mean"`
}

// mostBins bounds one file: a day by the minute.
const mostBins = 4 << 20

// binned reads the minutes of a row, and tells whether there were any that could be used.
func (x *reading) binned() bool {
	name := x.text("binning_data")
	if name == "" {
		name = x.text("binning")
	}
	if x.bins == nil || name == "" {
		return false
	}
	f := x.bins.files[path.Base(name)]
	if f == nil {
		return false
	}
	_, zone, _ := x.at("start_time")
	r, err := x.bins.archive.Open(f)
	if err != nil {
		return false
	}
	defer r.Close()
	n := 0
	err = lists.Walk(r, mostBins, func(p string) bool { return p == "" }, func(_ string, v lists.Value) error {
		var b bin
		if !lists.Into(v, &b) || b.Start <= 0 {
			x.in.Note(x.name, measure.WhyTime, 1)
			return nil
		}
		n++
		s := measure.Sample{Start: b.Start, End: b.Start, Zone: zone}
		source := x.source(measure.ClassWatch)
		switch x.name {
		case "heart_rate":
			if b.Heart > 0 {
				x.in.Range(x.name, "heart-rate", source, s, "bpm", b.Least, b.Heart, b.Most)
			}
		case "respiratory_rate":
			if b.Breaths > 0 {
				x.in.Value(x.name, "respiration", source, s, "breaths/min", b.Breaths)
			}
		case "hrv":
			if b.RMSSD > 0 {
				x.in.Value(x.name, "hrv-rmssd", source, s, "ms", b.RMSSD)
			}
			if b.SDNN > 0 {
				x.in.Value(x.name, "hrv-sdnn", source, s, "ms", b.SDNN)
			}
		case "stress":
			x.in.Value(x.name, "stress", source, s, "", b.Score)
		case "skin_temperature":
			if b.Mean > 0 {
				x.in.Value(x.name, "skin-temperature", source, s, "degC", b.Mean)
			}
		}
		return nil
	})
	if err != nil {
		x.in.Note(x.name, measure.WhyBroken, 1)
	}
	return n > 0
}

// binned makes a reader that prefers the minutes to the row.
func binned(row func(*reading)) func(*reading) {
	return func(x *reading) {
		if !x.binned() && row != nil {
			row(x)
		}
	}
}
