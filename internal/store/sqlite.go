// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqlitePragmas is what every connection starts with. An acknowledged commit must survive a power loss: WAL with
// synchronous=FULL. Temporary data stays in memory, and what is deleted is overwritten.
var sqlitePragmas = []string{
	"busy_timeout(5000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"fullfsync(1)",
	"checkpoint_fullfsync(1)",
	"foreign_keys(1)",
	"temp_store(2)",
	"secure_delete(1)",
	"trusted_schema(0)",
	"cell_size_check(1)",
	"journal_size_limit(67108864)",
}

// askablePragma is what a connection string may ask for beyond that; what it asks about durability is checked after opening.
var askablePragma = regexp.MustCompile(`^(journal_mode|synchronous|busy_timeout|cache_size|mmap_size|wal_autocheckpoint)\(-?[A-Za-z0-9]{1,12}\)$`)

type sqliteEngine struct{}

func (sqliteEngine) name() string                 { return "sqlite" }
func (sqliteEngine) writeOptions() *sql.TxOptions { return nil }
func (sqliteEngine) readOptions() *sql.TxOptions  { return &sql.TxOptions{ReadOnly: true} }

func (sqliteEngine) classify(err error) class {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return classOther
	}
	switch e.Code() {
	case sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_WRITE,
		sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_CLOSE:
		return classBroken
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return classRetry
	case sqlite3.SQLITE_FULL:
		return classFull
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return classBroken
	}
	return classOther
}

func openSQLite(ctx context.Context, rest string, o Options) (*DB, error) {
	path, asked, err := parseSQLite(rest)
	if err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	readers := o.MaxConns
	if readers == 0 {
		readers = 4
	}
	writer, err := sqlitePool(path, asked, false)
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	reader, err := sqlitePool(path, asked, true)
	if err != nil {
		writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	db := &DB{engine: sqliteEngine{}, writer: writer, reader: reader, now: o.Now}
	// The writer first: it is the one that turns a new file into WAL mode.
	for _, pool := range []*sql.DB{writer, reader} {
		if err := pool.PingContext(ctx); err != nil {
			db.Close()
			return nil, fmt.Errorf("opening the database: %w", err)
		}
	}
	return db, nil
}

// parseSQLite reads what follows "sqlite:": a path, and perhaps ?_pragma=name(value)&…
func parseSQLite(rest string) (path string, pragmas []string, err error) {
	path, query, _ := strings.Cut(rest, "?")
	path = strings.TrimPrefix(path, "//")
	if path == "" || strings.Contains(path, ":memory:") || strings.ContainsRune(path, 0) {
		return "", nil, fmt.Errorf("%w: sqlite: needs the path of a file", ErrBadDSN)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", nil, fmt.Errorf("%w: unreadable parameters", ErrBadDSN)
	}
	for key, list := range values {
		if key != "_pragma" {
			return "", nil, fmt.Errorf("%w: unknown parameter; only _pragma is known", ErrBadDSN)
		}
		for _, p := range list {
			if !askablePragma.MatchString(p) {
				return "", nil, fmt.Errorf("%w: this pragma may not be set", ErrBadDSN)
			}
			pragmas = append(pragmas, p)
		}
	}
	return path, pragmas, nil
}

// private makes the file when it is not there, readable by its owner only, and closes one that others can read.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("opening the database file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("opening the database file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: not a regular file", ErrBadDSN)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := f.Chmod(0o600); err != nil {
			return fmt.Errorf("closing the database file to others: %w", err)
		}
	}
	return nil
}

func sqlitePool(path string, asked []string, readOnly bool) (*sql.DB, error) {
	q := url.Values{}
	for _, p := range sqlitePragmas {
		// The driver sorts the list, so what is asked must replace ours for the check to see it.
		if !slices.ContainsFunc(asked, func(a string) bool { return pragmaName(a) == pragmaName(p) }) {
			q.Add("_pragma", p)
		}
	}
	for _, p := range asked {
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	escaped := strings.NewReplacer("%", "%25", "#", "%23").Replace(path)
	inner, err := sqlite.NewConnector("file:" + escaped + "?" + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadDSN, err)
	}
	return sql.OpenDB(durable{inner}), nil
}

func pragmaName(p string) string {
	name, _, _ := strings.Cut(p, "(")
	return name
}

// durable checks every new connection: settings are per connection in SQLite, and asking is not getting.
type durable struct{ driver.Connector }

func (d durable) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := d.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkDurable(ctx, c); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func checkDurable(ctx context.Context, c driver.Conn) error {
	mode, err := pragma(ctx, c, "journal_mode")
	if err != nil {
		return err
	}
	if s, ok := mode.(string); !ok || !strings.EqualFold(s, "wal") {
		return fmt.Errorf("%w: journal_mode is %v, and must be wal", ErrUnsafe, mode)
	}
	level, err := pragma(ctx, c, "synchronous")
	if err != nil {
		return err
	}
	if n, ok := level.(int64); !ok || n < 2 {
		return fmt.Errorf("%w: synchronous is %v, and must be FULL (2): less loses commits at a power loss", ErrUnsafe, level)
	}
	return nil
}

func pragma(ctx context.Context, c driver.Conn, name string) (driver.Value, error) {
	q, ok := c.(driver.QueryerContext)
	if !ok {
		return nil, errors.New("store: driver without queries")
	}
	rows, err := q.QueryContext(ctx, "pragma "+name, nil)
	if err != nil {
		return nil, fmt.Errorf("reading pragma %s: %w", name, err)
	}
	defer rows.Close()
	v := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(v); err != nil {
		return nil, fmt.Errorf("reading pragma %s: %w", name, err)
	}
	return v[0], nil
}
