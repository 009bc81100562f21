// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// Access tokens live in memory only, as long as they are good. Refresh tokens lie sealed in
// the vault; while automatic collecting is on, in the job instead (see background.go).

type liveKey struct {
	connection store.ID // ids are random: no two persons share one
	token      string   // address of the door
}

type liveSession struct {
	session *medmij.Session
	until   time.Time
}

// remember keeps a session for trying again while its token is good.
func (c *Collector) remember(k liveKey, s *medmij.Session, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.cfg.Now()
	for old, l := range c.live {
		if !now.Before(l.until) {
			delete(c.live, old)
		}
	}
	c.live[k] = &liveSession{session: s, until: until}
}

func (c *Collector) remembered(k liveKey) *medmij.Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.live[k]
	if l == nil || !c.cfg.Now().Add(time.Minute).Before(l.until) {
		return nil
	}
	return l.session
}

// forget drops the sessions of a connection.
func (c *Collector) forget(connection store.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.live {
		if k.connection == connection {
			delete(c.live, k)
		}
	}
}

// tokenHome is where the refresh token of a door is kept.
type tokenHome interface {
	// lease returns the token, and keeps others from using it until the time given.
	// ok is false while somebody else has it.
	lease(ctx context.Context, now, until time.Time) (refresh string, ok bool, err error)
	// settle ends the lease: with the token that replaces it, or, when lapsed, without any.
	settle(ctx context.Context, refresh string, lapsed bool, now time.Time) error
}

const (
	leaseFor  = 50 * time.Second // longer than the calls that it covers
	leaseWait = 20 * time.Second
)

// renew swaps the refresh token for a new grant. The token that comes with it is kept before
// the grant is used. A lost answer is asked for once more with the old token; when that is
// refused, only a login helps.
func (c *Collector) renew(ctx context.Context, home tokenHome, provider, tokenURL string) (*medmij.Grant, error) {
	refresh, err := c.leaseToken(ctx, home)
	if err != nil {
		return nil, err
	}
	grant, err := c.cfg.Network.Refresh(ctx, provider, tokenURL, refresh)
	if reason := medmij.ReasonOf(err); reason == medmij.ReasonNoAnswer || reason == medmij.ReasonHalf {
		grant, err = c.cfg.Network.Refresh(ctx, provider, tokenURL, refresh)
	}
	// What was found out must be kept, also when the person or the program goes away now.
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), deliverTime)
	defer cancel()
	if err != nil {
		lapsed := medmij.ReasonOf(err) == medmij.ReasonLoginAgain
		if lapsed {
			refresh = ""
		}
		return nil, errors.Join(err, home.settle(keep, refresh, lapsed, c.now()))
	}
	if err := home.settle(keep, grant.Refresh, false, c.now()); err != nil {
		return nil, fmt.Errorf("keeping a refresh token: %w", err)
	}
	return grant, nil
}

func (c *Collector) leaseToken(ctx context.Context, home tokenHome) (string, error) {
	deadline := c.cfg.Now().Add(leaseWait)
	for {
		now := c.now()
		refresh, ok, err := home.lease(ctx, now, now.Add(leaseFor))
		if err != nil {
			return "", fmt.Errorf("taking a refresh token: %w", err)
		}
		if ok && refresh == "" {
			return "", &medmij.Failure{Reason: medmij.ReasonLoginAgain}
		}
		if ok {
			return refresh, nil
		}
		if now.After(deadline) {
			return "", &medmij.Failure{Reason: medmij.ReasonBusy, Err: errors.New("refresh token is in use elsewhere")}
		}
		if err := c.cfg.Sleep(ctx, 500*time.Millisecond); err != nil {
			return "", &medmij.Failure{Reason: medmij.ReasonInterrupted, Err: err}
		}
	}
}

// vaultHome keeps a refresh token in the connection, sealed in the vault.
type vaultHome struct {
	c          *Collector
	v          *vault.Opened
	connection store.ID
	authorize  string
	token      string
}

func (h vaultHome) lease(ctx context.Context, now, until time.Time) (refresh string, ok bool, err error) {
	_, err = h.c.change(ctx, h.v, h.connection, func(conn *Connection) error {
		refresh, ok = "", true
		d := conn.door(h.authorize, h.token)
		if d == nil || !d.usable(now) || !conn.Stopped.IsZero() {
			return nil
		}
		if d.Lease.After(now) {
			ok = false
			return nil
		}
		refresh, d.Lease = d.Refresh, until
		return nil
	})
	return refresh, ok, err
}

func (h vaultHome) settle(ctx context.Context, refresh string, lapsed bool, now time.Time) error {
	_, err := h.c.change(ctx, h.v, h.connection, func(conn *Connection) error {
		d := conn.door(h.authorize, h.token)
		if d == nil {
			return nil
		}
		d.Lease = time.Time{}
		if lapsed {
			d.Refresh, conn.Lapsed = "", now
			return nil
		}
		if !conn.Stopped.IsZero() {
			d.Refresh = "" // ended while it was in use
			return nil
		}
		if refresh != d.Refresh {
			d.Refresh, d.Renewed = refresh, now
		}
		return nil
	})
	return err
}
