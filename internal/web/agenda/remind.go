// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const remindHome = "/herinneringen"

func remindHref(k kept.Key) string { return remindHome + "/" + k.String() }

// The choices of "Herinner mij", in minutes before; None is no reminder.
const (
	dayBefore = 24 * 60
	twoHours  = 2 * 60
)

// before is the choice how long before something one is reminded. own also lets the person say how long.
func before(r *route.Request, id, labelKey string, minutes int, own bool) ui.ChoiceProps {
	c := ui.ChoiceProps{ID: id, Label: r.T(labelKey)}
	add := func(value, key string, chosen bool) {
		c.Options = append(c.Options, ui.Option{Value: value, Text: r.T(key), Chosen: chosen})
	}
	add("niet", "remind.before.none", minutes < 0)
	add("dag", "remind.before.day", minutes == dayBefore)
	add("uren", "remind.before.hours", minutes == twoHours)
	if own {
		add("anders", "remind.before.own", minutes >= 0 && minutes != dayBefore && minutes != twoHours)
	}
	return c
}

// The units of one's own choice.
var units = []struct {
	value   string
	minutes int
}{{"dagen", 24 * 60}, {"uren", 60}, {"minuten", 1}}

// ownBefore are the fields of one's own choice: a number and a unit.
func ownBefore(r *route.Request, minutes int) (number string, unit ui.ChoiceProps) {
	unit = ui.ChoiceProps{ID: "eerder-soort", Label: r.T("remind.before.unit")}
	chosen := 0
	if minutes >= 0 && minutes != dayBefore && minutes != twoHours {
		for chosen = range units {
			if minutes%units[chosen].minutes == 0 && (minutes > 0 || units[chosen].minutes == 1) {
				break
			}
		}
		number = strconv.Itoa(minutes / units[chosen].minutes)
	}
	for i, u := range units {
		unit.Options = append(unit.Options, ui.Option{Value: u.value, Text: r.T("remind.before.unit." + u.value), Chosen: i == chosen})
	}
	return number, unit
}

// readBefore reads such a choice. ok is false for a number that is none, or too large.
func readBefore(q url.Values, id string) (minutes int, ok bool) {
	switch q.Get(id) {
	case "dag":
		return dayBefore, true
	case "uren":
		return twoHours, true
	case "anders":
		n, err := strconv.Atoi(route.Field(q, "eerder", 5))
		i := slices.IndexFunc(units, func(u struct {
			value   string
			minutes int
		}) bool {
			return u.value == q.Get("eerder-soort")
		})
		if err != nil || n < 0 || i < 0 || n > kept.MaxRemind/units[i].minutes {
			return kept.None, false
		}
		return n * units[i].minutes, true
	}
	return kept.None, true
}

// saidBefore says how long before, "" for none.
func saidBefore(r *route.Request, minutes int) string {
	switch {
	case minutes < 0:
		return ""
	case minutes == 0:
		return r.T("remind.said.begin")
	}
	for _, u := range units {
		if minutes%u.minutes == 0 {
			return r.T("remind.said."+u.value, "n", minutes/u.minutes)
		}
	}
	return ""
}

// chosen is what a choice that was made is in minutes: a zero stands for none.
func chosen(minutes int) int {
	if minutes == 0 {
		return kept.None
	}
	return minutes
}

type remindView struct {
	off      bool
	own      ui.ChoiceProps
	theirs   ui.ChoiceProps
	series   []seriesCard
	next     string // the first that is to come
	problems []ui.Problem
}

type seriesCard struct{ href, title, when, times string }

// Reminders shows what the person is reminded of, and the switches.
func (p Pages) Reminders() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		r, err := p.Agendas.Reminding(v.Context(), v.Session.Vault)
		if err != nil {
			return problem("showing reminders", err)
		}
		own, err := p.Agendas.All(v.Context(), v.Session.Vault)
		if err != nil {
			return problem("showing reminders", err)
		}
		out := remindView{
			off:    r.Off,
			own:    before(v.Request, "standaard", "remind.default", chosen(r.Default), false),
			theirs: before(v.Request, "zorgverleners", "remind.theirs", chosen(r.Theirs), false),
		}
		for i := range r.Series {
			out.series = append(out.series, seriesOf(v.Request, &r.Series[i]))
		}
		if all := kept.Plan(own, providers(v, v.Now), r, v.Now, v.Now.Add(ahead)); len(all) > 0 && !r.Off {
			out.next = ui.Day(v.Lang, all[0].At, ui.ToMinute)
		}
		return v.Render(w, http.StatusOK, remindersPage(out))
	})
}

func seriesOf(r *route.Request, s *kept.Series) seriesCard {
	c := seriesCard{href: remindHref(s.Key), title: s.Title, when: r.T("remind.daily")}
	var clocks []string
	for _, t := range s.Times {
		if at, err := time.Parse("15:04", t); err == nil {
			clocks = append(clocks, ui.Clock(r.Lang, at))
		}
	}
	c.times = strings.Join(clocks, ", ")
	if len(s.Days) > 0 {
		var days []string
		for d := 1; d <= 7; d++ { // Monday first
			if slices.Contains(s.Days, d%7) {
				days = append(days, weekday(r, d%7))
			}
		}
		c.when = upper(strings.Join(days, ", "))
	}
	if s.Until != "" {
		c.when += ". " + r.T("remind.until", "day", day(r, s.Until))
	}
	return c
}

