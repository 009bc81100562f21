// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicalDeviceProduct(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 with what is printed on it", `{"resourceType":"Device","type":{"coding":[{"system":"http://snomed.info/sct","code":"109228008","display":"Knee joint prosthesis, device (physical object)"}]},"udi":{"deviceIdentifier":"05050474530799","carrierHRF":"{01}05050474530799{17}160131{21}1148130801"},"expirationDate":"2016-01-31","manufacturer":"Acme","note":[{"text":"Tibia Insert"}]}`,
			`Kunstknie
Omschrijving: Tibia Insert
Fabrikant: Acme
Houdbaar tot: 31 januari 2016
Productnummer: Nr. (01)05050474530799(17)160131(21)1148130801
Serienummer: Nr. 1148130801`},
		{"R4 named by its user", `{"resourceType":"Device","status":"inactive","deviceName":[{"name":"Mijn meter","type":"user-friendly-name"}],"serialNumber":"123456","lotNumber":"42","version":[{"value":"1.0"}]}`,
			`Mijn meter | Niet actief | Voorbij
Partijnummer: Nr. 42
Serienummer: Nr. 123456
Versie: Nr. 1.0`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
