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
	c := s.as("anna")
	c.get("/metingen/toevoegen").has(say("samples.add.kinds"), "Bloeddruk", "Piekstroom", say("samples.own.title"))
	weight := "/metingen/toevoegen/" + s.keyOf("anna", "weight")
	c.get(weight).has("Gewicht", `value="2026-11-20"`, `value="10:00"`, "kg")

	a := c.post(weight, "waarde", "71,3", "dag", "2026-11-20", "tijd", "08:15", "notitie", "voor het ontbijt")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, "/metingen/bewaard/") {
		t.Fatalf("%d to %s", a.status, a.to)
	}
	saved := c.get(a.to)
	saved.has("71,3\u00a0kg", "20 november 2026 om 08.15 uur", "voor het ontbijt", say("samples.undo"))
	kind := "/metingen/zelf/" + s.keyOf("anna", "weight")
	c.get("/metingen/zelf").has("Gewicht", "71,3", kind)
	c.get(kind).has("71,3\u00a0kg", `class="rg-chart"`)
	list := c.get(kind + "/lijst?dag=2026-11-20")
	list.has("71,3\u00a0kg", "voor het ontbijt", say("measure.format.hand"), "08.15")
	edit := regexp.MustCompile(`href="(/metingen/zelf/[0-9a-f]+/waarde/[0-9a-z]+)"`).FindStringSubmatch(list.body)
	if edit == nil {
		t.Fatal("no way to change it")
	}
	c.get(edit[1]).has(`value="71,3"`, "voor het ontbijt", `value="08:15"`)
	a = c.post(edit[1], "waarde", "72.4", "dag", "20-11-2026", "tijd", "9.30")
	c.get(a.to).has("72,4\u00a0kg", "09.30")
	if got := c.get(edit[1]); got.status != http.StatusNotFound {
		t.Errorf("the old one: %d", got.status)
	}
	moved := strings.Replace(a.to, "/bewaard/", "/zelf/", 1)
	at := strings.LastIndexByte(moved, '/')
	a = c.post(moved[:at] + "/waarde" + moved[at:] + "/weg")
	gone := c.get(a.to)
	gone.has("72,4\u00a0kg", say("samples.deleted.undo"))
	c.get(kind).has(say("samples.kind.none"))
	c.post(a.to)
	c.get(kind).has("72,4\u00a0kg")
	c.post(a.to) // once is enough
	if sums, _ := s.books.Sums(t.Context(), s.vaults["anna"], "weight"); len(sums) != 1 || sums[0].N != 1 {
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
	c := s.as("anna")
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
		a := c.post(press, append(append([]string{}, now...), tt.pairs...)...)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", tt.pairs, a.status)
		}
		a.has(tt.want)
	}
	if sums, _ := s.books.Sums(t.Context(), s.vaults["anna"], "blood-pressure"); len(sums) != 0 {
		t.Fatal("something was kept")
	}
	// Who says that it is right is believed; the answer holds for that value only.
	a := c.post(press, append(now, "waarde", "1280", "onder", "80")...)
	yes := regexp.MustCompile(`name="klopt" value="([^"]+)"`).FindStringSubmatch(a.body)
	if yes == nil {
		t.Fatal("nothing to confirm")
	}
	if a := c.post(press, append(now, "waarde", "1290", "onder", "80", "klopt", yes[1])...); a.status != http.StatusUnprocessableEntity {
		t.Errorf("another value: %d", a.status)
	}
	a = c.post(press, append(now, "waarde", "1280/80", "pols", "66", "klopt", "12800000 800000 660000")...)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	c.get(a.to).has("1280 / 80\u00a0mmHg", "66\u00a0per minuut")
}

func TestOtherKindsOfForms(t *testing.T) {
	s := newSite(t, "anna")
	c := s.as("anna")
	add := func(k measure.Kind, want string, pairs ...string) {
		t.Helper()
		a := c.post("/metingen/toevoegen/"+s.keyOf("anna", k), pairs...)
		if a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", k, a.status)
		}
		c.get(a.to).has(want)
	}
	add("sleep", "7 uur en 30 min", "bed", "23:15", "op", "06:45", "dag", "2026-11-20")
	add("steps", "8123\u00a0stappen", "waarde", "8123", "dag", "2026-11-19")
	add("pain", "4\u00a0van 10", "waarde", "4", "dag", "2026-11-20", "tijd", "08:00")
	add("glucose", "6,1\u00a0mmol/l", "waarde", "6,1 mmol/l", "dag", "2026-11-20", "tijd", "08:00", "eten", "voor")
	c.get("/metingen/zelf/" + s.keyOf("anna", "glucose") + "/lijst?dag=2026-11-20").has(say("samples.meal.before"))
	c.get("/metingen/zelf/"+s.keyOf("anna", "sleep")+"?periode=dag").has("23.15 tot 06.45", say("samples.night.asleep"))
	// Elsewhere the clock said something else.
	add("temperature", "19 november 2026 om 20.00 uur", "waarde", "38.2", "dag", "2026-11-19", "tijd", "20:00", "klok", "-300")
	if sums, _ := s.books.Sums(t.Context(), s.vaults["anna"], "temperature"); len(sums) != 1 || sums[0].Day != measure.DayOf(2026, 11, 19) {
		t.Errorf("%+v", sums)
	}
	// A kind that nobody knows.
	c.post("/metingen/toevoegen/eigen", "naam", "", "waarde", "3", "dag", "2026-11-20", "tijd", "08:00").has(say("samples.own.noname"))
	a := c.post("/metingen/toevoegen/eigen", "naam", "Omvang enkel", "eenheid", "cm", "waarde", "23,5", "dag", "2026-11-20", "tijd", "08:00")
	c.get(a.to).has("Omvang enkel: 23,5\u00a0cm")
	c.get("/metingen/toevoegen").has("Omvang enkel")
}

