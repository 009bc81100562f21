// SPDX-License-Identifier: EUPL-1.2

package push_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/lists"
	"regie/internal/measure/push"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, l := range d.Sources {
			for _, s := range l.Days {
				out = append(out, fmt.Sprintf("%s %d×%v/%v %v–%v", d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale, float64(s.Min)/measure.Scale, float64(s.Max)/measure.Scale))
			}
		}
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %d %d", e.Name, (e.End-e.Start)/60_000, len(e.Amounts)))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func metric(name, units, data string) string {
	return fmt.Sprintf(`{"data":{"metrics":[{"name":%q,"units":%q,"data":[%s]}]}}`, name, units, data)
}

func TestRead(t *testing.T) {
	const at = `"date":"2026-03-01 08:00:00 +0100"`
	for name, c := range map[string]struct{ doc, want string }{
		"steps":               {metric("step_count", "count", `{`+at+`,"qty":120,"source":"iPhone"},{"date":"2026-03-01 09:00:00 +0100","qty":80.5,"source":"iPhone"}`), "steps 2×200.5/0 0–120"},
		"pressure":            {metric("blood_pressure", "mmHg", `{`+at+`,"systolic":131,"diastolic":84},{`+at+`,"systolic":131}`), "blood-pressure 1×131/84 131–131; !blood_pressure number 1"},
		"heart":               {metric("heart_rate", "count/min", `{`+at+`,"Min":55,"Avg":62.5,"Max":130}`), "heart-rate 1×62.5/0 55–130"},
		"a fraction":          {metric("blood_oxygen_saturation", "%", `{`+at+`,"qty":0.97}`), "oxygen 1×97/0 97–97"},
		"miles":               {metric("walking_running_distance", "mi", `{`+at+`,"qty":1}`), "distance 1×1609.344/0 0–1609.344"},
		"night with stages":   {metric("sleep_analysis", "hr", `{`+at+`,"sleepStart":"2026-02-28 23:00:00 +0100","sleepEnd":"2026-03-01 07:00:00 +0100","core":4,"deep":1.5,"rem":2,"awake":0.5,"asleep":0,"source":"Watch van Anna"}`), "sleep 1×450/30 90–120"},
		"night":               {metric("sleep_analysis", "hr", `{`+at+`,"sleepStart":"2026-02-28 23:00:00 +0100","sleepEnd":"2026-03-01 07:00:00 +0100","asleep":7.5,"inBed":8}`), "sleep 1×450/0 0–0"},
		"unknown":             {metric("toothbrushing", "s", `{`+at+`,"qty":120}`), "other/toothbrushing 1×120/0 120–120"},
		"a unit of no one":    {metric("weight_body_mass", "ells", `{`+at+`,"qty":120}`), "!weight_body_mass unit 1"},
		"no moment":           {metric("weight_body_mass", "kg", `{"date":"gisteren","qty":80},7`), "!weight_body_mass time 1; !weight_body_mass broken 1"},
		"workout":             {`{"data":{"workouts":[{"name":"Buiten wandelen","start":"2026-03-01 08:00:00 +0100","end":"2026-03-01 09:00:00 +0100","distance":{"qty":5,"units":"km"},"activeEnergyBurned":{"qty":836.8,"units":"kJ"}}]}}`, "walking 60 3"},
		"the name comes last": {`{"data":{"metrics":[{"data":[{` + at + `,"qty":80}],"units":"kg","name":"weight_body_mass"}]}}`, "weight 1×80/0 80–80"},
		"nothing":             {`{"data":{"metrics":[]}}`, ""},
	} {
		in := &measure.Intake{}
		if err := push.Read(strings.NewReader(c.doc), nil, in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, told(in), c.want)
		}
		if !push.Is(lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", name)
		}
	}
}

func TestCutOff(t *testing.T) {
	doc := metric("weight_body_mass", "kg", `{"date":"2026-03-01 08:00:00 +0100","qty":80}`)
	in := &measure.Intake{}
	if err := push.Read(strings.NewReader(doc[:len(doc)-3]+`,{"name"`), nil, in); !errors.Is(err, measure.ErrDamaged) {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(metric("heart_rate", "count/min", `{"date":"2026-03-01 08:00:00 +0100","Min":55,"Avg":62.5,"Max":130}`))
	f.Add(metric("sleep_analysis", "hr", `{"sleepStart":"2026-02-28 23:00:00 +0100","sleepEnd":"2026-03-01 07:00:00 +0100","core":4}`))
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = push.Read(strings.NewReader(s), nil, in)
		in.Daily()
	})
}
