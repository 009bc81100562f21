// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/record"
	"regie/internal/web/medicines"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

const prepareHome = "/gesprek"

// prepareHref is the page on which an appointment is prepared; day names one of those that repeat.
func prepareHref(key, day string) string {
	out := prepareHome + "/" + key
	if day != "" {
		out += "?" + url.Values{"dag": {day}}.Encode()
	}
	return out
}

func prepareOf(o *kept.Occurrence) string {
	switch {
	case o.Made.IsZero():
		return prepareHref(o.Item, "")
	case o.Repeat != nil:
		return prepareHref(o.Key.String(), o.Day())
	}
	return prepareHref(o.Key.String(), "")
}

// visit is an appointment that is prepared.
type visit struct {
	key, day string // day: of one that repeats, else ""
	title    string
	at       kept.Occurrence
	item     *record.Item // of a provider; nil for one's own
}

// of is under which name the preparation is kept.
func (x visit) of() string {
	if x.day == "" {
		return x.key
	}
	return x.key + "@" + x.day
}

func (x visit) href() string { return prepareHref(x.key, x.day) }

// visitOf finds the appointment that the address names: an own one, or one of a provider.
func (p Pages) visitOf(v *shelf.Visit) (visit, error) {
	x := visit{key: v.PathValue("key")}
	k, ok := kept.ParseKey(x.key)
	if !ok {
		return x, route.NotFound()
	}
	a, err := p.Agendas.Get(v.Context(), v.Session.Vault, k)
	if errors.Is(err, kept.ErrNotFound) {
		if it := v.Dossier.Item(record.Key(k)); it != nil && shelf.Appointment(v, it) {
			a, err, x.item = appointmentOf(v, it), nil, it
		}
	}
	if err != nil || !a.Deleted.IsZero() {
		if err == nil {
			err = kept.ErrNotFound
		}
		return x, problem("looking for an appointment", err)
	}
	x.title = a.Title
	from, until := time.Date(1900, 1, 1, 0, 0, 0, 0, v.Now.Location()), time.Date(2201, 1, 1, 0, 0, 0, 0, v.Now.Location())
	if a.Repeat != nil {
		from = v.Now
		if d, err := time.ParseInLocation(time.DateOnly, v.URL.Query().Get("dag"), v.Now.Location()); err == nil {
			from = d
		}
	}
	all := kept.Occurrences([]kept.Appointment{a}, from, until, 1)
	if len(all) == 0 {
		all = kept.Occurrences([]kept.Appointment{a}, time.Time{}.In(v.Now.Location()), until, 1)
	}
	if len(all) == 0 {
		return x, route.NotFound()
	}
	if x.at = all[0]; a.Repeat != nil {
		x.day = x.at.Day()
	}
	return x, nil
}

// said is something to take along: a title with what is said of it.
type said struct {
	title, text, href string
	more              int // of the same, from before
}

// prepareView is the page on which a visit is prepared, and what its paper has.
type prepareView struct {
	visit
	when, place         string
	pageHref, pageText  string // of the appointment
	p                   kept.Preparation
	questions           []string
	since               ui.ChoiceProps
	who                 ui.ChoiceProps // no options: the provider is known
	sinceSaid           string
	complaints, entries []said
	measured, results   []said
	moreResults         int
	medicines           []said
	remind, remindUnit  ui.ChoiceProps // only for an appointment of a provider that is to come
	remindNumber        string
	hasDiary            bool
	missing             shelf.Missing
}

// How much of each goes along: it must fit on two pages.
const (
	mostComplaints = 8
	mostEntries    = 12
	mostMeasured   = 10
	mostResults    = 15
	mostMedicines  = 40
)

// Prepare shows what one may want to say and ask.
func (p Pages) Prepare() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		x, err := p.prepared(v)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, preparePage(x))
	})
}

func (p Pages) prepared(v *shelf.Visit) (out prepareView, err error) {
	if out.visit, err = p.visitOf(v); err != nil {
		return out, err
	}
	if out.p, err = p.Agendas.Preparation(v.Context(), v.Session.Vault, out.of()); err != nil {
		return out, problem("preparing a visit", err)
	}
	out.missing, out.hasDiary = shelf.MissingOf(v), p.Diaries != nil
	out.when = upper(ui.Weekday(v.Lang, out.at.Start)) + " " + ui.Day(v.Lang, out.at.Start, ui.ToDay) + ", " + timeOf(v, out.at)
	out.place = out.at.Place
	out.pageHref, out.pageText = pageOf(out.at.Appointment), v.T("prepare.appointment")
	for q := range strings.Lines(out.p.Questions) {
		if q = strings.TrimSpace(q); q != "" {
			out.questions = append(out.questions, q)
		}
	}
	since := out.choose(v)
	if out.complaints, out.entries, err = p.told(v, since, out.p.Diary); err != nil {
		return out, err
	}
	if p.Measured != nil {
		all, err := p.Measured.Lately(v, since)
		if err != nil {
			return out, problem("preparing a visit", err)
		}
		for _, m := range all[:min(len(all), mostMeasured)] {
			out.measured = append(out.measured, said{title: m.Title, text: strings.TrimSpace(m.Last + " " + m.Mean), href: m.Href})
		}
	}
	out.found(v, since)
	lines, _ := medicines.Now(v, mostMedicines)
	for _, l := range lines {
		out.medicines = append(out.medicines, said{title: l.Title, text: l.Text, href: l.Href})
	}
	if out.item != nil && out.at.Start.After(v.Now) {
		r, err := p.Agendas.Reminding(v.Context(), v.Session.Vault)
		if err != nil {
			return out, problem("preparing a visit", err)
		}
		minutes := r.Before(out.key)
		out.remind = before(v.Request, "herinner", "remind.ask", minutes, true)
		out.remindNumber, out.remindUnit = ownBefore(v.Request, minutes)
	}
	return out, nil
}

