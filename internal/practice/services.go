// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"slices"
	"strings"

	"regie/internal/practice/dossier"
)

// service is a data service as the providers of the network offer it. The
// table is the servers' own: that it agrees with what Regie asks is what tests
// find out, and not a given.
type service struct {
	id, name string
	fhir     int
	roles    []string
	searches []string // what a server answers; {T} stands for a date of the client's choice, {id} for an id it found
	receives string   // what can be sent there: "answers", "correction" or nothing
}

const sct = "http://snomed.info/sct|"

// services are all of them, in the order of the lists.
var services = slices.Concat(coreServices, moreServices, fineServices)

var coreServices = []service{
	{id: "48", name: "Basisgegevens Zorg", fhir: dossier.STU3, roles: []string{"MM-3.0-BZB-FHIR"}, searches: []string{
		"Patient?_include=Patient:general-practitioner",
		"Coverage?_include=Coverage:payor:Patient&_include=Coverage:payor:Organization",
		"Consent?category=" + sct + "11291000146105",
		"Consent?category=" + sct + "11341000146107",
		"Observation/$lastn?category=" + sct + "118228005," + sct + "384821006",
		"Condition",
		"Observation/$lastn?code=" + sct + "365508006",
		"Observation?code=" + sct + "228366006",
		"Observation?code=" + sct + "228273003",
		"Observation?code=" + sct + "365980008",
		"NutritionOrder",
		"Flag",
		"AllergyIntolerance",
		"MedicationStatement?category=urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3|6&_include=MedicationStatement:medication",
		"MedicationRequest?category=" + sct + "16076005&_include=MedicationRequest:medication",
		"MedicationDispense?category=" + sct + "422037009&_include=MedicationDispense:medication",
		"DeviceUseStatement?_include=DeviceUseStatement:device",
		"Immunization?status=completed",
		"Observation/$lastn?code=http://loinc.org|85354-9",
		"Observation/$lastn?code=http://loinc.org|29463-7",
		"Observation/$lastn?code=http://loinc.org|8302-2,http://loinc.org|8306-3,http://loinc.org|8308-9",
		"Observation/$lastn?category=" + sct + "275711006&_include=Observation:related-target&_include=Observation:specimen",
		"Procedure?category=" + sct + "387713003",
		"Encounter?class=http://hl7.org/fhir/v3/ActCode|IMP,http://hl7.org/fhir/v3/ActCode|ACUTE,http://hl7.org/fhir/v3/ActCode|NONAC",
		"ProcedureRequest?status=active",
		"ImmunizationRecommendation",
		"DeviceRequest?status=active&_include=DeviceRequest:device",
		"Appointment?status=booked,pending,proposed",
	}},
	{id: "49", name: "Huisartsgegevens", fhir: dossier.STU3, roles: []string{"MM-2.0-HGB-FHIR"}, searches: []string{
		"Patient?_include=Patient:general-practitioner",
		"EpisodeOfCare",
		"MedicationRequest?periodofuse=ge{T}&category=" + sct + "16076005&_include=MedicationRequest:medication",
		"AllergyIntolerance?category=medication",
		"Observation?code=https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen|" +
			"&_include=Observation:related-target&_include=Observation:specimen",
		"Composition?type=http://loinc.org|67781-5",
		"Encounter",
	}},
	{id: "51", name: "Documenten (PDF/A)", fhir: dossier.STU3, roles: []string{"MM-3.0-PLB-FHIR", "MM-3.0-PDB-FHIR"}, searches: []string{
		"DocumentReference?status=current",
		"DocumentManifest?status=current",
	}},
	{id: "63", name: "Vaccinaties", fhir: dossier.R4, roles: []string{"MM-1.0-VAB-FHIR"}, searches: []string{
		"Immunization",
	}},
}

func serviceOf(id string) (service, bool) {
	i := slices.IndexFunc(services, func(s service) bool { return s.id == id })
	if i < 0 {
		return service{}, false
	}
	return services[i], true
}

// searchable tells whether the service's servers can be searched for a type.
func (s service) searchable(typ string) bool {
	return slices.ContainsFunc(s.searches, func(q string) bool {
		return q == typ || strings.HasPrefix(q, typ+"?") || strings.HasPrefix(q, typ+"/$lastn")
	})
}

// holds tells whether a resource belongs to the service: of its FHIR version,
// not kept for other services, and, for documents, a document.
func (s service) holds(r dossier.Resource) bool {
	if r.FHIR != s.fhir {
		return false
	}
	return len(r.Services) == 0 || slices.Contains(r.Services, s.id)
}

// gives tells whether a resource is reason enough to say that there is
// something for this person at this service.
func (s service) gives(r dossier.Resource) bool {
	return s.holds(r) && s.searchable(r.Type) && r.Type != "Patient"
}
