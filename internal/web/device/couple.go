// SPDX-License-Identifier: EUPL-1.2

package device

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"regie/internal/measure/connect"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Couple are the pages about vendors with which a person can be coupled.
type Couple struct {
	Couplings *connect.Couplings
	Practice  bool // the vendor is a made-up one
}

// CoupleHref is the page with all vendors; below it are those of one.
const CoupleHref = "/apparaten/koppelen"

const lateHref = CoupleHref + "/te-laat"

func vendorHref(key, action string) string { return CoupleHref + "/" + key + "/" + action }

// vendorView is one vendor on the page.
type vendorView struct {
	key, name string
	title     string // the name, and in practice that it is not the real one
	coupled   bool
	stopped   bool
	going     bool
	login     bool // the person must log in again before anything else
	chip      ui.Chip
	last      string
	came      string
	wrong     string
	parts     []partView
}

type partView struct{ name, last string }

type coupleView struct {
	vendors []vendorView
	going   bool
}

func (p Couple) title(r *route.Request, o connect.Offer) string {
	if p.Practice {
		return r.T("connect.practice", "name", o.Name)
	}
	return o.Name
}

// Show lists the vendors, and how it stands with each.
func (p Couple) Show(w http.ResponseWriter, r *route.Request) error {
	all, err := p.Couplings.List(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing couplings: %w", err)
	}
	v := coupleView{}
	for _, o := range p.Couplings.Offers() {
		x := vendorView{key: o.Key, name: o.Name, title: p.title(r, o)}
		for _, part := range o.Parts {
			x.parts = append(x.parts, partView{name: r.T("connect.part." + part.Key)})
		}
		for _, n := range all {
			if n.Key == o.Key {
				p.fill(r, o, n, &x)
			}
		}
		v.going = v.going || x.going
		v.vendors = append(v.vendors, x)
	}
	return r.Render(w, http.StatusOK, couplePage(v))
}

// fill tells how it stands with a vendor.
func (p Couple) fill(r *route.Request, o connect.Offer, n *connect.Connection, x *vendorView) {
	day := func(t time.Time, to ui.Precision) string { return ui.Day(r.Lang, t.In(r.Now.Location()), to) }
	x.came = r.T("connect.came.none")
	if n.Added > 0 {
		x.came = r.T("connect.came", "n", n.Added)
	}
	if !n.Coupled() {
		x.stopped = true
		x.chip = ui.Chip{Kind: ui.ChipStop, Text: r.T("connect.stoppedon", "when", day(n.Stopped, ui.ToDay))}
		return
	}
	x.coupled, x.going = true, n.Going(r.Now)
	x.chip = ui.Chip{Kind: ui.ChipGood, Text: r.T("connect.since", "when", day(n.Made, ui.ToDay))}
	x.last = r.T("connect.never")
	if !n.Last.IsZero() {
		x.last = r.T("connect.last", "when", day(n.Last, ui.ToMinute))
	}
	if x.going {
		return
	}
	if x.login = n.Refresh == ""; x.login {
		x.chip.Kind = ui.ChipWarn
	}
	switch why := n.Why; {
	case why == connect.WhyBusy:
		x.wrong = r.T("connect.why.busy", "name", o.Name, "when", day(n.Pause, ui.ToMinute))
	case x.login:
		x.wrong = r.T("connect.why.login", "name", o.Name)
	case why != "":
		x.wrong = r.T("connect.why."+string(why), "name", o.Name)
	}
	for i, part := range o.Parts {
		s := n.Parts[part.Key]
		switch {
		case s == nil || s.Last.IsZero():
			x.parts[i].last = r.T("connect.part.never")
		case s.Why != "":
			x.parts[i].last = r.T("connect.part.failed", "when", day(s.Last, ui.ToMinute))
		default:
			x.parts[i].last = r.T("connect.part.last", "when", day(s.Last, ui.ToMinute))
		}
	}
}

// offer finds the vendor of an address.
func (p Couple) offer(r *route.Request) (connect.Offer, error) {
	o, err := p.Couplings.Offer(r.PathValue("merk"))
	if err != nil {
		return o, route.NotFound()
	}
	return o, nil
}

// Go sends the browser to the vendor. It is a GET, because some browsers hold the addresses after
// a form against the policy of the page.
func (p Couple) Go(w http.ResponseWriter, r *route.Request) error {
	o, err := p.offer(r)
	if err != nil {
		return err
	}
	to, err := p.Couplings.Depart(r.Context(), r.Session.Vault, r.Session.ID, o.Key)
	if err != nil {
		return fmt.Errorf("going to a vendor: %w", err)
	}
	return r.RedirectOut(w, to)
}

