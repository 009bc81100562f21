// SPDX-License-Identifier: EUPL-1.2

package connect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// Stop ends a coupling at once, here and at the vendor. What came stays. told is whether the
// vendor said that it ended it too. ErrNotFound.
func (c *Couplings) Stop(ctx context.Context, v *vault.Opened, key string) (told bool, err error) {
	o, err := c.Offer(key)
	if err != nil {
		return false, err
	}
	g, _ := c.grant(v, key)
	err = c.change(ctx, v, func(_ *store.Tx, s *state) error {
		n := s.find(key)
		if n == nil || !n.Coupled() {
			return ErrNotFound
		}
		g.User = n.User
		if n.Refresh != "" {
			g.Refresh = n.Refresh
		}
		n.Stopped, n.Refresh, n.Holder, n.Until, n.Why, n.Pause = c.now(), "", "", time.Time{}, "", time.Time{}
		return nil
	})
	if err != nil {
		return false, err
	}
	c.forget(v, key)
	if g.Refresh == "" {
		return true, nil // it had lapsed
	}
	if err := o.Vendor.Revoke(ctx, g); err != nil {
		c.log(ctx, key, err)
		return false, nil
	}
	return true, nil
}

// Remove takes out all that came from a vendor, after Stop. ErrNotFound.
func (c *Couplings) Remove(ctx context.Context, v *vault.Opened, key string) error {
	var number uint64
	err := c.change(ctx, v, func(_ *store.Tx, s *state) error {
		n := s.find(key)
		if n == nil || n.Coupled() {
			return ErrNotFound
		}
		number = n.Import
		return nil
	})
	if err != nil {
		return err
	}
	if number != 0 {
		if err := c.cfg.Books.Undo(ctx, v, number); err != nil && !errors.Is(err, measure.ErrNotFound) {
			return fmt.Errorf("removing what a vendor sent: %w", err)
		}
	}
	return c.change(ctx, v, func(_ *store.Tx, s *state) error {
		s.Connections = slices.DeleteFunc(s.Connections, func(n *Connection) bool { return n.Key == key && !n.Coupled() })
		return nil
	})
}
