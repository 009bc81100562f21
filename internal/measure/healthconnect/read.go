// SPDX-License-Identifier: EUPL-1.2

// Package healthconnect reads the export of Health Connect, where Android keeps what apps of
// different makers measured: a zip with an SQLite database. Google describes the tables nowhere;
// what they are is known from exports.
package healthconnect

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
	"modernc.org/sqlite/vfs"

	"regie/internal/measure"
	"regie/internal/measure/unpack"
)

// Limits of a database. One of two and a half years with 107,000 rows of steps is 47 MB.
const (
	maxDB   = 160 << 20
	maxRows = 20_000_000
)

// ErrNotHealthConnect says that the file is no export of Health Connect.
var ErrNotHealthConnect = errors.New("healthconnect: no export of Health Connect")

// ErrCut says that a part of the database is missing; the rest of one cannot be read by itself.
var ErrCut = fmt.Errorf("%w: the database in the archive is cut off, and a part of a database cannot be read", measure.ErrDamaged)

var magic = []byte("SQLite format 3\x00")

// Is tells whether an archive is an export of Health Connect.
func Is(z *zip.Reader) bool { return find(z) != nil }

// IsDB tells whether a file that begins like this may be the database by itself.
func IsDB(head []byte) bool { return bytes.HasPrefix(head, magic) }

func find(z *zip.Reader) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(path.Ext(f.Name), ".db") && strings.Contains(strings.ToLower(f.Name), "health_connect") {
			return f
		}
	}
	return nil
}

// Read reads an archive.
func Read(ctx context.Context, z *zip.Reader, in *measure.Intake) error {
	f := find(z)
	if f == nil {
		return ErrNotHealthConnect
	}
	if unpack.Cut(f) {
		return ErrCut
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("opening an export of Health Connect: %w", err)
	}
	defer r.Close()
	return readDB(ctx, r, int64(f.UncompressedSize64), in)
}

// ReadDB reads the database itself. It stays in memory: nothing of it touches the disk unsealed.
func ReadDB(ctx context.Context, r io.Reader, in *measure.Intake) error {
	size := int64(4 << 20)
	if s, ok := r.(interface{ Size() int64 }); ok {
		size = s.Size()
	}
	return readDB(ctx, r, size, in)
}

// readDB reads a database of about so many bytes: memory for it is asked for once.
func readDB(ctx context.Context, r io.Reader, size int64, in *measure.Intake) error {
	if size < 0 || size > maxDB {
		return measure.ErrTooLarge
	}
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	n, err := buf.ReadFrom(io.LimitReader(r, maxDB+1))
	b := buf.Bytes()
	if n > maxDB {
		return measure.ErrTooLarge
	}
	if err != nil {
		return fmt.Errorf("reading an export of Health Connect: %w", err)
	}
	if !IsDB(b) {
		return ErrNotHealthConnect
	}
	name, files, err := vfs.New(single{b})
	if err != nil {
		return fmt.Errorf("reading an export of Health Connect: %w", err)
	}
	defer files.Close()
	db, err := sql.Open("sqlite", "file:"+fileName+"?mode=ro&immutable=1&vfs="+name)
	if err != nil {
		return fmt.Errorf("reading an export of Health Connect: %w", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	x := &reading{ctx: ctx, db: db, in: in, columns: map[string]map[string]bool{}}
	if err := x.begin(); err != nil {
		return err
	}
	return x.all()
}

const fileName = "export.db"

// single is a file system with one file, in memory.
type single struct{ b []byte }

func (s single) Open(name string) (fs.File, error) {
	if name != fileName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memory{Reader: bytes.NewReader(s.b)}, nil
}

type memory struct{ *bytes.Reader }

func (memory) Close() error                  { return nil }
func (m *memory) Stat() (fs.FileInfo, error) { return m, nil }
func (*memory) Name() string                 { return fileName }
func (m *memory) Size() int64                { return m.Reader.Size() }
func (*memory) Mode() fs.FileMode            { return 0o444 }
func (*memory) ModTime() time.Time           { return time.Time{} }
func (*memory) IsDir() bool                  { return false }
func (*memory) Sys() any                     { return nil }

type reading struct {
	ctx     context.Context
	db      *sql.DB
	in      *measure.Intake
	columns map[string]map[string]bool // by table
	apps    map[int64]string
	devices map[int64]device
	known   map[[2]int64]int // sources by app and device
	rows    int
}

type device struct {
	maker, model string
	typ          int64
}

// begin reads which tables and columns there are, and the names of apps and devices.
func (x *reading) begin() error {
	rows, err := x.db.QueryContext(x.ctx, "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' LIMIT 20000")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotHealthConnect, err)
	}
	defer rows.Close()
	for rows.Next() {
		var t, c string
		if err := rows.Scan(&t, &c); err != nil {
			return fmt.Errorf("%w: %w", ErrNotHealthConnect, err)
		}
		if x.columns[t] == nil {
			x.columns[t] = map[string]bool{}
		}
		x.columns[t][c] = true
	}
	if err := rows.Err(); err != nil || !x.any() {
		return ErrNotHealthConnect
	}
	x.apps, x.devices, x.known = map[int64]string{}, map[int64]device{}, map[[2]int64]int{}
	if c := x.columns["application_info_table"]; c["row_id"] && c["package_name"] {
		_ = x.each("SELECT row_id, package_name FROM application_info_table", func(s *sql.Rows) error {
			var id int64
			var name sql.NullString
			if err := s.Scan(&id, &name); err != nil {
				return err
			}
			x.apps[id] = name.String
			return nil
		})
	}
	if c := x.columns["device_info_table"]; c["manufacturer"] && c["model"] {
		typ := "0"
		if c["device_type"] {
			typ = "device_type"
		}
		_ = x.each("SELECT row_id, manufacturer, model, "+typ+" FROM device_info_table", func(s *sql.Rows) error {
			var id int64
			var maker, model sql.NullString
			var kind sql.NullInt64
			if err := s.Scan(&id, &maker, &model, &kind); err != nil {
				return err
			}
			x.devices[id] = device{maker.String, model.String, kind.Int64}
			return nil
		})
	}
	return nil
}

