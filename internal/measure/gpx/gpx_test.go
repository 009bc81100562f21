// SPDX-License-Identifier: EUPL-1.2

package gpx_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/measure/gpx"
)

const walk = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="urn:x"><trk><name>Rondje</name><type>Hiking</type><trkseg>
<trkpt lat="52.0" lon="5.0"><ele>3.5</ele><time>2026-03-01T23:30:00Z</time><extensions><x:TrackPointExtension><x:hr>91</x:hr></x:TrackPointExtension></extensions></trkpt>
<trkpt lat="52.01" lon="5.0"><time>2026-03-01T23:40:00.5Z</time></trkpt>
<trkpt lat="95" lon="5.0"><time>2026-03-01T23:40:00Z</time></trkpt>
</trkseg></trk></gpx>`

func TestImport(t *testing.T) {
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	if err := gpx.Import(strings.NewReader(walk), place, in); err != nil {
		t.Fatal(err)
	}
	e := in.Events()[0]
	if e.Name != "hiking" || e.Zone != 60 || len(e.Track) != 2 || e.Track[0].Up != 350 || e.Track[1].Up != measure.NoHeight || e.End-e.Start != 600_500 {
		t.Errorf("the walk is %+v", e)
	}
	if m := float64(e.Amounts[0].Value) / measure.Scale; math.Abs(m-1111.95) > 0.5 { // a hundredth of a degree of latitude
		t.Errorf("%v metres", m)
	}
	d := in.Daily()
	if len(d) != 1 || d[0].Days[0].Day != measure.DayOf(2026, 3, 2) || d[0].Days[0].Value != 91*measure.Scale {
		t.Errorf("the heart rates are %+v", d)
	}
}

func TestPrefixesAndWhatElseIsNoted(t *testing.T) {
	body := `<?xml version="1.0"?><g:gpx xmlns:g="http://www.topografix.com/GPX/1/1" xmlns:t="x"><g:trk><g:trkseg><g:trkpt lat="52" lon="5"><g:time>2026-03-01T08:00:00Z</g:time>` +
		`<g:extensions><t:power>210</t:power><t:TrackPointExtension><t:hr>120.6</t:hr><t:cad>85</t:cad><t:speed>2.5</t:speed></t:TrackPointExtension></g:extensions></g:trkpt></g:trkseg></g:trk></g:gpx>`
	if !gpx.Is([]byte(body)) || gpx.Is([]byte("<gpxx>")) {
		t.Error("a root with a prefix is a root")
	}
	in := &measure.Intake{}
	if err := gpx.Import(strings.NewReader(body), nil, in); err != nil {
		t.Fatal(err)
	}
	got := map[measure.Kind]int64{}
	for _, d := range in.Daily() {
		got[d.Kind] = d.Days[0].Value
	}
	want := map[measure.Kind]int64{"heart-rate": 121 * measure.Scale, "cadence": 85 * measure.Scale, "speed": 9 * measure.Scale, "power": 210 * measure.Scale}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		err    error
		events int
		odd    int
	}{
		"no GPX":      {"<html><gpx/></html>", gpx.ErrNotGPX, 0, 0},
		"cut off":     {walk[:strings.Index(walk, "<trkpt lat=\"95")], measure.ErrDamaged, 1, 0},
		"a plan":      {`<gpx><rte><rtept lat="52" lon="5"/></rte></gpx>`, nil, 0, 1},
		"places":      {`<gpx><wpt lat="52" lon="5"><time>2026-03-01T00:00:00Z</time></wpt></gpx>`, nil, 0, 0},
		"a beat":      {`<gpx><wpt lat="52" lon="5"><time>2026-03-01T00:00:00Z</time><extensions><hr>90</hr></extensions></wpt></gpx>`, nil, 1, 0},
		"no numbers":  {`<gpx><trk><trkseg><trkpt lat="x" lon="NaN"><time>2026-03-01T00:00:00Z</time></trkpt></trkseg></trk></gpx>`, nil, 0, 1},
		"an entity":   {`<!DOCTYPE gpx [<!ENTITY a "b">]><gpx><trk><name>&a;</name></trk></gpx>`, nil, 0, 1},
		"nothing":     {"", gpx.ErrNotGPX, 0, 0},
		"empty track": {"<gpx><trk/></gpx>", nil, 0, 1},
	} {
		in := &measure.Intake{}
		err := gpx.Import(strings.NewReader(c.body), nil, in)
		if !errors.Is(err, c.err) || len(in.Events()) != c.events || len(in.Odd()) != c.odd {
			t.Errorf("%s: %v, %d events, %v", name, err, len(in.Events()), in.Odd())
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(walk))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := &measure.Intake{}
		_ = gpx.Import(strings.NewReader(string(b)), nil, in)
		in.Daily()
	})
}