// Back takes who comes back from a vendor. What came along in the address is gone from it at once.
func (p Couple) Back(w http.ResponseWriter, r *route.Request) error {
	o, err := p.offer(r)
	if err != nil {
		return err
	}
	if r.Session == nil {
		return r.Redirect(w, lateHref)
	}
	ctx, cancel := context.WithTimeout(r.Context(), 25*time.Second)
	defer cancel()
	err = p.Couplings.Return(ctx, r.Session.Vault, r.Session.ID, o.Key, r.URL.RawQuery)
	failure := new(connect.Failure)
	switch {
	case err == nil:
		return r.RedirectFlash(w, CoupleHref, ui.Good, "connect.back.good")
	case errors.As(err, &failure):
		kind := ui.Warning
		if failure.Why == connect.WhyRefused {
			kind = ui.Info
		}
		return r.RedirectFlash(w, CoupleHref, kind, "connect.back."+string(failure.Why))
	default:
		return fmt.Errorf("coming back from a vendor: %w", err)
	}
}

// Late is for who comes back after the session ended.
func (p Couple) Late(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, coupleLatePage())
}

// Fetch begins to fetch.
func (p Couple) Fetch(w http.ResponseWriter, r *route.Request) error {
	o, err := p.offer(r)
	if err != nil {
		return err
	}
	f, err := r.Values()
	if err != nil {
		return err
	}
	err = p.Couplings.Fetch(r.Context(), r.Session.Vault, o.Key, f.Get("alles") == "ja")
	failure := new(connect.Failure)
	switch {
	case errors.Is(err, connect.ErrNotFound):
		return route.NotFound()
	case err == nil, errors.Is(err, connect.ErrGoing), errors.As(err, &failure): // the page says what is the matter
		return r.Redirect(w, CoupleHref)
	default:
		return err
	}
}

// AskStop asks before a coupling is ended.
func (p Couple) AskStop(w http.ResponseWriter, r *route.Request) error {
	o, _, err := p.one(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, coupleStopPage(o.Key, o.Name))
}

// Stop ends it.
func (p Couple) Stop(w http.ResponseWriter, r *route.Request) error {
	o, err := p.offer(r)
	if err != nil {
		return err
	}
	told, err := p.Couplings.Stop(r.Context(), r.Session.Vault, o.Key)
	switch {
	case errors.Is(err, connect.ErrNotFound):
		return route.NotFound()
	case err != nil:
		return err
	case !told:
		return r.RedirectFlash(w, CoupleHref, ui.Warning, "connect.stopped.alone")
	}
	return r.RedirectFlash(w, CoupleHref, ui.Good, "connect.stopped")
}

// AskRemove asks before everything that came is removed.
func (p Couple) AskRemove(w http.ResponseWriter, r *route.Request) error {
	o, n, err := p.one(r, false)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, coupleRemovePage(o.Key, o.Name, n.Added))
}

// Remove removes it.
func (p Couple) Remove(w http.ResponseWriter, r *route.Request) error {
	o, err := p.offer(r)
	if err != nil {
		return err
	}
	err = p.Couplings.Remove(r.Context(), r.Session.Vault, o.Key)
	if errors.Is(err, connect.ErrNotFound) {
		return route.NotFound()
	}
	if err != nil {
		return err
	}
	return r.RedirectFlash(w, CoupleHref, ui.Good, "connect.removed")
}

// one finds the person's connection with the vendor of an address.
func (p Couple) one(r *route.Request, coupled bool) (connect.Offer, *connect.Connection, error) {
	o, err := p.offer(r)
	if err != nil {
		return o, nil, err
	}
	all, err := p.Couplings.List(r.Context(), r.Session.Vault)
	if err != nil {
		return o, nil, fmt.Errorf("listing couplings: %w", err)
	}
	for _, n := range all {
		if n.Key == o.Key && n.Coupled() == coupled {
			return o, n, nil
		}
	}
	return o, nil, route.NotFound()
}

// Fresh begins to fetch, where it is time for that, before a page with measurements is made.
func (p Couple) Fresh(page route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if err := p.Couplings.Fresh(r.Context(), r.Session.Vault); err != nil {
			return fmt.Errorf("fetching what is new: %w", err)
		}
		return page(w, r)
	}
}
