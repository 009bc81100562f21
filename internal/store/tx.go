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
	again    bool // a statement failed in a way that another try may mend
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
		again, err := db.once(ctx, t, fn)
		if err == nil || !again || try >= maxTries || ctx.Err() != nil {
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

// once runs one try. again tells whether it left no trace and may fare better next time: it lost a race, or its
// connection before committing.
func (db *DB) once(ctx context.Context, t Tx, fn func(*Tx) error) (again bool, err error) {
	t.ctx, t.db = ctx, db
	pool, opts := db.writer, db.engine.writeOptions()
	if t.readOnly {
		pool, opts = db.reader, db.engine.readOptions()
	} else if cause := db.halted.Load(); cause != nil {
		return false, fmt.Errorf("%w: %w", ErrHalted, *cause)
	}
	t.tx, err = pool.BeginTx(ctx, opts)
	if err != nil {
		err = fmt.Errorf("beginning a transaction: %w", t.mark(err))
		return t.again, err
	}
	ended := false
	defer func() {
		if !ended { // fn failed or panicked
			_ = t.tx.Rollback()
		}
	}()
	if err := fn(&t); err != nil {
		// Rows that a caller walked by itself bring errors that were not marked.
		return t.again || db.engine.classify(err) == classRetry, err
	}
	ended = true
	if err := t.tx.Commit(); err != nil {
		if !t.readOnly && db.engine.classify(err) == classLost {
			return false, fmt.Errorf("%w: %w", ErrUncertain, err)
		}
		err = fmt.Errorf("committing: %w", t.mark(err))
		return t.again, err
	}
	return false, nil
}

// mark gives an error of the driver its meaning. A disk error while writing stops all writing: what was not
// written may look written when it is tried again.
func (tx *Tx) mark(err error) error {
	// database/sql undoes a transaction whose context has ended, and may do so before the next statement.
	if errors.Is(err, sql.ErrTxDone) && tx.ctx.Err() != nil {
		return tx.ctx.Err()
	}
	switch tx.db.engine.classify(err) {
	case classRetry, classLost:
		tx.again = true
	case classFull:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case classBroken:
		if !tx.readOnly {
			tx.db.halted.CompareAndSwap(nil, &err)
			return fmt.Errorf("%w: %w", ErrHalted, err)
		}
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
		return 0, tx.mark(err)
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
		return nil, tx.mark(err)
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
		return tx.mark(err)
	}
	return rows.Close()
}

// queryRow runs a query for one row.
func (tx *Tx) queryRow(query string, args ...any) row {
	args, err := plainArgs(args)
	if err != nil {
		return row{err: err}
	}
	return row{tx: tx, row: tx.tx.QueryRowContext(tx.ctx, query, args...)}
}

// row is the answer of queryRow.
type row struct {
	tx  *Tx
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
		return r.tx.mark(err)
	}
	return nil
}
