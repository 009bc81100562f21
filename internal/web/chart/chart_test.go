// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/text"
	"regie/internal/web/ui"
)

func at(day string) time.Time {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		panic(err)
	}
	return t
}

func labels(ts []tick) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.label)
	}
	return out
}

func line(values ...float64) Line {
	l := Line{ID: "x", Title: "LDL", Unit: "mmol/l", Series: []Series{{}}}
	for i, v := range values {
		l.Series[0].Points = append(l.Series[0].Points, Point{At: at("2024-01-15").AddDate(0, 6*i, 0), Value: v})
	}
	return l
}

func TestFewRoundNumbers(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		want   []string
	}{
		{[]float64{1.5, 3.7}, []string{"1", "2", "3", "4"}},
		{[]float64{5.1, 5.3}, []string{"5,1", "5,2", "5,3"}},
		{[]float64{124, 154}, []string{"120", "130", "140", "150", "160"}},
		{[]float64{0.02, 0.07}, []string{"0,02", "0,04", "0,06", "0,08"}},
		{[]float64{70, 70}, []string{"60", "65", "70", "75", "80"}},
		{[]float64{0, 0}, []string{"-1", "0", "1"}},
		{[]float64{-3, 4}, []string{"-5", "0", "5"}},
		{[]float64{12000, 48000}, []string{"0", "20000", "40000", "60000"}},
	} {
		p, ok := line(tt.values...).plot(text.NL)
		if diff := cmp.Diff(tt.want, labels(p.y)); !ok || diff != "" {
			t.Errorf("%v: %s", tt.values, diff)
		}
		if len(p.y) > 7 {
			t.Errorf("%v: %d numbers", tt.values, len(p.y))
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		from, till string
		want       []string
	}{
		{"2019-03-01", "2026-09-01", []string{"2020", "2021", "2022", "2023", "2024", "2025", "2026"}},
		{"2010-03-01", "2026-09-01", []string{"2014", "2018", "2022", "2026"}},
		{"2026-01-10", "2026-09-01", []string{"mrt 2026", "mei 2026", "jul 2026", "sep 2026"}},
		{"2025-01-10", "2026-09-01", []string{"jul 2025", "jan 2026", "jul 2026"}},
		{"2026-08-01", "2026-09-05", []string{"1 aug", "10 aug", "19 aug", "28 aug"}},
		{"2026-09-01", "2026-09-01", []string{"31 aug", "1 sep", "2 sep"}},
	} {
		l := Line{Series: []Series{{Points: []Point{{At: at(tt.from), Value: 1}, {At: at(tt.till), Value: 2}}}}}
		p, _ := l.plot(text.NL)
		got := labels(p.x)
		if len(got) < 3 || len(got) > 7 {
			t.Errorf("%s to %s: %v", tt.from, tt.till, got)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s to %s: %s", tt.from, tt.till, diff)
		}
	}
}

func TestEveryPointIsInThePicture(t *testing.T) {
	l := line(2, 9, 4, 4.5, 3)
	l.Band = &Band{Low: 3, High: 1000} // too far away to fit
	p, ok := l.plot(text.NL)
	if !ok {
		t.Fatal("no plot")
	}
	for _, pt := range l.Series[0].Points {
		if x, y := p.xOf(pt.At), p.yOf(pt.Value); x < left || x > right || y < top || y > bottom {
			t.Errorf("%v lies at %.1f, %.1f", pt.Value, x, y)
		}
	}
	if p.hi > 20 {
		t.Errorf("the range squeezes the values: the picture goes up to %v", p.hi)
	}
	hi, lo := p.bandEnds(*l.Band)
	if hi != top || lo != p.yOf(3) {
		t.Errorf("the band goes from %.1f to %.1f", hi, lo)
	}
	if hi, lo = p.bandEnds(Band{Low: math.NaN(), High: 5}); hi != p.yOf(5) || lo != bottom {
		t.Errorf("a band without low end goes from %.1f to %.1f", hi, lo)
	}
	if _, ok := (Line{Series: []Series{{Points: []Point{{Value: math.NaN()}}}}}).plot(text.NL); ok {
		t.Error("a plot of nothing")
	}
}

