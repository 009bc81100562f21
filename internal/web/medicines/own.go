// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// ownKind is what a person can add: its word in an address, and where it leads.
type ownKind struct {
	kind record.OwnKind
	slug string
	list string // the page on which it is shown
	key  string // beginning of its words in the catalogue
}

var ownKinds = []ownKind{
	{record.OwnMedicine, "medicijn", "/medicijnen", "medicines.own.medicine"},
	{record.OwnVaccination, "vaccinatie", "/vaccinaties", "medicines.own.vaccination"},
}

func kindOf(k record.OwnKind) (ownKind, bool) {
	for _, o := range ownKinds {
		if o.kind == k {
			return o, true
		}
	}
	return ownKind{}, false
}

// ownForm is the form by which the person adds or changes something.
type ownForm struct {
	ownKind
	action           string
	edit             bool
	own              record.Own
	day, month, year string
	problems         []ui.Problem
}

// most is how many letters a line may have, and mostText a remark.
const (
	most     = 200
	mostText = 2000
)

// New shows the empty form.
func (p Pages) New(w http.ResponseWriter, r *route.Request) error {
	for _, k := range ownKinds {
		if k.slug == r.PathValue("kind") {
			return r.Render(w, http.StatusOK, ownPage(ownForm{ownKind: k, action: "/eigen/" + k.slug + "/nieuw", own: record.Own{Kind: k.kind}}))
		}
	}
	return route.NotFound()
}

// Add keeps what was filled in.
func (p Pages) Add(w http.ResponseWriter, r *route.Request) error {
	for _, k := range ownKinds {
		if k.slug == r.PathValue("kind") {
			return p.keep(w, r, ownForm{ownKind: k, action: "/eigen/" + k.slug + "/nieuw", own: record.Own{Kind: k.kind}})
		}
	}
	return route.NotFound()
}

// mine finds what the address names among what the person added and did not delete.
func (p Pages) mine(r *route.Request, deleted bool) (record.Own, ownKind, error) {
	key, ok := record.ParseKey(r.PathValue("key"))
	if !ok {
		return record.Own{}, ownKind{}, route.NotFound()
	}
	o, err := p.Keeper.OwnItem(r.Context(), r.Session.Vault, key)
	if errors.Is(err, record.ErrNotFound) || err == nil && o.Deleted.IsZero() == deleted {
		return record.Own{}, ownKind{}, route.NotFound()
	}
	if err != nil {
		return record.Own{}, ownKind{}, fmt.Errorf("looking for an own item: %w", err)
	}
	k, ok := kindOf(o.Kind)
	if !ok {
		return record.Own{}, ownKind{}, route.NotFound()
	}
	return o, k, nil
}

// Edit shows the form with what was filled in before.
func (p Pages) Edit(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, false)
	if err != nil {
		return err
	}
	f := ownForm{ownKind: k, action: "/eigen/" + o.Key.String() + "/wijzigen", edit: true, own: o}
	f.year, f.month, f.day = dateParts(o.From)
	return r.Render(w, http.StatusOK, ownPage(f))
}

// Change keeps what was changed.
func (p Pages) Change(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, false)
	if err != nil {
		return err
	}
	return p.keep(w, r, ownForm{ownKind: k, action: "/eigen/" + o.Key.String() + "/wijzigen", edit: true, own: o})
}

func (p Pages) keep(w http.ResponseWriter, r *route.Request, f ownForm) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	o := &f.own
	o.Name, o.Why, o.Where = route.Field(q, "naam", most), route.Field(q, "waarvoor", most), route.Field(q, "waar", most)
	o.Remark = route.Field(q, "opmerking", mostText)
	if f.kind == record.OwnMedicine {
		o.Use = route.Field(q, "gebruik", mostText)
	} else {
		o.Batch = route.Field(q, "partij", most)
	}
	if strings.TrimSpace(o.Name) == "" {
		f.problems = append(f.problems, ui.Problem{Field: "naam", Text: r.T(f.key + ".problem.name")})
	}
	if o.From = f.date(r, q, "sinds"); o.From != "" && f.kind == record.OwnVaccination && o.From > r.Now.Format(time.DateOnly)[:len(o.From)] {
		f.problems = append(f.problems, ui.Problem{Field: "sinds-dag", Text: r.T("medicines.own.problem.future")})
	}
	if len(f.problems) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, ownPage(f))
	}
	_, err = p.Keeper.PutOwn(r.Context(), r.Session.Vault, *o)
	switch {
	case errors.Is(err, record.ErrOwnFull):
		f.problems = append(f.problems, ui.Problem{Field: "naam", Text: r.T("medicines.own.problem.full")})
		return r.Render(w, http.StatusUnprocessableEntity, ownPage(f))
	case err != nil:
		return fmt.Errorf("keeping an own item: %w", err)
	}
	return r.RedirectFlash(w, f.list, ui.Good, "medicines.own.saved")
}

