// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// post sends a form, and returns where it leads; anything but a redirect fails the test.
func (c *client) post(path string, pairs ...string) (to string) {
	c.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	a := c.send(http.MethodPost, path, form, nil)
	if a.Status != http.StatusSeeOther {
		c.t.Fatalf("%s with %v: %d\n%s", path, pairs, a.Status, a.main())
	}
	return a.Location
}

// hand sends a form with a file.
func (c *client) hand(path, field, name string, file []byte, pairs ...string) (to string) {
	c.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := m.WriteField(pairs[i], pairs[i+1]); err != nil {
			c.t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile(field, name)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		c.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		c.t.Fatal(err)
	}
	a := c.send(http.MethodPost, path, nil, func(r *http.Request) {
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Body, r.ContentLength, r.GetBody = readCloser{&b}, int64(b.Len()), nil
	})
	if a.Status != http.StatusSeeOther {
		c.t.Fatalf("%s with a file: %d\n%s", path, a.Status, a.main())
	}
	return a.Location
}

// main is what a page says, without its frame.
func (a answer) main() string {
	if _, rest, ok := strings.Cut(a.Body, "<main"); ok {
		rest, _, _ = strings.Cut(rest, "</main>")
		return rest
	}
	return a.Body
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// find returns what the only group of a pattern stands for on a page.
func (c *client) find(path, pattern string) string {
	c.t.Helper()
	a := c.send(http.MethodGet, path, nil, nil)
	m := regexp.MustCompile(pattern).FindStringSubmatch(a.Body)
	if m == nil {
		c.t.Fatalf("%s (%d) has no %s:\n%s", path, a.Status, pattern, a.main())
	}
	return m[1]
}

// form is the address of the form for a kind of measurement.
func (c *client) form(kind string) string {
	c.t.Helper()
	return c.find("/metingen/toevoegen", `href="(/metingen/toevoegen/[0-9a-f]+)"(?:[^<]|<[^a/]|</[^a])*?`+kind)
}

// adds gives a person something of everything that people add themselves: what they measured, a
// file of a watch, the diary, the agenda, goals, and addresses for other programs. It returns the
// pages that no other page leads to.
func (s *somebody) adds(t *testing.T) (pages map[string]string) {
	t.Helper()
	c := &client{t, s.p.Base, s.Cookies()}
	today, day := time.Now(), func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	pages = map[string]string{}

	weight, pressure := c.form("Gewicht"), c.form("Bloeddruk")
	pages["measure-saved"] = c.post(weight, "waarde", "79,4", "dag", day(-1), "tijd", "08:15", "notitie", "voor het ontbijt")
	c.post(weight, "waarde", "79,1", "dag", day(-30), "tijd", "08:15")
	c.post(pressure, "waarde", "135", "onder", "85", "pols", "71", "dag", day(-1), "tijd", "08:20")
	c.post(strings.Replace(weight, "/toevoegen/", "/zelf/", 1)+"/doel", "van", "74", "tot", "78")
	wrong := c.post(weight, "waarde", "80", "dag", day(-3), "tijd", "08:00")
	edit := strings.Replace(wrong, "/bewaard/", "/zelf/", 1)
	at := strings.LastIndexByte(edit, '/')
	pages["measure-deleted"] = c.post(edit[:at] + "/waarde" + edit[at:] + "/weg")
	pages["measure-edit"] = func() string {
		to := strings.Replace(pages["measure-saved"], "/bewaard/", "/zelf/", 1)
		at := strings.LastIndexByte(to, '/')
		return to[:at] + "/waarde" + to[at:]
	}()

	file := c.hand("/metingen/bestand", "bestand", "rondje.gpx", track(today.AddDate(0, 0, -2)))
	c.until(file, file+"/toevoegen")
	c.post(file + "/toevoegen")
	c.until(file, "ongedaan")
	pages["measure-undo"] = c.find(file, `(/metingen/import/\d+/ongedaan)`)
	c.post(file + "/niet") // it was seen; at most four wait
	pages["measure-file"] = c.hand("/metingen/bestand", "bestand", "nog een.gpx", track(today.AddDate(0, 0, -4)))
	c.until(pages["measure-file"], pages["measure-file"]+"/toevoegen")

	pages["measure-table"] = c.post("/metingen/tabel", "tabel", "Datum;Gewicht (kg);Opmerking\n1 maart 2024;80,5;na het eten\n3-3-24;80,1;\n")

	half := c.send(http.MethodPost, "/metingen/deel", nil, func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(`{"name":"half.zip","size":9000000,"first":"` + strings.Repeat("0a", 32) + `"}`))
		r.ContentLength = -1
	})
	if pages["measure-part-have"] = half.Location; half.Status != http.StatusCreated {
		t.Fatalf("beginning a file: %d\n%s", half.Status, half.Body)
	}

	// A record from a file: it leads to pages of its own.
	first := c.carried("eerste", "Hooikoorts")
	c.post(first + "/toevoegen")
	c.until(first, "ongedaan")
	c.post(first + "/niet")
	pages["carry-file"] = c.carried("tweede", "Bibberitis")
	c.until("/gegevens/bestanden", "ongedaan")
	pages["carry-ask-undo"] = c.find("/gegevens/bestanden", `(/gegevens/bestanden/[^"/]+/ongedaan)`)

	c.post("/dagboek", "tekst", "Slecht geslapen", "klacht-1", "Hoofdpijn", "sterkte-1", "7", "dag", day(-1), "tijd", "08:30")
	entry := c.find("/dagboek", `href="(/dagboek/[0-9a-f]{16})[^"]*"`)
	c.hand(entry+"/bestand", "bestand", "arm.jpg", picture(t), "wat", "Mijn arm")
	pages["diary-entry"], pages["diary-edit"] = entry, entry+"/wijzigen"
	pages["diary-file"] = c.find(entry, `src="(/dagboek/[0-9a-f]{16}/bestand/[^"]+)"`)
	c.post("/dagboek", "tekst", "Vergissing", "dag", day(-2), "tijd", "09:00")
	for _, other := range regexp.MustCompile(`/dagboek/[0-9a-f]{16}`).FindAllString(c.send(http.MethodGet, "/dagboek", nil, nil).Body, -1) {
		if other != entry {
			pages["diary-deleted"] = c.post(other + "/verwijderen")
			break
		}
	}

	c.post("/agenda/nieuw", "titel", "Vergissing", "dag", day(2), "van", "09:00")
	wrongly := c.find("/agenda", `href="(/agenda/[0-9a-f]{16})/wijzigen[^"]*"`)
	pages["agenda-deleted"] = c.post(wrongly + "/verwijderen")
	c.post("/agenda/nieuw", "titel", "Fysiotherapie", "dag", day(5), "van", "10:00", "tot", "10:30", "herhalen", "weekly", "herhalen-tot", day(40))
	pages["agenda-edit"] = c.find("/agenda", `href="(/agenda/[0-9a-f]{16}/wijzigen)[^"]*"`)
	c.post("/agenda/adres", "wat", "kaal")
	pages["agenda-follow"] = c.find("/agenda/adres", `(/agenda-volgen/[A-Za-z0-9_-]{43}\.ics)`)

	c.post("/doelen/nieuw", "doel", "Vergissing", "hoe", "done")
	pages["goal-deleted"] = c.post(c.find("/doelen", `href="(/doelen/[0-9a-f]{16})"`) + "/verwijderen")
	c.post("/doelen/nieuw", "doel", "Elke dag een rondje", "hoe", "least", "minst", "6000", "eenheid", "stappen", "meting", "steps", "voor", day(60))
	pages["goal"] = c.find("/doelen", `href="(/doelen/[0-9a-f]{16})"`)
	pages["goal-edit"] = pages["goal"] + "/wijzigen"
	c.post("/herinneringen/nieuw", "titel", "Druppels", "tijd-1", "08:00", "vanaf", day(0))
	pages["reminder"] = c.find("/herinneringen", `href="(/herinneringen/[0-9a-f]{16})"`)
	if a := c.send(http.MethodPost, "/apparaten/doorsturen", url.Values{"naam": {"Telefoon"}}, nil); a.Status != http.StatusOK { // shown once
		t.Fatalf("making an address: %d\n%s", a.Status, a.main())
	}
	return pages
}

