// SPDX-License-Identifier: EUPL-1.2

package diary_test

import (
	"testing"

	"regie/internal/diary"
	"regie/internal/e2e/site"
	"regie/internal/store"
	"regie/internal/web"
)

func newSite(t testing.TB, names ...string) *site.Site {
	t.Helper()
	return site.New(t, func(db *store.DB, c *web.Config) { c.Diaries = diary.New(db, diary.Options{Now: site.Now}) }, names...)
}
