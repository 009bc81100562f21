// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

var (
	anchor = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	words  = Words{"Mijn agenda", "Afspraak"}
)

func someone() *vault.Opened {
	return vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
}

func agendas(t *testing.T, db *store.DB, now *time.Time) *Agendas {
	t.Helper()
	g, err := New(db, Options{Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func titles(all []Appointment) string {
	var out []string
	for _, a := range all {
		out = append(out, a.Title)
	}
	return strings.Join(out, "|")
}

func TestAgenda(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now, ctx := anchor, t.Context()
		g, anna, bert := agendas(t, db, &now), someone(), someone()
		a, err := g.Put(ctx, anna, Appointment{Title: "Fysiotherapie", Place: "Dorpsstraat 1", From: "2026-11-24T10:00", Until: "2026-11-24T10:30", Repeat: &Repeat{Freq: Weekly, Count: 6}})
		if err != nil || a.Key == 0 {
			t.Fatal(err)
		}
		if _, err := g.Put(ctx, anna, Appointment{Title: "Vakantie", From: "2026-12-24", Until: "2026-12-27"}); err != nil {
			t.Fatal(err)
		}
		a.Note = "sportkleren mee"
		if a, err = g.Put(ctx, anna, a); err != nil || a.Note == "" {
			t.Error(err)
		}
		if all, _ := g.All(ctx, anna); titles(all) != "Fysiotherapie|Vakantie" {
			t.Error(titles(all))
		}
		if all, _ := g.All(ctx, bert); len(all) != 0 {
			t.Error("bert sees", titles(all))
		}
		if _, err := g.Get(ctx, bert, a.Key); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if err := g.Skip(ctx, anna, a.Key, "2026-12-01"); err != nil {
			t.Error(err)
		}
		if a, _ = g.Get(ctx, anna, a.Key); !slices.Equal(a.Except, []string{"2026-12-01"}) {
			t.Error(a.Except)
		}
		_ = g.Delete(ctx, anna, a.Key)
		if all, _ := g.All(ctx, anna); titles(all) != "Vakantie" {
			t.Error(titles(all))
		}
		if err := g.Restore(ctx, anna, a.Key); err != nil {
			t.Error(err)
		}
		_ = g.Delete(ctx, anna, a.Key)
		now = now.Add(25 * time.Hour)
		if err := g.Restore(ctx, anna, a.Key); !errors.Is(err, ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		// A file twice adds nothing, nor does a file that the agenda wrote.
		in := []Appointment{{UID: "x@y", Title: "Tandarts", From: "2026-12-01T09:00"}, {UID: "z@y", Title: "Oogarts", From: "2026-12-02T09:00"}}
		if n, err := g.Add(ctx, anna, in); n != 2 || err != nil {
			t.Error(n, err)
		}
		if n, err := g.Add(ctx, anna, in); n != 0 || err != nil {
			t.Error(n, err)
		}
		all, _ := g.All(ctx, anna)
		back, odd, err := g.Read(Write(all, "Agenda", now))
		if err != nil || len(odd) > 0 || titles(back) != titles(all) {
			t.Errorf("%v %v %q", err, odd, titles(back))
		}
		if n, err := g.Add(ctx, anna, back); n != 0 || err != nil {
			t.Error(n, err)
		}
		if d, err := g.Double(ctx, anna, append(back, Appointment{Title: "Nieuw", From: "2027-01-01"})); err != nil || !slices.Equal(d, []bool{true, true, true, false}) {
			t.Error(d, err)
		}
	})
}

func TestOdd(t *testing.T) {
	now := anchor
	g, v := agendas(t, storetest.SQLite(t), &now), someone()
	for what, a := range map[string]Appointment{
		"no title": {From: "2026-11-24"}, "no beginning": {Title: "x"}, "no such day": {Title: "x", From: "2026-02-30"},
		"ends before": {Title: "x", From: "2026-11-24T10:00", Until: "2026-11-24T09:00"}, "two forms": {Title: "x", From: "2026-11-24", Until: "2026-11-24T09:00"},
		"ends for ever": {Title: "x", From: "2026-11-24", Until: "2028-11-24"}, "how often": {Title: "x", From: "2026-11-24", Repeat: &Repeat{Freq: "hourly"}},
		"ends before it begins": {Title: "x", From: "2026-11-24", Repeat: &Repeat{Freq: Daily, Until: "2026-11-23"}},
		"days of a month":       {Title: "x", From: "2026-11-24", Repeat: &Repeat{Freq: Monthly, Days: []int{1}}}, "reminder": {Title: "x", From: "2026-11-24", Reminders: []int{-1}},
	} {
		if _, err := g.Put(t.Context(), v, a); !errors.Is(err, ErrOdd) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestOccurrences(t *testing.T) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		a    Appointment
		want string // days and times of the first
	}{
		{"once", Appointment{From: "2026-11-24T10:00"}, "24-11 10:00"},
		{"daily, three times", Appointment{From: "2026-11-24T10:00", Repeat: &Repeat{Freq: Daily, Count: 3}}, "24-11 10:00,25-11 10:00,26-11 10:00"},
		{"over the end of summer time", Appointment{From: "2026-10-24T10:00", Repeat: &Repeat{Freq: Daily, Count: 3}}, "24-10 10:00,25-10 10:00,26-10 10:00"},
		{"every other week until", Appointment{From: "2026-11-24T10:00", Repeat: &Repeat{Freq: Weekly, Every: 2, Until: "2026-12-22"}}, "24-11 10:00,08-12 10:00,22-12 10:00"},
		{"two days a week", Appointment{From: "2026-11-24T10:00", Repeat: &Repeat{Freq: Weekly, Days: []int{0, 2}, Count: 4}}, "24-11 10:00,29-11 10:00,01-12 10:00,06-12 10:00"},
		{"the 31st", Appointment{From: "2026-10-31", Repeat: &Repeat{Freq: Monthly, Count: 3}}, "31-10 00:00,31-12 00:00,31-01 00:00"},
		{"29 February", Appointment{From: "2024-02-29", Repeat: &Repeat{Freq: Yearly, Count: 2}}, "29-02 00:00,29-02 00:00"},
		{"one left out counts", Appointment{From: "2026-11-24", Repeat: &Repeat{Freq: Daily, Count: 3}, Except: []string{"2026-11-25"}}, "24-11 00:00,26-11 00:00"},
		{"no end", Appointment{From: "2026-11-24", Repeat: &Repeat{Freq: Yearly}}, "24-11 00:00,24-11 00:00,24-11 00:00,24-11 00:00,24-11 00:00,24-11 00:00"},
	} {
		c.a.Title = "x"
		if err := c.a.check(); err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		var got []string
		for _, o := range Occurrences([]Appointment{c.a}, time.Date(2020, 1, 1, 0, 0, 0, 0, zone), time.Date(2100, 1, 1, 0, 0, 0, 0, zone), 6) {
			got = append(got, o.Start.Format("02-01 15:04"))
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
	// What is under way is still to come; whole days last to their end.
	now := time.Date(2026, 12, 26, 20, 0, 0, 0, zone)
	all := []Appointment{{Title: "a", From: "2026-12-24", Until: "2026-12-26"}, {Title: "b", From: "2026-12-26T19:00", Until: "2026-12-26T21:00"}, {Title: "c", From: "2026-12-25"}}
	if got := Occurrences(all, now, now.AddDate(1, 0, 0), 9); len(got) != 2 || got[0].Title != "a" || got[1].Title != "b" {
		t.Error(len(got))
	}
}

// TestFeed follows the copy behind the secret address, with the vault closed.
func TestFeed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now, ctx := anchor, t.Context()
		g, anna := agendas(t, db, &now), someone()
		put := func(title string) {
			if _, err := g.Put(ctx, anna, Appointment{Title: title, Place: "Kamer 4", Note: "nuchter", From: "2026-12-01T09:00"}); err != nil {
				t.Fatal(err)
			}
		}
		put("Hartfilmpje")
		if _, ok, err := g.FeedOf(ctx, anna); ok || err != nil {
			t.Error(ok, err)
		}
		if err := g.RenewFeed(ctx, anna, words, nil); err != nil {
			t.Error(err)
		}
		more := []Appointment{{Key: 7, Title: "Cardioloog", Place: "De Linde", From: "2026-12-03T11:00"}, {Key: 8, Title: "Lang geleden", From: "2025-12-03T11:00"}}
		full, err := g.StartFeed(ctx, anna, false, words, more)
		if err != nil {
			t.Fatal(err)
		}
		see := func(secret string) string {
			t.Helper()
			b, err := g.ReadFeed(ctx, secret)
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		if s := see(full.Secret); !strings.Contains(s, "Hartfilmpje") || !strings.Contains(s, "Cardioloog") || strings.Contains(s, "Lang geleden") {
			t.Error(s)
		}
		put("Bloed prikken")
		if s := see(full.Secret); strings.Contains(s, "Bloed") {
			t.Error("there by itself")
		}
		if err := g.RenewFeed(ctx, anna, words, more); err != nil {
			t.Fatal(err)
		}
		if s := see(full.Secret); !strings.Contains(s, "Bloed prikken") {
			t.Error(s)
		}
		bare, err := g.StartFeed(ctx, anna, true, words, more)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.ReadFeed(ctx, full.Secret); !errors.Is(err, ErrNotFound) {
			t.Errorf("the old address: %v", err)
		}
		s := see(bare.Secret)
		for _, never := range []string{"Hartfilmpje", "Bloed", "Cardioloog", "Kamer", "nuchter", "Linde"} {
			if strings.Contains(s, never) {
				t.Errorf("tells %q", never)
			}
		}
		if strings.Count(s, "SUMMARY:Afspraak") != 3 || strings.Count(s, "UID:") != 3 {
			t.Error(s)
		}
		// What is stored tells nothing, and does not have the secret.
		link, _ := vault.ParseLink(bare.Secret)
		err = db.SystemView(ctx, func(tx *store.Tx) error {
			_, body, err := tx.Feed(link.Row())
			if bytes.Contains(body, []byte("Afspraak")) || bytes.Contains(body, link[:]) {
				t.Error("it can be read")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if err := g.StopFeed(ctx, anna); err != nil {
			t.Error(err)
		}
		for _, secret := range []string{bare.Secret, "", "x", vault.NewLink(nil).String()} {
			if _, err := g.ReadFeed(ctx, secret); !errors.Is(err, ErrNotFound) {
				t.Errorf("%q: %v", secret, err)
			}
		}
	})
}

func TestGoals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now, ctx := anchor, t.Context()
		g, anna, bert := agendas(t, db, &now), someone(), someone()
		put := func(t2 Goal) Goal {
			t.Helper()
			out, err := g.PutGoal(ctx, anna, t2)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		a := put(Goal{What: "Afvallen", Kind: "weight", Aim: AtMost, High: "82,5", Unit: "kg", With: "dr. Bakker"})
		put(Goal{What: "Stoppen met roken", Aim: Done, By: "2027-01-01"})
		if all, _ := g.Goals(ctx, anna); len(all) != 2 || all[0].What != "Stoppen met roken" {
			t.Errorf("%+v", all)
		}
		if all, _ := g.Goals(ctx, bert); len(all) != 0 {
			t.Error("bert")
		}
		a.Reached = "2026-11-22"
		if a = put(a); a.Reached == "" || a.Key == 0 {
			t.Errorf("%+v", a)
		}
		_ = g.DeleteGoal(ctx, anna, a.Key)
		if all, _ := g.Goals(ctx, anna); len(all) != 1 {
			t.Error("still there")
		}
		if err := g.RestoreGoal(ctx, anna, a.Key); err != nil {
			t.Error(err)
		}
		if _, err := g.Goal(ctx, bert, a.Key); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		for what, bad := range map[string]Goal{
			"no name": {Aim: Done}, "no number": {What: "x", Aim: AtLeast}, "a word": {What: "x", Aim: AtLeast, Low: "veel"},
			"turned round": {What: "x", Aim: Between, Low: "5", High: "4"}, "no aim": {What: "x"}, "no day": {What: "x", Aim: Done, By: "morgen"},
		} {
			if _, err := g.PutGoal(ctx, anna, bad); !errors.Is(err, ErrOdd) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		g        Goal
		value    string
		want, ok bool
	}{
		{Goal{Aim: AtMost, High: "82,5"}, "82.5", true, true}, {Goal{Aim: AtMost, High: "82,5"}, "82.51", false, true},
		{Goal{Aim: AtLeast, Low: "8000"}, "7999", false, true}, {Goal{Aim: Between, Low: "4", High: "6"}, "4", true, true},
		{Goal{Aim: Between, Low: "4", High: "6"}, "7", false, true}, {Goal{Aim: Done}, "7", false, false}, {Goal{Aim: AtMost, High: "5"}, "veel", false, false},
	} {
		if got, ok := c.g.Within(c.value); got != c.want || ok != c.ok {
			t.Errorf("%+v %s: %v %v", c.g, c.value, got, ok)
		}
	}
}
