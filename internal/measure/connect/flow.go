// SPDX-License-Identifier: EUPL-1.2

package connect

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/store"
	"regie/internal/vault"
)

// flow is a way to a vendor that the person is on: a sealed row under the hash of its state, as
// decision 0022 says. It belongs to one session, and is used once.
type flow struct {
	Key      string    `json:"key"`
	Session  store.ID  `json:"session"`
	Made     time.Time `json:"made"`
	Verifier string    `json:"verifier,omitzero"`
	Used     bool      `json:"used,omitzero"`
}

const (
	flowLife  = 15 * time.Minute
	mostFlows = 20
)

func flowID(state string) store.ID {
	h := sha256.Sum256([]byte(state))
	return store.ID(h[:16])
}

func (c *Couplings) secret() (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(c.cfg.Rand, b); err != nil {
		return "", fmt.Errorf("drawing a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// Depart begins the way to a vendor, and returns the address to which the browser goes. ErrNotFound.
func (c *Couplings) Depart(ctx context.Context, v *vault.Opened, session store.ID, key string) (*url.URL, error) {
	o, err := c.Offer(key)
	if err != nil {
		return nil, err
	}
	a := Attempt{Redirect: c.cfg.Redirect(key)}
	if a.State, err = c.secret(); err != nil {
		return nil, err
	}
	if o.PKCE {
		if a.Verifier, err = c.secret(); err != nil {
			return nil, err
		}
		h := sha256.Sum256([]byte(a.Verifier))
		a.Challenge = base64.RawURLEncoding.EncodeToString(h[:])
	}
	to, err := url.Parse(o.Vendor.Away(a))
	if err != nil {
		return nil, errors.New("departing: malformed address of the vendor")
	}
	f := &flow{Key: key, Session: session, Made: c.now(), Verifier: a.Verifier}
	plain, err := json.Marshal(f, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("departing: %w", err)
	}
	err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		if err := sweep(tx, v, f.Made); err != nil {
			return err
		}
		return v.Put(tx, vault.CouplingFlows, flowID(a.State), 1, plain)
	})
	if err != nil {
		return nil, fmt.Errorf("departing: %w", err)
	}
	return to, nil
}

// sweep drops ways that came to nothing.
func sweep(tx *store.Tx, v *vault.Opened, now time.Time) error {
	var old []store.ID
	n := 0
	for e, err := range v.List(tx, vault.CouplingFlows) {
		if err != nil {
			return err
		}
		f := &flow{}
		if n++; json.Unmarshal(e.Plain, f) != nil || now.Sub(f.Made) > 4*flowLife || n > mostFlows {
			old = append(old, e.ID)
		}
	}
	for _, id := range old {
		if err := v.Delete(tx, vault.CouplingFlows, id); err != nil {
			return err
		}
	}
	return nil
}

// Return takes the answer with which a vendor sent the person back, hands in the code, and begins
// to fetch. It fails with a *Failure.
func (c *Couplings) Return(ctx context.Context, v *vault.Opened, session store.ID, key, rawQuery string) error {
	o, err := c.Offer(key)
	if err != nil {
		return err
	}
	q, err := url.ParseQuery(rawQuery)
	if err != nil || len(rawQuery) > 4096 || len(q["state"]) != 1 || len(q["code"]) > 1 || len(q["error"]) > 1 {
		return fail(WhyForeign, nil)
	}
	f, err := c.claim(ctx, v, session, key, q.Get("state"))
	if err != nil {
		return err
	}
	if said := q.Get("error"); said != "" {
		if said != "access_denied" && said != "" {
			c.cfg.Log.WarnContext(ctx, "a vendor refused to authorize", "vendor", key)
			return fail(WhyOurs, nil)
		}
		return fail(WhyRefused, nil)
	}
	code := q.Get("code")
	if code == "" {
		return fail(WhyForeign, nil)
	}
	g, err := o.Vendor.Exchange(ctx, Attempt{Redirect: c.cfg.Redirect(key), State: q.Get("state"), Verifier: f.Verifier}, code)
	if err != nil {
		c.log(ctx, key, err)
		return err
	}
	return c.couple(ctx, v, o, g)
}

// claim finds the way to which an answer belongs, and marks it as used before anything else.
func (c *Couplings) claim(ctx context.Context, v *vault.Opened, session store.ID, key, state string) (*flow, error) {
	f := &flow{}
	var why Why
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		*f, why = flow{}, ""
		id := flowID(state)
		plain, version, err := v.Get(tx, vault.CouplingFlows, id)
		if errors.Is(err, store.ErrNotFound) {
			why = WhyForeign
			return nil
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal(plain, f); err != nil {
			return err
		}
		switch {
		case f.Session != session, f.Key != key:
			why = WhyForeign
			return nil
		case f.Used, c.now().Sub(f.Made) > flowLife:
			why = WhyLate
			return nil
		}
		f.Used = true
		if plain, err = json.Marshal(f, json.Deterministic(true)); err != nil {
			return err
		}
		return v.Put(tx, vault.CouplingFlows, id, version+1, plain)
	})
	if err != nil {
		return nil, fmt.Errorf("taking the answer of a vendor: %w", err)
	}
	if why != "" {
		return nil, fail(why, nil)
	}
	return f, nil
}

// couple keeps a grant, and begins to fetch everything.
func (c *Couplings) couple(ctx context.Context, v *vault.Opened, o Offer, g Grant) error {
	other := false
	err := c.change(ctx, v, func(_ *store.Tx, s *state) error {
		other = false
		n := s.find(o.Key)
		if n == nil {
			n = &Connection{Key: o.Key}
			s.Connections = append(s.Connections, n)
		}
		if n.User != "" && g.User != n.User && n.Import != 0 {
			other = true // measurements of two people, perhaps, must not be mixed
			return nil
		}
		if !n.Coupled() || n.Made.IsZero() {
			n.Made = c.now()
		}
		n.Stopped, n.User, n.Refresh, n.Why, n.Pause = time.Time{}, g.User, g.Refresh, "", time.Time{}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keeping a coupling: %w", err)
	}
	if other {
		if err := o.Vendor.Revoke(ctx, g); err != nil {
			c.log(ctx, o.Key, err)
		}
		return fail(WhyOther, nil)
	}
	c.remember(v, o.Key, g)
	if err := c.Fetch(ctx, v, o.Key, false); err != nil && !errors.Is(err, ErrGoing) {
		return err
	}
	return nil
}

// log notes what went wrong, without whose it was.
func (c *Couplings) log(ctx context.Context, key string, err error) {
	f := new(Failure)
	if !errors.As(err, &f) {
		c.cfg.Log.ErrorContext(ctx, "speaking with a vendor failed", "vendor", key, "error", err.Error())
		return
	}
	cause := ""
	if f.Err != nil {
		cause = f.Err.Error()
	}
	switch f.Why {
	case WhyOurs, WhyUnread:
		c.cfg.Log.ErrorContext(ctx, "a vendor does not understand us, or we not it", "vendor", key, "why", string(f.Why), "cause", cause)
	case WhyFault, WhyNoAnswer:
		c.cfg.Log.WarnContext(ctx, "a vendor can't be reached", "vendor", key, "why", string(f.Why), "cause", cause)
	default:
	}
}
