// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// Again is what collecting once more leads to: runs that have started, and, where the
// person must log in first, a journey.
type Again struct {
	Runs    []store.ID
	Journey *Journey
}

// Again collects once more at a connection. services are ids, nil for all of it. With
// failed, only the questions that were not answered before are put. Where a token is still
// good, or long-term consent is there, the run starts at once; elsewhere the person must log
// in. A run that is going already is not started twice.
func (c *Collector) Again(ctx context.Context, v *vault.Opened, id store.ID, services []string, failed bool) (*Again, error) {
	if !c.Ready() {
		return nil, &medmij.Failure{Reason: medmij.ReasonListsOld}
	}
	conn, err := c.Connection(ctx, v, id)
	if err != nil {
		return nil, err
	}
	if services == nil {
		for _, s := range conn.Services {
			services = append(services, s.ID)
		}
	}
	if failed {
		lacking := conn.FailedServices()
		services = slices.DeleteFunc(slices.Clone(services), func(s string) bool { return !slices.Contains(lacking, s) })
	}
	out := &Again{}
	if run, err := c.goingRun(ctx, v, id); err != nil || run != nil {
		if run != nil {
			out.Runs = []store.ID{run.ID}
		}
		return out, err
	}
	legs, err := c.againAt(ctx, v, conn, services, failed)
	if err != nil {
		return nil, err
	}
	for _, l := range legs {
		if l.State == LegBack {
			out.Runs = append(out.Runs, l.Run)
		}
	}
	if len(legs) == 0 {
		return nil, ErrNothing
	}
	if len(out.Runs) < len(legs) {
		out.Journey = c.newJourney(legs)
		err = c.addJourney(ctx, v, out.Journey)
	}
	return out, err
}

// AgainAll collects once more from everybody that the person did not stop. It returns the
// journey past those where a login is needed; runs that could start at once are in it too.
func (c *Collector) AgainAll(ctx context.Context, v *vault.Opened) (*Journey, error) {
	if !c.Ready() {
		return nil, &medmij.Failure{Reason: medmij.ReasonListsOld}
	}
	all, err := c.Connections(ctx, v)
	if err != nil {
		return nil, err
	}
	var legs []*Leg
	for _, conn := range all {
		if !conn.Stopped.IsZero() {
			continue
		}
		run, err := c.goingRun(ctx, v, conn.ID)
		if err != nil {
			return nil, err
		}
		if run != nil {
			legs = append(legs, &Leg{Provider: conn.Provider, Name: conn.Name, City: conn.City, CareKind: conn.Kind, State: LegBack, Run: run.ID})
			continue
		}
		var services []string
		for _, s := range conn.Services {
			services = append(services, s.ID)
		}
		more, err := c.againAt(ctx, v, conn, services, false)
		if err != nil {
			return nil, err
		}
		legs = append(legs, more...)
	}
	j := c.newJourney(legs)
	return j, c.addJourney(ctx, v, j)
}

func (c *Collector) newJourney(legs []*Leg) *Journey {
	return &Journey{ID: store.NewID(c.cfg.Rand), version: 1, Kind: kindJourney, Started: c.now(), Legs: legs}
}

// againAt starts what can start at once at a connection, and gives a leg for each door: those
// that are open still lack a login.
func (c *Collector) againAt(ctx context.Context, v *vault.Opened, conn *Connection, services []string, failed bool) ([]*Leg, error) {
	var legs []*Leg
	doors, _ := c.cfg.Network.Lists.Doors(conn.Provider, services)
	listed := Listed{Provider: conn.Provider, Name: conn.Name, City: conn.City, Kind: conn.Kind}
	for i, d := range doors {
		p := c.plan(conn, d.Authorize, d.Token, d.Services, failed, false)
		if len(p.run.Services) == 0 {
			continue
		}
		leg := newLeg(listed, d, failed)
		if len(doors) > 1 {
			leg.Part, leg.Parts = i+1, len(doors)
		}
		legs = append(legs, leg)
		get, ok := c.withoutLogin(conn, p, v)
		if !ok || failed && notGranted(conn, d.Services) {
			continue
		}
		if err := c.launch(ctx, v, p, get); err != nil {
			return nil, err
		}
		leg.State, leg.Run = LegBack, p.run.ID
	}
	return legs, nil
}

// notGranted tells whether what is lacking was not released: then no token that is there
// already will give it.
func notGranted(conn *Connection, services []string) bool {
	for _, id := range services {
		if s := conn.Service(id); s != nil && slices.Contains(s.Reasons(), medmij.ReasonNotGranted) {
			return true
		}
	}
	return false
}

