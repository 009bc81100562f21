// SPDX-License-Identifier: EUPL-1.2

package fhir

import "testing"

func TestWriter(t *testing.T) {
	var w Writer
	for range 2 { // the same memory again
		w.Resource("Observation")
		w.Str("id", "")
		w.Concept("code", "Gewicht \"thuis\"\n", Coding{System: "http://loinc.org", Code: "29463-7"})
		w.Quantity("valueQuantity", "80.10", "kg", "kg")
		w.List("note")
		w.Object("")
		w.Str("text", "a\xffb")
		w.End()
		w.End()
		w.Bool("x", false)
		w.Int("n", -3)
		const want = `{"resourceType":"Observation","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}],"text":"Gewicht \"thuis\"\n"},` +
			`"valueQuantity":{"value":80.10,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"},"note":[{"text":"a` + "\ufffd" + `b"}],"x":false,"n":-3}`
		if got := string(w.Bytes()); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		if _, err := ParseResource(w.Bytes(), R4); err != nil {
			t.Fatal(err)
		}
	}
}
