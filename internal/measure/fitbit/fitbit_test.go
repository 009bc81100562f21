// SPDX-License-Identifier: EUPL-1.2

package fitbit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/fitbit"
	"regie/internal/measure/lists"
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
		out = append(out, fmt.Sprintf("%s %d %d", e.Name, (e.End-e.Start)/60_000, len(e.Amounts)))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func amsterdam(t testing.TB) *time.Location {
	p, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"weight": {`{"weight":[{"bmi":24.5,"date":"2026-03-01","logId":1,"time":"00:30:00","weight":80.5,"fat":20,"source":"Aria"}]}`, "weight 1×80.5/0 20513; bmi 1×24.5/0 20513; body-fat 1×20/0 20513"},
		"a day with a walk": {`{"activities":[{"logId":1,"name":"Walk","startDate":"2026-03-01","startTime":"09:00","duration":3600000,"distance":3.36,"steps":5000,"calories":128}],
			"summary":{"steps":10007,"caloriesOut":1848,"fairlyActiveMinutes":34,"veryActiveMinutes":3,"restingHeartRate":61,"distances":[{"activity":"tracker","distance":1},{"activity":"total","distance":7.32}]}}`,
			"steps 1×10007/0 20513; distance 1×7320/0 20513; energy-total 1×1848/0 20513; exercise 1×37/0 20513; heart-rate-resting 1×61/0 20513; walking 60 4"},
		"a day without a date": {`{"activities":[],"summary":{"steps":1,"caloriesOut":5}}`, "!summary time 1"},
		"a list of workouts":   {`{"activities":[{"logId":1,"activityName":"Outdoor Bike","startTime":"2026-03-01T09:00:00.000+01:00","duration":60000,"averageHeartRate":120,"distance":1,"distanceUnit":"Kilometer"}]}`, "cycling 1 3"},
		"steps by the minute":  {`{"activities-steps":[{"dateTime":"2026-03-01","value":"3212"}],"activities-steps-intraday":{"dataset":[{"time":"00:00:00","value":7},{"time":"14:28:00","value":52},{"time":"x","value":1}],"datasetInterval":1,"datasetType":"minute"}}`, "steps 1×3212/0 20513; steps 2×59/0 20513; !activities-steps-intraday time 1"},
		"heart":                {`{"activities-heart":[{"dateTime":"2026-03-01","value":{"restingHeartRate":58}}],"activities-heart-intraday":{"dataset":[{"time":"00:00:05","value":64}],"datasetInterval":1,"datasetType":"second"}}`, "heart-rate-resting 1×58/0 20513; heart-rate 1×64/0 20513"},
		"a night with stages": {`{"sleep":[{"dateOfSleep":"2026-03-01","startTime":"2026-02-28T23:00:00.000","endTime":"2026-03-01T01:00:00.000","levels":{"data":[
			{"dateTime":"2026-02-28T23:00:00.000","level":"light","seconds":3600},{"dateTime":"2026-03-01T00:00:00.000","level":"deep","seconds":3600}],
			"shortData":[{"dateTime":"2026-02-28T23:10:00.000","level":"wake","seconds":120}]}}]}`, "sleep 1×118/2 20513"},
		"a night of before":    {`{"sleep":[{"dateOfSleep":"2026-03-01","startTime":"2026-03-01T00:00:00.000","endTime":"2026-03-01T00:03:00.000","minuteData":[{"value":"1"},{"value":"1"},{"value":"2"}]}]}`, "sleep 1×2/1 20513"},
		"a night without more": {`{"sleep":[{"dateOfSleep":"2026-03-01","startTime":"2026-03-01T00:00:00.000","endTime":"2026-03-01T06:00:00.000"}]}`, "sleep 1×360/0 20513"},
		"no nights":            {`{"sleep":[]}`, ""},
	} {
		in := &measure.Intake{}
		if err := fitbit.Read(strings.NewReader(c.doc), amsterdam(t), in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, told(in), c.want)
		}
		if !fitbit.Is(lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", name)
		}
	}
}

