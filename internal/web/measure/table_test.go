// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/text"
)

// fieldsOf are the fields of the form of a table, as a browser would send them.
func fieldsOf(body string) (out []string) {
	for _, m := range regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)".*?</select>`).FindAllStringSubmatch(body, -1) {
		value := ""
		if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
			value = chosen[1]
		}
		out = append(out, m[1], value)
	}
	for _, m := range regexp.MustCompile(`<input[^>]*>`).FindAllString(body, -1) {
		name := regexp.MustCompile(` name="([^"]+)"`).FindStringSubmatch(m)
		value := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(m)
		box := strings.Contains(m, `type="checkbox"`) || strings.Contains(m, `type="radio"`)
		if name == nil || box && !strings.Contains(m, " checked") {
			continue
		}
		if value == nil {
			value = []string{"", ""}
		}
		out = append(out, name[1], value[1])
	}
	return out
}

func TestATableIsPastedSeenAndAdded(t *testing.T) {
	s := newSite(t, "anna", "bert")
	c := s.As("anna")
	c.Get("/metingen/toevoegen").Has(`href="/metingen/tabel"`)
	c.Get("/metingen/tabel").Has(say("table.paste"))
	for pasted, want := range map[string]string{"": say("table.problem.empty"), "hallo tante": say("table.problem.none")} {
		if a := c.Post("/metingen/tabel", "tabel", pasted); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, want) {
			t.Errorf("%q: %d", pasted, a.Status)
		}
	}
	// Dates and numbers as people write them; a row that means nothing, and empty cells.
	a := c.Post("/metingen/tabel", "tabel", "Datum\tBloeddruk\tGewicht (kg)\tOpmerking\r\n3 maart 2024\t120/80\t80,5\tna het eten\r\n3-3-24\t\t\t\r\n04/03/2024 8u30\t135 / 85 mmHg\t80.1\t\r\nooit\t130/80\t80\t\r\n")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(a.To, "/metingen/tabel/") {
		t.Fatalf("%d to %s", a.Status, a.To)
	}
	page := c.Get(a.To)
	page.Has(say("table.count", "read", 2, "all", 4), "Bloeddruk 120 / 80\u00a0mmHg; Gewicht 80,5\u00a0kg", "4 maart 2024 om 08.30 uur", "<strong>Regel 5</strong>: “ooit”", "<strong>Regel 3</strong>: "+say("table.odd.nothing"),
		say("samples.file.news", "n", 4), say("table.column.named", "n", 2, "name", "Bloeddruk"), `value="k:blood-pressure" selected`)
	if have, _ := s.books.Have(t.Context(), s.Vaults["anna"]); len(have) != 0 {
		t.Fatal("looking at a table adds it")
	}
	if got := s.As("bert").Get(a.To); got.Status != http.StatusNotFound {
		t.Errorf("Bert sees it: %d", got.Status)
	}
	if got := s.As("bert").Post(a.To, "doe", "toevoegen"); got.Status != http.StatusNotFound {
		t.Errorf("Bert adds it: %d", got.Status)
	}
	done := c.Post(a.To, append(fieldsOf(page.Body), "doe", "toevoegen")...)
	if done.Status != http.StatusSeeOther || done.To != "/metingen/bestand#eerder" {
		t.Fatalf("%d to %s\n%s", done.Status, done.To, done.Body)
	}
	c.Get("/metingen/bestand").Has(say("table.added"), "ongedaan")
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "blood-pressure"); len(sums) != 2 || sums[0].Day != measure.DayOf(2024, 3, 3) || sums[1].Mean() != 135*measure.Scale {
		t.Errorf("%+v", sums)
	}
	if got := c.Get(a.To); got.Status != http.StatusNotFound {
		t.Errorf("it still waits: %d", got.Status)
	}
}

func TestThePersonSaysWhatTheColumnsAre(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	var lines strings.Builder
	lines.WriteString("Wanneer;A;B;C\n")
	for i := range 3000 {
		d := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		fmt.Fprintf(&lines, "%d/%d/%d;%d.%d;%d,5;x\n", d.Month(), d.Day(), d.Year(), 80+i%5, i%10, 100+i%40)
	}
	a := c.Upload("/metingen/bestand", "lijst.csv", []byte(lines.String()))
	to := a.To
	var page site.Answer
	for range 200 { // the file is read first; nobody knows what it is, but it is a table
		if page = c.Get(to); page.Status == http.StatusSeeOther {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if to = strings.Replace(to, "/bestand/", "/tabel/", 1); page.To != to {
		t.Fatalf("%d to %s", page.Status, page.To)
	}
	page = c.Get(to)
	page.Has(say("table.problem.novalue"), "lijst.csv")
	page.Lacks("utrecht-form-field-error")
	fields := func(pairs ...string) []string {
		return append([]string{"koppen", "ja", "volgorde", "maand", "komma", "", "klok", "", "kolom1", "datum", "kolom2", "k:weight", "kolom3", "k:glucose", "eenheid3", "mg/dl", "kolom4", "", "gezien", "0"}, pairs...)
	}
	c.Post(to, fields("kolom4", "datum")...).Has(say("table.problem.twice", "n", 1, "other", 4))
	c.Post(to, fields("eenheid3", "meter")...).Has(say("table.problem.unit", "unit", "meter", "kind", measure.Kind("glucose").Name(text.NL), "good", "mmol/l"))
	page = c.Post(to, fields("doe", "kijken")...)
	page.Has(say("table.count", "read", 3000, "all", 3000), say("samples.file.news", "n", 6000), "1 januari 2018")
	// What was not seen so is not added.
	c.Post(to, fields("doe", "toevoegen")...).Has(say("table.changed"))
	c.Post(to, append(fieldsOf(page.Body), "kolom2", "", "doe", "toevoegen")...).Has(say("table.changed"))
	if have, _ := s.books.Have(t.Context(), s.Vaults["anna"]); len(have) != 0 {
		t.Fatal("it was added unseen")
	}
	if done := c.Post(to, append(fieldsOf(page.Body), "doe", "toevoegen")...); done.Status != http.StatusSeeOther {
		t.Fatalf("%d", done.Status)
	}
	sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "glucose")
	if len(sums) != 3000 || sums[0].Day != measure.DayOf(2018, 1, 1) || sums[0].Mean() < 5*measure.Scale || sums[0].Mean() > 6*measure.Scale {
		t.Errorf("%d days, %+v", len(sums), sums[:min(1, len(sums))])
	}
}

// A column may be something that Regie does not know, and a table may lie in another zone.
func TestOwnKindsAndZonesOfATable(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	a := c.Post("/metingen/tabel", "tabel", "Dag;Tijd;Kopjes thee\n1-3-2026;20:00;3\n2-3-2026;20:00;4\n")
	page := c.Post(a.To, "koppen", "ja", "volgorde", "dag", "klok", "-300", "kolom1", "datum", "kolom2", "tijd", "kolom3", "eigen", "eenheid3", "kopjes")
	page.Has("Kopjes thee 3\u00a0kopjes", "1 maart 2026 om 20.00 uur")
	if done := c.Post(a.To, append(fieldsOf(page.Body), "doe", "toevoegen")...); done.Status != http.StatusSeeOther {
		t.Fatalf("%d", done.Status)
	}
	sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], measure.OwnKind("Kopjes thee", "kopjes"))
	if len(sums) != 2 || sums[0].Day != measure.DayOf(2026, 3, 1) || sums[0].Last != 3*measure.Scale {
		t.Errorf("%+v", sums)
	}
}
