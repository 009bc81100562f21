// SPDX-License-Identifier: EUPL-1.2

// Package agenda has the pages of what is to come: appointments of providers and of one's own
// together, a calendar file that is read in, the secret address at which other programs read the
// agenda, and goals.
package agenda

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/record"
	"regie/internal/web/measure"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Pages are the pages of this package. Agendas and Keeper are required.
type Pages struct {
	Agendas  *kept.Agendas
	Keeper   *record.Keeper
	Base     *url.URL       // of this site, for the address that other programs read
	Measured *measure.Pages // nil: goals show no progress, and preparing shows no measurements
	Diaries  *diary.Diaries // nil: preparing shows nothing of the diary
}

const home = "/agenda"

func href(k kept.Key) string { return home + "/" + k.String() }

func problem(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, kept.ErrNotFound):
		return route.NotFound()
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

func upper(s string) string {
	for i, c := range s {
		return strings.ToUpper(string(c)) + s[i+len(string(c)):]
	}
	return s
}

// card is one appointment on a day.
type card struct {
	at                       time.Time
	day                      string // that Skip takes
	title, time, place, note string
	href                     string // of its page; of an own one where it is changed
	source                   string
	own, repeats             bool
	key                      string
	prepare                  string // where it can be prepared; "" for what is over
	remind                   string // when the person is reminded, in words
	more                     int    // how many times it still comes that are not shown
}

type dayView struct {
	id, title string
	cards     []card
}

type listView struct {
	title   string
	month   bool // a month was asked for
	days    []dayView
	before  ui.Anchor
	after   ui.Anchor
	missing shelf.Missing
}

// ahead is how far the list looks when no month is asked for.
const ahead = 120 * 24 * time.Hour

const mostCards = 500

// List shows what is to come, or a month.
func (p Pages) List() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		from, until := v.Now, v.Now.Add(ahead)
		out := listView{title: v.T("agenda.coming"), missing: shelf.MissingOf(v)}
		first := time.Date(v.Now.Year(), v.Now.Month(), 1, 0, 0, 0, 0, v.Now.Location())
		if m, err := time.ParseInLocation("2006-01", v.URL.Query().Get("maand"), v.Now.Location()); err == nil && m.Year() >= 1900 && m.Year() <= 2200 {
			first, from, until, out.month = m, m, m.AddDate(0, 1, 0), true
			out.title = upper(ui.Day(v.Lang, m, ui.ToMonth))
		}
		link := func(months int) ui.Anchor {
			m := first.AddDate(0, months, 0)
			return ui.Anchor{Href: home + "?maand=" + m.Format("2006-01"), Text: upper(ui.Day(v.Lang, m, ui.ToMonth))}
		}
		out.before, out.after = link(-1), link(1)
		cards, err := p.cards(v, from, until)
		if err != nil {
			return err
		}
		if !out.month {
			cards = few(cards)
		}
		for _, c := range cards {
			at := c.at
			if at.Before(from) {
				at = from // it began before
			}
			id := "dag-" + at.Format(time.DateOnly)
			if n := len(out.days); n == 0 || out.days[n-1].id != id {
				out.days = append(out.days, dayView{id: id, title: upper(ui.Weekday(v.Lang, at)) + " " + ui.Day(v.Lang, at, ui.ToDay)})
			}
			d := &out.days[len(out.days)-1]
			d.cards = append(d.cards, c)
		}
		// What providers told may be new: what other programs read follows.
		if err := p.renew(v); err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, listPage(out))
	})
}

// mostRepeats is how many times something that comes back is shown among what is to come.
const mostRepeats = 3

// few leaves out the later times of what comes back; the last one that stays tells how many they are.
func few(cards []card) []card {
	times, last, out := map[string]int{}, map[string]int{}, cards[:0]
	for _, c := range cards {
		if c.repeats {
			if times[c.key]++; times[c.key] > mostRepeats {
				out[last[c.key]].more++
				continue
			}
			last[c.key] = len(out)
		}
		out = append(out, c)
	}
	return out
}