// carried gives a file with a complaint, and returns where it waits.
func (c *client) carried(id, complaint string) (at string) {
	c.t.Helper()
	at = c.hand("/metingen/bestand", "bestand", id+".json", fmt.Appendf(nil, `{"resourceType":"Bundle","type":"collection","entry":[
		{"resource":{"resourceType":"Condition","id":%q,"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
		"code":{"text":%q},"subject":{"display":"P. Puk"},"onsetDateTime":"2019-05-01"}}]}`, id, complaint))
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		a := c.send(http.MethodGet, at, nil, nil)
		switch {
		case a.Status == http.StatusSeeOther:
			at = a.Location
			continue
		case strings.Contains(a.Body, at+"/toevoegen"):
			return at
		case time.Now().After(end):
			c.t.Fatalf("%s (%d) cannot be added:\n%s", at, a.Status, a.main())
		}
	}
}

// until asks for a page until it has something.
func (c *client) until(path, has string) {
	c.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		a := c.send(http.MethodGet, path, nil, nil)
		if strings.Contains(a.Body, has) {
			return
		}
		if time.Now().After(end) {
			c.t.Fatalf("%s (%d) does not come to %s:\n%s", path, a.Status, has, a.main())
		}
	}
}

// track is a walk of half an hour as a watch writes it.
func track(at time.Time) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="Oefenhorloge" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Rondje</name><type>walking</type><trkseg>`)
	for i := range 180 {
		fmt.Fprintf(&b, `<trkpt lat="%.5f" lon="%.5f"><ele>%d</ele><time>%s</time></trkpt>`, 52.1+float64(i)/9000, 5.1+float64(i%60)/5000, 3+i%5,
			at.Add(time.Duration(i)*10*time.Second).UTC().Format(time.RFC3339))
	}
	b.WriteString(`</trkseg></trk></gpx>`)
	return b.Bytes()
}

// picture is a photo.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 300, 400)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAdding checks that adds gives something of everything, and that what it adds is shown.
func TestAdding(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "anna@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	pages := s.adds(t)
	c := &client{t, s.p.Base, s.Cookies()}
	for name, path := range pages {
		if a := c.send(http.MethodGet, path, nil, nil); a.Status/100 != 2 && name != "measure-undo" {
			t.Errorf("%s at %s: %d\n%s", name, path, a.Status, a.main())
		}
	}
	s.Goto("/metingen/zelf")
	s.sees(`Gewicht`, `79,4`, `135 / 85`)
}
