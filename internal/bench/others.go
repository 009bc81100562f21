// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/apart"
	"regie/internal/store"
	"regie/internal/vault"
)

// otherRecords is how many records the export has that another importer reads too: it takes
// some 0.2 ms for each.
const otherRecords = 60_000

// other is an open importer of exports of the Health app, measured where it is installed:
// https://github.com/dogsheep/healthkit-to-sqlite
const other = "healthkit-to-sqlite"

// benchOthers reads one smaller export with Regie and, where it is on the path, with another open
// importer, each in a process of its own.
func benchOthers(ctx context.Context, binary, dir string) ([]Figure, error) {
	path := filepath.Join(dir, "smaller.zip")
	size, err := writeExport(path, otherRecords)
	if err != nil {
		return nil, err
	}
	mb := float64(size) / 1e6
	out := []Figure{{Name: "beside others: a smaller export of the Health app", Value: mb, Unit: "MB"}}
	took, peak, said, err := runOnce(ctx, binary, "read", "--json", path)
	if err != nil {
		return nil, err
	}
	n, err := values(said)
	if err != nil {
		return nil, err
	}
	out = append(out, three("regie read", mb/took.Seconds(), peak, n)...)
	if _, err := exec.LookPath(other); err != nil {
		return append(out, Figure{Name: "beside others: " + other + ", which is not installed", Unit: "MB/s"}), nil
	}
	made := filepath.Join(dir, "other.db")
	took, peak, _, err = runOnce(ctx, other, path, made)
	if err != nil {
		return nil, err
	}
	n, err = recordsIn(ctx, made)
	if err != nil {
		return nil, err
	}
	return append(out, three(other+version(ctx), mb/took.Seconds(), peak, n)...), nil
}

func three(who string, rate, peak float64, n int) []Figure {
	return []Figure{
		{Name: "beside others: " + who, Value: rate, Unit: "MB/s"},
		{Name: "beside others: " + who + ", peak memory", Value: peak, Unit: "MB"},
		{Name: "beside others: " + who + ", records", Value: float64(n)},
	}
}

// runOnce runs a program and returns how long it took, the most memory that it had in megabytes,
// and what it said.
func runOnce(ctx context.Context, name string, args ...string) (time.Duration, float64, []byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var out, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &wrong
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, nil, fmt.Errorf("running %s: %w", name, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	peak := 0.0 // what the system tells afterwards has the memory of this process in it
	for {
		if now, err := memory(cmd.Process.Pid, "VmHWM"); err == nil {
			peak = now
		}
		select {
		case err := <-ended:
			took := time.Since(start)
			if err != nil {
				err = fmt.Errorf("running %s: %w: %.500s", name, err, wrong.String())
			}
			return took, peak, out.Bytes(), err
		case <-time.After(3 * time.Millisecond):
		}
	}
}

// values adds up the counts of the lines of regie read, which has one more for all sources together.
func values(said []byte) (n int, err error) {
	for d := json.NewDecoder(bytes.NewReader(said)); ; {
		var l struct {
			Source string
			Count  int
		}
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return 0, fmt.Errorf("reading what regie read says: %w", err)
		}
		if l.Source != "*" {
			n += l.Count
		}
	}
}

// recordsIn counts the rows of the tables of records that the other importer makes: one for each
// type, with r before its name.
func recordsIn(ctx context.Context, path string) (n int, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `select name from sqlite_master where type='table' and name glob 'r[A-Z]*'`)
	if err != nil {
		return 0, fmt.Errorf("reading what %s made: %w", other, err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return 0, err
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for _, name := range names {
		var k int
		if err := db.QueryRowContext(ctx, `select count(*) from "`+strings.ReplaceAll(name, `"`, `""`)+`"`).Scan(&k); err != nil {
			return 0, err
		}
		n += k
	}
	return n, nil
}

// version asks the interpreter of the other importer which one is installed; "" where that cannot
// be told.
func version(ctx context.Context) string {
	path, err := exec.LookPath(other)
	if err != nil {
		return ""
	}
	script, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(script), "\n")
	python, ok := strings.CutPrefix(first, "#!")
	if !ok || strings.ContainsAny(python, " \t") {
		return ""
	}
	out, err := exec.CommandContext(ctx, python, "-c", "import importlib.metadata as m;print(m.version('"+other+"'))").Output()
	if err != nil {
		return ""
	}
	return " " + strings.TrimSpace(string(out))
}

