// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"math/bits"
	"slices"
)

// span is a stretch of time in ms, End not included.
type span struct{ start, end int64 }

// total brings the sources of a day together for a kind whose values are added: steps that a
// watch and a telephone both counted are counted once.
//
// Sources are believed in the order of their rank. A value of a later source counts for the part
// of its time that no earlier source covers. Where that would give less than one source alone,
// because a source that goes first missed a lot, that source goes first instead. The result is
// never more than all values together and never less than the greatest source.
func total(of []held, rank func(source int) int) int64 {
	order := slices.Clone(of)
	slices.SortFunc(order, func(a, b held) int { return cmp.Compare(rank(a.source), rank(b.source)) })
	sum := union(order)
	best, greatest := 0, int64(0)
	for i, h := range order {
		if s := plain(h.samples); s > greatest {
			best, greatest = i, s
		}
	}
	if sum >= greatest {
		return sum
	}
	h := order[best]
	copy(order[1:best+1], order[:best])
	order[0] = h
	return max(union(order), greatest)
}

func plain(s []Sample) (sum int64) {
	for _, x := range s {
		sum += x.Value
	}
	return sum
}

// union adds the values of sources, each for the time that those before it do not cover.
func union(order []held) int64 {
	if len(order) == 1 {
		return plain(order[0].samples)
	}
	var sum int64
	var covered []span // sorted, apart from each other
	for n, h := range order {
		at := 0
		for _, x := range h.samples {
			for at < len(covered) && covered[at].end <= x.Start {
				at++
			}
			sum += part(x, covered[at:])
		}
		if n+1 < len(order) {
			covered = cover(covered, h.samples)
		}
	}
	return sum
}

// part is what is left of a value outside the spans.
func part(x Sample, covered []span) int64 {
	if x.End <= x.Start { // a moment: it counts unless it lies within
		if len(covered) > 0 && covered[0].start <= x.Start && x.Start < covered[0].end {
			return 0
		}
		return x.Value
	}
	free := x.End - x.Start
	for _, c := range covered {
		if c.start >= x.End {
			break
		}
		free -= min(c.end, x.End) - max(c.start, x.Start)
	}
	return share(x.Value, free, x.End-x.Start)
}

// share is value × part / whole, rounded, without overflow.
func share(value, part, whole int64) int64 {
	if part >= whole {
		return value
	}
	if part <= 0 {
		return 0
	}
	negative := value < 0
	if negative {
		value = -value
	}
	hi, lo := bits.Mul64(uint64(value), uint64(part))
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(whole)) // part < whole, so that it fits
	if negative {
		return -int64(q)
	}
	return int64(q)
}

// cover adds the time of samples, which are sorted by start, to spans.
func cover(spans []span, s []Sample) []span {
	for _, x := range s {
		if x.End > x.Start {
			spans = append(spans, span{x.Start, x.End})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	out := spans[:0]
	for _, x := range spans {
		if n := len(out); n > 0 && x.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, x.end)
			continue
		}
		out = append(out, x)
	}
	return out
}

// joined returns the samples of all sources in the order of time; what two sources say alike of
// one moment stands once, as the source of the lowest rank says it.
func joined(of []held, rank func(source int) int) []Sample {
	if len(of) == 1 {
		return of[0].samples
	}
	order := slices.Clone(of)
	slices.SortFunc(order, func(a, b held) int { return cmp.Compare(rank(a.source), rank(b.source)) })
	n := 0
	for _, h := range order {
		n += len(h.samples)
	}
	out := make([]Sample, 0, n)
	for _, h := range order {
		out = append(out, h.samples...)
	}
	slices.SortStableFunc(out, func(a, b Sample) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Second, b.Second))
	})
	return slices.CompactFunc(out, same)
}
