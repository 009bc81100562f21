// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"errors"
	"io"
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
)

// sheet reads a table that Sheet wrote, also after a spreadsheet saved it anew: with another
// separator, without seconds, in other letters. The columns must stand as they stood.
func (g *gathering) sheet(r io.Reader) error {
	sep := byte(';')
	if line, _, _ := strings.Cut(string(g.f.head), "\n"); strings.Count(line, ";") < 5 {
		sep = ','
		if strings.Contains(line, "\t") {
			sep = '\t'
		}
	}
	t := table.NewReader(&progress{r: r, f: g.f}, sep)
	head, err := t.Row()
	if err != nil {
		return sorted(err)
	}
	if len(head) < len(sheetColumns) || head[colCode] != sheetMark {
		return ErrVersion
	}
	for n := 0; ; n++ {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n > mostLines {
			err = ErrTooLarge
		}
		if err != nil {
			return sorted(err)
		}
		if n%4096 == 0 && g.ctx.Err() != nil {
			return g.ctx.Err()
		}
		if x, ok := g.row(row); ok {
			g.sample(x)
		} else {
			g.odd("", WhyLine, 1)
		}
	}
}

func (g *gathering) row(row []string) (t taken, ok bool) {
	if len(row) < len(sheetColumns) {
		return t, false
	}
	t.kind = kindOf(realCell(row[colCode]))
	if t.kind == "" || len(t.kind) > 200 {
		return t, false
	}
	zone, zoned := parseZone(strings.TrimPrefix(row[colZone], "UTC"))
	moment := func(day, at string) (int64, bool) {
		return g.cellMoment(day, at, zone, zoned)
	}
	s := &t.sample
	if s.Start, ok = moment(row[colDay], row[colTime]); !ok {
		return t, false
	}
	s.Zone, s.End = zone, s.Start
	if !zoned {
		s.Zone = clock.Zone(s.Start, g.f.Place)
	}
	if row[colEndDay] != "" {
		if s.End, ok = moment(row[colEndDay], row[colEndTime]); !ok || s.End < s.Start {
			return t, false
		}
	}
	if s.Value, ok = measure.Decimal(row[colValue]); !ok {
		return t, false
	}
	if row[colSecond] != "" {
		if s.Second, ok = measure.Decimal(row[colSecond]); !ok {
			return t, false
		}
	}
	if s.Mark, ok = parseMarks(row[colMarks], " "); !ok {
		return t, false
	}
	t.note = strings.ReplaceAll(realCell(row[colNote]), "\r\n", "\n") // a table ends lines in its own way
	t.source = sourceEntry{Name: realCell(row[colSource]), Model: realCell(row[colModel]), App: realCell(row[colApp]), Class: row[colClass]}.source()
	return t, true
}

// cellMoment reads a day and a time of day, as they were written or as a spreadsheet shows them.
func (g *gathering) cellMoment(day, at string, zone int16, zoned bool) (int64, bool) {
	d, ok := clock.Parse(day, clock.DayFirst)
	if !ok || !d.HasDate() {
		return 0, false
	}
	rest, n, ok := parseClock(at, ',')
	if !ok || n != len(at) {
		c, fine := clock.Parse(at, clock.DayFirst)
		if !fine || c.HasDate() {
			return 0, false
		}
		rest = c.Hour*3_600_000 + c.Minute*60_000 + c.Second*1000
	}
	if !zoned {
		d.Clock, d.Hour, d.Minute, d.Second, d.Nano = true, rest/3_600_000, rest/60_000%60, rest/1000%60, rest%1000*1_000_000
		ms, _ := d.Moment(g.f.Place)
		return ms, true
	}
	return int64(measure.DayOf(d.Year, d.Month, d.Day))*dayMS + int64(rest) - int64(zone)*60_000, true
}
