// SPDX-License-Identifier: EUPL-1.2

package connect

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// When is fetched, and for how long.
const (
	Every     = 6 * time.Hour // without being asked, when the person looks at measurements
	fullEvery = 30 * 24 * time.Hour
	fetchTime = 90 * time.Second
	leaseTime = 2 * time.Minute
	doneTime  = 10 * time.Second // to write down what came of it
)

// Fetch begins to fetch from a vendor, in the background. all asks for everything anew; it is
// asked by itself once a month, because vendors do not always tell what was deleted. ErrNotFound;
// ErrGoing while one is under way; a *Failure where the vendor asked to wait, or to log in.
func (c *Couplings) Fetch(ctx context.Context, v *vault.Opened, key string, all bool) error {
	o, err := c.Offer(key)
	if err != nil {
		return err
	}
	holder := make([]byte, 8)
	if _, err := io.ReadFull(c.cfg.Rand, holder); err != nil {
		return fmt.Errorf("beginning to fetch: %w", err)
	}
	f := &fetch{c: c, o: o, holder: hex.EncodeToString(holder)}
	err = c.change(ctx, v, func(_ *store.Tx, s *state) error {
		n, now := s.find(key), c.now()
		switch {
		case n == nil || !n.Coupled():
			return ErrNotFound
		case n.Going(now):
			return ErrGoing
		case now.Before(n.Pause):
			return &Failure{Why: WhyBusy, Wait: n.Pause.Sub(now)}
		case n.Refresh == "":
			return fail(WhyLogin, nil)
		}
		if all || now.Sub(n.Full) > fullEvery {
			for _, p := range n.Parts {
				p.Cursor = 0
			}
			n.Full = now
		}
		n.Holder, n.Until, n.Tried, n.New = f.holder, now.Add(leaseTime), now, 0
		f.sent = now.UnixMilli()
		return nil
	})
	if err != nil {
		return err
	}
	root, err := v.Root()
	if err != nil {
		return fmt.Errorf("beginning to fetch: %w", err)
	}
	f.v = vault.Open(v.Scope(), root) // it may go on for a moment after the person signed out
	c.work.Go(func() {
		defer f.v.Close()
		ctx, cancel := context.WithTimeout(c.ctx, fetchTime)
		defer cancel()
		f.run(ctx)
	})
	return nil
}

// Fresh begins to fetch from every vendor from which nothing was fetched for a while. It is
// called when the person looks at measurements, and never keeps her waiting for a vendor.
func (c *Couplings) Fresh(ctx context.Context, v *vault.Opened) error {
	if len(c.cfg.Offers) == 0 {
		return nil
	}
	all, err := c.List(ctx, v)
	if err != nil {
		return err
	}
	now := c.now()
	for _, n := range all {
		if !n.Coupled() || n.Refresh == "" || now.Sub(n.Tried) < Every || now.Before(n.Pause) || n.Going(now) {
			continue
		}
		failure := new(Failure)
		err := c.Fetch(ctx, v, n.Key, false)
		if err != nil && !errors.Is(err, ErrGoing) && !errors.Is(err, ErrNotFound) && !errors.As(err, &failure) {
			return err
		}
	}
	return nil
}

// fetch is one under way.
type fetch struct {
	c      *Couplings
	o      Offer
	v      *vault.Opened
	holder string
	sent   int64 // ms: when it began, by which it goes over earlier ones
}

// errLost says that a fetch is not to go on: another one took over. errStopped is errLost because
// the person stopped.
var (
	errLost    = errors.New("connect: not ours any more")
	errStopped = fmt.Errorf("%w: stopped", errLost)
)

// mine changes the connection, if this fetch still may.
func (f *fetch) mine(ctx context.Context, do func(n *Connection)) error {
	return f.c.change(ctx, f.v, func(_ *store.Tx, s *state) error {
		n := s.find(f.o.Key)
		switch {
		case n == nil || !n.Coupled():
			return errStopped
		case n.Holder != f.holder:
			return errLost
		}
		do(n)
		return nil
	})
}

func (f *fetch) run(ctx context.Context) {
	select {
	case f.c.slots <- struct{}{}:
		defer func() { <-f.c.slots }()
	case <-ctx.Done():
	}
	err := f.parts(ctx)
	if err != nil && !errors.Is(err, errLost) {
		f.c.log(ctx, f.o.Key, err)
	}
	done, cancel := context.WithTimeout(context.WithoutCancel(ctx), doneTime)
	defer cancel()
	lost := f.mine(done, func(n *Connection) {
		n.Holder, n.Until = "", time.Time{}
		failure := new(Failure)
		switch {
		case err == nil:
			n.Why, n.Pause, n.Last = "", time.Time{}, f.c.now()
		case errors.As(err, &failure):
			n.Why = failure.Why
			if failure.Why == WhyBusy {
				n.Pause = f.c.now().Add(failure.Wait)
			}
			if failure.Why == WhyLogin {
				n.Refresh = ""
			}
		default:
			n.Why = WhyFault
		}
	})
	if lost != nil && !errors.Is(lost, errLost) {
		f.c.log(done, f.o.Key, lost)
	}
}

