// SPDX-License-Identifier: EUPL-1.2

package medicines_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"regie/internal/e2e/site"
	"regie/internal/record"
)

// maxPage is how much a page of these may weigh, compressed.
const maxPage = 30 << 10

func TestPagesOfAPersonWithManyMedicines(t *testing.T) {
	s := site.New(t, nil, "anna", "leeg")
	s.Fill("anna", "greet")
	c := s.As("anna")
	for path, want := range map[string][]string{
		"/medicijnen":                    {"Wat gebruik ik nu", "Apixaban tablet 2,5", "Volgens Huisartsenpraktijk De Oefenhoek: gestopt", "Volgens Medisch Centrum Eikenstad", "Spironolacton", "Gestopt op", "kalium"},
		"/dossier/medicijnen":            {"Wat gebruik ik nu"},
		"/medicijnen/afdruk":             {"Mijn medicijnlijst", "Allergie", "Geboren op", "20 november 2026", "<table"},
		"/allergieen":                    {"Allergieën en waarschuwingen", "Bekend bij:"},
		"/dossier/allergieen":            {"Allergieën en waarschuwingen"},
		"/vaccinaties":                   {"Vaccinatieboekje", "Bekend bij:"},
		"/vaccinaties?volgorde=datum":    {"Vaccinatieboekje"},
		"/vaccinaties?woorden=engels":    {"Vaccin / Vaccine"},
		"/wensen":                        {"Wensen en afspraken", "Met:"},
		"/dossier/medicijnen?toon=alles": {"Medicijnen"},
	} {
		a := c.Get(path)
		if a.Status != http.StatusOK {
			t.Errorf("%s: %d", path, a.Status)
			continue
		}
		t.Run(path, func(t *testing.T) {
			a.T = t
			a.Has(want...)
			a.Lacks("medicines.", "zib.", "own.")
			if n := a.Packed(); n > maxPage {
				t.Errorf("%d bytes", n)
			}
		})
	}
	for _, m := range s.Open("anna").Medicines(site.Anchor) {
		a := c.Get("/medicijnen/" + m.Key().String())
		if a.Status != http.StatusOK || a.Packed() > maxPage {
			t.Errorf("%d, %d bytes", a.Status, a.Packed())
		}
		if title := regexp.MustCompile(`<title>([^<]*)`).FindStringSubmatch(a.Body); title == nil || !strings.HasPrefix(title[1], "Medicijn") {
			t.Errorf("the window tells %q", title)
		}
		a.Has("Wat elke bron zegt", "Verloop")
	}
	for _, path := range []string{"/medicijnen/0123456789abcdef", "/medicijnen/x", "/eigen/0123456789abcdef", "/eigen/iets/nieuw"} {
		if a := c.Get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	for _, path := range []string{"/medicijnen", "/medicijnen/afdruk", "/allergieen", "/vaccinaties", "/wensen"} {
		a := s.As("leeg").Get(path)
		if a.Status != http.StatusOK {
			t.Errorf("%s of somebody without anything: %d", path, a.Status)
		}
		a.Lacks("geen allergieën gevonden", "Niets gevonden")
	}
}

func TestOwnMedicine(t *testing.T) {
	s := site.New(t, nil, "anna", "bea")
	s.Fill("anna", "greet")
	c := s.As("anna")
	if a := c.Get("/eigen/medicijn/nieuw"); a.Status != http.StatusOK {
		t.Fatal(a.Status)
	}
	for name, bad := range map[string]struct {
		pairs []string
		say   string
	}{
		"no name":       {[]string{"gebruik", "elke dag"}, "Vul de naam van het medicijn in."},
		"no year":       {[]string{"naam", "Kruiden", "sinds-dag", "3"}, "Vul het jaar in met vier cijfers."},
		"no month":      {[]string{"naam", "Kruiden", "sinds-dag", "3", "sinds-jaar", "2024"}, "Vul ook de maand in"},
		"no such day":   {[]string{"naam", "Kruiden", "sinds-dag", "31", "sinds-maand", "2", "sinds-jaar", "2024"}, "Deze datum bestaat niet."},
		"no such month": {[]string{"naam", "Kruiden", "sinds-maand", "13", "sinds-jaar", "2024"}, "Deze datum bestaat niet."},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.Post("/eigen/medicijn/nieuw", bad.pairs...)
			a.T = t
			if a.Status != http.StatusUnprocessableEntity {
				t.Fatal(a.Status)
			}
			a.Has(bad.say, `aria-invalid="true"`)
		})
	}
	a := c.Post("/eigen/medicijn/nieuw", "naam", `Sint-janskruid <b>300</b> mg`, "gebruik", "1 keer per dag 1 tablet", "waarvoor", "somberheid", "sinds-maand", "3", "sinds-jaar", "2026", "waar", "drogist")
	if a.Status != http.StatusSeeOther || a.To != "/medicijnen" {
		t.Fatal(a.Status, a.To)
	}
	page := c.Get("/medicijnen")
	page.Has("Sint-janskruid &lt;b&gt;300", "Zelf toegevoegd", "Somberheid", "Sinds maart 2026")
	for _, path := range []string{"/tijdlijn?bij=0000000000000001", "/medicijnen/afdruk", "/dossier/medicijnen?toon=alles&bij=0000000000000001"} {
		c.Get(path).Has("Sint-janskruid")
	}
	var own string
	for _, m := range s.Open("anna").Medicines(site.Anchor) {
		if m.Main().Provider.Own() {
			own = "/eigen/" + m.Key().String()
		}
	}
	if own == "" {
		t.Fatal("not among the medicines")
	}
	for _, path := range []string{own, own + "/wijzigen", own + "/stoppen"} { // of somebody else
		if a := s.As("bea").Get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := s.As("bea").Post(own + "/verwijderen"); a.Status != http.StatusNotFound {
		t.Error(a.Status)
	}
	c.Get(own).Has(`value="3"`, `value="2026"`, "somberheid")
	c.Get("/dossier/item"+strings.TrimPrefix(own, "/eigen")).Has("Sint-janskruid", "oor uzelf toegevoegd")
	if a := c.Post(own+"/wijzigen", "naam", "Sint-janskruid", "gebruik", "2 keer per dag 1 tablet", "sinds-jaar", "2025"); a.Status != http.StatusSeeOther {
		t.Fatal(a.Status)
	}
	c.Get("/medicijnen").Has("2 keer per dag 1 tablet", "Sinds 2025")
	if a := c.Post(own+"/stoppen", "gestopt-dag", "1", "gestopt-maand", "1", "gestopt-jaar", "2024"); a.Status != http.StatusUnprocessableEntity {
		t.Error(a.Status)
	}
	if a := c.Post(own+"/stoppen", "gestopt-dag", "1", "gestopt-maand", "11", "gestopt-jaar", "2026", "reden", "hielp niet"); a.Status != http.StatusSeeOther {
		t.Error(a.Status)
	}
	c.Get("/medicijnen").Has("Gestopt op 1 november 2026. Reden: Hielp niet.")
	if a := c.Post(own + "/hervatten"); a.Status != http.StatusSeeOther {
		t.Error(a.Status)
	}
	c.Get("/medicijnen").Lacks("Hielp niet")
	a = c.Post(own + "/verwijderen")
	if a.Status != http.StatusSeeOther || a.To != own+"/verwijderd" {
		t.Fatal(a.Status, a.To)
	}
	c.Get(a.To).Has("Ongedaan maken", "Sint-janskruid")
	c.Get("/medicijnen").Lacks("Sint-janskruid")
	if a := c.Post(own + "/terugzetten"); a.Status != http.StatusSeeOther {
		t.Error(a.Status)
	}
	c.Get("/medicijnen").Has("Sint-janskruid")
}

