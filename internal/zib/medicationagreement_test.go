// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicationAgreement(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 with period, dose range, reason and maximum", `{"resourceType":"MedicationRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-MedicationAgreement"]},
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-PeriodOfUse","valuePeriod":{"start":"2026-05-01"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Duration","valueDuration":{"value":10,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-MedicationTreatment","valueIdentifier":{"system":"urn:oid:1.2.3.4","value":"MBH_1"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-AdditionalInformation","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.14.2050","code":"1","display":"Bewust hoge dosering"}]}}],
			"intent":"order","category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005","display":"Prescription (procedure)"}],"text":"Medicatieafspraak"},
			"medicationReference":{"reference":"Medication/1","display":"IBUPROFEN TABLET 400MG"},"authoredOn":"2026-04-30T09:15:00+02:00",
			"requester":{"agent":{"reference":"Practitioner/1","display":"Ans de Vos"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationAgreement-RequesterRole","valueReference":{"display":"Ans de Vos || Huisarts || Praktijk Zuid"}}]},
			"reasonReference":[{"reference":"Condition/1","display":"pijn in de rug"}],"note":[{"text":"Niet samen met bloedverdunners"}],
			"dosageInstruction":[{"text":"3 maal per dag 1 a 2 stuks","timing":{"repeat":{"frequency":3,"period":1,"periodUnit":"d"}},"asNeededCodeableConcept":{"coding":[{"system":"https://referentiemodel.nhg.org/tabellen/nhg-tabel-25-gebruiksvoorschrift#aanvullend-numeriek","code":"1028","display":"Bij pijn"}]},
			"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]},"doseRange":{"low":{"value":1,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"high":{"value":2,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"}},"additionalInstruction":[{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"OTH","display":"overig"}],"text":"Innemen bij het eten"}],
			"maxDosePerPeriod":{"numerator":{"value":6,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"denominator":{"value":1,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"}}}]}`,
			`Ibuprofen tablet 400 mg | vanaf 1 mei 2026 | Ans de Vos, Huisarts, Praktijk Zuid
Gebruik: Bij pijn 3 keer per dag 1 tot 2 stuks, via de mond, innemen bij het eten, maximaal 6 stuks per dag
Gebruiksperiode: Vanaf 1 mei 2026, gedurende 10 dagen
Waarvoor: Pijn in de rug
Extra informatie: Met opzet een hoge dosis
Opmerking: Niet samen met bloedverdunners
Voorgeschreven door: Ans de Vos, Huisarts, Praktijk Zuid
Afgesproken op: 30 april 2026, 09:15
Tekst van het voorschrift: 3 maal per dag 1 a 2 stuks
Soort: Afspraak met de voorschrijver (medicatieafspraak)`},
		{"STU3 stopped for a while", `{"resourceType":"MedicationRequest","status":"active","modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-StopType","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1","code":"1","display":"Tijdelijk"}]}}],
			"category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"medicationCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.10","code":"1","display":"FUROSEMIDE TABLET 40MG"}]},"authoredOn":"2026-04-30",
			"reasonCode":[{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.2","code":"15","display":"Geplande procedure"}]}]}`,
			`Furosemide tablet 40 mg | 30 april 2026 | Tijdelijk gestopt | Onderbroken
Reden van stoppen: Geplande ingreep of onderzoek
Afgesproken op: 30 april 2026
Soort: Afspraak met de voorschrijver`},
		{"R4 stopped, with condition of use and rendered text", `{"resourceType":"MedicationRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/mp-MedicationAgreement"]},"status":"unknown","intent":"order",
			"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-StopType","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"410546004","display":"stopgezet"}]}}],
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-RenderedDosageInstruction","valueString":"1 maal per dag 1 stuk, Oraal"},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-PharmaceuticalTreatment.Identifier","valueIdentifier":{"value":"MBH_2"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period","valuePeriod":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-PeriodOfUse.Condition","valueString":"Stoppen 3 dagen voor de operatie"}],"start":"2026-03-01T00:00:00+01:00","end":"2026-05-01T23:59:59+02:00"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-RegistrationDateTime","valueDateTime":"2026-04-30T11:00:00+02:00"}],
			"medicationReference":{"display":"APIXABAN TABLET 5MG"},"requester":{"display":"Healthcare professional (role), Ans de Vos, Huisartsen, niet nader gespecificeerd"},
			"reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"112251000146103","display":"te sterk effect van medicatie"}]}],
			"priorPrescription":{"type":"MedicationRequest","identifier":{"system":"urn:oid:1.2.3","value":"MBH_2_MA1"},"display":"relatie naar medicatieafspraak met identificatie: MBH_2_MA1 || 1.2.3"},
			"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","when":["MORN"]}},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]},"doseAndRate":[{"doseQuantity":{"value":1,"unit":"stuk","system":"http://unitsofmeasure.org","code":"1","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation","valueQuantity":{"value":1,"unit":"stuk","code":"245","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2"}}]}}]}]}`,
			`Apixaban tablet 5 mg | van 1 maart 2026 tot en met 1 mei 2026 | Gestopt | Ans de Vos, Huisartsen | Gestopt
Gebruik: 1 keer per dag 's ochtends 1 stuk, via de mond
Gebruiksperiode: van 1 maart 2026 tot en met 1 mei 2026; Stoppen 3 dagen voor de operatie
Reden van stoppen: Het medicijn werkt te sterk
Voorgeschreven door: Ans de Vos, Huisartsen
Vastgelegd op: 30 april 2026, 11:00
Tekst van het voorschrift: 1 maal per dag 1 stuk, Oraal
Soort: Afspraak met de voorschrijver`},
		{"half a sentence in codes gives way to the provider's text", `{"resourceType":"MedicationRequest","status":"entered-in-error","medicationCodeableConcept":{"text":"Eigen zalf"},"dosageInstruction":[{"text":"Om de dag 1 laagje","timing":{"repeat":{"frequency":1,"period":2,"periodUnit":"d"}},"route":{"text":"Cutaan"}}]}`,
			`Eigen zalf | Per vergissing ingevoerd | Per vergissing ingevoerd
Gebruik: Om de dag 1 laagje
Verder: Elke 2 dagen, op de huid
Soort: Afspraak met de voorschrijver`},
		{"steps that follow each other", `{"resourceType":"MedicationRequest","status":"active","medicationCodeableConcept":{"text":"Prednisolon"},"dosageInstruction":[
			{"sequence":1,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"week","code":"wk","system":"http://unitsofmeasure.org"}}},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]},"doseQuantity":{"value":6,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"}},
			{"sequence":2,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"week","code":"wk","system":"http://unitsofmeasure.org"}}},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]},"doseQuantity":{"value":4,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"}},
			{"sequence":3,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"week","code":"wk","system":"http://unitsofmeasure.org"}}},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]},"doseQuantity":{"value":6,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"}}],
			"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-RepeatPeriodCyclicalSchedule","valueDuration":{"value":28,"unit":"d","code":"d","system":"http://unitsofmeasure.org"}}]}`,
			`Prednisolon | Actief
Gebruik: Stap 1: 1 keer per dag 6 stuks, gedurende 1 week; Stap 2: 1 keer per dag 4 stuks, gedurende 1 week; Stap 3: 1 keer per dag 6 stuks, gedurende 1 week; Via de mond; Dit begint elke 28 dagen opnieuw
Soort: Afspraak met de voorschrijver`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
