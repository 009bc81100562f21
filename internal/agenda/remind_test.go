// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func dutch(t *testing.T, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func planned(all []Reminder) (out []string) {
	for _, r := range all {
		out = append(out, r.At.Format("01-02 15:04 MST"))
	}
	return out
}

func TestPlan(t *testing.T) {
	for name, c := range map[string]struct {
		own, theirs []Appointment
		r           Reminding
		from, until string
		want        []string
	}{
		"a day before, over the end of summer time": {
			own:  []Appointment{{From: "2026-10-25T10:00", Mail: true, Reminders: []int{24 * 60}}},
			from: "2026-10-01T00:00", until: "2026-11-01T00:00", want: []string{"10-24 10:00 CEST"},
		},
		"two hours before, in the night that has an hour twice": {
			own:  []Appointment{{From: "2026-10-25T04:00", Mail: true, Reminders: []int{120}}},
			from: "2026-10-01T00:00", until: "2026-11-01T00:00", want: []string{"10-25 02:00 CET"},
		},
		"rounded down, several": {
			own:  []Appointment{{From: "2026-12-01T10:03", Mail: true, Reminders: []int{60, 24*60 + 30}}},
			from: "2026-11-22T00:00", until: "2026-12-22T00:00", want: []string{"11-30 09:30 CET", "12-01 09:00 CET"},
		},
		"whole days begin at nine": {
			own:  []Appointment{{From: "2026-12-01", Until: "2026-12-03", Mail: true, Reminders: []int{24 * 60}}},
			from: "2026-11-22T00:00", until: "2026-12-22T00:00", want: []string{"11-30 09:00 CET"},
		},
		"of a file, deleted, none": {
			own: []Appointment{
				{From: "2026-12-01T10:00", Reminders: []int{15}}, {From: "2026-12-01T10:00", Mail: true},
				{From: "2026-12-01T10:00", Mail: true, Reminders: []int{15}, Deleted: anchor},
			},
			from: "2026-11-22T00:00", until: "2026-12-22T00:00",
		},
		"repeating, with one left out": {
			own:  []Appointment{{From: "2026-11-24T10:00", Mail: true, Reminders: []int{0}, Repeat: &Repeat{Freq: Weekly}, Except: []string{"2026-12-01"}}},
			from: "2026-11-22T00:00", until: "2026-12-15T10:00", want: []string{"11-24 10:00 CET", "12-08 10:00 CET", "12-15 10:00 CET"},
		},
		"of providers": {
			theirs: []Appointment{{From: "2026-12-01T10:00", Item: "a"}, {From: "2026-12-02T10:00", Item: "b"}, {From: "2026-12-03T10:00", Item: "c"}},
			r:      Reminding{Theirs: 120, Of: map[string]int{"b": None, "c": 60}},
			from:   "2026-11-22T00:00", until: "2026-12-22T00:00", want: []string{"12-01 08:00 CET", "12-03 09:00 CET"},
		},
		"of providers, nothing chosen": {
			theirs: []Appointment{{From: "2026-12-01T10:00", Item: "a"}}, from: "2026-11-22T00:00", until: "2026-12-22T00:00",
		},
		"a week of measuring, when the clock goes forward": {
			r:    Reminding{Series: []Series{{Times: []string{"08:00", "02:30"}, From: "2027-03-27", Until: "2027-03-29"}}},
			from: "2027-03-27T03:00", until: "2027-04-15T00:00",
			want: []string{"03-27 08:00 CET", "03-28 03:30 CEST", "03-28 08:00 CEST", "03-29 02:30 CEST", "03-29 08:00 CEST"},
		},
		"some days of the week": {
			r:    Reminding{Series: []Series{{Times: []string{"21:58"}, Days: []int{0, 3}, From: "2026-11-01"}}},
			from: "2026-11-22T12:00", until: "2026-11-30T00:00", want: []string{"11-22 21:55 CET", "11-25 21:55 CET", "11-29 21:55 CET"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := planned(Plan(c.own, c.theirs, c.r, dutch(t, c.from), dutch(t, c.until)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSchedule: the store holds moments and nothing else, each once, and follows each change.
func TestSchedule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now, ctx := dutch(t, "2026-11-22T12:00"), t.Context()
		g, anna, bert := agendas(t, db, &now), someone(), someone()
		theirs := []Appointment{{Key: 5, Item: "abc", Title: "Cardioloog", From: "2026-12-10T09:00"}}
		waits := func() (out []string) {
			t.Helper()
			if err := g.Schedule(ctx, anna, theirs); err != nil {
				t.Fatal(err)
			}
			if err := db.View(ctx, anna.Scope(), func(tx *store.Tx) error {
				all, err := tx.Reminders()
				for _, at := range all {
					out = append(out, at.In(now.Location()).Format("01-02 15:04"))
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		is := func(what string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, waits()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		chose := func(fn func(r *Reminding)) {
			t.Helper()
			if err := g.ChangeReminding(ctx, anna, func(r *Reminding) error { fn(r); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		is("nothing")
		a, err := g.Put(ctx, anna, Appointment{Title: "Tandarts", From: "2026-12-01T10:00", Mail: true, Reminders: []int{60}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.Put(ctx, anna, Appointment{Title: "Op dezelfde tijd", From: "2026-12-01T11:00", Mail: true, Reminders: []int{120}}); err != nil {
			t.Fatal(err)
		}
		is("two at one moment", "12-01 09:00")
		chose(func(r *Reminding) { r.Theirs = 24 * 60 })
		is("of providers too", "12-01 09:00", "12-09 09:00")
		a.From = "2026-12-02T10:00"
		if _, err := g.Put(ctx, anna, a); err != nil {
			t.Fatal(err)
		}
		is("moved", "12-01 09:00", "12-02 09:00", "12-09 09:00")
		if err := g.Delete(ctx, anna, a.Key); err != nil {
			t.Fatal(err)
		}
		theirs = nil // the hospital took it back
		is("deleted", "12-01 09:00")
		if err := g.Restore(ctx, anna, a.Key); err != nil {
			t.Fatal(err)
		}
		is("put back", "12-01 09:00", "12-02 09:00")

		// What comes again is filled in for three months, and anew as time goes by.
		chose(func(r *Reminding) {
			r.Series = append(r.Series, Series{Sort: Taking, Title: "Metoprolol", Times: []string{"08:00"}, From: "2026-11-22"})
		})
		all := waits()
		if len(all) < 90 || len(all) > 95 {
			t.Errorf("%d moments", len(all))
		}
		now = now.AddDate(0, 0, 10)
		if later := waits(); later[len(later)-1] <= all[len(all)-1] && later[len(later)-1] != "03-04 08:00" {
			t.Errorf("until %s, and ten days later until %s", all[len(all)-1], later[len(later)-1])
		}

		// After it was sent, the person sees what it was for, and it is not sent again.
		if err := db.Update(ctx, anna.Scope(), func(tx *store.Tx) error { _, err := tx.TakeReminders(now); return err }); err != nil {
			t.Fatal(err)
		}
		due := func() bool {
			var out []store.Scope
			if err := db.SystemView(ctx, func(tx *store.Tx) (err error) { out, err = tx.DueReminders(now, 5); return err }); err != nil {
				t.Fatal(err)
			}
			return len(out) > 0
		}
		waits()
		if due() {
			t.Error("what was sent waits again")
		}
		seen, err := g.Reminded(ctx, anna, theirs)
		if err != nil || len(seen) != 1 || seen[0].Series == nil { // the dentist is over
			t.Errorf("%+v %v", seen, err)
		}
		chose(func(r *Reminding) { r.Seen = now })
		if seen, _ := g.Reminded(ctx, anna, theirs); len(seen) != 0 {
			t.Errorf("seen: %+v", seen)
		}
		chose(func(r *Reminding) { r.Off, r.Seen = true, time.Time{} })
		is("all off")
		if seen, _ := g.Reminded(ctx, anna, theirs); len(seen) != 0 {
			t.Errorf("off: %+v", seen)
		}
		if seen, _ := g.Reminded(ctx, bert, nil); len(seen) != 0 {
			t.Errorf("bert: %+v", seen)
		}

		// What is odd, or too much, is refused.
		for _, s := range []Series{
			{Sort: Taking, Times: []string{"08:00"}, From: "2026-11-22"}, {Sort: "x", Title: "x", Times: []string{"08:00"}, From: "2026-11-22"},
			{Sort: Other, Title: "x", From: "2026-11-22"}, {Sort: Other, Title: "x", Times: []string{"8 uur"}, From: "2026-11-22"},
			{Sort: Other, Title: "x", Times: []string{"08:00"}, From: "2026-11-22", Until: "2026-11-21"},
			{Sort: Other, Title: "x", Times: strings.Split(strings.Repeat("08:00,", 8)+"09:00", ","), From: "2026-11-22"},
			{Sort: Other, Title: "x", Times: []string{"08:00"}, Days: []int{7}, From: "2026-11-22"},
		} {
			err := g.ChangeReminding(ctx, anna, func(r *Reminding) error { r.Series = append(slices.Clone(r.Series), s); return nil })
			if err == nil {
				t.Errorf("%+v is kept", s)
			}
		}
	})
}
