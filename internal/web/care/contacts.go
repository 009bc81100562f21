// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"cmp"
	"net/http"
	"slices"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

func sortNewest(items []*record.Item) {
	slices.SortStableFunc(items, func(a, b *record.Item) int { return cmp.Compare(b.At, a.At) })
}

// contactList is the list of moments of care.
type contactList struct {
	groups  []shelf.Group
	page    ui.PaginationProps
	missing shelf.Missing
}

func (p Pages) contacts(w http.ResponseWriter, v *shelf.Visit) error {
	page := record.Paged(v.Dossier.Contacts(), shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	out := contactList{groups: shelf.ByYear(v, page.Items, false), missing: shelf.MissingOf(v)}
	out.page = shelf.Pagination(page, func(n int) string { return "/contacten" + shelf.Query(record.Filter{}, n) })
	cards := map[string]*record.Item{}
	for _, it := range page.Items {
		cards[shelf.ItemHref(it)] = it
	}
	for g := range out.groups {
		for i := range out.groups[g].Items {
			c := &out.groups[g].Items[i]
			it := cards[c.Href]
			c.Href = contactHref(it)
			if c.Fact == "" && c.Value == nil {
				c.Fact = conclusion(v, it)
			}
		}
	}
	return v.Render(w, http.StatusOK, contactsPage(out))
}

// conclusion is what a GP thought or agreed, in short.
func conclusion(v *shelf.Visit, it *record.Item) string {
	c := v.Dossier.Contact(it)
	if c == nil {
		return ""
	}
	for _, l := range journal(v, c, true) {
		return l.Text
	}
	return ""
}

// contactView is the page of one moment of care.
type contactView struct {
	title, when string
	key         string // by which the diary is linked to it
	chips       []ui.Chip
	journal     []journalLine
	about       []shelf.Line // problems
	who         []string
	groups      []group
	parts       []shelf.Line // encounter and reports themselves
	body        []ui.FactGroup
}

func (p Pages) contact(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	c := v.Dossier.Contact(it)
	if c == nil {
		return route.NotFound()
	}
	care, err := c.Item.Care()
	if err != nil {
		return err
	}
	view := care.View(v.Lang)
	out := contactView{
		title: titleOf(v, c.Item), key: c.Item.Key.String(), when: shelf.WhenOf(v, c.Item, view, true), chips: shelf.Chips(v, c.Item),
		journal: journal(v, c, false), who: who(v, append([]*record.Item{c.Item}, c.Reports...), 6),
	}
	seen := map[*record.Item]bool{}
	for _, r := range c.Problems {
		problem := v.Dossier.Problem(r.Item, v.Now)
		if problem == nil || seen[problem.Item] {
			continue
		}
		seen[problem.Item] = true
		out.about = append(out.about, shelf.Line{Href: problemHref(problem.Item), Title: titleOf(v, problem.Item), Text: since(v, problem)})
	}
	var rest []*record.Item
	for _, r := range c.Rest {
		rest = append(rest, r.Item)
	}
	out.groups = groups(v, rest, false)
	if len(out.journal) == 0 {
		out.body = contactFacts(view)
	}
	for _, o := range append([]*record.Item{c.Item}, c.Reports...) {
		l := shelf.LineOf(v, o)
		l.Text = shelf.SourceOf(v, o)
		out.parts = append(out.parts, l)
	}
	return v.Render(w, http.StatusOK, contactPage(out))
}

// contactFacts are the facts of a contact that has no journal, in words.
func contactFacts(view zib.View) []ui.FactGroup {
	g := ui.FactGroup{}
	for _, f := range view.Facts {
		if f.Group != "" || f.Text == "" || f.Text == view.Title || len(f.Text) > 1000 {
			continue
		}
		fact := ui.Fact{Label: f.Label}
		for _, x := range f.Values {
			if x.Document == nil {
				fact.Texts = append(fact.Texts, x.Text)
			}
		}
		if len(fact.Texts) > 0 {
			g.Facts = append(g.Facts, fact)
		}
	}
	if len(g.Facts) == 0 {
		return nil
	}
	return []ui.FactGroup{g}
}
