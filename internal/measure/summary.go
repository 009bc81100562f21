// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"encoding/binary"
	"slices"
)

// DaySum is what a day of a kind comes to, all sources brought together.
type DaySum struct {
	Day Day
	N   int // samples that count
	// Value is the total of the day (Total), the sum of the values (Moment: Mean divides it), or
	// the minutes asleep times Scale (Stage, of the night that ended that day).
	Value      int64
	Min, Max   int64
	Last       int64 // the value of the last sample
	Second     int64 // as Value, Min and Max, of the second value of a pair
	Min2, Max2 int64
}

// Mean returns the mean of the values, in 1/Scale of the unit.
func (d DaySum) Mean() int64 { return mean(d.Value, d.N) }

// Mean2 returns the mean of the second values of a pair.
func (d DaySum) Mean2() int64 { return mean(d.Second, d.N) }

func mean(sum int64, n int) int64 {
	if n == 0 {
		return 0
	}
	if sum < 0 {
		return -mean(-sum, n)
	}
	return (sum + int64(n)/2) / int64(n)
}

// sumDay brings the sources of a day together.
func sumDay(shape Shape, d Day, of []held, rank func(int) int) DaySum {
	out := DaySum{Day: d}
	if shape == Total {
		for _, h := range of {
			out.N += len(h.samples)
			for _, x := range h.samples {
				out.Max = max(out.Max, x.Value)
			}
		}
		out.Value = total(of, rank)
		out.Last = out.Value
		return out
	}
	return sumMoments(d, joined(of, rank))
}

func sumMoments(d Day, s []Sample) DaySum {
	out := DaySum{Day: d}
	means := slices.ContainsFunc(s, func(x Sample) bool { return x.Mark&MarkExtreme == 0 })
	for i, x := range s {
		if i == 0 {
			out.Min, out.Max, out.Min2, out.Max2 = x.Value, x.Value, x.Second, x.Second
		}
		out.Min, out.Max = min(out.Min, x.Value), max(out.Max, x.Value)
		out.Min2, out.Max2 = min(out.Min2, x.Second), max(out.Max2, x.Second)
		if means && x.Mark&MarkExtreme != 0 {
			continue
		}
		out.N++
		out.Value += x.Value
		out.Second += x.Second
		out.Last = x.Value
	}
	return out
}

const sumFormat = 1

// encodeSums writes the sums of a kind, sorted by day.
func encodeSums(s []DaySum) []byte {
	out := []byte{sumFormat}
	out = binary.AppendUvarint(out, uint64(len(s)))
	before := Day(0)
	for _, d := range s {
		out = binary.AppendVarint(out, int64(d.Day-before))
		before = d.Day
		out = binary.AppendUvarint(out, uint64(d.N))
		for _, v := range []int64{d.Value, d.Min, d.Max, d.Last, d.Second, d.Min2, d.Max2} {
			out = binary.AppendVarint(out, v)
		}
	}
	return out
}

func decodeSums(b []byte) ([]DaySum, error) {
	r := reader{b: b}
	if r.byte() != sumFormat {
		return nil, errCorrupt
	}
	n := r.uint()
	if n > uint64(len(b)) {
		return nil, errCorrupt
	}
	out := make([]DaySum, n)
	before := Day(0)
	for i := range out {
		d := &out[i]
		before += Day(r.int())
		d.Day, d.N = before, int(r.uint())
		d.Value, d.Min, d.Max, d.Last = r.int(), r.int(), r.int(), r.int()
		d.Second, d.Min2, d.Max2 = r.int(), r.int(), r.int()
	}
	if r.bad || len(r.b) != 0 {
		return nil, errCorrupt
	}
	return out, nil
}

// replaceSums puts the sums of a stretch of days, first to last, in the place of those that were there.
func replaceSums(old []DaySum, first, last Day, with []DaySum) []DaySum {
	from, _ := slices.BinarySearchFunc(old, first, func(d DaySum, t Day) int { return int(d.Day - t) })
	to, _ := slices.BinarySearchFunc(old, last+1, func(d DaySum, t Day) int { return int(d.Day - t) })
	out := make([]DaySum, 0, len(old)+len(with))
	out = append(append(out, old[:from]...), with...)
	return append(out, old[to:]...)
}
