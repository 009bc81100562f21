// SPDX-License-Identifier: EUPL-1.2

package samsung_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/samsung"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, s := range d.Days {
			out = append(out, fmt.Sprintf("%s %d×%v/%v %v", d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale, s.Day))
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

var tables = []struct{ name, text, want string }{
	{"blood_pressure", "com.samsung.shealth.blood_pressure,6310001,2\ncom.samsung.health.blood_pressure.start_time,com.samsung.health.blood_pressure.time_offset,com.samsung.health.blood_pressure.systolic,com.samsung.health.blood_pressure.diastolic,pulse\n" +
		"2026-02-28 23:30:00.000,UTC+0100,131.0,84.0,66,\n2026-03-01 08:00:00.000,UTC+0100,0.0,0.0,0,\n", "blood-pressure 1×131/84 20513; heart-rate 1×66/0 20513; !blood_pressure number 1"},
	{"step_daily_trend", "com.samsung.shealth.step_daily_trend,1,3\nday_time,source_type,count,distance,calorie\n1772323200000,0,3000,2000,90,\n1772323200000,-2,4000,3100.5,120.5,\n2026-03-02 00:00:00.000,-2,10,0,0,\n", "steps 1×4000/0 20513; steps 1×10/0 20514; distance 1×3100.5/0 20513; energy-active 1×120.5/0 20513; !step_daily_trend again 1"},
	{"tracker.heart_rate", "com.samsung.shealth.tracker.heart_rate,1,3\ncom.samsung.health.heart_rate.start_time,com.samsung.health.heart_rate.time_offset,com.samsung.health.heart_rate.heart_rate,com.samsung.health.heart_rate.min,com.samsung.health.heart_rate.max\n2026-03-01 08:00:00.000,UTC+0100,64.0,55.0,90.0,\nx,UTC+0100,64.0,,,\n", "heart-rate 1×64/0 20513; !heart_rate time 1"},
	{"weight", "com.samsung.health.weight,1,3\nstart_time,time_offset,weight,body_fat\n2026-03-01 08:00:00.000,UTC+0100,80.5,0,\n", "weight 1×80.5/0 20513"},
	{"sleep_stage", "com.samsung.health.sleep_stage,1,3\nstart_time,end_time,time_offset,stage\n2026-03-01 00:00:00.000,2026-03-01 01:00:00.000,UTC+0100,40003,\n2026-03-01 01:00:00.000,2026-03-01 01:10:00.000,UTC+0100,40001,\n", "sleep 1×60/10 20513"},
	{"exercise", "com.samsung.shealth.exercise,1,3\ncom.samsung.health.exercise.start_time,com.samsung.health.exercise.end_time,com.samsung.health.exercise.exercise_type,com.samsung.health.exercise.duration,com.samsung.health.exercise.distance\n2026-03-01 08:00:00.000,2026-03-01 08:30:00.000,1002,1800000,5000\n", "running 30 2"},
	{"stress", "com.samsung.shealth.stress,1,3\nstart_time,score\n2026-03-01 08:00:00.000,12\n", "stress 1×12/0 20513"},
	{"mood", "com.samsung.shealth.mood,1,3\nstart_time,mood\n2026-03-01 08:00:00.000,12\n", "!mood unknown 1"},
}

func TestTables(t *testing.T) {
	for _, c := range tables {
		in := &measure.Intake{}
		if err := samsung.Read(strings.NewReader(c.text), in); err != nil || told(in) != c.want || !samsung.Is([]byte(c.text)) {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, told(in), c.want)
		}
	}
}

func TestArchive(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, c := range tables {
		f, _ := w.Create("samsunghealth_anna/com.samsung.shealth." + c.name + ".20260301.csv")
		_, _ = f.Write([]byte(c.text))
	}
	f, _ := w.Create("samsunghealth_anna/com.samsung.health.sleep.20260301.csv")
	_, _ = f.Write([]byte("com.samsung.health.sleep,1,3\nstart_time,end_time,time_offset\n2026-03-01 00:00:00.000,2026-03-01 09:00:00.000,UTC+0100\n"))
	f, _ = w.Create("samsunghealth_anna/com.samsung.broken.csv")
	_, _ = f.Write([]byte("com.samsung.broken,1\n"))
	_ = w.Close()
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || !samsung.IsZip(z) {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	if err := samsung.ReadZip(t.Context(), z, in); err != nil {
		t.Fatal(err)
	}
	if got := told(in); !strings.Contains(got, "sleep 1×60/10 20513;") || !strings.Contains(got, "steps 1×4000/0 20513") || !strings.Contains(got, "!com.samsung.broken.csv broken 1") {
		t.Error(got)
	}
}

// The row of a table has the mean of an hour; what the watch measured by the minute is in a file beside it.
func TestMinutesGoBeforeRows(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"s/com.samsung.shealth.tracker.heart_rate.1.csv": "com.samsung.shealth.tracker.heart_rate,1,3\ncom.samsung.health.heart_rate.start_time,com.samsung.health.heart_rate.time_offset,com.samsung.health.heart_rate.heart_rate,com.samsung.health.heart_rate.binning_data\n" +
			"2026-02-28 23:00:00.000,UTC+0100,64.0,a.binning_data.json,\n2026-03-01 08:00:00.000,UTC+0100,70.0,gone.binning_data.json,\n",
		"s/com.samsung.health.hrv.1.csv":                                       "com.samsung.health.hrv,1,3\nstart_time,time_offset,binning_data\n2026-03-01 00:00:00.000,UTC+0100,h.binning_data.json,\n2026-03-01 00:00:00.000,UTC+0100,,\n",
		"s/jsons/com.samsung.shealth.tracker.heart_rate/a/a.binning_data.json": `[{"heart_rate":50,"heart_rate_max":55,"heart_rate_min":48,"start_time":1772319600000,"end_time":1772319659000},{"heart_rate":60,"start_time":1772319660000},{"heart_rate":60}]`,
		"s/jsons/com.samsung.health.hrv/h/h.binning_data.json":                 `[{"sdnn":60.5,"rmssd":40.25,"start_time":1772323200000}]`,
	} {
		f, _ := w.Create(name)
		_, _ = f.Write([]byte(text))
	}
	_ = w.Close()
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	if err := samsung.ReadZip(t.Context(), z, in); err != nil {
		t.Fatal(err)
	}
	got := strings.Split(told(in), "; ")
	slices.Sort(got)
	want := "!heart_rate time 1; !hrv number 1; heart-rate 3×180/0 20513; hrv-rmssd 1×40.25/0 20513; hrv-sdnn 1×60.5/0 20513"
	if strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range tables {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = samsung.Read(strings.NewReader(s), in)
		in.Daily()
	})
}
