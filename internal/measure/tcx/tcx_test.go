// SPDX-License-Identifier: EUPL-1.2

package tcx_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/tcx"
)

const run = `<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>2026-03-01T08:00:00Z</Id>
<Lap StartTime="2026-03-01T08:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>200.5</DistanceMeters><Calories>10</Calories><AverageHeartRateBpm><Value>120</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>150</Value></MaximumHeartRateBpm>
<Track><Trackpoint><Time>2026-03-01T08:00:00Z</Time><Position><LatitudeDegrees>52.1</LatitudeDegrees><LongitudeDegrees>5.1</LongitudeDegrees></Position><AltitudeMeters>7.5</AltitudeMeters><DistanceMeters>0</DistanceMeters><HeartRateBpm><Value>110</Value></HeartRateBpm></Trackpoint>
<Trackpoint><Time>2026-03-01T08:00:30Z</Time><HeartRateBpm><Value>150</Value></HeartRateBpm></Trackpoint></Track></Lap>
<Lap StartTime="2026-03-01T08:01:00Z"><TotalTimeSeconds>180</TotalTimeSeconds><DistanceMeters>600</DistanceMeters><Calories>30</Calories><AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm></Lap>
<Creator><Name>Horloge</Name><UnitId>1</UnitId><ProductID>2697</ProductID></Creator></Activity></Activities></TrainingCenterDatabase>`

func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		out = append(out, fmt.Sprintf("%s %d=%v", d.Kind, d.Sources[0].Read, float64(d.Days[0].Value)/measure.Scale))
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %ds %d places %d amounts", e.Name, (e.End-e.Start)/1000, len(e.Track), len(e.Amounts)))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("odd %s %d %d", o.What, o.Why, o.N))
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"two laps":      {run, "heart-rate 2=260; distance 1=800.5; energy-active 1=40; exercise 1=4; running 240s 1 places 5 amounts"},
		"cut off":       {run[:strings.Index(run, "<Lap StartTime=\"2026-03-01T08:01")], "heart-rate 2=260; distance 1=200.5; energy-active 1=10; exercise 1=1; running 60s 1 places 5 amounts"},
		"no moment":     {strings.ReplaceAll(run, "2026-03-01T", "gisteren"), "odd Trackpoint 4 2; odd Activity 4 1"},
		"no activities": {"<TrainingCenterDatabase/>", ""},
	} {
		in := &measure.Intake{}
		if err := tcx.Read(strings.NewReader(c.body), nil, in); errors.Is(err, measure.ErrDamaged) != (name == "cut off") {
			t.Errorf("%s: %v", name, err)
		}
		if got := told(in); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
	if err := tcx.Read(strings.NewReader("<gpx/>"), nil, &measure.Intake{}); !errors.Is(err, tcx.ErrNotTCX) {
		t.Errorf("a GPX file: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(run))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := &measure.Intake{}
		_ = tcx.Read(strings.NewReader(string(b)), nil, in)
		in.Daily()
	})
}
