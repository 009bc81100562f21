// SPDX-License-Identifier: EUPL-1.2

package zib

// medicationBlocks are medicines: agreed, dispensed, used, given.
func medicationBlocks() []Block {
	return []Block{
		{Name: "DispenseRequest", Category: CategoryMedication, Type: "MedicationRequest", Match: hasCode("category", "snomed 52711000146108"), Read: readDispenseRequest,
			Profiles: []string{"zib-dispenserequest", "mp-dispenserequest", "nl-core-dispenserequest"}},
		{Name: "VariableDosingRegimen", Category: CategoryMedication, Type: "MedicationRequest", Match: hasCode("category", "snomed 395067002"), Read: readVariableDosingRegimen,
			Profiles: []string{"mp-variabledosingregimen", "zib-variabledosingregimen", "nl-core-variabledosingregimen"}},
		{Name: "MedicationAgreement", Category: CategoryMedication, Type: "MedicationRequest", Match: always, Read: readMedicationAgreement,
			Profiles: []string{"zib-medicationagreement", "mp-medicationagreement", "nl-core-medicationagreement"}},
		{Name: "AdministrationAgreement", Category: CategoryMedication, Type: "MedicationDispense", Match: hasCode("category", "snomed 422037009"), Read: readAdministrationAgreement,
			Profiles: []string{"zib-administrationagreement", "mp-administrationagreement", "nl-core-administrationagreement", "mp612-dispensetofhirconversion-administrationagreement"}},
		{Name: "Dispense", Category: CategoryMedication, Type: "MedicationDispense", Match: always, Read: readDispense,
			Profiles: []string{"zib-dispense", "mp-medicationdispense", "zib-medicationdispense", "nl-core-medicationdispense", "mp612-dispensetofhirconversion-dispense"}},
		{Name: "MedicationUse", Category: CategoryMedication, Type: "MedicationStatement", Match: always, Read: readMedicationUse},
		{Name: "MedicationAdministration", Category: CategoryMedication, Type: "MedicationAdministration", Match: always, Read: readMedicationAdministration},
		{Name: "PharmaceuticalProduct", Part: true, Type: "Medication", Match: always, Read: readPharmaceuticalProduct},
	}
}
