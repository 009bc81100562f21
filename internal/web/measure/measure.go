// SPDX-License-Identifier: EUPL-1.2

// Package measure has the pages for what people measure themselves: typing it, reading it from a
// file, and seeing it beside what providers measured.
//
// No address here says what is measured: a kind is a key that means something only in the vault of
// one person.
package measure

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	samples "regie/internal/measure"
	"regie/internal/measure/files"
	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// Pages are the handlers. Books is required; without Keeper the values of providers are not shown.
type Pages struct {
	Books  *samples.Books
	Keeper *record.Keeper
	// Marks gives what else happened in a stretch of time, for below a chart: what the diary tells, and
	// appointments. from and till are times of a clock on the wall, in UTC. It may be nil.
	Marks func(v *shelf.Visit, from, till time.Time, most int) ([]chart.Mark, error)
	// Elsewhere tells which other page reads a file that was given, "" for none. It may be nil.
	Elsewhere func(r *route.Request, u *samples.Upload) string
	// Whole tells on which page a file is undone of which an import of measurements is a part, "" for an
	// import that is all of its file. It may be nil.
	Whole func(r *route.Request, number uint64) (string, error)
	desk  *readers
}

// New returns the pages. They share one desk on which files wait. read reads a file; nil stands for
// files.Read, which does so in this process.
func New(b *samples.Books, k *record.Keeper, read files.Reader) Pages {
	if read == nil {
		read = files.Read
	}
	return Pages{Books: b, Keeper: k, desk: newReaders(b, read)}
}

// Where the pages are.
const (
	addHref     = "/metingen/toevoegen"
	ownHref     = "/metingen/zelf"
	weekHref    = "/metingen/week"
	fileHref    = "/metingen/bestand"
	tableHref   = "/metingen/tabel"
	sourcesHref = "/metingen/bronnen"
	eventsHref  = "/metingen/opnamen"
)

func missing(err error) error {
	if errors.Is(err, samples.ErrNotFound) {
		return route.NotFound()
	}
	return err
}

// kindOf finds the kind that the {key} of the address names.
func (p Pages) kindOf(r *route.Request) (samples.Kind, samples.Keys, error) {
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return "", keys, fmt.Errorf("finding a kind of measurement: %w", err)
	}
	k, ok := keys.Kind(r.PathValue("key"))
	if !ok {
		return "", keys, route.NotFound()
	}
	return k, keys, nil
}

// startOf reads the {start} of the address: a moment in ms.
func startOf(r *route.Request) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue("start"), 36, 64)
	if err != nil || n < -1<<53 || n > 1<<53 {
		return 0, route.NotFound()
	}
	return n, nil
}

func startText(ms int64) string { return strconv.FormatInt(ms, 36) }

// dayOf is the day of a moment on its own clock.
func dayOf(t time.Time) samples.Day { return samples.DayOf(t.Year(), int(t.Month()), t.Day()) }

// timeOf is the beginning of a day as a time that shows just that.
func timeOf(d samples.Day) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// clockOf is a moment of a sample as the clock on the wall showed it.
func clockOf(ms int64, zone int16) time.Time {
	return time.UnixMilli(ms).UTC().Add(time.Duration(zone) * time.Minute)
}

func dayText(r *route.Request, d samples.Day) string { return ui.Day(r.Lang, timeOf(d), ui.ToDay) }

func render(w http.ResponseWriter, r *route.Request, problems []ui.Problem) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
