// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/text"
)

// What is wrong in the source is shown as far as it is sure, and marked where it is not.
func TestBadInput(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"unknown profile", `{"resourceType":"Observation","meta":{"profile":["http://example.org/StructureDefinition/eigen-meting|9.9"]},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"effectiveDateTime":"2026-05","valueQuantity":{"value":80.0,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}`,
			`Gewicht | mei 2026 | Definitief
Uitslag: 80,0 kg`},
		{"nothing but a type", `{"resourceType":"MedicationRequest"}`,
			`Afspraak met de voorschrijver
Soort: Afspraak met de voorschrijver`},
		{"a result without a name", `{"resourceType":"Observation","status":"final","valueQuantity":{"value":5,"comparator":"<"}}`,
			`Meting of bevinding | Definitief
Uitslag: < 5`},
		{"a year, and a month", `{"resourceType":"Condition","clinicalStatus":"resolved","code":{"text":"Longontsteking"},"onsetDateTime":"2019","abatementDateTime":"2019-11"}`,
			`Longontsteking | 2019 | Voorbij | Voorbij
Begonnen: 2019
Voorbij sinds: november 2019`},
		{"a date that is none", `{"resourceType":"Condition","clinicalStatus":"active","code":{"text":"Jicht"},"onsetDateTime":"2019-13-45"}`,
			`Jicht | Actief | Niet alles is leesbaar`},
		{"over, and still active", `{"resourceType":"Condition","clinicalStatus":"active","code":{"text":"Jicht"},"abatementDateTime":"2020-01-01","assertedDate":"2024-02-03"}`,
			`Jicht | 3 februari 2024 | Actief | Niet alles is leesbaar
Tot: 1 januari 2020
Vastgelegd op: 3 februari 2024
Niet zeker: De status zegt dat dit nog speelt, maar er staat ook wanneer het voorbij was.`},
		{"ml called millimeter", `{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"text":"Morfine"},"effectiveDateTime":"2026-05-01","dosage":{"dose":{"value":2.50,"unit":"ml","system":"http://unitsofmeasure.org","code":"mm"}}}`,
			`Morfine | 1 mei 2026 | Toegediend | Niet alles is leesbaar
Dosis: 2,50 mm
Wanneer: 1 mei 2026
Soort: Toediening van het medicijn
Niet zeker: De eenheid klopt niet: er staat ml, maar de code zegt mm. Vraag uw zorgverlener wat juist is.`},
		{"haemoglobin in grams under a code for moles", `{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"59260-0","display":"Hemoglobin [Moles/volume] in Blood"}]},"effectiveDateTime":"2026-05-01","valueQuantity":{"value":13.2,"unit":"g/dL","system":"http://unitsofmeasure.org","code":"g/dL"}}`,
			`Hemoglobine (Hb) | 1 mei 2026 | Definitief | Niet alles is leesbaar
Uitslag: 13,2 g/dl
Niet zeker: De eenheid past niet bij dit onderzoek. U ziet wat de zorgaanbieder heeft gestuurd. Vraag uw zorgverlener of het klopt.`},
		{"the same in moles is sure", `{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"59260-0"}]},"effectiveDateTime":"2026-05-01","valueQuantity":{"value":8.2,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}`,
			`Hemoglobine (Hb) | 1 mei 2026 | Definitief
Uitslag: 8,2 mmol/l`},
		{"references that lead nowhere", `{"resourceType":"Procedure","status":"completed","code":{"text":"Heup vervangen"},"performer":[{"actor":{"reference":"#weg"}},{"actor":{"reference":"Practitioner/9","display":"K. de Boer"}}],"reasonReference":[{"reference":"urn:uuid:0a8f9a2e-0000-4000-8000-000000000001"},{"reference":"https://example.org/fhir/Condition/7"}]}`,
			`Heup vervangen | Gedaan | K. de Boer
Gedaan door: K. de Boer`},
		{"contained, and in a circle", `{"resourceType":"MedicationRequest","status":"active","contained":[{"resourceType":"Medication","id":"m","code":{"text":"Zalf"},"ingredient":[{"itemReference":{"reference":"#m"}}]}],"medicationReference":{"reference":"#m"},"dosageInstruction":[{"text":"dun smeren"}]}`,
			`Zalf | Actief
Gebruik: Dun smeren
Soort: Afspraak met de voorschrijver`},
		{"a date in UTC", `{"resourceType":"Condition","clinicalStatus":"active","code":{"text":"Griep"},"onsetDateTime":"2026-07-04T22:00:00+00:00"}`,
			`Griep | 5 juli 2026 | Actief
Begonnen: 5 juli 2026`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Every block says something about a resource of which nothing came but its type, in both versions,
// and a status that everything contradicts.
func TestEveryBlockReadsAlmostNothing(t *testing.T) {
	for _, blk := range registry() {
		if blk.Type == "" {
			continue
		}
		profile := ""
		if len(blk.Profiles) > 0 {
			profile = `,"meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/` + blk.Profiles[0] + `"]}`
		}
		for _, v := range [...]fhir.Version{fhir.STU3, fhir.R4} {
			for _, rest := range [...]string{"", `,"status":"entered-in-error"`, `,"status":["x",{"y":null}],"code":7,"subject":"x","performer":{"display":4}`} {
				raw := `{"resourceType":"` + blk.Type + `"` + profile + rest + `}`
				res, err := fhir.ParseResource([]byte(raw), v)
				if err != nil {
					t.Fatalf("%s: %v", raw, err)
				}
				it := Read(res, nil)
				if it.Generic || it.View(text.NL).Title == "" || it.View(text.EN).Title == "" {
					t.Errorf("%s: %+v", raw, it.View(text.NL))
				}
				if strings.Contains(rest, "entered-in-error") && !it.Part && !slices.Contains(it.Marks, MarkEnteredInError) {
					t.Errorf("%s: not marked as an error", raw)
				}
			}
		}
	}
}

// A resource of another version than was asked for is read all the same.
func TestWrongVersion(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"R4 where STU3 was asked", `{"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"criticality":"high","code":{"text":"Bijengif"},"recordedDate":"2026-01-02"}`,
			"Bijengif|Actief"},
		{"STU3 where R4 was asked", `{"resourceType":"AllergyIntolerance","clinicalStatus":"active","criticality":"high","code":{"text":"Bijengif"},"assertedDate":"2026-01-02"}`,
			"Bijengif|Actief"},
		{"STU3 immunization", `{"resourceType":"Immunization","status":"completed","notGiven":true,"vaccineCode":{"text":"BMR"},"date":"2026-01-02"}`,
			"BMR|Niet gegeven"},
	} {
		for _, v := range [...]fhir.Version{fhir.Unknown, fhir.STU3, fhir.R4} {
			res, err := fhir.ParseResource([]byte(c.json), v)
			if err != nil {
				t.Fatal(err)
			}
			view := Read(res, nil).View(text.NL)
			if got := view.Title + "|" + view.Status; got != c.want || !strings.Contains(view.Date, "2 januari 2026") {
				t.Errorf("%s asked as %v: %s, %s", c.name, v, got, view.Date)
			}
		}
	}
}

