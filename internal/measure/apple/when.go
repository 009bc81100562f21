// SPDX-License-Identifier: EUPL-1.2

package apple

import "regie/internal/measure"

// clock reads moments as HealthKit writes them: "2026-03-01 09:30:00 +0100", and as iOS 8 did:
// "20140924150100+0200". It remembers the last date, since thousands in a row have the same.
type clock struct {
	date [10]byte
	day  int64 // ms
}

// read returns the moment in ms and the minutes east of UTC.
func (c *clock) read(b []byte) (ms int64, zone int16, ok bool) {
	var buf [25]byte
	if len(b) == 19 && b[14] != ' ' && b[4] != '-' {
		n := copy(buf[:], b[:4])
		for _, part := range [][]byte{[]byte("-"), b[4:6], []byte("-"), b[6:8], []byte(" "), b[8:10], []byte(":"), b[10:12], []byte(":"), b[12:14], []byte(" "), b[14:19]} {
			n += copy(buf[n:], part)
		}
		b = buf[:]
	}
	if len(b) != 25 || b[10] != ' ' || b[13] != ':' || b[16] != ':' || b[19] != ' ' || (b[20] != '+' && b[20] != '-') {
		return 0, 0, false
	}
	if [10]byte(b) != c.date {
		if b[4] != '-' || b[7] != '-' {
			return 0, 0, false
		}
		y1, ok1 := two(b[0:])
		y2, ok2 := two(b[2:])
		m, ok3 := two(b[5:])
		d, ok4 := two(b[8:])
		if !ok1 || !ok2 || !ok3 || !ok4 || m < 1 || m > 12 || d < 1 {
			return 0, 0, false
		}
		day := measure.DayOf(y1*100+y2, m, d)
		if _, _, back := day.Date(); back != d { // 31 April
			return 0, 0, false
		}
		c.date, c.day = [10]byte(b), int64(day)*86_400_000
	}
	h, ok1 := two(b[11:])
	m, ok2 := two(b[14:])
	s, ok3 := two(b[17:])
	zh, ok4 := two(b[21:])
	zm, ok5 := two(b[23:])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || h > 24 || m > 59 || s > 60 || zh > 14 || zm > 59 {
		return 0, 0, false
	}
	offset := zh*60 + zm
	if b[20] == '-' {
		offset = -offset
	}
	return c.day + int64(h*3600+m*60+s-offset*60)*1000, int16(offset), true
}

func two(b []byte) (int, bool) {
	x, y := b[0]-'0', b[1]-'0'
	return int(x)*10 + int(y), x <= 9 && y <= 9
}
