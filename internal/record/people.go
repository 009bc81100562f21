// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"regie/internal/text"
	"regie/internal/zib"
)

// Person is a care professional or a place of care, as far as the dossier knows: once, whatever
// the number of providers that name it.
type Person struct {
	Item  *Item   // says most about it
	Items []*Item // all that is known of it, Item first
	Name  string
	Place bool // an organization or a department

	Last *Item   // the newest moment of care with it that is past, nil if there is none
	Next *Item   // the first that is to come
	With []*Item // all that names it, newest first

	sort     string  // its name, as lists are sorted by
	meetings []*Item // of With: where people see each other
}

// people are all of them, whatever the moment.
type people struct {
	all []Person
	of  map[*Item]int // item → place in all
}

// The building blocks of people and places.
const (
	blockProfessional = "HealthProfessional"
	blockRole         = "HealthProfessionalRole"
	blockProvider     = "HealthcareProvider"
	blockService      = "HealthcareService"
)

// People lists who is who in the care of the person: whom something names, who was there last first.
func (d *Dossier) People(now time.Time) []Person {
	out := slices.Clone(d.known().all)
	for i := range out {
		out[i].meet(wallOf(now))
	}
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(-cmp.Compare(a.newest(), b.newest()), cmp.Compare(a.sort, b.sort), cmp.Compare(a.Item.Key, b.Item.Key))
	})
	return out
}

// Person returns who an item is about, nil if it is about nobody that something names.
func (d *Dossier) Person(it *Item, now time.Time) *Person {
	n, ok := d.known().of[it]
	if !ok {
		return nil
	}
	p := d.known().all[n]
	p.meet(wallOf(now))
	return &p
}

// meet finds the moments of care around now.
func (p *Person) meet(now int64) {
	for _, it := range p.meetings {
		switch {
		case it.At > now:
			p.Next = it // newest first: the last that is set is the first to come
		case it.Dated():
			p.Last = it
			return
		}
	}
}

func (d *Dossier) newPeople() *people {
	var places []int32
	at := map[int32]int{}
	for i := range d.all {
		switch d.all[i].Block {
		case blockProfessional, blockRole, blockProvider, blockService:
			at[int32(i)] = len(places)
			places = append(places, int32(i))
		}
	}
	u := newUnion(len(places))
	d.joinPeople(u, places, at)
	by := map[int]*Person{}
	for n, i := range places {
		t := u.top(n)
		if by[t] == nil {
			by[t] = &Person{}
		}
		by[t].Items = append(by[t].Items, &d.all[i])
	}
	d.name(u, at, by)
	out := &people{of: map[*Item]int{}}
	for _, p := range by {
		p.settle()
		if p.Name == "" || len(p.With) == 0 {
			continue
		}
		p.sort = fold(p.Name)
		for _, it := range p.Items {
			out.of[it] = len(out.all)
		}
		out.all = append(out.all, *p)
	}
	return out
}

func (p *Person) newest() int64 {
	switch {
	case p.Last != nil:
		return p.Last.At
	case len(p.With) > 0:
		return min(p.With[0].At, 0)
	}
	return undated
}

// joinPeople joins what is about one person: the role and who has it, and those who have the same
// name and something else in common.
func (d *Dossier) joinPeople(u *union, places []int32, at map[int32]int) {
	type sign struct{ name, other string }
	first := map[sign]int{}
	for n, i := range places {
		it := &d.all[i]
		if it.Block == blockRole {
			for _, to := range it.ref().uses {
				if m, ok := at[it.Provider.at[to]]; ok && d.all[places[m]].Block == blockProfessional && nameOf(it) == nameOf(&d.all[places[m]]) {
					u.join(n, m)
				}
			}
		}
		name := plainName(nameOf(it))
		if name == "" {
			continue
		}
		others := []string{it.Provider.Name}
		if isPlace(it) {
			others = []string{"place"}
		} else {
			name = "person " + name
			others = append(others, saidIn(it, "zib.telecom")...)
			others = append(others, saidIn(it, "zib.specialty")...)
			others = append(others, saidIn(it, "zib.organization")...)
		}
		for _, o := range others {
			s := sign{name, fold(o)}
			if m, known := first[s]; known {
				u.join(n, m)
			} else {
				first[s] = n
			}
		}
	}
}

