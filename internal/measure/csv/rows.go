// SPDX-License-Identifier: EUPL-1.2

package csv

import (
	"errors"
	"fmt"
	"io"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
)

// Row is what one row of a table comes to.
type Row struct {
	N     int // its place, headings and all; the first is 1
	Cells []string
	Time  clock.Time      // where Odd does not say that it is not understood
	Found []measure.Daily // what was understood, one day of each kind
	Odd   []measure.Odd   // what was not
}

// Rows reads a table as Read does, and tells what each row comes to, until see returns false. The row
// belongs to see only as long as see runs.
func Rows(r io.Reader, g Guess, place *time.Location, see func(Row) bool) error {
	t := table.NewReader(r, g.Sep)
	x := newReading(g, place, Source, &measure.Intake{})
	for n := 1; ; n++ {
		cells, err := t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n > MaxRows {
			err = measure.ErrTooLarge
		}
		if err != nil {
			return fmt.Errorf("reading a table: %w", err)
		}
		if n == 1 && g.Heads {
			continue
		}
		in := &measure.Intake{}
		x.into(in, Source)
		x.row(cells)
		at, _ := x.when(cells)
		if !see(Row{N: n, Cells: cells, Time: at, Found: in.Daily(), Odd: in.Odd()}) {
			return nil
		}
	}
}
