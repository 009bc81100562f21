// SPDX-License-Identifier: EUPL-1.2

package practice

import "regie/internal/practice/dossier"

// fineServices are the granular services: each gives one building block only. They are drafts.
var fineServices = []service{
	{id: "900000101", name: "Patient", fhir: dossier.R4, roles: []string{"MMC-0.1-PAT-FHIR"}, searches: []string{
		"Patient",
	}},
	{id: "900000102", name: "Mondzorg Verrichting", fhir: dossier.R4, roles: []string{"MZ-0.1-VER-FHIR"}, searches: []string{
		"Procedure?category=" + sct + "225362009",
	}},
	{id: "900000103", name: "Behandeldoel", fhir: dossier.R4, roles: []string{"MMC-0.1-DOE-FHIR"}, searches: []string{
		"Goal",
	}},
	{id: "900000104", name: "Mondzorg Mondhygiene", fhir: dossier.R4, roles: []string{"MZ-0.1-HYG-FHIR"}, searches: []string{
		"Observation?code=" + sct + "364126007",
	}},
	{id: "900000105", name: "Mondzorg Cariesrisico", fhir: dossier.R4, roles: []string{"MZ-0.1-CAR-FHIR"}, searches: []string{
		"Observation?code=" + sct + "74024006",
	}},
	{id: "900000106", name: "Mondzorg Parafunctie", fhir: dossier.R4, roles: []string{"MZ-0.1-PAR-FHIR"}, searches: []string{
		"Observation?code=" + sct + "110353005",
	}},
	{id: "900000107", name: "ASA-score", fhir: dossier.R4, roles: []string{"MMC-0.1-ASA-FHIR"}, searches: []string{
		"Observation?code=" + sct + "413347006",
	}},
	{id: "900000108", name: "Mondzorg PPS-score", fhir: dossier.R4, roles: []string{"MZ-0.1-PPS-FHIR"}, searches: []string{
		"Observation?code=" + sct + "540501000146103",
	}},
	{id: "900000109", name: "Mondzorg Dentale fitheid", fhir: dossier.R4, roles: []string{"MZ-0.1-FIT-FHIR"}, searches: []string{
		"Observation?code=" + sct + "440271000146100",
	}},
	{id: "900000110", name: "Betaler", fhir: dossier.R4, roles: []string{"MMC-0.1-BET-FHIR"}, searches: []string{
		"Coverage",
	}},
	{id: "900000111", name: "Contact", fhir: dossier.R4, roles: []string{"MMC-0.1-CON-FHIR"}, searches: []string{
		"Encounter",
	}},
	{id: "900000401", name: "Bloeddruk", fhir: dossier.STU3, roles: []string{"MMC-0.1-BLD-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|85354-9",
	}},
	{id: "900000402", name: "Lichaamslengte", fhir: dossier.STU3, roles: []string{"MMC-0.1-LEN-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|8302-2",
	}},
	{id: "900000403", name: "Lichaamsgewicht", fhir: dossier.STU3, roles: []string{"MMC-0.1-GEW-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|29463-7",
	}},
	{id: "900000404", name: "Alert", fhir: dossier.STU3, roles: []string{"MMC-0.1-ALR-FHIR"}, searches: []string{
		"Flag",
	}},
	{id: "900000405", name: "Voedingsadvies", fhir: dossier.STU3, roles: []string{"MMC-0.1-VOE-FHIR"}, searches: []string{
		"NutritionOrder",
	}},
	{id: "900000406", name: "Woonsituatie", fhir: dossier.STU3, roles: []string{"MMC-0.1-WON-FHIR"}, searches: []string{
		"Observation?code=" + sct + "365508006",
	}},
	{id: "900000407", name: "Betaler", fhir: dossier.STU3, roles: []string{"MMC-0.1-BET-FHIR"}, searches: []string{
		"Coverage",
	}},
	{id: "900000409", name: "Lichaamstemperatuur", fhir: dossier.STU3, roles: []string{"MMC-0.1-TMP-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|8310-5",
	}},
	{id: "900000410", name: "Vochtbalans", fhir: dossier.STU3, roles: []string{"MMC-0.1-VOC-FHIR"}, searches: []string{
		"Observation?code=" + sct + "364396009",
	}},
	{id: "900000411", name: "Ademhaling", fhir: dossier.STU3, roles: []string{"MMC-0.1-ADM-FHIR"}, searches: []string{
		"Observation?code=" + sct + "422834003",
	}},
	{id: "900000412", name: "Polsfrequentie", fhir: dossier.STU3, roles: []string{"MMC-0.1-POL-FHIR"}, searches: []string{
		"Observation?code=http://loinc.org|8893-0",
	}},
}
