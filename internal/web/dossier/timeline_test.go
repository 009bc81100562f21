// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"regexp"
	"strings"
	"testing"

	"regie/internal/e2e/site"
)

var headings = regexp.MustCompile(`(?s)<h2[^>]*>(.*?)</h2>`)

// The timeline goes by month; a jump leads to the page on which a year begins, and a period keeps
// out what is before and after.
func TestTimeline(t *testing.T) {
	s := site.New(t, nil, "anna")
	s.Fill("anna", "willem")
	c := s.As("anna")
	month := regexp.MustCompile(`^((Januari|Februari|Maart|April|Mei|Juni|Juli|Augustus|September|Oktober|November|December) )?(19|20)\d\d$`)
	seen := map[string]bool{}
	for _, m := range headings.FindAllStringSubmatch(mainPart(t, c.Get("/tijdlijn?pagina=2").Body), -1) {
		title := words(m[1])
		if !month.MatchString(title) || seen[title] {
			t.Errorf("heading %q", title)
		}
		seen[title] = true
	}
	if len(seen) == 0 {
		t.Error("no months")
	}
	first := mainPart(t, c.Get("/tijdlijn").Body)
	jumps := regexp.MustCompile(`href="(/tijdlijn[^"]*)#(j(\d{4}))"`).FindAllStringSubmatch(first, -1)
	if len(jumps) < 5 {
		t.Fatalf("%d jumps", len(jumps))
	}
	last := jumps[len(jumps)-1]
	if page := c.Get(strings.ReplaceAll(last[1], "&amp;", "&")).Body; !strings.Contains(page, `id="`+last[2]+`"`) {
		t.Errorf("the jump to %s does not lead there", last[3])
	}
	for _, m := range headings.FindAllStringSubmatch(mainPart(t, c.Get("/tijdlijn?van=2024-03-01&tot=2024-05-31").Body), -1) {
		if title := words(m[1]); title != "Maart 2024" && title != "April 2024" && title != "Mei 2024" && !strings.Contains(title, "past bij") {
			t.Errorf("in March to May 2024: %q", title)
		}
	}
}
