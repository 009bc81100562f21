// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// maxTries bounds how often a transaction is run that lost a race with another one.
const maxTries = 12

// Tx is one transaction. It is not safe for concurrent use, and is over when the function that received it returns.
type Tx struct {
	ctx      context.Context
	db       *DB
	tx       *sql.Tx
	scope    Scope
	system   bool
	readOnly bool
	raised   bool // the revision has been raised in this transaction
}

// Update runs fn in a read-write transaction for the person of s, and commits when fn returns nil.
//
// fn may be run more than once, when the transaction lost a race: it must not act outside tx, and must set (not add
// to) what it leaves behind in variables. fn must not wait for the network, and must not begin another Update: SQLite
// has one writer. Transactions are serializable. Errors: those of fn as they are; ErrUncertain when the connection
// broke while committing; ErrFull; ErrHalted.
func (db *DB) Update(ctx context.Context, s Scope, fn func(tx *Tx) error) error {
	if s.person.IsZero() {
		return errors.New("store: update without a person")
	}
	return db.run(ctx, Tx{scope: s}, fn)
}

// View runs fn in a read-only transaction for the person of s. All reads see one moment.
func (db *DB) View(ctx context.Context, s Scope, fn func(tx *Tx) error) error {
	if s.person.IsZero() {
		return errors.New("store: view without a person")
	}
	return db.run(ctx, Tx{scope: s, readOnly: true}, fn)
}

// System runs fn in a read-write transaction over rows that belong to no person (directory, throttle, jobs by due
// time). Calls that need a person panic in it. The rules of Update hold.
func (db *DB) System(ctx context.Context, fn func(tx *Tx) error) error {
	return db.run(ctx, Tx{system: true}, fn)
}

// SystemView is System for reading only.
func (db *DB) SystemView(ctx context.Context, fn func(tx *Tx) error) error {
	return db.run(ctx, Tx{system: true, readOnly: true}, fn)
}

func (db *DB) run(ctx context.Context, t Tx, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err := db.once(ctx, t, fn)
		if err == nil || try >= maxTries || ctx.Err() != nil || db.engine.classify(err) != classRetry {
			return err
		}
		// Full jitter, so that those who collided do not meet again.
		pause := time.Duration(rand.Int64N(int64(min(1<<try, 128)) * int64(time.Millisecond)))
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (db *DB) once(ctx context.Context, t Tx, fn func(*Tx) error) (err error) {
	pool, opts := db.writer, db.engine.writeOptions()
	if t.readOnly {
		pool, opts = db.reader, db.engine.readOptions()
	} else if cause := db.halted.Load(); cause != nil {
		return fmt.Errorf("%w: %w", ErrHalted, *cause)
	}
	sqlTx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", db.mark(err))
	}
	t.ctx, t.db, t.tx = ctx, db, sqlTx
	done := false
	defer func() {
		if !done { // fn failed or panicked
			_ = sqlTx.Rollback()
		}
		t.tx = nil
	}()
	if err := fn(&t); err != nil {
		return err
	}
	done = true
	if err := sqlTx.Commit(); err != nil {
		if !t.readOnly && db.engine.classify(err) == classLost {
			return fmt.Errorf("%w: %w", ErrUncertain, err)
		}
		return fmt.Errorf("committing: %w", db.mark(err))
	}
	return nil
}

// mark gives an error of the driver its meaning, and stops all writing after a disk error.
func (db *DB) mark(err error) error {
	switch db.engine.classify(err) {
	case classFull:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case classBroken:
		db.halted.CompareAndSwap(nil, &err)
		return fmt.Errorf("%w: %w", ErrHalted, err)
	}
	return err
}

// Scope returns whose transaction this is. It panics in System and SystemView, where asking is a mistake.
func (tx *Tx) Scope() Scope {
	if tx.system {
		panic("store: a person's rows asked in a system transaction")
	}
	return tx.scope
}

// Person returns the id of the person whose transaction this is. It panics in System and SystemView.
func (tx *Tx) Person() ID { return tx.Scope().person }

// Day returns today, in days since 1970-01-01 UTC: the only time that is written in plain.
func (tx *Tx) Day() int32 { return int32(tx.db.now().Unix() / 86400) }

// exec runs a statement and returns how many rows it touched. Arguments: see args.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	if tx.readOnly {
		return 0, ErrReadOnly
	}
	args, err := plainArgs(args)
	if err != nil {
		return 0, err
	}
	res, err := tx.tx.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, tx.db.mark(err)
	}
	return res.RowsAffected()
}

// query runs a query for many rows. Close the rows before the next statement: PostgreSQL has one at a time.
func (tx *Tx) query(query string, args ...any) (*sql.Rows, error) {
	args, err := plainArgs(args)
	if err != nil {
		return nil, err
	}
	rows, err := tx.tx.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return nil, tx.db.mark(err)
	}
	return rows, nil
}

// each runs a query and calls fn for each row; fn must not run statements.
func (tx *Tx) each(fn func(scan func(dest ...any) error) error, query string, args ...any) error {
	rows, err := tx.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return tx.db.mark(err)
	}
	return rows.Close()
}

// queryRow runs a query for one row.
func (tx *Tx) queryRow(query string, args ...any) row {
	args, err := plainArgs(args)
	if err != nil {
		return row{err: err}
	}
	return row{db: tx.db, row: tx.tx.QueryRowContext(tx.ctx, query, args...)}
}

// row is the answer of queryRow.
type row struct {
	db  *DB
	row *sql.Row
	err error
}

// Scan copies the columns; ErrNotFound when there was no row.
func (r row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	err := r.row.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return r.db.mark(err)
	}
	return nil
}
