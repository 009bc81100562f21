// SPDX-License-Identifier: EUPL-1.2

package zib

// planBlocks are plans, goals, tasks, forms, messages, images and where data came from.
func planBlocks() []Block {
	return []Block{
		{Name: "HelpFromOthers", Category: CategoryAgreements, Type: "CarePlan", Profiles: []string{"zib-helpfromothers", "nl-core-helpfromothers"},
			Match: hasCode("category", "snomed 243114000"), Read: readCarePlan},
		{Name: "CarePlan", Category: CategoryAgreements, Type: "CarePlan", Match: always, Read: readCarePlan},
		{Name: "TreatmentObjective", Category: CategoryAgreements, Type: "Goal", Profiles: []string{"zib-treatmentobjective", "nl-core-treatmentobjective"}, Match: always, Read: readGoal},
		{Name: "Task", Category: CategoryOther, Type: "Task", Match: always, Read: readTask},
		{Name: "Questionnaire", Category: CategoryDocuments, Type: "Questionnaire", Match: always, Read: readQuestionnaire},
		{Name: "QuestionnaireResponse", Category: CategoryDocuments, Type: "QuestionnaireResponse", Match: always, Read: readQuestionnaireResponse},
		{Name: "Communication", Category: CategoryDocuments, Type: "Communication", Match: always, Read: readCommunication},
		{Name: "CommunicationRequest", Category: CategoryDocuments, Type: "CommunicationRequest", Match: always, Read: readCommunication},
		{Name: "Media", Category: CategoryDocuments, Type: "Media", Match: always, Read: readMedia},
		{Name: "ImagingStudy", Category: CategoryDocuments, Type: "ImagingStudy", Match: always, Read: readImagingStudy},
		{Name: "ImagingManifest", Category: CategoryDocuments, Type: "ImagingManifest", Match: always, Read: readImagingStudy},
		{Name: "List", Category: CategoryOther, Type: "List", Match: always, Read: readList},
		{Name: "Provenance", Category: CategoryOther, Type: "Provenance", Match: always, Read: readProvenance},
		{Name: "FamilyHistory", Category: CategoryProblems, Type: "FamilyMemberHistory", Match: always, Read: readFamilyMemberHistory},
		{Name: "ReferralRequest", Category: CategoryVisits, Type: "ReferralRequest", Match: always, Read: readReferralRequest},
		{Name: "Claim", Category: CategoryOther, Type: "Claim", Match: always, Read: readClaim},
		{Name: "ClaimResponse", Category: CategoryOther, Type: "ClaimResponse", Match: always, Read: readClaim},
		{Name: "ExplanationOfBenefit", Category: CategoryOther, Type: "ExplanationOfBenefit", Match: always, Read: readClaim},
		{Name: "ClinicalImpression", Category: CategoryProblems, Type: "ClinicalImpression", Match: always, Read: readClinicalImpression},
	}
}
