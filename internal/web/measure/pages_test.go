// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/text"
)

func say(key string, pairs ...any) string { return text.NL.T(key, pairs...) }

func TestAMeasurementIsTypedSeenChangedAndDeleted(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	c.Get("/metingen/toevoegen").Has(say("samples.add.kinds"), "Bloeddruk", "Piekstroom", say("samples.own.title"))
	weight := "/metingen/toevoegen/" + s.keyOf("anna", "weight")
	c.Get(weight).Has("Gewicht", `value="2026-11-20"`, `value="10:00"`, "kg")

	a := c.Post(weight, "waarde", "71,3", "dag", "2026-11-20", "tijd", "08:15", "notitie", "voor het ontbijt")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(a.To, "/metingen/bewaard/") {
		t.Fatalf("%d to %s", a.Status, a.To)
	}
	saved := c.Get(a.To)
	saved.Has("71,3\u00a0kg", "20 november 2026 om 08.15 uur", "voor het ontbijt", say("samples.undo"))
	kind := "/metingen/zelf/" + s.keyOf("anna", "weight")
	c.Get("/metingen/zelf").Has("Gewicht", "71,3", kind)
	c.Get(kind).Has("71,3\u00a0kg", `class="rg-chart"`)
	list := c.Get(kind + "/lijst?dag=2026-11-20")
	list.Has("71,3\u00a0kg", "voor het ontbijt", say("measure.format.hand"), "08.15")
	edit := regexp.MustCompile(`href="(/metingen/zelf/[0-9a-f]+/waarde/[0-9a-z]+)"`).FindStringSubmatch(list.Body)
	if edit == nil {
		t.Fatal("no way to change it")
	}
	c.Get(edit[1]).Has(`value="71,3"`, "voor het ontbijt", `value="08:15"`)
	a = c.Post(edit[1], "waarde", "72.4", "dag", "20-11-2026", "tijd", "9.30")
	c.Get(a.To).Has("72,4\u00a0kg", "09.30")
	if got := c.Get(edit[1]); got.Status != http.StatusNotFound {
		t.Errorf("the old one: %d", got.Status)
	}
	moved := strings.Replace(a.To, "/bewaard/", "/zelf/", 1)
	at := strings.LastIndexByte(moved, '/')
	a = c.Post(moved[:at] + "/waarde" + moved[at:] + "/weg")
	gone := c.Get(a.To)
	gone.Has("72,4\u00a0kg", say("samples.deleted.undo"))
	c.Get(kind).Has(say("samples.kind.none"))
	c.Post(a.To)
	c.Get(kind).Has("72,4\u00a0kg")
	c.Post(a.To) // once is enough
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "weight"); len(sums) != 1 || sums[0].N != 1 {
		t.Errorf("put back twice: %+v", sums)
	}
	for _, page := range []string{"/metingen/zelf", kind, "/metingen/toevoegen"} {
		if strings.Contains(page, "weight") || strings.Contains(page, "gewicht") {
			t.Errorf("the address %s tells what is measured", page)
		}
	}
}

