// SPDX-License-Identifier: EUPL-1.2

package healthconnect_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/healthconnect"
)

const common = "row_id INTEGER PRIMARY KEY, uuid BLOB, last_modified_time INTEGER, client_record_id TEXT, client_record_version TEXT, device_info_id INTEGER, app_info_id INTEGER, recording_method INTEGER, dedupe_hash BLOB, "

var tables = []string{
	"CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT)",
	"CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT, device_type INTEGER)",
	"CREATE TABLE steps_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER, count INTEGER)",
	"CREATE TABLE blood_pressure_record_table (" + common + "time INTEGER, zone_offset INTEGER, local_date INTEGER, systolic REAL, diastolic REAL, measurement_location INTEGER, body_position INTEGER)",
	"CREATE TABLE weight_record_table (" + common + "time INTEGER, zone_offset INTEGER, local_date INTEGER, weight REAL)",
	"CREATE TABLE total_calories_burned_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER, energy REAL)",
	"CREATE TABLE heart_rate_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER)",
	"CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER)",
	"CREATE TABLE SpeedRecordTable (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER)",
	"CREATE TABLE speed_record_table (parent_key INTEGER, speed REAL, epoch_millis INTEGER)",
	"CREATE TABLE sleep_session_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, local_date INTEGER)",
	"CREATE TABLE sleep_stages_table (row_id INTEGER PRIMARY KEY, parent_key INTEGER, stage_start_time INTEGER, stage_end_time INTEGER, stage_type INTEGER)",
	"CREATE TABLE exercise_session_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, exercise_type INTEGER, title TEXT, has_route INTEGER)",
	"INSERT INTO application_info_table VALUES (1, 'jp.co.omron.healthcare.omron_connect', 'x'), (2, 'com.fitbit.FitbitMobile', NULL)",
	"INSERT INTO device_info_table VALUES (1, 'OMRON', 'M7', 3), (2, 'Fitbit', 'Charge', 1)",
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).UnixMilli()