func TestThinKeepsTheExtremes(t *testing.T) {
	var points []Point
	for i := range 5000 {
		points = append(points, Point{At: at("2020-01-01").AddDate(0, 0, i), Value: math.Sin(float64(i) / 50)})
	}
	points[1234].Value, points[4321].Value = 99, -99
	got := thin(points, columns)
	if len(got) > 4*(columns+1) {
		t.Errorf("%d points", len(got))
	}
	lo, hi, last := ends(got)
	if lo.Value != -99 || hi.Value != 99 || !last.At.Equal(points[4999].At) || !got[0].At.Equal(points[0].At) {
		t.Errorf("lowest %v, highest %v, last %v", lo, hi, last)
	}
	for i := 1; i < len(got); i++ {
		if !got[i].At.After(got[i-1].At) {
			t.Fatal("out of order")
		}
	}
}

func render(t *testing.T, l Line, lang text.Lang) string {
	t.Helper()
	var b strings.Builder
	ctx := ui.With(context.Background(), &ui.View{Lang: lang, Now: at("2026-09-21")})
	if err := Chart(l).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatAChartSays(t *testing.T) {
	l := line(2.5, 3.4, 1.8)
	l.Series[0].Points[1].Off, l.Series[0].Points[1].Note = true, "hoger dan de grens"
	l.Series[0].Points[2].Own, l.Series[0].Points[2].Text = true, "1,80"
	l.Band = &Band{Low: math.NaN(), High: 2.6, Label: "grens van dit lab: tot 2,6"}
	got := render(t, l, text.NL)
	for _, want := range []string{
		"U ziet 3 waarden van 15 januari 2024 tot en met 15 januari 2025. De laagste is 1,80, de hoogste 3,4 mmol/l. De laatste is 1,80 mmol/l.",
		"grens van dit lab: tot 2,6", "zelf gemeten", "buiten de grens, zegt de bron", "hoger dan de grens", `role="img"`,
		"#x-off", "#x-own", "#x-dot", "Bekijk alle waarden in een tabel",
	} {
		if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
			t.Errorf("the chart lacks %q", want)
		}
	}
	if strings.Contains(got, "style=") || strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
		t.Error("the chart has a style, or a number that is none")
	}
	if en := render(t, line(2.5, 3.4), text.EN); !strings.Contains(en, "The lowest is 2.5, the highest 3.4") {
		t.Errorf("in English: %s", en)
	}
	if one := render(t, line(2.5), text.NL); !strings.Contains(one, "Er is één waarde: 2,5") {
		t.Errorf("of one value: %s", one)
	}
	if render(t, Line{ID: "x", Title: "x"}, text.NL) != "" {
		t.Error("a chart of nothing is shown")
	}
	two := line(120, 130)
	two.Series[0].Name = "bovendruk"
	two.Series = append(two.Series, Series{Name: "onderdruk", Points: line(80, 85).Series[0].Points})
	if got := render(t, two, text.NL); !strings.Contains(got, "Bovendruk: van 120 tot 130. De laatste is 130.") {
		t.Errorf("of two series: %s", got)
	}
}

func TestSparkline(t *testing.T) {
	if d := spark(line(1, 2, 3).Series[0].Points); d != "M5 92L500 50L995 8" && !strings.HasPrefix(d, "M5 92L") {
		t.Errorf("%q", d)
	}
	for _, none := range [][]Point{nil, line(1).Series[0].Points, {{At: at("2026-01-01"), Value: 1}, {At: at("2026-01-01"), Value: 2}}} {
		if d := spark(none); d != "" {
			t.Errorf("%v gives %q", none, d)
		}
	}
	if d := spark(line(4, 4).Series[0].Points); !strings.Contains(d, " 50") {
		t.Errorf("a flat line is %q", d)
	}
}

func BenchmarkChart(b *testing.B) {
	var l Line
	l = line()
	for i := range 400 {
		l.Series[0].Points = append(l.Series[0].Points, Point{At: at("2020-01-01").AddDate(0, 0, i), Value: math.Sin(float64(i))})
	}
	ctx := ui.With(context.Background(), &ui.View{Now: at("2026-09-21")})
	for b.Loop() {
		var w strings.Builder
		if err := Chart(l).Render(ctx, &w); err != nil {
			b.Fatal(err)
		}
	}
}
