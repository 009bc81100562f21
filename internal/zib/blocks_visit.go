// SPDX-License-Identifier: EUPL-1.2

package zib

// visitBlocks are visits, episodes, letters, appointments and agreements.
func visitBlocks() []Block {
	return []Block{
		{Name: "GPEncounter", Category: CategoryVisits, Type: "Encounter", Profiles: []string{"gp-encounter"}, Read: readEncounter},
		{Name: "Encounter", Category: CategoryVisits, Type: "Encounter", Match: always, Read: readEncounter},
		{Name: "GPEncounterReport", Category: CategoryVisits, Type: "Composition", Profiles: []string{"gp-encounterreport"}, Match: hasCode("type", "loinc 67781-5"), Read: readComposition},
		{Name: "Composition", Category: CategoryDocuments, Type: "Composition", Match: always, Read: readComposition},
		{Name: "GPJournalEntry", Category: CategoryVisits, Type: "Observation", Profiles: []string{"gp-journalentry", "nl-core-soapreport.soapline"},
			Match: hasCode("code", "soep S", "soep O", "soep E", "soep P"), Read: readJournalEntry},
		{Name: "EpisodeOfCare", Category: CategoryProblems, Type: "EpisodeOfCare", Match: always, Read: readEpisodeOfCare},
		{Name: "Appointment", Category: CategoryAppointments, Type: "Appointment", Match: always, Read: readAppointment},
		{Name: "TreatmentDirective", Category: CategoryAgreements, Type: "Consent", Profiles: []string{"zib-treatmentdirective", "nl-core-treatmentdirective", "nl-core-treatmentdirective2"},
			Match: hasCode("category", "snomed 11291000146105"), Read: readTreatmentDirective},
		{Name: "AdvanceDirective", Category: CategoryAgreements, Type: "Consent", Match: always, Read: readAdvanceDirective},
		{Name: "NutritionAdvice", Category: CategoryLifestyle, Type: "NutritionOrder", Match: always, Read: readNutritionAdvice},
		{Name: "DocumentReference", Category: CategoryDocuments, Type: "DocumentReference", Match: always, Read: readDocumentReference},
		{Name: "DocumentManifest", Category: CategoryDocuments, Type: "DocumentManifest", Match: always, Read: readDocumentManifest},
	}
}