// A document of 40 MB takes no time to read, and its bytes are not in the item.
func TestLargeBinary(t *testing.T) {
	raw := []byte(`{"resourceType":"Binary","id":"b","contentType":"application/pdf","data":"` + strings.Repeat("QUJD", 10<<20) + `"}`)
	began := time.Now()
	res, err := fhir.ParseResource(raw, fhir.R4)
	if err != nil {
		t.Fatal(err)
	}
	it := Read(res, nil)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if !it.Part || len(it.Facts) != 1 || it.Facts[0].Values[0].Document.Size != 30<<20 {
		t.Errorf("read as %+v", it)
	}
	if packed := AppendItems(nil, []*Item{it}); len(packed) > 1000 {
		t.Errorf("%d bytes to keep", len(packed))
	}
}

// A type that nobody knows is read by the generic reader.
func TestUnknownType(t *testing.T) {
	res, err := fhir.ParseResource([]byte(`{"resourceType":"MoonPhase","status":"active","description":"Volle maan","date":"2026-05-01","phase":{"coding":[{"system":"urn:oid:1.2.3","code":"9"}],"text":"Vol"}}`), fhir.R4)
	if err != nil {
		t.Fatal(err)
	}
	it := Read(res, nil)
	v := it.View(text.NL)
	if !it.Generic || v.Title != "Volle maan" || v.Date != "1 mei 2026" || v.Status != "Actief" || len(v.Facts) != 1 || v.Facts[0].Text != "Vol" {
		t.Errorf("%+v", v)
	}
}
