// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// grantor gets the grant that a run works with: by a code, or by a refresh token.
type grantor func(context.Context) (*medmij.Grant, error)

// prepared is a run that is ready to start.
type prepared struct {
	conn             *Connection
	authorize, token string
	run              *Run
	tasks            []*serviceTask
	session          *medmij.Session // of an earlier run, while its token is good
}

// plan makes a run for services behind one door of a connection.
func (c *Collector) plan(conn *Connection, authorize, token string, services []string, again, unattended bool) *prepared {
	now := c.now()
	p := &prepared{conn: conn, authorize: authorize, token: token, run: &Run{
		ID: store.NewID(c.cfg.Rand), Connection: conn.ID, Provider: conn.Provider, Name: conn.Name,
		Started: now, Updated: now, Unattended: unattended,
	}}
	for _, id := range services {
		svc, ok := c.cfg.Table.Service(id)
		if !ok {
			continue
		}
		offer, ok := c.cfg.Network.Lists.Offer(conn.Provider, id)
		var t *serviceTask
		if ok {
			t, ok = newTask(svc, offer, conn.Service(id), again)
		}
		if !ok {
			p.run.Services = append(p.run.Services, &RunService{ID: id, Reason: medmij.ReasonNotOffered})
			continue
		}
		if len(t.out.Questions) == 0 {
			continue // nothing failed there
		}
		p.run.Services = append(p.run.Services, t.out)
		p.tasks = append(p.tasks, t)
	}
	return p
}

// start lets a run go on its own. The vault is the run's own and is closed when it ends.
// renewed says that get keeps its own refresh token.
func (c *Collector) start(v *vault.Opened, p *prepared, get grantor, renewed bool) {
	ctx, cancel := context.WithCancel(c.ctx)
	c.mu.Lock()
	c.going[p.run.ID], c.whose[p.run.ID] = cancel, p.conn.ID
	c.mu.Unlock()
	c.runs.Go(func() {
		defer v.Close()
		defer func() {
			cancel()
			c.mu.Lock()
			delete(c.going, p.run.ID)
			delete(c.whose, p.run.ID)
			c.mu.Unlock()
		}()
		home := vaultHome{c: c, v: v, connection: p.conn.ID, authorize: p.authorize, token: p.token}
		var tokens tokenHome = home
		if p.conn.Automatic {
			tokens = c.jobHome(v.Scope(), p.conn.Job, p.token)
		}
		r := c.runner(p, &vaultSink{c: c, v: v, connection: p.conn.ID})
		ended := make(chan struct{})
		saved := make(chan struct{})
		go func() {
			defer close(saved)
			c.saveWhileGoing(v, r, ended)
		}()
		keep := func(ctx context.Context, g *medmij.Grant) error { return c.keepGrant(ctx, v, p, g) }
		if renewed {
			keep = nil
		}
		c.attend(ctx, r, p, tokens, get, keep)
		close(ended)
		<-saved
	})
}

func (c *Collector) runner(p *prepared, s sink) *runner {
	return &runner{
		provider: Listed{Provider: p.conn.Provider, Name: p.conn.Name}, services: p.tasks, sink: s,
		now: c.now, zone: c.zone, log: c.cfg.Log.With("provider", p.conn.Provider, "run", p.run.ID.String()[:8]),
		run: p.run, subject: p.conn.Subject, unchecked: slices.Contains(c.cfg.Unchecked, p.conn.Provider),
	}
}

// attend gets the grant and does the run. keep keeps what must be kept of a new grant before
// it is used.
func (c *Collector) attend(ctx context.Context, r *runner, p *prepared, tokens tokenHome, get grantor, keep func(context.Context, *medmij.Grant) error) {
	r.session = p.session
	if r.session == nil {
		g, err := get(ctx)
		if err == nil && keep != nil {
			err = keep(ctx, g)
		}
		if err != nil {
			r.fail(ctx, err)
			return
		}
		var renew func(context.Context) (*medmij.Grant, error)
		if g.Refresh != "" {
			renew = func(ctx context.Context) (*medmij.Grant, error) {
				return c.renew(ctx, tokens, p.conn.Provider, p.token)
			}
		}
		r.session = c.cfg.Network.NewSession(p.conn.Provider, g, renew)
		if !r.run.Unattended {
			c.remember(p.key(), r.session, g.Expires)
		}
	}
	r.granted()
	r.do(ctx)
}

