// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"regie/internal/text"
	"regie/internal/zib"
)

// nl is the language in which things are compared: that of the providers.
const nl = text.NL

// remedy is one item about a medicine, reduced to what joining and dating need.
type remedy struct {
	it         *Item
	role       MedicineRole
	product    product
	keys       []string // what makes it one with others
	from, to   string   // literal dates of use
	start, end int64    // the same on the wall; undated: not told. end is the first moment after it
	said       int64
	saidOn     string
	numbers    []string // of the instruction
	before     []zib.Ref
	stop       bool // stopped or paused
	pause      bool
}

// newRemedy reads what an item says about a medicine; known keeps the products of names that were read before.
func newRemedy(it *Item, known map[string]product) *remedy {
	name := it.Title.In(nl)
	p, ok := known[name]
	if !ok {
		p = productOf(name)
		known[name] = p
	}
	r := &remedy{it: it, role: roleOf(it), product: p, start: undated, end: undated, said: undated}
	r.keys = append(codeKeys(it.Code, r.product), r.product.key())
	if it.Group != "" {
		r.keys = append(r.keys, "#"+it.Group)
	}
	r.pause = it.Has(zib.MarkPaused)
	r.stop = r.pause || it.Has(zib.MarkStopped, zib.MarkNotDone, zib.MarkNotUsed)
	care, err := it.Care()
	if err != nil {
		return r
	}
	for _, label := range [...]string{zib.FactMedicineAgreed, "zib.med.recorded", zib.FactMedicineHandedOver, "zib.med.requested", "zib.med.given"} {
		if w := momentOf(care.Fact(label)); w != "" {
			r.saidOn, r.said = w, wall(w)
			break
		}
	}
	period := care.Fact(zib.FactMedicinePeriod)
	if period != nil || r.said == undated || r.role == MedicineOwn {
		r.from, r.to = it.When.Start, it.When.End
		if it.When.Start == it.When.End && it.When.Start != "" && period == nil {
			r.to = ""
		}
	}
	if r.said == undated {
		r.saidOn, r.said = it.When.Start, wall(it.When.Start)
	}
	r.start = wall(r.from)
	if r.to != "" {
		r.end = endOf(r.to, wall(r.to))
	} else if days := lasting(period); days > 0 && r.start != undated {
		last := time.Unix(r.start, 0).UTC().AddDate(0, 0, days-1)
		r.to, r.end = last.Format(time.DateOnly), last.AddDate(0, 0, 1).Unix()
	}
	if r.role == MedicineDispensed || r.role == MedicineRequested {
		r.enough(care)
	}
	if use := care.Fact(zib.FactMedicineUse); use != nil {
		for _, v := range use.Values {
			if v.Phrase != nil {
				r.numbers = append(r.numbers, doseNumbers(v.Phrase.In(nl))...)
			}
		}
	}
	for _, l := range care.Links {
		switch l.Label.Key {
		case zib.FactMedicineBefore, zib.FactMedicineAgreement, "zib.med.pharmacyagreement", "zib.med.request":
			r.before = append(r.before, l.To)
		}
	}
	return r
}

func roleOf(it *Item) MedicineRole {
	if it.Provider.Own() {
		return MedicineOwn
	}
	switch it.Block {
	case "MedicationAgreement":
		return MedicineAgreed
	case "VariableDosingRegimen":
		return MedicineSchedule
	case "AdministrationAgreement":
		return MedicinePharmacy
	case "MedicationUse":
		return MedicineUsed
	case "Dispense":
		return MedicineDispensed
	case "DispenseRequest":
		return MedicineRequested
	case "MedicationAdministration":
		return MedicineGiven
	}
	return MedicineOtherwords
}

// dispensedFor is how long a medicine that was handed over counts as lately handed over, where
// nobody says for how long it is enough: a Dutch pharmacy gives for three months at most, and a
// little more for holidays.
const dispensedFor = 120

// enough works out until when what was handed over lasts.
func (r *remedy) enough(care *zib.Item) {
	if r.start == undated {
		r.start = r.said
	}
	if r.end != undated || r.said == undated {
		return
	}
	days := dispensedFor
	if n := lasting(care.Fact("zib.med.enough")); n > 0 {
		days = n
	}
	r.end = r.said + int64(days)*86400
}

// momentOf is the literal start of a fact that is a moment.
func momentOf(f *zib.Fact) string {
	if f == nil {
		return ""
	}
	for _, v := range f.Values {
		if v.When != nil && v.When.Start != "" {
			return v.When.Start
		}
		if v.Phrase != nil && v.Phrase.Key == "#date" {
			return v.Phrase.Text
		}
	}
	return ""
}

