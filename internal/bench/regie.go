// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// regie is the part of the program that holds a dossier, for one person whose vault is open.
type regie struct {
	dir       string
	db        *store.DB
	keys      *vault.Keyring
	vault     *vault.Opened
	keeper    *record.Keeper
	network   *medmij.Network
	collector *collect.Collector
	session   store.ID
}

func open(ctx context.Context, dir string) (*regie, error) {
	r := &regie{dir: dir, session: store.NewID(nil)}
	var err error
	r.db, err = store.Open(ctx, "sqlite:"+filepath.Join(dir, "regie.db"), store.Options{})
	if err != nil {
		return nil, err
	}
	err = r.db.Migrate(ctx)
	if err != nil {
		return nil, err
	}
	r.keys, err = vault.CreateKeyring(filepath.Join(dir, "keyring.json"), vault.KeyringOptions{})
	if err != nil {
		return nil, err
	}
	scope := store.NewScope(store.NewID(nil))
	r.vault = vault.Open(scope, vault.NewRootKey(rand.Reader))
	err = r.db.Update(ctx, scope, func(tx *store.Tx) error {
		return r.vault.Found(tx, r.keys)
	})
	if err != nil {
		return nil, fmt.Errorf("making the person: %w", err)
	}
	r.keeper = record.New(r.db, record.Options{})
	return r, nil
}

// connect lets r collect from the network.
func (r *regie) connect(ctx context.Context, n *network) error {
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	chain, err := medmij.OpenChainLog(r.dir, client, time.Now)
	if err != nil {
		return err
	}
	r.network, err = medmij.New(medmij.Config{
		ClientID: client, Redirect: callback, Roots: n.pool, Hosts: n.Hosts, Now: time.Now, Rand: rand.Reader, Log: log, Chain: chain,
		Lists:       medmij.ListsConfig{Base: n.Lists, API: "2", Interface: "2", PlainFront: true, Log: log},
		Certificate: func() (*tls.Certificate, error) { return &n.cert, nil },
	})
	if err != nil {
		return err
	}
	err = r.network.Lists.Refresh(ctx)
	if err != nil {
		return fmt.Errorf("fetching the lists: %w", err)
	}
	r.collector, err = collect.New(collect.Config{
		DB: r.db, Network: r.network, Keeper: r.keeper, Keys: r.keys, Table: collect.BuiltIn(), Book: n.Book, Now: time.Now, Rand: rand.Reader, Log: log,
	})
	return err
}

// collect goes to all providers of the network, and returns how long the runs took after the last
// login, and the processor time of this process in them.
func (r *regie) collect(ctx context.Context, n *network) (wall, busy time.Duration, err error) {
	var choices []collect.Choice
	for _, p := range n.Providers {
		choices = append(choices, collect.Choice{Provider: p.MedMijName, Services: p.Services})
	}
	j, err := r.collector.Begin(ctx, r.vault, choices)
	if err != nil {
		return 0, 0, fmt.Errorf("beginning: %w", err)
	}
	var back []*url.URL
	for leg := range j.Legs {
		u, err := r.collector.Depart(ctx, r.vault, r.session, j.ID, leg)
		if err != nil {
			return 0, 0, fmt.Errorf("leaving: %w", err)
		}
		address, err := n.visit(u.String())
		if err != nil {
			return 0, 0, fmt.Errorf("logging in: %w", err)
		}
		parsed, err := url.Parse(address)
		if err != nil {
			return 0, 0, err
		}
		back = append(back, parsed)
	}
	return r.timed(func() error {
		for _, u := range back {
			_, err := r.collector.Return(ctx, r.vault, r.session, "", u.RawQuery)
			if err != nil {
				return fmt.Errorf("coming back: %w", err)
			}
		}
		r.collector.Wait()
		return nil
	})
}

// again collects everything once more with the tokens that are still good.
func (r *regie) again(ctx context.Context) (wall, busy time.Duration, err error) {
	all, err := r.collector.Connections(ctx, r.vault)
	if err != nil {
		return 0, 0, err
	}
	return r.timed(func() error {
		for _, c := range all {
			a, err := r.collector.Again(ctx, r.vault, c.ID, nil, false)
			if err != nil {
				return err
			}
			if a.Journey != nil {
				return fmt.Errorf("%s wants a new login", c.Provider)
			}
		}
		r.collector.Wait()
		return nil
	})
}

func (r *regie) timed(do func() error) (wall, busy time.Duration, err error) {
	before, err := cpu()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	err = do()
	if err != nil {
		return 0, 0, err
	}
	wall = time.Since(start)
	after, err := cpu()
	return wall, after - before, err
}

// outcome checks that nothing was left out: a fast run that fails is no figure.
func (r *regie) outcome(ctx context.Context) (fresh, changed int, err error) {
	runs, err := r.collector.Runs(ctx, r.vault)
	if err != nil {
		return 0, 0, err
	}
	for _, run := range runs {
		for _, s := range run.Services {
			if s.State() != collect.Done {
				return 0, 0, fmt.Errorf("%s, service %s: %s %v", run.Provider, s.ID, s.State(), s.Reasons())
			}
			fresh += s.Change.New
			changed += s.Change.Changed
		}
	}
	return fresh, changed, nil
}

// onDisk is the size of the database with its write-ahead log.
func (r *regie) onDisk() (int64, error) {
	var sum int64
	for _, name := range []string{"regie.db", "regie.db-wal"} {
		i, err := os.Stat(filepath.Join(r.dir, name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		sum += i.Size()
	}
	return sum, nil
}

func (r *regie) close(ctx context.Context) {
	if r.collector != nil {
		_ = r.collector.Close(ctx) // nothing runs any more
	}
	if r.network != nil {
		r.network.Close()
	}
	_ = r.db.Close() // committed is committed
}