func TestWhatCannotBeIsAskedAbout(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	press := "/metingen/toevoegen/" + s.keyOf("anna", "blood-pressure")
	now := []string{"dag", "2026-11-20", "tijd", "09:00"}
	for _, tt := range []struct {
		pairs []string
		want  string
	}{
		{[]string{"waarde", "", "onder", "80"}, say("samples.problem.empty")},
		{[]string{"waarde", "hoog", "onder", "80"}, say("samples.problem.number", "value", "hoog")},
		{[]string{"waarde", "1280", "onder", "80"}, say("samples.doubt.value", "value", "1280")},
		{[]string{"waarde", "80", "onder", "120"}, say("samples.doubt.pressure")},
		{[]string{"waarde", "120", "onder", "80", "dag", "2027-01-01"}, say("samples.problem.future")},
		{[]string{"waarde", "120", "onder", "80", "dag", "gisteren"}, say("samples.problem.day")},
		{[]string{"waarde", "120", "onder", "80", "tijd", "half negen"}, say("samples.problem.time")},
	} {
		a := c.Post(press, append(append([]string{}, now...), tt.pairs...)...)
		if a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", tt.pairs, a.Status)
		}
		a.Has(tt.want)
	}
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "blood-pressure"); len(sums) != 0 {
		t.Fatal("something was kept")
	}
	// Who says that it is right is believed; the answer holds for that value only.
	a := c.Post(press, append(now, "waarde", "1280", "onder", "80")...)
	yes := regexp.MustCompile(`name="klopt" value="([^"]+)"`).FindStringSubmatch(a.Body)
	if yes == nil {
		t.Fatal("nothing to confirm")
	}
	if a := c.Post(press, append(now, "waarde", "1290", "onder", "80", "klopt", yes[1])...); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("another value: %d", a.Status)
	}
	a = c.Post(press, append(now, "waarde", "1280/80", "pols", "66", "klopt", "12800000 800000 660000")...)
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d", a.Status)
	}
	c.Get(a.To).Has("1280 / 80\u00a0mmHg", "66\u00a0per minuut")
}

func TestOtherKindsOfForms(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	add := func(k measure.Kind, want string, pairs ...string) {
		t.Helper()
		a := c.Post("/metingen/toevoegen/"+s.keyOf("anna", k), pairs...)
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%s: %d", k, a.Status)
		}
		c.Get(a.To).Has(want)
	}
	add("sleep", "7 uur en 30 min", "bed", "23:15", "op", "06:45", "dag", "2026-11-20")
	add("steps", "8123\u00a0stappen", "waarde", "8123", "dag", "2026-11-19")
	add("pain", "4\u00a0van 10", "waarde", "4", "dag", "2026-11-20", "tijd", "08:00")
	add("glucose", "6,1\u00a0mmol/l", "waarde", "6,1 mmol/l", "dag", "2026-11-20", "tijd", "08:00", "eten", "voor")
	c.Get("/metingen/zelf/" + s.keyOf("anna", "glucose") + "/lijst?dag=2026-11-20").Has(say("samples.meal.before"))
	c.Get("/metingen/zelf/"+s.keyOf("anna", "sleep")+"?periode=dag").Has("23.15 tot 06.45", say("samples.night.asleep"))
	// Elsewhere the clock said something else.
	add("temperature", "19 november 2026 om 20.00 uur", "waarde", "38.2", "dag", "2026-11-19", "tijd", "20:00", "klok", "-300")
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "temperature"); len(sums) != 1 || sums[0].Day != measure.DayOf(2026, 11, 19) {
		t.Errorf("%+v", sums)
	}
	// A kind that nobody knows.
	c.Post("/metingen/toevoegen/eigen", "naam", "", "waarde", "3", "dag", "2026-11-20", "tijd", "08:00").Has(say("samples.own.noname"))
	a := c.Post("/metingen/toevoegen/eigen", "naam", "Omvang enkel", "eenheid", "cm", "waarde", "23,5", "dag", "2026-11-20", "tijd", "08:00")
	c.Get(a.To).Has("Omvang enkel: 23,5\u00a0cm")
	c.Get("/metingen/toevoegen").Has("Omvang enkel")
}

func TestAWeekAtHome(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	c.Get("/metingen/week").Has(say("samples.week.begin"), say("samples.week.how"))
	c.Post("/metingen/week", "deel", "ochtend", "dag", "2026-11-20", "tijd", "08:00", "boven1", "", "onder1", "80").Has(say("samples.problem.empty"))
	for _, d := range []string{"19", "20"} {
		a := c.Post("/metingen/week", "deel", "ochtend", "dag", "2026-11-"+d, "tijd", "08:00", "boven1", "140", "onder1", "90", "pols1", "70", "boven2", "136", "onder2", "88")
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%d", a.Status)
		}
	}
	page := c.Get("/metingen/week")
	page.Has(say("samples.week.todo", "day", 2, "n", 14), "138 / 89\u00a0mmHg", say("samples.week.next"))
	c.Get("/metingen/toevoegen").Has(say("samples.week.busy"))
}

