// SPDX-License-Identifier: EUPL-1.2

// Package store keeps sealed rows in SQLite or PostgreSQL, by one SQL text.
//
// It knows nothing of what the bytes mean. Every row belongs to one person, whose id starts its primary key;
// the few tables that belong to nobody are named in tables.go. All work happens in a transaction: Update and View
// for one person, System and SystemView for rows of nobody.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine engine
	writer *sql.DB
	reader *sql.DB // the same as writer on PostgreSQL
	now    func() time.Time
	halted atomic.Pointer[error]
}

// Options of Open. The zero value is right for production.
type Options struct {
	// Now is the clock; it decides on write days only. nil stands for time.Now.
	Now func() time.Time
	// MaxConns bounds the connections to PostgreSQL, and the readers of SQLite. 0 stands for 10 and 4.
	MaxConns int
	// AllowFsyncOff accepts a PostgreSQL server that runs without fsync. Only for throw-away servers in tests.
	AllowFsyncOff bool
}

// engine is what differs between the two databases, beyond the SQL text, which is one.
type engine interface {
	name() string
	// writeOptions and readOptions are what a transaction begins with.
	writeOptions() *sql.TxOptions
	readOptions() *sql.TxOptions
	// classify tells what an error of the driver means.
	classify(err error) class
}

// class is what the store does with an error of the driver.
type class int

const (
	classOther class = iota
	classRetry       // nothing happened; the transaction can be run again
	classFull
	classBroken // the disk failed; stop writing
	classLost   // the connection is gone
)

// Open opens the database at dsn: "sqlite:/path/to/file.db" or "postgres://…" (or "postgresql://…").
//
// It does not migrate. A database that would lose acknowledged commits at a power loss is refused with ErrUnsafe,
// a connection string that can't be read with ErrBadDSN. The error never contains the connection string.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	scheme, rest, _ := strings.Cut(dsn, ":")
	switch scheme {
	case "sqlite":
		return openSQLite(ctx, rest, o)
	case "postgres", "postgresql":
		return openPostgres(ctx, dsn, o)
	}
	return nil, fmt.Errorf("%w: it must start with sqlite: or postgres://", ErrBadDSN)
}

// Close closes all connections. Transactions that run end first.
func (db *DB) Close() error {
	err := db.writer.Close()
	if db.reader != db.writer {
		if e := db.reader.Close(); err == nil {
			err = e
		}
	}
	return err
}

// Engine returns "sqlite" or "postgres".
func (db *DB) Engine() string { return db.engine.name() }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	return nil
}