func TestReadExport(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"steps-2026-03-01.json", `[{"dateTime":"02/28/26 23:30:00","value":"12"},{"dateTime":"02/28/26 23:31:00","value":"8"}]`, "steps 2×20/0 20513"}, // UTC: after midnight here
		{"heart_rate-2026-03-01.json", `[{"dateTime":"03/01/26 08:00:05","value":{"bpm":71,"confidence":3}}]`, "heart-rate 1×71/0 20513"},
		{"whatever.json", `[{"dateTime":"03/01/26 08:00:05","value":{"bpm":71,"confidence":3}}]`, "heart-rate 1×71/0 20513"},
		{"distance-2026-03-01.json", `[{"dateTime":"03/01/26 08:00:00","value":"7050"}]`, "distance 1×70.5/0 20513"},
		{"resting_heart_rate-2026-03-01.json", `[{"dateTime":"03/01/26 00:00:00","value":{"date":"03/01/26","value":61.5,"error":6}},{"dateTime":"03/02/26 00:00:00","value":{"date":null,"value":0.0,"error":0}}]`, "heart-rate-resting 1×61.5/0 20513"},
		{"weight-2026-03-01.json", `[{"logId":1,"weight":200,"bmi":24.5,"date":"03/01/26","time":"08:00:00","source":"API"}]`, "weight 1×90.7185/0 20513; bmi 1×24.5/0 20513"},
		{"very_active_minutes-2026-03-01.json", `[{"dateTime":"03/01/26 00:00:00","value":"31"}]`, "exercise 1×31/0 20513"},
		{"exercise-0.json", `[{"logId":1,"activityName":"Run","startTime":"03/01/26 08:00:00","duration":1800000,"calories":300}]`, "running 30 2"},
		{"sleep-2026-03-01.json", `[{"logId":1,"dateOfSleep":"2026-03-01","startTime":"2026-03-01T00:00:00.000","endTime":"2026-03-01T06:00:00.000"}]`, "sleep 1×360/0 20513"},
		{"water_logs-2026.json", `[{"date":"2026-03-01","waterAmount":250.0,"measurementUnit":"ml"}]`, "water 1×250/0 20513"},
		{"steps-1.json", `[{"dateTime":"x","value":"1"},{"dateTime":"03/01/26 08:00:00","value":"x"},7]`, "!steps time 1; !steps number 1; !steps broken 1"},
	} {
		in := &measure.Intake{}
		if err := fitbit.ReadExport("Takeout/Fitbit/"+c.name, strings.NewReader(c.doc), amsterdam(t), in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, told(in), c.want)
		}
		if !fitbit.IsExport(c.name, lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", c.name)
		}
	}
}

func TestNotOfFitbit(t *testing.T) {
	for name, doc := range map[string]string{"notes.json": `[{"dateTime":"x"}]`, "list.json": `[1,2]`, "patient.json": `{"resourceType":"Patient","weight":[]}`, "a.json": `{"weight":5,"activities":3}`} {
		if s := lists.ShapeOf([]byte(doc)); fitbit.Is(s) || fitbit.IsExport(name, s) {
			t.Errorf("%s is taken for one of Fitbit", doc)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"weight":[{"bmi":24.5,"date":"2026-03-01","time":"00:30:00","weight":80.5}],"summary":{"steps":1}}`)
	f.Add(`[{"dateTime":"02/28/26 23:30:00","value":"12"}]`)
	f.Add(`{"sleep":[{"startTime":"2026-03-01T00:00:00.000","levels":{"data":[{"dateTime":"2026-02-28T23:00:00.000","level":"light","seconds":3600}],"shortData":[{"dateTime":"2026-02-28T23:10:00.000","level":"wake","seconds":120}]}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = fitbit.Read(strings.NewReader(s), nil, in)
		_ = fitbit.ReadExport("steps-1.json", strings.NewReader(s), nil, in)
		_ = fitbit.ReadExport("weight-1.json", strings.NewReader(s), nil, in)
		in.Daily()
	})
}
