// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"testing"
	"time"

	"regie/internal/text"
)

func TestDateWords(t *testing.T) {
	now := time.Date(2026, 9, 21, 10, 0, 0, 0, time.UTC)
	at := func(s string) time.Time {
		d, err := time.Parse("2006-01-02T15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	tests := []struct {
		when   string
		p      Precision
		nl, en string
	}{
		{"2026-09-21T23:59", ToDay, "vandaag · 21 september 2026", "today · 21 September 2026"},
		{"2026-09-20T00:00", ToDay, "gisteren · 20 september 2026", "yesterday · 20 September 2026"},
		{"2026-09-22T00:00", ToDay, "morgen · 22 september 2026", "tomorrow · 22 September 2026"},
		{"2026-09-08T00:00", ToDay, "13 dagen geleden · 8 september 2026", "13 days ago · 8 September 2026"},
		{"2026-08-31T00:00", ToDay, "3 weken geleden · 31 augustus 2026", "3 weeks ago · 31 August 2026"},
		{"2026-07-22T00:00", ToDay, "8 weken geleden · 22 juli 2026", "8 weeks ago · 22 July 2026"},
		{"2026-07-21T00:00", ToDay, "2 maanden geleden · 21 juli 2026", "2 months ago · 21 July 2026"},
		{"2024-09-22T00:00", ToDay, "23 maanden geleden · 22 september 2024", "23 months ago · 22 September 2024"},
		{"2024-09-21T00:00", ToDay, "2 jaar geleden · 21 september 2024", "2 years ago · 21 September 2024"},
		{"2026-09-24T14:30", ToMinute, "over 3 dagen · 24 september 2026 om 14.30 uur", "in 3 days · 24 September 2026 at 14:30"},
		{"2026-09-01T00:00", ToMonth, "september 2026", "September 2026"},
		{"2026-08-01T00:00", ToMonth, "1 maand geleden · augustus 2026", "1 month ago · August 2026"},
		{"2026-01-01T00:00", ToYear, "2026", "2026"},
		{"2019-01-01T00:00", ToYear, "7 jaar geleden · 2019", "7 years ago · 2019"},
		{"2027-02-01T00:00", ToDay, "over 4 maanden · 1 februari 2027", "in 4 months · 1 February 2027"},
	}
	for _, tt := range tests {
		for _, l := range text.Langs {
			want := tt.nl
			if l == text.EN {
				want = tt.en
			}
			ctx := With(context.Background(), &View{Lang: l, Now: now})
			if got := DateWords(ctx, at(tt.when), tt.p); got != want {
				t.Errorf("%s: got %q, want %q", tt.when, got, want)
			}
		}
	}
}
