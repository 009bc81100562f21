// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"

	"regie/internal/zib"
)

// thread names what replaces each other: one provider, one role, one treatment. What the pharmacy
// hands over may be several products of one treatment at a time.
type thread struct {
	provider *Provider
	role     MedicineRole
	group    string
	product  string
}

func (r *remedy) thread() thread {
	t := thread{provider: r.it.Provider, role: r.role, group: r.it.Group}
	if t.group == "" || r.role == MedicinePharmacy || r.role == MedicineDispensed || r.role == MedicineUsed {
		t.product = r.product.key()
	}
	return t
}

// medicineOn works out what the sources of a medicine say on a day (wall time of its first moment).
func medicineOn(g []*remedy, today int64) *Medicine {
	m := &Medicine{Items: make([]*Item, len(g))}
	var threads []thread
	of := map[thread][]*remedy{}
	first := int64(undated)
	for i, r := range g {
		m.Items[i] = r.it
		t := r.thread()
		if of[t] == nil {
			threads = append(threads, t)
		}
		of[t] = append(of[t], r)
		for _, w := range [...]string{r.from, r.saidOn} {
			if at := wall(w); at != undated && !r.it.Void() && (first == undated || at < first) {
				first, m.First = at, w
			}
		}
	}
	rs := map[*Item]*remedy{}
	for _, r := range g {
		rs[r.it] = r
	}
	for _, t := range threads {
		m.Sources = append(m.Sources, sourceOn(of[t], today))
	}
	slices.SortStableFunc(m.Sources, func(a, b MedicineSource) int {
		if c := cmp.Or(cmp.Compare(a.weight(), b.weight()), cmp.Compare(a.Role, b.Role), cmp.Compare(b.said, a.said)); c != 0 {
			return c
		}
		return steady(a.Item, b.Item)
	})
	m.settle(rs)
	return m
}

// weight orders sources for the list: what speaks for now before what is past, a state that
// somebody gave before one that only follows from a date.
func (s *MedicineSource) weight() int {
	if s.State == MedicineMistaken {
		return 9
	}
	if s.State == MedicineUnlisted {
		return 8
	}
	if s.Role > MedicineOwn { // no more than a trace of use
		return 5 + s.State.section()/4
	}
	return s.State.section()
}

// settle decides what all sources together say, and what they do not agree about.
func (m *Medicine) settle(rs map[*Item]*remedy) {
	m.State, m.Lead = m.Sources[0].State, m.Sources[0].Item
	if m.State == MedicineUsing && m.Sources[0].Role > MedicineOwn {
		m.State = MedicineLately
	}
	for i := range m.Sources {
		a := &m.Sources[i]
		if a.State != MedicineUsing || a.Role > MedicineOwn {
			continue
		}
		for j := range m.Sources {
			b := &m.Sources[j]
			if i == j || b.Role > MedicineOwn {
				continue
			}
			other := a.Provider != b.Provider || a.Role != b.Role && a.group == b.group
			if (b.State == MedicineStopped || b.State == MedicinePaused) && other && (b.said >= a.said || a.said == undated) {
				m.DifferState = true
			}
			if b.State == MedicineUsing && i < j {
				ra, rb := rs[a.Item], rs[b.Item]
				if differ(ra.numbers, rb.numbers) {
					m.DifferUse = true
				}
				if other && ra.product.strength != "" && rb.product.strength != "" && ra.product.strength != rb.product.strength {
					m.DifferStrength = true
				}
			}
		}
	}
}

// differ tells whether two instructions have other numbers. One that says less does not differ.
func differ(a, b []string) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return true
		}
	}
	return false
}

// sourceOn works out what one thread says on a day. What was said last comes first.
func sourceOn(all []*remedy, today int64) MedicineSource {
	tomorrow := today + 86400
	source := func(r *remedy, s MedicineState) MedicineSource {
		out := MedicineSource{Role: r.role, Provider: r.it.Provider, Item: r.it, State: s, Since: r.from, Until: r.to, Said: r.saidOn, group: r.it.Group, said: r.said}
		if out.Since == "" && s == MedicineUsing && r.role <= MedicineOwn {
			out.Since = r.saidOn
		}
		return out
	}
	var live []*remedy
	gone := false
	for _, r := range all {
		switch {
		case r.it.Void() || r.it.Has(zib.MarkCancelled, zib.MarkDraft):
		case r.it.Gone:
			gone = true
		default:
			live = append(live, r)
		}
	}
	if len(live) == 0 {
		if gone {
			return source(all[slices.IndexFunc(all, func(r *remedy) bool { return r.it.Gone })], MedicineUnlisted)
		}
		return source(all[0], MedicineMistaken)
	}
	var using, planned, stops []*remedy
	for _, r := range live {
		switch begins := r.start != undated && r.start >= tomorrow; {
		case r.stop && r.halts() < tomorrow:
			stops = append(stops, r)
		case r.stop: // will stop; until then it is used
			if !begins {
				using = append(using, r)
			}
		case stopped(r, live, today):
		case begins || r.it.Has(zib.MarkPlanned):
			planned = append(planned, r)
		case r.end != undated && r.end <= today, r.it.Has(zib.MarkResolved) && r.role != MedicineDispensed, r.role == MedicineGiven:
		default:
			using = append(using, r)
		}
	}
	switch {
	case len(using) > 0:
		out := source(using[0], MedicineUsing)
		if using[0].stop {
			out.Since = using[0].from
		}
		for _, r := range using[1:] {
			if !using[0].stop && !r.stop && r.role <= MedicineOwn {
				out.Also = append(out.Also, r.it)
			}
		}
		return out
	case len(planned) > 0 && (len(stops) == 0 || stops[0].said <= planned[0].said):
		return source(planned[len(planned)-1], MedicinePlanned)
	case len(stops) > 0:
		s := stops[0]
		state := MedicineStopped
		if s.pause {
			state = MedicinePaused
		}
		out := source(s, state)
		if out.Until == "" {
			out.Until = s.saidOn
		}
		return out
	}
	out := source(live[0], MedicineEnded)
	if out.Until == "" && out.Role > MedicineOwn {
		out.Until = out.Said
	}
	return out
}

// halts is when a stop takes effect: at the end of its period, else when it was said.
func (r *remedy) halts() int64 {
	if r.end != undated {
		return r.end
	}
	return r.said
}

// stopped tells whether what was said was stopped on or before a day by something that was said
// later, or at the same moment: a change is told as a stop and a new agreement.
func stopped(r *remedy, live []*remedy, today int64) bool {
	for _, s := range live {
		if !s.stop || s.halts() >= today+86400 || s.said < r.said {
			continue
		}
		if s.said > r.said || r.start == undated || r.start < s.halts() {
			if s.said > r.said && r.start != undated && s.end != undated && r.start >= s.end {
				continue // agreed earlier to begin after the stop
			}
			return true
		}
	}
	return false
}
