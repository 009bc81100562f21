// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"regie/internal/measure"
	"regie/internal/text"
)

// A sheet is a table that a Dutch spreadsheet opens as it is: semicolons, a decimal comma, day
// first, and the mark by which programs know UTF-8. One row a measurement. The last columns are
// those by which Regie reads it back exactly.
var sheetColumns = [...]string{"day", "time", "zone", "endday", "endtime", "kind", "value", "second", "unit", "stage", "note", "source", "model", "app", "class", "marks", "code"}

// The places of columns.
const (
	colDay = iota
	colTime
	colZone
	colEndDay
	colEndTime
	colKind
	colValue
	colSecond
	colUnit
	colStage
	colNote
	colSource
	colModel
	colApp
	colClass
	colMarks
	colCode
)

// sheetMark is how the last heading begins: by it Regie knows its own table, in any language.
const sheetMark = "regie-1"

func sheetHead(l text.Lang) []string {
	out := make([]string, 0, len(sheetColumns))
	for _, c := range sheetColumns {
		out = append(out, l.T("carry.sheet."+c))
	}
	out[colCode] = sheetMark
	return out
}

type sheet struct {
	out  *bufio.Writer
	w    *csv.Writer
	lang text.Lang
	row  [len(sheetColumns)]string
	buf  []byte
	head bool
}

func newSheet(w io.Writer, l text.Lang) *sheet {
	s := &sheet{out: bufio.NewWriterSize(w, 64<<10), lang: l}
	s.w = csv.NewWriter(s.out)
	s.w.Comma, s.w.UseCRLF = ';', true
	return s
}

func (s *sheet) begin() error {
	if s.head {
		return nil
	}
	s.head = true
	if _, err := s.out.WriteString("\ufeff"); err != nil {
		return err
	}
	return s.w.Write(sheetHead(s.lang))
}

func (s *sheet) flush() error {
	if err := s.begin(); err != nil {
		return err
	}
	s.w.Flush()
	if err := s.w.Error(); err != nil {
		return err
	}
	return s.out.Flush()
}

// month writes a month of a kind, in the order of time.
func (s *sheet) month(m measure.MonthOf) error {
	if err := s.begin(); err != nil {
		return err
	}
	form := measure.FormOf(m.Kind)
	type place struct {
		of, n int
	}
	var order []place
	for i, of := range m.Sources {
		for n := range of.Samples {
			order = append(order, place{i, n})
		}
	}
	slices.SortStableFunc(order, func(a, b place) int {
		x, y := m.Sources[a.of].Samples[a.n].Start, m.Sources[b.of].Samples[b.n].Start
		return int(min(max(x-y, -1), 1))
	})
	name, unit := plainCell(m.Kind.Name(s.lang)), plainCell(form.UnitName(s.lang))
	for _, p := range order {
		of := &m.Sources[p.of]
		x := of.Samples[p.n]
		s.row = [len(sheetColumns)]string{}
		s.row[colDay], s.row[colTime] = s.moment(x.Start, x.Zone)
		s.row[colZone] = "UTC" + string(appendZone(s.buf[:0], x.Zone))
		if x.End != x.Start {
			s.row[colEndDay], s.row[colEndTime] = s.moment(x.End, x.Zone)
		}
		s.row[colKind], s.row[colUnit] = name, unit
		s.row[colValue] = string(appendDecimal(s.buf[:0], x.Value, ','))
		if x.Second != 0 {
			s.row[colSecond] = string(appendDecimal(s.buf[:0], x.Second, ','))
		}
		if form.Shape == measure.Stage {
			s.row[colStage] = s.stage(x.Value)
		}
		if of.Source.Key() == measure.Hand.Key() {
			s.row[colNote] = plainCell(m.Notes[x.Start])
		}
		s.row[colSource], s.row[colModel], s.row[colApp] = plainCell(of.Source.Name), plainCell(of.Source.Model), plainCell(of.Source.App)
		s.row[colClass] = classWords[min(int(of.Source.Class), len(classWords)-1)]
		s.row[colMarks] = string(appendMarks(s.buf[:0], x.Mark, ' '))
		s.row[colCode] = plainCell(codeOf(m.Kind))
		if err := s.w.Write(s.row[:]); err != nil {
			return err
		}
	}
	return nil
}

// codeOf writes the key of a kind in letters that a spreadsheet keeps; kindOf reads it back. Own
// kinds have a control character between their name and unit.
func codeOf(k measure.Kind) string {
	return strings.NewReplacer(`\`, `\\`, "\x1f", `\|`).Replace(string(k))
}

func kindOf(code string) measure.Kind {
	return measure.Kind(strings.NewReplacer(`\\`, `\`, `\|`, "\x1f").Replace(code))
}

func (s *sheet) moment(ms int64, zone int16) (day, clock string) {
	local := ms + int64(zone)*60_000
	d, rest := local/dayMS, local%dayMS
	if rest < 0 {
		d, rest = d-1, rest+dayMS
	}
	y, m, dom := measure.Day(d).Date()
	b := digits(s.buf[:0], dom, 2)
	b = digits(append(b, '-'), m, 2)
	b = digits(append(b, '-'), y, 4)
	day = string(b)
	return day, string(appendClock(b[:0], int(rest), ','))
}

func (s *sheet) stage(v int64) string {
	key := "carry.stage." + decimal(v)
	if !s.lang.Has(key) {
		return ""
	}
	return s.lang.T(key)
}

// sheet writes the table of measurements into the archive.
func (t *taker) sheet(ctx context.Context) error {
	kinds, err := t.Books.Have(ctx, t.v)
	if err != nil || len(kinds) == 0 {
		return err
	}
	f, err := t.pack.file(sheetName, false)
	if err != nil {
		return err
	}
	return t.Sheet(ctx, t.v, t.lang, f)
}
