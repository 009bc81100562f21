// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"fmt"
	"strings"
	"time"
)

// span is a stretch of time from lo up to but not including hi. A date is a day
// long, a month a month; a Period without an end has no hi that anyone reaches.
type span struct{ lo, hi time.Time }

var (
	farPast   = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	farFuture = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
)

// parseDate reads a FHIR date, dateTime or instant of any precision.
func parseDate(s string, loc *time.Location) (span, error) {
	for _, f := range []struct {
		layout string
		end    func(time.Time) time.Time
	}{
		{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
		{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
		{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
		{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
		{"2006-01-02T15:04Z07:00", func(t time.Time) time.Time { return t.Add(time.Minute) }},
		{"2006-01-02T15:04:05", func(t time.Time) time.Time { return t.Add(time.Second) }},
		{"2006-01-02T15:04:05Z07:00", func(t time.Time) time.Time { return t.Add(time.Second) }},
	} {
		// Go accepts a fraction of a second after any seconds.
		if t, err := time.ParseInLocation(f.layout, s, loc); err == nil {
			if strings.Contains(s, ".") {
				return span{t, t.Add(time.Millisecond)}, nil
			}
			return span{t, f.end(t)}, nil
		}
	}
	return span{}, fmt.Errorf("%q is not a date", s)
}

// spans reads a date, dateTime, instant, Period or Timing element.
func spans(v any, loc *time.Location) []span {
	switch x := v.(type) {
	case string:
		if s, err := parseDate(x, loc); err == nil {
			return []span{s}
		}
	case map[string]any:
		if events, ok := x["event"].([]any); ok {
			var out []span
			for _, e := range events {
				out = append(out, spans(e, loc)...)
			}
			return out
		}
		if repeat, ok := x["repeat"].(map[string]any); ok {
			return spans(repeat["boundsPeriod"], loc)
		}
		start, _ := x["start"].(string)
		end, _ := x["end"].(string)
		if start == "" && end == "" {
			return nil
		}
		out := span{farPast, farFuture}
		if s, err := parseDate(start, loc); err == nil {
			out.lo = s.lo
		}
		if s, err := parseDate(end, loc); err == nil {
			out.hi = s.hi
		}
		return []span{out}
	}
	return nil
}

// dateTest is what a date parameter asks, such as ge2026-10-01.
type dateTest struct {
	prefix string
	q      span
}

func parseDateTest(s string, loc *time.Location) (dateTest, error) {
	prefix := "eq"
	if len(s) > 2 && s[0] >= 'a' && s[0] <= 'z' {
		prefix, s = s[:2], s[2:]
	}
	switch prefix {
	case "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap":
	default:
		return dateTest{}, fmt.Errorf("%q is not a prefix", prefix)
	}
	q, err := parseDate(s, loc)
	return dateTest{prefix, q}, err
}

// match follows the search page of FHIR: a target matches when the stretch of
// time it stands for lies, or overlaps, as the prefix says.
func (d dateTest) match(t span) bool {
	q := d.q
	switch d.prefix {
	case "eq":
		return !t.lo.Before(q.lo) && !t.hi.After(q.hi)
	case "ne":
		return t.lo.Before(q.lo) || t.hi.After(q.hi)
	case "gt":
		return t.hi.After(q.hi)
	case "lt":
		return t.lo.Before(q.lo)
	case "ge":
		return t.hi.After(q.lo)
	case "le":
		return t.lo.Before(q.hi)
	case "sa":
		return !t.lo.Before(q.hi)
	case "eb":
		return !t.hi.After(q.lo)
	default: // ap: overlapping is near enough
		return t.lo.Before(q.hi) && q.lo.Before(t.hi)
	}
}