// cards are the appointments of providers and of the person, the first first.
func (p Pages) cards(v *shelf.Visit, from, until time.Time) ([]card, error) {
	own, err := p.Agendas.All(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, problem("listing appointments", err)
	}
	reminding, err := p.Agendas.Reminding(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, problem("listing appointments", err)
	}
	theirs := providers(v, from)
	sources := map[string]string{}
	for i := range theirs {
		if k, ok := record.ParseKey(theirs[i].Item); ok {
			if it := v.Dossier.Item(k); it != nil {
				sources[theirs[i].Item] = shelf.Sources(v, it)
			}
		}
	}
	var out []card
	for _, o := range kept.Occurrences(append(own, theirs...), from, until, mostCards) {
		c := card{at: o.Start, day: o.Day(), title: o.Title, place: o.Place, note: o.Note, key: o.Key.String(), own: !o.Made.IsZero(), repeats: o.Repeat != nil, time: timeOf(v, o)}
		if !o.End.Before(v.Now) {
			c.prepare = prepareOf(&o)
		}
		if minutes, ok := remindedOf(&o, &reminding); ok && !reminding.Off {
			c.remind = saidBefore(v.Request, minutes)
		}
		if c.own {
			c.href = href(o.Key) + "/wijzigen"
		} else {
			c.href, c.source = "/dossier/item/"+o.Item, sources[o.Item]
		}
		out = append(out, c)
	}
	return out, nil
}

// timeOf says from when to when, "" for whole days of which there is one.
func timeOf(v *shelf.Visit, o kept.Occurrence) string {
	sameDay := o.Start.Format(time.DateOnly) == o.End.Format(time.DateOnly)
	switch {
	case o.Whole() && sameDay:
		return v.T("agenda.wholeday")
	case o.Whole():
		return v.T("agenda.until", "day", ui.Day(v.Lang, o.End, ui.ToDay))
	case o.End.Equal(o.Start):
		return v.T("agenda.at", "time", ui.Clock(v.Lang, o.Start))
	case sameDay:
		return v.T("agenda.fromto", "from", ui.Clock(v.Lang, o.Start), "to", ui.Clock(v.Lang, o.End))
	}
	return v.T("agenda.fromto", "from", ui.Clock(v.Lang, o.Start), "to", ui.Day(v.Lang, o.End, ui.ToMinute))
}

// providers are the appointments that care providers told of, as those of an agenda, as far as they are
// since a moment: of old ones there may be very many.
func providers(v *shelf.Visit, since time.Time) []kept.Appointment {
	var out []kept.Appointment
	filter := record.Filter{Categories: []zib.Category{zib.CategoryAppointments}, From: shelf.WallOf(since) - 24*60*60}
	for n, pages := 1, 1; n <= pages; n++ {
		page := v.Dossier.List(filter, n, 1000)
		pages = page.Pages
		for _, it := range page.Items {
			if shelf.Appointment(v, it) {
				out = append(out, appointmentOf(v, it))
			}
		}
	}
	return out
}

// appointmentOf is an appointment of a provider as one of an agenda.
func appointmentOf(v *shelf.Visit, it *record.Item) kept.Appointment {
	a := kept.Appointment{Key: kept.Key(it.Key), Item: it.Key.String(), Title: shelf.LineOf(v, it).Title}
	if a.Title == "" {
		a.Title = v.T("agenda.appointment")
	}
	t := shelf.WallTime(it.At)
	a.From = t.Format(time.DateOnly)
	if shelf.Precision(it.When.Start) == ui.ToMinute {
		a.From = t.Format("2006-01-02T15:04")
	}
	if care, err := it.Care(); err == nil {
		a.Place = fact(v, care, "zib.place")
	}
	return a
}

// fact says the texts under a label.
func fact(v *shelf.Visit, care *zib.Item, label string) string {
	var out []string
	for _, f := range care.Facts {
		if f.Label.Key != label {
			continue
		}
		for _, x := range f.Values {
			if x.Phrase != nil {
				out = append(out, x.Phrase.In(v.Lang))
			}
		}
	}
	return strings.Join(out, ", ")
}

func words(r *route.Request) kept.Words {
	return kept.Words{Name: r.T("agenda.feed.name"), Appointment: r.T("agenda.appointment")}
}

// renew makes the copy anew that other programs read, and puts the moments of reminders in order.
func (p Pages) renew(v *shelf.Visit) error {
	theirs := providers(v, v.Now.Add(-kept.FeedPast))
	if err := p.Agendas.Schedule(v.Context(), v.Session.Vault, theirs); err != nil {
		return problem("putting reminders in order", err)
	}
	return problem("renewing a feed", p.Agendas.RenewFeed(v.Context(), v.Session.Vault, words(v.Request), theirs))
}

// comingFor is how far ahead the overview looks.
const comingFor = 400 * 24 * time.Hour

