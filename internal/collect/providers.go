// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"regie/internal/medmij"
)

// index is the finder of one version of the lists and the address book.
type index struct {
	sequence uint64
	edition  int // of the book
	finder   *finder
	byName   map[string]*Found
}

// bookKeeper keeps the address book up to date.
type bookKeeper struct {
	mu      sync.Mutex
	book    Book
	edition int
	looked  time.Time
	stamp   time.Time // of the file
}

// bookEvery is how often is looked whether the address book changed.
const bookEvery = 10 * time.Minute

// RefreshBook reads the address book when it was changed. Without one, providers have names
// made of what the network calls them.
func (c *Collector) RefreshBook(ctx context.Context) error {
	if c.cfg.Book == "" {
		return nil
	}
	var raw []byte
	var stamp time.Time
	if strings.HasPrefix(c.cfg.Book, "https://") {
		res, err := c.cfg.Network.Document(ctx, c.cfg.Book, maxBook)
		if err != nil {
			return fmt.Errorf("fetching the address book: %w", err)
		}
		raw = res
	} else {
		info, err := os.Stat(c.cfg.Book)
		if err != nil {
			return fmt.Errorf("reading the address book: %w", err)
		}
		stamp = info.ModTime()
		c.book.mu.Lock()
		same := c.book.edition > 0 && stamp.Equal(c.book.stamp)
		c.book.mu.Unlock()
		if same {
			return nil
		}
		if info.Size() > maxBook {
			return fmt.Errorf("reading the address book: larger than %d bytes", maxBook)
		}
		raw, err = os.ReadFile(c.cfg.Book)
		if err != nil {
			return fmt.Errorf("reading the address book: %w", err)
		}
	}
	book, err := ReadBook(raw)
	if err != nil {
		return err
	}
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	c.book.book, c.book.stamp = book, stamp
	c.book.edition++
	return nil
}

// lookAtBook refreshes the address book when it is time to. Nobody waits for it, but for a
// short while who is the first.
func (c *Collector) lookAtBook(ctx context.Context) {
	c.book.mu.Lock()
	due, first := c.cfg.Now().Sub(c.book.looked) >= bookEvery, c.book.edition == 0
	if due {
		c.book.looked = c.cfg.Now()
	}
	c.book.mu.Unlock()
	refresh := func(ctx context.Context) {
		if err := c.RefreshBook(ctx); err != nil {
			c.cfg.Log.Warn("address book not refreshed", "err", err.Error())
		}
	}
	switch {
	case !due || c.cfg.Book == "":
	case first:
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		refresh(ctx)
	default:
		c.runs.Go(func() { refresh(c.ctx) })
	}
}

// index returns the finder for the lists as they are now, made anew when they changed.
func (c *Collector) index(ctx context.Context) *index {
	c.lookAtBook(ctx)
	c.book.mu.Lock()
	book, edition := c.book.book, c.book.edition
	c.book.mu.Unlock()
	sequence := c.cfg.Network.Lists.Sequence()
	if ix := c.find.Load(); ix != nil && ix.sequence == sequence && ix.edition == edition {
		return ix
	}
	c.make.Lock()
	defer c.make.Unlock()
	if ix := c.find.Load(); ix != nil && ix.sequence == sequence && ix.edition == edition {
		return ix
	}
	var entries []Found
	for p := range c.cfg.Network.Lists.Providers() {
		entries = append(entries, Found{Listed: book.listed(p.Name), Services: c.served(p)})
	}
	slices.SortFunc(entries, func(a, b Found) int { return strings.Compare(a.Provider, b.Provider) })
	ix := &index{sequence: sequence, edition: edition, finder: newFinder(entries), byName: make(map[string]*Found, len(entries))}
	for i := range ix.finder.entries {
		ix.byName[ix.finder.entries[i].Provider] = &ix.finder.entries[i]
	}
	c.find.Store(ix)
	return ix
}

// served lists the services of a provider that Regie collects, in the order of the table.
func (c *Collector) served(p *medmij.Provider) []string {
	var out []string
	for _, s := range c.cfg.Table.All() {
		offer, ok := c.cfg.Network.Lists.Offer(p.Name, s.ID)
		if !ok {
			continue
		}
		if _, ok := base(offer, s.Role); ok {
			out = append(out, s.ID)
		}
	}
	return out
}

// Find returns the providers that fit a query best, at most limit.
func (c *Collector) Find(ctx context.Context, query string, limit int) []Found {
	return c.index(ctx).finder.find(query, limit)
}

// Provider returns one provider of the network.
func (c *Collector) Provider(ctx context.Context, name string) (Found, bool) {
	f, ok := c.index(ctx).byName[name]
	if !ok {
		return Found{}, false
	}
	return *f, true
}

// Providers tells how many providers there are, and lists all of them when they are few:
// then people can also look instead of search.
func (c *Collector) Providers(ctx context.Context, few int) (count int, all []Found) {
	entries := c.index(ctx).finder.entries
	if len(entries) > few {
		return len(entries), nil
	}
	all = slices.Clone(entries)
	slices.SortFunc(all, func(a, b Found) int { return strings.Compare(a.Name, b.Name) })
	return len(entries), all
}

// Ready tells whether a person can start collecting: the lists are there, and not too old.
func (c *Collector) Ready() bool { return c.cfg.Network.Lists.Fresh() }

// Logins tells how often the person must log in at a provider for these services.
func (c *Collector) Logins(provider string, services []string) int {
	doors, _ := c.cfg.Network.Lists.Doors(provider, services)
	return len(doors)
}
