// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/json"
	"strings"
	"testing"
)

// 999911120 passes the eleven test and is in the range that is never given out.
func TestBSNIsTakenOut(t *testing.T) {
	const system = `"system":"http://fhir.nl/fhir/NamingSystem/bsn"`
	for name, raw := range map[string]string{
		"identifier":             `{"identifier":[{` + system + `,"value":"999911120"}]}`,
		"value first":            `{"identifier":[{"value":"999911120",` + system + `}]}`,
		"use in between":         `{"identifier":[{` + system + `,"use":"official","value": "999911120"}]}`,
		"by oid":                 `{"identifier":[{"system":"urn:oid:2.16.840.1.113883.2.4.6.3","value":"999911120"}]}`,
		"repeated in narrative":  `{"identifier":[{` + system + `,"value":"999911120"}],"text":{"div":"<div>nr 999911120</div>"}}`,
		"dots and spaces":        `{"identifier":[{` + system + `,"value":"999911120"}],"note":"9999.11.120 en 9999 11 120"}`,
		"id and reference":       `{"id":"999911120","identifier":[{` + system + `,"value":"999911120"}],"link":{"reference":"Patient/999911120"}}`,
		"words":                  `{"text":"Burgerservicenummer (BSN): 999911120."}`,
		"words in lower case":    `{"text":"bsn 9999.11.120"}`,
		"query":                  `{"url":"Patient?identifier=http://fhir.nl/fhir/NamingSystem/bsn%7C999911120"}`,
		"as a number":            `{"identifier":[{` + system + `,"value":999911120}]}`,
		"escaped quote before":   `{"a":"x\"","identifier":[{` + system + `,"value":"999911120"}]}`,
		"at the end of a string": `{"identifier":[{` + system + `,"value":"999911120"}],"b":"…999911120"}`,
	} {
		t.Run(name, func(t *testing.T) {
			found := map[string]bool{}
			findBSN([]byte(raw), found)
			got := string(maskBSN([]byte(raw), found))
			plain := strings.NewReplacer(".", "", " ", "", "-", "").Replace(got)
			if strings.Contains(plain, "999911120") {
				t.Errorf("still there: %s", got)
			}
			if len(got) != len(raw) {
				t.Errorf("length went from %d to %d", len(raw), len(got))
			}
			if !json.Valid([]byte(got)) {
				t.Errorf("no longer JSON: %s", got)
			}
		})
	}
}

func TestOtherNumbersStay(t *testing.T) {
	for _, raw := range []string{
		`{"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/uzi-nr-pers","value":"999911120"}]}`,
		`{"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"999911121"}]}`, // fails the eleven test
		`{"valueQuantity":{"value":1.20,"unit":"bsn"}}`,
		`{"text":"BSN onbekend"}`,
	} {
		found := map[string]bool{}
		findBSN([]byte(raw), found)
		if got := string(maskBSN([]byte(raw), found)); got != raw {
			t.Errorf("%s became %s", raw, got)
		}
	}
	found := map[string]bool{"999911120": true}
	for _, raw := range []string{`{"a":"9999111201"}`, `{"a":"1999911120"}`, `{"a":"1.2.999911120123"}`} {
		if got := string(maskBSN([]byte(raw), found)); got != raw {
			t.Errorf("%s became %s", raw, got)
		}
	}
}

func TestLeadingZero(t *testing.T) {
	// 012345672 passes the eleven test: 8+2*7... is checked by the function itself.
	n := []byte("012345672")
	if !elevenTest(n) {
		t.Fatal("the example is not a valid number")
	}
	raw := `{"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"12345672"}],"x":"012345672 en 12345672"}`
	found := map[string]bool{}
	findBSN([]byte(raw), found)
	if got := string(maskBSN([]byte(raw), found)); strings.Contains(got, "12345672") {
		t.Error(got)
	}
}

func FuzzMaskBSN(f *testing.F) {
	f.Add(`{"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"999911120"}]}`)
	f.Add(`{"a":"\\\"999911120","b":9999.11120}`)
	f.Fuzz(func(t *testing.T, raw string) {
		found := map[string]bool{"999911120": true}
		findBSN([]byte(raw), found)
		got := maskBSN([]byte(raw), found)
		if len(got) != len(raw) {
			t.Errorf("length went from %d to %d", len(raw), len(got))
		}
		if json.Valid([]byte(raw)) && !json.Valid(got) {
			t.Errorf("%q became no JSON: %q", raw, got)
		}
	})
}
