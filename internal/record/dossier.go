// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"regie/internal/zib"
)

// Dossier is what a person has, opened in memory. It never changes: when something is added,
// Keeper.Open returns another one. It is safe for concurrent use. Close it after use.
type Dossier struct {
	seat      *seat
	version   uint64 // of the root
	chosen    uint64 // version of the choices about doubles
	added     uint64 // version of what the person added
	providers []*Provider
	all       []Item          // also parts
	shown     []int32         // places in all: no parts, newest first
	briefs    []brief         // of shown, in the same order
	groups    [][]int32       // places in all of what tells the same; the first of each is shown
	group     map[int32]int32 // place in all → group
	byKey     map[Key]int32   // place in all
	counts    [zib.CategoryOther + 1]int
	years     []int // that have items, newest first
	secret    [32]byte
	later     laters
	current   sync.Map // currentKey → currentItems
	warm      atomic.Bool
}

// brief is what lists are made by. It lies close together: a list looks at all of them.
type brief struct {
	came     uint64 // as Item.came
	at       int64  // as Item.At
	year     int16
	provider int16 // place in Dossier.providers
	category zib.Category
	group    int32 // place in Dossier.groups, from 1; 0: it stands for itself alone
}

// Provider is a care provider that something was collected from.
type Provider struct {
	Key      Key
	Name     string // MedMij name; not shown
	Title    string // for people
	Services []ServiceState
	Items    int // that are shown

	shard  *shard
	number int     // place in Dossier.providers
	at     []int32 // entry → place in Dossier.all; -1: none
}

// ServiceState tells when a data service was collected, as far as anything came of it.
type ServiceState struct {
	ID       string
	Last     time.Time // the latest run that brought something
	Complete time.Time // the latest run that was complete; zero: never
}

// Whole tells whether the latest run was complete. Only then may "nothing found" be said.
func (s ServiceState) Whole() bool { return !s.Complete.IsZero() && !s.Last.After(s.Complete) }

// Whole tells whether all services of the provider were collected completely the last time.
func (p *Provider) Whole() bool {
	for _, s := range p.Services {
		if !s.Whole() {
			return false
		}
	}
	return len(p.Services) > 0
}

// Last returns when anything was last collected from the provider.
func (p *Provider) Last() time.Time {
	var last time.Time
	for _, s := range p.Services {
		if s.Last.After(last) {
			last = s.Last
		}
	}
	return last
}

// Item is one care item in the dossier: enough for ordering and finding. Care gives the rest.
type Item struct {
	*zib.Head
	Key      Key
	Provider *Provider
	At       int64     // seconds since 1970 on a Dutch clock: the moment that matters; undated where it has none
	First    time.Time // when it first came in
	Changed  time.Time // when what it says now first came in
	Gone     bool      // the provider no longer lists it
	Versions int       // contents that were seen, with this one

	pack  *zib.Pack
	pos   int32  // in the pack
	entry int32  // in the index of the provider
	year  int32  // of At; 0 where it has no date
	born  uint64 // versions of the index of the provider, as in version.came
	came  uint64
}

// Dated tells whether the item has a date.
func (it *Item) Dated() bool { return it.At != undated }

// Year returns the year of the item, 0 where it has no date.
func (it *Item) Year() int { return int(it.year) }

// Care returns the whole care item.
func (it *Item) Care() (*zib.Item, error) { return it.pack.Item(int(it.pos)) }

// Services lists the data services that named the item.
func (it *Item) Services() []string {
	var out []string
	for _, l := range it.ref().listings {
		if services := it.Provider.shard.provider.services; l.service < len(services) {
			out = append(out, services[l.service].id)
		}
	}
	return out
}

// Has tells whether the item has one of the marks.
func (it *Item) Has(marks ...zib.Mark) bool {
	for _, m := range it.Marks {
		if slices.Contains(marks, m) {
			return true
		}
	}
	return false
}

// Void tells whether the item should not have been: entered in error, or refuted.
func (it *Item) Void() bool { return it.Has(zib.MarkEnteredInError, zib.MarkRefuted) }

// Providers lists the providers that something was collected from, by title.
func (d *Dossier) Providers() []*Provider { return collected(d.providers) }

// Provider returns the provider of a key, nil if there is none.
func (d *Dossier) Provider(k Key) *Provider {
	for _, p := range d.providers {
		if p.Key == k {
			return p
		}
	}
	return nil
}

// Item returns the item of a key, parts too, nil if there is none.
func (d *Dossier) Item(k Key) *Item {
	if i, ok := d.byKey[k]; ok {
		return &d.all[i]
	}
	return nil
}

