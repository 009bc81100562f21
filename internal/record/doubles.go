// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"strings"

	"regie/internal/text"
	"regie/internal/zib"
)

// This file joins what two sources tell of one event, condition or paper: on screen it is one
// card, in the dossier both stay. A source is a provider, or a data service of one.
//
// A rule may only join what is the same beyond reasonable doubt, because a card that is missing
// is worse than a card too many. So both must say the same thing (by code or by name), of the
// same moment, with the same value and the same marks, and neither source may say it twice.
// The outcome depends on what is in the dossier alone, and not on the order in which it came.
// Medicines have rules of their own: see medicines.go.

// rule says what must be the same for items of a category, besides what they are about and
// their marks.
type rule uint8

const (
	ruleDay     rule = 1 << iota // the day, as precisely as both tell it
	ruleMinute                   // the minute: what has no time of the day is never joined
	ruleMoment                   // the minute; a mere date fits the only one of that day
	ruleLasting                  // no moment at all: it holds for years, whoever wrote it down when
	ruleValue                    // the one fact of the card
	ruleSource                   // who wrote it
	ruleBlock                    // the building block
)

var rules = [zib.CategoryOther + 1]rule{
	zib.CategoryProblems:     ruleDay,
	zib.CategoryAllergies:    ruleLasting,
	zib.CategoryAlerts:       ruleLasting,
	zib.CategoryLab:          ruleMoment | ruleValue,
	zib.CategoryMeasurements: ruleMoment | ruleValue,
	zib.CategoryVaccinations: ruleDay,
	zib.CategoryTreatments:   ruleDay | ruleBlock,
	zib.CategoryVisits:       ruleMinute | ruleBlock,
	zib.CategoryAppointments: ruleMinute,
	zib.CategoryDocuments:    ruleDay | ruleSource | ruleBlock,
	zib.CategoryAgreements:   ruleDay | ruleValue | ruleBlock,
	zib.CategoryLifestyle:    ruleMoment | ruleValue,
	zib.CategoryFunction:     ruleMoment | ruleValue,
	zib.CategoryDevices:      ruleDay | ruleBlock,
}

// joinDoubles finds the groups of items that tell the same among those that are shown, which are
// in order, and leaves of each group only the first among them.
func (d *Dossier) joinDoubles(c *choices) {
	auto := d.alike()
	groups := c.apply(d, auto)
	if len(groups) == 0 {
		return
	}
	d.group = make(map[int32]int32, 2*len(groups))
	follows := map[int32]bool{}
	for _, g := range groups {
		slices.SortFunc(g, func(i, j int32) int { return leads(&d.all[i], &d.all[j]) })
		n := int32(len(d.groups))
		d.groups = append(d.groups, g)
		for at, i := range g {
			d.group[i] = n
			if at > 0 {
				follows[i] = true
			}
		}
	}
	d.shown = slices.DeleteFunc(d.shown, func(i int32) bool { return follows[i] })
}

// leads orders the items of a group: the first stands for all.
func leads(a, b *Item) int {
	return cmp.Or(
		compareBool(a.Gone, b.Gone),
		-cmp.Compare(precision(a), precision(b)), // who tells the time of the day knows more
		cmp.Compare(a.Provider.Name, b.Provider.Name),
		cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID), cmp.Compare(a.FHIR, b.FHIR),
	)
}

// precision is how much of its moment an item tells: 4 for a year, 7, 10, or 16 for a minute.
func precision(it *Item) int {
	literal := it.When.Start
	if wall(literal) == undated {
		literal = it.When.End
	}
	switch n := len(literal); {
	case n >= 16:
		return 16
	case n >= 10:
		return 10
	case n >= 7:
		return 7
	default:
		return n
	}
}

// alike returns the groups that the rules make.
func (d *Dossier) alike() [][]int32 {
	if len(d.providers) < 2 && !slices.ContainsFunc(d.providers, func(p *Provider) bool { return len(p.Services) > 1 }) {
		return nil
	}
	var out [][]int32
	var lasting, today [zib.CategoryOther + 1][]int32
	day := int64(undated)
	flush := func(buckets *[zib.CategoryOther + 1][]int32) {
		for c := range buckets {
			if len(buckets[c]) > 1 {
				out = d.bucket(out, buckets[c], rules[c])
			}
			buckets[c] = buckets[c][:0]
		}
	}
	for _, i := range d.shown { // in order of time, so that a day lies together
		it := &d.all[i]
		r := rules[it.Category]
		switch {
		case r == 0 || it.Void():
		case r&ruleLasting != 0:
			lasting[it.Category] = append(lasting[it.Category], i)
		case it.Dated():
			if at := it.At / 86400; at != day {
				flush(&today)
				day = at
			}
			today[it.Category] = append(today[it.Category], i)
		}
	}
	flush(&today)
	flush(&lasting)
	return out
}

// bucket adds the groups among items of one category and one day.
func (d *Dossier) bucket(out [][]int32, items []int32, r rule) [][]int32 {
	if items = d.candidates(items, r); len(items) < 2 {
		return out
	}
	u := newUnion(len(items))
	first := map[string]int{}      // what is said, and when → the first that says it
	moments := map[string][2]int{} // what is said → of how many minutes, and one that says it
	vague := map[int][]string{}    // those with a mere date → what they say
	for n, i := range items {
		it := &d.all[i]
		says := it.says(r)
		moment := it.moment(r)
		if says == nil || moment == "" {
			continue
		}
		for _, s := range says {
			k := moment + s
			f, known := first[k]
			if !known {
				first[k] = n
			} else {
				u.join(n, f)
			}
			if r&ruleMoment == 0 {
				continue
			}
			if precision(it) < 16 {
				vague[n] = append(vague[n], s)
			} else if !known {
				m := moments[s]
				moments[s] = [2]int{m[0] + 1, n}
			}
		}
	}
	for n, says := range vague {
		for _, s := range says {
			if m := moments[s]; m[0] == 1 {
				u.join(n, m[1])
			}
		}
	}
	for _, g := range u.groups() {
		group := make([]int32, len(g))
		for n, at := range g {
			group[n] = items[at]
		}
		if d.oneOfEach(group) {
			out = append(out, group)
		}
	}
	return out
}

