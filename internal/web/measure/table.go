// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/measure/csv"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// MostPaste is how many bytes a table that is pasted may have.
const MostPaste = 4 << 20

const (
	// mostTable is how large a table may be of which the person says what its columns are.
	mostTable = 24 << 20
	// tableHead is how much of it the guess looks at.
	tableHead = 64 << 10
	// mostColumns is how many columns can be chosen.
	mostColumns = 40
	// mostSeen is how many rows the page shows, and mostUnseen how many that are not understood.
	mostSeen, mostUnseen = 15, 40
)

// Paste asks for a table.
func (p Pages) Paste(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, pastePage(pasteView{}))
}

type pasteView struct {
	text     string
	problems []ui.Problem
}

// Pasted takes a table in and leads to what is in it.
func (p Pages) Pasted(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	text := q.Get("tabel")
	bad := func(key string, pairs ...any) error {
		v := pasteView{text: text, problems: []ui.Problem{{Field: "tabel", Text: r.T(key, pairs...)}}}
		return r.Render(w, http.StatusUnprocessableEntity, pastePage(v))
	}
	if strings.TrimSpace(text) == "" {
		return bad("table.problem.empty")
	}
	if _, ok := csv.Look([]byte(text[:min(len(text), tableHead)])); !ok {
		return bad("table.problem.none")
	}
	u, err := p.Books.Receive(r.Context(), r.Session.Vault, r.T("table.pasted"), strings.NewReader(text), MostPaste)
	switch {
	case errors.Is(err, samples.ErrUploadFull):
		return bad("samples.file.problem.full")
	case errors.Is(err, samples.ErrTooLarge):
		return bad("table.problem.large")
	case err != nil:
		return fmt.Errorf("taking a table in: %w", err)
	}
	return r.Redirect(w, tableHref+"/"+u.ID.String())
}

// isTable tells whether a file that waits is a table of which the person can say what it holds.
func (p Pages) isTable(r *route.Request, id store.ID) bool {
	u, err := p.Books.Upload(r.Context(), r.Session.Vault, id)
	if err != nil {
		return false
	}
	_, ok := p.lookAt(r, u)
	return ok
}

func (p Pages) lookAt(r *route.Request, u *samples.Upload) (csv.Guess, bool) {
	head := make([]byte, min(u.Size, tableHead))
	if n, err := p.Books.Open(r.Context(), r.Session.Vault, u).ReadAt(head, 0); n < len(head) && err != nil {
		return csv.Guess{}, false
	}
	s := strings.TrimLeft(string(head[:min(len(head), 64)]), "\ufeff \t\r\n")
	if u.Size > mostTable || strings.HasPrefix(s, "<") || strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") {
		return csv.Guess{}, false
	}
	return csv.Look(head)
}

// tableView is a table, what it is taken for, and what comes of that.
type tableView struct {
	href, name string
	drop       string
	guess      csv.Guess
	columns    []columnView
	zone       string
	seen       string // the settings that the preview below is of
	changed    bool   // something was changed since the preview
	ready      bool
	rows       []tableRow
	odd        []tableRow
	moreOdd    int
	read, all  int
	new, known int
	problems   []ui.Problem
	todo       []string // what to choose still, before anything was chosen
}

// columnView is one column in the form.
type columnView struct {
	n                    int
	title, examples      string
	meaning, unit        string
	counted              bool // it has amounts, in a unit
	unitField, roleField string
}

// tableRow is one row, with what is read of it, or why it is not.
type tableRow struct{ n, when, what string }

