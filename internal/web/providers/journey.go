// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"errors"
	"net/http"
	"strconv"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

func journeyHref(id store.ID) string { return "/ophalen/" + id.String() }

// journeyView is the page of one go of collecting: where to log in next, what is coming in,
// and in the end what came of it.
type journeyView struct {
	href  string
	steps []ui.Step
	next  *legView // the login that comes now
	after string   // name of the one after that
	parts []part   // what is going on or has ended
	going bool
	done  outcome
}

// legView is one login.
type legView struct {
	number      int
	name, place string
	services    string
	part, parts int
	icon        string
	tint        ui.Tint
	away, again bool
}

// outcome sums a journey that has ended.
type outcome struct {
	new, changed int
	whole        bool // everything that was asked came
	any          bool // something came
}

// Journey shows where it stands.
func (p Pages) Journey(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "reis")
	if err != nil {
		return err
	}
	j, err := p.Collector.Journey(r.Context(), r.Session.Vault, number)
	if err != nil {
		return problem("showing a journey", err)
	}
	for _, l := range j.Legs {
		if l.Send != (store.ID{}) { // for sending: what came of it stands with what was sent
			return r.Redirect(w, "/vragenlijsten/"+l.Send.String())
		}
	}
	v := journeyView{href: journeyHref(number), done: outcome{whole: true}}
	next := j.Next(r.Now)
	for i, l := range j.Legs {
		v.steps = append(v.steps, ui.Step{Text: stepName(r, l), State: stepState(i, next)})
		if l.State == collect.LegBack {
			run, err := p.Collector.Run(r.Context(), r.Session.Vault, l.Run)
			if errors.Is(err, collect.ErrNotFound) {
				continue // its provider was removed since
			}
			if err != nil {
				return problem("showing a journey", err)
			}
			part := p.part(r, run)
			v.going = v.going || part.going
			v.parts = append(v.parts, part)
			v.done.add(run, part)
			continue
		}
		if reason := l.Failure(r.Now); reason != "" {
			v.parts = append(v.parts, p.stopped(r, j, i, reason))
			v.done.whole = false
		}
	}
	if len(v.steps) < 2 {
		v.steps = nil
	}
	if next >= 0 {
		v.next = p.leg(r, j.Legs[next], next)
		for i := next + 1; i < len(j.Legs) && v.after == ""; i++ {
			if j.Legs[i].Open(r.Now) {
				v.after = j.Legs[i].Name
			}
		}
	}
	return r.Render(w, http.StatusOK, journeyPage(v))
}

func (o *outcome) add(run *collect.Run, part part) {
	c := run.Change()
	o.new += c.NewItems
	o.changed += c.ChangedItems
	o.any = o.any || part.state == collect.Done || part.state == collect.Partly
	o.whole = o.whole && part.state == collect.Done
}

func stepName(r *route.Request, l *collect.Leg) string {
	if l.Parts > 1 {
		return r.T("providers.journey.step.part", "name", l.Name, "part", l.Part, "parts", l.Parts)
	}
	return l.Name
}

func stepState(i, next int) ui.StepState {
	switch {
	case next < 0 || i < next:
		return ui.StepDone
	case i == next:
		return ui.StepNow
	default:
		return ui.StepTodo
	}
}

func (p Pages) leg(r *route.Request, l *collect.Leg, number int) *legView {
	v := &legView{
		number: number, name: l.Name, place: place(r.Lang, l.CareKind, l.City), services: lower(p.names(r).services(l.Services)),
		part: l.Part, parts: l.Parts, away: l.State == collect.LegAway, again: l.Again,
	}
	v.icon, v.tint = icon(l.CareKind)
	return v
}

// Go sends the browser to the provider.
func (p Pages) Go(w http.ResponseWriter, r *route.Request) error {
	journey, leg, err := legOf(r)
	if err != nil {
		return err
	}
	to, err := p.Collector.Depart(r.Context(), r.Session.Vault, r.Session.ID, journey, leg)
	if medmij.ReasonOf(err) == medmij.ReasonNotOffered {
		return r.RedirectFlash(w, journeyHref(journey), ui.Warning, "providers.go.not")
	}
	if err != nil {
		return problem("going to a provider", err)
	}
	return r.RedirectOut(w, to)
}

// Skip goes on without a provider.
func (p Pages) Skip(w http.ResponseWriter, r *route.Request) error {
	journey, leg, err := legOf(r)
	if err != nil {
		return err
	}
	if err := p.Collector.Skip(r.Context(), r.Session.Vault, journey, leg); err != nil {
		return problem("skipping a provider", err)
	}
	return r.Redirect(w, journeyHref(journey))
}

func legOf(r *route.Request) (store.ID, int, error) {
	journey, err := id(r, "reis")
	if err != nil {
		return journey, 0, err
	}
	leg, err := strconv.Atoi(r.PathValue("stap"))
	if err != nil || leg < 0 || leg > 100 {
		return journey, 0, route.NotFound()
	}
	return journey, leg, nil
}

// Back takes the person up again who comes from a provider. Whatever came with the address
// is not shown and not kept in it.
func (p Pages) Back(w http.ResponseWriter, r *route.Request) error {
	if r.Session == nil {
		return r.Redirect(w, "/ophalen/te-laat")
	}
	journey, err := p.Collector.Return(r.Context(), r.Session.Vault, r.Session.ID, r.PathValue("tag"), r.URL.RawQuery)
	switch reason := medmij.ReasonOf(err); {
	case err == nil, reason == medmij.ReasonUsed, reason == medmij.ReasonNotFinished:
		return r.Redirect(w, journeyHref(journey))
	case reason == medmij.ReasonForeign:
		return r.Redirect(w, "/ophalen/onbekend")
	default:
		return problem("coming back from a provider", err)
	}
}

// Late is for who comes back after the session ended.
func (p Pages) Late(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, latePage())
}

// Unknown is for an answer that belongs to nothing of this session.
func (p Pages) Unknown(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, unknownPage())
}
