// SPDX-License-Identifier: EUPL-1.2

package lists_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/lists"
)

func walk(r io.Reader, most int, paths ...string) (out []string, err error) {
	err = lists.Walk(r, most, func(p string) bool { return slices.Contains(paths, p) }, func(p string, v lists.Value) error {
		out = append(out, p+"="+string(v))
		return nil
	})
	return out, err
}

func TestWalk(t *testing.T) {
	for _, c := range []struct {
		doc   string
		paths []string
		want  string
		err   error
	}{
		{`{"a":{"b":[1,{"c":2}],"x":[3]},"z":"q"}`, []string{"a.b", "z"}, `[a.b=1 a.b={"c":2} z="q"]`, nil},
		{`[1,2]`, []string{""}, "[=1 =2]", nil},
		{`{"a":[1,{"b":2`, []string{"a"}, "[a=1]", measure.ErrDamaged},
		{`{"a":1,"a":2}`, []string{"a"}, "[a=1 a=2]", nil},
		{`{"a":[`, []string{"a"}, "[]", measure.ErrDamaged},
		{`{"a":tru}`, []string{"a"}, "[]", measure.ErrDamaged},
		{strings.Repeat(`{"a":`, 20) + "1" + strings.Repeat("}", 20), nil, "[]", measure.ErrDamaged},
		{strings.Repeat(`[`, 100_000), nil, "[]", measure.ErrDamaged},
		{`{"a":["` + strings.Repeat("x", 300_000) + `"]}`, []string{"a"}, "[]", measure.ErrTooLarge},
	} {
		got, err := walk(strings.NewReader(c.doc), 100_000, c.paths...)
		if fmt.Sprint(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%.40s: %v, %v", c.doc, got, err)
		}
	}
}

// endless is a document that never ends.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	if e.n++; e.n == 1 {
		return copy(p, `{"a":"`), nil
	}
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestAnEndlessElementStops(t *testing.T) {
	if _, err := walk(&endless{}, lists.Most, "a"); !errors.Is(err, measure.ErrTooLarge) {
		t.Error(err)
	}
}

func TestShape(t *testing.T) {
	for doc, want := range map[string]string{
		`{"data":{"metrics":[{"name":"x","data":[{"qty":1}`: "[data data.metrics data.metrics[] data.metrics[].data data.metrics[].data[] data.metrics[].data[].qty data.metrics[].name]",
		"\xef\xbb\xbf [{\"bpm\":1}]":                        "[[] [].bpm]",
		`{"resourceType":"Bundle","entry":[]}`:              "[resourceType]",
		`<x/>`:                                              "[]",
		``:                                                  "[]",
	} {
		var got []string
		for p := range lists.ShapeOf([]byte(doc)) {
			got = append(got, p)
		}
		slices.Sort(got)
		if fmt.Sprint(got) != want {
			t.Errorf("%s is %v", doc, got)
		}
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":2}]}}`)
	f.Fuzz(func(t *testing.T, s string) {
		_, err := walk(strings.NewReader(s), 1<<20, "a", "a.b", "")
		if err != nil && !errors.Is(err, measure.ErrDamaged) && !errors.Is(err, measure.ErrTooLarge) {
			t.Error(err)
		}
		lists.ShapeOf([]byte(s))
	})
}
