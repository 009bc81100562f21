// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicalDevice(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 with reason in an extension", `{"resourceType":"DeviceUseStatement","status":"active","device":{"reference":"Device/1","display":"hoortoestel"},"whenUsed":{"start":"2007"},"bodySite":{"coding":[{"system":"http://snomed.info/sct","code":"117590005","display":"Ear Structure"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/BodySite-Qualifier","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"24028007","display":"Right"}]}}]},
			"indication":[{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicalDevice-Problem","valueReference":{"reference":"Condition/1","display":"slechthorend"}}]}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicalDevice-Organization","valueReference":{"display":"Audiocentrum"}}],"note":[{"text":"Diep in het oor"}]}`,
			`Hoortoestel | vanaf 2007 | In gebruik | Audiocentrum
Plaats op het lichaam: Oor (rechts)
Waarvoor: Slechthorend
In gebruik: vanaf 2007
Opmerking: Diep in het oor
Zorgaanbieder: Audiocentrum`},
		{"R4 with its product", `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"DeviceUseStatement","status":"completed","device":{"reference":"urn:uuid:2"},"timingPeriod":{"start":"2004-02-10","end":"2020-01-01"},"reasonReference":[{"display":"Problem"},{"display":"hartritme"}]}},
			{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Device","type":{"coding":[{"system":"http://snomed.info/sct","code":"14106009","display":"pacemaker"}]},"note":[{"text":"Twee draden"}],"udiCarrier":[{"issuer":"https://www.gs1.org/gtin","carrierHRF":"(01)08023279277098(10)1234AB(21)12345"}]}}]}`,
			`Pacemaker | van 10 februari 2004 tot en met 1 januari 2020 | Niet meer in gebruik
Waarvoor: Hartritme
In gebruik: van 10 februari 2004 tot en met 1 januari 2020
[Over het hulpmiddel]
Omschrijving: Twee draden
Productnummer: Nr. (01)08023279277098(10)1234AB(21)12345
Partijnummer: Nr. 1234AB
Serienummer: Nr. 12345`},
		{"STU3 infusion, line by line", `{"resourceType":"DeviceUseStatement","status":"active","device":{"display":"Infuus"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Infusion-LumenOrLine","extension":[{"url":"LumenLocation","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"46053002","display":"Distal"}]}},{"url":"LineStatus","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.12.1","code":"DOP","display":"Afgedopt"}]}},{"url":"LockFluid","valueReference":{"display":"NaCl"}}]}]}`,
			`Infuus | In gebruik
Lijn: Ver van het lichaam, afgedopt, afgesloten met NaCl`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
