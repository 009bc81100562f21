// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// formView is the form by which one measurement is typed or changed.
type formView struct {
	form             samples.Form
	action           string
	edit             bool
	drop             string // address that deletes it
	value, lower     string
	pulse            string
	day, clock       string // of the moment, or of waking up
	bed, up          string // of sleep
	zone             string // minutes east of UTC; "" is the Dutch clock
	meal             string
	note             string
	problems         []ui.Problem
	doubt, confirmed string // what is asked about, and what the answer belongs to
	out              []samples.Typed
}

const mostText = 1000

func newForm(r *route.Request, f samples.Form) formView {
	return formView{form: f, day: r.Now.Format(time.DateOnly), clock: r.Now.Format("15:04"), bed: "23:00", up: "07:00"}
}

// formOf fills the form with what was typed before.
func formOf(r *route.Request, t samples.Typed) formView {
	f := formView{form: samples.FormOf(t.Kind), note: t.Note, edit: true}
	at := clockOf(t.Start, t.Zone)
	f.value, f.lower = number(r.Lang, f.form, t.Value), number(r.Lang, f.form, t.Second)
	f.day, f.clock = at.Format(time.DateOnly), at.Format("15:04")
	if f.form.Shape == samples.Stage {
		end := clockOf(t.End, t.Zone)
		f.bed, f.up, f.day = at.Format("15:04"), end.Format("15:04"), end.Format(time.DateOnly)
	}
	if _, east := time.UnixMilli(t.Start).In(r.Now.Location()).Zone(); int16(east/60) != t.Zone {
		f.zone = strconv.Itoa(int(t.Zone))
	}
	switch {
	case t.Mark&samples.MarkBeforeMeal != 0:
		f.meal = "voor"
	case t.Mark&samples.MarkAfterMeal != 0:
		f.meal = "na"
	}
	return f
}

// readForm reads what was typed. The form then has problems, a doubt, or measurements to keep.
func readForm(r *route.Request, form samples.Form) (formView, error) {
	q, err := r.Values()
	if err != nil {
		return formView{}, err
	}
	f := formView{
		form: form, value: route.Field(q, "waarde", 40), lower: route.Field(q, "onder", 40), pulse: route.Field(q, "pols", 40),
		day: route.Field(q, "dag", 20), clock: route.Field(q, "tijd", 20), bed: route.Field(q, "bed", 20), up: route.Field(q, "op", 20),
		zone: route.Field(q, "klok", 40), meal: route.Field(q, "eten", 8), note: route.Field(q, "notitie", mostText),
		confirmed: q.Get("klopt"),
	}
	if q.Get(askNow) != "" {
		f.now(r)
	}
	t := samples.Typed{Kind: form.Kind, Note: f.note}
	switch f.meal {
	case "voor":
		t.Mark |= samples.MarkBeforeMeal
	case "na":
		t.Mark |= samples.MarkAfterMeal
	}
	if form.Shape == samples.Stage {
		f.night(r, &t)
	} else {
		f.moment(r, &t)
		f.amount(r, &t)
	}
	if len(f.problems) > 0 {
		return f, nil
	}
	f.out = []samples.Typed{t}
	if form.Kind == pressure && f.pulse != "" {
		h := samples.Typed{Kind: "heart-rate", Sample: t.Sample}
		var ok bool
		if h.Value, ok = typedNumber(f.pulse, ""); !ok {
			f.problem("pols", r.T("samples.problem.number", "value", f.pulse))
			return f, nil
		}
		h.Second = 0
		f.out = append(f.out, h)
	}
	f.ask(r)
	return f, nil
}

func (f *formView) problem(field, text string) {
	f.problems = append(f.problems, ui.Problem{Field: field, Text: text})
}

// amount reads the value, or both of a blood pressure.
func (f *formView) amount(r *route.Request, t *samples.Typed) {
	if f.form.Kind == pressure && f.lower == "" { // "120/80" in one go
		if up, low, ok := strings.Cut(f.value, "/"); ok {
			f.value, f.lower = strings.TrimSpace(up), strings.TrimSpace(low)
		}
	}
	unit := f.form.UnitName(r.Lang)
	t.Value = f.read(r, "waarde", f.value, unit)
	if f.form.Kind == pressure {
		t.Second = f.read(r, "onder", f.lower, unit)
	}
}

