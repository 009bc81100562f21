// SPDX-License-Identifier: EUPL-1.2

package apart_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/apart"
	"regie/internal/measure/files"
)

func connect(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "health_connect_export.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`create table weight_record_table(row_id integer primary key, uuid blob, last_modified_time integer, time integer, zone_offset integer, local_date integer, weight real, app_info_id integer)`,
		`create table application_info_table(row_id integer primary key, package_name text)`,
		`insert into application_info_table values(1,'nl.example.scale')`,
		`with recursive n(value) as (select 1 union all select value+1 from n where value<4000)
			insert into weight_record_table select value, randomblob(16), 1772350000000, 1772350000000+value*60000, 3600, 20513, 80000, 1 from n`,
	} {
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
	return raw
}

func zipped(t *testing.T, name string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create(name)
	if err == nil {
		_, err = f.Write(b)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Only an export that was read to its end tells all there is about a day. Where any part is missing it
// adds to what is there, read here or apart.
func TestAPartIsNoExport(t *testing.T) {
	archive := export(t, 4000, "</HealthData>")
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	var xml bytes.Buffer
	if _, err := xml.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	db := connect(t)
	for _, c := range []struct {
		format, name string
		b            []byte
		cuts         []int
	}{
		{"apple", "export.zip", archive, []int{len(archive) - 1, len(archive) - 60, len(archive) / 2}},
		{"apple", "xml broken off.zip", zipped(t, "apple_health_export/export.xml", xml.Bytes()[:xml.Len()/2]), []int{0}},
		{"apple-xml", "export.xml", xml.Bytes(), []int{xml.Len() - len("</HealthData>"), xml.Len() / 2, xml.Len()/2 + 77}},
		{"health-connect", "export.zip", zipped(t, "health_connect_export.db", db), []int{len(db) / 8}},
		{"health-connect", "export.db", db, []int{len(db) - 4096, len(db) / 2}},
	} {
		for _, way := range []files.Reader{files.Read, reader(t, apart.Word).Read} {
			in := &measure.Intake{}
			if c.cuts != nil && c.cuts[0] != 0 {
				key, err := way(t.Context(), file(c.name, c.b), in)
				if key != c.format || err != nil || in.Exported == 0 {
					t.Errorf("%s, whole: %s, %v, exported %d", c.name, key, err, in.Exported)
				}
			}
			for _, cut := range c.cuts {
				b := c.b
				if cut != 0 {
					b = b[:cut]
				}
				in := &measure.Intake{}
				if _, err := way(t.Context(), file(c.name, b), in); err == nil || in.Exported != 0 {
					t.Errorf("%s, %d of %d bytes: %v, exported %d", c.name, len(b), len(c.b), err, in.Exported)
				}
			}
		}
	}
}

// What tells when it was sent says so apart too.
func TestSentApart(t *testing.T) {
	doc := []byte(`{"data":{"metrics":[{"name":"step_count","units":"count","data":[{"date":"2026-03-01 08:00:00 +0000","qty":120}]}]}}`)
	here, there := &measure.Intake{}, &measure.Intake{}
	if _, err := files.Read(t.Context(), file("export.json", doc), here); err != nil {
		t.Fatal(err)
	}
	if key, err := reader(t, apart.Word).Read(t.Context(), file("export.json", doc), there); key != "push" || err != nil {
		t.Fatal(key, err)
	}
	if here.Sent != 1772352000000 || there.Sent != here.Sent || there.Exported != 0 {
		t.Errorf("sent %d here, %d and exported %d apart", here.Sent, there.Sent, there.Exported)
	}
	same(t, "push", here, there)
}
