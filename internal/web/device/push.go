// SPDX-License-Identifier: EUPL-1.2

package device

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"regie/internal/measure/receive"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Push are the pages of the addresses to which apps send measurements.
type Push struct {
	Receivers *receive.Receivers
	Base      *url.URL // the address that people type
}

// Where the pages are.
const (
	PushHref = "/apparaten/doorsturen"
	stopHref = "/apparaten/doorsturen/stoppen"
	// putHref is followed by the secret. Only apps ask for it.
	putHref = "/ontvang"
)

// Receive takes what an app sends. It tells nothing about anybody: an address that never was and
// one that was stopped look the same, and what is wrong with a delivery stands on the page.
func (p Push) Receive(w http.ResponseWriter, r *route.Request) error {
	door, err := p.Receivers.Find(r.Context(), r.PathValue("token"))
	if errors.Is(err, receive.ErrNotFound) {
		w.WriteHeader(http.StatusNotFound)
		return nil
	}
	if err != nil {
		return route.Unavailable(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return nil
		}
		return route.BadInput(err)
	}
	err = door.Put(r.Context(), body)
	busy := new(receive.Busy)
	switch {
	case errors.Is(err, receive.ErrNotFound):
		w.WriteHeader(http.StatusNotFound)
	case errors.As(err, &busy):
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(busy.Retry.Seconds()))))
		w.WriteHeader(http.StatusTooManyRequests)
	case err != nil:
		return route.Unavailable(err)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
	return nil
}

// Show lists the addresses, after adding what came in.
func (p Push) Show(w http.ResponseWriter, r *route.Request) error {
	return p.show(w, r, http.StatusOK, pushView{})
}

func (p Push) show(w http.ResponseWriter, r *route.Request, status int, v pushView) error {
	if _, err := p.Receivers.Merge(r.Context(), r.Session.Vault); err != nil {
		return fmt.Errorf("adding what came in: %w", err)
	}
	all, err := p.Receivers.List(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing addresses: %w", err)
	}
	for _, a := range all {
		v.addresses = append(v.addresses, addressOf(r, a))
	}
	return r.Render(w, status, pushPage(v))
}

// Make makes an address, and shows it this once.
func (p Push) Make(w http.ResponseWriter, r *route.Request) error {
	f, err := r.Values()
	if err != nil {
		return err
	}
	v := pushView{label: route.Field(f, "naam", 60)}
	if v.label == "" {
		v.problems = []ui.Problem{{Field: "naam", Text: r.T("push.problem.name")}}
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	token, err := p.Receivers.Make(r.Context(), r.Session.Vault, v.label)
	if errors.Is(err, receive.ErrFull) {
		v.problems = []ui.Problem{{Field: "naam", Text: r.T("push.problem.full")}}
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, madePage(v.label, p.Base.JoinPath(putHref, token).String()))
}

// Stop ends an address.
func (p Push) Stop(w http.ResponseWriter, r *route.Request) error {
	f, err := r.Values()
	if err != nil {
		return err
	}
	err = p.Receivers.Stop(r.Context(), r.Session.Vault, f.Get("adres"))
	if errors.Is(err, receive.ErrNotFound) {
		return route.NotFound()
	}
	if err != nil {
		return err
	}
	return r.RedirectFlash(w, PushHref, ui.Good, "push.stopped")
}

// Merged adds what apps sent before a page with measurements is made.
func (p Push) Merged(page route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if _, err := p.Receivers.Merge(r.Context(), r.Session.Vault); err != nil {
			return fmt.Errorf("adding what came in: %w", err)
		}
		return page(w, r)
	}
}

// pushView is what the page shows.
type pushView struct {
	addresses []address
	label     string
	problems  []ui.Problem
}

type address struct {
	id, label, made, last, added, wrong string
	stopped                             string // when; "" while it is in use
}

func addressOf(r *route.Request, a *receive.Address) address {
	local := r.Now.Location()
	out := address{id: a.ID, label: a.Label, made: r.T("push.made", "when", ui.Day(r.Lang, a.Made.In(local), ui.ToDay)), last: r.T("push.never")}
	if !a.Last.IsZero() {
		out.last = r.T("push.last", "when", ui.Day(r.Lang, a.Last.In(local), ui.ToMinute))
		out.added = r.T("push.added", "n", a.Added)
	}
	switch {
	case a.Wrong == receive.WrongUnread:
		out.wrong = r.T("push.wrong.unread")
	case a.Wrong == receive.WrongEmpty:
		out.wrong = r.T("push.wrong.empty")
	case a.Skipped > 0:
		out.wrong = r.T("push.wrong.part", "n", a.Skipped)
	}
	if !a.Stopped.IsZero() {
		out.stopped = r.T("push.stoppedon", "when", ui.Day(r.Lang, a.Stopped.In(local), ui.ToDay))
	}
	return out
}
