// SPDX-License-Identifier: EUPL-1.2

// Package clock reads dates and times as people and programs write them: 2026-03-01 08:05:00 +0100,
// 1-3-2026 8.05 uur, 03/01/26 08:05:00, 1 maart 2026, Mar 1, 2026 8:05 AM, seconds since 1970.
package clock

import (
	"strconv"
	"strings"
	"time"
)

// Order is the order of day and month where a date has only numbers and does not begin with the year.
type Order uint8

// The orders.
const (
	DayFirst Order = iota
	MonthFirst
)

// Time is what was read.
type Time struct {
	Year, Month, Day           int // 0 where there was only a time of day
	Hour, Minute, Second, Nano int
	Clock                      bool  // a time of day was there
	Zoned                      bool  // how late it was in UTC was there
	Zone                       int16 // minutes east of UTC
}

// HasDate tells whether there was a date.
func (t Time) HasDate() bool { return t.Year != 0 }

// Moment returns the moment in ms, and the zone. place is where the clock hung, for a time
// without a zone; nil stands for UTC.
func (t Time) Moment(place *time.Location) (ms int64, zone int16) {
	if t.Zoned {
		at := time.Date(t.Year, time.Month(t.Month), t.Day, t.Hour, t.Minute, t.Second, t.Nano, time.UTC)
		return at.UnixMilli() - int64(t.Zone)*60_000, t.Zone
	}
	if place == nil {
		place = time.UTC
	}
	at := time.Date(t.Year, time.Month(t.Month), t.Day, t.Hour, t.Minute, t.Second, t.Nano, place)
	return at.UnixMilli(), Zone(at.UnixMilli(), place)
}

// Span returns the day of a date on the clock of a place: from midnight to midnight, which may be
// 23 or 25 hours.
func (t Time) Span(place *time.Location) (start, end int64, zone int16) {
	d := Time{Year: t.Year, Month: t.Month, Day: t.Day}
	start, zone = d.Moment(place)
	d.Day++
	end, _ = d.Moment(place)
	return start, end, zone
}

// Zone returns how many minutes east of UTC the clocks of a place were at a moment; nil stands for UTC.
func Zone(ms int64, place *time.Location) int16 {
	if place == nil {
		return 0
	}
	_, sec := time.UnixMilli(ms).In(place).Zone()
	return int16(sec / 60)
}

// At reads a text that has both a date and, mostly, a time.
func At(s string, o Order, place *time.Location) (ms int64, zone int16, ok bool) {
	t, ok := Parse(s, o)
	if !ok || !t.HasDate() {
		return 0, 0, false
	}
	ms, zone = t.Moment(place)
	return ms, zone, true
}

// Earliest and Latest bound a moment that can be true of a measurement, in ms: 1900 and 2100.
const (
	Earliest = -2_208_988_800_000
	Latest   = 4_102_444_800_000
)

// Epoch reads a number of seconds, milliseconds, microseconds or nanoseconds since 1970.
func Epoch(n int64) (ms int64, ok bool) {
	switch {
	case n >= 1e17:
		n /= 1e6
	case n >= 1e14:
		n /= 1000
	case n < 1e11:
		n *= 1000
	}
	return n, n > 0 && n < Latest
}

// Parse reads a date, a time of day, or both. ok is false where the text is neither, or has
// something more.
func Parse(s string, o Order) (t Time, ok bool) {
	p := parser{s: strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\u00a0", " "), "\u202f", " "))}
	if n := len(p.s); n == 0 || n > 64 {
		return t, false
	}
	if n, err := strconv.ParseInt(p.s, 10, 64); err == nil && len(p.s) >= 10 && len(p.s) <= 19 {
		ms, ok := Epoch(n)
		at := time.UnixMilli(ms).UTC()
		return Time{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), true, true, 0}, ok
	}
	if !p.date(&t, o) {
		p.at = 0
		t = Time{}
	}
	if t.HasDate() {
		p.between()
	}
	if p.at < len(p.s) && !p.clock(&t) {
		return Time{}, false
	}
	return t, p.at == len(p.s) && (t.HasDate() || t.Clock)
}

type parser struct {
	s  string
	at int
}

func (p *parser) skip(chars string) {
	for p.at < len(p.s) && strings.IndexByte(chars, p.s[p.at]) >= 0 {
		p.at++
	}
}

// number reads digits, at most most of them; n is how many there were.
func (p *parser) number(most int) (v, n int) {
	for p.at < len(p.s) && n < most && p.s[p.at] >= '0' && p.s[p.at] <= '9' {
		v = v*10 + int(p.s[p.at]-'0')
		p.at++
		n++
	}
	return v, n
}

func (p *parser) word() string {
	from := p.at
	for p.at < len(p.s) && (p.s[p.at]|0x20 >= 'a' && p.s[p.at]|0x20 <= 'z' || p.s[p.at] >= 0x80) {
		p.at++
	}
	return strings.ToLower(p.s[from:p.at])
}

