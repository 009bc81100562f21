// SPDX-License-Identifier: EUPL-1.2

package medicines_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"regie/internal/record"
)

// maxPage is how much a page of these may weigh, compressed.
const maxPage = 30 << 10

func TestPagesOfAPersonWithManyMedicines(t *testing.T) {
	s := newSite(t, "anna", "leeg")
	s.fill("anna", "greet")
	c := s.as("anna")
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
		a := c.get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
			continue
		}
		t.Run(path, func(t *testing.T) {
			a.t = t
			a.has(want...)
			a.lacks("medicines.", "zib.", "own.")
			if n := a.packed(); n > maxPage {
				t.Errorf("%d bytes", n)
			}
		})
	}
	for _, m := range s.open("anna").Medicines(anchor) {
		a := c.get("/medicijnen/" + m.Key().String())
		if a.status != http.StatusOK || a.packed() > maxPage {
			t.Errorf("%d, %d bytes", a.status, a.packed())
		}
		if title := regexp.MustCompile(`<title>([^<]*)`).FindStringSubmatch(a.body); title == nil || !strings.HasPrefix(title[1], "Medicijn") {
			t.Errorf("the window tells %q", title)
		}
		a.has("Wat elke bron zegt", "Verloop")
	}
	for _, path := range []string{"/medicijnen/0123456789abcdef", "/medicijnen/x", "/eigen/0123456789abcdef", "/eigen/iets/nieuw"} {
		if a := c.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for _, path := range []string{"/medicijnen", "/medicijnen/afdruk", "/allergieen", "/vaccinaties", "/wensen"} {
		a := s.as("leeg").get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s of somebody without anything: %d", path, a.status)
		}
		a.lacks("geen allergieën gevonden", "Niets gevonden")
	}
}

func TestOwnMedicine(t *testing.T) {
	s := newSite(t, "anna", "bea")
	s.fill("anna", "greet")
	c := s.as("anna")
	if a := c.get("/eigen/medicijn/nieuw"); a.status != http.StatusOK {
		t.Fatal(a.status)
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
			a := c.post("/eigen/medicijn/nieuw", bad.pairs...)
			a.t = t
			if a.status != http.StatusUnprocessableEntity {
				t.Fatal(a.status)
			}
			a.has(bad.say, `aria-invalid="true"`)
		})
	}
	a := c.post("/eigen/medicijn/nieuw", "naam", `Sint-janskruid <b>300</b> mg`, "gebruik", "1 keer per dag 1 tablet", "waarvoor", "somberheid", "sinds-maand", "3", "sinds-jaar", "2026", "waar", "drogist")
	if a.status != http.StatusSeeOther || a.to != "/medicijnen" {
		t.Fatal(a.status, a.to)
	}
	page := c.get("/medicijnen")
	page.has("Sint-janskruid &lt;b&gt;300", "Zelf toegevoegd", "Somberheid", "Sinds maart 2026")
	for _, path := range []string{"/tijdlijn?bij=0000000000000001", "/medicijnen/afdruk", "/dossier/medicijnen?toon=alles&bij=0000000000000001"} {
		c.get(path).has("Sint-janskruid")
	}
	var own string
	for _, m := range s.open("anna").Medicines(anchor) {
		if m.Main().Provider.Own() {
			own = "/eigen/" + m.Key().String()
		}
	}
	if own == "" {
		t.Fatal("not among the medicines")
	}
	for _, path := range []string{own, own + "/wijzigen", own + "/stoppen"} { // of somebody else
		if a := s.as("bea").get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := s.as("bea").post(own + "/verwijderen"); a.status != http.StatusNotFound {
		t.Error(a.status)
	}
	c.get(own).has(`value="3"`, `value="2026"`, "somberheid")
	c.get("/dossier/item"+strings.TrimPrefix(own, "/eigen")).has("Sint-janskruid", "oor uzelf toegevoegd")
	if a := c.post(own+"/wijzigen", "naam", "Sint-janskruid", "gebruik", "2 keer per dag 1 tablet", "sinds-jaar", "2025"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	c.get("/medicijnen").has("2 keer per dag 1 tablet", "Sinds 2025")
	if a := c.post(own+"/stoppen", "gestopt-dag", "1", "gestopt-maand", "1", "gestopt-jaar", "2024"); a.status != http.StatusUnprocessableEntity {
		t.Error(a.status)
	}
	if a := c.post(own+"/stoppen", "gestopt-dag", "1", "gestopt-maand", "11", "gestopt-jaar", "2026", "reden", "hielp niet"); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
	c.get("/medicijnen").has("Gestopt op 1 november 2026. Reden: Hielp niet.")
	if a := c.post(own + "/hervatten"); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
	c.get("/medicijnen").lacks("Hielp niet")
	a = c.post(own + "/verwijderen")
	if a.status != http.StatusSeeOther || a.to != own+"/verwijderd" {
		t.Fatal(a.status, a.to)
	}
	c.get(a.to).has("Ongedaan maken", "Sint-janskruid")
	c.get("/medicijnen").lacks("Sint-janskruid")
	if a := c.post(own + "/terugzetten"); a.status != http.StatusSeeOther {
		t.Error(a.status)
	}
	c.get("/medicijnen").has("Sint-janskruid")
}

func TestOwnVaccination(t *testing.T) {
	s := newSite(t, "anna")
	c := s.as("anna")
	if a := c.post("/eigen/vaccinatie/nieuw", "naam", "Stamaril", "sinds-jaar", "2031"); a.status != http.StatusUnprocessableEntity {
		t.Error(a.status)
	}
	if a := c.post("/eigen/vaccinatie/nieuw", "naam", "Stamaril", "waarvoor", "Gele koorts", "sinds-dag", "5", "sinds-maand", "5", "sinds-jaar", "2012", "partij", "X-123", "waar", "GGD"); a.status != http.StatusSeeOther || a.to != "/vaccinaties" {
		t.Fatal(a.status, a.to)
	}
	c.get("/vaccinaties").has("Gele koorts", "Stamaril", "5 mei 2012", "X-123", "Zelf toegevoegd")
	c.get("/vaccinaties?woorden=engels").has("05 MAY 2012", "geen officieel")
	d := s.open("anna")
	if d.Len() != 1 || len(d.Providers()) != 0 {
		t.Error(d.Len(), len(d.Providers()))
	}
	if it := d.List(record.Filter{}, 1, 1).Items[0]; it.Year() != 2012 {
		t.Error(it.Year())
	}
}
