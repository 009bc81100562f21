// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// Automatic collecting. The person switches it on for a connection with long-term consent.
// From then on the refresh token lies in a job, sealed by the server's own keyring, so that
// the server can collect while the vault is closed. What comes is sealed to the person's
// public key and waits in the inbox: the server can't read it back.

// Background does the jobs that are due, until ctx ends.
func (c *Collector) Background(ctx context.Context) error {
	for {
		if _, err := c.DoJobs(ctx); err != nil && ctx.Err() == nil {
			c.cfg.Log.Error("automatic collecting", "err", err.Error())
		}
		if err := c.cfg.Sleep(ctx, time.Minute); err != nil {
			return err
		}
	}
}

// DoJobs does the jobs that are due now, one after the other, and tells how many.
func (c *Collector) DoJobs(ctx context.Context) (int, error) {
	if c.cfg.Keys == nil || !c.Ready() {
		return 0, nil
	}
	var due []store.DueJob
	err := c.cfg.DB.SystemView(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueJobs(c.now(), jobsAtATime)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("looking for jobs: %w", err)
	}
	done := 0
	for _, d := range due {
		if ctx.Err() != nil {
			break
		}
		ok, err := c.doJob(ctx, d)
		if err != nil {
			return done, err
		}
		if ok {
			done++
		}
	}
	return done, nil
}

// doJob claims one job and does it; false where another was faster.
func (c *Collector) doJob(ctx context.Context, d store.DueJob) (bool, error) {
	var j job
	now := c.now()
	claimed := false
	err := c.cfg.DB.Update(ctx, d.Scope, func(tx *store.Tx) error {
		var row store.JobRow
		var err error
		claimed = false
		j, row, err = c.readJob(tx, d.ID)
		if err != nil || row.Due.After(now) {
			return err
		}
		claimed = true
		return c.writeJob(tx, d.ID, row.Version+1, now.Add(jobTime), j)
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	if err != nil || !claimed {
		return false, err
	}
	good, files := true, map[string]map[string][]string{}
	for i := range j.Doors {
		run, got := c.unattended(d, j, i)
		files[j.Doors[i].Token] = got
		good = good && (run == nil || run.State(c.now()) == Done)
	}
	return true, c.settleJob(d, files, good)
}

// unattended does the run for one door of a job.
func (c *Collector) unattended(d store.DueJob, j job, i int) (*Run, map[string][]string) {
	door := j.Doors[i]
	if door.Refresh == "" {
		return nil, nil
	}
	conn := &Connection{ID: j.Connection, Provider: j.Provider, Name: j.Name, Automatic: true, Job: d.ID}
	for id, prints := range door.Files {
		conn.Services = append(conn.Services, &ServiceState{ID: id, Files: prints})
	}
	p := c.plan(conn, door.Authorize, door.Token, door.Services, false, true)
	home := c.jobHome(d.Scope, d.ID, door.Token)
	sink := &inboxSink{c: c, scope: d.Scope, connection: j.Connection, files: map[string][]string{}}
	r := c.runner(p, sink)
	c.attend(c.ctx, r, p, home, func(ctx context.Context) (*medmij.Grant, error) {
		return c.renew(ctx, home, j.Provider, door.Token)
	}, nil)
	ctx, cancel := context.WithTimeout(context.Background(), deliverTime)
	defer cancel()
	if err := sink.letter(ctx, letter{Connection: j.Connection, Run: r.run, RunID: r.run.ID}); err != nil {
		c.cfg.Log.Error("automatic run not kept", "err", err.Error())
	}
	return r.run, sink.files
}

// settleJob says when a job is due again.
func (c *Collector) settleJob(d store.DueJob, files map[string]map[string][]string, good bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), deliverTime)
	defer cancel()
	err := c.cfg.DB.Update(ctx, d.Scope, func(tx *store.Tx) error {
		j, row, err := c.readJob(tx, d.ID)
		if err != nil {
			return err
		}
		now, open := c.now(), false
		for i := range j.Doors {
			open = open || j.Doors[i].Refresh != ""
			for service, prints := range files[j.Doors[i].Token] {
				if j.Doors[i].Files == nil {
					j.Doors[i].Files = map[string][]string{}
				}
				j.Doors[i].Files[service] = prints
			}
		}
		var due time.Time
		switch {
		case !open: // nothing works until the person logs in again
			due = now.Add(never)
		case good:
			j.Failures, due = 0, c.nextDue(now, j.Days)
		case j.Failures < len(retryJob):
			due = now.Add(retryJob[j.Failures])
			j.Failures++
		default:
			j.Failures, due = 0, c.nextDue(now, j.Days)
		}
		return c.writeJob(tx, d.ID, row.Version+1, due, j)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil // switched off while it ran
	}
	if err != nil {
		return fmt.Errorf("settling a job: %w", err)
	}
	return nil
}

// inboxSink delivers to a closed vault.
type inboxSink struct {
	c          *Collector
	scope      store.Scope
	connection store.ID
	files      map[string][]string
}

func (s *inboxSink) deliver(ctx context.Context, d delivery) (record.Change, error) {
	if d.Result != nil && len(d.Result.Files) > 0 {
		s.files[d.Batch.Service] = d.Result.Files
	}
	return record.Change{}, s.letter(ctx, letter{Connection: s.connection, Delivery: &d})
}

func (s *inboxSink) letter(ctx context.Context, l letter) error {
	b, err := l.encode()
	if err != nil {
		return err
	}
	err = s.c.cfg.DB.Update(ctx, s.scope, func(tx *store.Tx) error {
		return vault.PutInbox(tx, s.c.cfg.Keys, store.NewID(s.c.cfg.Rand), b)
	})
	if err != nil {
		return fmt.Errorf("putting in the inbox: %w", err)
	}
	return nil
}
