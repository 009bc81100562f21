// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"
	"slices"
	"strings"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// reach is a way to reach somebody: a link that calls or writes, or an address to read.
type reach struct{ Text, Href, Icon string }

// personCard is somebody on the list.
type personCard struct {
	ui.ItemProps
	Reach []reach
}

// peopleList is who is who.
type peopleList struct {
	people, places []personCard
	morePeople     int // that are on a list of their own
	morePlaces     int
	page           ui.PaginationProps
	teams          []ui.ItemProps // who work together
	contacts       []ui.ItemProps // the person's own contacts
	insurance      []ui.ItemProps
	missing        shelf.Missing
}

// peopleMost is how many people and places the page begins with.
const peopleMost = 20

// The lists of all people and of all places.
const (
	peoplePath = "/wie-is-wie"
	onlyPeople = "mensen"
	onlyPlaces = "plekken"
	peopleAddr = peoplePath + "?" + shelf.AskKind + "=" + onlyPeople
	placesAddr = peoplePath + "?" + shelf.AskKind + "=" + onlyPlaces
)

func (p Pages) people(w http.ResponseWriter, v *shelf.Visit) error {
	out := peopleList{missing: shelf.MissingOf(v)}
	var persons, places []*record.Person
	all := v.Dossier.People(v.Now)
	for i := range all {
		if all[i].Place {
			places = append(places, &all[i])
		} else {
			persons = append(persons, &all[i])
		}
	}
	only := v.URL.Query().Get(shelf.AskKind)
	switch only {
	case onlyPeople:
		persons, out.page = shelf.Cut(v, persons, shelf.PageSize, shelf.OnPage(peoplePath, shelf.AskKind, only))
		places = nil
	case onlyPlaces:
		places, out.page = shelf.Cut(v, places, shelf.PageSize, shelf.OnPage(peoplePath, shelf.AskKind, only))
		persons = nil
	default:
		out.morePeople, out.morePlaces = max(0, len(persons)-peopleMost), max(0, len(places)-peopleMost)
		persons, places = persons[:len(persons)-out.morePeople], places[:len(places)-out.morePlaces]
	}
	for _, x := range persons {
		out.people = append(out.people, cardOf(v, x))
	}
	for _, x := range places {
		out.places = append(out.places, cardOf(v, x))
	}
	if only == onlyPeople || only == onlyPlaces {
		return v.Render(w, http.StatusOK, peoplePage(out))
	}
	list := func(c zib.Category, block string) []ui.ItemProps {
		var items []*record.Item
		for _, it := range v.Dossier.List(record.Filter{Categories: []zib.Category{c}}, 1, 200).Items {
			if it.Block == block && !it.Void() {
				items = append(items, it)
			}
		}
		return shelf.Cards(v, items, false)
	}
	out.teams = list(zib.CategoryCareTeam, "CareTeam")
	out.contacts = list(zib.CategoryPerson, "ContactPerson")
	out.insurance = list(zib.CategoryPerson, "Payer")
	return v.Render(w, http.StatusOK, peoplePage(out))
}

func cardOf(v *shelf.Visit, p *record.Person) personCard {
	k := shelf.KindOf(zib.CategoryCareTeam)
	c := personCard{ItemProps: ui.ItemProps{Href: personHref(p.Item), Icon: "user", Tint: k.Tint, Title: p.Name}}
	if p.Place {
		c.Icon = "building-hospital"
	}
	c.Fact = role(v, p)
	if place := strings.TrimSuffix(workplace(v, p), ", "+c.Fact); place != p.Name && !strings.Contains(c.Fact, place) {
		c.Fact = join(", ", c.Fact, place)
	}
	if p.Last != nil {
		c.Date = v.T("care.person.last", "day", dayOf(v, p.Last))
	}
	if p.Next != nil {
		c.Chips = append(c.Chips, ui.Chip{Kind: ui.ChipPlain, Text: v.T("care.person.next", "day", dayOf(v, p.Next))})
	}
	c.Reach = reachable(v, p, false)
	return c
}