func (p *prepared) key() liveKey {
	return liveKey{connection: p.conn.ID, token: p.token}
}

// fail ends a run for which there is no grant. What was never asked before is put down with the
// reason, so that it can be tried again; what is known from before stays as it is.
func (r *runner) fail(ctx context.Context, err error) {
	reason := medmij.ReasonOf(err)
	if ctx.Err() != nil {
		reason = medmij.ReasonInterrupted
	}
	r.log.Info("no grant", "reason", string(reason), "err", err.Error())
	r.update(func() {
		r.run.Reason = reason
		for _, s := range r.run.Services {
			for _, q := range s.Questions {
				q.State, q.Reason = Failed, reason
			}
		}
	})
	for _, t := range r.services {
		if t.before == nil && !r.run.Unattended { // a job does not know what was before
			t.whole = false
			r.result(t)
		}
	}
	r.update(func() { r.run.Finished = r.now() })
}

// granted leaves out the services that the provider did not release.
func (r *runner) granted() {
	var kept []*serviceTask
	for _, t := range r.services {
		if r.session.Covers(t.svc.ID) {
			kept = append(kept, t)
			continue
		}
		r.update(func() {
			t.out.Reason = medmij.ReasonNotGranted
			for _, q := range t.out.Questions {
				q.State, q.Reason = Failed, medmij.ReasonNotGranted
			}
		})
		t.whole = false
		r.result(t)
	}
	r.services = kept
}

// stopRuns tells the runs of a connection in this process to stop.
func (c *Collector) stopRuns(connection store.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for run, cancel := range c.going {
		if c.whose[run] == connection {
			cancel()
		}
	}
}

// keepGrant puts the refresh token of a new login where it belongs: in the connection, or in
// the job that collects by itself.
func (c *Collector) keepGrant(ctx context.Context, v *vault.Opened, p *prepared, g *medmij.Grant) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		_, err := changeIn(tx, v, p.conn.ID, func(conn *Connection) error {
			conn.Lapsed, conn.Stopped = time.Time{}, time.Time{}
			d := conn.door(p.authorize, p.token)
			if d == nil {
				return nil
			}
			d.Refresh, d.Renewed, d.Lease = g.Refresh, c.now(), time.Time{}
			if g.Refresh == "" {
				d.Renewed = time.Time{}
			}
			if !conn.Automatic {
				return nil
			}
			return c.giveToJob(tx, conn, d)
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping a grant: %w", err)
	}
	return nil
}

// The saver writes the run at most once a second, and every ten seconds as a sign of life.
const (
	saveEvery = time.Second
	lifeSign  = 10 * time.Second
)

func (c *Collector) saveWhileGoing(v *vault.Opened, r *runner, ended <-chan struct{}) {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			if err := c.save(v, r); err != nil {
				c.cfg.Log.Error("run not saved at its end", "err", err.Error())
			}
			return
		case <-tick.C:
			r.mu.Lock()
			due := r.changed || c.now().Sub(r.run.Updated) >= lifeSign
			r.mu.Unlock()
			if !due {
				continue
			}
			if err := c.save(v, r); err != nil {
				c.cfg.Log.Warn("run not saved", "err", err.Error())
			}
		}
	}
}

func (c *Collector) save(v *vault.Opened, r *runner) error {
	ctx, cancel := context.WithTimeout(context.Background(), deliverTime)
	defer cancel()
	r.mu.Lock()
	r.changed = false
	r.run.Updated = c.now()
	r.run.version++
	version := r.run.version
	snapshot := r.run.clone()
	r.mu.Unlock()
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		return put(tx, v, vault.Runs, snapshot.ID, version, snapshot)
	})
	if err != nil {
		r.mu.Lock()
		r.run.version--
		r.changed = true
		r.mu.Unlock()
		return fmt.Errorf("saving a run: %w", err)
	}
	return nil
}

// clone copies a run so far as it changes while it goes on.
func (r *Run) clone() *Run {
	c := *r
	c.Services = make([]*RunService, len(r.Services))
	for i, s := range r.Services {
		copied := *s
		copied.Questions = copyStates(s.Questions)
		c.Services[i] = &copied
	}
	return &c
}