// order puts the newest first. What is of one moment stands by kind and by code, so that the
// tests of one blood sample come in the same order each time.
func order(a, b *Item) int {
	if a.At != b.At {
		return cmp.Compare(b.At, a.At)
	}
	return cmp.Or(
		cmp.Compare(a.Category, b.Category), cmp.Compare(a.Block, b.Block),
		cmp.Compare(a.Code.System, b.Code.System), cmp.Compare(a.Code.Code, b.Code.Code),
		cmp.Compare(a.Title.Key, b.Title.Key), cmp.Compare(a.Title.Text, b.Title.Text),
		cmp.Compare(a.Provider.Name, b.Provider.Name), cmp.Compare(a.Key, b.Key),
	)
}

// Len returns how many items are shown.
func (d *Dossier) Len() int { return len(d.shown) }

// Count returns how many items a category has.
func (d *Dossier) Count(c zib.Category) int {
	if int(c) >= len(d.counts) {
		return 0
	}
	return d.counts[c]
}

// Years lists the years that have items, newest first.
func (d *Dossier) Years() []int { return d.years }

// Whole tells whether everything was collected completely the last time.
func (d *Dossier) Whole() bool {
	all := d.Providers()
	for _, p := range all {
		if !p.Whole() {
			return false
		}
	}
	return len(all) > 0
}

func at(µs int64) time.Time {
	if µs == 0 {
		return time.Time{}
	}
	return time.UnixMicro(µs).UTC()
}

// assemble joins what each provider brought.
func assemble(r *root, version uint64, shards []*shard, c *choices) *Dossier {
	d := &Dossier{version: version, chosen: c.version, secret: r.secret}
	n := 0
	for _, s := range shards {
		n += len(s.index.entries)
	}
	d.all = make([]Item, 0, n)
	d.byKey = make(map[Key]int32, n)
	keys := &keyMaker{secret: r.secret}
	for _, s := range shards {
		if s.own {
			d.addOwn(s)
			continue
		}
		d.add(keys, s)
	}
	slices.SortFunc(d.providers, func(a, b *Provider) int {
		return cmp.Or(cmp.Compare(fold(a.Title), fold(b.Title)), cmp.Compare(a.Name, b.Name))
	})
	for i, p := range d.providers {
		p.number = i
	}
	slices.SortFunc(d.shown, func(i, j int32) int { return order(&d.all[i], &d.all[j]) })
	d.joinDoubles(c)
	last := 0
	d.briefs = make([]brief, len(d.shown))
	for n, i := range d.shown {
		it := &d.all[i]
		d.briefs[n] = brief{came: it.came, at: it.At, year: int16(it.year), provider: int16(it.Provider.number), category: it.Category}
		if g, joined := d.group[i]; joined {
			d.briefs[n].group = g + 1
		}
		d.counts[it.Category]++
		d.eachProvider(&d.briefs[n], func(p int16) { d.providers[p].Items++ })
		if y := it.Year(); y != 0 && y != last {
			d.years = append(d.years, y)
			last = y
		}
	}
	return d
}

func (d *Dossier) add(keys *keyMaker, s *shard) {
	p := &Provider{Key: keys.provider(s.provider.name), Name: s.provider.name, Title: s.provider.title, shard: s}
	for _, v := range s.provider.services {
		p.Services = append(p.Services, ServiceState{ID: v.id, Last: at(v.last), Complete: at(v.complete)})
	}
	slices.SortFunc(p.Services, func(a, b ServiceState) int { return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID)) })
	d.providers = append(d.providers, p)
	x := s.index
	p.at = make([]int32, len(x.entries))
	for i := range x.entries {
		e := &x.entries[i]
		p.at[i] = -1
		if e.item.none() {
			continue
		}
		b := s.blocks[e.item.block-1]
		it := Item{
			Head: &b.heads[e.item.pos], pack: b.pack, pos: e.item.pos, entry: int32(i), Provider: p,
			First: at(e.first()), Changed: at(e.versions[e.current].first), Gone: e.gone(), Versions: len(e.versions),
			born: e.versions[0].came, came: e.versions[e.current].came,
			Key: keys.item(p.Name, e.identity),
		}
		if it.Category > zib.CategoryOther {
			it.Category = zib.CategoryOther // of a newer program
		}
		it.At = wall(it.When.Start)
		if !it.Dated() {
			it.At = wall(it.When.End)
		}
		if it.Dated() {
			it.year = int32(min(yearOf(it.At), 9999))
		}
		n := int32(len(d.all))
		p.at[i] = n
		d.byKey[it.Key] = n
		d.all = append(d.all, it)
		if !e.part && it.Category != zib.CategoryNone && !s.double(e) {
			d.shown = append(d.shown, n)
		}
	}
}

// double tells whether the same resource is also there in the newer FHIR version, and is not
// less current: one provider may serve it in both.
func (s *shard) double(e *entry) bool {
	if !s.mixed || e.fhir == r4 {
		return false
	}
	o, ok := s.index.find(identity{r4, e.typ, e.id})
	if !ok || s.index.entries[o].ghost() {
		return false
	}
	return e.gone() || !s.index.entries[o].gone()
}