// export makes the file that a telephone would.
func export(t testing.TB, rows ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "health_connect_export.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range append(append([]string{"BEGIN"}, append(tables, rows...)...), "COMMIT") {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func zipped(t testing.TB, name string, b []byte) *zip.Reader {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		n := 0
		for _, s := range d.Sources {
			n += s.Read
		}
		line := fmt.Sprintf("%s %d", d.Kind, n)
		for _, s := range d.Days {
			_, m, dom := s.Day.Date()
			line += fmt.Sprintf(" %d/%d=%v", dom, m, float64(s.Value)/measure.Scale)
			if d.Kind == "blood-pressure" {
				line += fmt.Sprintf("/%v", float64(s.Second)/measure.Scale)
			}
		}
		out = append(out, line)
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %ds", e.Name, (e.End-e.Start)/1000))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("odd %s %d %d", o.What, o.Why, o.N))
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	row := func(table, cols, values string) string {
		return fmt.Sprintf("INSERT INTO %s (app_info_id, device_info_id, %s) VALUES (1, 1, %s)", table, cols, values)
	}
	for _, c := range []struct {
		name string
		rows []string
		want string
	}{
		{"blood pressure", []string{row("blood_pressure_record_table", "time, zone_offset, systolic, diastolic", fmt.Sprintf("%d, 3600, 128, 79", noon))}, "blood-pressure 1 1/3=128/79"},
		{"grams", []string{row("weight_record_table", "time, zone_offset, weight", fmt.Sprintf("%d, 3600, 79500.0", noon))}, "weight 1 1/3=79.5"},
		{"calories", []string{row("total_calories_burned_record_table", "start_time, end_time, energy", fmt.Sprintf("%d, %d, 749366.0", noon, noon+60_000))}, "energy-total 1 1/3=749.366"},
		{"steps of two apps", []string{
			row("steps_record_table", "start_time, end_time, start_zone_offset, count", fmt.Sprintf("%d, %d, 3600, 1000", noon, noon+600_000)),
			fmt.Sprintf("INSERT INTO steps_record_table (app_info_id, device_info_id, start_time, end_time, start_zone_offset, count) VALUES (2, 2, %d, %d, 3600, 900), (2, 2, %d, %d, 3600, 50)", noon, noon+600_000, noon+1_200_000, noon+1_300_000),
		}, "steps 3 1/3=1050"},
		{"the day is that of the person", []string{row("steps_record_table", "start_time, end_time, start_zone_offset, count", fmt.Sprintf("%d, %d, 46800, 7", noon, noon))}, "steps 1 2/3=7"},
		{"heart rates are children", []string{
			"INSERT INTO heart_rate_record_table (row_id, app_info_id, device_info_id, start_time, end_time, start_zone_offset) VALUES (7, 2, 2, 1, 2, 3600)",
			fmt.Sprintf("INSERT INTO heart_rate_record_series_table VALUES (7, 61, %d), (7, 63, %d)", noon, noon+1000),
		}, "heart-rate 2 1/3=124"},
		{"parents in capitals", []string{
			"INSERT INTO SpeedRecordTable (row_id, app_info_id, start_time, end_time) VALUES (3, 2, 1, 2)", fmt.Sprintf("INSERT INTO speed_record_table VALUES (3, 2.5, %d)", noon),
		}, "speed 1 1/3=9"},
		{"sleep", []string{
			fmt.Sprintf("INSERT INTO sleep_session_record_table (row_id, app_info_id, start_time, end_time, start_zone_offset) VALUES (1, 2, %d, %d, 3600), (2, 2, %d, %d, 3600)", noon, noon+3_600_000, noon+40_000_000, noon+43_600_000),
			fmt.Sprintf("INSERT INTO sleep_stages_table (parent_key, stage_start_time, stage_end_time, stage_type) VALUES (1, %d, %d, 5), (1, %d, %d, 1), (1, 1, 2, 0)", noon, noon+1_800_000, noon+1_800_000, noon+3_600_000),
		}, "sleep 3 1/3=30 2/3=60; odd sleep_stages_table 1 1"},
		{"garbage", []string{row("weight_record_table", "time, weight", fmt.Sprintf("%d, 1.4e-45", noon)), row("weight_record_table", "time, weight", "NULL, 80000.0")}, "odd weight_record_table 3 1; odd weight_record_table 4 1"},
		{"watts", []string{"CREATE TABLE basal_metabolic_rate_record_table (" + common + "time INTEGER, zone_offset INTEGER, local_date INTEGER, basal_metabolic_rate REAL)",
			row("basal_metabolic_rate_record_table", "time, zone_offset, basal_metabolic_rate", fmt.Sprintf("%d, 3600, 80.0", noon))}, "basal-rate 1 1/3=1652.0076"},
		{"no offset, but the day of the person", []string{row("steps_record_table", "start_time, end_time, local_date, count", fmt.Sprintf("%d, %d, %d, 7", noon, noon, noon/86_400_000+1)),
			row("steps_record_table", "start_time, end_time, local_date, count", fmt.Sprintf("%d, %d, %d, 5", noon, noon, noon/86_400_000-1))}, "steps 2 28/2=5 2/3=7"},
		{"the last row of a record counts", []string{row("weight_record_table", "uuid, time, weight", fmt.Sprintf("x'01', %d, 80000.0", noon)), row("weight_record_table", "uuid, time, weight", fmt.Sprintf("x'01', %d, 81000.0", noon)),
			row("weight_record_table", "time, weight", fmt.Sprintf("%d, 82000.0", noon+1))}, "weight 3 1/3=163"},
		{"numbers that are kept as text, and times as fractions", []string{row("weight_record_table", "time, weight", fmt.Sprintf("%d.0, '79500'", noon))}, "weight 1 1/3=79.5"},
		{"a table that nobody knows is named", []string{"CREATE TABLE ovulation_test_record_table (" + common + "time INTEGER, result INTEGER)", row("ovulation_test_record_table", "time, result", "1, 2")}, "odd ovulation_test_record_table 1 1"},
		{"meals", []string{"CREATE TABLE nutrition_record_table (" + common + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, energy REAL, sodium REAL, vitamin_b12 REAL, iron REAL, protein REAL)",
			row("nutrition_record_table", "start_time, end_time, energy, sodium, vitamin_b12, iron, protein", fmt.Sprintf("%d, %d, 450000.0, 0.8, 0.0000024, 4.9e-324, NULL", noon, noon+60_000))}, "energy-food 1 1/3=450; sodium 1 1/3=800; vitamin-b12 1 1/3=2.4"},
		{"a workout", []string{fmt.Sprintf("INSERT INTO exercise_session_record_table (app_info_id, start_time, end_time, exercise_type) VALUES (2, %d, %d, 33)", noon, noon+1_800_000)}, "running 1800s"},
		{"nothing", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := &measure.Intake{}
			if err := healthconnect.Read(t.Context(), zipped(t, "health_connect_export.db", export(t, c.rows...)), in); err != nil {
				t.Fatal(err)
			}
			if got := told(in); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTablesThatAreNotThere(t *testing.T) {
	b := export(t, "DROP TABLE weight_record_table", "DROP TABLE device_info_table", "ALTER TABLE steps_record_table DROP COLUMN start_zone_offset",
		fmt.Sprintf("INSERT INTO steps_record_table (start_time, end_time, count) VALUES (%d, %d, 12)", noon, noon))
	in := &measure.Intake{}
	if err := healthconnect.ReadDB(t.Context(), bytes.NewReader(b), in); err != nil || told(in) != "steps 1 1/3=12" {
		t.Errorf("%s, %v", told(in), err)
	}
}

func TestBadInput(t *testing.T) {
	whole := export(t, fmt.Sprintf("INSERT INTO weight_record_table (time, weight) VALUES (%d, 80000.0)", noon))
	damaged := bytes.Clone(whole)
	for i := 4096; i < len(damaged); i += 7 {
		damaged[i] ^= 0x55
	}
	for name, b := range map[string][]byte{
		"no database": []byte("GIF89a"), "cut off": whole[:5000], "damaged": damaged, "only the head": whole[:100], "empty": nil,
		"another database": another(t),
	} {
		in := &measure.Intake{}
		err := healthconnect.ReadDB(t.Context(), bytes.NewReader(b), in)
		if err != nil && !errors.Is(err, healthconnect.ErrNotHealthConnect) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && in.Empty() && len(in.Odd()) == 0 {
			t.Errorf("%s: nothing was read, and nothing said", name)
		}
	}
}

func another(t *testing.T) []byte {
	file := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE a (b)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	b, _ := os.ReadFile(file)
	return b
}

// BenchmarkRead reads 100,000 rows of steps.
func BenchmarkRead(b *testing.B) {
	var rows []string
	for i := 0; i < 100_000; i += 500 {
		var s strings.Builder
		s.WriteString("INSERT INTO steps_record_table (app_info_id, device_info_id, start_time, end_time, start_zone_offset, count) VALUES ")
		for j := range 500 {
			if j > 0 {
				s.WriteByte(',')
			}
			at := noon + int64(i+j)*600_000
			fmt.Fprintf(&s, "(1, 1, %d, %d, 3600, %d)", at, at+300_000, j)
		}
		rows = append(rows, s.String())
	}
	file := export(b, rows...)
	b.ReportAllocs()
	for b.Loop() {
		in := &measure.Intake{}
		if err := healthconnect.ReadDB(b.Context(), io.NewSectionReader(bytes.NewReader(file), 0, int64(len(file))), in); err != nil {
			b.Fatal(err)
		}
	}
}
