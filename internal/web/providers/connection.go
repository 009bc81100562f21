// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"errors"
	"net/http"
	"strconv"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// connectionView is the page of one provider.
type connectionView struct {
	id, name, place string
	icon            string
	tint            ui.Tint
	chips           []ui.Chip
	last            string
	state           collect.State
	stopped         bool
	lapsed          bool
	automatic       bool
	canAutomatic    bool
	until           string // until when the consent is good without use
	services        []servicePart
	repair          []action
	running         []part
	earlier         []earlierRun
}

// earlierRun is a line about a run of before.
type earlierRun struct {
	when, text string
	state      collect.State
}

const earlierMost = 5

// Connection shows one provider.
func (p Pages) Connection(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	c, err := p.Collector.Connection(r.Context(), r.Session.Vault, number)
	if err != nil {
		return problem("showing a provider", err)
	}
	runs, err := p.Collector.Runs(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("showing a provider", err)
	}
	v := connectionView{
		id: number.String(), name: c.Name, place: place(r.Lang, c.Kind, c.City), state: c.State(),
		stopped: !c.Stopped.IsZero(), lapsed: !c.Lapsed.IsZero(), automatic: c.Automatic, canAutomatic: c.LongConsent(r.Now),
	}
	v.icon, v.tint = icon(c.Kind)
	if at := c.Collected(); at.IsZero() {
		v.last = r.T("providers.never")
	} else {
		v.last = r.T("providers.last", "when", when(r, at))
	}
	if until := c.ConsentUntil(); !until.IsZero() {
		v.until = ui.Day(r.Lang, until.In(r.Now.Location()), ui.ToDay)
	}
	words := p.names(r)
	for _, s := range c.Services {
		sp := servicePart{
			key: s.ID, name: words.service(s.ID), state: s.State(), notes: notes(r.Lang, s.Notes, c.Name),
			questions: questions(r, words, s.ID, s.Questions, c.Name, false),
		}
		if sp.state == collect.NotGiven {
			sp.why = r.T(medmij.ReasonNotGranted.Key(), "name", c.Name)
			v.services = append(v.services, sp)
			continue
		}
		sp.said = sayAll(r.Lang, s.Reasons(), c.Name)
		v.services = append(v.services, sp)
		if !v.stopped && len(s.Reasons()) > 0 && len(v.repair) == 0 {
			v.repair = repair(r, c.ID, s.Reasons())
		}
	}
	for _, run := range runs {
		if run.Connection != number {
			continue
		}
		if run.Going(r.Now) {
			v.running = append(v.running, p.part(r, run))
		} else if len(v.earlier) < earlierMost {
			v.earlier = append(v.earlier, p.earlier(r, run))
		}
	}
	if len(v.running) > 0 {
		v.chips = chips(r, c, &collect.Run{})
	} else {
		v.chips = chips(r, c, nil)
	}
	return r.Render(w, http.StatusOK, connectionPage(v))
}

// earlier says in one line what a run brought.
func (p Pages) earlier(r *route.Request, run *collect.Run) earlierRun {
	e := earlierRun{when: ui.Day(r.Lang, run.Started.In(r.Now.Location()), ui.ToMinute), state: run.State(r.Now)}
	if run.Interrupted(r.Now) {
		e.state = interruptedState(run)
	}
	c := run.Change()
	switch {
	case e.state == collect.Failed:
		e.text = r.T("providers.run.failed")
	case c.NewItems == 0 && c.ChangedItems == 0:
		e.text = r.T("providers.run.same")
	case c.ChangedItems == 0:
		e.text = r.T("providers.run.new", "n", c.NewItems)
	default:
		e.text = r.T("providers.run.both", "new", c.NewItems, "changed", c.ChangedItems)
	}
	if run.Unattended {
		e.text += " " + r.T("providers.run.automatic")
	}
	return e
}

// CollectAgain collects once more from one provider: all of it, or what failed.
func (p Pages) CollectAgain(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	form, err := r.Values()
	if err != nil {
		return err
	}
	page := "/zorgverleners/" + number.String()
	out, err := p.Collector.Again(r.Context(), r.Session.Vault, number, nil, form.Get("wat") == "mislukt")
	if errors.Is(err, collect.ErrNothing) {
		return r.RedirectFlash(w, page, ui.Info, "providers.again.nothing")
	}
	if err != nil {
		return problem("collecting again", err)
	}
	if out.Journey != nil {
		return r.Redirect(w, journeyHref(out.Journey.ID))
	}
	return r.Redirect(w, page)
}

// Consent goes to the provider to give consent anew, or to change it.
func (p Pages) Consent(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	c, err := p.Collector.Connection(r.Context(), r.Session.Vault, number)
	if err != nil {
		return problem("changing consent", err)
	}
	choice := collect.Choice{Provider: c.Provider}
	for _, s := range c.Services {
		choice.Services = append(choice.Services, s.ID)
	}
	j, err := p.Collector.Begin(r.Context(), r.Session.Vault, []collect.Choice{choice})
	if errors.Is(err, collect.ErrNothing) {
		return r.RedirectFlash(w, "/zorgverleners/"+number.String(), ui.Warning, "providers.go.not")
	}
	if err != nil {
		return problem("changing consent", err)
	}
	return r.Redirect(w, journeyHref(j.ID))
}

// Automatic switches automatic collecting on or off.
func (p Pages) Automatic(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	form, err := r.Values()
	if err != nil {
		return err
	}
	on := form.Get("aan") == "ja"
	page := "/zorgverleners/" + number.String()
	err = p.Collector.SetAutomatic(r.Context(), r.Session.Vault, number, on)
	switch {
	case errors.Is(err, collect.ErrNoConsent):
		return r.RedirectFlash(w, page, ui.Warning, "providers.automatic.not")
	case err != nil:
		return problem("switching automatic collecting", err)
	case on:
		return r.RedirectFlash(w, page, ui.Good, "providers.automatic.ison")
	default:
		return r.RedirectFlash(w, page, ui.Good, "providers.automatic.isoff")
	}
}

// AskEnd asks what should happen with a provider: stop, or remove.
func (p Pages) AskEnd(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	c, err := p.Collector.Connection(r.Context(), r.Session.Vault, number)
	if err != nil {
		return problem("ending a connection", err)
	}
	return r.Render(w, http.StatusOK, endPage(connectionView{id: number.String(), name: c.Name, stopped: !c.Stopped.IsZero(), automatic: c.Automatic}))
}

// Stop ends collecting; what came stays.
func (p Pages) Stop(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	if err := p.Collector.Stop(r.Context(), r.Session.Vault, number); err != nil {
		return problem("stopping a connection", err)
	}
	return r.RedirectFlash(w, "/zorgverleners/"+number.String(), ui.Good, "providers.stop.done")
}

// Remove ends collecting and takes away what came.
func (p Pages) Remove(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	if err := p.Collector.Remove(r.Context(), r.Session.Vault, number); err != nil {
		return problem("removing a connection", err)
	}
	return r.RedirectFlash(w, "/zorgverleners", ui.Good, "providers.remove.done")
}

// AskRemove asks once more before what came is taken away: that can't be undone.
func (p Pages) AskRemove(w http.ResponseWriter, r *route.Request) error {
	number, err := id(r, "zorgverlener")
	if err != nil {
		return err
	}
	c, err := p.Collector.Connection(r.Context(), r.Session.Vault, number)
	if err != nil {
		return problem("removing a connection", err)
	}
	return r.Render(w, http.StatusOK, removePage(connectionView{id: number.String(), name: c.Name}))
}