// months are the first letters of the months in Dutch and English.
var months = map[string]int{
	"jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}

func month(w string) int {
	if len(w) < 3 {
		return 0
	}
	return months[w[:3]]
}

// days are words that may stand before a date.
var days = map[string]bool{
	"ma": true, "di": true, "wo": true, "do": true, "vr": true, "za": true, "zo": true,
	"maandag": true, "dinsdag": true, "woensdag": true, "donderdag": true, "vrijdag": true, "zaterdag": true, "zondag": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
}

const seps = "-/. ,"

func (p *parser) date(t *Time, o Order) bool {
	from := p.at
	w := p.word()
	if days[w] {
		p.skip(" .,")
		from = p.at
		w = p.word()
	}
	if m := month(w); m > 0 { // Mar 1, 2026
		p.skip(" .,")
		d, n := p.number(2)
		p.skip(" ,")
		y, ny := p.number(4)
		return n > 0 && p.set(t, y, ny, m, d)
	}
	if w != "" {
		return false
	}
	p.at = from
	a, na := p.number(4)
	if na == 4 && p.at+4 <= len(p.s) && strings.Trim(p.s[p.at:p.at+4], "0123456789") == "" && (p.at+4 == len(p.s) || p.s[p.at+4] < '0' || p.s[p.at+4] > '9') { // 20260301
		m, _ := p.number(2)
		d, _ := p.number(2)
		return p.set(t, a, 4, m, d)
	}
	if na == 0 || p.at >= len(p.s) || strings.IndexByte(seps, p.s[p.at]) < 0 {
		return false
	}
	p.skip(seps)
	var b, nb int
	if w := p.word(); w != "" { // 1 maart 2026
		if b, nb = month(w), 2; b == 0 || na > 2 {
			return false
		}
		p.skip(seps)
		y, ny := p.number(4)
		return p.set(t, y, ny, b, a)
	}
	if b, nb = p.number(2); nb == 0 || p.at >= len(p.s) || strings.IndexByte(seps, p.s[p.at]) < 0 {
		return false
	}
	p.skip(seps)
	c, nc := p.number(4)
	switch {
	case na == 4:
		return nc > 0 && nc <= 2 && p.set(t, a, 4, b, c)
	case na > 2:
		return false
	case o == MonthFirst:
		return p.set(t, c, nc, a, b)
	}
	return p.set(t, c, nc, b, a)
}

// set checks a date. A year of two digits lies in this century up to 69.
func (p *parser) set(t *Time, y, digits, m, d int) bool {
	switch digits {
	case 2:
		if y += 2000; y >= 2070 {
			y -= 100
		}
	case 4:
	default:
		return false
	}
	if y < 1900 || y >= 2100 || m < 1 || m > 12 || d < 1 || d > time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return false
	}
	t.Year, t.Month, t.Day = y, m, d
	return true
}

// between passes over what stands between a date and a time.
func (p *parser) between() {
	p.skip(" ,")
	if p.at < len(p.s) && (p.s[p.at] == 'T' || p.s[p.at] == 't') {
		p.at++
	}
	for _, w := range []string{"om ", "at "} {
		if strings.HasPrefix(p.s[p.at:], w) {
			p.at += len(w)
		}
	}
	p.skip(" ")
}

func (p *parser) clock(t *Time) bool {
	h, n := p.number(2)
	if n == 0 || p.at >= len(p.s) {
		return false
	}
	var m, sec, k int
	switch c := p.s[p.at]; {
	case c == ':' || c == '.' || (c|0x20 == 'u' || c|0x20 == 'h') && p.at+1 < len(p.s) && p.s[p.at+1] >= '0' && p.s[p.at+1] <= '9':
		p.at++
		if m, k = p.number(2); k != 2 {
			return false
		}
		if p.at < len(p.s) && (p.s[p.at] == ':' || p.s[p.at] == '.' && c == '.') {
			p.at++
			if sec, k = p.number(2); k != 2 {
				return false
			}
		}
		if p.at < len(p.s) && (p.s[p.at] == '.' || p.s[p.at] == ',') {
			p.at++
			v, k := p.number(9)
			for ; k < 9; k++ {
				v *= 10
			}
			t.Nano = v
			p.number(20)
		}
	case c == ' ' || c|0x20 == 'a' || c|0x20 == 'p': // 8 am
	default:
		return false
	}
	p.skip(" ")
	from := p.at
	switch p.word() {
	case "am", "a":
		p.skip("m.")
		if h == 12 {
			h = 0
		}
	case "pm", "p":
		p.skip("m.")
		if h < 12 {
			h += 12
		}
	case "uur", "u", "h":
	default:
		p.at = from
	}
	if h > 23 || m > 59 || sec > 60 {
		return false
	}
	t.Hour, t.Minute, t.Second, t.Clock = h, m, min(sec, 59), true
	p.skip(" ")
	return p.zone(t)
}

// zone reads Z, +01:00, +0100, +1, UTC, UTC+0100, GMT.
func (p *parser) zone(t *Time) bool {
	if p.at == len(p.s) {
		return true
	}
	switch p.word() {
	case "z", "utc", "gmt":
		t.Zoned = true
	case "":
	default:
		return false
	}
	if p.at == len(p.s) {
		return t.Zoned
	}
	sign := 1
	switch p.s[p.at] {
	case '+':
	case '-':
		sign = -1
	default:
		return false
	}
	p.at++
	h, n := p.number(2)
	p.skip(":")
	m, _ := p.number(2)
	if n == 0 || h > 15 || m > 59 {
		return false
	}
	t.Zoned, t.Zone = true, int16(sign*(h*60+m))
	return true
}
