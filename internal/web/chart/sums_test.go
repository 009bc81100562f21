// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"context"
	"math"
	"strconv"
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
	at := func(month, day int, s MarkSort, text string) Mark {
		return Mark{At: time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC), Sort: s, Text: text, Date: "d", Href: "/x"}
	}
	l.Marks = []Mark{
		at(6, 1, MarkMedicine, "c"), at(3, 1, MarkMedicine, "a"), at(3, 9, MarkMedicine, "b"), at(3, 20, MarkDiary, "moe"), at(12, 30, MarkVisit, "huisarts"),
	}
	p, _ := l.plot(0)
	var got []string
	for _, s := range ordered(p.rows(l.Marks)) {
		for _, m := range s.marks {
			got = append(got, strconv.Itoa(s.n)+" "+m.Text)
		}
	}
	if diff := cmp.Diff([]string{"1 a", "1 b", "2 moe", "3 c", "4 huisarts"}, got); diff != "" {
		t.Error(diff)
	}
	var b strings.Builder
	if err := Chart(l).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if n := strings.Count(page, `class="rg-chart__row `); n != 3 {
		t.Errorf("%d rows", n)
	}
	if n := strings.Count(page, `class="rg-chart__when"`); n != 3 {
		t.Errorf("%d lines lead down", n)
	}
	for _, m := range l.Marks {
		if !strings.Contains(page, `href="/x">`+m.Text+"</a>") {
			t.Errorf("%q is no link in the table", m.Text)
		}
	}
	for n := 1; n <= 4; n++ {
		id := "x-n" + strconv.Itoa(n)
		if !strings.Contains(page, `href="#`+id+`"`) || !strings.Contains(page, `id="`+id+`"`) {
			t.Errorf("number %d leads nowhere", n)
		}
	}
	l.Above = true
	b.Reset()
	if err := Chart(l).Render(context.Background(), &b); err != nil || strings.Contains(b.String(), "rg-chart__row") || !strings.Contains(b.String(), "rg-chart__when") {
		t.Errorf("%v: marks below both of two charts", err)
	}
}
