// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"regie/internal/agenda"
	"regie/internal/carry"
	"regie/internal/diary"
	"regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web"
)

func newSite(t testing.TB, names ...string) *site.Site {
	t.Helper()
	return site.New(t, func(db *store.DB, c *web.Config) {
		var err error
		if c.Agendas, err = agenda.New(db, agenda.Options{Now: site.Now}); err != nil {
			t.Fatal(err)
		}
		c.Diaries = diary.New(db, diary.Options{Now: site.Now})
		c.Books = measure.New(db, measure.Options{Now: site.Now})
		c.Carry = &carry.Kit{DB: db, Keeper: c.Keeper, Books: c.Books, Diaries: c.Diaries, Agendas: c.Agendas, Now: site.Now}
	}, names...)
}

// await asks for a page until it no longer says that it is at work.
func await(t testing.TB, c site.Client, path string) site.Answer {
	t.Helper()
	for range 300 {
		a := c.Get(path)
		if !strings.Contains(a.Body, "Wij lezen uw bestand") && !strings.Contains(a.Body, "Wij voegen uw bestand toe") {
			return a
		}
		time.Sleep(30 * time.Millisecond)
	}
	t.Fatal("still at work")
	return site.Answer{}
}

// give uploads a file and returns the page that says what is in it, with its address.
func give(t testing.TB, c site.Client, name string, b []byte) (site.Answer, string) {
	t.Helper()
	up := c.Upload("/metingen/bestand", name, b)
	if up.Status != 303 {
		t.Fatalf("uploading: %d\n%s", up.Status, up.Body)
	}
	to := c.Get(up.To)
	if to.Status != 303 || !strings.HasPrefix(to.To, "/gegevens/bestand/") {
		t.Fatalf("a record in a file leads to %d %q", to.Status, to.To)
	}
	return await(t, c, to.To), to.To
}

const summary = `{"resourceType":"Bundle","type":"document","timestamp":"2026-11-01T10:00:00Z","entry":[
{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Composition","id":"c","status":"final","type":{"coding":[{"system":"http://loinc.org","code":"60591-5"}]},"title":"Samenvatting","date":"2026-11-01","subject":{"reference":"urn:uuid:2"},"author":[{"display":"Kliniek Zee"}],
 "section":[{"title":"Problemen","code":{"coding":[{"system":"http://loinc.org","code":"11450-4"}]},"entry":[{"reference":"urn:uuid:3"}]},
 {"title":"Verhaal","code":{"coding":[{"system":"http://loinc.org","code":"81338-6"}]},"text":{"status":"additional","div":"<div>Ik wandel graag in de duinen.</div>"}}]}},
{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Patient","id":"p","name":[{"text":"P. Puk"}],"birthDate":"1950-02-03"}},
{"fullUrl":"urn:uuid:4","resource":{"resourceType":"Organization","id":"org","name":"Kliniek Zee"}},
{"fullUrl":"urn:uuid:3","resource":{"resourceType":"Condition","id":"k","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"text":"Hooikoorts"},"subject":{"reference":"urn:uuid:2"},"onsetDateTime":"2019-05-01"}},
{"fullUrl":"urn:uuid:5","resource":{"resourceType":"Observation","id":"w","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"urn:uuid:2"},"performer":[{"reference":"urn:uuid:2"}],"effectiveDateTime":"2026-10-30T08:00:00+01:00","valueQuantity":{"value":80.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}}
]}`

// TestSummaryFromFile brings an International Patient Summary, adds it, and undoes it.
func TestSummaryFromFile(t *testing.T) {
	s := newSite(t, "anna", "bert")
	c := s.As("anna")
	a, path := give(t, c, "samenvatting.json", []byte(summary))
	a.Has("Dit zit in uw bestand", "Samenvatting van een dossier (IPS)", "Kliniek Zee", "P. Puk", "3 februari 1950", "Klachten", "Gewicht", "Toevoegen aan Regie")
	if got := s.As("bert").Get(path); got.Status != 303 || got.To != "/metingen/bestand" {
		t.Errorf("somebody else sees %d %s", got.Status, got.To)
	}
	if d := s.Open("anna"); d.Len() != 0 {
		t.Errorf("%d items before anybody said yes", d.Len())
	}
	c.Post(path + "/toevoegen")
	done := await(t, c, path)
	done.Has("Uw bestand is toegevoegd", "Ongedaan maken")
	list := c.Get("/dossier/klachten?pagina=1")
	list.Has("Hooikoorts")
	c.Get("/overzicht").Lacks("Haal uw gegevens op")
	docs := c.Get("/documenten")
	docs.Has("Samenvatting", "Bestand: Kliniek Zee", "Uit uw bestand")
	files := c.Get("/gegevens/bestanden")
	files.Has("samenvatting.json")
	// Once more adds nothing.
	again, _ := give(t, c, "nog-eens.json", []byte(summary))
	again.Has("Er is niets nieuws")
	at := strings.Index(files.Body, "/gegevens/bestanden/")
	undo := files.Body[at : at+strings.IndexByte(files.Body[at:], '"')]
	c.Get(undo).Has("Dit bestand ongedaan maken?")
	if got := s.As("bert").Get(undo); got.Status != 404 {
		t.Errorf("somebody else may undo: %d", got.Status)
	}
	// Where measurements are undone, those of this file lead to the whole of it.
	measured := c.Get("/metingen/bestand").Body
	from := strings.Index(measured, "/metingen/import/")
	part := measured[from : from+strings.IndexByte(measured[from:], '"')]
	if got := c.Post(part); got.Status != 303 || got.To != undo {
		t.Errorf("undoing the measurements: %d %s, want %s", got.Status, got.To, undo)
	}
	if got := c.Get("/dossier/klachten?pagina=1"); !strings.Contains(got.Body, "Hooikoorts") {
		t.Error("something was undone without a question")
	}
	if got := c.Post(undo); got.To != "/gegevens/bestanden" {
		t.Errorf("undoing: %d %s", got.Status, got.To)
	}
	if d := s.Open("anna"); d.Len() != 0 {
		t.Errorf("%d items are left", d.Len())
	}
}