// name finds what names each of them.
func (d *Dossier) name(u *union, at map[int32]int, people map[int]*Person) {
	var tops []int
	look := func(it, self *Item, to int32) {
		n, ok := at[self.Provider.at[to]]
		if !ok {
			return
		}
		t := u.top(n)
		if slices.Contains(tops, t) {
			return
		}
		tops = append(tops, t)
		p := people[t]
		p.With = append(p.With, it)
		if isMeeting(it) && !it.Gone && !it.Has(zib.MarkCancelled, zib.MarkNotDone) {
			p.meetings = append(p.meetings, it)
		}
	}
	for _, i := range d.shown {
		it := &d.all[i]
		if it.Type == patientType || it.Void() {
			continue
		}
		tops = tops[:0]
		each := func(self *Item) {
			e := self.ref()
			for _, to := range e.uses {
				look(it, self, to)
			}
			for _, to := range e.links {
				look(it, self, to)
			}
		}
		if doubles := d.Doubles(it); doubles != nil {
			for _, self := range doubles {
				each(self)
			}
		} else {
			each(it)
		}
	}
}

// isMeeting tells whether people see each other in what an item tells.
func isMeeting(it *Item) bool {
	return it.Category == zib.CategoryAppointments || it.Category == zib.CategoryVisits || it.Category == zib.CategoryTreatments
}

func (p *Person) settle() {
	slices.SortStableFunc(p.Items, func(a, b *Item) int {
		return cmp.Or(compareBool(b.Block == blockRole, a.Block == blockRole), -cmp.Compare(factCount(a), factCount(b)), cmp.Compare(a.Provider.Name, b.Provider.Name), cmp.Compare(a.ID, b.ID))
	})
	p.Item = p.Items[0]
	p.Place = isPlace(p.Item)
	for _, it := range p.Items {
		if n := nameOf(it); len(n) > len(p.Name) {
			p.Name = n
		}
	}
}

// factCount counts what an item says.
func factCount(it *Item) int {
	care, err := it.Care()
	if err != nil {
		return 0
	}
	return len(care.Facts)
}

func isPlace(it *Item) bool { return it.Block == blockProvider || it.Block == blockService }

// nameOf is the name of somebody; empty where only a role or a place is known.
func nameOf(it *Item) string {
	if it.Block == blockRole {
		if names := saidIn(it, "zib.name"); len(names) > 0 {
			return names[0]
		}
		return ""
	}
	if strings.HasPrefix(it.Title.Key, "zib.block.") {
		return ""
	}
	return it.Title.In(text.NL)
}

// plainName leaves off what the one writes and the other does not: titles, points, capitals.
func plainName(name string) string {
	var words []string
	eachWord(fold(name), func(w string) {
		switch w {
		case "dr", "drs", "prof", "mr", "mw", "mevr", "mevrouw", "dhr", "de heer", "ir", "ing", "msc", "bsc", "arts":
		default:
			words = append(words, w)
		}
	})
	return strings.Join(words, " ")
}

// saidIn are the values under a label of an item, without their kinds.
func saidIn(it *Item, label string) []string {
	care, err := it.Care()
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range care.Facts {
		if f.Label.Key != label {
			continue
		}
		for _, v := range f.Values {
			if v.Phrase == nil {
				continue
			}
			p := *v.Phrase
			if p.Key == "zib.kind" && len(p.Args) > 0 {
				p = p.Args[0]
			}
			if s := p.In(text.NL); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}
