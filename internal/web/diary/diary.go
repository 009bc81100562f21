// SPDX-License-Identifier: EUPL-1.2

// Package diary has the pages on which people write how they are: the diary by day, an entry with
// its photos and sounds, and the log of medicines that were taken or skipped.
package diary

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	kept "regie/internal/diary"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// Pages are the pages of this package. Diaries and Keeper are required.
type Pages struct {
	Diaries *kept.Diaries
	Keeper  *record.Keeper
	Books   *measure.Books // nil: entries are about no kinds of measurements
}

const home = "/dagboek"

func href(k kept.Key) string { return home + "/" + k.String() }

// problem turns what the diary does not have into the page that says so.
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

// entryView is an entry on a page.
type entryView struct {
	href, title, time, text string
	icon                    string
	tint                    ui.Tint
	mood                    string
	complaints              []string
	taken                   string
	files                   []fileView
	links                   []ui.Anchor
}

type fileView struct {
	id, src, said, drop string
	written             string // what the person wrote of it
	photo               bool
}

// dayView is a day with its entries.
type dayView struct {
	id, title string
	entries   []entryView
}

type listView struct {
	title    string // of the month, or of what was searched
	days     []dayView
	months   []ui.Anchor
	question string
	searched bool
	many     bool // there is more than is shown
	empty    bool // nothing was ever written
	moods    ui.ChoiceProps
	problems []ui.Problem
	said     string
}

const mostFound = 100

// List shows a month of the diary, and a quick way to add.
func (p Pages) List(w http.ResponseWriter, r *route.Request) error {
	v, err := p.list(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, listPage(v))
}

func (p Pages) list(r *route.Request) (listView, error) {
	months, err := p.Diaries.Months(r.Context(), r.Session.Vault)
	if err != nil {
		return listView{}, problem("listing a diary", err)
	}
	v := listView{empty: len(months) == 0, moods: moods(r, "", true)}
	asked := r.URL.Query().Get("maand")
	if !slices.Contains(months, asked) {
		asked = ""
		if len(months) > 0 {
			asked = months[0]
		}
	}
	for _, m := range months {
		if m != asked {
			v.months = append(v.months, ui.Anchor{Href: home + "?maand=" + m, Text: monthName(r.Lang, m)})
		}
	}
	if asked == "" {
		return v, nil
	}
	v.title = monthName(r.Lang, asked)
	all, err := p.Diaries.Month(r.Context(), r.Session.Vault, asked)
	v.days = days(r, all)
	return v, problem("listing a diary", err)
}

func monthName(l text.Lang, month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	return upper(ui.Day(l, t, ui.ToMonth))
}

func upper(s string) string {
	for i, c := range s {
		return strings.ToUpper(string(c)) + s[i+len(string(c)):]
	}
	return s
}

// Search shows the entries that have some words. The words come in the body of the request, and
// so in no address.
func (p Pages) Search(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	v := listView{question: route.Field(q, "zoek", 200), searched: true, moods: moods(r, "", true)}
	if v.question == "" {
		return r.Redirect(w, home)
	}
	all, err := p.Diaries.Search(r.Context(), r.Session.Vault, v.question, mostFound+1)
	if err != nil {
		return problem("searching a diary", err)
	}
	v.many = len(all) > mostFound
	v.days = days(r, all[:min(len(all), mostFound)])
	return r.Render(w, http.StatusOK, listPage(v))
}

// days puts entries under their days.
func days(r *route.Request, all []kept.Entry) []dayView {
	var out []dayView
	for _, e := range all {
		id := "dag-" + e.Day
		if n := len(out); n == 0 || out[n-1].id != id {
			out = append(out, dayView{id: id, title: dayName(r, e.Day)})
		}
		d := &out[len(out)-1]
		d.entries = append(d.entries, entry(r, e))
	}
	return out
}

func dayName(r *route.Request, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return upper(ui.Weekday(r.Lang, t)) + " " + ui.Day(r.Lang, t, ui.ToDay)
}

func clock(l text.Lang, s string) string {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return ""
	}
	return ui.Clock(l, t)
}