// choose finds since when one looks back: since the visit before, where there was one. The moment is
// that of a clock on the wall, in UTC.
func (o *prepareView) choose(v *shelf.Visit) time.Time {
	var provider *record.Provider
	if o.item != nil {
		provider = o.item.Provider
	} else {
		o.who = ui.ChoiceProps{ID: "bij", Label: v.T("prepare.who"), Optional: true, Options: []ui.Option{{Text: v.T("prepare.who.none")}}}
		for _, r := range v.Dossier.Providers() {
			if r.Own() {
				continue
			}
			key := r.Key.String()
			o.who.Options = append(o.who.Options, ui.Option{Value: key, Text: r.Title, Chosen: key == o.p.Provider})
			if key == o.p.Provider {
				provider = r
			}
		}
	}
	now := shelf.WallTime(shelf.WallOf(v.Now))
	last := before90(now)
	lastText := v.T("prepare.since.quarter")
	known := false
	if it := lastVisit(v, provider, o.item); it != nil {
		last, known = shelf.WallTime(it.At), true
		lastText = v.T("prepare.since.visit", "name", provider.Title, "day", ui.Day(v.Lang, last, ui.ToDay))
	}
	o.since = ui.ChoiceProps{ID: "sinds", Label: v.T("prepare.since")}
	add := func(value, text string) {
		o.since.Options = append(o.since.Options, ui.Option{Value: value, Text: text, Chosen: value == o.p.Since})
	}
	if known {
		add("", lastText)
		add("quarter", v.T("prepare.since.quarter"))
	} else {
		add("", lastText)
	}
	add("month", v.T("prepare.since.month"))
	add("year", v.T("prepare.since.year"))
	switch o.p.Since {
	case "month":
		last = now.AddDate(0, -1, 0)
	case "quarter":
		last = before90(now)
	case "year":
		last = now.AddDate(-1, 0, 0)
	}
	o.sinceSaid = ui.Day(v.Lang, last, ui.ToDay)
	return last
}

func before90(now time.Time) time.Time { return now.AddDate(0, -3, 0) }

// lastVisit is the newest moment of care with a provider that is past, other than the one that is prepared.
func lastVisit(v *shelf.Visit, provider *record.Provider, other *record.Item) *record.Item {
	if provider == nil {
		return nil
	}
	now := shelf.WallOf(v.Now)
	for _, it := range v.Dossier.Contacts() {
		if it.Provider == provider && it != other && it.Dated() && it.At < now && !it.Void() && !it.Has(zib.MarkCancelled, zib.MarkNotDone) {
			return it
		}
	}
	return nil
}

// found are the results that came since then, of all providers.
func (o *prepareView) found(v *shelf.Visit, since time.Time) {
	f := record.Filter{Categories: []zib.Category{zib.CategoryLab, zib.CategoryMeasurements}, From: since.Unix()}
	page := v.Dossier.List(f, 1, 1000)
	seen := map[record.Key]int{} // by test: of each the newest, and how many there are
	for _, it := range page.Items {
		if it.Void() || it.Gone || it.Provider.Own() || v.Dossier.Lead(it) != it {
			continue
		}
		if t := v.Dossier.TestOf(it); t != nil {
			if at, again := seen[t.Key]; again {
				if at >= 0 {
					o.results[at].more++
				}
				continue
			}
			if seen[t.Key] = len(o.results); len(o.results) == mostResults {
				seen[t.Key] = -1
			}
		}
		if len(o.results) == mostResults {
			o.moreResults++
			continue
		}
		c := shelf.Card(v, it, false)
		text := c.Fact
		if c.Value != nil {
			text = strings.TrimSpace(c.Value.Sign+" "+c.Value.Number) + "\u00a0" + c.Value.Unit
			if c.Value.Flag != "" {
				text += " (" + c.Value.Flag + ")"
			}
		}
		day := ui.Day(v.Lang, shelf.WallTime(it.At), ui.ToDay)
		o.results = append(o.results, said{title: c.Title, text: strings.Trim(text+", "+day+", "+c.Source, ", "), href: c.Href})
	}
	for i := range o.results {
		if r := &o.results[i]; r.more > 0 {
			r.text += ". " + v.T("prepare.results.before", "n", r.more)
		}
	}
}

// SavePrepare keeps the questions and the choices.
func (p Pages) SavePrepare() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		x, err := p.visitOf(v)
		if err != nil {
			return err
		}
		q, err := v.Values()
		if err != nil {
			return err
		}
		y := kept.Preparation{
			Of: x.of(), Questions: route.Field(q, "vragen", kept.MaxQuestions), Since: q.Get("sinds"), Diary: q.Get("dagboek") == "ja",
		}
		if k, ok := record.ParseKey(q.Get("bij")); ok && v.Dossier.Provider(k) != nil {
			y.Provider = k.String()
		}
		err = p.Agendas.Prepare(v.Context(), v.Session.Vault, y)
		if errors.Is(err, kept.ErrOdd) {
			return route.BadInput(err)
		}
		if err != nil {
			return problem("preparing a visit", err)
		}
		return v.RedirectFlash(w, x.href(), ui.Good, "prepare.saved")
	})
}
