// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the files by which a database is built: the same text for both engines.
func migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

func (db *DB) provider() (*goose.Provider, error) {
	p, err := goose.NewProvider(goose.DialectCustom, db.writer, migrations(),
		goose.WithStore(versions{}), goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return p, nil
}

// Migrate brings the schema up to this program. Several programs may do so at once: each file is one transaction
// together with its line in table migration, so that the slower one fails and looks again. ErrTooNew where a newer
// program was here.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	// Whoever fails at a file has lost it to somebody who went on: at most once a file and program, in practice.
	tries := 5 + 2*len(p.ListSources())
	for try := 1; ; try++ {
		_, err := p.Up(ctx)
		if err == nil {
			return db.Ready(ctx)
		}
		if try == tries || ctx.Err() != nil {
			return fmt.Errorf("migrating: %w", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(rand.Int64N(int64(50 * time.Millisecond)))):
		}
	}
}

// ErrNotMigrated: the schema is older than this program; Migrate first.
var ErrNotMigrated = errors.New("store: database is not migrated")

// Ready tells whether the schema is the one of this program: nil, ErrNotMigrated or ErrTooNew.
func (db *DB) Ready(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	known := map[int64]bool{0: true}
	for _, s := range p.ListSources() {
		known[s.Version] = true
	}
	applied, err := (versions{}).ListMigrations(ctx, db.reader)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotMigrated, err)
	}
	for _, m := range applied {
		if !known[m.Version] {
			return ErrTooNew
		}
		delete(known, m.Version)
	}
	if len(known) > 0 {
		return ErrNotMigrated
	}
	return nil
}

// versions keeps which migrations were applied, without the sequence that goose's own table has.
type versions struct{}

var _ database.Store = versions{}

func (versions) Tablename() string { return "migration" }

func (versions) CreateVersionTable(ctx context.Context, c database.DBTxConn) error {
	_, err := c.ExecContext(ctx, `create table if not exists migration (version bigint not null, primary key (version))`)
	return err
}

func (versions) Insert(ctx context.Context, c database.DBTxConn, r database.InsertRequest) error {
	_, err := c.ExecContext(ctx, `insert into migration (version) values ($1)`, r.Version)
	return err
}

func (versions) Delete(ctx context.Context, c database.DBTxConn, version int64) error {
	_, err := c.ExecContext(ctx, `delete from migration where version = $1`, version)
	return err
}

func (versions) GetMigration(ctx context.Context, c database.DBTxConn, version int64) (*database.GetMigrationResult, error) {
	var n int
	if err := c.QueryRowContext(ctx, `select count(*) from migration where version = $1`, version).Scan(&n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, database.ErrVersionNotFound
	}
	return &database.GetMigrationResult{IsApplied: true}, nil
}

func (versions) GetLatestVersion(ctx context.Context, c database.DBTxConn) (int64, error) {
	var n int64
	if err := c.QueryRowContext(ctx, `select coalesce(max(version), -1) from migration`).Scan(&n); err != nil {
		return 0, err
	}
	if n < 0 {
		return 0, database.ErrVersionNotFound
	}
	return n, nil
}

func (versions) ListMigrations(ctx context.Context, c database.DBTxConn) ([]*database.ListMigrationsResult, error) {
	rows, err := c.QueryContext(ctx, `select version from migration order by version desc`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*database.ListMigrationsResult
	for rows.Next() {
		m := &database.ListMigrationsResult{IsApplied: true}
		if err := rows.Scan(&m.Version); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}