// weekday is the name of a day of the week; Sunday is 0.
func weekday(r *route.Request, n int) string {
	return ui.Weekday(r.Lang, time.Date(2026, 11, 22+n, 12, 0, 0, 0, time.UTC)) // a Sunday
}

// SaveReminders keeps the switches.
func (p Pages) SaveReminders() route.Handler {
	return p.remindChange(remindHome, func(_ *shelf.Visit, q url.Values, r *kept.Reminding) error {
		own, ok := readBefore(q, "standaard")
		theirs, ok2 := readBefore(q, "zorgverleners")
		if !ok || !ok2 {
			return route.BadInput(errors.New("not a choice"))
		}
		r.Off, r.Default, r.Theirs = q.Get("mail") != "aan", max(own, 0), max(theirs, 0)
		return nil
	})
}

// Seen takes the reminders off the overview.
func (p Pages) Seen() route.Handler {
	return p.remindChange("/overzicht", func(v *shelf.Visit, _ url.Values, r *kept.Reminding) error {
		r.Seen = v.Now.UTC().Truncate(time.Second)
		return nil
	})
}

// remindChange changes what a person chose, puts the moments in order, and leads on.
func (p Pages) remindChange(to string, fn func(v *shelf.Visit, q url.Values, r *kept.Reminding) error) route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		if err := p.Agendas.ChangeReminding(v.Context(), v.Session.Vault, func(r *kept.Reminding) error { return fn(v, q, r) }); err != nil {
			return problem("changing reminders", err)
		}
		if err := p.schedule(v); err != nil {
			return err
		}
		return v.RedirectFlash(w, to, ui.Good, "remind.saved")
	})
}

func (p Pages) schedule(v *shelf.Visit) error {
	return problem("putting reminders in order", p.Agendas.Schedule(v.Context(), v.Session.Vault, providers(v, v.Now)))
}

// RemindOf keeps how long before an appointment of a provider the person is reminded.
func (p Pages) RemindOf() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		it, err := v.Item()
		if err != nil {
			return err
		}
		key := it.Key.String()
		q, err := v.Values()
		if err != nil {
			return err
		}
		m, ok := readBefore(q, "herinner")
		if !ok {
			return v.RedirectFlash(w, prepareHref(key, ""), ui.Warning, "remind.problem.before")
		}
		return p.remindChange(prepareHref(key, ""), func(_ *shelf.Visit, _ url.Values, r *kept.Reminding) error {
			if r.Of == nil {
				r.Of = map[string]int{}
			}
			for k := range r.Of { // of what is no longer there
				if old, ok := record.ParseKey(k); !ok || v.Dossier.Item(old) == nil {
					delete(r.Of, k)
				}
			}
			r.Of[key] = m
			return nil
		})(w, v.Request)
	})
}

// Reminded lists what the person was reminded of, for the overview.
func (p Pages) Reminded(v *shelf.Visit) ([]ui.ItemProps, error) {
	all, err := p.Agendas.Reminded(v.Context(), v.Session.Vault, providers(v, v.Now))
	if err != nil {
		return nil, problem("listing reminders", err)
	}
	var out []ui.ItemProps
	for _, r := range all {
		if r.Series != nil {
			out = append(out, ui.ItemProps{
				Href: aboutSeries(r.Series), Icon: "bell", Tint: ui.Yellow, Title: r.Series.Title, Fact: v.T("remind.sort." + string(r.Series.Sort)),
				Date: ui.Day(v.Lang, r.At, ui.ToMinute),
			})
			continue
		}
		out = append(out, ui.ItemProps{
			Href: prepareOf(r.Of), Icon: "bell", Tint: ui.Yellow, Title: r.Of.Title, Fact: r.Of.Place,
			Date: upper(ui.Weekday(v.Lang, r.Of.Start)) + " " + ui.Day(v.Lang, r.Of.Start, ui.ToDay) + ", " + timeOf(v, *r.Of),
		})
	}
	return out, nil
}

// aboutSeries is where one does what one is reminded of.
func aboutSeries(s *kept.Series) string {
	switch s.Sort {
	case kept.Taking:
		return "/dagboek/medicijnen"
	case kept.Measuring:
		if s.Of == "blood-pressure" {
			return "/metingen/week"
		}
		return "/metingen/toevoegen"
	}
	return remindHref(s.Key)
}

// remindedOf is how many minutes before an appointment the person is reminded by mail.
func remindedOf(o *kept.Occurrence, r *kept.Reminding) (minutes int, ok bool) {
	switch {
	case o.Made.IsZero():
		minutes = r.Before(o.Item)
	case o.Mail && len(o.Reminders) > 0:
		minutes = o.Reminders[0]
	default:
		minutes = kept.None
	}
	return minutes, minutes >= 0
}
