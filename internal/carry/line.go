// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"strconv"
	"strings"

	"regie/internal/measure"
)

// A sample as a line of a table: number of the source, start and end with the clock of the person
// (the end is left out where it is the start), value and second value with a point, marks.
const lineHead = "source,start,end,value,second,marks"

// markWords are the marks as words, by bit.
var markWords = [8]string{"hand", "before-meal", "after-meal", "irregular", "moved", "evening", "protocol", "extreme"}

func appendLine(b []byte, source int, s measure.Sample) []byte {
	b = strconv.AppendInt(b, int64(source), 10)
	b = append(b, ',')
	b = appendMoment(b, s.Start, s.Zone)
	b = append(b, ',')
	if s.End != s.Start {
		b = appendMoment(b, s.End, s.Zone)
	}
	b = append(b, ',')
	b = appendDecimal(b, s.Value, '.')
	b = append(b, ',')
	if s.Second != 0 {
		b = appendDecimal(b, s.Second, '.')
	}
	b = append(b, ',')
	return appendMarks(b, s.Mark, '+')
}

func appendMarks(b []byte, m measure.Mark, sep byte) []byte {
	first := true
	for i, w := range markWords {
		if m&(1<<i) != 0 {
			if !first {
				b = append(b, sep)
			}
			first = false
			b = append(b, w...)
		}
	}
	return b
}

func parseMarks(s, sep string) (m measure.Mark, ok bool) {
	for s != "" {
		var w string
		w, s, _ = strings.Cut(s, sep)
		i := 0
		for i < len(markWords) && markWords[i] != w {
			i++
		}
		if i == len(markWords) {
			return m, false
		}
		m |= 1 << i
	}
	return m, true
}

// parseLine reads what appendLine wrote.
func parseLine(line string) (source int, s measure.Sample, ok bool) {
	var f [6]string
	for i := range f {
		var more bool
		if f[i], line, more = strings.Cut(line, ","); more != (i < 5) {
			return 0, s, false
		}
	}
	source, err := strconv.Atoi(f[0])
	if err != nil {
		return 0, s, false
	}
	if s.Start, s.Zone, ok = parseMoment(f[1]); !ok {
		return 0, s, false
	}
	s.End = s.Start
	if f[2] != "" {
		if s.End, _, ok = parseMoment(f[2]); !ok || s.End < s.Start {
			return 0, s, false
		}
	}
	if s.Value, ok = measure.Decimal(f[3]); !ok {
		return 0, s, false
	}
	if f[4] != "" {
		if s.Second, ok = measure.Decimal(f[4]); !ok {
			return 0, s, false
		}
	}
	s.Mark, ok = parseMarks(f[5], "+")
	return source, s, ok
}

const dayMS = 86_400_000

// appendMoment writes a moment on a clock: 2026-11-20T08:15:00+01:00, with milliseconds where
// there are any.
func appendMoment(b []byte, ms int64, zone int16) []byte {
	local := ms + int64(zone)*60_000
	d := local / dayMS
	rest := local % dayMS
	if rest < 0 {
		d, rest = d-1, rest+dayMS
	}
	y, m, dom := measure.Day(d).Date()
	b = digits(b, y, 4)
	b = digits(append(b, '-'), m, 2)
	b = digits(append(b, '-'), dom, 2)
	b = append(b, 'T')
	b = appendClock(b, int(rest), '.')
	return appendZone(b, zone)
}

// appendClock writes the time of a day: 08:15:00.
func appendClock(b []byte, rest int, point byte) []byte {
	b = digits(b, rest/3_600_000, 2)
	b = digits(append(b, ':'), rest/60_000%60, 2)
	b = digits(append(b, ':'), rest/1000%60, 2)
	if f := rest % 1000; f != 0 {
		b = digits(append(b, point), f, 3)
	}
	return b
}

func appendZone(b []byte, zone int16) []byte {
	sign, z := byte('+'), int(zone)
	if z < 0 {
		sign, z = '-', -z
	}
	b = digits(append(b, sign), z/60, 2)
	return digits(append(b, ':'), z%60, 2)
}

func digits(b []byte, n, width int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	at := len(b)
	for range width {
		b = append(b, '0')
	}
	for i := at + width - 1; i >= at && n > 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}

// parseMoment reads what appendMoment wrote.
func parseMoment(s string) (ms int64, zone int16, ok bool) {
	if len(s) < 25 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return 0, 0, false
	}
	y, a := number(s[0:4])
	m, b := number(s[5:7])
	d, c := number(s[8:10])
	if !a || !b || !c || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, 0, false
	}
	rest, n, ok := parseClock(s[11:], '.')
	if !ok {
		return 0, 0, false
	}
	zone, ok = parseZone(s[11+n:])
	ms = int64(measure.DayOf(y, m, d))*dayMS + int64(rest) - int64(zone)*60_000
	return ms, zone, ok
}

func parseClock(s string, point byte) (rest, n int, ok bool) {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' {
		return 0, 0, false
	}
	h, a := number(s[0:2])
	m, b := number(s[3:5])
	sec, c := number(s[6:8])
	if !a || !b || !c || h > 23 || m > 59 || sec > 60 {
		return 0, 0, false
	}
	rest, n = h*3_600_000+m*60_000+sec*1000, 8
	if len(s) >= 12 && s[8] == point {
		f, ok := number(s[9:12])
		if !ok {
			return 0, 0, false
		}
		return rest + f, 12, true
	}
	return rest, n, true
}

func parseZone(s string) (int16, bool) {
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, a := number(s[1:3])
	m, b := number(s[4:6])
	z := int16(h*60 + m)
	if s[0] == '-' {
		z = -z
	}
	return z, a && b && h <= 24 && m < 60
}

func number(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

// appendDecimal writes an amount in 1/Scale as it is, with no more digits than it needs.
func appendDecimal(b []byte, v int64, point byte) []byte {
	u := uint64(v)
	if v < 0 {
		b = append(b, '-')
		u = -u
	}
	b = strconv.AppendUint(b, u/measure.Scale, 10)
	f := int(u % measure.Scale)
	if f == 0 {
		return b
	}
	width := 4
	for f%10 == 0 {
		f, width = f/10, width-1
	}
	return digits(append(b, point), f, width)
}

func decimal(v int64) string { return string(appendDecimal(nil, v, '.')) }
