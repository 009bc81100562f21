// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// MaxImport is how large a calendar file may be that is read in: it travels twice, because nothing
// of it is kept before the person has seen what is in it.
const MaxImport = 512 << 10

// MaxImportBody is what the form that brings it back may have.
const MaxImportBody = MaxImport*2 + 64<<10

// importView is what is in a file.
type importView struct {
	rows     []importRow
	odd      []string
	fresh    int
	doubles  int
	content  string // of the file, for the way back
	problems []ui.Problem
	read     bool
}

type importRow struct{ title, when, chip string }

// Importing asks for a file.
func (p Pages) Importing(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, importPage(importView{}))
}

// Preview shows what is in a file. Nothing is kept.
func (p Pages) Preview(w http.ResponseWriter, r *route.Request) error {
	b, _, err := r.Upload("bestand", MaxImport)
	if err != nil {
		return err
	}
	fail := func(key string) error {
		return r.Render(w, http.StatusUnprocessableEntity, importPage(importView{problems: []ui.Problem{{Field: "bestand", Text: r.T(key)}}}))
	}
	if b == nil {
		return fail("agenda.problem.nofile")
	}
	all, odd, err := p.Agendas.Read(b)
	if errors.Is(err, kept.ErrNotCalendar) || errors.Is(err, kept.ErrTooLarge) {
		return fail("agenda.problem.file")
	}
	if err != nil {
		return problem("reading a calendar", err)
	}
	double, err := p.Agendas.Double(r.Context(), r.Session.Vault, all)
	if err != nil {
		return problem("comparing a calendar", err)
	}
	v := importView{read: true, content: base64.StdEncoding.EncodeToString(b)}
	for i := range all {
		row := importRow{title: all[i].Title, when: whenOf(r, &all[i])}
		if double[i] {
			row.chip = r.T("agenda.import.double")
			v.doubles++
		} else {
			v.fresh++
		}
		if len(v.rows) < 200 {
			v.rows = append(v.rows, row)
		}
	}
	for _, o := range odd {
		if len(v.odd) < 20 {
			v.odd = append(v.odd, r.T("agenda.import.odd."+string(o.Why), "title", o.Title))
		}
	}
	return r.Render(w, http.StatusOK, importPage(v))
}

func whenOf(r *route.Request, a *kept.Appointment) string {
	t, err := time.Parse("2006-01-02T15:04", a.From)
	p := ui.ToMinute
	if err != nil {
		if t, err = time.Parse(time.DateOnly, a.From); err != nil {
			return ""
		}
		p = ui.ToDay
	}
	out := ui.Day(r.Lang, t, p)
	if a.Repeat != nil {
		out += ", " + r.T("agenda.repeats."+string(a.Repeat.Freq))
	}
	return out
}

// Import adds what was seen.
func (p Pages) Import() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		b, err := base64.StdEncoding.DecodeString(q.Get("inhoud"))
		if err != nil || len(b) > MaxImport {
			return route.BadInput(errors.New("not what was shown"))
		}
		all, _, err := p.Agendas.Read(b)
		if err != nil {
			return route.BadInput(err)
		}
		_, err = p.Agendas.Add(v.Context(), v.Session.Vault, all)
		if errors.Is(err, kept.ErrFull) {
			return v.RedirectFlash(w, home+"/inlezen", ui.Warning, "agenda.problem.full")
		}
		if err != nil {
			return problem("adding a calendar", err)
		}
		if err := p.renew(v); err != nil {
			return err
		}
		return v.RedirectFlash(w, home, ui.Good, "agenda.import.done")
	})
}

// feedView is the page about the secret address.
type feedView struct {
	on            bool
	address, made string
	bare          bool
}

// Feed shows the secret address, or offers to make one.
func (p Pages) Feed(w http.ResponseWriter, r *route.Request) error {
	f, ok, err := p.Agendas.FeedOf(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("showing a feed", err)
	}
	v := feedView{on: ok, bare: f.Bare}
	if ok {
		v.address = p.Base.JoinPath("agenda-volgen", f.Secret+".ics").String()
		v.made = ui.Day(r.Lang, f.Made.In(r.Now.Location()), ui.ToDay)
	}
	return r.Render(w, http.StatusOK, feedPage(v))
}

// StartFeed makes an address; an older one ends.
func (p Pages) StartFeed() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		bare := q.Get("wat") != "alles"
		if _, err := p.Agendas.StartFeed(v.Context(), v.Session.Vault, bare, words(v.Request), providers(v, v.Now.Add(-kept.FeedPast))); err != nil {
			return problem("starting a feed", err)
		}
		return v.RedirectFlash(w, home+"/adres", ui.Good, "agenda.feed.started")
	})
}

// StopFeed ends the address.
func (p Pages) StopFeed(w http.ResponseWriter, r *route.Request) error {
	if err := p.Agendas.StopFeed(r.Context(), r.Session.Vault); err != nil {
		return problem("stopping a feed", err)
	}
	return r.RedirectFlash(w, home+"/adres", ui.Good, "agenda.feed.stopped")
}

// Follow gives the agenda to whoever has the address, also while the person is away.
func (p Pages) Follow(w http.ResponseWriter, r *route.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("secret"), ".ics")
	if !ok {
		return route.NotFound()
	}
	b, err := p.Agendas.ReadFeed(r.Context(), secret)
	if err != nil {
		return problem("giving a feed", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	_, err = w.Write(b)
	return err
}
