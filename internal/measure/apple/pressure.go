// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"cmp"
	"slices"

	"regie/internal/measure"
)

// pressures pairs the two halves of blood pressures. Each half is a record of its own, and the
// pair may be there once more, as a correlation that holds both.
type pressures struct {
	halves map[moment]*halves
	order  []moment
	pairs  []pair // of correlations
	open   pair
}

type moment struct {
	source     int
	start, end int64
}

type halves struct {
	upper, lower []measure.Sample
}

type pair struct {
	moment
	upper, lower measure.Sample
	has          uint8 // 1: upper, 2: lower
}

func (p *pressures) begin() { p.open = pair{} }

func (p *pressures) end() {
	if p.open.has == 3 {
		p.pairs = append(p.pairs, p.open)
	}
	p.open = pair{}
}

func (p *pressures) half(source int, x measure.Sample, upper, within bool) {
	at := moment{source, x.Start, x.End}
	if within {
		p.open.moment = at
		if upper {
			p.open.upper, p.open.has = x, p.open.has|1
		} else {
			p.open.lower, p.open.has = x, p.open.has|2
		}
		return
	}
	if p.halves == nil {
		p.halves = map[moment]*halves{}
	}
	h := p.halves[at]
	if h == nil {
		h = &halves{}
		p.halves[at] = h
		p.order = append(p.order, at)
	}
	if upper {
		h.upper = append(h.upper, x)
	} else {
		h.lower = append(h.lower, x)
	}
}

// add gives the pairs to the intake.
func (p *pressures) add(r *reader) {
	if len(p.order) == 0 && len(p.pairs) == 0 {
		return
	}
	number := r.in.Kind("blood-pressure")
	give := func(source int, upper, lower measure.Sample) {
		upper.Second = lower.Value
		upper.Mark |= lower.Mark
		r.in.Add(number, source, upper)
	}
	for _, at := range p.order {
		h := p.halves[at]
		for i := range min(len(h.upper), len(h.lower)) {
			give(at.source, h.upper[i], h.lower[i])
		}
	}
	for _, c := range p.pairs {
		if h := p.halves[c.moment]; h != nil {
			u := slices.IndexFunc(h.upper, func(x measure.Sample) bool { return x.Value == c.upper.Value })
			l := slices.IndexFunc(h.lower, func(x measure.Sample) bool { return x.Value == c.lower.Value })
			if u >= 0 && l >= 0 {
				continue
			}
		}
		give(c.source, c.upper, c.lower)
	}
	alone := 0
	for _, at := range p.order {
		h := p.halves[at]
		alone += cmp.Compare(len(h.upper), len(h.lower)) * (len(h.upper) - len(h.lower))
	}
	if alone > 0 {
		r.in.Note("BloodPressure", measure.WhyBroken, alone)
	}
}
