// SPDX-License-Identifier: EUPL-1.2

package persons

// allergy is a sensitivity to a substance.
type allergy struct {
	name     string
	what     code
	text     string
	category string // FHIR: medication, food, environment, biologic
	status   string // "active", "inactive", "resolved"; none when refuted
	sure     string // "confirmed" where empty
	severe   string // FHIR criticality: low, high, unable-to-assess
	since    string
	last     string
	reaction []code
	grade    string // FHIR severity of the reaction
	happened string
	describe string
	note     string
	by       string
}

var allergyCategories = map[string]code{
	"medication":  sct("419511003", "neiging tot ongewenste reactie op medicatie"),
	"food":        sct("418471000", "neiging tot ongewenste reactie op voedsel"),
	"environment": sct("426232007", "omgevingsgerelateerde allergie"),
	"biologic":    sct("419199007", "allergie voor substantie"),
}

var grades = map[string]code{
	"mild":     sct("255604002", "licht"),
	"moderate": sct("6736007", "matig"),
	"severe":   sct("24484000", "ernstig"),
}

func (s *shelf) allergic(a allergy) ref {
	if a.sure == "" {
		a.sure = "confirmed"
	}
	if a.status == "" && a.sure != "entered-in-error" && a.sure != "refuted" {
		a.status = "active"
	}
	clinical := map[string]code{
		"active":   {sysActStatus, "active", "Actief"},
		"inactive": {sysActStatus, "obsolete", "Achterhaald"},
		"resolved": {sysActStatus, "completed", "Niet meer aanwezig"},
	}[a.status]
	var clinicalSpec, criticalSpec obj
	if (clinical != code{}) {
		clinicalSpec = spec(clinical)
	}
	switch a.severe {
	case "high":
		criticalSpec = spec(grades["severe"])
	case "low":
		criticalSpec = spec(grades["mild"])
	}
	var reactions, recorder = list{}, ref{}
	manifestation := list{}
	for _, r := range a.reaction {
		manifestation = append(manifestation, concept(r))
	}
	if len(manifestation) > 0 || a.describe != "" {
		var gradeSpec obj
		if g, ok := grades[a.grade]; ok {
			gradeSpec = spec(g)
		}
		reactions = list{obj{"manifestation", manifestation, "description", a.describe, "onset", a.happened,
			"severity", a.grade, "_severity", gradeSpec}}
	}
	if a.by != "" {
		recorder = s.staff(a.by)
	}
	what, display := concept(a.what), a.what.display
	if a.text != "" {
		what, display = worded(a.text, a.what), a.text
	}
	return s.put("AllergyIntolerance", a.name, display,
		"meta", profile(nictiz+"zib-AllergyIntolerance"),
		"identifier", s.identifier("AllergyIntolerance", a.name),
		"clinicalStatus", a.status, "_clinicalStatus", clinicalSpec,
		"verificationStatus", a.sure,
		"category", list{a.category}, "_category", list{spec(allergyCategories[a.category])},
		"criticality", a.severe, "_criticality", criticalSpec,
		"code", what,
		"patient", s.patient,
		"onsetDateTime", a.since,
		"recorder", recorder,
		"lastOccurrence", a.last,
		"note", notes(a.note),
		"reaction", reactions,
	)
}

// Reactions that occur more than once.
var (
	rash    = sct("271807003", "exantheem")
	hives   = sct("126485001", "urticaria")
	itch    = sct("418363000", "jeuk")
	nausea  = sct("16932000", "misselijkheid en braken")
	dyspnea = sct("267036007", "dyspneu")
)
