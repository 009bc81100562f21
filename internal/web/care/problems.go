// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// familyBlock is an illness of a relative: it is not the person's own.
const familyBlock = "FamilyHistory"

// problemList is the list of complaints and illnesses.
type problemList struct {
	now, past []ui.ItemProps
	family    []ui.ItemProps // illnesses of relatives
	page      ui.PaginationProps
	missing   shelf.Missing
}

// listed is a line of the list: a problem, or an illness of a relative.
type listed struct {
	problem *record.Problem
	family  *record.Item
}

func (p Pages) problems(w http.ResponseWriter, v *shelf.Visit) error {
	current, past := v.Dossier.Problems(v.Now)
	out := problemList{missing: shelf.MissingOf(v)}
	all := make([]listed, 0, len(current)+len(past))
	for i := range current {
		all = append(all, listed{problem: &current[i]})
	}
	for i := range past {
		all = append(all, listed{problem: &past[i]})
	}
	for _, it := range v.Dossier.List(record.Filter{Categories: []zib.Category{zib.CategoryProblems}}, 1, 5000).Items {
		if (it.Block == familyBlock || it.Has(zib.MarkOther)) && !it.Void() {
			all = append(all, listed{family: it})
		}
	}
	all, out.page = shelf.Cut(v, all, shelf.PageSize, shelf.OnPage("/klachten"))
	for _, l := range all {
		switch {
		case l.family != nil:
			out.family = append(out.family, shelf.Card(v, l.family, false))
		case l.problem.Current:
			out.now = append(out.now, problemCard(v, l.problem))
		default:
			out.past = append(out.past, problemCard(v, l.problem))
		}
	}
	return v.Render(w, http.StatusOK, problemsPage(out))
}

func problemCard(v *shelf.Visit, p *record.Problem) ui.ItemProps {
	c := shelf.Card(v, p.Item, false)
	c.Href, c.Source = problemHref(p.Item), sources(v, p.Items...)
	c.Date, c.Fact, c.Value = since(v, p), "", nil
	for _, it := range p.Items[1:] { // the diagnosis in other words
		if t := titleOf(v, it); t != c.Title && c.Fact == "" {
			c.Fact = t
		}
	}
	return c
}

// since says from when until when a problem is or was there.
func since(v *shelf.Visit, p *record.Problem) string {
	if p.Item.When.Start == "" {
		return ""
	}
	first := dayOf(v, p.Item)
	if end := p.Item.When.End; end != "" && !p.Current {
		return zib.Period(p.Item.When.Start, end).In(v.Lang)
	}
	return v.T("care.since", "day", first)
}

// problemView is the page of one problem.
type problemView struct {
	title, lead string
	key         string // by which the diary is linked to it
	paper       string
	current     bool
	chips       []ui.Chip
	explain     []string
	who         []string
	story       []moment
	page        ui.PaginationProps // of the story
	groups      []group
	near        []shelf.Line
	parts       []shelf.Line // what the providers wrote down about the problem itself
	card        string       // of a pregnancy
	doubles     shelf.DoubleParts
	missing     shelf.Missing
}

func (p Pages) problem(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	problem := v.Dossier.Problem(it, v.Now)
	if problem == nil {
		return route.NotFound()
	}
	thread := v.Dossier.Thread(problem)
	out := problemView{
		title: titleOf(v, problem.Item), key: problem.Item.Key.String(), paper: "/afdruk/gegeven/" + problem.Item.Key.String(), current: problem.Current, chips: shelf.Chips(v, problem.Item),
		explain: explained(v, problem.Items...), missing: shelf.MissingOf(v),
	}
	if isPregnancy(problem) {
		out.card = "/zwangerschap/" + problem.Item.Key.String()
	}
	state := "care.problem.past"
	if problem.Current {
		state = "care.problem.now"
	}
	out.lead = join(" ", v.T(state), since(v, problem))
	told := make([]*record.Item, 0, len(thread.Told))
	for _, r := range thread.Told {
		told = append(told, r.Item)
	}
	out.who = who(v, append(append([]*record.Item{}, problem.Items...), contactsOf(told)...), 6)
	heads, with := moments(v, told)
	heads, out.page = shelf.Cut(v, heads, storyMost, shelf.OnPage(problemHref(problem.Item)))
	for _, h := range heads {
		out.story = append(out.story, momentOf(v, h, with[h]))
	}
	out.groups = groups(v, withoutContacts(told), true)
	for _, o := range thread.Near {
		l := shelf.LineOf(v, o)
		l.Href, l.Text = hrefOf(v, o), join(" · ", dayOf(v, o), l.Text)
		out.near = append(out.near, l)
	}
	for _, o := range problem.Items {
		if len(out.doubles.Alike) == 0 {
			out.doubles.Alike = shelf.DoublesOf(v, o).Alike
		}
		all := v.Dossier.Doubles(o)
		if all == nil {
			all = []*record.Item{o}
		}
		for _, x := range all {
			l := shelf.LineOf(v, x)
			l.Text = join(" · ", shelf.SourceOf(v, x), l.Text)
			out.parts = append(out.parts, l)
		}
	}
	return v.Render(w, http.StatusOK, problemPage(out))
}

func contactsOf(items []*record.Item) []*record.Item {
	var out []*record.Item
	for _, it := range items {
		if it.Category == zib.CategoryVisits {
			out = append(out, it)
		}
	}
	return out
}

func withoutContacts(items []*record.Item) []*record.Item {
	var out []*record.Item
	for _, it := range items {
		if it.Category != zib.CategoryVisits {
			out = append(out, it)
		}
	}
	return out
}
