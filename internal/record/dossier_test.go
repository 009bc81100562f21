// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strings"
	"testing"

	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/vault"
	"regie/internal/zib"
)

// opened gives the dossier of a practice person in a fresh database.
func opened(t testing.TB, key string) (*Keeper, *vault.Opened, *Dossier) {
	t.Helper()
	k, v := New(storetest.SQLite(t), Options{}), someone()
	applyAll(t, k, v, batches(practicePerson(t, key), dossier.Providers(), anchor))
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return k, v, d
}

func TestListsAreNewestFirstAndWhole(t *testing.T) {
	_, _, d := opened(t, "willem")
	if d.Len() < 100 || !d.Whole() || len(d.Providers()) < 3 {
		t.Fatalf("%d items of %d providers, whole %v", d.Len(), len(d.Providers()), d.Whole())
	}
	var got []*Item
	for n := 1; n <= d.List(Filter{}, 1, 30).Pages; n++ {
		p := d.List(Filter{}, n, 30)
		if p.Total != d.Len() || p.Number != n || (len(p.Items) != 30 && n < p.Pages) {
			t.Errorf("page %d: %d of %d", n, len(p.Items), p.Total)
		}
		got = append(got, p.Items...)
	}
	if len(got) != d.Len() {
		t.Errorf("pages have %d items of %d", len(got), d.Len())
	}
	seen := map[Key]bool{}
	for i, it := range got {
		if seen[it.Key] {
			t.Errorf("%s twice", it.Type)
		}
		seen[it.Key] = true
		if it.Part || d.Item(it.Key) != it {
			t.Errorf("%s %s: part %v", it.Type, it.ID, it.Part)
		}
		if i > 0 && got[i-1].At < it.At {
			t.Errorf("%s comes after %s", it.When.Start, got[i-1].When.Start)
		}
	}
	if p := d.List(Filter{}, 10_000, 30); p.Number != p.Pages || len(p.Items) == 0 {
		t.Errorf("a page that is not there: %+v", p)
	}
	if p := d.List(Filter{}, -4, 30); p.Number != 1 {
		t.Errorf("page -4: %d", p.Number)
	}
}

func TestFilters(t *testing.T) {
	_, _, d := opened(t, "willem")
	sum := 0
	for _, f := range d.Facets(Filter{}).Categories {
		p := d.List(Filter{Categories: []zib.Category{f.Category}}, 1, 1)
		if p.Total != f.Count || d.Count(f.Category) != f.Count {
			t.Errorf("%v: %d, %d and %d", f.Category, p.Total, f.Count, d.Count(f.Category))
		}
		sum += f.Count
	}
	if sum != d.Len() {
		t.Errorf("categories have %d items of %d", sum, d.Len())
	}
	sum = 0
	for _, f := range d.Facets(Filter{}).Providers {
		if p := d.List(Filter{Provider: f.Provider.Key}, 1, 1); p.Total != f.Count || f.Provider.Items != f.Count {
			t.Errorf("%s: %d, %d and %d", f.Provider.Title, p.Total, f.Count, f.Provider.Items)
		}
		sum += f.Count
	}
	for _, g := range d.groups { // on one card, at each provider that tells it
		tellers := map[Key]bool{}
		for _, i := range g {
			tellers[d.all[i].Provider.Key] = true
		}
		sum -= len(tellers) - 1
	}
	if sum != d.Len() {
		t.Errorf("providers have %d items of %d", sum, d.Len())
	}
	years := d.Facets(Filter{}).Years
	if len(years) != len(d.Years()) || len(years) < 3 {
		t.Errorf("years %v and %v", years, d.Years())
	}
	for i, f := range years {
		if p := d.List(Filter{Year: f.Year}, 1, 1); p.Total != f.Count || p.Items[0].Year() != f.Year || d.Years()[i] != f.Year {
			t.Errorf("%d: %d and %d", f.Year, p.Total, f.Count)
		}
	}
	// A choice counts what is left when only it is left open.
	f := Filter{Provider: d.Providers()[0].Key, Year: d.Years()[1]}
	all := d.Facets(f)
	for _, c := range all.Categories {
		if p := d.List(Filter{Provider: f.Provider, Year: f.Year, Categories: []zib.Category{c.Category}}, 1, 1); p.Total != c.Count {
			t.Errorf("%v: %d and %d", c.Category, p.Total, c.Count)
		}
	}
	for _, c := range all.Providers {
		if p := d.List(Filter{Provider: c.Provider.Key, Year: f.Year}, 1, 1); p.Total != c.Count {
			t.Errorf("%s: %d and %d", c.Provider.Title, p.Total, c.Count)
		}
	}
	both := Filter{Provider: d.Providers()[0].Key, Categories: []zib.Category{zib.CategoryMedication, zib.CategoryLab}}
	for _, it := range d.List(both, 1, 1000).Items {
		if it.Provider != d.Providers()[0] || (it.Category != zib.CategoryMedication && it.Category != zib.CategoryLab) {
			t.Errorf("%s of %s passed", it.Category, it.Provider.Title)
		}
	}
}

