// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/e2e/leak"
)

// secrets are words that stand nowhere but in the data of this test.
var secrets = []string{
	"Zwaardemaker-Kwikstaart", "Kwetterlaan", "Kwakkelkoorts", "Flierefluitamol", "Bibberitis", "kanarie-5b0c9f2e7d",
	"Snotterpollen", "Kwebbelwaarde", "Prutteldrank",
	"Nuchterwijs", "Enkelmaatje", "Gruttometing", "Piekerpagina", "Zeurknie", "Kriebelafspraak", "Mopperplein", "Wandelgril", "Snorfoon", "Hobbelrondje", "Dommelbestand",
	"kwikstaart@voorbeeld.nl",
}

var secretFiles = map[string]string{
	"allergy.json": `{"resourceType":"AllergyIntolerance","id":"a1","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-AllergyIntolerance"]},
		"clinicalStatus":"active","verificationStatus":"confirmed","category":["environment"],"patient":{"reference":"Patient/p1"},"code":{"text":"Snotterpollen"}}`,
	"result.json": `{"resourceType":"Observation","id":"o1","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-LaboratoryTestResult-Observation"]},
		"status":"final","category":[{"coding":[{"system":"http://snomed.info/sct","code":"275711006"}]}],"code":{"text":"Kwebbelwaarde"},
		"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-04","valueQuantity":{"value":4.2,"unit":"mmol/l","system":"http://unitsofmeasure.org","code":"mmol/L"}}`,
	"patient.json": `{"resourceType":"Patient","id":"p1","meta":{"profile":["http://fhir.nl/fhir/StructureDefinition/nl-core-patient"]},
		"name":[{"family":"Zwaardemaker-Kwikstaart","given":["Mina"]}],"birthDate":"1951-02-03",
		"address":[{"line":["Kwetterlaan 12"],"city":"Oefendorp"}]}`,
	"problem.json": `{"resourceType":"Condition","id":"c1","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-Problem"]},
		"clinicalStatus":"active","verificationStatus":"confirmed","subject":{"reference":"Patient/p1"},
		"code":{"text":"Kwakkelkoorts"},"note":[{"text":"Ook last van Bibberitis. Kenmerk kanarie-5b0c9f2e7d"}]}`,
	"medicine.json": `{"resourceType":"MedicationRequest","id":"m1","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-MedicationAgreement"]},
		"status":"active","intent":"order","subject":{"reference":"Patient/p1"},
		"category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},
		"medicationCodeableConcept":{"text":"Flierefluitamol 20 mg"},"dosageInstruction":[{"text":"1 keer per dag"}]}`,
}