func entry(r *route.Request, e kept.Entry) entryView {
	out := entryView{href: href(e.Key), time: clock(r.Lang, e.Time), text: e.Text, icon: "notebook", tint: ui.Teal, title: r.T("diary.entry")}
	if e.Mood > 0 {
		out.mood = r.T("diary.mood." + strconv.Itoa(e.Mood))
		out.title = out.mood
	}
	for _, c := range e.Complaints {
		out.complaints = append(out.complaints, ComplaintText(r.Lang, c))
	}
	if e.Dose != nil {
		out.icon, out.tint, out.title, out.taken = "pill", ui.Violet, e.Dose.Name, r.T("diary.dose.taken")
		if e.Dose.Skipped {
			out.taken = r.T("diary.dose.skipped")
		}
	} else if e.Sort == kept.Symptom {
		out.icon, out.tint, out.title = "bandage", ui.Orange, r.T("diary.symptom")
	}
	for _, f := range e.Files {
		src := href(e.Key) + "/bestand/" + f.Hex
		said := f.Said
		if said == "" && f.Photo() {
			said = r.T("diary.photo.unsaid")
		} else if said == "" {
			said = r.T("diary.sound.unsaid")
		}
		out.files = append(out.files, fileView{id: f.Hex, src: src, said: said, written: f.Said, photo: f.Photo(), drop: src + "/weg"})
	}
	return out
}

func moods(r *route.Request, chosen string, optional bool) ui.ChoiceProps {
	c := ui.ChoiceProps{ID: "stemming", Label: r.T("diary.mood"), Optional: optional}
	for n := 5; n >= 1; n-- {
		s := strconv.Itoa(n)
		c.Options = append(c.Options, ui.Option{Value: s, Text: r.T("diary.mood." + s), Chosen: s == chosen})
	}
	return c
}

// mine finds the entry that the address names.
func (p Pages) mine(r *route.Request, deleted bool) (kept.Entry, error) {
	k, ok := kept.ParseKey(r.PathValue("key"))
	if !ok {
		return kept.Entry{}, route.NotFound()
	}
	e, err := p.Diaries.Get(r.Context(), r.Session.Vault, k)
	if err == nil && e.Deleted.IsZero() == deleted {
		err = kept.ErrNotFound
	}
	return e, problem("looking for an entry", err)
}

type oneView struct {
	entryView
	day      string
	problems []ui.Problem
	full     bool
}

// Show shows an entry, with its photos and sounds and what it is about.
func (p Pages) Show() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		return p.show(w, v, http.StatusOK, nil)
	})
}

func (p Pages) show(w http.ResponseWriter, v *shelf.Visit, status int, problems []ui.Problem) error {
	e, err := p.mine(v.Request, false)
	if err != nil {
		return err
	}
	out := oneView{entryView: entry(v.Request, e), day: dayName(v.Request, e.Day), problems: problems, full: len(e.Files) >= kept.MaxFiles}
	about, err := p.subjectsOf(v, &e)
	if err != nil {
		return err
	}
	for _, s := range about {
		out.links = append(out.links, ui.Anchor{Href: s.href, Text: s.title})
	}
	return v.Render(w, status, onePage(out))
}

// Delete takes an entry away, and leads to where that can be undone.
func (p Pages) Delete(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, false)
	if err != nil {
		return err
	}
	if err := p.Diaries.Delete(r.Context(), r.Session.Vault, e.Key); err != nil {
		return problem("deleting an entry", err)
	}
	return r.Redirect(w, href(e.Key)+"/verwijderd")
}

// Deleted says that an entry was deleted, and offers to put it back.
func (p Pages) Deleted(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, deletedPage(oneView{entryView: entry(r, e), day: dayName(r, e.Day)}))
}

// Restore puts an entry back.
func (p Pages) Restore(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, true)
	if err != nil {
		return err
	}
	if err := p.Diaries.Restore(r.Context(), r.Session.Vault, e.Key); err != nil {
		return problem("putting an entry back", err)
	}
	return r.RedirectFlash(w, href(e.Key), ui.Good, "diary.restored")
}
