// SPDX-License-Identifier: EUPL-1.2

package table_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/table"
)

func rows(r io.Reader, sep byte) (out [][]string, err error) {
	t := table.NewReader(r, sep)
	for {
		row, err := t.Row()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, row)
	}
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		text string
		sep  byte
		want string
	}{
		{"a,b\n1,2\n", ',', `[["a" "b"] ["1" "2"]]`},
		{"\xef\xbb\xbfa;b\r\n\r\n1;2", ';', `[["a" "b"] ["1" "2"]]`},
		{`"a ""x""";"b` + "\n" + `c"; d`, ';', `[["a \"x\"" "b\nc" "d"]]`},
		{"m\xe9ter;2", ';', `[["méter" "2"]]`},
		{"\xff\xfea\x00;\x00\xe9\x00\n\x00", ';', `[["a" "é"]]`},
		{"a,,\n,b", ',', `[["a" "" ""] ["" "b"]]`},
		{`a"b,c`, ',', `[["a\"b" "c"]]`},
		{"", ',', `[]`},
	} {
		got, err := rows(strings.NewReader(c.text), c.sep)
		if err != nil || fmt.Sprintf("%q", got) != c.want {
			t.Errorf("%q: %q, %v", c.text, got, err)
		}
	}
}

func TestARowWithoutEnd(t *testing.T) {
	for _, s := range []string{`"` + strings.Repeat("x", 2<<20), strings.Repeat(",", 5000)} {
		if _, err := rows(strings.NewReader(s), ','); !errors.Is(err, measure.ErrTooLarge) {
			t.Error(err)
		}
	}
}

func TestSeparator(t *testing.T) {
	for text, want := range map[string]string{
		"Datum;Gewicht\n1-3-2026;80,5\n2-3-2026;80,1": ";", "Date,Weight\n2026-03-01,80.5": ",", "Datum\tGewicht\n1-3-2026\t80,5": "\t",
		// cells that are empty at the end of rows, while every row has one decimal comma
		"Datum;Gewicht;Boven;Onder;Pols\n1-3-2026;80,5;132;88;\n2-3-2026;80,1;;;\n3-3-2026;80,1;130;80;60\n4-3-2026;80,2;;;60\n": ";",
		"just words": "", "": "",
	} {
		sep, ok := table.Separator([]byte(text))
		if got := string(sep); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func FuzzRow(f *testing.F) {
	f.Add("a,b\n\"1\n\"\"\",2\n")
	f.Add("\xff\xfea\x00;\x00")
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = rows(strings.NewReader(s), ',')
		table.Separator([]byte(s))
	})
}
