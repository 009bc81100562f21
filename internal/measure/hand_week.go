// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"context"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// A week of measuring blood pressure at home: twice in the morning and twice in the evening, for
// at least five and at most seven days. The first day does not count for the average, because one
// has to get used to it. (NHG-Standaard Cardiovasculair risicomanagement; ESH 2021.)
const (
	WeekDays  = 7
	WeekLeast = 5
	WeekEach  = 2 // measurements each morning and each evening
)

// Week is a week of measuring at home.
type Week struct {
	First Day       // the day on which it began
	Days  []WeekDay // with measurements, oldest first

	// The average of all but the first day, in 1/Scale mmHg; N is of how many measurements.
	Upper, Lower int64
	N            int
}

// WeekDay is a day of it.
type WeekDay struct {
	Day              Day
	Morning, Evening []Sample
}

// Todo is how many measurements are still to do until there are enough, at the end of a day.
func (d WeekDay) Todo() int {
	return max(0, WeekEach-len(d.Morning)) + max(0, WeekEach-len(d.Evening))
}

// Enough tells whether there are measurements on enough days to tell something.
func (w *Week) Enough() bool { return len(w.Days) >= WeekLeast }

// Over tells whether on a day the week has passed.
func (w *Week) Over(today Day) bool { return today >= w.First+WeekDays }

// Todo is how many measurements are still to do on today and the days after it, until day five
// (or, where days were missed, until there are five), within the week.
func (w *Week) Todo(today Day) int {
	n, days := 0, 0
	for _, d := range w.Days {
		if d.Day < today {
			days++
		}
	}
	for d := max(today, w.First); d < w.First+WeekDays && days < WeekLeast; d++ {
		n += w.On(d).Todo()
		days++
	}
	return n
}

// On is a day of the week; an empty one where nothing was measured.
func (w *Week) On(d Day) WeekDay {
	for _, x := range w.Days {
		if x.Day == d {
			return x
		}
	}
	return WeekDay{Day: d}
}

// Week returns the latest week of measuring blood pressure at home that began on today or before;
// nil where there is none.
func (b *Books) Week(ctx context.Context, v *vault.Opened, today Day) (*Week, error) {
	var of []held
	err := b.view(ctx, v, func(tx *store.Tx, bk *book) (err error) {
		of, err = b.stored(tx, v, bk, "blood-pressure", today-400, today+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	var all []Sample
	for _, h := range of {
		for _, x := range h.samples {
			if x.Mark&MarkProtocol != 0 && x.Day() <= today {
				all = append(all, x)
			}
		}
	}
	return weekOf(all), nil
}

// weekOf makes the last week of samples that belong to one.
func weekOf(all []Sample) *Week {
	slices.SortFunc(all, func(a, b Sample) int { return cmp.Compare(a.Start, b.Start) })
	var w *Week
	for _, x := range all {
		if w == nil || x.Day() >= w.First+WeekDays {
			w = &Week{First: x.Day()}
		}
		if n := len(w.Days); n == 0 || w.Days[n-1].Day != x.Day() {
			w.Days = append(w.Days, WeekDay{Day: x.Day()})
		}
		d := &w.Days[len(w.Days)-1]
		if x.Mark&MarkEvening != 0 {
			d.Evening = append(d.Evening, x)
		} else {
			d.Morning = append(d.Morning, x)
		}
		if x.Day() > w.First {
			w.Upper, w.Lower, w.N = w.Upper+x.Value, w.Lower+x.Second, w.N+1
		}
	}
	if w != nil {
		w.Upper, w.Lower = mean(w.Upper, w.N), mean(w.Lower, w.N)
	}
	return w
}