func TestAWeekAtHome(t *testing.T) {
	s := newSite(t, "anna")
	c := s.as("anna")
	c.get("/metingen/week").has(say("samples.week.begin"), say("samples.week.how"))
	c.post("/metingen/week", "deel", "ochtend", "dag", "2026-11-20", "tijd", "08:00", "boven1", "", "onder1", "80").has(say("samples.problem.empty"))
	for _, d := range []string{"19", "20"} {
		a := c.post("/metingen/week", "deel", "ochtend", "dag", "2026-11-"+d, "tijd", "08:00", "boven1", "140", "onder1", "90", "pols1", "70", "boven2", "136", "onder2", "88")
		if a.status != http.StatusSeeOther {
			t.Fatalf("%d", a.status)
		}
	}
	page := c.get("/metingen/week")
	page.has(say("samples.week.todo", "day", 2, "n", 14), "138 / 89\u00a0mmHg", say("samples.week.next"))
	c.get("/metingen/toevoegen").has(say("samples.week.busy"))
}

func TestAFileIsLookedAtAddedAndUndone(t *testing.T) {
	s := newSite(t, "anna", "bert")
	c := s.as("anna")
	c.get("/metingen/bestand").has(say("samples.file.choose"), "512 MB", `enctype="multipart/form-data"`)
	a := c.upload("export.zip", appleZip(t))
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	page := c.settled(a.to)
	page.has("export.zip", "Gezondheid van Apple", say("samples.file.news", "n", 9), say("samples.file.doubles", "n", 1), "Stappen", "Gewicht",
		"10 november 2026 tot en met 17 november 2026", say("measure.why.unit"), say("samples.file.yes"))
	if sums, _ := s.books.Sums(t.Context(), s.vaults["anna"], "steps"); len(sums) != 0 {
		t.Fatal("looking at a file adds it")
	}
	if got := s.as("bert").get(a.to); got.status != http.StatusSeeOther || got.to != "/metingen/bestand" {
		t.Errorf("Bert gets %d to %s", got.status, got.to)
	}
	s.as("bert").post(a.to + "/toevoegen")
	s.as("bert").post(a.to + "/niet")
	c.post(a.to + "/toevoegen")
	done := c.settled(a.to)
	done.has(say("samples.file.added", "n", 9), say("samples.undo"))
	c.get("/metingen/zelf").has("Stappen", "1017", "71,3")
	c.get("/metingen/bestand").has(say("samples.file.import", "name", "export.zip", "n", 9, "when", "20 november 2026 om 10.00 uur"))

	again := c.upload("export.zip", appleZip(t))
	c.settled(again.to).has(say("samples.file.nothing"))
	c.post(again.to + "/niet")
	if got := c.get(again.to); got.to != "/metingen/bestand" {
		t.Errorf("after dropping: %d to %s", got.status, got.to)
	}

	undo := regexp.MustCompile(`/metingen/import/\d+/ongedaan`).FindString(done.body)
	if got := s.as("bert").post(undo); got.status != http.StatusNotFound {
		t.Errorf("Bert undoes it: %d", got.status)
	}
	c.post(undo)
	if sums, _ := s.books.Sums(t.Context(), s.vaults["anna"], "steps"); len(sums) != 0 {
		t.Errorf("after undoing %+v", sums)
	}
	if all, _ := s.books.Uploads(t.Context(), s.vaults["anna"]); len(all) != 0 {
		t.Errorf("files wait: %+v", all)
	}
}

