// SPDX-License-Identifier: EUPL-1.2

package practice

import "regie/internal/practice/dossier"

// moreServices are the services beyond the four that every personal health environment collects.
// An id from 900000501 on is our own: the network has not given that service an id, or not one
// that was published. Roles of services that are drafts are our own too.
var moreServices = []service{
	{id: "31", name: "Medicatiegegevens", fhir: dossier.STU3, roles: []string{"MP-9.0-MGB-FHIR"}, searches: []string{
		"MedicationRequest?category=" + sct + "16076005&_include=MedicationRequest:medication",
		"MedicationRequest?category=" + sct + "52711000146108&_include=MedicationRequest:medication",
		"MedicationDispense?category=" + sct + "422037009&_include=MedicationDispense:medication",
		"MedicationDispense?category=" + sct + "373784005&_include=MedicationDispense:medication",
		"MedicationStatement?category=urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3|6&_include=MedicationStatement:medication",
	}},
	{id: "35", name: "Medicatiegegevens (omgezet uit 6.12)", fhir: dossier.STU3, roles: []string{"MP-9.A-MGB-FHIR"}, searches: []string{
		"MedicationDispense?category=" + sct + "373784005," + sct + "422037009&_include=MedicationDispense:medication" +
			"&_include=MedicationDispense:patient&_include=MedicationDispense:performer",
	}},
	{id: "46", name: "Laboratoriumresultaten", fhir: dossier.STU3, roles: []string{"LAB-2.0-LRB-FHIR"}, searches: []string{
		"Observation?category=" + sct + "49581000146104",
	}},
	{id: "47", name: "Afspraken", fhir: dossier.STU3, roles: []string{"EA-2.0-AFB-FHIR"}, searches: []string{
		"Appointment?date=ge{T}",
	}},
	{id: "50", name: "Basisgegevens GGZ", fhir: dossier.STU3, roles: []string{"MM-2.0-GGB-FHIR"}, searches: []string{
		"Patient?_include=Patient:general-practitioner",
		"Coverage?_include=Coverage:payor:Patient&_include=Coverage:payor:Organization",
		"Consent?category=" + sct + "11291000146105",
		"Consent?category=" + sct + "11341000146107",
		"Observation?category=" + sct + "118228005," + sct + "384821006",
		"Condition",
		"Observation?code=" + sct + "228366006",
		"Observation?code=" + sct + "228273003",
		"Observation?code=" + sct + "365980008",
		"Observation/$lastn?code=" + sct + "365508006",
		"Observation?code=" + sct + "365470003",
		"Observation?code=" + sct + "314845004",
		"CarePlan?category=" + sct + "243114000",
		"Observation/$lastn?category=" + sct + "275711006&_include=Observation:related-target&_include=Observation:specimen",
		"Observation?category=http://hl7.org/fhir/observation-category|survey",
		"Procedure",
		"DiagnosticReport",
		"CareTeam?_include=CareTeam:participant",
	}},
	{id: "52", name: "Meetwaarden vitale functies", fhir: dossier.STU3, roles: []string{"MM-2.0-MVB-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|85354-9,http://loinc.org|29463-7" +
			",http://loinc.org|8302-2,http://loinc.org|14760-3,http://loinc.org|14743-9,http://loinc.org|14770-2,http://loinc.org|8867-4" +
			",http://loinc.org|8893-0,http://loinc.org|8310-5,http://loinc.org|59408-5," + sct + "422834003",
		"Observation?category=http://hl7.org/fhir/observation-category|vital-signs",
	}},
	{id: "54", name: "Overgevoeligheden", fhir: dossier.STU3, roles: []string{"MM-2.0-AIB-FHIR"}, searches: []string{
		"AllergyIntolerance",
	}},
	{id: "58", name: "Medicatiegerelateerde overgevoeligheden", fhir: dossier.STU3, roles: []string{"MM-2.A-AIB-FHIR"}, searches: []string{
		"AllergyIntolerance",
	}},
	{id: "59", name: "Verwijzing naar vragenlijst", fhir: dossier.STU3, roles: []string{"MM-2.0-VLB-FHIR"}, receives: "answers", searches: []string{
		"Task?code=http://loinc.org|74468-0&status=requested",
	}},
	{id: "61", name: "Basisgegevens Langdurige Zorg", fhir: dossier.STU3, roles: []string{"MM-3.0-LZB-FHIR"}, searches: []string{
		"Patient?_include=Patient:general-practitioner",
		"Consent?category=" + sct + "11291000146105",
		"Consent?category=" + sct + "11341000146107",
		"Condition",
		"AllergyIntolerance",
		"Observation/$lastn?category=" + sct + "275711006&_include=Observation:related-target&_include=Observation:specimen",
		"Procedure",
		"CarePlan?_include=CarePlan:activity-goal:Goal&_include=CarePlan:activity-outcomereference:Observation" +
			"&_include=CarePlan:activity-medicaldevice:DeviceUseStatement&_include:recurse=DeviceUseStatement:device:Device",
		"CareTeam?_include=CareTeam:participant",
	}},
	{id: "65", name: "Integrale Zwangerschapskaart", fhir: dossier.STU3, roles: []string{"GZ-1.0-IZB-FHIR"}, searches: []string{
		"Patient",
		"Coverage",
		"FamilyMemberHistory",
		"DeviceUseStatement?_include=DeviceUseStatement:device",
		"EpisodeOfCare?type=" + sct + "364320009&_include=EpisodeOfCare:organization&_include=EpisodeOfCare:care-manager",
		"Condition?context=EpisodeOfCare/{id}",
		"Encounter?episodeofcare={id}&_include=Encounter:practitioner",
		"Observation?context=EpisodeOfCare/{id}",
		"Observation?context:Encounter.episodeofcare=EpisodeOfCare/{id}",
		"Procedure?context=EpisodeOfCare/{id}&_include=Procedure:performer&_include=Procedure:based-on",
		"CareTeam?context=EpisodeOfCare/{id}",
		"DiagnosticReport?context=EpisodeOfCare/{id}",
		"ReferralRequest?context=EpisodeOfCare/{id}",
	}},
	{id: "301", name: "Taken", fhir: dossier.R4, roles: []string{"PT-1.0.0-alpha.1-TGB-FHIR"}, searches: []string{
		"Task",
	}},
	{id: "900000501", name: "Medicatiegegevens 9.3 (concept)", fhir: dossier.R4, roles: []string{"MP-9.3-MGB-FHIR"}, searches: []string{
		"MedicationRequest?category=" + sct + "33633005&_include=MedicationRequest:medication",
		"MedicationRequest?category=" + sct + "52711000146108&_include=MedicationRequest:medication",
		"MedicationRequest?category=" + sct + "395067002&_include=MedicationRequest:medication",
		"MedicationDispense?category=" + sct + "422037009&_include=MedicationDispense:medication",
		"MedicationDispense?category=" + sct + "373784005&_include=MedicationDispense:medication",
		"MedicationStatement?category=" + sct + "422979000&_include=MedicationStatement:medication",
		"MedicationAdministration?category=" + sct + "18629005&_include=MedicationAdministration:medication",
	}},
	{id: "900000502", name: "Laboratoriumresultaten 3.0 (concept)", fhir: dossier.R4, roles: []string{"LAB-3.0-LRB-FHIR"}, searches: []string{
		"Observation?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory" +
			"&_include=Observation:specimen&_include=Observation:has-member",
		"DiagnosticReport?category=http://terminology.hl7.org/CodeSystem/v2-0074|LAB&_include=DiagnosticReport:based-on&_include=DiagnosticReport:specimen",
	}},
	{id: "900000503", name: "Beeldbeschikbaarheid (concept)", fhir: dossier.R4, roles: []string{"MM-1.0-BB-FHIR"}, searches: []string{
		"DocumentReference?status=current",
	}},
	{id: "900000504", name: "Pathologie (concept)", fhir: dossier.R4, roles: []string{"PA-1.0-PAB-FHIR"}, searches: []string{
		"DiagnosticReport?category=" + sct + "108257001&_include=DiagnosticReport:result" +
			"&_include=DiagnosticReport:specimen&_include=DiagnosticReport:based-on&_include:iterate=Observation:has-member&_include:iterate=Observation:specimen",
	}},
	{id: "900000505", name: "Verwijzing huisarts (concept)", fhir: dossier.R4, roles: []string{"HV-1.0-VHB-FHIR"}, searches: []string{
		"ServiceRequest?category=urn:oid:2.16.840.1.113883.2.4.4.30.69|1",
		"Composition?type=http://loinc.org|57133-1",
		"Task?code=" + sct + "3457005",
		"Condition",
	}},
	{id: "900000506", name: "Verzoek om wijziging (patientcorrecties)", fhir: dossier.R4, roles: []string{"PC-1.0-CVO-FHIR"}, receives: "correction", searches: []string{
		"Communication",
	}},
}
