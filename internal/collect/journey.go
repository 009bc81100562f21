// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// Journey is one go of collecting: the person visits one provider after the other to log
// in, while what was released before is already coming in. It is one sealed row.
type Journey struct {
	ID      store.ID `json:"-"`
	version uint64
	Kind    string    `json:"kind"`
	Started time.Time `json:"started"`
	Legs    []*Leg    `json:"legs"`
}

// Leg is one login at one provider.
type Leg struct {
	Provider  string        `json:"provider"`
	Name      string        `json:"name"`
	City      string        `json:"city,omitempty"`
	CareKind  Kind          `json:"care_kind,omitempty"`
	Authorize string        `json:"authorize"`
	Token     string        `json:"token"`
	Services  []string      `json:"services"`
	Again     bool          `json:"again,omitempty"` // ask only what failed before
	State     LegState      `json:"state"`
	Reason    medmij.Reason `json:"reason,omitempty"`
	Run       store.ID      `json:"run,omitzero"`
	Left      time.Time     `json:"left,omitzero"` // for the provider's pages
	// Part is which of how many logins at the same provider this is; 0 of 0 where it is the only one.
	Part, Parts int `json:",omitempty"`
	// Send is the Answer that the login is for; the leg then collects nothing.
	Send store.ID `json:"send,omitzero"`
}

// LegState is how far a leg is.
type LegState string

// The states of a leg.
const (
	LegTodo    LegState = "todo"
	LegAway    LegState = "away"    // at the provider's pages
	LegBack    LegState = "back"    // released; see Run
	LegStopped LegState = "stopped" // see Reason
	LegSkipped LegState = "skipped" // the person went on without it
)

const (
	kindJourney = "journey"
	kindFlow    = "flow"
	// flowLife is how long the person may stay at the provider's pages.
	flowLife = 15 * time.Minute
	// flowKept is how long a journey can be looked back at.
	flowKept = 48 * time.Hour
)

// flow is one authorization under way. Its row has the hash of its state as id, so that the
// answer finds it and nobody else can.
type flow struct {
	Kind          string               `json:"kind"`
	Journey       store.ID             `json:"journey"`
	Leg           int                  `json:"leg"`
	Session       store.ID             `json:"session"`
	Made          time.Time            `json:"made"`
	Used          bool                 `json:"used,omitempty"`
	Authorization medmij.Authorization `json:"authorization"`
}

// Choice is what the person wants from one provider.
type Choice struct {
	Provider string
	Services []string
}

const (
	maxChoices  = 20
	maxServices = 40
)

// Begin makes a journey past the providers of choices, in their order. A provider whose
// services lie behind several doors takes several legs. ErrNothing where nothing of it can be
// collected, medmij.ReasonListsOld while nothing may be started.
func (c *Collector) Begin(ctx context.Context, v *vault.Opened, choices []Choice) (*Journey, error) {
	if !c.Ready() {
		return nil, &medmij.Failure{Reason: medmij.ReasonListsOld}
	}
	if len(choices) > maxChoices {
		choices = choices[:maxChoices]
	}
	j := c.newJourney(nil)
	for _, ch := range choices {
		found, ok := c.Provider(ctx, ch.Provider)
		if !ok {
			continue
		}
		services := slices.DeleteFunc(slices.Clone(found.Services), func(id string) bool { return !slices.Contains(ch.Services, id) })
		j.Legs = append(j.Legs, c.legs(found.Listed, services)...)
	}
	return j, c.addJourney(ctx, v, j)
}

// legs makes the logins for services of one provider.
func (c *Collector) legs(p Listed, services []string) []*Leg {
	if len(services) > maxServices {
		services = services[:maxServices]
	}
	doors, _ := c.cfg.Network.Lists.Doors(p.Provider, services)
	var out []*Leg
	for i, d := range doors {
		leg := newLeg(p, d, false)
		if len(doors) > 1 {
			leg.Part, leg.Parts = i+1, len(doors)
		}
		out = append(out, leg)
	}
	return out
}

func newLeg(p Listed, d medmij.Door, again bool) *Leg {
	return &Leg{
		Provider: p.Provider, Name: p.Name, City: p.City, CareKind: p.Kind,
		Authorize: d.Authorize, Token: d.Token, Services: d.Services, Again: again, State: LegTodo,
	}
}

func (c *Collector) addJourney(ctx context.Context, v *vault.Opened, j *Journey) error {
	if len(j.Legs) == 0 {
		return ErrNothing
	}
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		if err := c.sweepFlows(tx, v); err != nil {
			return err
		}
		return put(tx, v, vault.Flows, j.ID, 1, j)
	})
	if err != nil {
		return fmt.Errorf("beginning a journey: %w", err)
	}
	return nil
}