// TestWhoseFile warns where the file is of somebody else.
func TestWhoseFile(t *testing.T) {
	s := newSite(t, "anna")
	s.Fill("anna", "willem")
	a, _ := give(t, s.As("anna"), "x.json", []byte(summary))
	a.Has("Is dit bestand van u?", "P. Puk")
}

// TestBadFiles says plainly what is the matter, and changes nothing.
func TestBadFiles(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	for name, f := range map[string]struct {
		body string
		want []string
	}{
		"xml":       {`<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><type value="collection"/></Bundle>`, []string{"in XML geschreven"}},
		"empty":     {`{"resourceType":"Bundle","type":"collection","entry":[]}`, []string{"niets dat Regie kan bewaren"}},
		"truncated": {summary[:len(summary)*2/3], []string{"Een deel van dit bestand is niet te lezen", "Toevoegen aan Regie", "Samenvatting"}},
		"cut early": {`{"resourceType":"Patient","id":`, []string{"beschadigd of niet af"}},
		"names twice": {`{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Condition","id":"a","code":{"text":"Een"},"code":{"text":"Twee"}}},` +
			`{"resource":{"resourceType":"Condition","id":"b","code":{"text":"Goed"}}}]}`, []string{"Hier staat iets twee keer", "1 gegeven is nieuw"}},
		"deep": {`{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Basic","x":` + strings.Repeat(`[`, 500) + strings.Repeat(`]`, 500) + `}},{"resource":{"resourceType":"Condition","id":"b","code":{"text":"Goed"}}}]}`, []string{"te diep", "1 gegeven is nieuw"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, path := give(t, c, name+".json", []byte(f.body))
			a.Has(f.want...)
			if a := c.Post(path + "/niet"); a.To != "/metingen/bestand" {
				t.Errorf("dropping: %d %s", a.Status, a.To)
			}
		})
	}
	if d := s.Open("anna"); d.Len() != 0 {
		t.Errorf("%d items", d.Len())
	}
}

// TestMeasurementsStayWhereTheyWere gives a file of measurements: the page for those reads it.
func TestMeasurementsStayWhereTheyWere(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	up := c.Upload("/metingen/bestand", "metingen.csv", []byte("datum;gewicht\n2026-11-01;80,5\n2026-11-02;80,1\n"))
	if a := c.Get(up.To); a.Status != 200 {
		t.Errorf("a table of measurements leads to %d %s", a.Status, a.To)
	}
}

// TestTake downloads everything, and the table.
func TestTake(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.Fill("anna", "willem")
	c := s.As("anna")
	for _, path := range []string{"/gegevens/meenemen"} {
		if a := c.Get(path); a.Status != 303 || !strings.HasPrefix(a.To, "/bevestigen") {
			t.Errorf("%s asks for no second step: %d %s", path, a.Status, a.To)
		}
	}
	if a := c.Post("/gegevens/meenemen/alles"); a.Status != 303 {
		t.Errorf("everything is given without both steps: %d", a.Status)
	}
	s.StepUp("anna")
	c.Get("/gegevens/meenemen").Has("Alles in één bestand", "Let op: dit bestand zit niet op slot", "Download uw metingen")
	a := c.Post("/gegevens/meenemen/alles")
	if a.Status != 200 || a.Header.Get("Content-Type") != "application/zip" || a.Header.Get("Content-Disposition") != `attachment; filename="regie-2026-11-20.zip"` {
		t.Fatalf("downloading: %d %v", a.Status, a.Header)
	}
	z, err := zip.NewReader(strings.NewReader(a.Body), int64(len(a.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var names bytes.Buffer
	for _, f := range z.File {
		fmt.Fprintln(&names, f.Name)
	}
	for _, want := range []string{"LEESMIJ.txt", "README.txt", "manifest.json", "fhir/01-", "/stu3/Observation.ndjson", "/overzicht.ndjson", "documenten/"} {
		if !strings.Contains(names.String(), want) {
			t.Errorf("no %s in\n%s", want, names.String())
		}
	}
	if a := c.Post("/gegevens/meenemen/metingen"); a.Status != 200 || !strings.HasPrefix(a.Body, "\ufeffDatum;Tijd;") {
		t.Errorf("the table: %d %.60q", a.Status, a.Body)
	}
	there, path := give(t, s.As("bert"), "alles.zip", []byte(a.Body))
	there.Has("Alles uit Regie", "Medicijnen", "Toevoegen aan Regie")
	s.As("bert").Post(path + "/toevoegen")
	await(t, s.As("bert"), path).Has("Uw bestand is toegevoegd")
	if was, is := s.Open("anna").Len(), s.Open("bert").Len(); was != is {
		t.Errorf("%d items became %d", was, is)
	}
}
