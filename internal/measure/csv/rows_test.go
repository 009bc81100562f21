// SPDX-License-Identifier: EUPL-1.2

package csv_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/measure/csv"
)

// What is not understood is told by row, and everything else is read.
func TestRows(t *testing.T) {
	text := "Wanneer;Druk;Kopjes thee\n3 maart 2024;120/80;3\n3-3-24;;2\n03/03/2024 8u30;135 / 85;veel\nooit;1;1\n"
	g, ok := csv.Look([]byte(text))
	if !ok {
		t.Fatal("no table")
	}
	own := measure.OwnKind("Kopjes thee", "kopjes")
	g.Columns[1] = csv.Column{Role: csv.Value, Kind: "blood-pressure"}
	g.Columns[2] = csv.Column{Role: csv.Value, Kind: own}
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = csv.Rows(strings.NewReader(text), g, place, func(r csv.Row) bool {
		s := fmt.Sprintf("%d:", r.N)
		for _, d := range r.Found {
			s += fmt.Sprintf(" %v/%v", d.Days[0].Value/measure.Scale, d.Days[0].Second/measure.Scale)
		}
		if r.Time.Clock {
			s += fmt.Sprintf(" %02d:%02d", r.Time.Hour, r.Time.Minute)
		}
		for _, o := range r.Odd {
			s += fmt.Sprintf(" !%s %s", o.What, o.Why.Key())
		}
		got = append(got, s)
		return true
	})
	if diff := cmp.Diff([]string{"2: 120/80 3/0", "3: 2/0", "4: 135/85 08:30 !veel number", "5: !ooit time"}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	in := &measure.Intake{}
	if err := csv.Read(strings.NewReader(text), g, place, csv.Source, in); err != nil || len(in.Odd()) != 2 {
		t.Errorf("%v, %v", err, in.Odd())
	}
}

// The person may say what the decimal sign is.
func TestDecimalSign(t *testing.T) {
	for sign, want := range map[byte]int64{0: 1234, ',': 12340000, '.': 1234} {
		text := "Datum;Gewicht\n1-3-2026;1.234\n2-3-2026;1.234\n"
		if sign == 0 || sign == '.' {
			want = 12340
		}
		g, _ := csv.Look([]byte(text))
		g.Columns[1] = csv.Column{Role: csv.Value, Kind: measure.OwnKind("x", "")}
		g.Decimal = sign
		in := &measure.Intake{}
		if err := csv.Read(strings.NewReader(text), g, nil, csv.Source, in); err != nil {
			t.Fatal(err)
		}
		if got := in.Daily()[0].Days[0].Value; got != want {
			t.Errorf("%q: %d, want %d", sign, got, want)
		}
	}
}
