// SPDX-License-Identifier: EUPL-1.2

package connect

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// ErrNotFound says that there is no such vendor, or that the person is not coupled with it.
var ErrNotFound = errors.New("connect: not found")

// ErrGoing says that a fetch is under way.
var ErrGoing = errors.New("connect: under way")

// Offer is a vendor with which this Regie can couple.
type Offer struct {
	Row
	Vendor Vendor
}

// Config is what Couplings work with. Now, Rand and Log may be left out.
type Config struct {
	DB     *store.DB
	Books  *measure.Books
	Offers []Offer
	// Redirect is where a vendor sends the person back to, by its key.
	Redirect func(key string) string
	Now      func() time.Time
	Rand     io.Reader
	Log      *slog.Logger
}

// Couplings are those of everybody. It is safe for concurrent use. Close it.
type Couplings struct {
	cfg Config

	mu     sync.Mutex
	grants map[grantKey]Grant // access tokens, as long as they are good

	slots chan struct{} // fetches at a time
	work  sync.WaitGroup
	ctx   context.Context
	stop  context.CancelFunc
}

type grantKey struct {
	person store.ID
	key    string
}

const mostFetches = 4

// New returns the couplings.
func New(c Config) *Couplings {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	out := &Couplings{cfg: c, grants: map[grantKey]Grant{}, slots: make(chan struct{}, mostFetches)}
	out.ctx, out.stop = context.WithCancel(context.Background())
	return out
}

// Close ends what is under way, and waits for it.
func (c *Couplings) Close() {
	c.stop()
	c.work.Wait()
}

// Wait waits until nothing is under way, for tests.
func (c *Couplings) Wait() { c.work.Wait() }

// Offers lists the vendors.
func (c *Couplings) Offers() []Offer { return c.cfg.Offers }

// Offer returns a vendor by its key. ErrNotFound.
func (c *Couplings) Offer(key string) (Offer, error) {
	for _, o := range c.cfg.Offers {
		if o.Key == key {
			return o, nil
		}
	}
	return Offer{}, ErrNotFound
}

func (c *Couplings) now() time.Time { return c.cfg.Now().UTC().Truncate(time.Millisecond) }

// Connection is what a person has with a vendor.
type Connection struct {
	Key     string    `json:"key"`
	Made    time.Time `json:"made"`
	Stopped time.Time `json:"stopped,omitzero"`

	User    string `json:"user,omitzero"` // the vendor's number for the account
	Refresh string `json:"refresh,omitzero"`

	// Holder fetches now, until Until: of two at a time the second waits.
	Holder string    `json:"holder,omitzero"`
	Until  time.Time `json:"until,omitzero"`

	Tried time.Time             `json:"tried,omitzero"` // the last time that a fetch began
	Last  time.Time             `json:"last,omitzero"`  // the last one that brought everything
	Full  time.Time             `json:"full,omitzero"`  // the last one that asked for everything
	Why   Why                   `json:"why,omitzero"`   // what was the matter with the last one
	Pause time.Time             `json:"pause,omitzero"` // the vendor asks to wait until
	Parts map[string]*PartState `json:"parts,omitzero"`

	New    int    `json:"new,omitzero"`   // measurements that the last fetch brought
	Added  int    `json:"added,omitzero"` // in all
	Import uint64 `json:"import,omitzero"`
}

// PartState is how far a part is.
type PartState struct {
	Cursor int64     `json:"cursor,omitzero"`
	Last   time.Time `json:"last,omitzero"`
	Why    Why       `json:"why,omitzero"`
}

// Coupled tells whether Regie may fetch.
func (n *Connection) Coupled() bool { return n.Stopped.IsZero() }

// Going tells whether a fetch is under way.
func (n *Connection) Going(now time.Time) bool { return n.Holder != "" && now.Before(n.Until) }

func (n *Connection) part(key string) *PartState {
	if n.Parts == nil {
		n.Parts = map[string]*PartState{}
	}
	if n.Parts[key] == nil {
		n.Parts[key] = &PartState{}
	}
	return n.Parts[key]
}

// state is the one row with all connections of a person: how many there are, and with whom, is
// not to be seen from outside.
type state struct {
	Connections []*Connection `json:"connections,omitempty"`

	version uint64
}

var stateID = store.ID{15: 1}

func (s *state) find(key string) *Connection {
	i := slices.IndexFunc(s.Connections, func(n *Connection) bool { return n.Key == key })
	if i < 0 {
		return nil
	}
	return s.Connections[i]
}

func read(tx *store.Tx, v *vault.Opened) (*state, error) {
	s := &state{}
	plain, version, err := v.Get(tx, vault.Couplings, stateID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("reading couplings: %w", err)
	}
	if err := json.Unmarshal(plain, s); err != nil {
		return nil, fmt.Errorf("reading couplings: %w", err)
	}
	s.version = version
	return s, nil
}

// change changes the connections of a person in one transaction. do may run more than once.
func (c *Couplings) change(ctx context.Context, v *vault.Opened, do func(tx *store.Tx, s *state) error) error {
	const tries = 5
	return store.Again(tries, func() error {
		return c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			s, err := read(tx, v)
			if err != nil {
				return err
			}
			if err := do(tx, s); err != nil {
				return err
			}
			plain, err := json.Marshal(s, json.Deterministic(true))
			if err != nil {
				return fmt.Errorf("writing couplings: %w", err)
			}
			return v.Put(tx, vault.Couplings, stateID, s.version+1, plain)
		})
	})
}

// List returns the connections of a person, those that were stopped among them.
func (c *Couplings) List(ctx context.Context, v *vault.Opened) ([]*Connection, error) {
	var s *state
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		s, err = read(tx, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Connections, nil
}

// grant is the access token of a connection, while it is good.
func (c *Couplings) grant(v *vault.Opened, key string) (Grant, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	g, ok := c.grants[grantKey{v.Scope().Person(), key}]
	return g, ok && c.cfg.Now().Add(time.Minute).Before(g.Until)
}

func (c *Couplings) remember(v *vault.Opened, key string, g Grant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.cfg.Now()
	for k, old := range c.grants {
		if !now.Before(old.Until) {
			delete(c.grants, k)
		}
	}
	c.grants[grantKey{v.Scope().Person(), key}] = g
}

func (c *Couplings) forget(v *vault.Opened, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.grants, grantKey{v.Scope().Person(), key})
}
