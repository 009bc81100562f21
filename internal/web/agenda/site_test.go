// SPDX-License-Identifier: EUPL-1.2

package agenda_test

import (
	"testing"

	"regie/internal/agenda"
	"regie/internal/e2e/site"
	"regie/internal/store"
	"regie/internal/web"
)

func newSite(t testing.TB, names ...string) *site.Site {
	t.Helper()
	return site.New(t, func(db *store.DB, c *web.Config) {
		var err error
		if c.Agendas, err = agenda.New(db, agenda.Options{Now: site.Now}); err != nil {
			t.Fatal(err)
		}
	}, names...)
}
