// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// Return takes the answer with which a provider sent the person back: tag is the last part of
// the path, rawQuery what came with it. It returns the journey that goes on, also when the
// provider refused: the leg then says why. The code is handed in behind the person's back,
// by the run that starts here.
//
// Failures: medmij.ReasonForeign for an answer to something that this session did not ask;
// ReasonUsed, with the journey, for one that was handled before; ReasonNotFinished, with the
// journey, for one that came too late.
func (c *Collector) Return(ctx context.Context, v *vault.Opened, session store.ID, tag, rawQuery string) (store.ID, error) {
	cb, err := medmij.ParseCallback(rawQuery)
	if err != nil {
		return store.ID{}, &medmij.Failure{Reason: medmij.ReasonForeign, Err: err}
	}
	f, err := c.claim(ctx, v, session, tag, cb)
	if err != nil {
		if f != nil {
			return f.Journey, err
		}
		return store.ID{}, err
	}
	if cb.Error != "" {
		refusal := c.cfg.Network.Refusal(cb, &f.Authorization)
		if refusal.Reason.Alarm() {
			c.cfg.Log.Error("provider says that our request is wrong", "code", refusal.Code)
		}
		if err := c.stopLeg(ctx, v, f, refusal.Reason); err != nil {
			return f.Journey, err
		}
		return f.Journey, c.refusedAnswer(ctx, v, f, refusal.Reason)
	}
	c.cfg.Network.Accepted(&f.Authorization)
	if sent, err := c.sendBack(ctx, v, f, cb.Code); sent || err != nil {
		return f.Journey, err
	}
	run, start, err := c.prepare(ctx, v, f)
	if err != nil {
		return f.Journey, err
	}
	a := f.Authorization
	start(func(ctx context.Context) (*medmij.Grant, error) { return c.cfg.Network.Exchange(ctx, &a, cb.Code) })
	_ = run
	return f.Journey, nil
}

// claim finds the flow of an answer and marks it as used, in one transaction: of two equal
// answers one gets it. What does not fit the flow does not use it up.
func (c *Collector) claim(ctx context.Context, v *vault.Opened, session store.ID, tag string, cb *medmij.Callback) (*flow, error) {
	id := flowID(cb.State)
	var f *flow
	var reason medmij.Reason
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		f, reason = &flow{}, ""
		version, err := get(tx, v, vault.Flows, id, f)
		switch {
		case errors.Is(err, ErrNotFound) || err == nil && f.Kind != kindFlow:
			reason = medmij.ReasonForeign
			return nil
		case err != nil:
			return err
		case f.Session != session, c.cfg.Network.PerServer() && tag != medmij.ServerTag(f.Authorization.Issuer), !sameIssuer(cb.Issuer, f.Authorization.Issuer):
			reason = medmij.ReasonForeign
			return nil
		case f.Used:
			reason = medmij.ReasonUsed
			return nil
		}
		f.Used = true
		if c.now().Sub(f.Made) > flowLife {
			reason = medmij.ReasonNotFinished
		}
		return put(tx, v, vault.Flows, id, version+1, f)
	})
	if err != nil {
		return nil, fmt.Errorf("taking an answer: %w", err)
	}
	switch reason {
	case "":
		return f, nil
	case medmij.ReasonForeign:
		c.cfg.Log.Warn("an answer of a provider belongs to no flow of this session")
		return nil, &medmij.Failure{Reason: reason}
	default:
		return f, &medmij.Failure{Reason: reason}
	}
}

// sameIssuer compares who says that it answers (RFC 9207) with whom was asked. The network
// names no issuers, so the host must do.
func sameIssuer(said, asked string) bool {
	if said == "" {
		return true
	}
	s, err1 := url.Parse(said)
	a, err2 := url.Parse(asked)
	return err1 == nil && err2 == nil && strings.EqualFold(s.Hostname(), a.Hostname())
}

func (c *Collector) stopLeg(ctx context.Context, v *vault.Opened, f *flow, reason medmij.Reason) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		return c.changeJourney(tx, v, f.Journey, func(j *Journey) error {
			l := j.Legs[f.Leg]
			l.State, l.Reason = LegStopped, reason
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("ending a leg: %w", err)
	}
	return nil
}

// prepare makes the connection and the run that a released leg leads to, and puts them in the
// journey. start lets the run go once it is known how to get its grant.
func (c *Collector) prepare(ctx context.Context, v *vault.Opened, f *flow) (*Run, func(grantor), error) {
	var p *prepared
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		j, err := journey(tx, v, f.Journey)
		if err != nil {
			return err
		}
		l := j.Legs[f.Leg]
		conn, err := c.connect(tx, v, Listed{Provider: l.Provider, Name: l.Name, City: l.City, Kind: l.CareKind})
		if err != nil {
			return err
		}
		conn, err = changeIn(tx, v, conn.ID, func(conn *Connection) error {
			conn.Name, conn.City, conn.Kind = l.Name, l.City, l.CareKind
			if d := conn.door(l.Authorize, l.Token); d == nil {
				conn.Doors = append(conn.Doors, &DoorState{Authorize: l.Authorize, Token: l.Token, Services: l.Services})
			} else {
				d.Services = union(d.Services, l.Services)
			}
			return nil
		})
		if err != nil {
			return err
		}
		p = c.plan(conn, l.Authorize, l.Token, l.Services, l.Again, false)
		if err := addRun(tx, v, p.run); err != nil {
			return err
		}
		l.State, l.Reason, l.Run = LegBack, "", p.run.ID
		return put(tx, v, vault.Flows, j.ID, j.version+1, j)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("preparing a run: %w", err)
	}
	own, err := ownVault(v)
	if err != nil {
		return nil, nil, err
	}
	return p.run, func(g grantor) { c.start(own, p, g, false) }, nil
}

func union(a, b []string) []string {
	out := append([]string(nil), a...)
	for _, s := range b {
		found := false
		for _, t := range a {
			found = found || s == t
		}
		if !found {
			out = append(out, s)
		}
	}
	return out
}

// ownVault opens the vault once more, for work that outlives the request: it ends with the
// run, which is bounded in time.
func ownVault(v *vault.Opened) (*vault.Opened, error) {
	root, err := v.Root()
	if err != nil {
		return nil, fmt.Errorf("opening the vault for a run: %w", err)
	}
	defer root.Zero()
	return vault.Open(v.Scope(), root), nil
}