func TestBadFilesGetAPlainSentence(t *testing.T) {
	s := newSite(t, "anna")
	c := s.as("anna")
	whole := appleZip(t)
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing known": {[]byte("Dit is een brief aan mijn tante."), say("samples.file.problem.unknown")},
		"cut off":       {whole[:len(whole)-30], say("samples.file.problem.damaged")},
		"zeroes":        {make([]byte, 3<<20), say("samples.file.problem.unknown")},
	} {
		a := c.upload("x", tt.content)
		page := c.settled(a.to)
		if page.status != http.StatusOK || !strings.Contains(page.body, tt.want) {
			t.Errorf("%s: %d, no %q", name, page.status, tt.want)
		}
		c.post(a.to + "/niet")
	}
	if a := c.upload("leeg.zip", nil); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, say("samples.file.problem.none")) {
		t.Errorf("an empty file: %d", a.status)
	}
	if a := c.post("/metingen/bestand", "bestand", "x"); a.status != http.StatusBadRequest {
		t.Errorf("no file at all: %d", a.status)
	}
}

func TestSourcesAreOrderedAndRemoved(t *testing.T) {
	s := newSite(t, "anna")
	c := s.as("anna")
	add := func(source measure.Source, hour, n int) {
		in := &measure.Intake{}
		at := time.Date(2026, 11, 19, hour, 0, 0, 0, time.UTC).UnixMilli()
		in.Add(in.Kind("steps"), in.Source(source), measure.Sample{Start: at, End: at + 600_000, Value: int64(n) * measure.Scale})
		if _, err := s.books.Add(t.Context(), s.vaults["anna"], in, measure.About{Format: "fit"}); err != nil {
			t.Fatal(err)
		}
	}
	add(measure.Source{Name: "Horloge", Class: measure.ClassWatch}, 9, 500)
	add(measure.Source{Name: "Telefoon", Class: measure.ClassPhone}, 9, 490)
	page := c.get("/metingen/bronnen")
	page.has("Horloge", "Telefoon")
	up := regexp.MustCompile(`name="omhoog" value="([0-9a-f]+)"`).FindStringSubmatch(page.body)
	if up == nil {
		t.Fatal("nothing can go up")
	}
	c.post("/metingen/bronnen", "omhoog", up[1])
	page = c.get("/metingen/bronnen")
	if strings.Index(page.body, "Telefoon") > strings.Index(page.body, "Horloge") {
		t.Error("the telephone did not go up")
	}
	c.get("/metingen/bronnen/"+up[1]+"/weg").has("Telefoon", say("samples.sources.drop.text"))
	c.post("/metingen/bronnen/" + up[1] + "/weg")
	c.get("/metingen/zelf/" + s.keyOf("anna", "steps") + "?periode=alles").has("500\u00a0stappen")
	if strings.Contains(c.get("/metingen/zelf/"+s.keyOf("anna", "steps")+"/lijst?dag=2026-11-19").body, "490") {
		t.Error("the telephone's steps are still there")
	}
}

func TestProvidersValuesStandInTheSameChart(t *testing.T) {
	s := newSite(t, "anna")
	s.fill("anna", "greet")
	c := s.as("anna")
	c.post("/metingen/toevoegen/"+s.keyOf("anna", "weight"), "waarde", "66,1", "dag", "2026-11-20", "tijd", "08:00")
	page := c.get("/metingen/zelf/" + s.keyOf("anna", "weight") + "?periode=jaar")
	page.has(say("samples.theirs"), "Huisartsenpraktijk De Oefenhoek", say("chart.own"), `class="rg-chart__marks"`, "Gestart: ", `href="/medicijnen/`)
	signs := func(own bool) int {
		all := strings.Count(page.body, `class="rg-chart__point`)
		mine := strings.Count(page.body, "rg-chart__point--own")
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
		page.has("?periode=" + p)
		if got := c.get("/metingen/zelf/" + s.keyOf("anna", "weight") + "?periode=" + p); got.status != http.StatusOK {
			t.Errorf("%s: %d", p, got.status)
		}
	}
	// On the first page too.
	c.get("/overzicht").has(say("samples.self.title"), "66,1")
}

func TestAnotherKindStandsBelow(t *testing.T) {
	s := busy(t)
	c := s.as("anna")
	heart, steps := s.keyOf("anna", "heart-rate"), s.keyOf("anna", "steps")
	page := c.get("/metingen/zelf/" + heart + "?periode=week")
	page.has(say("samples.compare.title"), `value="`+steps+`"`)
	if strings.Contains(page.body, "naast-verloop") {
		t.Error("something stands below unasked")
	}
	page = c.get("/metingen/zelf/" + heart + "?periode=week&naast=" + steps)
	page.has(`id="naast-verloop-title"`, "rg-chart__bars", "naast="+steps+"&amp;periode=jaar")
	c.get("/metingen/zelf/" + heart + "?periode=dag&naast=" + steps).has(`id="naast-verloop-title"`)
	if got := c.get("/metingen/zelf/" + heart + "?naast=0123456789abcdef"); got.status != http.StatusOK || strings.Contains(got.body, "naast-verloop") {
		t.Errorf("an unknown kind: %d", got.status)
	}
}
