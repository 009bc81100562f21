// SPDX-License-Identifier: EUPL-1.2

package zib

import "strings"

// systems gives code systems that have several names, or a long one, one short name.
var systems = map[string]string{
	"http://snomed.info/sct":                                   "snomed",
	"https://snomed.info/sct":                                  "snomed",
	"2.16.840.1.113883.6.96":                                   "snomed",
	"http://loinc.org":                                         "loinc",
	"2.16.840.1.113883.6.1":                                    "loinc",
	"http://unitsofmeasure.org":                                "ucum",
	"2.16.840.1.113883.6.8":                                    "ucum",
	"http://hl7.org/fhir/sid/icpc-1-nl":                        "icpc",
	"http://hl7.org/fhir/sid/icpc-1":                           "icpc",
	"2.16.840.1.113883.2.4.4.31.1":                             "icpc",
	"http://hl7.org/fhir/sid/icd-10-nl":                        "icd10",
	"http://hl7.org/fhir/sid/icd-10":                           "icd10",
	"2.16.840.1.113883.6.3.2":                                  "icd10",
	"2.16.840.1.113883.6.90":                                   "icd10",
	"http://hl7.org/fhir/sid/icf-nl":                           "icf",
	"http://www.whocc.no/atc":                                  "atc",
	"2.16.840.1.113883.6.73":                                   "atc",
	"2.16.840.1.113883.2.4.4.1":                                "gpk",
	"2.16.840.1.113883.2.4.4.10":                               "prk",
	"2.16.840.1.113883.2.4.4.7":                                "hpk",
	"2.16.840.1.113883.2.4.4.8":                                "zi",
	"2.16.840.1.113883.2.4.4.9":                                "gstd/9",
	"2.16.840.1.113883.2.4.4.5":                                "nhg/25",
	"2.16.840.1.113883.2.4.4.1.900.2":                          "gstd/unit",
	"2.16.840.1.113883.2.4.6.7":                                "agb",
	"http://fhir.nl/fhir/NamingSystem/vektis-agb-specialismen": "agb",
	"http://fhir.nl/fhir/NamingSystem/uzi-rolcode":             "uzi",
	"2.16.840.1.113883.2.4.15.111":                             "uzi",
	"http://nictiz.nl/fhir/NamingSystem/organization-type":     "orgtype",
	"2.16.840.1.113883.2.4.15.1060":                            "orgtype",
	"http://fhir.nl/fhir/NamingSystem/journaalregeltypen":      "soep",
	"urn:iso:std:iso:3166":                                     "country",
	"2.16.840.1.113883.2.4.4.16.34":                            "country",
	"urn:ietf:bcp:47":                                          "language",
	"2.16.840.1.113883.5.1":                                    "v3/AdministrativeGender",
	"2.16.840.1.113883.5.2":                                    "v3/MaritalStatus",
	"2.16.840.1.113883.5.4":                                    "v3/ActCode",
	"2.16.840.1.113883.5.14":                                   "v3/ActStatus",
	"2.16.840.1.113883.5.83":                                   "v3/ObservationInterpretation",
	"2.16.840.1.113883.5.88":                                   "v3/ParticipationFunction",
	"2.16.840.1.113883.5.90":                                   "v3/ParticipationType",
	"2.16.840.1.113883.5.110":                                  "v3/RoleClass",
	"2.16.840.1.113883.5.111":                                  "v3/RoleCode",
	"2.16.840.1.113883.5.1008":                                 "v3/NullFlavor",
	"2.16.840.1.113883.5.1119":                                 "v3/AddressUse",
	"2.16.840.1.113883.5.139":                                  "v3/TimingEvent",
}

// prefixes are families of code systems; the rest of the URI becomes part of the short name.
var prefixes = []struct{ uri, short string }{
	{"https://hl7.org/fhir/uv/fhir-patient-correction/CodeSystem/", "correction/"},
	{"http://hl7.org/fhir/uv/fhir-patient-correction/CodeSystem/", "correction/"},
	{"http://hl7.org/fhir/smart-app-launch/CodeSystem/", "smart/"},
	{"http://terminology.hl7.org/CodeSystem/v3-", "v3/"},
	{"http://hl7.org/fhir/v3/", "v3/"},
	{"http://terminology.hl7.org/CodeSystem/v2-", "v2/"},
	{"http://hl7.org/fhir/v2/", "v2/"},
	{"http://terminology.hl7.org/CodeSystem/", "hl7/"},
	{"http://hl7.org/fhir/sid/", "sid/"},
	{"http://hl7.org/fhir/", "hl7/"},
	{"https://referentiemodel.nhg.org/tabellen/nhg-tabel-", "nhg/"},
	{"2.16.840.1.113883.2.4.3.11.60.40.4.", "zib/"},
	{"2.16.840.1.113883.2.4.3.11.60.20.77.5.", "mp/"},
	{"http://nictiz.nl/fhir/NamingSystem/", "nictiz/"},
	{"http://medmij.nl/fhir/NamingSystem/", "medmij/"},
}

// systemName returns the short name of a code system, or the URI itself where it has none.
func systemName(uri string) string {
	uri = strings.TrimSpace(uri)
	oid := uri
	for _, p := range [...]string{"urn:oid:", "urn.oid:", "urn:OID:"} {
		oid = strings.TrimPrefix(oid, p)
	}
	if s, ok := systems[oid]; ok {
		return s
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(oid, p.uri); ok {
			if p.short == "nhg/" { // nhg-tabel-45-diagnostische-bepalingen#resultaten → nhg/45#resultaten
				number, tail, _ := strings.Cut(rest, "-")
				if _, part, ok := strings.Cut(tail, "#"); ok {
					return "nhg/" + number + "#" + part
				}
				return "nhg/" + number
			}
			return p.short + rest
		}
	}
	if strings.HasPrefix(uri, "http://snomed.info/sct") {
		return "snomed"
	}
	return oid
}