func TestOwnVaccination(t *testing.T) {
	s := site.New(t, nil, "anna")
	c := s.As("anna")
	if a := c.Post("/eigen/vaccinatie/nieuw", "naam", "Stamaril", "sinds-jaar", "2031"); a.Status != http.StatusUnprocessableEntity {
		t.Error(a.Status)
	}
	if a := c.Post("/eigen/vaccinatie/nieuw", "naam", "Stamaril", "waarvoor", "Gele koorts", "sinds-dag", "5", "sinds-maand", "5", "sinds-jaar", "2012", "partij", "X-123", "waar", "GGD"); a.Status != http.StatusSeeOther || a.To != "/vaccinaties" {
		t.Fatal(a.Status, a.To)
	}
	c.Get("/vaccinaties").Has("Gele koorts", "Stamaril", "5 mei 2012", "X-123", "Zelf toegevoegd")
	c.Get("/vaccinaties?woorden=engels").Has("05 MAY 2012", "geen officieel")
	d := s.Open("anna")
	if d.Len() != 1 || len(d.Providers()) != 0 {
		t.Error(d.Len(), len(d.Providers()))
	}
	if it := d.List(record.Filter{}, 1, 1).Items[0]; it.Year() != 2012 {
		t.Error(it.Year())
	}
}