func (f *formView) read(r *route.Request, field, s, unit string) int64 {
	if s == "" {
		f.problem(field, r.T("samples.problem.empty"))
		return 0
	}
	v, ok := typedNumber(s, unit)
	if !ok {
		f.problem(field, r.T("samples.problem.number", "value", s))
	}
	return v
}

// moment reads day and time on the clock that was chosen.
func (f *formView) moment(r *route.Request, t *samples.Typed) {
	clock := f.clock
	if wholeDay(f.form) {
		clock = "00:00"
	}
	at, ok := f.at(r, "dag", f.day, "tijd", clock)
	if !ok {
		return
	}
	if at.After(r.Now.Add(time.Minute)) {
		f.problem("dag", r.T("samples.problem.future"))
		return
	}
	t.Start, t.End, t.Zone = at.UnixMilli(), at.UnixMilli(), eastOf(at)
	if wholeDay(f.form) {
		t.End = at.AddDate(0, 0, 1).UnixMilli()
	}
}

// night reads when somebody fell asleep and woke up; day is that of waking up.
func (f *formView) night(r *route.Request, t *samples.Typed) {
	up, ok := f.at(r, "dag", f.day, "op", f.up)
	if !ok {
		return
	}
	bed, ok := f.at(r, "dag", f.day, "bed", f.bed)
	if !ok {
		return
	}
	if !bed.Before(up) {
		bed = bed.AddDate(0, 0, -1)
	}
	if up.After(r.Now.Add(time.Minute)) {
		f.problem("dag", r.T("samples.problem.future"))
		return
	}
	t.Start, t.End, t.Zone, t.Value = bed.UnixMilli(), up.UnixMilli(), eastOf(bed), samples.StageAsleep*samples.Scale
}

func eastOf(t time.Time) int16 {
	_, east := t.Zone()
	return int16(east / 60)
}

// at reads a day and a time.
func (f *formView) at(r *route.Request, dayField, day, clockField, clock string) (time.Time, bool) {
	d, ok := readDay(day)
	if !ok || d.Year() < 1900 || d.Year() > 2200 {
		f.problem(dayField, r.T("samples.problem.day"))
		return time.Time{}, false
	}
	c, ok := readClock(clock)
	if !ok {
		f.problem(clockField, r.T("samples.problem.time"))
		return time.Time{}, false
	}
	return time.Date(d.Year(), d.Month(), d.Day(), c.Hour(), c.Minute(), 0, 0, f.place(r)), true
}

// places are where people are often, each with the word that names it in the catalogue.
var places = []struct{ zone, key string }{
	{"Europe/London", "london"}, {"Europe/Athens", "athens"}, {"Europe/Istanbul", "istanbul"}, {"Africa/Casablanca", "casablanca"}, {"America/Paramaribo", "paramaribo"},
	{"America/Curacao", "curacao"}, {"America/New_York", "newyork"}, {"America/Los_Angeles", "losangeles"}, {"Asia/Dubai", "dubai"}, {"Asia/Kolkata", "kolkata"},
	{"Asia/Bangkok", "bangkok"}, {"Asia/Jakarta", "jakarta"}, {"Asia/Shanghai", "shanghai"}, {"Asia/Tokyo", "tokyo"}, {"Australia/Sydney", "sydney"},
}

// place is the clock by which the person lived.
func (f *formView) place(r *route.Request) *time.Location {
	for _, x := range places {
		if x.zone == f.zone {
			if l, err := time.LoadLocation(x.zone); err == nil {
				return l
			}
		}
	}
	if n, err := strconv.Atoi(f.zone); err == nil && n >= -12*60 && n <= 14*60 {
		return time.FixedZone("", n*60)
	}
	f.zone = ""
	return r.Now.Location()
}

