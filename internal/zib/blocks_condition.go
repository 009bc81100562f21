// SPDX-License-Identifier: EUPL-1.2

package zib

// conditionBlocks are problems, allergies, warnings, procedures, devices and vaccinations.
func conditionBlocks() []Block {
	return []Block{
		{Name: "AllergyIntolerance", Category: CategoryAllergies, Type: "AllergyIntolerance", Match: always, Read: readAllergyIntolerance},
		{Name: "MedicationContraIndication", Category: CategoryAlerts, Type: "Flag", Read: readAlert,
			Profiles: []string{"nl-core-medicationcontraindication", "cio-medicationcontraindication"}},
		{Name: "SurveillanceDecision", Category: CategoryAlerts, Type: "Flag", Profiles: []string{"cio-surveillancedecision"}, Read: readAlert},
		{Name: "Alert", Category: CategoryAlerts, Type: "Flag", Match: always, Read: readAlert},

		{Name: "PressureUlcer", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-pressureulcer", "nl-core-pressureulcer"}, Read: readProblem},
		{Name: "SkinDisorder", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-skindisorder", "nl-core-skindisorder"}, Read: readProblem},
		{Name: "Wound", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-wound", "nl-core-wound"}, Read: readProblem},
		{Name: "Burnwound", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-burnwound", "nl-core-burnwound"}, Read: readProblem},
		{Name: "Stoma", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-stoma", "nl-core-stoma"}, Read: readProblem},
		{Name: "Pregnancy", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-pregnancy", "nl-core-pregnancy"}, Read: readPregnancy},
		{Name: "LegalSituation", Category: CategoryPerson, Type: "Condition", Read: readProblem, Profiles: []string{"zib-legalsituation-legalstatus", "zib-legalsituation-representation",
			"nl-core-legalsituation-legalstatus", "nl-core-legalsituation-representation"}},
		{Name: "Symptom", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-symptom", "nl-core-symptom"}, Read: readProblem},
		{Name: "ConditionAndDiagnosis", Category: CategoryProblems, Type: "Condition", Profiles: []string{"zib-conditionanddiagnosis", "nl-core-conditionanddiagnosis"}, Read: readProblem},
		{Name: "Problem", Category: CategoryProblems, Type: "Condition", Match: always, Read: readProblem},

		{Name: "FreedomRestrictingIntervention", Category: CategoryTreatments, Type: "Procedure", Read: readProcedure,
			Profiles: []string{"zib-freedomrestrictingintervention", "zib-freedomrestrictingmeasures", "nl-core-freedomrestrictingintervention"}},
		{Name: "NursingIntervention", Category: CategoryTreatments, Type: "Procedure", Profiles: []string{"zib-nursingintervention", "nl-core-nursingintervention"}, Read: readProcedure},
		{Name: "Procedure", Category: CategoryTreatments, Type: "Procedure", Match: always, Read: readProcedure},
		{Name: "ProcedureRequest", Category: CategoryTreatments, Type: "ProcedureRequest", Match: always, Read: readProcedureRequest},
		{Name: "OrderData", Category: CategoryLab, Type: "ServiceRequest", Profiles: []string{"lu-orderdata"}, Read: readProcedureRequest},
		{Name: "ReferralServiceRequest", Category: CategoryVisits, Type: "ServiceRequest", Profiles: []string{"hg-referralservicerequest"}, Read: readProcedureRequest},
		{Name: "ProcedureRequest", Category: CategoryTreatments, Type: "ServiceRequest", Match: always, Read: readProcedureRequest},

		{Name: "MedicalDevice", Category: CategoryDevices, Type: "DeviceUseStatement", Match: always, Read: readMedicalDevice},
		{Name: "MedicalDeviceProduct", Part: true, Type: "Device", Match: always, Read: readMedicalDeviceProduct},
		{Name: "MedicalDeviceRequest", Category: CategoryDevices, Type: "DeviceRequest", Match: always, Read: readMedicalDeviceRequest},

		{Name: "Vaccination", Category: CategoryVaccinations, Type: "Immunization", Match: always, Read: readVaccination},
		{Name: "VaccinationRecommendation", Category: CategoryVaccinations, Type: "ImmunizationRecommendation", Match: always, Read: readVaccinationRecommendation},
	}
}