// withoutLogin tells how a run can get its grant without the person logging in.
func (c *Collector) withoutLogin(conn *Connection, p *prepared, v *vault.Opened) (grantor, bool) {
	if s := c.remembered(p.key()); s != nil {
		p.session = s
		return nil, true
	}
	d := conn.door(p.authorize, p.token)
	if d == nil {
		return nil, false
	}
	if conn.Automatic {
		return func(ctx context.Context) (*medmij.Grant, error) {
			return c.renew(ctx, c.jobHome(v.Scope(), conn.Job, p.token), conn.Provider, p.token)
		}, conn.Lapsed.IsZero()
	}
	return nil, d.usable(c.now())
}

// launch writes the run down and lets it go.
func (c *Collector) launch(ctx context.Context, v *vault.Opened, p *prepared, get grantor) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error { return addRun(tx, v, p.run) })
	if err != nil {
		return fmt.Errorf("starting a run: %w", err)
	}
	own, err := ownVault(v)
	if err != nil {
		return err
	}
	if get == nil {
		home := vaultHome{c: c, v: own, connection: p.conn.ID, authorize: p.authorize, token: p.token}
		get = func(ctx context.Context) (*medmij.Grant, error) { return c.renew(ctx, home, p.conn.Provider, p.token) }
	}
	c.start(own, p, get, true)
	return nil
}

// goingRun returns the run of a connection that is going, here or at another replica; nil
// where there is none.
func (c *Collector) goingRun(ctx context.Context, v *vault.Opened, id store.ID) (*Run, error) {
	all, err := c.Runs(ctx, v)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Connection == id && r.Going(c.now()) {
			return r, nil
		}
	}
	return nil, nil
}

// Stop ends collecting at a connection: tokens are thrown away, automatic collecting ends.
// What came is kept.
func (c *Collector) Stop(ctx context.Context, v *vault.Opened, id store.ID) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		_, err := changeIn(tx, v, id, func(conn *Connection) error {
			conn.Stopped = c.now()
			return endConsent(tx, conn)
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("stopping a connection: %w", err)
	}
	c.forget(id)
	c.stopRuns(id)
	return nil
}

// endConsent throws the tokens of a connection away, and the job that used them.
func endConsent(tx *store.Tx, conn *Connection) error {
	for _, d := range conn.Doors {
		d.Refresh, d.Renewed, d.Lease = "", time.Time{}, time.Time{}
	}
	if conn.Automatic {
		conn.Automatic = false
		if err := tx.DeleteJob(conn.Job); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	conn.Job = store.ID{}
	return nil
}

// Remove ends collecting at a connection and forgets it, with its runs and everything that
// came from the provider. It can't be undone.
func (c *Collector) Remove(ctx context.Context, v *vault.Opened, id store.ID) error {
	if err := c.Stop(ctx, v, id); err != nil {
		return err
	}
	conn, err := c.Connection(ctx, v, id)
	if err != nil {
		return err
	}
	if err := c.cfg.Keeper.Forget(ctx, v, conn.Provider); err != nil {
		return fmt.Errorf("removing what came from a provider: %w", err)
	}
	err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		all, err := runs(tx, v)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Connection == id {
				if err := v.Delete(tx, vault.Runs, r.ID); err != nil {
					return err
				}
			}
		}
		if err := dropAnswers(tx, v, conn.Provider); err != nil {
			return err
		}
		return v.Delete(tx, vault.Connections, id)
	})
	if err != nil {
		return fmt.Errorf("removing a connection: %w", err)
	}
	// A run that was just delivering may have been between the two.
	if err := c.cfg.Keeper.Forget(ctx, v, conn.Provider); err != nil {
		return fmt.Errorf("removing what came from a provider: %w", err)
	}
	return nil
}

// LongConsent tells whether the provider keeps a consent by which can be collected without the
// person logging in.
func (conn *Connection) LongConsent(now time.Time) bool {
	if conn.Automatic {
		return conn.Lapsed.IsZero()
	}
	return conn.Stopped.IsZero() && slices.ContainsFunc(conn.Doors, func(d *DoorState) bool { return d.usable(now) })
}

// ConsentUntil is when the first of the consents ends if it is not used before; zero where
// there is none, or the job knows.
func (conn *Connection) ConsentUntil() time.Time {
	var first time.Time
	for _, d := range conn.Doors {
		if d.Refresh == "" {
			continue
		}
		if end := d.Renewed.Add(refreshLife); first.IsZero() || end.Before(first) {
			first = end
		}
	}
	return first
}
