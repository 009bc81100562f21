// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/fhir"
	"regie/internal/text"
)

func parse(t testing.TB, s string) *fhir.Resource {
	t.Helper()
	r, err := fhir.ParseResource([]byte(s), fhir.Unknown)
	if err != nil {
		t.Fatalf("parsing: %v", err)
	}
	r.Assume(fhir.STU3)
	return r
}

// builder returns a builder on the root of a made-up resource, for tests of single verbs.
func builder(t testing.TB, s string) *B {
	t.Helper()
	r := parse(t, s)
	return &B{Res: r, Root: r.Root, V3: r.Version == fhir.STU3, rd: NewReader(nil), Item: &Item{Summary: -1}}
}

func TestShapes(t *testing.T) {
	for _, c := range []struct{ name, json, nl, en string }{
		{"own word before display", `{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"H","display":"High"}]}`, "hoger dan de grens", "above the limit"},
		{"tag dropped", `{"coding":[{"system":"http://snomed.info/sct","code":"1","display":"non-invasief (kwalificatiewaarde)"}]}`, "non-invasief", "non-invasief"},
		{"text that only repeats", `{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"H","display":"High"}],"text":"High"}`, "hoger dan de grens", "above the limit"},
		{"text that says more", `{"coding":[{"system":"http://x","code":"1","display":"Knie"}],"text":"Knie, na de val"}`, "Knie, na de val", "Knie, na de val"},
		{"other with text", `{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"OTH","display":"overig"}],"text":"Dotterbehandeling"}`, "Dotterbehandeling", "Dotterbehandeling"},
		{"unknown says nothing", `{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"UNK","display":"Unknown"}]}`, "", ""},
		{"negation stays", `{"coding":[{"system":"http://snomed.info/sct","code":"2","display":"Geen"}]}`, "Geen", "Geen"},
		{"bare code says nothing", `{"coding":[{"system":"http://x","code":"K78"}]}`, "", ""},
		{"display that is the code", `{"coding":[{"system":"http://x","code":"ACM-1","display":"ACM-1"}]}`, "", ""},
		{"Coding alone", `{"system":"http://snomed.info/sct","code":"281302008","display":"x"}`, "hoger dan de grens", "above the limit"},
		{"quantity", `{"value":7.20,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}`, "7,20 mmol/l", "7.20 mmol/l"},
		{"comparator", `{"value":5,"comparator":"<","unit":"mmol/L"}`, "< 5 mmol/l", "< 5 mmol/l"},
		{"comparator with equal", `{"value":90,"comparator":">=","code":"mL/min/{1.73_m2}","system":"http://unitsofmeasure.org"}`, "≥ 90 ml/min/1,73 m²", "≥ 90 ml/min/1.73 m²"},
		{"unit by code", `{"value":120,"unit":"mm[Hg]","code":"mm[Hg]","system":"http://unitsofmeasure.org"}`, "120 mmHg", "120 mmHg"},
		{"many pieces", `{"value":2,"unit":"stuk","code":"245","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2"}`, "2 stuks", "2 pieces"},
		{"number alone", `{"value":3,"unit":"1","code":"{score}","system":"http://unitsofmeasure.org"}`, "3", "3"},
		{"range", `{"low":{"value":1,"unit":"stuk"},"high":{"value":2,"unit":"stuk"}}`, "1 tot 2 stuks", "1 to 2 pieces"},
		{"range without end", `{"low":{"value":1.5,"unit":"kg"}}`, "≥ 1,5 kg", "≥ 1.5 kg"},
		{"ratio", `{"numerator":{"value":50,"unit":"mg"},"denominator":{"value":1,"unit":"ml"}}`, "50 mg per ml", "50 mg per ml"},
		{"titre", `{"numerator":{"value":1},"denominator":{"value":128}}`, "1 : 128", "1 : 128"},
		{"period", `{"start":"2025-03-01","end":"2025-03-05"}`, "van 1 maart 2025 tot en met 5 maart 2025", "from 1 March 2025 to 5 March 2025"},
		{"open period", `{"start":"2025-03"}`, "vanaf maart 2025", "from March 2025"},
		{"reference", `{"reference":"Practitioner/1","display":"Healthcare professional (person), Dokter Bernard"}`, "Dokter Bernard", "Dokter Bernard"},
		{"reference without name", `{"reference":"Practitioner/1"}`, "", ""},
		{"name", `{"family":"van Houten","given":["J.A.H."],"_given":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier","valueCode":"IN"}]}]}`, "J.A.H. van Houten", "J.A.H. van Houten"},
		{"address", `{"use":"home","line":["Langestraat 12"],"postalCode":"1234 AB","city":"Utrecht","country":"Nederland"}`, "Langestraat 12, 1234 AB Utrecht (thuis)", "Langestraat 12, 1234 AB Utrecht (home)"},
		{"telephone", `{"system":"phone","use":"mobile","value":"06-12345678"}`, "06-12345678 (mobiel)", "06-12345678 (mobile)"},
		{"identifier", `{"system":"http://x","value":"123"}`, "", ""},
		{"note", `{"text":"Rustig aan","authorString":"Dr. Vos","time":"2025-03-01"}`, "Rustig aan (Dr. Vos, 1 maart 2025)", "Rustig aan (Dr. Vos, 1 March 2025)"},
		{"not performed", `{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"not-performed"}]}`, "niet uitgevoerd", "not done"},
	} {
		b := builder(t, `{"resourceType":"Basic","x":`+c.json+`}`)
		p := b.Phrase(b.Root.Get("x"))
		if nl, en := p.In(text.NL), p.In(text.EN); nl != c.nl || en != c.en {
			t.Errorf("%s: got %q, %q; want %q, %q", c.name, nl, en, c.nl, c.en)
		}
	}
}

