// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"net/http"
	"slices"

	kept "regie/internal/diary"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// subject is what an entry can be about: an item or a test of the record, a medicine, a kind of
// measurements.
type subject struct {
	key         string // in addresses; it says nothing about health
	title, href string
	medicine    string // key of the medicine
	item        string // key of the item or the test
	kind        string // kind of measurements
}

// subjectOf finds what a key means for this person; ok is false where it means nothing.
func (p Pages) subjectOf(v *shelf.Visit, key string) (s subject, ok bool, err error) {
	s.key = key
	if k, is := record.ParseKey(key); is {
		if m := v.Dossier.Medicine(k, v.Now); m != nil {
			s.medicine, s.title = m.Key().String(), upper(m.Lead.Title.In(v.Lang))
			s.href = "/medicijnen/" + s.medicine
			return s, true, nil
		}
		if it := v.Dossier.Item(k); it != nil {
			s.item, s.title, s.href = key, shelf.LineOf(v, it).Title, shelf.ItemHref(it)
			return s, true, nil
		}
		if t := v.Dossier.Test(k); t != nil {
			s.item, s.title, s.href = key, upper(t.Name(v.Lang)), "/lab/"+key
			return s, true, nil
		}
	}
	if p.Books == nil {
		return s, false, nil
	}
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return s, false, problem("finding what an entry is about", err)
	}
	if k, is := keys.Kind(key); is {
		s.kind, s.title, s.href = string(k), k.Name(v.Lang), "/metingen/zelf/"+key
		return s, true, nil
	}
	return s, false, nil
}

// subjectsOf are what an entry is about. What is not there any more is left out.
func (p Pages) subjectsOf(v *shelf.Visit, e *kept.Entry) ([]subject, error) {
	keys := slices.Clone(e.Medicines)
	if e.Dose != nil && e.Dose.Medicine != "" {
		keys = append(keys, e.Dose.Medicine)
	}
	keys = append(keys, e.Items...)
	if len(e.Kinds) > 0 && p.Books != nil {
		all, err := p.Books.Keys(v.Context(), v.Session.Vault)
		if err != nil {
			return nil, problem("finding what an entry is about", err)
		}
		for _, k := range e.Kinds {
			keys = append(keys, all.Of(measure.Kind(k)))
		}
	}
	var out []subject
	for _, key := range keys {
		s, ok, err := p.subjectOf(v, key)
		if err != nil {
			return nil, err
		}
		if ok && !slices.ContainsFunc(out, func(o subject) bool { return o.href == s.href }) {
			out = append(out, s)
		}
	}
	return out, nil
}

// link makes an entry be about something.
func (s subject) link(e *kept.Entry) {
	add := func(to *[]string, key string) {
		if key != "" && !slices.Contains(*to, key) && len(*to) < kept.MaxLinks {
			*to = append(*to, key)
		}
	}
	add(&e.Medicines, s.medicine)
	add(&e.Items, s.item)
	add(&e.Kinds, s.kind)
}

// under are all names under which entries about it may be kept: the doubles of an item too.
func (s subject) under(v *shelf.Visit) []string {
	out := []string{s.medicine, s.item, s.kind}
	if k, ok := record.ParseKey(s.medicine); ok {
		if m := v.Dossier.Medicine(k, v.Now); m != nil {
			for _, it := range m.Items {
				out = append(out, it.Key.String())
			}
		}
	}
	if k, ok := record.ParseKey(s.item); ok {
		if it := v.Dossier.Item(k); it != nil {
			for _, o := range v.Dossier.Doubles(it) {
				out = append(out, o.Key.String())
			}
		} else if t := v.Dossier.Test(k); t != nil {
			for i := range t.Results {
				out = append(out, t.Results[i].Item.Key.String())
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

type aboutView struct {
	subject ui.Anchor
	days    []dayView
	many    bool
	write   string
}

// About shows the entries about something: the address has its key.
func (p Pages) About() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		s, ok, err := p.subjectOf(v, v.PathValue("key"))
		if err != nil {
			return err
		}
		if !ok {
			return route.NotFound()
		}
		all, err := p.Diaries.AboutAny(v.Context(), v.Session.Vault, s.under(v), mostFound+1)
		if err != nil {
			return problem("listing entries", err)
		}
		return v.Render(w, http.StatusOK, aboutPage(aboutView{
			subject: ui.Anchor{Href: s.href, Text: s.title}, write: home + "/nieuw?bij=" + s.key,
			many: len(all) > mostFound, days: days(v.Request, all[:min(len(all), mostFound)]),
		}))
	})
}

// mostHits is how many entries a search through everything shows.
const mostHits = 10

// Hits are the entries that have the words of a question, for a search through the whole dossier.
func (p Pages) Hits(v *shelf.Visit, question string) ([]ui.ItemProps, error) {
	all, err := p.Diaries.Search(v.Context(), v.Session.Vault, question, mostHits)
	if err != nil {
		return nil, problem("searching a diary", err)
	}
	var out []ui.ItemProps
	for _, e := range all {
		x := entry(v.Request, e)
		fact := x.text
		if x.taken != "" {
			fact = x.taken
		} else if fact == "" && len(x.complaints) > 0 {
			fact = x.complaints[0]
		}
		out = append(out, ui.ItemProps{
			Href: x.href, Icon: x.icon, Tint: x.tint, Kind: v.T("diary.title"), Title: x.title, Fact: shelf.Shorten(oneLine(fact)), Date: dayName(v.Request, e.Day),
			Chips: []ui.Chip{{Kind: ui.ChipOwn, Text: v.T("diary.only")}},
		})
	}
	return out, nil
}