// readDay reads a day as a browser gives it, or as people write it.
func readDay(s string) (time.Time, bool) {
	s = strings.NewReplacer("/", "-", ".", "-", " ", "-").Replace(strings.TrimSpace(s))
	for _, layout := range []string{time.DateOnly, "2-1-2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// readClock reads a time of day: "8:05", "08.05", "8".
func readClock(s string) (time.Time, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ".", ":")
	for _, layout := range []string{"15:04", "15:04:05", "15"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// ask says what of the measurements is hard to believe, unless the person said that it is right.
func (f *formView) ask(r *route.Request) {
	var doubts []string
	var all []string
	for _, t := range f.out {
		form := samples.FormOf(t.Kind)
		for _, v := range values(t) {
			all = append(all, strconv.FormatInt(v, 10))
			if form.Shape == samples.Stage {
				if h := (t.End - t.Start) / 3_600_000; h >= 18 || h < 1 {
					doubts = append(doubts, r.T("samples.doubt.sleep", "length", hours(r.Lang, (t.End-t.Start)/60_000)))
				}
				all = append(all, fmt.Sprint(t.End-t.Start))
			} else if !form.Likely(float64(v) / samples.Scale) {
				doubts = append(doubts, r.T("samples.doubt.value", "value", number(r.Lang, form, v)))
			}
		}
		if t.Kind == pressure && t.Second >= t.Value {
			doubts = append(doubts, r.T("samples.doubt.pressure"))
		}
	}
	key := strings.Join(all, " ")
	if len(doubts) == 0 || f.confirmed == key {
		f.doubt = ""
		return
	}
	f.doubt, f.confirmed = strings.Join(doubts, " "), key
}

func values(t samples.Typed) []int64 {
	if t.Kind == pressure {
		return []int64{t.Value, t.Second}
	}
	return []int64{t.Value}
}

// typedText is what was measured, in words.
func typedText(l text.Lang, t samples.Typed) string {
	f := samples.FormOf(t.Kind)
	if f.Shape == samples.Stage {
		return hours(l, (t.End-t.Start)/60_000)
	}
	return said(l, f, t.Value, t.Second)
}

// whenText is when that was.
func whenText(l text.Lang, t samples.Typed) string {
	at := clockOf(t.Start, t.Zone)
	if wholeDay(samples.FormOf(t.Kind)) {
		return ui.Day(l, at, ui.ToDay)
	}
	return ui.Day(l, at, ui.ToMinute)
}

// zones are the clocks that can be chosen.
func zones(l text.Lang, chosen string) []ui.Option {
	out := []ui.Option{{Value: "", Text: l.T("samples.zone.here"), Chosen: chosen == ""}}
	for _, x := range places {
		out = append(out, ui.Option{Value: x.zone, Text: l.T("samples.zone." + x.key), Chosen: chosen == x.zone})
	}
	minutes := []int{-570, -210, 210, 270, 330, 345, 390, 570, 765}
	for h := -12; h <= 14; h++ {
		minutes = append(minutes, h*60)
	}
	if n, err := strconv.Atoi(chosen); err == nil && !slices.Contains(minutes, n) {
		minutes = append(minutes, n)
	}
	slices.Sort(minutes)
	for _, m := range minutes {
		s := strconv.Itoa(m)
		sign, abs := "+", m
		if m < 0 {
			sign, abs = "-", -m
		}
		out = append(out, ui.Option{Value: s, Text: l.T("samples.zone.other", "offset", fmt.Sprintf("%s%02d:%02d", sign, abs/60, abs%60)), Chosen: s == chosen})
	}
	return out
}

// scores are the marks from nought to ten.
func scores(chosen string) []ui.Option {
	var out []ui.Option
	for n := range 11 {
		s := strconv.Itoa(n)
		out = append(out, ui.Option{Value: s, Text: s, Chosen: s == chosen})
	}
	return out
}

// scoreHint says what the ends of a scale mean.
func scoreHint(l text.Lang, k samples.Kind) string { return l.T("samples.score." + string(k)) }