// sweepFlows removes journeys and flows that nobody needs any more.
func (c *Collector) sweepFlows(tx *store.Tx, v *vault.Opened) error {
	for e, err := range v.List(tx, vault.Flows) {
		if err != nil {
			return err
		}
		var row struct {
			Made    time.Time `json:"made"`
			Started time.Time `json:"started"`
		}
		if err := json.Unmarshal(e.Plain, &row); err != nil {
			return fmt.Errorf("reading a flow: %w", err)
		}
		if c.now().Sub(row.Made) > flowKept && c.now().Sub(row.Started) > flowKept {
			if err := v.Delete(tx, vault.Flows, e.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Journey returns a journey; ErrNotFound where the person has no such, or it is long ago.
func (c *Collector) Journey(ctx context.Context, v *vault.Opened, id store.ID) (*Journey, error) {
	var j *Journey
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		j, err = journey(tx, v, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a journey: %w", err)
	}
	return j, nil
}

func journey(tx *store.Tx, v *vault.Opened, id store.ID) (*Journey, error) {
	j := &Journey{ID: id}
	version, err := get(tx, v, vault.Flows, id, j)
	if err == nil && j.Kind != kindJourney {
		err = ErrNotFound
	}
	j.version = version
	return j, err
}

func (c *Collector) changeJourney(tx *store.Tx, v *vault.Opened, id store.ID, change func(*Journey) error) error {
	j, err := journey(tx, v, id)
	if err != nil {
		return err
	}
	if err := change(j); err != nil {
		return err
	}
	return put(tx, v, vault.Flows, id, j.version+1, j)
}

// Next returns the first leg that is still to do, -1 when there is none. A leg whose login
// was left unfinished for too long counts as stopped.
func (j *Journey) Next(now time.Time) int {
	return slices.IndexFunc(j.Legs, func(l *Leg) bool { return l.Open(now) })
}

// Open tells whether the person can still log in for the leg.
func (l *Leg) Open(now time.Time) bool {
	return l.State == LegTodo || l.State == LegAway && now.Sub(l.Left) < flowLife
}

// Failure is why nothing came of a leg, as far as is known at now.
func (l *Leg) Failure(now time.Time) medmij.Reason {
	if l.State == LegAway && !l.Open(now) {
		return medmij.ReasonNotFinished
	}
	if l.State == LegStopped {
		return l.Reason
	}
	return ""
}

// Skip goes on without a leg.
func (c *Collector) Skip(ctx context.Context, v *vault.Opened, id store.ID, leg int) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		return c.changeJourney(tx, v, id, func(j *Journey) error {
			if leg < 0 || leg >= len(j.Legs) {
				return ErrNotFound
			}
			if s := j.Legs[leg].State; s == LegTodo || s == LegAway {
				j.Legs[leg].State = LegSkipped
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("skipping a leg: %w", err)
	}
	return nil
}

// Depart makes the request for a leg and returns where the person's browser must go. Only the
// session that departs can come back. A leg that was stopped can be tried again.
func (c *Collector) Depart(ctx context.Context, v *vault.Opened, session, id store.ID, leg int) (*url.URL, error) {
	j, err := c.Journey(ctx, v, id)
	if err != nil {
		return nil, err
	}
	if leg < 0 || leg >= len(j.Legs) || j.Legs[leg].State == LegBack {
		return nil, ErrNotFound
	}
	l := j.Legs[leg]
	a, err := c.cfg.Network.Authorize(medmij.Door{Provider: l.Provider, Authorize: l.Authorize, Token: l.Token, Services: l.Services, Send: l.Send != store.ID{}})
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(a.URL)
	if err != nil {
		return nil, errors.New("departing: malformed address")
	}
	f := flow{Kind: kindFlow, Journey: id, Leg: leg, Session: session, Made: c.now(), Authorization: *a}
	f.Authorization.State, f.Authorization.URL = "", "" // the secret is kept as its hash only
	err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		err := c.changeJourney(tx, v, id, func(j *Journey) error {
			j.Legs[leg].State, j.Legs[leg].Reason, j.Legs[leg].Left = LegAway, "", f.Made
			return nil
		})
		if err != nil {
			return err
		}
		return put(tx, v, vault.Flows, flowID(a.State), 1, &f)
	})
	if err != nil {
		return nil, fmt.Errorf("departing: %w", err)
	}
	return to, nil
}

func flowID(state string) store.ID {
	hash := medmij.StateHash(state)
	return store.ID(hash[:16])
}
