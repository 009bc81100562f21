// SPDX-License-Identifier: EUPL-1.2

package withings_test

import (
	"fmt"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/lists"
	"regie/internal/measure/withings"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, l := range d.Sources {
			for _, s := range l.Days {
				out = append(out, fmt.Sprintf("%s %d×%v/%v %v", d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale, s.Day))
			}
		}
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %d", e.Name, (e.End-e.Start)/60_000))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func TestReadJSON(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"weight and pressure, the zone last": {`{"status":0,"body":{"measuregrps":[
			{"date":1772319600,"category":1,"measures":[{"value":80250,"type":1,"unit":-3},{"value":21,"type":6,"unit":0}]},
			{"date":1772319600,"category":1,"attrib":2,"measures":[{"value":84,"type":9,"unit":0},{"value":131,"type":10,"unit":0},{"value":66,"type":11,"unit":0}]}],"timezone":"Europe/Amsterdam"}}`,
			"weight 1×80.25/0 20513; body-fat 1×21/0 20513; heart-rate 1×66/0 20513; blood-pressure 1×131/84 20513"},
		"a goal":            {`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":2,"measures":[{"value":70,"type":1,"unit":0}]}]}}`, "!goal unknown 1"},
		"half a pressure":   {`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":1,"measures":[{"value":84,"type":9,"unit":0}]}]}}`, "!type 10 number 1"},
		"skin and arteries": {`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":1,"measures":[{"value":334,"type":73,"unit":-1},{"value":7125,"type":91,"unit":-3}]}]}}`, "skin-temperature 1×33.4/0 20512; pulse-wave 1×7.125/0 20512"},
		"an unknown type":   {`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":1,"measures":[{"value":84,"type":9999,"unit":0}]}]}}`, "!type 9999 unknown 1"},
		"a silly exponent":  {`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":1,"measures":[{"value":84,"type":1,"unit":300}]}]}}`, "!1 number 1"},
		"minutes":           {`{"body":{"series":{"1772352060":{"steps":21,"distance":15,"calories":1,"duration":60},"1772352000":{"steps":9,"duration":60},"1772352120":{"duration":600}}},"status":0}`, "steps 2×30/0 20513; distance 1×15/0 20513; energy-active 1×1/0 20513"},
		"sleep":             {`{"body":{"series":[{"startdate":1772319600,"enddate":1772323200,"state":1},{"startdate":1772323200,"enddate":1772326800,"state":2},{"startdate":1772326800,"enddate":1772327400,"state":0},{"startdate":1,"enddate":2,"state":9}],"model":16},"status":0}`, "sleep 1×120/10 20513; !state unknown 1"},
		"nights":            {`{"body":{"series":[{"timezone":"Europe/Amsterdam","startdate":1772319600,"enddate":1772346600,"data":{"deepsleepduration":6000,"lightsleepduration":12000,"remsleepduration":6000,"wakeupduration":600,"hr_average":60,"hr_min":50,"hr_max":80}}]},"status":0}`, "sleep 1×400/10 20513; heart-rate 1×60/0 20513"},
		"days":              {`{"body":{"activities":[{"date":"2026-03-29","timezone":"Europe/Amsterdam","steps":6523,"distance":4600,"calories":408.52,"elevation":18.2}]},"status":0}`, "steps 1×6523/0 20541; distance 1×4600/0 20541; energy-active 1×408.52/0 20541"},
		"no moment":         {`{"body":{"activities":[{"steps":6523}]},"status":0}`, "!activities time 1"},
		"nothing":           {`{"body":{"measuregrps":[]},"status":0}`, ""},
		"an error":          {`{"status":401,"body":{}}`, ""},
	} {
		in := &measure.Intake{}
		if err := withings.ReadJSON(strings.NewReader(c.doc), nil, in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, told(in), c.want)
		}
		if !withings.Is(lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", name)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add(`{"status":0,"body":{"measuregrps":[{"date":1772319600,"category":1,"measures":[{"value":80250,"type":1,"unit":-3}]}]}}`)
	f.Add(`{"body":{"series":{"1772352060":{"steps":21,"duration":60}}}}`)
	f.Add(`{"body":{"series":[{"startdate":1,"enddate":2,"data":{"deepsleepduration":6000}}]}}`)
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = withings.ReadJSON(strings.NewReader(s), nil, in)
		in.Daily()
	})
}
