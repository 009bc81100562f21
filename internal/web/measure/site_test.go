// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web"
)

var anchor = site.Anchor

// rooms is a site with measurements, a diary and an agenda.
type rooms struct {
	*site.Site
	books   *measure.Books
	diaries *diary.Diaries
	agendas *agenda.Agendas
}

func newSite(t testing.TB, names ...string) *rooms {
	t.Helper()
	s := &rooms{}
	s.Site = site.New(t, func(db *store.DB, c *web.Config) {
		s.books = measure.New(db, measure.Options{Now: site.Now})
		s.diaries = diary.New(db, diary.Options{Now: site.Now})
		var err error
		if s.agendas, err = agenda.New(db, agenda.Options{Now: site.Now}); err != nil {
			t.Fatal(err)
		}
		c.Books, c.Diaries, c.Agendas = s.books, s.diaries, s.agendas
	}, names...)
	return s
}

// settled asks for the page of a file until it has been read or added.
func settled(c site.Client, path string) site.Answer {
	c.T.Helper()
	for range 200 {
		a := c.Get(path)
		if !strings.Contains(a.Body, "data-poll") {
			return a
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.T.Fatal("a file is never read")
	return site.Answer{}
}

// keyOf is the key of a kind in addresses.
func (s *rooms) keyOf(name string, k measure.Kind) string {
	s.T.Helper()
	keys, err := s.books.Keys(s.T.Context(), s.Vaults[name])
	if err != nil {
		s.T.Fatal(err)
	}
	return keys.Of(k)
}

// appleZip is a small export of an iPhone: steps on some days, one of them twice, a weight, and
// something that nobody knows.
func appleZip(t testing.TB) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="nl_NL"><ExportDate value="2026-11-19 10:00:00 +0100"/>
`
	var xml strings.Builder
	xml.WriteString(head)
	record := func(kind, unit, start, end, value string) {
		xml.WriteString(`<Record type="` + kind + `" sourceName="Horloge van Anna" unit="` + unit + `" creationDate="` + end + `" startDate="` + start + `" endDate="` + end + `" value="` + value + `"/>` + "\n")
	}
	for d := 10; d < 18; d++ {
		day := "2026-11-" + strconv.Itoa(d)
		record("HKQuantityTypeIdentifierStepCount", "count", day+" 09:00:00 +0100", day+" 09:10:00 +0100", strconv.Itoa(1000+d))
	}
	record("HKQuantityTypeIdentifierStepCount", "count", "2026-11-17 09:00:00 +0100", "2026-11-17 09:10:00 +0100", "1017")
	record("HKQuantityTypeIdentifierBodyMass", "kg", "2026-11-17 08:00:00 +0100", "2026-11-17 08:00:00 +0100", "71.3")
	record("HKQuantityTypeIdentifierBodyMass", "parsec", "2026-11-17 08:00:00 +0100", "2026-11-17 08:00:00 +0100", "71.3")
	xml.WriteString("</HealthData>\n")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("apple_health_export/export.xml")
	if err == nil {
		_, err = f.Write([]byte(xml.String()))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