func TestAFileIsLookedAtAddedAndUndone(t *testing.T) {
	s := newSite(t, "anna", "bert")
	c := s.As("anna")
	c.Get("/metingen/bestand").Has(say("samples.file.choose"), "2 GB", `enctype="multipart/form-data"`)
	a := c.Upload("/metingen/bestand", "export.zip", appleZip(t))
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d", a.Status)
	}
	page := settled(c, a.To)
	page.Has("export.zip", "Gezondheid van Apple", say("samples.file.news", "n", 9), say("samples.file.doubles", "n", 1), "Stappen", "Gewicht",
		"10 november 2026 tot en met 17 november 2026", say("measure.why.unit"), say("samples.file.yes"))
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "steps"); len(sums) != 0 {
		t.Fatal("looking at a file adds it")
	}
	if got := s.As("bert").Get(a.To); got.Status != http.StatusSeeOther || got.To != "/metingen/bestand" {
		t.Errorf("Bert gets %d to %s", got.Status, got.To)
	}
	s.As("bert").Post(a.To + "/toevoegen")
	s.As("bert").Post(a.To + "/niet")
	c.Post(a.To + "/toevoegen")
	done := settled(c, a.To)
	done.Has(say("samples.file.added", "n", 9), say("samples.undo"))
	c.Get("/metingen/zelf").Has("Stappen", "1017", "71,3")
	c.Get("/metingen/bestand").Has(say("samples.file.import", "name", "export.zip", "n", 9, "when", "20 november 2026 om 10.00 uur"))

	again := c.Upload("/metingen/bestand", "export.zip", appleZip(t))
	settled(c, again.To).Has(say("samples.file.nothing"))
	c.Post(again.To + "/niet")
	if got := c.Get(again.To); got.To != "/metingen/bestand" {
		t.Errorf("after dropping: %d to %s", got.Status, got.To)
	}

	undo := regexp.MustCompile(`/metingen/import/\d+/ongedaan`).FindString(done.Body)
	if got := s.As("bert").Post(undo); got.Status != http.StatusNotFound {
		t.Errorf("Bert undoes it: %d", got.Status)
	}
	c.Post(undo)
	if sums, _ := s.books.Sums(t.Context(), s.Vaults["anna"], "steps"); len(sums) != 0 {
		t.Errorf("after undoing %+v", sums)
	}
	if all, _ := s.books.Uploads(t.Context(), s.Vaults["anna"]); len(all) != 0 {
		t.Errorf("files wait: %+v", all)
	}
}

func TestBadFilesGetAPlainSentence(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	whole := appleZip(t)
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing known": {[]byte("Dit is een brief aan mijn tante."), say("samples.file.problem.unknown")},
		"cut off":       {whole[:len(whole)-30], say("samples.file.partly")}, // what was good can be added
		"zeroes":        {make([]byte, 3<<20), say("samples.file.problem.unknown")},
	} {
		a := c.Upload("/metingen/bestand", "x", tt.content)
		page := settled(c, a.To)
		if page.Status != http.StatusOK || !strings.Contains(page.Body, tt.want) {
			t.Errorf("%s: %d, no %q", name, page.Status, tt.want)
		}
		c.Post(a.To + "/niet")
	}
	if a := c.Upload("/metingen/bestand", "leeg.zip", nil); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, say("samples.file.problem.none")) {
		t.Errorf("an empty file: %d", a.Status)
	}
	if a := c.Post("/metingen/bestand", "bestand", "x"); a.Status != http.StatusBadRequest {
		t.Errorf("no file at all: %d", a.Status)
	}
}

