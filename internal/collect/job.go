// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/store"
	"regie/internal/vault"
)

// job is the sealed body of a job row.
type job struct {
	Connection store.ID  `json:"connection"`
	Provider   string    `json:"provider"`
	Name       string    `json:"name"`
	Doors      []jobDoor `json:"doors"`
	Days       int       `json:"days"`               // between two runs
	Failures   int       `json:"failures,omitempty"` // in a row
	Running    bool      `json:"running,omitempty"`
}

type jobDoor struct {
	Authorize string              `json:"authorize"`
	Token     string              `json:"token"`
	Services  []string            `json:"services"`
	Refresh   string              `json:"refresh,omitempty"`
	Renewed   time.Time           `json:"renewed,omitzero"`
	Lease     time.Time           `json:"lease,omitzero"`
	Files     map[string][]string `json:"files,omitempty"` // prints of documents that were fetched, by service
}

const (
	everyDays   = 7
	jobTime     = 20 * time.Minute // after which another may take a job over
	jobsAtATime = 10
	never       = 10 * 365 * 24 * time.Hour
)

// retryAfter is when a job is tried again after the nth failure in a row.
var retryJob = []time.Duration{time.Hour, 4 * time.Hour, 24 * time.Hour}

func jobPlace(s store.Scope, id store.ID) vault.Place {
	return vault.Place{Table: "job", Person: s.Person(), Row: id, Column: "body", Schema: 1, Version: 1}
}

func (c *Collector) readJob(tx *store.Tx, id store.ID) (job, store.JobRow, error) {
	row, err := tx.GetJob(id)
	if err != nil {
		return job{}, row, err
	}
	b, err := c.cfg.Keys.Open(vault.PurposeToken, jobPlace(tx.Scope(), id), row.Body)
	if err != nil {
		return job{}, row, fmt.Errorf("opening a job: %w", err)
	}
	var j job
	if err := json.Unmarshal(b, &j); err != nil {
		return job{}, row, fmt.Errorf("reading a job: %w", err)
	}
	return j, row, nil
}

func (c *Collector) writeJob(tx *store.Tx, id store.ID, version uint64, due time.Time, j job) error {
	b, err := json.Marshal(j)
	if err != nil {
		return fmt.Errorf("writing a job: %w", err)
	}
	sealed, err := c.cfg.Keys.Seal(vault.PurposeToken, jobPlace(tx.Scope(), id), b)
	if err != nil {
		return fmt.Errorf("sealing a job: %w", err)
	}
	return tx.PutJob(store.JobRow{ID: id, Due: due, Version: version, Body: sealed})
}

// ErrNoConsent says that automatic collecting needs a consent that the provider keeps.
var ErrNoConsent = errors.New("collect: no long-term consent")

