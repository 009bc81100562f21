// SPDX-License-Identifier: EUPL-1.2

package files_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/files"
	"regie/internal/measure/healthconnect"
)

// count is how many values of a kind there are.
func count(in *measure.Intake, kind measure.Kind) (n int) {
	for _, d := range in.Daily() {
		for _, l := range d.Sources {
			if d.Kind == kind {
				n += l.Line.Read
			}
		}
	}
	return n
}

func rows(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

// An archive of which the end is missing, and with it the table of contents: what is there of it
// can be added, no value is half, and it is said that it is damaged.
func TestCutArchives(t *testing.T) {
	const n = 4000
	xml := `<?xml version="1.0"?><HealthData>` + rows(n, func(i int) string {
		at := fmt.Sprintf("2026-03-%02d %02d:%02d:00 +0100", i/1440+1, i/60%24, i%60)
		return fmt.Sprintf(`<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="a" unit="kg" startDate="%s" endDate="%s" value="%d"/>`+"\n", at, at, 100+i*7%10)
	})
	samsung := "com.samsung.shealth.weight,1,1\nstart_time,time_offset,weight\n" + rows(n, func(i int) string {
		return fmt.Sprintf("2026-03-%02d %02d:%02d:00.000,UTC+0100,%d,\n", i/1440+1, i/60%24, i%60, 100+i*7%10)
	})
	takeout := "[" + rows(n, func(i int) string {
		return fmt.Sprintf(`{"logId":%d,"weight":%d,"bmi":24.1,"date":"03/%02d/26","time":"%02d:%02d:00"},`, i, 220+i*7%10, i/1440+1, i/60%24, i%60)
	}) + `{"logId":9,"weight":220,"bmi":24.1,"date":"03/20/26","time":"08:00:00"}]`
	for _, c := range []struct {
		name, format string
		least        float64 // any whole value is more
		b            []byte
	}{
		{"Apple", "apple", 99, archive(t, file{name: "apple_health_export/exportar.xml", head: xml + "</HealthData>"}, file{name: "apple_health_export/export_cda.xml", head: "<ClinicalDocument/>"})},
		{"Samsung", "samsung", 99, archive(t, file{name: "samsunghealth/com.samsung.shealth.weight.2026.csv", head: samsung})},
		{"Takeout", "takeout", 99, archive(t, file{name: "Takeout/archive_browser.html", head: "<html>"}, file{name: "Takeout/Fitbit/Global Export Data/weight-2026-03-01.json", head: takeout})},
	} {
		whole := &measure.Intake{}
		if key, err := files.Read(t.Context(), &files.File{Name: "x.zip", ReaderAt: bytes.NewReader(c.b), Size: int64(len(c.b))}, whole); err != nil || key != c.format {
			t.Fatalf("%s: %s, %v", c.name, key, err)
		}
		all := count(whole, "weight")
		table := bytes.LastIndex(c.b, []byte("PK\x07\x08"))
		for _, cut := range []int{len(c.b) - 1, len(c.b) - 22, len(c.b) - 60, table + 16, table + 3, table, table - 9, table * 9 / 10, table / 2} {
			in, key, err := try(t, c.name, bytes.NewReader(c.b[:cut]), int64(cut))
			got := count(in, "weight")
			if key != c.format || !errors.Is(err, files.ErrDamaged) {
				t.Errorf("%s, %d of %d bytes: %q, %v", c.name, cut, len(c.b), key, err)
			}
			if least := all * cut / len(c.b) / 2; got < least || got > all || cut > table && got != all {
				t.Errorf("%s, %d of %d bytes: %d of %d values", c.name, cut, len(c.b), got, all)
			}
			for _, d := range in.Daily() {
				for _, x := range d.Days {
					if d.Kind == "weight" && float64(x.Min)/measure.Scale < c.least {
						t.Errorf("%s, %d of %d bytes: a value of %d", c.name, cut, len(c.b), x.Min)
					}
				}
			}
			if !files.Know(&files.File{Name: "x.zip", ReaderAt: bytes.NewReader(c.b[:cut]), Size: int64(cut)}) {
				t.Errorf("%s, %d of %d bytes is not known", c.name, cut, len(c.b))
			}
		}
	}
	bomb := archive(t, file{"export.xml", health, ' ', 300 << 20, 0})
	if in, _, err := try(t, "a bomb without its end", bytes.NewReader(bomb[:len(bomb)-30]), int64(len(bomb)-30)); !errors.Is(err, files.ErrTooLarge) || in.Empty() {
		t.Errorf("a bomb without its end: %v", err)
	}
	bomb = archive(t, file{"com.samsung.shealth.weight.1.csv", pressed + `"`, 'a', 300 << 20, 0})
	if in, _, err := try(t, "a bomb of a table without its end", bytes.NewReader(bomb[:len(bomb)-30]), int64(len(bomb)-30)); !errors.Is(err, files.ErrTooLarge) || in.Empty() {
		t.Errorf("a bomb of a table without its end: %v", err)
	}
}

// A part of a database cannot be read; a whole one in an archive that breaks off after it can.
func TestCutDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "health_connect_export.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`create table weight_record_table(row_id integer primary key, uuid blob, time integer, zone_offset integer, local_date integer, weight real, app_info_id integer)`,
		`create table application_info_table(row_id integer primary key, package_name text)`,
		`insert into application_info_table values(1,'nl.example.scale')`,
		`insert into weight_record_table select value, randomblob(16), 1772350000000+value*60000, 3600, 20513, 80000, 1 from generate_series(1,500)`,
	} {
		if strings.Contains(q, "generate_series") {
			q = `with recursive n(value) as (select 1 union all select value+1 from n where value<500) ` + strings.Replace(q, "generate_series(1,500)", "n", 1)
		}
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b := archive(t, file{name: "health_connect_export.db", head: string(raw)})
	in, key, err := try(t, "without its end", bytes.NewReader(b[:len(b)-30]), int64(len(b)-30))
	if key != "health-connect" || !errors.Is(err, files.ErrCut) || count(in, "weight") != 500 {
		t.Errorf("without its end: %s, %v, %d", key, err, count(in, "weight"))
	}
	in, key, err = try(t, "half", bytes.NewReader(b[:len(b)/2]), int64(len(b)/2))
	if key != "health-connect" || !errors.Is(err, healthconnect.ErrCut) || !errors.Is(err, files.ErrDamaged) || !in.Empty() {
		t.Errorf("half: %s, %v", key, err)
	}
}