// parts fetches one part after the other. What came is kept, also when a later part fails; a part
// that fails by itself does not hold the others back.
func (f *fetch) parts(ctx context.Context) error {
	g, err := f.access(ctx, false)
	if err != nil {
		return err
	}
	var first error
	for _, p := range f.o.Parts {
		err := f.part(ctx, p, &g)
		failure := new(Failure)
		switch {
		case err == nil:
		case errors.As(err, &failure) && (failure.Why == WhyFault || failure.Why == WhyUnread):
			if first == nil {
				first = err
			}
			f.c.log(ctx, f.o.Key, err)
		default:
			return err
		}
	}
	return first
}

// access returns an access token: the one in memory, or a new one. The refresh token that comes
// with it is written down before the grant is used. The holder of the fetch is the only one who
// does this.
func (f *fetch) access(ctx context.Context, anew bool) (Grant, error) {
	if g, ok := f.c.grant(f.v, f.o.Key); ok && !anew {
		return g, nil
	}
	f.c.forget(f.v, f.o.Key)
	refresh := ""
	if err := f.mine(ctx, func(n *Connection) { refresh = n.Refresh }); err != nil {
		return Grant{}, err
	}
	if refresh == "" {
		return Grant{}, fail(WhyLogin, nil)
	}
	g, err := f.o.Vendor.Refresh(ctx, refresh)
	failure := new(Failure)
	if errors.As(err, &failure) && failure.Why == WhyNoAnswer && ctx.Err() == nil {
		g, err = f.o.Vendor.Refresh(ctx, refresh) // the answer was lost, perhaps: once more with the same
	}
	if err != nil {
		return Grant{}, err
	}
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), doneTime)
	defer cancel()
	err = f.mine(keep, func(n *Connection) {
		n.Refresh = g.Refresh
		n.User = g.User
	})
	if errors.Is(err, errStopped) { // while it was under way: the new one must not live on
		if err := f.o.Vendor.Revoke(keep, g); err != nil {
			f.c.log(ctx, f.o.Key, err)
		}
	}
	if err != nil {
		return Grant{}, fmt.Errorf("keeping a token: %w", err)
	}
	f.c.remember(f.v, f.o.Key, g)
	return g, nil
}

// part fetches a part and adds what came.
func (f *fetch) part(ctx context.Context, p Part, g *Grant) error {
	since, number := int64(0), uint64(0)
	if err := f.mine(ctx, func(n *Connection) { since, number = n.part(p.Key).Cursor, n.Import }); err != nil {
		return err
	}
	in := &measure.Intake{Sent: f.sent, InOrder: true}
	got, err := f.o.Vendor.Fetch(ctx, g.Access, p.Key, since, in)
	failure := new(Failure)
	if errors.As(err, &failure) && failure.Why == WhyLogin { // it ended before its time
		if *g, err = f.access(ctx, true); err == nil {
			in = &measure.Intake{Sent: f.sent, InOrder: true}
			got, err = f.o.Vendor.Fetch(ctx, g.Access, p.Key, since, in)
		}
	}
	if err != nil {
		if errors.As(err, &failure) {
			why := failure.Why
			if lost := f.mine(context.WithoutCancel(ctx), func(n *Connection) { n.part(p.Key).Why = why }); lost != nil {
				return lost
			}
		}
		return err
	}
	in.Rename(func(s measure.Source) measure.Source { return sourceOf(f.o.Row, p, s) })
	if got.Whole {
		if err := f.missing(ctx, p, in); err != nil {
			return err
		}
	}
	if err := f.mine(ctx, func(*Connection) {}); err != nil {
		return err // stopped meanwhile: what came late is not kept
	}
	report, id, err := f.c.cfg.Books.AddTo(ctx, f.v, number, in, measure.About{Format: "coupled", Name: f.o.Name})
	if err != nil {
		return fmt.Errorf("adding what a vendor sent: %w", err)
	}
	err = f.mine(context.WithoutCancel(ctx), func(n *Connection) {
		s := n.part(p.Key)
		s.Cursor, s.Last, s.Why = got.Next, f.c.now(), ""
		n.Import = id
		n.New += report.New
		n.Added += report.New
	})
	if errors.Is(err, errLost) && id != number && id != 0 {
		// Stopped between: the import is known to nobody.
		return errors.Join(err, f.c.cfg.Books.Undo(context.WithoutCancel(ctx), f.v, id))
	}
	return err
}

// sourceOf is the source that measurements of a part have: one that only this coupling brings.
func sourceOf(r Row, p Part, s measure.Source) measure.Source {
	s.Name, s.App = p.Source, appOf(r, p)
	return s
}

func appOf(r Row, p Part) string { return "coupled/" + r.Key + "/" + p.Key }

// missing takes back what is here of a part and did not come when everything was asked for.
func (f *fetch) missing(ctx context.Context, p Part, in *measure.Intake) error {
	type mark struct {
		kind  measure.Kind
		key   string
		start int64
	}
	came := map[mark]bool{}
	in.Each(func(k measure.Kind, s measure.Source, x measure.Sample) { came[mark{k, s.Key(), x.Start}] = true })
	if len(came) == 0 {
		return nil // an answer without anything at all is more likely a fault than a clearance
	}
	app := appOf(f.o.Row, p)
	all, err := f.c.cfg.Books.From(ctx, f.v, func(s measure.Source) bool { return s.App == app })
	if err != nil {
		return fmt.Errorf("looking for what is gone: %w", err)
	}
	for _, x := range all {
		if !came[mark{x.Kind, x.Source.Key(), x.Sample.Start}] {
			in.Gone(in.Kind(x.Kind), in.Source(x.Source), x.Sample.Start, x.Sample.Start, x.Sample.Zone)
		}
	}
	return nil
}
