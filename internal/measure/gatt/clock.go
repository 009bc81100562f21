// SPDX-License-Identifier: EUPL-1.2

package gatt

import "time"

// later returns the clock some minutes later; glucose meters tell a base and an offset.
func (c Clock) later(minutes int) Clock {
	if !c.Known() {
		return c
	}
	t := time.Date(c.Year, time.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
	return Clock{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second()}
}

// In returns the moment on a clock in a place. ok is false for a day that a clock cannot have
// that was ever set: before 2020, when its battery was empty.
func (c Clock) In(place *time.Location) (t time.Time, ok bool) {
	if !c.Known() || c.Year < 2020 || c.Year > 2100 || c.Month > 12 || c.Day > 31 || c.Hour > 23 || c.Minute > 59 || c.Second > 59 {
		return time.Time{}, false
	}
	t = time.Date(c.Year, time.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, place)
	return t, t.Day() == c.Day
}
