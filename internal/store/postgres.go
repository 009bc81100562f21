// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// minPostgres is the oldest server version that the tests run on.
const minPostgres = 150000

type postgresEngine struct{}

func (postgresEngine) name() string { return "postgres" }

// Writers are serializable, as they are in SQLite: a rule that holds over two rows ("never fewer than two
// envelopes") then holds on both engines.
func (postgresEngine) writeOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelSerializable}
}

func (postgresEngine) readOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgresEngine) classify(err error) class {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch {
		case e.Code == "40001", e.Code == "40P01", e.Code == "53300": // serialization failure, deadlock, too many connections
			return classRetry
		case e.Code == "53100": // disk full
			return classFull
		case strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "08"): // the server goes down, or is not up yet
			return classLost
		}
		return classOther
	}
	var netErr net.Error
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &netErr) {
		return classLost
	}
	return classOther
}

func openPostgres(ctx context.Context, dsn string, o Options) (*DB, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause is left out: it may repeat the password.
		return nil, fmt.Errorf("%w: unreadable postgres address", ErrBadDSN)
	}
	conns := o.MaxConns
	if conns == 0 {
		conns = 10
	}
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(30 * time.Minute)
	db := &DB{engine: postgresEngine{}, writer: pool, reader: pool, now: o.Now}
	if err := checkPostgres(ctx, pool, o); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func checkPostgres(ctx context.Context, pool *sql.DB, o Options) error {
	var version int
	var fsync, commit, pages, encoding string
	err := pool.QueryRowContext(ctx, `select cast(current_setting('server_version_num') as integer), current_setting('fsync'),
		current_setting('synchronous_commit'), current_setting('full_page_writes'), current_setting('server_encoding')`).
		Scan(&version, &fsync, &commit, &pages, &encoding)
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	switch {
	case version < minPostgres:
		return fmt.Errorf("%w: PostgreSQL 15 or newer is needed", ErrUnsafe)
	case encoding != "UTF8":
		return fmt.Errorf("%w: the database must be encoded in UTF8", ErrUnsafe)
	case commit == "off":
		return fmt.Errorf("%w: synchronous_commit is off", ErrUnsafe)
	case o.AllowFsyncOff:
		return nil
	case fsync != "on":
		return fmt.Errorf("%w: fsync is off", ErrUnsafe)
	case pages != "on":
		return fmt.Errorf("%w: full_page_writes is off", ErrUnsafe)
	}
	return nil
}
