// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/http"
	"slices"

	samples "regie/internal/measure"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// tiles are what most people measure, in the order of the page.
var tiles = []samples.Kind{
	pressure, "weight", "heart-rate", "glucose", "temperature", "oxygen", "steps", sleep, "pain", "mood", "waist", "peak-flow",
}

// more is what can be typed too.
var more = []samples.Kind{
	"tired", "height", "body-fat", "heart-rate-resting", "respiration", "fev1", "inhaler", "insulin", "carbohydrates", "water", "alcohol",
	"exercise", "distance", "distance-cycling", "six-minute-walk", "temperature-basal", "falls", "energy-food",
}

// tile leads to the form of a kind.
type tile struct {
	href, title, icon string
	tint              ui.Tint
	last              string
}

type chooseView struct {
	often       []quick
	tiles, more []tile
	week        bool // a week at home is under way
}

// Choose asks what somebody wants to add.
func (p Pages) Choose(w http.ResponseWriter, r *route.Request) error {
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("choosing what to add: %w", err)
	}
	o, err := p.Books.Overview(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("choosing what to add: %w", err)
	}
	own, err := p.Books.OwnKinds(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("choosing what to add: %w", err)
	}
	v := chooseView{}
	of := func(k samples.Kind) tile {
		f := samples.FormOf(k)
		t := tile{href: addHref + "/" + keys.Of(k), title: k.Name(r.Lang)}
		t.icon, t.tint = look(f.Group)
		for _, x := range o.Kinds {
			if x.Kind == k {
				m, second := mainOf(f, x.Last)
				t.last = r.T("samples.add.last", "value", said(r.Lang, f, m, second), "date", dayText(r, x.Last.Day))
			}
		}
		return t
	}
	typed := slices.Concat(tiles, more, own)
	recent, err := p.often(r, o, typed)
	if err != nil {
		return err
	}
	often := map[samples.Kind]bool{}
	for _, x := range recent {
		often[x.Kind] = true
		v.often = append(v.often, quick{tile: of(x.Kind), form: x.Form})
	}
	for _, k := range tiles {
		if !often[k] {
			v.tiles = append(v.tiles, of(k))
		}
	}
	for _, k := range slices.Concat(own, more) {
		if !often[k] {
			v.more = append(v.more, of(k))
		}
	}
	week, err := p.Books.Week(r.Context(), r.Session.Vault, dayOf(r.Now))
	if err != nil {
		return fmt.Errorf("choosing what to add: %w", err)
	}
	v.week = week != nil && !week.Over(dayOf(r.Now))
	return r.Render(w, http.StatusOK, choosePage(v))
}

// Form shows the empty form of a kind.
func (p Pages) Form(w http.ResponseWriter, r *route.Request) error {
	k, _, err := p.kindOf(r)
	if err != nil {
		return err
	}
	f := newForm(r, samples.FormOf(k))
	f.action = addHref + "/" + r.PathValue("key")
	return r.Render(w, http.StatusOK, formPage(f))
}

// Add keeps what was typed.
func (p Pages) Add(w http.ResponseWriter, r *route.Request) error {
	k, _, err := p.kindOf(r)
	if err != nil {
		return err
	}
	return p.keep(w, r, samples.FormOf(k), addHref+"/"+r.PathValue("key"))
}

// keep reads a form, asks about what cannot be, and keeps it.
func (p Pages) keep(w http.ResponseWriter, r *route.Request, form samples.Form, action string) error {
	f, err := readForm(r, form)
	if err != nil {
		return err
	}
	f.action = action
	if len(f.problems) > 0 || f.doubt != "" {
		return r.Render(w, http.StatusUnprocessableEntity, formPage(f))
	}
	kept, err := p.Books.Put(r.Context(), r.Session.Vault, f.out...)
	if err != nil {
		return fmt.Errorf("adding a measurement: %w", err)
	}
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("adding a measurement: %w", err)
	}
	to := "/metingen/bewaard/" + keys.Of(kept[0].Kind) + "/" + startText(kept[0].Start)
	if len(kept) > 1 {
		to += "?pols=" + startText(kept[1].Start)
	}
	return r.Redirect(w, to)
}

// ownForm asks for a kind that Regie does not know.
type ownForm struct {
	name, unit string
	form       formView
	problems   []ui.Problem
}

const mostOwn = 60

// NewOwn shows the form for an own kind.
func (p Pages) NewOwn(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, ownPage(ownForm{form: newForm(r, samples.FormOf(samples.OwnKind("", "")))}))
}

// AddOwn keeps the first measurement of an own kind.
func (p Pages) AddOwn(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	o := ownForm{name: route.Field(q, "naam", mostOwn), unit: route.Field(q, "eenheid", 20)}
	k := samples.OwnKind(o.name, o.unit)
	f, err := readForm(r, samples.FormOf(k))
	if err != nil {
		return err
	}
	o.form, o.problems = f, f.problems
	if name, _, _ := k.Own(); name == "" {
		o.problems = slices.Insert(o.problems, 0, ui.Problem{Field: "naam", Text: r.T("samples.own.noname")})
	}
	if len(o.problems) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, ownPage(o))
	}
	return p.keep(w, r, samples.FormOf(k), addHref+"/eigen")
}

// savedView says what was kept.
type savedView struct {
	title, value, when, note string
	undo, again, see, edit   string
	pulse                    string
}

// Saved says what was kept, and offers to take it back.
func (p Pages) Saved(w http.ResponseWriter, r *route.Request) error {
	k, keys, err := p.kindOf(r)
	if err != nil {
		return err
	}
	start, err := startOf(r)
	if err != nil {
		return err
	}
	t, err := p.Books.Typed(r.Context(), r.Session.Vault, k, start)
	if err != nil {
		return missing(err)
	}
	here := ownHref + "/" + keys.Of(k)
	v := savedView{
		title: k.Name(r.Lang), value: typedText(r.Lang, t), when: whenText(r.Lang, t), note: t.Note,
		undo: here + "/waarde/" + startText(start) + "/weg", edit: here + "/waarde/" + startText(start),
		again: addHref + "/" + keys.Of(k), see: here,
	}
	if pols := r.URL.Query().Get("pols"); pols != "" && k == pressure {
		r.SetPathValue("start", pols)
		if at, err := startOf(r); err == nil {
			if h, err := p.Books.Typed(r.Context(), r.Session.Vault, "heart-rate", at); err == nil {
				v.pulse = typedText(r.Lang, h)
			}
		}
	}
	return r.Render(w, http.StatusOK, savedPage(v))
}