func TestPrimitives(t *testing.T) {
	for _, c := range []struct{ member, nl string }{
		{`"active":true`, "ja"}, {`"valueInteger":7`, "7"}, {`"valueDecimal":7.50`, "7,50"},
		{`"status":"entered-in-error"`, "per vergissing ingevoerd"}, {`"status":"unknown"`, ""},
		{`"authoredOn":"2026-08-19T10:05:00+02:00"`, "19 augustus 2026, 10:05"},
		{`"authoredOn":"2026-08-19T08:05:00Z"`, "19 augustus 2026, 10:05"},
		{`"authoredOn":"2026-01-19T23:30:00.000Z"`, "20 januari 2026, 00:30"},
		{`"authoredOn":"2026-08-19T00:00:00+02:00"`, "19 augustus 2026"},
		{`"birthDate":"1958"`, "1958"}, {`"description":"1958"`, "1958"},
		{`"valueUri":"http://x.nl/y"`, ""}, {`"valueOid":"urn:oid:1.2.3.4.5"`, ""}, {`"valueString":"Geen bijzonderheden"`, "Geen bijzonderheden"},
		{`"mystery":"some-code_1"`, ""}, {`"comment":"onbekend"`, ""},
	} {
		b := builder(t, `{"resourceType":"Basic",`+c.member+`}`)
		var got string
		for n := range b.Root.Children() {
			if n.Name() != "resourceType" {
				p := b.Phrase(n)
				got = p.In(text.NL)
			}
		}
		if got != c.nl {
			t.Errorf("%s: got %q, want %q", c.member, got, c.nl)
		}
	}
}

func TestDosage(t *testing.T) {
	for _, c := range []struct{ name, json, nl, en string }{
		{"plain", `{"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseQuantity":{"value":1,"unit":"tablet"}}`, "2 keer per dag 1 tablet", "2 times a day 1 tablet"},
		{"ranges", `{"timing":{"repeat":{"frequency":1,"frequencyMax":3,"period":1,"periodUnit":"d"}},"doseRange":{"low":{"value":1,"unit":"stuk"},"high":{"value":2,"unit":"stuk"}}}`, "1 tot 3 keer per dag 1 tot 2 stuks", "1 to 3 times a day 1 to 2 pieces"},
		{"R4 dose", `{"timing":{"repeat":{"frequency":1,"period":8,"periodUnit":"h"}},"doseAndRate":[{"doseQuantity":{"value":5,"unit":"ml"}}]}`, "elke 8 uur 5 ml", "every 8 hours 5 ml"},
		{"weekdays", `{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon","wed","fri"]}},"doseQuantity":{"value":1,"unit":"tablet"}}`, "1 keer per week op maandag, woensdag en vrijdag 1 tablet", "once a week on Monday, Wednesday and Friday 1 tablet"},
		{"hours", `{"timing":{"repeat":{"timeOfDay":["08:00:00","20:00:00"]}},"doseQuantity":{"value":2,"unit":"tablet"}}`, "om 08:00 en 20:00 2 tabletten", "at 08:00 and 20:00 2 tablets"},
		{"if needed, most, how", `{"asNeededCodeableConcept":{"text":"bij pijn"},"timing":{"repeat":{"frequency":1,"frequencyMax":4,"period":1,"periodUnit":"d"}},"doseQuantity":{"value":1,"unit":"tablet"},"additionalInstruction":[{"text":"innemen met water"}],"maxDosePerPeriod":{"numerator":{"value":4,"unit":"tablet"},"denominator":{"value":1,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"}},"route":{"text":"oraal"}}`,
			"bij pijn 1 tot 4 keer per dag 1 tablet, via de mond, innemen met water, maximaal 4 tabletten per dag", "bij pijn 1 to 4 times a day 1 tablet, by mouth, innemen met water, at most 4 tablets per day"},
		{"bounds", `{"timing":{"repeat":{"boundsDuration":{"value":7,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"},"frequency":1,"period":1,"periodUnit":"d","when":["MORN"]}}}`, "1 keer per dag 's ochtends, gedurende 7 dagen", "once a day in the morning, for 7 days"},
		{"text alone", `{"text":"volgens schema trombosedienst","timing":{}}`, "volgens schema trombosedienst", "volgens schema trombosedienst"},
		{"every other day", `{"timing":{"repeat":{"frequency":1,"period":2,"periodUnit":"d"}},"text":"x"}`, "elke 2 dagen", "every 2 days"},
	} {
		b := builder(t, `{"resourceType":"Basic","dosage":`+c.json+`}`)
		p := b.Dosage(b.Root.Get("dosage"))
		if nl, en := p.In(text.NL), p.In(text.EN); nl != c.nl || en != c.en {
			t.Errorf("%s:\n got %q, %q\nwant %q, %q", c.name, nl, en, c.nl, c.en)
		}
	}
}

