// SPDX-License-Identifier: EUPL-1.2

package agenda_test

import (
	"testing"
	"time"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web"
)

// room is a site with what an agenda needs.
type room struct {
	*site.Site
	db    *store.DB
	books *measure.Books
}

func newSite(t testing.TB, names ...string) room {
	t.Helper()
	var r room
	r.Site = site.New(t, func(db *store.DB, c *web.Config) {
		r.db, r.books = db, measure.New(db, measure.Options{})
		c.Books, c.Diaries = r.books, diary.New(db, diary.Options{Now: site.Now})
		var err error
		if c.Agendas, err = agenda.New(db, agenda.Options{Now: site.Now}); err != nil {
			t.Fatal(err)
		}
	}, names...)
	return r
}

// weigh types some weights.
func weigh(t testing.TB, r room, name string) {
	t.Helper()
	for day, kilos := range map[int]int64{-40: 86_4, -20: 85_1, -3: 84_0, -1: 83_2} {
		at := site.Anchor.AddDate(0, 0, day)
		typed := measure.Typed{Kind: "weight", Sample: measure.Sample{Start: at.UnixMilli(), End: at.UnixMilli(), Zone: 60, Value: kilos * measure.Scale / 10}}
		if _, err := r.books.Put(t.Context(), r.Vaults[name], typed); err != nil {
			t.Fatal(err)
		}
	}
}

// moments are the reminders that the store holds, on a Dutch clock.
func (r room) moments(name string) (out []string) {
	r.T.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		r.T.Fatal(err)
	}
	if err := r.db.View(r.T.Context(), r.Vaults[name].Scope(), func(tx *store.Tx) error {
		all, err := tx.Reminders()
		for _, at := range all {
			out = append(out, at.In(zone).Format("2006-01-02 15:04"))
		}
		return err
	}); err != nil {
		r.T.Fatal(err)
	}
	return out
}
