// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func year(bar time.Duration) Line {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := Line{ID: "x", Title: "X", NoTable: true, Sums: Sums{From: from, Till: from.AddDate(1, 0, 0), Daily: true, Bar: bar}}
	var s Series
	for d := range 365 {
		at, v := from.AddDate(0, 0, d), 70+5*math.Sin(float64(d))
		s.Points = append(s.Points, Point{At: at, Value: v, Own: true})
		s.Spread = append(s.Spread, Spread{At: at, Low: v - 20, High: v + 30})
	}
	s.Points = append(s.Points, Point{At: from.AddDate(0, 6, 0), Value: 300})
	l.Series = []Series{s}
	return l
}

func TestAYearOfMeans(t *testing.T) {
	l := year(0)
	p, ok := l.plot(0)
	if !ok || p.lo > 45 || p.hi < 300 || !p.from.Equal(l.From) || !p.till.Equal(l.Till) {
		t.Errorf("%v from %v to %v", ok, p.lo, p.hi)
	}
	if n := len(l.lined(l.Series[0].Points)); n != 365 {
		t.Errorf("the line goes through %d points, and not only the person's", n)
	}
	signs := l.signs(l.Series[0].Points)
	if len(signs) != 2 {
		t.Errorf("%d signs: the last own one, and the provider's", len(signs))
	}
	if d := p.spread(l.Series[0].Spread); strings.Count(d, "L") > 2*columns+2 || !strings.HasSuffix(d, "z") {
		t.Errorf("the spread has %d corners", strings.Count(d, "L"))
	}
	var b strings.Builder
	if err := Chart(l).Render(context.Background(), &b); err != nil || b.Len() > 20_000 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestBarsStandOnNought(t *testing.T) {
	l := year(24 * time.Hour)
	p, _ := l.plot(0)
	if p.lo != 0 {
		t.Errorf("the axis begins at %v", p.lo)
	}
	if n := strings.Count(p.bars(l.Series[0].Points, l.Bar), "z"); n != 365 {
		t.Errorf("%d bars", n)
	}
	if got := l.signs(l.Series[0].Points); len(got) != 1 || got[0].Own {
		t.Errorf("%d signs", len(got))
	}
}

func TestWhatHappenedTogetherHasOneNumber(t *testing.T) {
	l := year(0)
	p, _ := l.plot(0)
	at := func(month, day int) Mark {
		return Mark{At: time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC)}
	}
	signs, nth := p.numbered([]Mark{at(3, 1), at(3, 1), at(3, 9), at(6, 1), at(12, 30)})
	if diff := cmp.Diff([]int{1, 1, 1, 2, 3}, nth); diff != "" || len(signs) != 3 {
		t.Error(diff, signs)
	}
}