// TestNothingLeaks walks the whole way with data that hold words of their own, and then looks for
// these words in everything that is on the disk, while the program runs and after it has ended:
// database, write-ahead log, keys, lists, chain log, its own log. Nor are they in a mail.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for name, body := range secretFiles {
		if err := os.WriteFile(filepath.Join(data, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, "--data", data, "-v")
	s := sit(t, p, "kwikstaart@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	if h := s.collect("Uit uw eigen map", nil, ownData); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.Goto("/dossier/klachten")
	s.See("Kwakkelkoorts")
	s.Goto("/tijdlijn")
	s.See("Flierefluitamol") // what is looked for has really been here
	s.addOwn("Prutteldrank")
	s.addSecrets(t)
	s.lookFor("Kwebbelwaarde")
	s.everywhere(secrets...)

	// What opens the vault is nowhere either, nor is with whom this person collects. The list of
	// everybody in the network is public; the chain log that MedMij asks for names providers, and no person.
	keys := []string{s.password, s.app.secret, strings.Join(s.kit, ""), strings.Join(s.kit, " "), strings.Join(s.kit, "-")}
	for _, c := range s.Cookies() {
		if len(c.Value) > 20 {
			keys = append(keys, c.Value)
		}
	}
	if len(keys) < 6 {
		t.Fatal("there is no cookie of a session")
	}
	scanner, providers := leak.New(append(keys, secrets...)...), leak.New(ownData.name, "eigen.testgegevens")
	look := func(when string) {
		t.Helper()
		finds, size, err := scanner.Folder(p.Dir, func(path string) bool {
			return strings.HasPrefix(path, "network") // the providers' own folder: they know the person
		})
		if err != nil {
			t.Fatal(err)
		}
		if size < 100_000 {
			t.Errorf("%s: only %d bytes were looked at", when, size)
		}
		for _, f := range finds {
			t.Errorf("%s: found %s", when, f)
		}
		more, _, err := providers.Folder(p.Dir, func(path string) bool {
			return strings.HasPrefix(path, "network") || strings.HasPrefix(path, "lists") || strings.HasPrefix(path, "chainlog")
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range more {
			t.Errorf("%s: found the provider: %s", when, f)
		}
		for _, h := range scanner.Scan([]byte(p.log())) {
			t.Errorf("%s: the log has %s", when, h)
		}
	}
	look("while it runs")
	mails := p.get("/oefenpost")
	for _, word := range secrets[:len(secrets)-1] {
		if strings.Contains(strings.ToLower(mails), strings.ToLower(word)) {
			t.Errorf("a mail has %q", word)
		}
	}
	s.signOut(nil)
	p.stop()
	look("after it has ended")
}

// addSecrets writes words of its own in everything that people add themselves.
func (s *somebody) addSecrets(t *testing.T) {
	t.Helper()
	c := &client{t, s.p.Base, s.Cookies()}
	today := time.Now().Format(time.DateOnly)
	c.post(c.form("Gewicht"), "waarde", "79,4", "dag", today, "tijd", "00:01", "notitie", "Nuchterwijs gewogen")
	c.post("/metingen/toevoegen/eigen", "naam", "Enkelmaatje", "eenheid", "gruttometing", "waarde", "23,5", "dag", today, "tijd", "00:01")
	c.post("/dagboek", "tekst", "Piekerpagina", "klacht-1", "Zeurknie", "sterkte-1", "7", "dag", today, "tijd", "00:01")
	c.post("/agenda/nieuw", "titel", "Kriebelafspraak", "plaats", "Mopperplein 3", "dag", time.Now().AddDate(0, 0, 5).Format(time.DateOnly), "van", "10:00")
	c.post("/doelen/nieuw", "doel", "Wandelgril", "hoe", "done")
	if a := c.send(http.MethodPost, "/apparaten/doorsturen", url.Values{"naam": {"Snorfoon"}}, nil); a.Status != http.StatusOK {
		t.Fatalf("making an address: %d", a.Status)
	}
	walk := bytes.ReplaceAll(track(time.Now().AddDate(0, 0, -2)), []byte("Rondje"), []byte("Hobbelrondje"))
	file := c.hand("/metingen/bestand", "bestand", "Dommelbestand.gpx", walk)
	c.until(file, file+"/toevoegen")
	c.post(file + "/toevoegen")
	c.until(file, "ongedaan")
	waits := c.hand("/metingen/bestand", "bestand", "Dommelbestand-2.gpx", bytes.ReplaceAll(track(time.Now().AddDate(0, 0, -4)), []byte("Rondje"), []byte("Hobbelrondje")))
	c.until(waits, waits+"/toevoegen")
}

// everywhere opens every kind of page over the dossier, and looks for words in what stands outside
// the page: its address and the title of its window.
func (s *somebody) everywhere(words ...string) {
	s.t.Helper()
	seen := map[string]bool{}
	scanner := leak.New(words...)
	newCrawler(2).over(s, func(path, _ string) {
		o := s.outside()
		for _, hit := range scanner.Scan([]byte(o.Address + "\n" + o.Title)) {
			s.t.Errorf("the address or the title of %s tells %s: %+v", path, hit, o)
		}
		for _, hit := range scanner.Scan([]byte(s.Text())) {
			seen[hit.Word] = true
		}
	})
	if len(seen) < 12 {
		s.t.Errorf("these pages show only %v", seen)
	}
}