// lasting is a length of time in a fact, in days; 0 where there is none.
func lasting(f *zib.Fact) int {
	if f == nil {
		return 0
	}
	for _, v := range f.Values {
		if q := v.Quantity; q != nil {
			if n := daysOf(q.Number, q.UnitCode, q.Unit); n > 0 {
				return n
			}
		}
		if v.Phrase != nil {
			if n := lastingIn(*v.Phrase); n > 0 {
				return n
			}
		}
	}
	return 0
}

func lastingIn(p zib.Phrase) int {
	if p.Key == "#qty" {
		unit := ""
		if len(p.Args) > 0 {
			unit = p.Args[0].Text
		}
		return daysOf(p.Text, p.Code, unit)
	}
	for _, a := range p.Args {
		if n := lastingIn(a); n > 0 {
			return n
		}
	}
	return 0
}

func daysOf(literal, code, unit string) int {
	n, err := strconv.ParseFloat(literal, 64)
	if err != nil || n <= 0 || n > 36500 {
		return 0
	}
	switch code {
	case "d":
	case "wk":
		n *= 7
	case "mo":
		n *= 30.4375
	case "a":
		n *= 365.25
	case "h":
		n /= 24
	default:
		switch unit {
		case "dag", "dagen":
		case "week", "weken":
			n *= 7
		case "maand", "maanden":
			n *= 30.4375
		default:
			return 0
		}
	}
	return max(1, int(n+0.5))
}

// doseNumbers lists the numbers of an instruction, with "halve" as one, to tell whether two differ.
func doseNumbers(s string) []string {
	var out []string
	for _, w := range nameWords(fold(s)) {
		switch {
		case isNumber(w):
			out = append(out, w)
		case w == "halve" || w == "half":
			out = append(out, "0.5")
		}
	}
	return out
}

// steady orders items in the same way in every dossier, also where nothing else tells them apart:
// order ends with a key that is another in each.
func steady(a, b *Item) int {
	if c := cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.Block, b.Block)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Title.Text, b.Title.Text), cmp.Compare(a.Provider.Name, b.Provider.Name),
		cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID), cmp.Compare(a.FHIR, b.FHIR))
}

// lately orders what was said last first.
func lately(a, b *remedy) int {
	if c := cmp.Or(cmp.Compare(b.said, a.said), cmp.Compare(b.start, a.start), cmp.Compare(a.role, b.role)); c != 0 {
		return c
	}
	return steady(a.it, b.it)
}

// joinRemedies puts together what is of one treatment, of one product, or follows from one another.
func joinRemedies(d *Dossier, all []*remedy) [][]*remedy {
	set := make([]int, len(all))
	for i := range set {
		set[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if set[i] != i {
			set[i] = find(set[i])
		}
		return set[i]
	}
	join := func(a, b int) {
		if a, b = find(a), find(b); a != b {
			set[max(a, b)] = min(a, b)
		}
	}
	by := map[string]int{}
	place := make(map[*Item]int, len(all))
	for i, r := range all {
		place[r.it] = i
		for _, k := range r.keys {
			if r.it.Void() && k[0] == '#' {
				continue // what was a mistake ties nothing together
			}
			if o, ok := by[k]; ok {
				join(o, i)
			} else {
				by[k] = i
			}
		}
	}
	for i, r := range all {
		for _, ref := range r.before {
			if to := d.Refer(r.it, ref); to != nil {
				if o, ok := place[to]; ok && !r.it.Void() && !to.Void() && r.product.substance == all[o].product.substance {
					join(i, o)
				}
			}
		}
	}
	joinVague(all, find, join)
	groups := map[int][]*remedy{}
	for i, r := range all {
		groups[find(i)] = append(groups[find(i)], r)
	}
	out := make([][]*remedy, 0, len(groups))
	for _, g := range groups {
		slices.SortFunc(g, lately)
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b []*remedy) int { return steady(a[0].it, b[0].it) })
	return out
}

// joinVague joins a name that leaves out strength or form with the only product that it can be.
func joinVague(all []*remedy, find func(int) int, join func(a, b int)) {
	full := map[string][]int{} // substance → items that tell all
	for i, r := range all {
		if p := r.product; p.substance != "" && p.strength != "" && p.form != "" {
			full[p.substance] = append(full[p.substance], i)
		}
	}
	type pair struct{ a, b int }
	var found []pair
	for i, r := range all {
		if p := r.product; p.substance == "" || p.strength != "" && p.form != "" {
			continue
		}
		to, only := -1, true
		for _, o := range full[r.product.substance] {
			if !r.product.fits(all[o].product) {
				continue
			}
			if to >= 0 && find(o) != find(to) {
				only = false
				break
			}
			to = o
		}
		if to >= 0 && only {
			found = append(found, pair{i, to})
		}
	}
	for _, p := range found { // afterwards, so that one does not change what the next finds
		join(p.a, p.b)
	}
}