func (x *reading) each(query string, row func(*sql.Rows) error) error {
	rows, err := x.db.QueryContext(x.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if x.rows++; x.rows > maxRows {
			return errors.New("healthconnect: too many rows")
		}
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// source returns the number of the source that an app and a device are together.
func (x *reading) source(app, dev sql.NullInt64) int {
	key := [2]int64{app.Int64, dev.Int64}
	if n, ok := x.known[key]; ok {
		return n
	}
	name, d := x.apps[app.Int64], x.devices[dev.Int64]
	s := measure.Source{Name: appName(name), App: name, Model: strings.TrimSpace(d.maker + " " + d.model), Class: measure.ClassApp}
	switch d.typ { // android.health.connect.datatypes.Device
	case 1, 4, 6, 7: // watch, ring, fitness band, chest strap
		s.Class = measure.ClassWatch
	case 2:
		s.Class = measure.ClassPhone
	case 3: // scale
		s.Class = measure.ClassCuff
	}
	n := x.in.Source(s)
	x.known[key] = n
	return n
}

// appName makes a name of the name of a package: "com.fitbit.FitbitMobile" is "FitbitMobile".
func appName(pkg string) string {
	parts := strings.Split(pkg, ".")
	if n := parts[len(parts)-1]; n != "" {
		return n
	}
	return "Health Connect"
}

// any tells whether some table is one of an export.
func (x *reading) any() bool {
	for name := range x.columns {
		if name == "application_info_table" || strings.HasSuffix(name, "_record_table") {
			return true
		}
	}
	return false
}

// zone returns minutes east of UTC. Where the offset is missing, the day on the person's clock
// (days since 1970) tells which offsets can be: the one nearest to UTC is taken.
func zone(seconds, localDay sql.NullInt64, start int64) int16 {
	if m := seconds.Int64 / 60; seconds.Valid && m >= -18*60 && m <= 18*60 {
		return int16(m)
	}
	const dayMS = 86_400_000
	if !localDay.Valid || start <= 0 {
		return 0
	}
	into := start % dayMS / 60_000 // minutes into the day in UTC
	switch localDay.Int64 - start/dayMS {
	case 1:
		return int16(min(1440-into, 18*60))
	case -1:
		return int16(max(-into-1, -18*60))
	}
	return 0
}

// sample makes a sample; ok is false where the numbers cannot be. Garbage such as 1.4e-45 occurs.
func sample(start, end int64, z int16, value, second, factor float64) (measure.Sample, bool) {
	v, ok := measure.Scaled(value * factor)
	w, ok2 := measure.Scaled(second * factor)
	if !ok || !ok2 || (math.Abs(value) < 1e-30 && value != 0) || start <= 0 || start > 7_000_000_000_000 {
		return measure.Sample{}, false
	}
	return measure.Sample{Start: start, End: max(start, end), Zone: z, Value: v, Second: w}, true
}
