// SPDX-License-Identifier: EUPL-1.2

package diary_test

import (
	"testing"

	"regie/internal/diary"
	"regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web"
)

// room is a site with what a diary needs.
type room struct {
	*site.Site
	books *measure.Books
}

func newSite(t testing.TB, names ...string) room {
	t.Helper()
	var r room
	r.Site = site.New(t, func(db *store.DB, c *web.Config) {
		r.books = measure.New(db, measure.Options{})
		c.Books, c.Diaries = r.books, diary.New(db, diary.Options{Now: site.Now})
	}, names...)
	return r
}