// healthConnectRows is how many rows the export of Health Connect has that is imported.
const healthConnectRows = 100_000

// writeHealthConnect makes an export as Android does: steps, and heart rates in series of twenty.
func writeHealthConnect(ctx context.Context, path string, rows int) error {
	raw := path + ".db"
	db, err := sql.Open("sqlite", "file:"+raw)
	if err != nil {
		return err
	}
	defer db.Close()
	const common = `row_id integer primary key autoincrement, uuid blob, last_modified_time integer, device_info_id integer, app_info_id integer, recording_method integer`
	const begin = 1_700_000_000_000
	for _, q := range []string{
		`create table application_info_table(row_id integer primary key, package_name text)`,
		`insert into application_info_table values(1,'com.fitbit.FitbitMobile'),(2,'nl.example.phone')`,
		`create table steps_record_table(` + common + `, start_time integer, start_zone_offset integer, end_time integer, end_zone_offset integer, local_date integer, count integer)`,
		`create table heart_rate_record_table(` + common + `, start_time integer, start_zone_offset integer, end_time integer, end_zone_offset integer, local_date integer)`,
		`create table heart_rate_record_series_table(parent_key integer, beats_per_minute integer, epoch_millis integer)`,
		fmt.Sprintf(`with recursive n(i) as (select 0 union all select i+1 from n where i<%d)
			insert into steps_record_table(uuid,app_info_id,start_time,start_zone_offset,end_time,end_zone_offset,local_date,count)
			select randomblob(16), 1+i%%2, %[2]d+i*300000, 3600, %[2]d+i*300000+240000, 3600, (%[2]d+i*300000+3600000)/86400000, 1+i%%97 from n`, rows/2-1, begin),
		fmt.Sprintf(`with recursive n(i) as (select 0 union all select i+1 from n where i<%d)
			insert into heart_rate_record_table(row_id,uuid,app_info_id,start_time,start_zone_offset,end_time,end_zone_offset,local_date)
			select i+1, randomblob(16), 1, %[2]d+i*1200000, 3600, %[2]d+i*1200000+1199000, 3600, (%[2]d+i*1200000+3600000)/86400000 from n`, rows/40-1, begin),
		fmt.Sprintf(`with recursive n(i) as (select 0 union all select i+1 from n where i<%d)
			insert into heart_rate_record_series_table select 1+i/20, 50+i%%90, %d+i*60000 from n`, rows/2-1, begin),
	} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("making an export of Health Connect: %w", err)
		}
	}
	if err := db.Close(); err != nil {
		return err
	}
	b, err := os.ReadFile(raw)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	e, err := z.Create("health_connect_export.db")
	if err != nil {
		return err
	}
	_, err = e.Write(b)
	return errors.Join(err, z.Close(), f.Close(), os.Remove(raw))
}

// benchHealthConnect measures the way of such an export to sealed rows.
func benchHealthConnect(ctx context.Context, binary, dir string, rounds int) ([]Figure, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "health-connect.zip")
	if err := writeHealthConnect(ctx, path, healthConnectRows); err != nil {
		return nil, err
	}
	var took []float64
	for round := range rounds {
		db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, fmt.Sprint("hc", round)), store.Options{})
		if err != nil {
			return nil, err
		}
		err = func() error {
			defer db.Close()
			if err := db.Migrate(ctx); err != nil {
				return err
			}
			v := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
			d, report, err := importOnce(ctx, apart.New(binary, nil).Read, measure.New(db, measure.Options{}), v, path)
			if err != nil {
				return err
			}
			if report.New != healthConnectRows {
				return fmt.Errorf("an export of %d rows brought %d", healthConnectRows, report.New)
			}
			took = append(took, millis(d))
			return nil
		}()
		if err != nil {
			return nil, err
		}
	}
	return []Figure{atMost("import: Health Connect, 100,000 rows", median(took), "ms", 2000)}, nil
}