// SetAutomatic switches automatic collecting on or off. On needs long-term consent
// (ErrNoConsent without). The refresh tokens move: there is always one copy.
func (c *Collector) SetAutomatic(ctx context.Context, v *vault.Opened, id store.ID, on bool) error {
	if c.cfg.Keys == nil {
		return errors.New("collect: no keyring for automatic collecting")
	}
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		_, err := changeIn(tx, v, id, func(conn *Connection) error {
			switch {
			case on == conn.Automatic:
				return nil
			case on:
				return c.switchOn(tx, conn)
			default:
				return c.switchOff(tx, conn)
			}
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("switching automatic collecting: %w", err)
	}
	return nil
}

func (c *Collector) switchOn(tx *store.Tx, conn *Connection) error {
	now := c.now()
	j := job{Connection: conn.ID, Provider: conn.Provider, Name: conn.Name, Days: everyDays}
	for _, d := range conn.Doors {
		if !d.usable(now) {
			continue
		}
		jd := jobDoor{Authorize: d.Authorize, Token: d.Token, Services: d.Services, Refresh: d.Refresh, Renewed: d.Renewed, Files: map[string][]string{}}
		for _, s := range conn.Services {
			if slices.Contains(d.Services, s.ID) && len(s.Files) > 0 {
				jd.Files[s.ID] = s.Files
			}
		}
		j.Doors = append(j.Doors, jd)
		d.Refresh = ""
	}
	if len(j.Doors) == 0 || !conn.Stopped.IsZero() {
		return ErrNoConsent
	}
	conn.Automatic, conn.Job = true, store.NewID(c.cfg.Rand)
	return c.writeJob(tx, conn.Job, 1, c.nextDue(now, j.Days), j)
}

func (c *Collector) switchOff(tx *store.Tx, conn *Connection) error {
	j, _, err := c.readJob(tx, conn.Job)
	if err == nil {
		for _, jd := range j.Doors {
			if d := conn.door(jd.Authorize, jd.Token); d != nil {
				d.Refresh, d.Renewed, d.Lease = jd.Refresh, jd.Renewed, jd.Lease
			}
		}
		err = tx.DeleteJob(conn.Job)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	conn.Automatic, conn.Job = false, store.ID{}
	return nil
}

// giveToJob moves the token of a door to the job of its connection. A login without
// long-term consent takes the old token away; when none is left, collecting is no longer
// automatic.
func (c *Collector) giveToJob(tx *store.Tx, conn *Connection, d *DoorState) error {
	j, row, err := c.readJob(tx, conn.Job)
	if errors.Is(err, store.ErrNotFound) {
		conn.Automatic, conn.Job = false, store.ID{}
		return nil
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(j.Doors, func(jd jobDoor) bool { return jd.Token == d.Token && jd.Authorize == d.Authorize })
	if i < 0 {
		j.Doors = append(j.Doors, jobDoor{Authorize: d.Authorize, Token: d.Token, Services: d.Services})
		i = len(j.Doors) - 1
	}
	jd := &j.Doors[i]
	jd.Refresh, jd.Renewed, jd.Lease, jd.Services = d.Refresh, d.Renewed, time.Time{}, d.Services
	d.Refresh = ""
	if !slices.ContainsFunc(j.Doors, func(jd jobDoor) bool { return jd.Refresh != "" }) {
		conn.Automatic, conn.Job = false, store.ID{}
		return tx.DeleteJob(row.ID)
	}
	j.Failures = 0
	return c.writeJob(tx, row.ID, row.Version+1, c.nextDue(c.now(), j.Days), j)
}

// nextDue spreads the runs of all persons over the hours after the day they are due.
func (c *Collector) nextDue(now time.Time, days int) time.Time {
	var b [2]byte
	if _, err := c.cfg.Rand.Read(b[:]); err != nil {
		b = [2]byte{}
	}
	spread := time.Duration(int(b[0])<<8|int(b[1])) * (6 * time.Hour) / (1 << 16)
	return now.Add(time.Duration(days)*24*time.Hour + spread)
}

// jobHome keeps the refresh token of a door in a job.
type jobHomeOf struct {
	c     *Collector
	scope store.Scope
	id    store.ID
	token string
}

func (c *Collector) jobHome(s store.Scope, id store.ID, token string) jobHomeOf {
	return jobHomeOf{c: c, scope: s, id: id, token: token}
}

func (h jobHomeOf) change(ctx context.Context, change func(j *job, d *jobDoor, due *time.Time)) error {
	return h.c.cfg.DB.Update(ctx, h.scope, func(tx *store.Tx) error {
		j, row, err := h.c.readJob(tx, h.id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(j.Doors, func(d jobDoor) bool { return d.Token == h.token })
		if i < 0 {
			return store.ErrNotFound
		}
		change(&j, &j.Doors[i], &row.Due)
		return h.c.writeJob(tx, h.id, row.Version+1, row.Due, j)
	})
}

func (h jobHomeOf) lease(ctx context.Context, now, until time.Time) (refresh string, ok bool, err error) {
	err = h.change(ctx, func(_ *job, d *jobDoor, _ *time.Time) {
		refresh, ok = "", true
		switch {
		case d.Refresh == "" || now.Sub(d.Renewed) >= refreshLife:
		case d.Lease.After(now):
			ok = false
		default:
			refresh, d.Lease = d.Refresh, until
		}
	})
	if errors.Is(err, store.ErrNotFound) {
		return "", true, nil // switched off in the meantime
	}
	return refresh, ok, err
}

func (h jobHomeOf) settle(ctx context.Context, refresh string, lapsed bool, now time.Time) error {
	return h.change(ctx, func(j *job, d *jobDoor, due *time.Time) {
		d.Lease = time.Time{}
		switch {
		case lapsed:
			d.Refresh = ""
		case refresh != d.Refresh:
			d.Refresh, d.Renewed = refresh, now
			if due.Sub(now) > time.Duration(j.Days+1)*24*time.Hour { // it had been given up
				*due = h.c.nextDue(now, j.Days)
			}
		}
	})
}
