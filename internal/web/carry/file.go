// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	goods "regie/internal/carry"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web/desk"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// fileView is one file: how far reading it is, what is in it, what was added.
type fileView struct {
	href, name string
	state      desk.State
	percent    int // of it that was read
	why        string
	about      []string // sentences on what the file is
	other      string   // a warning that it may be of somebody else; "" where it is not
	new, known int
	partly     bool
	items      [][]string
	own        [][]string
	measures   [][]string
	odd        []ui.Entry
	record     bool // it has something for the record
	imported   string
}

// mostRows is how many kinds of measurements and odd things the page names.
const (
	mostRows = 60
	mostOdd  = 25
)

func (p Pages) uploaded(r *route.Request) (store.ID, error) {
	id, err := store.ParseID(r.PathValue("id"))
	if err != nil {
		return id, route.NotFound()
	}
	return id, nil
}

// File shows how far reading a file is, and then what it would bring.
func (p Pages) File(w http.ResponseWriter, r *route.Request) error {
	id, err := p.uploaded(r)
	if err != nil {
		return err
	}
	j := p.desk.Find(r.Session.Vault, id)
	if j == nil {
		u, err := p.Kit.Books.Upload(r.Context(), r.Session.Vault, id)
		if errors.Is(err, measure.ErrNotFound) {
			return r.Redirect(w, uploadHref) // it was added, or waited too long
		}
		if err != nil {
			return fmt.Errorf("showing a file: %w", err)
		}
		j = p.desk.read(r.Session.Vault, u, r.Now.Location())
	}
	return r.Render(w, http.StatusOK, filePage(viewOf(r, id, j.View())))
}

func viewOf(r *route.Request, id store.ID, j seen) fileView {
	v := fileView{
		href: fileHref + "/" + id.String(), name: j.Name, state: j.State, why: j.Why, percent: j.Percent(), imported: j.Made.imported,
	}
	f := j.Made.found
	if f == nil {
		return v
	}
	v.new, v.known, v.partly = f.New, f.Known, f.Partly
	v.about = about(r, f)
	if f.Other {
		v.other = r.T("carry.file.other.text", "mine", nameOf(r, f.Mine), "theirs", nameOf(r, f.People[0]))
	}
	for _, c := range f.Counts {
		v.record = v.record || c.New > 0
		v.items = append(v.items, []string{
			categoryName(r, c.Category), span(r, c.First, c.Last), fmt.Sprint(c.New), fmt.Sprint(c.Read - c.New),
		})
	}
	for _, t := range []struct {
		key string
		goods.Tally
	}{
		{"typed", f.Typed}, {"items", f.Own}, {"diary", f.Diary}, {"doses", f.Doses}, {"visits", f.Visits}, {"goals", f.Goals}, {"targets", f.Targets},
	} {
		if t.Read > 0 {
			v.own = append(v.own, []string{r.T("carry.file." + t.key), fmt.Sprint(t.New), fmt.Sprint(t.Read - t.New)})
		}
	}
	if f.Report != nil {
		for i, l := range f.Report.Lines {
			if i == mostRows {
				break
			}
			source := cmp.Or(l.Source.Name, l.Source.Model)
			what := l.Kind.Name(r.Lang)
			if source != "" && source != "FHIR" {
				what += " (" + source + ")"
			}
			v.measures = append(v.measures, []string{what, momentSpan(r, l), fmt.Sprint(l.New), fmt.Sprint(l.Doubles + l.Known)})
		}
		for _, e := range f.Report.Events {
			v.measures = append(v.measures, []string{measure.Event{Kind: e.Kind, Name: e.Name}.Title(r.Lang), "", fmt.Sprint(e.New), fmt.Sprint(e.Read - e.New)})
		}
	}
	if v.known == 0 { // a column of zeros is no news
		for _, rows := range [][][]string{v.items, v.own, v.measures} {
			for i := range rows {
				rows[i] = rows[i][:len(rows[i])-1]
			}
		}
	}
	for i, o := range f.Odd {
		if i == mostOdd {
			break
		}
		v.odd = append(v.odd, ui.Entry{Title: cmp.Or(o.What, r.T("carry.file.rest")), Text: r.T("carry.why." + string(o.Why)), Count: o.N})
	}
	return v
}