func TestKeysTellNothingAndStay(t *testing.T) {
	k, v, d := opened(t, "willem")
	again, err := New(k.db, Options{}).Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	_, _, other := opened(t, "willem")
	for _, i := range d.shown[:20] {
		it := &d.all[i]
		if o := again.Item(it.Key); o == nil || o.ID != it.ID {
			t.Errorf("%s is another item in the next session", it.Key)
		}
		if other.Item(it.Key) != nil {
			t.Errorf("%s means something in another dossier", it.Key)
		}
		if back, ok := ParseKey(it.Key.String()); !ok || back != it.Key {
			t.Errorf("%s does not parse", it.Key)
		}
	}
	for _, s := range []string{"", "0", "00000000000000000", "000000000000000G", "ABCDEF0123456789", "../etc/passwd/../"} {
		if _, ok := ParseKey(s); ok {
			t.Errorf("%q parses", s)
		}
	}
	if d.Item(0) != nil || d.Provider(0) != nil {
		t.Error("key 0 means something")
	}
}

func TestSeriesJoinProviders(t *testing.T) {
	_, _, d := opened(t, "willem")
	tests, pressures, providers := 0, 0, 0
	for _, i := range d.shown {
		it := &d.all[i]
		for _, s := range d.Series(it) {
			from := map[*Provider]bool{}
			own := false
			for n, p := range s.Points {
				from[p.Item.Provider] = true
				own = own || p.Item == it
				if n > 0 && s.Points[n-1].At > p.At {
					t.Errorf("%s: points are not in order", it.Title.In(text.NL))
				}
				if p.Quantity.Number == "" || p.Item.Void() && p.Item != it {
					t.Errorf("%s: %+v", it.Title.In(text.NL), p.Quantity)
				}
			}
			if !own {
				t.Errorf("%s is not in its own series", it.Title.In(text.NL))
			}
			tests++
			if len(from) > 1 {
				providers++
			}
		}
		if it.Block == "BloodPressure" && len(d.Series(it)) == 2 {
			pressures++
		}
	}
	if tests < 20 || pressures == 0 {
		t.Errorf("%d series, %d blood pressures with two", tests, pressures)
	}
	if providers == 0 {
		t.Error("no series has values of two providers")
	}
}

func TestRelatedGoesBothWays(t *testing.T) {
	_, _, d := opened(t, "willem")
	pairs := 0
	for _, i := range d.shown {
		it := &d.all[i]
		for _, r := range d.Related(it) {
			pairs++
			if r.Item == it || r.Item.Part {
				t.Errorf("%s is related to %s", it.Type, r.Item.Type)
			}
			back := d.Related(r.Item)
			if r.Sure == Visit { // the page of a problem has what only shares a visit with it
				if p := d.Problem(r.Item, anchor); p != nil {
					back = d.Thread(p).Told
				}
			}
			if !slices.ContainsFunc(back, func(b Relation) bool { return b.Item == it }) {
				t.Errorf("%s/%s knows %s/%s and not the other way round", it.Type, it.ID, r.Item.Type, r.Item.ID)
			}
		}
	}
	if pairs < 10 {
		t.Errorf("%d relations", pairs)
	}
}

func TestOverview(t *testing.T) {
	_, _, d := opened(t, "willem")
	medicines, _ := d.Current(zib.CategoryMedication, anchor)
	if d.Count(zib.CategoryMedication) > 0 && len(medicines) < 2 {
		t.Errorf("%d medicines now", len(medicines))
	}
	for _, it := range medicines {
		if it.Has(zib.MarkStopped, zib.MarkCancelled, zib.MarkEnteredInError) || (it.When.End != "" && wall(it.When.End) < wallOf(anchor)-86400*366) {
			t.Errorf("%s is no medicine of now: %+v %v", it.Title.In(text.NL), it.When, it.Marks)
		}
	}
	upcoming := d.Upcoming(anchor, 3)
	if len(upcoming) == 0 {
		t.Error("nothing is coming up")
	}
	for i, it := range upcoming {
		if it.At < wallOf(anchor) || (i > 0 && upcoming[i-1].At > it.At) {
			t.Errorf("coming up: %s", it.When.Start)
		}
	}
	tiles := d.LastMeasured(6)
	if len(tiles) != 6 || !tiles[0].isPressure() {
		t.Errorf("%d tiles, the first %+v", len(tiles), tiles[0])
	}
	if it := d.LatestOf(zib.CategoryLab, anchor); it == nil || it.At > wallOf(anchor) {
		t.Errorf("latest lab result: %v", it)
	}
}

