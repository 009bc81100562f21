// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"testing"

	"regie/internal/fhir"
)

func digestOf(t *testing.T, raw string) digest {
	t.Helper()
	n, err := fhir.Parse([]byte(raw), fhir.Limits{})
	if err != nil {
		t.Fatalf("parsing %s: %v", raw, err)
	}
	var g digester
	return g.of(n)
}

func TestWhatChangesNothing(t *testing.T) {
	const base = `{"resourceType":"Observation","id":"a","meta":{"profile":["p"],"versionId":"1"},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol/l"},"note":[{"text":"café"}]}`
	for name, raw := range map[string]string{
		"white space":     `{ "resourceType" : "Observation","id":"a","meta":{"profile":["p"],"versionId":"1"},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol/l"},"note":[{"text":"café"}]}` + "\n",
		"order":           `{"note":[{"text":"café"}],"valueQuantity":{"unit":"mmol/l","value":7.20},"id":"a","status":"final","meta":{"versionId":"1","profile":["p"]},"resourceType":"Observation"}`,
		"escapes":         `{"resourceType":"Observation","id":"a","meta":{"profile":["p"],"versionId":"1"},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol\/l"},"note":[{"text":"caf\u00e9"}]}`,
		"version":         `{"resourceType":"Observation","id":"a","meta":{"profile":["p"],"versionId":"2"},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol/l"},"note":[{"text":"café"}]}`,
		"version is gone": `{"resourceType":"Observation","id":"a","meta":{"profile":["p"]},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol/l"},"note":[{"text":"café"}]}`,
		"last updated":    `{"resourceType":"Observation","id":"a","meta":{"profile":["p"],"versionId":"1","lastUpdated":"2026-01-01T00:00:00Z"},"status":"final","valueQuantity":{"value":7.20,"unit":"mmol/l"},"note":[{"text":"café"}]}`,
	} {
		if digestOf(t, base) != digestOf(t, raw) {
			t.Errorf("%s counts as a change", name)
		}
	}
	for name, pair := range map[string][2]string{
		"meta with nothing that lasts": {`{"resourceType":"Flag"}`, `{"resourceType":"Flag","meta":{"lastUpdated":"x"}}`},
		"generated narrative":          {`{"text":{"status":"generated","div":"<div>1</div>"}}`, `{"text":{"status":"generated","div":"<div>2</div>"}}`},
		"narrative of a contained one": {`{"contained":[{"text":{"status":"generated","div":"<div>1</div>"}}]}`, `{"contained":[{"text":{"status":"generated","div":"<div>2</div>"}}]}`},
	} {
		if digestOf(t, pair[0]) != digestOf(t, pair[1]) {
			t.Errorf("%s counts as a change", name)
		}
	}
}

func TestWhatIsAChange(t *testing.T) {
	for name, pair := range map[string][2]string{
		"precision":                 {`{"value":7.20}`, `{"value":7.2}`},
		"number and string":         {`{"value":7}`, `{"value":"7"}`},
		"order in an array":         {`{"a":["x","y"]}`, `{"a":["y","x"]}`},
		"borders of strings":        {`{"a":["x","y"]}`, `{"a":["xy"]}`},
		"null":                      {`{"a":null}`, `{}`},
		"profile":                   {`{"meta":{"profile":["p"]}}`, `{"meta":{"profile":["q"]}}`},
		"security label":            {`{"meta":{"lastUpdated":"x","security":[{"code":"R"}]}}`, `{"meta":{"lastUpdated":"x"}}`},
		"narrative of its own":      {`{"text":{"status":"additional","div":"<div>1</div>"}}`, `{"text":{"status":"additional","div":"<div>2</div>"}}`},
		"status of the narrative":   {`{"text":{"status":"generated","div":"<div>1</div>"}}`, `{"text":{"status":"additional","div":"<div>1</div>"}}`},
		"lastUpdated deeper":        {`{"a":{"meta":{"lastUpdated":"x"}}}`, `{"a":{"meta":{"lastUpdated":"y"}}}`},
		"div that is no narrative":  {`{"a":{"status":"generated","div":"1"}}`, `{"a":{"status":"generated","div":"2"}}`},
		"a comparator":              {`{"valueQuantity":{"value":5}}`, `{"valueQuantity":{"value":5,"comparator":"<"}}`},
		"a member that was renamed": {`{"a":1}`, `{"b":1}`},
		"members and their values":  {`{"a":"b"}`, `{"a":{"b":null}}`},
	} {
		if digestOf(t, pair[0]) == digestOf(t, pair[1]) {
			t.Errorf("%s does not count as a change", name)
		}
	}
}
