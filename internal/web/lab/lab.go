// SPDX-License-Identifier: EUPL-1.2

// Package lab has the pages with results of laboratories and measurements: all tests in groups,
// and a page for each test over all providers and years.
package lab

import (
	"net/http"
	"time"

	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/zib"
)

// Pages are the pages of this package.
type Pages struct {
	Keeper *record.Keeper
	// ByDate shows a kind of data as a list by date; {kind} of the address is its word.
	ByDate route.Handler
	// Own gives what the person measured of the same, in a unit, since a time; the zero time is ever.
	// nil where that is nothing. The field may be nil too.
	Own func(v *shelf.Visit, t *record.Test, unit *zib.Quantity, from time.Time) (*Own, error)
	// Marks gives what else happened in a stretch of time, for below a chart. It may be nil.
	Marks func(v *shelf.Visit, from, till time.Time) ([]chart.Mark, error)
}

// Own is what the person measured, for the chart of a provider's test.
type Own struct {
	Href   string         // the page with all of it
	Days   int            // on how many days
	Series []chart.Series // the values, or the upper; then the lower ones of a pair
}

// Groups shows the tests of one kind of data in groups, or, where it is asked for, the results by
// date.
func (p Pages) Groups(slug string) route.Handler {
	groups := shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error { return p.groups(w, v, slug) })
	return func(w http.ResponseWriter, r *route.Request) error {
		q := r.URL.Query()
		view := q.Get(shelf.AskView)
		listed := view == viewDates || q.Get(shelf.AskYear) != "" || q.Get(shelf.AskProvider) != "" || q.Get(shelf.AskNew) != "" || q.Get(shelf.AskPage) != ""
		if listed && view != viewSeries && p.ByDate != nil {
			r.SetPathValue("kind", slug)
			return p.ByDate(w, r)
		}
		return groups(w, r)
	}
}

// Test shows one test over all providers and years.
func (p Pages) Test() route.Handler { return shelf.Open(p.Keeper, p.test) }

// The two views, as in the address.
const (
	viewDates  = shelf.ViewDates
	viewSeries = shelf.ViewSeries
)

// Href is the address of the page of a test.
func Href(t *record.Test) string { return "/lab/" + t.Key.String() }