// values are what is said under any of the labels about somebody, each once.
func values(v *shelf.Visit, p *record.Person, labels ...string) []zib.Phrase {
	var out []zib.Phrase
	seen := map[string]bool{}
	for _, it := range p.Items {
		care, err := it.Care()
		if err != nil {
			continue
		}
		for _, f := range care.Facts {
			if !slices.Contains(labels, f.Label.Key) {
				continue
			}
			for _, x := range f.Values {
				if x.Phrase == nil {
					continue
				}
				if s := strings.ToLower(x.Phrase.In(v.Lang)); s != "" && !seen[s] {
					seen[s] = true
					out = append(out, *x.Phrase)
				}
			}
		}
	}
	return out
}

// role says in words what somebody does.
func role(v *shelf.Visit, p *record.Person) string {
	labels := []string{"zib.specialty", "zib.role"}
	if p.Place {
		labels = []string{"zib.kindof"}
	}
	for _, label := range labels {
		if all := values(v, p, label); len(all) > 0 {
			return upperFirst(zib.And(all[:min(len(all), 3)]...).In(v.Lang))
		}
	}
	return ""
}

// workplace is where somebody works.
func workplace(v *shelf.Visit, p *record.Person) string {
	if p.Place {
		return ""
	}
	if all := values(v, p, "zib.organization"); len(all) > 0 {
		return all[0].In(v.Lang)
	}
	return sources(v, p.Items...)
}

// reachable lists the ways to reach somebody.
func reachable(v *shelf.Visit, p *record.Person, address bool) []reach {
	var out []reach
	for _, phrase := range values(v, p, "zib.telecom") {
		value := phrase
		if phrase.Key == "zib.kind" && len(phrase.Args) > 0 {
			value = phrase.Args[0]
		}
		s := phrase.In(v.Lang)
		switch raw := strings.TrimSpace(value.In(v.Lang)); {
		case strings.Count(raw, "@") == 1 && !strings.ContainsAny(raw, " ?&<>"):
			out = append(out, reach{Text: s, Href: "mailto:" + raw, Icon: "mail"})
		case dialled(raw) != "" && !strings.Contains(strings.ToLower(s), "fax"):
			out = append(out, reach{Text: s, Href: "tel:" + dialled(raw), Icon: "phone"})
		case address:
			out = append(out, reach{Text: s, Icon: "info-circle"})
		}
	}
	if address {
		for _, phrase := range values(v, p, "zib.address") {
			out = append(out, reach{Text: phrase.In(v.Lang), Icon: "home"})
		}
	}
	return out
}

// dialled is a telephone number as it is dialled; empty for what is none.
func dialled(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case r == ' ', r == '-', r == '(', r == ')', r == '.':
		default:
			return ""
		}
	}
	if n := b.Len(); n < 3 || n > 16 {
		return ""
	}
	return b.String()
}

// personView is the page of one person or place.
type personView struct {
	name, role, place string
	icon              string
	reach             []reach
	next, last        *shelf.Line
	with              []shelf.Group
	page              ui.PaginationProps
	sources           string
}

func (p Pages) person(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	who := v.Dossier.Person(it, v.Now)
	if who == nil {
		return route.NotFound()
	}
	out := personView{name: who.Name, role: role(v, who), place: workplace(v, who), icon: "user", reach: reachable(v, who, true), sources: sources(v, who.Items...)}
	if who.Place {
		out.icon = "building-hospital"
	}
	line := func(it *record.Item) *shelf.Line {
		if it == nil {
			return nil
		}
		return &shelf.Line{Href: hrefOf(v, it), Title: titleOf(v, it), Text: dayOf(v, it)}
	}
	out.next, out.last = line(who.Next), line(who.Last)
	with, page := shelf.Cut(v, who.With, shelf.PageSize, shelf.OnPage(personHref(it)))
	out.with, out.page = shelf.ByYear(v, with, true), page
	return v.Render(w, http.StatusOK, personPage(out))
}
