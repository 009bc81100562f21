// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// Config is what a Collector is made of. Table, Sleep and Log may be left out.
type Config struct {
	DB      *store.DB
	Network *medmij.Network
	Keeper  *record.Keeper
	Keys    *vault.Keyring // for what is collected while the person is away
	Table   *Table
	// Book is the address book: a file, or an https address on a host of the whitelist; ""
	// for none.
	Book string
	// Unchecked are providers whose data need not be about one person: only for a folder of
	// test data of one's own in the practice network.
	Unchecked []string

	Now   func() time.Time
	Rand  io.Reader
	Sleep func(context.Context, time.Duration) error // nil: real time
	Log   *slog.Logger
}

// Collector finds providers, goes there with the person, and collects. It is safe for
// concurrent use; all that must last is in the database.
type Collector struct {
	cfg  Config
	zone *time.Location
	book bookKeeper
	find atomic.Pointer[index]
	make sync.Mutex // one index is made at a time

	ctx   context.Context // ends with Close
	stop  context.CancelFunc
	runs  sync.WaitGroup
	mu    sync.Mutex
	live  map[liveKey]*liveSession
	going map[store.ID]context.CancelFunc // runs in this process, by their id
	whose map[store.ID]store.ID           // their connections
}

// Failures that are no fault of the network.
var (
	// ErrNotFound: no such connection, run or journey of this person.
	ErrNotFound = errors.New("collect: not found")
	// ErrNothing: none of the chosen services can be collected at that provider.
	ErrNothing = errors.New("collect: nothing to collect")
)

// New makes a Collector. It starts nothing.
func New(cfg Config) (*Collector, error) {
	if cfg.DB == nil || cfg.Network == nil || cfg.Keeper == nil || cfg.Now == nil || cfg.Rand == nil {
		return nil, errors.New("collect: database, network, keeper, clock and randomness must be given")
	}
	if cfg.Table == nil {
		cfg.Table = BuiltIn()
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("loading the Dutch time zone: %w", err)
	}
	c := &Collector{cfg: cfg, zone: zone, live: map[liveKey]*liveSession{}, going: map[store.ID]context.CancelFunc{}, whose: map[store.ID]store.ID{}}
	c.ctx, c.stop = context.WithCancel(context.Background())
	return c, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Table is the data services that can be collected.
func (c *Collector) Table() *Table { return c.cfg.Table }

// Close tells all runs to stop and waits until they have put away what came, or ctx ends.
func (c *Collector) Close(ctx context.Context) error {
	c.stop()
	done := make(chan struct{})
	go func() {
		c.runs.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for runs to end: %w", ctx.Err())
	}
}

// Wait waits until no run is going, for tests and tools.
func (c *Collector) Wait() { c.runs.Wait() }