func TestCurrentLeavesOutWhatEnded(t *testing.T) {
	day := wall("2026-11-20")
	for name, c := range map[string]struct {
		it   Item
		want bool
	}{
		"open":                {Item{Head: &zib.Head{When: zib.When{Start: "2020-01-01", Open: true}}}, true},
		"no date":             {Item{Head: &zib.Head{}}, true},
		"ends today":          {Item{Head: &zib.Head{When: zib.When{End: "2026-11-20"}}}, true},
		"ended yesterday":     {Item{Head: &zib.Head{When: zib.When{End: "2026-11-19"}}}, false},
		"ends this month":     {Item{Head: &zib.Head{When: zib.When{End: "2026-11"}}}, true},
		"ended this morning":  {Item{Head: &zib.Head{When: zib.When{End: "2026-11-19T23:00:00+01:00"}}}, false},
		"ended last year":     {Item{Head: &zib.Head{When: zib.When{End: "2025"}}}, false},
		"ends this year":      {Item{Head: &zib.Head{When: zib.When{End: "2026"}}}, true},
		"begins tomorrow":     {Item{Head: &zib.Head{When: zib.When{Start: "2026-11-21"}}}, false},
		"stopped":             {Item{Head: &zib.Head{Marks: []zib.Mark{zib.MarkStopped}}}, false},
		"entered in error":    {Item{Head: &zib.Head{Marks: []zib.Mark{zib.MarkEnteredInError}}}, false},
		"paused is still now": {Item{Head: &zib.Head{Marks: []zib.Mark{zib.MarkPaused}}}, true},
		"gone":                {Item{Head: &zib.Head{}, Gone: true}, false},
		"end that is no date": {Item{Head: &zib.Head{When: zib.When{End: "soon"}}}, true},
	} {
		if got := c.it.holds(day); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		all := batches(practicePerson(t, "willem"), dossier.Providers(), anchor)
		final := func(b Batch) (n int) {
			for _, r := range b.Resources {
				n += strings.Count(string(r.Raw), `"status":"final"`)
			}
			return n
		}
		slices.SortStableFunc(all, func(a, b Batch) int { return final(b) - final(a) }) // first what can be amended below
		visit := func(session store.ID) []News {
			t.Helper()
			d, err := k.Open(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			seen, err := k.Visit(t.Context(), v, session, d)
			if err != nil {
				t.Fatal(err)
			}
			return d.News(seen)
		}
		one, two, three := store.NewID(nil), store.NewID(nil), store.NewID(nil)
		if n := visit(one); len(n) != 0 {
			t.Errorf("an empty dossier has news: %+v", n)
		}
		applyAll(t, k, v, all[:1])
		first := visit(one)
		if len(first) != 1 || first[0].New == 0 || first[0].Changed != 0 || len(first[0].Latest) != 3 {
			t.Errorf("first collect: %+v", first)
		}
		if again := visit(one); len(again) != 1 || again[0].New != first[0].New {
			t.Error("what is new does not stay new during a visit")
		}
		// Looking elsewhere counts as no visit.
		if seen, err := k.Seen(t.Context(), v, two); err != nil || seen.First() {
			t.Errorf("seen %+v, %v", seen, err)
		}
		if n := visit(two); len(n) != 0 {
			t.Errorf("nothing happened, and there is news: %+v", n)
		}
		// What was asked before the last visit and comes in after it is new all the same.
		late := all[len(all)-1]
		late.At = late.At.AddDate(-1, 0, 0)
		applyAll(t, k, v, []Batch{late})
		if n := visit(three); len(n) != 1 || n[0].Provider.Name != late.Provider {
			t.Errorf("late batch: %+v", n)
		}
		changed := all[0]
		changed.At = changed.At.AddDate(0, 0, 1)
		changed.Resources = bytesReplaced(changed.Resources, `"status":"final"`, `"status":"amended"`)
		c := applyAll(t, k, v, []Batch{changed})
		n := visit(store.NewID(nil))
		if c.ChangedItems == 0 || len(n) != 1 || n[0].Changed != c.ChangedItems || n[0].New != 0 {
			t.Errorf("changed %+v: %+v", c, n)
		}
	})
}