// about says in sentences what the file is.
func about(r *route.Request, f *goods.Found) (out []string) {
	out = append(out, r.T("carry.file.is", "format", r.T("measure.format."+f.Format)))
	if f.Title != "" {
		out = append(out, r.T("carry.file.from", "title", f.Title))
	}
	if !f.Made().IsZero() {
		out = append(out, r.T("carry.file.made", "when", ui.Day(r.Lang, f.Made().In(r.Now.Location()), ui.ToMinute)))
	}
	if len(f.People) > 0 {
		who := f.People[0]
		if born := dayWords(r, who.BirthDate); born != "" {
			out = append(out, r.T("carry.file.who.born", "name", nameOf(r, who), "born", born))
		} else {
			out = append(out, r.T("carry.file.who", "name", nameOf(r, who)))
		}
	}
	return out
}

func nameOf(r *route.Request, p goods.Person) string {
	return cmp.Or(p.Name, r.T("carry.file.unnamed"))
}

func categoryName(r *route.Request, c zib.Category) string { return c.Text(r.Lang) }

// dayWords says a literal date as people do; "" for what is none.
func dayWords(r *route.Request, literal string) string {
	if len(literal) != 10 || strings.Count(literal, "-") != 2 {
		return literal
	}
	t, err := time.Parse(time.DateOnly, literal)
	if err != nil {
		return literal
	}
	return ui.Day(r.Lang, t, ui.ToDay)
}

func span(r *route.Request, first, last string) string {
	a, b := dayWords(r, first), dayWords(r, last)
	if a == b {
		return a
	}
	return r.T("samples.span", "from", a, "till", b)
}

func momentSpan(r *route.Request, l measure.Line) string {
	return span(r, dayText(l.First, l.Zone), dayText(l.Last, l.LastZone))
}

// dayText is the day of a moment on its own clock.
func dayText(ms int64, zone int16) string {
	y, m, d := measure.Sample{Start: ms, Zone: zone}.Day().Date()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// Add adds what was found.
func (p Pages) Add(w http.ResponseWriter, r *route.Request) error {
	id, err := p.uploaded(r)
	if err != nil {
		return err
	}
	j := p.desk.Find(r.Session.Vault, id)
	u, err := p.Kit.Books.Upload(r.Context(), r.Session.Vault, id)
	switch {
	case errors.Is(err, measure.ErrNotFound) && j == nil:
		return route.NotFound()
	case err == nil && j != nil:
		lang := r.Lang
		words := goods.Words{Source: func(title string) string { return lang.T("carry.source", "title", title) }, Unnamed: lang.T("samples.file.noname")}
		err = p.desk.add(r.Session.Vault, u, r.Now.Location(), words, j)
	}
	if err != nil && !errors.Is(err, desk.ErrNotReady) && !errors.Is(err, measure.ErrNotFound) {
		return fmt.Errorf("adding a file: %w", err)
	}
	return r.Redirect(w, fileHref+"/"+id.String())
}

// Drop lets a file go, without adding it.
func (p Pages) Drop(w http.ResponseWriter, r *route.Request) error {
	id, err := p.uploaded(r)
	if err != nil {
		return err
	}
	p.desk.Drop(r.Session.Vault, id)
	if err := p.Kit.Books.Drop(r.Context(), r.Session.Vault, id); err != nil && !errors.Is(err, measure.ErrNotFound) {
		return fmt.Errorf("dropping a file: %w", err)
	}
	return r.RedirectFlash(w, uploadHref, ui.Good, "carry.file.dropped")
}
