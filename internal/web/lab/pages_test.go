// SPDX-License-Identifier: EUPL-1.2

package lab_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func mustSee(t *testing.T, body string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Five years of HbA1c from two laboratories in two units: one chart, a range for each laboratory,
// comparator and flags kept, the literal values in the table.
func TestOneTestTwoLabs(t *testing.T) {
	s := newSite(t)
	twoLabs(s)
	href := s.href("59261-8")
	if strings.Contains(strings.ToLower(href), "hba1c") || strings.Contains(href, "59261") {
		t.Errorf("the address tells what it is about: %s", href)
	}
	body, _ := s.page(href)
	mustSee(t, body,
		"<h1", "HbA1c", "Laatste: 41 mmol/mol op 1 september 2026, binnen de grenzen van dit lab.",
		"54 mmol/mol, omgerekend van 7,1%", "42 mmol/mol, omgerekend van 6,0%",
		"2 uitslagen zijn omgerekend naar mmol/mol",
		"Grens van Lab Noord", "Grens van Lab Zuid", "4,1 – 6,1", "20 – 42",
		`href="#verloop1-less"`, `href="#verloop1-off"`, `href="#verloop1-dot1"`, "Hoger dan de grens",
		"Lab Noord", "Lab Zuid", "6 uitslagen", "Naam volgens LOINC",
	)
	if n := strings.Count(body, "<figure"); n != 1 {
		t.Errorf("%d charts", n)
	}
	if n := len(regexp.MustCompile(`<a class="nl-link" href="/dossier/item/[0-9a-f]{16}"`).FindAllString(body, -1)); n != 6 {
		t.Errorf("%d links to items", n)
	}
	if m := regexp.MustCompile(`<title>([^<]*)</title>`).FindStringSubmatch(body); m == nil || strings.Contains(m[1], "HbA1c") {
		t.Errorf("the window tells about the person: %v", m)
	}
	year, _ := s.page(href + "?periode=1")
	if strings.Contains(year, "omgerekend") || !strings.Contains(year, "41") {
		t.Error("the last year has more than the last year")
	}
	five, _ := s.page(href + "?periode=5")
	mustSee(t, five, `href="`+href+`"`, "omgerekend van 7,1%")
}

func TestUnitThatCannotBe(t *testing.T) {
	s := newSite(t)
	twoLabs(s)
	body, _ := s.page(s.href("59260-0"))
	mustSee(t, body, "14,1", "g/dl", "Deze eenheid past niet bij deze test.", "1 uitslag staat niet in de grafiek")
	if strings.Contains(body, "omgerekend") {
		t.Error("a unit that cannot be was converted all the same")
	}
}

func TestBloodPressurePage(t *testing.T) {
	s := newSite(t)
	twoLabs(s)
	body, _ := s.page(s.href("85354-9"))
	mustSee(t, body, "136 / 84", "mmHg", "bovendruk", "onderdruk", "rg-chart__line--2")
	if n := strings.Count(body, "<figure"); n != 1 {
		t.Errorf("%d charts", n)
	}
}

// The list: groups with the last value, what the laboratory said, a small line.
func TestGroupsPage(t *testing.T) {
	s := newSite(t)
	twoLabs(s)
	body, _ := s.page("/dossier/laboratorium")
	mustSee(t, body, "Suiker", "Bloed", "Zouten", "HbA1c", "6 uitslagen", "rg-spark", `href="`+s.href("59261-8")+`"`, "?toon=datum")
	if strings.Index(body, ">Bloed<") > strings.Index(body, ">Suiker<") {
		t.Error("the groups are out of order")
	}
	dates, _ := s.page("/dossier/laboratorium?toon=datum")
	mustSee(t, dates, "2026", `href="/dossier/laboratorium"`)
	measures, _ := s.page("/dossier/metingen")
	mustSee(t, measures, "136 / 84", "3 uitslagen")
	old, _ := s.page("/dossier/laboratorium?jaar=2022")
	mustSee(t, old, "2022")
}

func TestStrangersFindNothing(t *testing.T) {
	s := newSite(t)
	twoLabs(s)
	for path, want := range map[string]int{
		"/lab/0000000000000000": http.StatusNotFound, "/lab/x": http.StatusNotFound, s.href("59261-8") + "?periode=x&pagina=99": http.StatusOK,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.AddCookie(&http.Cookie{Name: "regie", Value: "els"})
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, s.href("59261-8"), nil)
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	if w.Code == http.StatusOK || strings.Contains(w.Body.String(), "HbA1c") {
		t.Errorf("somebody who is not signed in got %d", w.Code)
	}
}

// Twenty years of weekly values fit in 30 KB, and every one of them can be reached.
func TestTwentyYearsWeekly(t *testing.T) {
	s := newSite(t)
	s.apply("Trombosedienst", weekly()...)
	href := s.href("6301-6")
	body, size := s.page(href)
	t.Logf("%d bytes compressed, %d as it is", size, len(body))
	if size > 30<<10 {
		t.Errorf("%d bytes", size)
	}
	seen := map[string]bool{}
	link := regexp.MustCompile(`<a class="nl-link" href="(/dossier/item/[0-9a-f]{16})"`)
	pages := 0
	for n := 1; n <= 40; n++ {
		p, size := s.page(fmt.Sprintf("%s?pagina=%d", href, n))
		before := len(seen)
		for _, m := range link.FindAllStringSubmatch(p, -1) {
			seen[m[1]] = true
		}
		if len(seen) == before {
			break
		}
		pages++
		if size > 30<<10 {
			t.Errorf("page %d has %d bytes", n, size)
		}
	}
	if len(seen) != 1040 {
		t.Errorf("%d of 1040 results on %d pages", len(seen), pages)
	}
	_, index := s.page("/dossier/laboratorium")
	if index > 30<<10 {
		t.Errorf("the list has %d bytes", index)
	}
}

// BenchmarkLab tells the time of the middle page and of the slowest twentieth, from session to
// compressed HTML.
func BenchmarkLab(b *testing.B) {
	s := newSite(b)
	s.apply("Trombosedienst", weekly()...)
	for name, path := range map[string]string{"weekly": s.href("6301-6"), "groups": "/dossier/laboratorium"} {
		b.Run(name, func(b *testing.B) {
			s.page(path)
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				s.page(path)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			ms := func(q int) float64 { return float64(took[len(took)*q/100].Microseconds()) / 1000 }
			b.ReportMetric(ms(50), "p50-ms")
			b.ReportMetric(ms(95), "p95-ms")
		})
	}
}