// Coming lists the first appointments that are to come, of providers and own ones, for the overview, and
// where the first of them can be prepared. Of what repeats only the next time is among them.
func (p Pages) Coming(v *shelf.Visit, most int) (items []ui.ItemProps, prepare *ui.Action, err error) {
	all, err := p.Agendas.All(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, nil, problem("listing appointments", err)
	}
	theirs := providers(v, v.Now)
	if err := p.Agendas.Schedule(v.Context(), v.Session.Vault, theirs); err != nil { // what was collected may be new
		return nil, nil, problem("putting reminders in order", err)
	}
	all = append(all, theirs...)
	var first []kept.Occurrence
	for i := range all {
		first = append(first, kept.Occurrences(all[i:i+1], v.Now, v.Now.Add(comingFor), 1)...)
	}
	slices.SortStableFunc(first, func(a, b kept.Occurrence) int { return a.Start.Compare(b.Start) })
	for _, o := range first[:min(len(first), most)] {
		if prepare == nil {
			prepare = &ui.Action{Href: prepareOf(&o), Text: v.T("prepare.title"), Icon: "clipboard-list"}
		}
		if k, ok := record.ParseKey(o.Item); ok && o.Made.IsZero() {
			if it := v.Dossier.Item(k); it != nil {
				items = append(items, shelf.Card(v, it, false))
			}
			continue
		}
		date := ui.Day(v.Lang, o.Start, ui.ToDay) + ", " + timeOf(v, o)
		if ago := ui.Ago(v.Lang, v.Now, o.Start, ui.ToDay); ago != "" {
			date = ago + " · " + date
		}
		items = append(items, ui.ItemProps{
			Href: href(o.Key) + "/wijzigen", Icon: "calendar-event", Tint: ui.Blue, Title: o.Title, Fact: o.Place, Date: date,
			Chips: []ui.Chip{{Kind: ui.ChipOwn, Text: v.T("agenda.own")}},
		})
	}
	return items, prepare, nil
}

// mine finds the appointment that the address names.
func (p Pages) mine(r *route.Request, deleted bool) (kept.Appointment, error) {
	k, ok := kept.ParseKey(r.PathValue("key"))
	if !ok {
		return kept.Appointment{}, route.NotFound()
	}
	a, err := p.Agendas.Get(r.Context(), r.Session.Vault, k)
	if err == nil && a.Deleted.IsZero() == deleted {
		err = kept.ErrNotFound
	}
	return a, problem("looking for an appointment", err)
}

// change changes an appointment, renews the copy, and leads on.
func (p Pages) change(deleted bool, to func(a kept.Appointment) string, flash string, fn func(v *shelf.Visit, a kept.Appointment) error) route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		a, err := p.mine(v.Request, deleted)
		if err != nil {
			return err
		}
		if err := fn(v, a); err != nil {
			return problem("changing an appointment", err)
		}
		if err := p.renew(v); err != nil {
			return err
		}
		if flash == "" {
			return v.Redirect(w, to(a))
		}
		return v.RedirectFlash(w, to(a), ui.Good, flash)
	})
}

// Delete takes an appointment away, and leads to where that can be undone.
func (p Pages) Delete() route.Handler {
	return p.change(false, func(a kept.Appointment) string { return href(a.Key) + "/verwijderd" }, "", func(v *shelf.Visit, a kept.Appointment) error {
		return p.Agendas.Delete(v.Context(), v.Session.Vault, a.Key)
	})
}

// Restore puts it back.
func (p Pages) Restore() route.Handler {
	return p.change(true, func(kept.Appointment) string { return home }, "agenda.restored", func(v *shelf.Visit, a kept.Appointment) error {
		return p.Agendas.Restore(v.Context(), v.Session.Vault, a.Key)
	})
}

// Skip takes one time out of a series.
func (p Pages) Skip() route.Handler {
	return p.change(false, func(kept.Appointment) string { return home }, "agenda.skipped", func(v *shelf.Visit, a kept.Appointment) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		err = p.Agendas.Skip(v.Context(), v.Session.Vault, a.Key, route.Field(q, "dag", 10))
		if errors.Is(err, kept.ErrOdd) {
			return route.BadInput(err)
		}
		return err
	})
}

// Deleted says that an appointment was deleted, and offers to put it back.
func (p Pages) Deleted(w http.ResponseWriter, r *route.Request) error {
	a, err := p.mine(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, deletedPage(r.T("agenda.deleted"), href(a.Key)+"/terugzetten", ui.Anchor{Href: home, Text: r.T("agenda.title")}))
}