// settings tells apart what a person may choose.
func settings(g csv.Guess, zone string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %v %d %d %q", g.Sep, g.Heads, g.Order, g.Decimal, zone)
	for _, c := range g.Columns {
		fmt.Fprintf(h, " %d %q %q", c.Role, c.Kind, c.Unit)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func (p Pages) table(r *route.Request) (*samples.Upload, csv.Guess, error) {
	id, err := store.ParseID(r.PathValue("id"))
	if err != nil {
		return nil, csv.Guess{}, route.NotFound()
	}
	u, err := p.Books.Upload(r.Context(), r.Session.Vault, id)
	if err != nil {
		return nil, csv.Guess{}, missing(err)
	}
	g, ok := p.lookAt(r, u)
	if !ok {
		return nil, g, route.NotFound()
	}
	return u, g, nil
}

// Table shows what a table is taken for, and what would be added.
func (p Pages) Table(w http.ResponseWriter, r *route.Request) error {
	u, g, err := p.table(r)
	if err != nil {
		return err
	}
	v, _, err := p.tableOf(r, u, g, "")
	if err != nil {
		return err
	}
	for _, x := range v.problems { // nobody did anything wrong yet
		v.todo = append(v.todo, x.Text)
	}
	v.problems = nil
	return r.Render(w, http.StatusOK, tablePage(v))
}

// Columns does that with what the person says about the columns, and adds it where it was seen so.
func (p Pages) Columns(w http.ResponseWriter, r *route.Request) error {
	u, g, err := p.table(r)
	if err != nil {
		return err
	}
	q, err := r.Values()
	if err != nil {
		return err
	}
	f := formView{zone: route.Field(q, "klok", 40)}
	f.place(r) // what is no zone is none
	problems := chosen(r, &g, q)
	v, in, err := p.tableOf(r, u, g, f.zone)
	if err != nil {
		return err
	}
	v.problems = append(problems, v.problems...)
	if q.Get("doe") != "toevoegen" || len(v.problems) > 0 || !v.ready || v.new == 0 {
		return r.Render(w, render(w, r, v.problems), tablePage(v))
	}
	if q.Get("gezien") != v.seen {
		v.changed = true
		return r.Render(w, http.StatusOK, tablePage(v))
	}
	if _, err := p.Books.Add(r.Context(), r.Session.Vault, in, samples.About{Format: "csv", Name: u.Name}); err != nil {
		return fmt.Errorf("adding a table: %w", err)
	}
	p.desk.Drop(r.Session.Vault, u.ID)
	if err := p.Books.Drop(r.Context(), r.Session.Vault, u.ID); err != nil && !errors.Is(err, samples.ErrNotFound) {
		return fmt.Errorf("dropping a table: %w", err)
	}
	return r.RedirectFlash(w, fileHref+"#eerder", ui.Good, "table.added")
}

// tableOf reads a table as g says, and tells what comes of it.
func (p Pages) tableOf(r *route.Request, u *samples.Upload, g csv.Guess, zone string) (tableView, *samples.Intake, error) {
	v := tableView{
		href: tableHref + "/" + u.ID.String(), drop: fileHref + "/" + u.ID.String() + "/niet", name: fileName(r.Lang, u.Name),
		guess: g, zone: zone, ready: g.Ready(), seen: settings(g, zone),
	}
	for i, c := range g.Columns[:min(len(g.Columns), mostColumns)] {
		v.columns = append(v.columns, columnOf(r, i, c))
	}
	if !v.ready {
		v.problems = unready(r, g)
		return v, nil, nil
	}
	place := (&formView{zone: zone}).place(r)
	open := func() io.Reader { return io.NewSectionReader(p.Books.Open(r.Context(), r.Session.Vault, u), 0, u.Size) }
	err := csv.Rows(open(), g, place, func(x csv.Row) bool {
		v.all++
		if len(x.Odd) > 0 || len(x.Found) == 0 {
			if len(v.odd) < mostUnseen {
				v.odd = append(v.odd, tableRow{n: r.T("table.row", "n", x.N), what: oddText(r, x)})
			} else {
				v.moreOdd++
			}
		}
		if len(x.Found) == 0 {
			return true
		}
		if v.read++; v.read <= mostSeen {
			v.rows = append(v.rows, tableRow{n: fmt.Sprint(x.N), when: momentText(r, x), what: foundText(r, x)})
		}
		return true
	})
	if err == nil {
		in := &samples.Intake{}
		if err = csv.Read(open(), g, place, csv.Source, in); err == nil {
			var report *samples.Report
			if report, err = p.Books.Preview(r.Context(), r.Session.Vault, in); err == nil {
				v.new = report.New
				for _, l := range report.Lines {
					v.known += l.Known + l.Doubles
				}
				return v, in, nil
			}
		}
	}
	if errors.Is(err, samples.ErrTooLarge) {
		v.ready = false
		v.problems = append(v.problems, ui.Problem{Field: "kolom1", Text: r.T("table.problem.broken")})
		return v, nil, nil
	}
	return v, nil, fmt.Errorf("reading a table: %w", err)
}

// unready says what is missing before a table can be read.
func unready(r *route.Request, g csv.Guess) (out []ui.Problem) {
	has := func(role csv.Role) bool {
		return slices.ContainsFunc(g.Columns, func(c csv.Column) bool { return c.Role == role })
	}
	if !has(csv.Date) {
		out = append(out, ui.Problem{Field: "kolom1", Text: r.T("table.problem.nodate")})
	}
	if !slices.ContainsFunc(g.Columns, func(c csv.Column) bool { return c.Role == csv.Value && (c.Kind != "" || has(csv.Name)) }) {
		out = append(out, ui.Problem{Field: "kolom1", Text: r.T("table.problem.novalue")})
	}
	return out
}

func momentText(r *route.Request, x csv.Row) string {
	at := time.Date(x.Time.Year, time.Month(x.Time.Month), x.Time.Day, x.Time.Hour, x.Time.Minute, 0, 0, time.UTC)
	if x.Time.Clock {
		return ui.Day(r.Lang, at, ui.ToMinute)
	}
	return ui.Day(r.Lang, at, ui.ToDay)
}

func foundText(r *route.Request, x csv.Row) string {
	var out []string
	for _, d := range x.Found {
		f := samples.FormOf(d.Kind)
		m, s := mainOf(f, d.Days[0])
		out = append(out, d.Kind.Name(r.Lang)+" "+said(r.Lang, f, m, s))
	}
	return strings.Join(out, "; ")
}

// oddText says what of a row is not understood, and what stands in it.
func oddText(r *route.Request, x csv.Row) string {
	var out []string
	for _, o := range x.Odd {
		what := o.What
		if f := samples.FormOf(samples.Kind(o.What)); samples.Known(f.Kind) {
			what = f.Kind.Name(r.Lang)
		}
		out = append(out, r.T("table.odd", "what", shortCell(what), "why", o.Why.Text(r.Lang)))
	}
	if len(out) == 0 {
		out = append(out, r.T("table.odd.nothing"))
	}
	return strings.Join(out, " ")
}

// shortCell keeps what stands in a cell short enough for a list.
func shortCell(s string) string {
	if rs := []rune(s); len(rs) > 40 {
		return string(rs[:40]) + "…"
	}
	return s
}
