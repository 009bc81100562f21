// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// clock makes every date of a dossier from one day: the Monday of the week of
// the anchor. Counting from a Monday keeps visits on working days, and keeps a
// dossier the same for a week, so that collecting twice brings nothing new.
type clock struct{ monday time.Time }

func newClock(anchor time.Time) clock {
	day := time.Date(anchor.Year(), anchor.Month(), anchor.Day(), 0, 0, 0, 0, time.UTC)
	return clock{day.AddDate(0, 0, -(int(day.Weekday())+6)%7)}
}

// ago is the working day that lies years, months and days before.
func (c clock) ago(years, months, days int) time.Time {
	return working(c.monday.AddDate(-years, -months, -days))
}

// ahead is the working day that lies months and days after the end of this week.
func (c clock) ahead(months, days int) time.Time {
	return working(c.monday.AddDate(0, months, days+7))
}

// last is the working day at this month and day that lies at least a week
// back, and so many years before that: flu shots are given in autumn, pollen fly in spring.
func (c clock) last(years int, month time.Month, day int) time.Time {
	t := working(time.Date(c.monday.Year(), month, day, 0, 0, 0, 0, time.UTC))
	if t.After(c.monday.AddDate(0, 0, -7)) {
		years++
	}
	return working(time.Date(c.monday.Year()-years, month, day, 0, 0, 0, 0, time.UTC))
}

// born gives the birthday with this month and day on which somebody is age years old now.
func (c clock) born(age int, month time.Month, day int) time.Time {
	b := time.Date(c.monday.Year()-age, month, day, 0, 0, 0, 0, time.UTC)
	// A week of margin: the age must be right on every day of the week after Monday too.
	if b.AddDate(age, 0, 0).After(c.monday) {
		b = b.AddDate(-1, 0, 0)
	}
	return b
}

func working(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, -1)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}

// FHIR dates, as precise as the provider knows them.
func day(t time.Time) string   { return t.Format(time.DateOnly) }
func month(t time.Time) string { return t.Format("2006-01") }
func year(t time.Time) string  { return t.Format("2006") }

// clockTime is a FHIR dateTime at this hour and minute in the Netherlands.
func clockTime(t time.Time, hour, minute int) string {
	at := time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, time.UTC)
	return at.Format("2006-01-02T15:04:05") + dutchOffset(at)
}

// dutchOffset is the summer time rule of the European Union, written out so that
// the dossiers are the same on a machine without time zone data. Nobody in them is
// seen during the hour of the change itself.
func dutchOffset(t time.Time) string {
	from, to := lastSunday(t.Year(), time.March), lastSunday(t.Year(), time.October)
	if !t.Before(from) && t.Before(to) {
		return "+02:00"
	}
	return "+01:00"
}

func lastSunday(year int, m time.Month) time.Time {
	end := time.Date(year, m+1, 0, 2, 0, 0, 0, time.UTC)
	return end.AddDate(0, 0, -int(end.Weekday()))
}