// date reads a date of which the day, or the day and the month, may be left out.
func (f *ownForm) date(r *route.Request, q url.Values, id string) string {
	f.day, f.month, f.year = route.Field(q, id+"-dag", 4), route.Field(q, id+"-maand", 4), route.Field(q, id+"-jaar", 6)
	literal, key := readDate(f.day, f.month, f.year)
	if key != "" {
		f.problems = append(f.problems, ui.Problem{Field: id + "-dag", Text: r.T(key)})
	}
	return literal
}

// readDate makes a literal date of what was filled in. key says what is wrong with it.
func readDate(day, month, year string) (literal, key string) {
	day, month, year = strings.TrimSpace(day), strings.TrimSpace(month), strings.TrimSpace(year)
	switch {
	case day == "" && month == "" && year == "":
		return "", ""
	case len(year) != 4 || year < "1900" || year > "2100":
		return "", "medicines.own.problem.year"
	case month == "" && day != "":
		return "", "medicines.own.problem.month"
	case month == "":
		if _, err := time.Parse("2006", year); err != nil {
			return "", "medicines.own.problem.year"
		}
		return year, ""
	case day == "":
		t, err := time.Parse("2006-1", year+"-"+month)
		if err != nil {
			return "", "medicines.own.problem.date"
		}
		return t.Format("2006-01"), ""
	}
	t, err := time.Parse("2006-1-2", year+"-"+month+"-"+day)
	if err != nil {
		return "", "medicines.own.problem.date"
	}
	return t.Format(time.DateOnly), ""
}

func dateParts(literal string) (year, month, day string) {
	parts := strings.SplitN(literal, "-", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return parts[0], strings.TrimPrefix(parts[1], "0"), strings.TrimPrefix(parts[2], "0")
}

// Stopping asks when and why a medicine was stopped.
func (p Pages) Stopping(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, false)
	if err != nil {
		return err
	}
	f := ownForm{ownKind: k, action: "/eigen/" + o.Key.String() + "/stoppen", own: o}
	f.year, f.month, f.day = dateParts(r.Now.Format(time.DateOnly))
	return r.Render(w, http.StatusOK, stopPage(f))
}

// Stop keeps that a medicine was stopped.
func (p Pages) Stop(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, false)
	if err != nil {
		return err
	}
	q, err := r.Values()
	if err != nil {
		return err
	}
	f := ownForm{ownKind: k, action: "/eigen/" + o.Key.String() + "/stoppen", own: o}
	f.own.Stopped, f.own.WhyStop = true, route.Field(q, "reden", most)
	f.own.Until = f.date(r, q, "gestopt")
	if len(f.problems) == 0 && f.own.Until != "" && f.own.From != "" && f.own.Until < f.own.From[:min(len(f.own.From), len(f.own.Until))] {
		f.problems = append(f.problems, ui.Problem{Field: "gestopt-dag", Text: r.T("medicines.own.problem.before")})
	}
	if len(f.problems) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, stopPage(f))
	}
	return p.put(w, r, f.own, k)
}

// Resume keeps that a medicine is used again.
func (p Pages) Resume(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, false)
	if err != nil {
		return err
	}
	o.Stopped, o.Until, o.WhyStop = false, "", ""
	return p.put(w, r, o, k)
}

func (p Pages) put(w http.ResponseWriter, r *route.Request, o record.Own, k ownKind) error {
	if _, err := p.Keeper.PutOwn(r.Context(), r.Session.Vault, o); err != nil {
		return fmt.Errorf("keeping an own item: %w", err)
	}
	return r.RedirectFlash(w, k.list, ui.Good, "medicines.own.saved")
}

// Delete takes an own item away, and leads to where that can be undone.
func (p Pages) Delete(w http.ResponseWriter, r *route.Request) error {
	o, _, err := p.mine(r, false)
	if err != nil {
		return err
	}
	if err := p.Keeper.DeleteOwn(r.Context(), r.Session.Vault, o.Key); err != nil {
		return fmt.Errorf("deleting an own item: %w", err)
	}
	return r.Redirect(w, "/eigen/"+o.Key.String()+"/verwijderd")
}

// Deleted says that something was deleted, and offers to put it back.
func (p Pages) Deleted(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, deletedPage(ownForm{ownKind: k, own: o}))
}

// Restore puts back what was deleted.
func (p Pages) Restore(w http.ResponseWriter, r *route.Request) error {
	o, k, err := p.mine(r, true)
	if err != nil {
		return err
	}
	if err := p.Keeper.RestoreOwn(r.Context(), r.Session.Vault, o.Key); err != nil {
		return fmt.Errorf("putting an own item back: %w", err)
	}
	return r.RedirectFlash(w, k.list, ui.Good, "medicines.own.restored")
}

// Own shows an own item, by which it can be changed.
func (p Pages) Own(w http.ResponseWriter, r *route.Request) error { return p.Edit(w, r) }
