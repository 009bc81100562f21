// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the binary is static: it carries its own time zones
)

// MinimumAge is the age from which somebody may have an own record (MedMij).
const MinimumAge = 16

// oldest is the age above which a date of birth is taken for a slip of the pen.
const oldest = 125

// ErrBadDate is returned by ParseDate for what is no day of the calendar.
var ErrBadDate = errors.New("person: no such day")

// Date is a day of the calendar without a time or a place.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a date as a person types it in three fields. The month may be a number only.
// It returns ErrBadDate for anything that is not an existing day between 1800 and 9999.
func ParseDate(day, month, year string) (Date, error) {
	number := func(s string, low, high int) (int, bool) {
		s = strings.TrimSpace(s)
		if len(s) > 4 {
			return 0, false
		}
		n, err := strconv.Atoi(s)
		return n, err == nil && n >= low && n <= high
	}
	d, okDay := number(day, 1, 31)
	m, okMonth := number(month, 1, 12)
	y, okYear := number(year, 1800, 9999)
	if !okDay || !okMonth || !okYear {
		return Date{}, ErrBadDate
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return Date{}, ErrBadDate // 31 April, or 29 February in a common year
	}
	return Date{Year: y, Month: time.Month(m), Day: d}, nil
}

// String returns the date as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

func parseISODate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, ErrBadDate
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// before tells whether d comes before o.
func (d Date) before(o Date) bool {
	if d.Year != o.Year {
		return d.Year < o.Year
	}
	if d.Month != o.Month {
		return d.Month < o.Month
	}
	return d.Day < o.Day
}

// DayIn returns the day that it is in the Netherlands at the instant t.
func DayIn(t time.Time) Date {
	t = t.In(amsterdam())
	return Date{t.Year(), t.Month(), t.Day()}
}

func amsterdam() *time.Location {
	l, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("person: the binary lacks its time zones: " + err.Error())
	}
	return l
}

// birthday returns the day on which somebody born on d becomes age. Who was born on
// 29 February has the birthday on 1 March in a common year.
func (d Date) birthday(age int) Date {
	t := time.Date(d.Year+age, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), t.Month(), t.Day()}
}

// ageCheck is what a date of birth means for an account.
type ageCheck uint8

const (
	ageFine     ageCheck = iota
	ageTooYoung          // under MinimumAge
	ageUnlikely          // in the future, or more than oldest years ago
)

// checkAge judges a date of birth at the instant now, by the day it is in the Netherlands.
func checkAge(born Date, now time.Time) ageCheck {
	today := DayIn(now)
	switch {
	case today.before(born), born.birthday(oldest).before(today):
		return ageUnlikely
	case today.before(born.birthday(MinimumAge)):
		return ageTooYoung
	}
	return ageFine
}
