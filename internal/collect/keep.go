// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/store"
	"regie/internal/vault"
)

// put seals a value as a row of the vault.
func put(tx *store.Tx, v *vault.Opened, coll vault.Collection, id store.ID, version uint64, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("writing a row: %w", err)
	}
	return v.Put(tx, coll, id, version, b)
}

// get opens a row into value; ErrNotFound where there is none.
func get(tx *store.Tx, v *vault.Opened, coll vault.Collection, id store.ID, value any) (version uint64, err error) {
	b, version, err := v.Get(tx, coll, id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	if err := json.Unmarshal(b, value); err != nil {
		return 0, fmt.Errorf("reading a row: %w", err)
	}
	return version, nil
}

// Connections lists the providers of the person, by name.
func (c *Collector) Connections(ctx context.Context, v *vault.Opened) ([]*Connection, error) {
	var out []*Connection
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		out, err = connections(tx, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing connections: %w", err)
	}
	slices.SortFunc(out, func(a, b *Connection) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func connections(tx *store.Tx, v *vault.Opened) ([]*Connection, error) {
	var out []*Connection
	for e, err := range v.List(tx, vault.Connections) {
		if err != nil {
			return nil, err
		}
		conn := &Connection{ID: e.ID, version: e.Version}
		if err := json.Unmarshal(e.Plain, conn); err != nil {
			return nil, fmt.Errorf("reading a connection: %w", err)
		}
		out = append(out, conn)
	}
	return out, nil
}

// Connection returns one; ErrNotFound where the person has no such.
func (c *Collector) Connection(ctx context.Context, v *vault.Opened, id store.ID) (*Connection, error) {
	var conn *Connection
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		conn, err = connection(tx, v, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a connection: %w", err)
	}
	return conn, nil
}

func connection(tx *store.Tx, v *vault.Opened, id store.ID) (*Connection, error) {
	conn := &Connection{ID: id}
	version, err := get(tx, v, vault.Connections, id, conn)
	conn.version = version
	return conn, err
}

// change changes a connection in one transaction. change may be called more than once.
func (c *Collector) change(ctx context.Context, v *vault.Opened, id store.ID, change func(*Connection) error) (*Connection, error) {
	var conn *Connection
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		conn, err = changeIn(tx, v, id, change)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("changing a connection: %w", err)
	}
	return conn, nil
}

func changeIn(tx *store.Tx, v *vault.Opened, id store.ID, change func(*Connection) error) (*Connection, error) {
	conn, err := connection(tx, v, id)
	if err != nil {
		return nil, err
	}
	if err := change(conn); err != nil {
		return nil, err
	}
	conn.version++
	return conn, put(tx, v, vault.Connections, id, conn.version, conn)
}

// connect finds the connection with a provider, or makes it.
func (c *Collector) connect(tx *store.Tx, v *vault.Opened, p Listed) (*Connection, error) {
	all, err := connections(tx, v)
	if err != nil {
		return nil, err
	}
	for _, conn := range all {
		if conn.Provider == p.Provider {
			return conn, nil
		}
	}
	conn := &Connection{
		ID: store.NewID(c.cfg.Rand), version: 1, Provider: p.Provider, Name: p.Name, City: p.City, Kind: p.Kind, Since: c.now(),
	}
	return conn, put(tx, v, vault.Connections, conn.ID, 1, conn)
}

// now is the time in whole microseconds, as it is kept.
func (c *Collector) now() time.Time { return c.cfg.Now().UTC().Truncate(time.Microsecond) }

// Run returns a run; ErrNotFound where the person has no such.
func (c *Collector) Run(ctx context.Context, v *vault.Opened, id store.ID) (*Run, error) {
	run := &Run{ID: id}
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		run.version, err = get(tx, v, vault.Runs, id, run)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a run: %w", err)
	}
	return run, nil
}

// Runs lists the runs of the person, the last one first.
func (c *Collector) Runs(ctx context.Context, v *vault.Opened) ([]*Run, error) {
	var out []*Run
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		out, err = runs(tx, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing runs: %w", err)
	}
	return out, nil
}

func runs(tx *store.Tx, v *vault.Opened) ([]*Run, error) {
	var out []*Run
	for e, err := range v.List(tx, vault.Runs) {
		if err != nil {
			return nil, err
		}
		run := &Run{ID: e.ID, version: e.Version}
		if err := json.Unmarshal(e.Plain, run); err != nil {
			return nil, fmt.Errorf("reading a run: %w", err)
		}
		out = append(out, run)
	}
	slices.SortFunc(out, func(a, b *Run) int { return b.Started.Compare(a.Started) })
	return out, nil
}

// keptRuns is how many runs are remembered for each connection.
const keptRuns = 10

// addRun writes a new run and forgets the oldest ones of its connection.
func addRun(tx *store.Tx, v *vault.Opened, run *Run) error {
	all, err := runs(tx, v)
	if err != nil {
		return err
	}
	seen := 0
	for _, old := range all {
		if old.Connection != run.Connection {
			continue
		}
		seen++
		if seen >= keptRuns {
			if err := v.Delete(tx, vault.Runs, old.ID); err != nil {
				return fmt.Errorf("forgetting an old run: %w", err)
			}
		}
	}
	run.version = 1
	return put(tx, v, vault.Runs, run.ID, 1, run)
}