func TestGenericKeepsEverything(t *testing.T) {
	r := parse(t, `{"resourceType":"Basic","id":"b-1","status":"active","code":{"text":"Iets bijzonders"},
		"extension":[{"url":"http://x/StructureDefinition/zib-Thing-Comment","valueString":"Let op de trap"},{"url":"http://x/new-thing","extension":[{"url":"level","valueCoding":{"display":"Hoog"}}]}],
		"birthDate":"1970-01-02","_birthDate":{"extension":[{"url":"http://x/remark","valueString":"bij benadering"}]},
		"part":[{"type":{"text":"Soort A"},"valueQuantity":{"value":3,"comparator":">","unit":"kg"}},{"type":{"text":"Soort B"}}],
		"identifier":[{"system":"urn:oid:1.2.3.4","value":"555"}]}`)
	v := Read(r, nil).View(text.NL)
	got := map[string]string{}
	for _, f := range v.Facts {
		if _, double := got[f.Label]; double {
			t.Errorf("label %q twice", f.Label)
		}
		got[f.Label] = f.Text
	}
	if v.Title != "Iets bijzonders" || v.Status != "Actief" {
		t.Errorf("title %q, status %q", v.Title, v.Status)
	}
	all := ""
	for l, x := range got {
		all += l + "=" + x + "\n"
	}
	for _, want := range []string{"Toelichting=Let op de trap", "Hoog", "2 januari 1970", "Bij benadering", "1: soort=Soort A", "2: soort=Soort B", "1: waarde=> 3 kg"} {
		if !contains(all, want) {
			t.Errorf("%q is lost in\n%s", want, all)
		}
	}
	if contains(all, "555") || contains(all, "b-1") {
		t.Errorf("an id is shown in\n%s", all)
	}
}

func contains(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

// shown is what a Dutch reader sees of a resource, in lines: title, date, status, source and marks
// in the first, then label and value with range and flag.
func shown(t testing.TB, json string) string { return shownIn(t, json, text.NL) }

func shownIn(t testing.TB, json string, l text.Lang) string {
	t.Helper()
	r := parse(t, json)
	set := &fhir.Set{}
	set.Add(r)
	rd := NewReader(set)
	for x := range r.Entries() { // of a Bundle the first entry is what the test is about
		r = x
		break
	}
	it := rd.Read(r)
	if it.Generic {
		t.Error("read by the generic reader")
	}
	v := it.View(l)
	out := v.Title
	for _, s := range []string{v.Date, v.Status, v.Source} {
		if s != "" {
			out += " | " + s
		}
	}
	for _, m := range v.Marks {
		out += " | " + m.Text
	}
	group := ""
	for i := range v.Facts {
		f := &v.Facts[i]
		if f.Group != group {
			out += "\n[" + f.Group + "]"
			group = f.Group
		}
		out += "\n" + f.Label + ": " + f.Text
		if s := f.Range(l); s != "" {
			out += " (" + s + ")"
		}
		if f.Flag != "" {
			out += " — " + f.Flag
		}
	}
	return out
}
