// SPDX-License-Identifier: EUPL-1.2

package zib

// personBlocks are people, organizations, teams, insurance and a way of life.
func personBlocks() []Block {
	blocks := []Block{
		{Name: "Patient", Category: CategoryPerson, Type: "Patient", Match: always, Read: readPatient},
		{Name: "HealthProfessional", Part: true, Category: CategoryCareTeam, Type: "Practitioner", Match: always, Read: readPractitioner},
		{Name: "HealthProfessionalRole", Part: true, Category: CategoryCareTeam, Type: "PractitionerRole", Match: always, Read: readPractitionerRole},
		{Name: "HealthcareProvider", Part: true, Category: CategoryCareTeam, Type: "Organization", Match: always, Read: readOrganization},
		{Name: "Location", Part: true, Category: CategoryCareTeam, Type: "Location", Match: always, Read: readLocation},
		{Name: "HealthcareService", Part: true, Category: CategoryCareTeam, Type: "HealthcareService", Match: always, Read: readHealthcareService},
		{Name: "ContactPerson", Category: CategoryPerson, Type: "RelatedPerson", Match: always, Read: readContactPerson},
		{Name: "CareTeam", Category: CategoryCareTeam, Type: "CareTeam", Match: always, Read: readCareTeam},
		{Name: "Payer", Category: CategoryPerson, Type: "Coverage", Match: always, Read: readPayer},
	}
	for _, m := range wayOfLife {
		blocks = append(blocks, Block{Name: m.name, Category: m.category, Type: "Observation", Profiles: m.profiles, Match: matchCodes(m.codes), Read: readObservation})
	}
	return blocks
}

// wayOfLife are the observations about how somebody lives and manages.
var wayOfLife = []observationBlock{
	{"TobaccoUse", CategoryLifestyle, []string{"zib-tobaccouse", "nl-core-tobaccouse"}, []string{"snomed 365980008"}},
	{"AlcoholUse", CategoryLifestyle, []string{"zib-alcoholuse", "nl-core-alcoholuse"}, []string{"snomed 228273003"}},
	{"DrugUse", CategoryLifestyle, []string{"zib-druguse", "nl-core-druguse"}, []string{"snomed 228366006"}},
	{"LivingSituation", CategoryLifestyle, []string{"zib-livingsituation", "nl-core-livingsituation", "nl-core-livingsituation.houseadaption", "nl-core-livingsituation.housetype",
		"nl-core-livingsituation.livingcondition"}, []string{"snomed 365508006"}},
	{"FamilySituation", CategoryLifestyle, []string{"zib-familysituation", "nl-core-familysituation"}, []string{"snomed 365470003"}},
	{"FamilySituationChild", CategoryLifestyle, []string{"zib-familysituationchild", "nl-core-familysituationchild"}, []string{"snomed 55801000146105"}},
	{"ParticipationInSociety", CategoryLifestyle, []string{"zib-participationinsociety", "nl-core-participationinsociety", "nl-core-participationinsociety.hobby",
		"nl-core-participationinsociety.socialnetwork", "nl-core-participationinsociety.worksituation"}, []string{"snomed 314845004"}},
	{"IllnessPerception", CategoryFunction, []string{"zib-illnessperception", "nl-core-illnessperception", "nl-core-illnessperception.copingwithillnessbyfamily",
		"nl-core-illnessperception.copingwithillnessbypatient", "nl-core-illnessperception.patientillnessinsight"}, nil},
	{"FunctionalOrMentalStatus", CategoryFunction, []string{"zib-functionalormentalstatus", "nl-core-functionalormentalstatus"}, nil},
	{"AbilityToDressOneself", CategoryFunction, []string{"zib-abilitytodressoneself", "nl-core-abilitytodressoneself"}, []string{"snomed 165235000"}},
	{"AbilityToDrink", CategoryFunction, []string{"zib-abilitytodrink", "nl-core-abilitytodrink", "nl-core-abilitytodrink.drinkinglimitations"}, []string{"snomed 288851008"}},
	{"AbilityToEat", CategoryFunction, []string{"zib-abilitytoeat", "nl-core-abilitytoeat", "nl-core-abilitytoeat.eatinglimitations"}, []string{"snomed 288883002"}},
	{"AbilityToManageMedication", CategoryFunction, []string{"zib-abilitytomanagemedication"}, []string{"snomed 285033005"}},
	{"AbilityToPerformMouthcareActivities", CategoryFunction, []string{"zib-abilitytoperformmouthcareactivities", "nl-core-abilitytoperformmouthcareactivities"}, []string{"snomed 288470005"}},
	{"AbilityToUseToilet", CategoryFunction, []string{"zib-abilitytousetoilet", "nl-core-abilitytousetoilet"}, []string{"snomed 284779002"}},
	{"AbilityToWashOneself", CategoryFunction, []string{"zib-abilitytowashoneself", "nl-core-abilitytowashoneself"}, []string{"snomed 284785009"}},
	{"Mobility", CategoryFunction, []string{"zib-mobility", "nl-core-mobility"}, []string{"snomed 301438001"}},
	{"HearingFunction", CategoryFunction, []string{"nl-core-hearingfunction", "zib-hearingfunction"}, []string{"snomed 47078008"}},
	{"VisualFunction", CategoryFunction, []string{"nl-core-visualfunction", "zib-visualfunction"}, []string{"snomed 281004000"}},
	{"NursingReport", CategoryVisits, []string{"lz-nursingreport"}, nil},
	{"ASAScore", CategoryFunction, []string{"medmij-core-asascore"}, nil},
}
