// SPDX-License-Identifier: EUPL-1.2

package dossier

// Data services that have no number in any published list yet. The practice network
// gives them one of its own, so that they can be tried.
const (
	MedicationR4 = "900000501" // Medicatieproces 9, R4 beta
	LabR4        = "900000502" // laboratory results 3, R4
	Images       = "900000503" // image availability: reports and studies
	Pathology    = "900000504"
	Referral     = "900000505" // of the GP
	Corrections  = "900000506" // what the person asked to change in the record
	Tasks        = "301"
)

// The granular services, one building block each.
var (
	granularSTU3 = []string{"900000401", "900000402", "900000403", "900000404", "900000405", "900000406", "900000407", "900000409", "900000410", "900000411", "900000412"}
	dental       = []string{"900000101", "900000102", "900000103", "900000104", "900000105", "900000106", "900000107", "900000108", "900000109", "900000110", "900000111"}
)

// GranularSTU3 are the ids of the granular services of a hospital.
func GranularSTU3() []string { return append([]string(nil), granularSTU3...) }

// Dental are the ids of the granular services of a dentist.
func Dental() []string { return append([]string(nil), dental...) }

// VersionOf is the version of FHIR that a data service speaks.
func VersionOf(service string) int {
	switch service {
	case "63", Tasks, MedicationR4, LabR4, Images, Pathology, Referral, Corrections:
		return R4
	}
	for _, d := range dental {
		if d == service {
			return R4
		}
	}
	return STU3
}
