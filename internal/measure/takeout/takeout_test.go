// SPDX-License-Identifier: EUPL-1.2

package takeout_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/takeout"
)

func archive(t testing.TB, files map[string]string) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(text))
	}
	_ = w.Close()
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, s := range d.Days {
			out = append(out, fmt.Sprintf("%s %d×%v %v–%v", d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Min)/measure.Scale, float64(s.Max)/measure.Scale))
		}
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

const points = `{"Data Source":"x","Data Points":[{"fitValue":[{"value":{%s}}],"originDataSourceId":"","endTimeNanos":1772352060000000000,"dataTypeName":"com.google.%s","startTimeNanos":1772352000000000000}]}`

func TestReadZip(t *testing.T) {
	steps := fmt.Sprintf(points, `"intVal":40`, "step_count.delta")
	weight := fmt.Sprintf(points, `"fpVal":80.5`, "weight")
	const all = "Takeout/Fit/Alle gegevens/"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"Fitbit", map[string]string{
			"Takeout/Fitbit/Global Export Data/steps-2026-03-01.json":              `[{"dateTime":"03/01/26 08:00:00","value":"12"},{"dateTime":"03/01/26 08:01:00","value":"8"}]`,
			"Takeout/Fitbit/Global Export Data/heart_rate-2026-03-01.json":         `[{"dateTime":"03/01/26 08:00:05","value":{"bpm":71,"confidence":3}}]`,
			"Takeout/Fitbit/Global Export Data/resting_heart_rate-2026-03-01.json": `[{"dateTime":"03/01/26 00:00:00","value":{"date":`,
			"Takeout/archive_browser.html":                                         "<html>",
		}, "!resting_heart_rate-2026-03-01.json broken 1; heart-rate 1×71 71–71; steps 2×20 0–12"},
		{"Google Fit: days go before points", map[string]string{
			"Takeout/Fit/Dagelijkse activiteit/2026-03-01.csv": "Starttijd,Eindtijd,Beweegminuten,Calorieën (kcal),Afstand (m),Gemiddelde hartslag (bpm),Maximale hartslag (bpm),Minimale hartslag (bpm),Aantal stappen\n" +
				"08:00:00.000+01:00,08:15:00.000+01:00,5,30.5,300.25,70.5,90,60,400\n08:15:00.000+01:00,08:30:00.000+01:00,,,,,,,\n",
			all + "derived_com.google.step_count.delta_com.google.android.gms_merge_step_deltas.json": steps,
			all + "raw_com.google.weight_com.google.android.apps.fitness_user_input.json":             weight,
		}, "energy-total 1×30.5 0–30.5; exercise 1×5 0–5; heart-rate 1×70.5 60–90; steps 1×400 0–400; distance 1×300.25 0–300.25; weight 1×80.5 80.5–80.5"},
		{"Fitbit's newer tables", map[string]string{
			"Takeout/Fitbit/Physical Activity_GoogleData/steps_2026-03-01.csv":                  "timestamp,steps,data source\r\n2026-03-01T08:00:00Z,12,Pixel Watch\r\n2026-03-01T08:00:18.096319Z,10,Phone Health Connect\r\n",
			"Takeout/Fitbit/Physical Activity_GoogleData/weight.csv":                            "timestamp,weight grams,data source\n2026-03-01T08:00:00Z,80500,Fitbit App\n2026-03-01T09:00:00Z,,Fitbit App\ngisteren,1,x\n",
			"Takeout/Fitbit/Physical Activity_GoogleData/heart_rate_variability_2026-03-01.csv": "timestamp,root mean square of successive differences milliseconds,standard deviation milliseconds,data source\n2026-03-01T03:00:00Z,41.5,50.25,Pixel Watch\n",
			"Takeout/Fitbit/Physical Activity_GoogleData/live_pace_2026-03-01.csv":              "timestamp,steps,distance millimeters,data source\n2026-03-01T08:00:00Z,999,1,Pixel Watch\n",
		}, "!live_pace unknown 1; !weight time 1; hrv-rmssd 1×41.5 41.5–41.5; hrv-sdnn 1×50.25 50.25–50.25; steps 2×15.016 0–12; weight 1×80.5 80.5–80.5"},
		{"one table for all days", map[string]string{
			"Takeout/Fit/Daily activity metrics/Daily activity metrics.csv": "Date,Move Minutes count,Calories (kcal),Distance (m),Step count\n2026-03-01,30,2000.5,3000,4000\nx,1,1,1,1\n",
		}, "!x time 1; distance 1×3000 0–3000; energy-total 1×2000.5 0–2000.5; exercise 1×30 0–30; steps 1×4000 0–4000"},
		{"points alone, merged ones first", map[string]string{
			all + "derived_com.google.step_count.delta_com.google.android.gms_merge_step_deltas.json": steps,
			all + "raw_com.google.step_count.delta_com.app_x.json":                                    strings.ReplaceAll(steps, "40", "50"),
		}, "steps 1×40 0–40"},
	} {
		z := archive(t, c.files)
		in := &measure.Intake{}
		want := strings.Split(c.want, "; ")
		slices.Sort(want)
		if err := takeout.ReadZip(t.Context(), z, nil, in); err != nil || told(in) != strings.Join(want, "; ") || !takeout.IsZip(z) {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, told(in), strings.Join(want, "; "))
		}
	}
	if takeout.IsZip(archive(t, map[string]string{"a.json": `{"x":1}`, "b.csv": "a,b\n1,2\n"})) {
		t.Error("any archive is taken for one of Google")
	}
}

func FuzzReadZip(f *testing.F) {
	f.Add("2026-03-01.csv", "Start time,End time,Step count\n08:00:00.000+01:00,08:15:00.000+01:00,5\n")
	f.Add("steps-1.json", `[{"dateTime":"03/01/26 08:00:00","value":"12"}]`)
	f.Fuzz(func(t *testing.T, name, text string) {
		in := &measure.Intake{}
		z := archive(t, map[string]string{name: text})
		takeout.IsZip(z)
		_ = takeout.ReadZip(t.Context(), z, nil, in)
		in.Daily()
	})
}
