// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/text"
)

// TestUse: what comes first, the sentence from the codes or the provider's own text, and that
// neither is lost.
func TestUse(t *testing.T) {
	const twice = `"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}}`
	for _, c := range []struct{ name, json, use, besides, words string }{
		{"codes that say all", `{"text":"2 maal daags 1 stuk",` + twice + `,"doseQuantity":{"value":1,"unit":"stuk"}}`, "2 keer per dag 1 stuk", "", "2 maal daags 1 stuk"},
		{"text that says the same", `{"text":"2 keer per dag 1 stuk",` + twice + `,"doseQuantity":{"value":1,"unit":"stuk"}}`, "2 keer per dag 1 stuk", "", ""},
		{"a cream has no amount", `{"text":"2x daags aanbrengen",` + twice + `,"additionalInstruction":[{"text":"Dun aanbrengen"}]}`, "2 keer per dag, dun aanbrengen", "", "2x daags aanbrengen"},
		{"amount only in the text", `{"text":"2x daags 3 druppels",` + twice + `}`, "2x daags 3 druppels", "2 keer per dag", ""},
		{"amount glued to its number", `{"text":"2dd 20mg",` + twice + `}`, "2dd 20mg", "2 keer per dag", ""},
		{"how often only in the text", `{"text":"3 maal daags","doseQuantity":{"value":1,"unit":"tablet"}}`, "3 maal daags", "1 tablet", ""},
		{"nothing but a route", `{"text":"volgens schema trombosedienst","route":{"text":"oraal"}}`, "volgens schema trombosedienst", "via de mond", ""},
		{"a route as text", `{"text":"Oraal","route":{"text":"oraal"}}`, "via de mond", "", "Oraal"},
		{"a pump", `{"text":"0,5 ml per uur","rateQuantity":{"value":0.5,"unit":"ml/h","code":"ml/h","system":"http://unitsofmeasure.org"}}`, "met een snelheid van 0,5 ml per uur", "", ""},
		{"a rate with two units", `{"rateRange":{"low":{"value":0.2,"unit":"ml/h"},"high":{"value":0.5,"unit":"ml/min"}}}`, "met een snelheid van 0,2 ml per uur tot 0,5 ml per minuut", "", ""},
		{"a word for the timing", `{"timing":{"code":{"text":"bij het opstaan"},"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"doseQuantity":{"value":1,"unit":"tablet"}}`, "1 keer per dag 1 tablet", "", "bij het opstaan"},
		{"reasons to use it", `{"asNeededBoolean":true,"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Dosage-AsNeededFor","valueCodeableConcept":{"text":"Bij jeuk"}},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Dosage-AsNeededFor","valueCodeableConcept":{"text":"Bij uitslag"}}],"doseQuantity":{"value":1,"unit":"tablet"}}`, "bij jeuk en bij uitslag 1 tablet", "", ""},
		{"not if needed", `{"asNeededBoolean":false,"doseQuantity":{"value":1,"unit":"tablet"}}`, "1 tablet", "", ""},
		{"with a time each day", `{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","duration":16,"durationUnit":"h"}},"doseQuantity":{"value":1,"unit":"pleister"}}`, "1 keer per dag 1 pleister, steeds 16 uur lang", "", ""},
	} {
		b := builder(t, `{"resourceType":"Basic","dosage":[`+c.json+`]}`)
		words := b.Use("zib.med.use", b.Root.Get("dosage"), b.Root.Get("none"))
		got := [3]string{}
		for i, label := range [...]string{"zib.med.use", "zib.med.besides"} {
			if at := b.fact(label); at >= 0 {
				got[i] = b.Facts[at].phrase().In(text.NL)
			}
		}
		got[2] = List("; ", words...).In(text.NL)
		if want := [3]string{c.use, c.besides, c.words}; got != want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, want)
		}
	}
}