func TestSourcesAreOrderedAndRemoved(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	add := func(source measure.Source, hour, n int) {
		in := &measure.Intake{}
		at := time.Date(2026, 11, 19, hour, 0, 0, 0, time.UTC).UnixMilli()
		in.Add(in.Kind("steps"), in.Source(source), measure.Sample{Start: at, End: at + 600_000, Value: int64(n) * measure.Scale})
		if _, err := s.books.Add(t.Context(), s.Vaults["anna"], in, measure.About{Format: "fit"}); err != nil {
			t.Fatal(err)
		}
	}
	add(measure.Source{Name: "Horloge", Class: measure.ClassWatch}, 9, 500)
	add(measure.Source{Name: "Telefoon", Class: measure.ClassPhone}, 9, 490)
	page := c.Get("/metingen/bronnen")
	page.Has("Horloge", "Telefoon")
	up := regexp.MustCompile(`name="omhoog" value="([0-9a-f]+)"`).FindStringSubmatch(page.Body)
	if up == nil {
		t.Fatal("nothing can go up")
	}
	c.Post("/metingen/bronnen", "omhoog", up[1])
	page = c.Get("/metingen/bronnen")
	if strings.Index(page.Body, "Telefoon") > strings.Index(page.Body, "Horloge") {
		t.Error("the telephone did not go up")
	}
	c.Get("/metingen/bronnen/"+up[1]+"/weg").Has("Telefoon", say("samples.sources.drop.text"))
	c.Post("/metingen/bronnen/" + up[1] + "/weg")
	c.Get("/metingen/zelf/" + s.keyOf("anna", "steps") + "?periode=alles").Has("500\u00a0stappen")
	if strings.Contains(c.Get("/metingen/zelf/"+s.keyOf("anna", "steps")+"/lijst?dag=2026-11-19").Body, "490") {
		t.Error("the telephone's steps are still there")
	}
}

func TestProvidersValuesStandInTheSameChart(t *testing.T) {
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	c := s.As("anna")
	c.Post("/metingen/toevoegen/"+s.keyOf("anna", "weight"), "waarde", "66,1", "dag", "2026-11-20", "tijd", "08:00")
	page := c.Get("/metingen/zelf/" + s.keyOf("anna", "weight") + "?periode=jaar")
	page.Has(say("samples.theirs"), "Huisartsenpraktijk De Oefenhoek", say("chart.own"), `class="rg-chart__marks"`, "Gestart: ", `href="/medicijnen/`)
	signs := func(own bool) int {
		all := strings.Count(page.Body, `class="rg-chart__point`)
		mine := strings.Count(page.Body, "rg-chart__point--own")
		if own {
			return mine
		}
		return all - mine
	}
	if signs(false) < 5 || signs(true) < 2 { // one of each is in the legend
		t.Errorf("%d of providers, %d own", signs(false), signs(true))
	}
	// Day, week and all of it lead to each other without script.
	for _, p := range []string{"dag", "week", "maand", "jaar", "alles"} {
		page.Has("?periode=" + p)
		if got := c.Get("/metingen/zelf/" + s.keyOf("anna", "weight") + "?periode=" + p); got.Status != http.StatusOK {
			t.Errorf("%s: %d", p, got.Status)
		}
	}
	// On the first page too.
	c.Get("/overzicht").Has(say("samples.self.title"), "66,1")
}

func TestAnotherKindStandsBelow(t *testing.T) {
	s := busy(t)
	c := s.As("anna")
	heart, steps := s.keyOf("anna", "heart-rate"), s.keyOf("anna", "steps")
	page := c.Get("/metingen/zelf/" + heart + "?periode=week")
	page.Has(say("samples.compare.title"), `value="`+steps+`"`)
	if strings.Contains(page.Body, "naast-verloop") {
		t.Error("something stands below unasked")
	}
	page = c.Get("/metingen/zelf/" + heart + "?periode=week&naast=" + steps)
	page.Has(`id="naast-verloop-title"`, "rg-chart__bars", "naast="+steps+"&amp;periode=jaar")
	c.Get("/metingen/zelf/" + heart + "?periode=dag&naast=" + steps).Has(`id="naast-verloop-title"`)
	if got := c.Get("/metingen/zelf/" + heart + "?naast=0123456789abcdef"); got.Status != http.StatusOK || strings.Contains(got.Body, "naast-verloop") {
		t.Errorf("an unknown kind: %d", got.Status)
	}
}
