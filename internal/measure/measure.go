// SPDX-License-Identifier: EUPL-1.2

// Package measure keeps what people measure themselves, by hand, with a device or with an app.
//
// A Sample is one value of a Kind at a moment or over a stretch of time, from one Source.
// Importers put samples into an Intake; a Book keeps them in sealed blocks of a month, sums them
// up by day, and brings sources together: what two devices counted at the same time counts once.
//
// Samples are no care items: there may be millions of them. What a page shows comes from the
// daily summaries, and from the blocks of the days that are looked at.
package measure

import (
	"strings"
	"unicode"
)

// Unit of stored values: ten-thousandths of the unit of the kind.
const Scale = 10_000

// Kind is what is measured, by its key: "steps", "heart-rate". See Kinds.
type Kind string

// Shape tells how values of a kind go together.
type Shape uint8

// The shapes.
const (
	Moment Shape = iota // a value at a moment: they are listed, averaged, never added
	Total               // an amount over a stretch of time: they are added, each stretch once
	Stage               // a state over a stretch of time: sleep. Value is the stage times Scale
)

// Group is the heading under which a kind stands.
type Group uint8

// The groups, in the order in which people meet them.
const (
	GroupBody Group = iota
	GroupHeart
	GroupLungs
	GroupSugar
	GroupActivity
	GroupSleep
	GroupFeeling
	GroupFood
	GroupWalking
	GroupSurroundings
	GroupOther
)

// Sample is one value.
type Sample struct {
	Start, End int64 // ms since 1970 UTC; End == Start for a moment
	Zone       int16 // minutes east of UTC on the person's clock at Start
	Value      int64 // in 1/Scale of the unit of the kind
	Second     int64 // the lower value of a pair (diastolic pressure), else 0
	Mark       Mark
}

// Mark is what the source says besides the value.
type Mark uint8

// The marks. They can be combined.
const (
	MarkByHand     Mark = 1 << iota // typed in, not measured by the device
	MarkBeforeMeal                  // glucose: before a meal or fasting
	MarkAfterMeal                   // glucose: after a meal
	MarkIrregular                   // the device noted an irregular pulse
	MarkMoved                       // the device noted that the body moved or the cuff was loose
	MarkEvening                     // of a home protocol: measured in the evening
	MarkProtocol                    // belongs to a home protocol
	MarkExtreme                     // the least or greatest of a stretch whose mean is another sample: it counts for neither number nor mean
)

// Day is a day on the person's clock: days since 1970-01-01.
type Day int32

// Month is a month on the person's clock: months since January 1970.
type Month int32

const dayMS = 86_400_000

// day returns the day of a moment on a clock that is zone minutes ahead.
func day(ms int64, zone int16) Day {
	local := ms + int64(zone)*60_000
	d := local / dayMS
	if local%dayMS < 0 {
		d--
	}
	return Day(d)
}

// Day returns the day to which a sample belongs: that of its start on the person's clock.
func (s Sample) Day() Day { return day(s.Start, s.Zone) }

// Month returns the month of a day.
func (d Day) Month() Month {
	y, m, _ := d.Date()
	return Month((y-1970)*12 + m - 1)
}

// Date returns year, month (1-12) and day of the month. The algorithm is that of civil dates
// counted in eras of 400 years.
func (d Day) Date() (year, month, dom int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	year = yoe + era*400
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	dom = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, dom
}

// DayOf returns the day of a date; month is 1 to 12.
func DayOf(year, month, dom int) Day {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	yoe := year - era*400
	doy := (153*(month-3)+2)/5 + dom - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// First returns the first day of a month.
func (m Month) First() Day {
	y := 1970 + int(m)/12
	k := int(m) % 12
	if k < 0 {
		k += 12
		y--
	}
	return DayOf(y, k+1, 1)
}

// Source is a device or an app. Two sources with the same Key are one.
type Source struct {
	Name  string // as it calls itself: "Apple Watch van Anna"
	Model string // "Watch6,2", "M7 Intelli IT"; may be empty
	App   string // program that wrote it: "com.fitbit.FitbitMobile"; may be empty
	Class Class
}

// Class is what kind of source it is. Where two counted the same time, the lower class goes first.
type Class uint8

// The classes, in the order in which their totals are believed.
const (
	ClassHand  Class = iota // typed by the person: what somebody corrected by hand holds
	ClassCuff               // a device made for one measurement: cuff, scales, thermometer, glucose meter
	ClassWatch              // worn
	ClassPhone              // carried
	ClassApp                // a program
	ClassOther              // nothing is known of it
)

// Key tells sources apart. What kind of space stands in a name makes no difference.
func (s Source) Key() string {
	name := s.Name
	if strings.ContainsFunc(name, func(r rune) bool { return r > 0x7f && unicode.IsSpace(r) }) || strings.Contains(name, "  ") {
		name = strings.Join(strings.Fields(name), " ")
	}
	return name + "\x1f" + s.Model + "\x1f" + s.App
}
