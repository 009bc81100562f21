// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"regie/internal/collect"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// chooseView is the page on which somebody chooses what to collect.
type chooseView struct {
	rows    []chooseRow
	problem string
}

// chooseRow is a provider with its services. The field of the form is its place in the
// basket, so that no name stands in the page twice.
type chooseRow struct {
	provider, name, place string
	icon                  string
	tint                  ui.Tint
	label                 string
	groups                []ui.ChoiceProps // with a heading each, or one without
	more                  *ui.ChoiceProps  // the pieces, folded away
	moreOpen              bool
	logins                int // how often one has to log in there
}

// Services shows the chosen providers and what each can give.
func (p Pages) Services(w http.ResponseWriter, r *route.Request) error {
	return p.services(w, r, http.StatusOK, "")
}

func (p Pages) services(w http.ResponseWriter, r *route.Request, status int, problemKey string) error {
	b, err := p.Collector.Basket(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("choosing services", err)
	}
	if len(b.Choices) == 0 {
		return r.Redirect(w, "/zorgverleners/zoeken")
	}
	v := chooseView{}
	if problemKey != "" {
		v.problem = r.T(problemKey)
	}
	words := p.names(r)
	for i, ch := range b.Choices {
		f, ok := p.Collector.Provider(r.Context(), ch.Provider)
		if !ok {
			continue
		}
		row := chooseRow{provider: f.Provider, name: f.Name, place: place(r.Lang, f.Kind, f.City), logins: p.Collector.Logins(ch.Provider, ch.Services)}
		row.icon, row.tint = icon(f.Kind)
		row.label = r.T("providers.choose.what", "name", f.Name)
		p.group(r, &row, words, field(i), f.Services, ch.Services)
		v.rows = append(v.rows, row)
	}
	return r.Render(w, status, choosePage(v))
}

// fewOptions are so few that they need no headings.
const fewOptions = 4

// group puts the services of one provider under headings. What is given piece by piece, where the
// whole is there too, is folded away.
func (p Pages) group(r *route.Request, row *chooseRow, words names, name string, services, wanted []string) {
	table := p.Collector.Table()
	usual := table.Usual(services)
	byGroup := map[string]*ui.ChoiceProps{}
	headings := collect.Groups
	if len(usual) <= fewOptions {
		headings = []string{""}
	}
	for _, h := range headings {
		byGroup[h] = &ui.ChoiceProps{ID: name}
		if h != "" {
			byGroup[h].Label = r.T(collect.GroupKey(h))
		}
	}
	more := &ui.ChoiceProps{ID: name}
	for _, id := range services {
		o := ui.Option{Value: id, Text: words.service(id), Hint: words.explain(id), Chosen: slices.Contains(wanted, id)}
		s, ok := table.Service(id)
		switch {
		case !ok:
		case !slices.Contains(usual, id):
			more.Options = append(more.Options, o)
			row.moreOpen = row.moreOpen || o.Chosen
		case len(headings) == 1:
			byGroup[""].Options = append(byGroup[""].Options, o)
		default:
			byGroup[s.Group].Options = append(byGroup[s.Group].Options, o)
		}
	}
	for _, h := range headings {
		if len(byGroup[h].Options) > 0 {
			row.groups = append(row.groups, *byGroup[h])
		}
	}
	if len(more.Options) > 0 {
		row.more = more
	}
}

func field(i int) string { return "gegevens-" + strconv.Itoa(i+1) }

// Begin takes the choice, and begins the journey.
func (p Pages) Begin(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	b, err := p.Collector.Basket(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("beginning", err)
	}
	wanted := chosen(b, v)
	if err := p.Collector.SetServices(r.Context(), r.Session.Vault, wanted); err != nil {
		return problem("beginning", err)
	}
	var choices []collect.Choice
	for _, ch := range b.Choices {
		choices = append(choices, collect.Choice{Provider: ch.Provider, Services: wanted[ch.Provider]})
	}
	j, err := p.Collector.Begin(r.Context(), r.Session.Vault, choices)
	if errors.Is(err, collect.ErrNothing) {
		return p.services(w, r, http.StatusUnprocessableEntity, "providers.choose.nothing")
	}
	if err != nil {
		return problem("beginning", err)
	}
	if err := p.Collector.Empty(r.Context(), r.Session.Vault); err != nil {
		return problem("beginning", err)
	}
	return r.Redirect(w, journeyHref(j.ID))
}

// chosen reads the boxes of the form.
func chosen(b *collect.Basket, v url.Values) map[string][]string {
	out := map[string][]string{}
	for i, ch := range b.Choices {
		out[ch.Provider] = v[field(i)]
	}
	return out
}
