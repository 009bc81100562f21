// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"bytes"
	"slices"

	"regie/internal/practice/dossier"
)

// offer says that a service gives out what another one of the provider has too: the same
// resource under the same id, found by another question.
type offer struct {
	service string
	kind    string
	holds   string // what its JSON has to hold, empty: all of this kind
}

var offers = map[string][]offer{
	dossier.Oefenhoek: {
		{"31", "MedicationRequest", ""}, {"31", "Medication", ""}, {"54", "AllergyIntolerance", ""},
		{"58", "AllergyIntolerance", `"medication"`},
	},
	dossier.Linde: {
		{"31", "MedicationRequest", ""}, {"31", "MedicationStatement", ""}, {"31", "Medication", ""},
		{"46", "Observation", `"49581000146104"`}, {"46", "Specimen", ""}, {"47", "Appointment", ""}, {"54", "AllergyIntolerance", ""},
		{"52", "Observation", `"vital-signs"`},
		{"900000401", "Observation", `"85354-9"`}, {"900000402", "Observation", `"8302-2"`}, {"900000403", "Observation", `"29463-7"`},
		{"900000404", "Flag", ""}, {"900000405", "NutritionOrder", ""}, {"900000406", "Observation", `"365508006"`},
		{"900000407", "Coverage", ""}, {"900000409", "Observation", `"8310-5"`}, {"900000411", "Observation", `"422834003"`},
		{"900000412", "Observation", `"8893-0"`},
	},
	dossier.Eikenstad: {{"46", "Observation", `"49581000146104"`}, {"46", "Specimen", ""}, {"47", "Appointment", ""}},
	dossier.Vijzel: {
		{"31", "MedicationDispense", ""}, {"31", "MedicationStatement", ""}, {"31", "Medication", ""},
		{"35", "MedicationDispense", ""}, {"35", "Medication", ""}, {"58", "AllergyIntolerance", ""},
	},
	dossier.Stap: {{"47", "Appointment", ""}},
}

// share gives resources to further services of their provider. What belongs to no service
// in particular (the person, the staff) belongs to these too.
func share(provider string, resources []dossier.Resource) {
	for i := range resources {
		r := &resources[i]
		if len(r.Services) == 0 || r.FHIR != dossier.STU3 {
			continue
		}
		var more []string
		for _, o := range offers[provider] {
			if o.kind == r.Type && !slices.Contains(r.Services, o.service) && (o.holds == "" || bytes.Contains(r.JSON, []byte(o.holds))) {
				more = append(more, o.service)
			}
		}
		if more != nil {
			r.Services = append(slices.Clone(r.Services), more...)
		}
	}
}