// moment is the part of a key that says when; empty where the item can't be joined.
func (it *Item) moment(r rule) string {
	p := precision(it)
	switch {
	case r&ruleLasting != 0:
		return "-"
	case r&ruleMinute != 0 && p < 16:
		return ""
	case r&(ruleMinute|ruleMoment) != 0 && p == 16:
		m := it.At % 86400 / 60
		return string([]byte{'m', byte(m >> 8), byte(m)})
	case p >= 10:
		return "d"
	}
	return string([]byte{'p', byte(p)}) // a month or a year fits nothing but the same
}

// says are the keys of what an item says, without when: by its code and by its name in our
// words. Both have everything else that must be the same.
func (it *Item) says(r rule) []string {
	var b strings.Builder
	for m := zib.MarkStopped; m <= zib.MarkOther; m++ { // in whatever order they were read
		if it.Has(m) {
			b.WriteByte(byte(m))
		}
	}
	b.WriteByte(0)
	switch {
	case r&ruleBlock != 0:
		b.WriteString(it.Block)
	case it.Category == zib.CategoryProblems && it.Block == episodeBlock:
		b.WriteString(it.Block) // what a GP keeps together is more than the diagnosis
	}
	b.WriteByte(0)
	if r&ruleSource != 0 {
		source := fold(it.Source.In(text.NL))
		if source == "" {
			return nil
		}
		b.WriteString(source)
	}
	if r&ruleValue != 0 {
		value := it.valueKey()
		if value == "" {
			return nil
		}
		b.WriteString(value)
	}
	b.WriteByte(0)
	rest := b.String()
	var out []string
	if it.Code.Code != "" && it.Code.System != "" {
		out = append(out, rest+"c"+codeKey(it.Code))
	}
	if title := fold(it.Title.In(text.NL)); title != "" && !dullTitle(it) {
		out = append(out, rest+"t"+title)
	}
	return out
}

// dullTitle tells of a title that only says what kind of thing it is: that says too little.
func dullTitle(it *Item) bool { return strings.HasPrefix(it.Title.Key, "zib.block.") }

// valueKey says the fact on the card so that 7.20 and 7.2 are one; empty where there is none.
func (it *Item) valueKey() string {
	if it.Summary == nil || len(it.Summary.Values) == 0 {
		return ""
	}
	var b strings.Builder
	for _, v := range it.Summary.Values {
		switch {
		case v.Quantity != nil && v.Quantity.Number != "":
			q := *v.Quantity
			q.Number, q.NumberHigh = plainNumber(q.Number), plainNumber(q.NumberHigh)
			b.WriteString(fold(zib.Amount(&q).In(text.NL)))
			b.WriteByte(byte(q.FlagCode))
		case v.Phrase != nil:
			b.WriteString(fold(v.Phrase.In(text.NL)))
		case v.When != nil:
			b.WriteString(v.When.Start + "/" + v.When.End)
		}
		b.WriteByte(1)
	}
	if s := b.String(); strings.Trim(s, "\x00\x01") != "" {
		return s
	}
	return ""
}

// plainNumber takes the zeros off that do not change a number.
func plainNumber(s string) string {
	if strings.IndexByte(s, '.') < 0 || strings.ContainsAny(s, "eE") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// candidates leaves those of which another source may say the same, by what costs nothing to
// look at: most items of a day are not alike at all.
func (d *Dossier) candidates(items []int32, r rule) []int32 {
	first := &d.all[items[0]]
	if !slices.ContainsFunc(items[1:], func(i int32) bool { return otherSource(first, &d.all[i]) }) {
		return nil
	}
	if len(items) > 64 {
		return items // rather a table of words than that many comparisons
	}
	var out []int32
	for _, i := range items {
		it := &d.all[i]
		if slices.ContainsFunc(items, func(j int32) bool {
			o := &d.all[j]
			return i != j && (r&ruleValue == 0 || mayEqual(it, o)) && otherSource(it, o)
		}) {
			out = append(out, i)
		}
	}
	return out
}

// mayEqual tells of two items with a value whether their numbers can be the same.
func mayEqual(a, b *Item) bool {
	p, q := firstQuantity(a), firstQuantity(b)
	if p == nil || q == nil {
		return p == q
	}
	return plainNumber(p.Number) == plainNumber(q.Number) && p.Comparator == q.Comparator
}

func firstQuantity(it *Item) *zib.Quantity {
	if it.Summary == nil || len(it.Summary.Values) == 0 {
		return nil
	}
	return it.Summary.Values[0].Quantity
}

// oneOfEach tells whether every item is of another source. Who says a thing twice means two things.
func (d *Dossier) oneOfEach(group []int32) bool {
	for n, i := range group {
		for _, j := range group[:n] {
			if !otherSource(&d.all[i], &d.all[j]) {
				return false
			}
		}
	}
	return true
}

// otherSource tells whether two items are of two providers, or of one that told them in services
// that have nothing in common.
func otherSource(a, b *Item) bool {
	if a.Provider != b.Provider {
		return true
	}
	ours, theirs := a.ref().listings, b.ref().listings
	if len(ours) == 0 || len(theirs) == 0 {
		return false
	}
	for _, l := range ours {
		if slices.ContainsFunc(theirs, func(o listing) bool { return o.service == l.service }) {
			return false
		}
	}
	return true
}
