// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"regie/internal/practice/dossier"
)

// question is one query of a data service: a type, and for each search parameter where to
// look and what may stand there. "system|code" asks for both, "system|" for any code of the system.
type question struct {
	service, name, kind string
	where               map[string][]string
	after               string // periodofuse: end empty or not before
}

const (
	sct_ = "http://snomed.info/sct|"
	loi_ = "http://loinc.org|"
)

var questions = []question{
	{"48", "patient", "Patient", nil, ""},
	{"48", "payer", "Coverage", nil, ""},
	{"48", "directives", "Consent", map[string][]string{"category": {sct_ + "11291000146105"}}, ""},
	{"48", "wills", "Consent", map[string][]string{"category": {sct_ + "11341000146107"}}, ""},
	{"48", "functioning", "Observation", map[string][]string{"category": {sct_ + "118228005", sct_ + "384821006"}}, ""},
	{"48", "problems", "Condition", nil, ""},
	{"48", "living", "Observation", map[string][]string{"code": {sct_ + "365508006"}}, ""},
	{"48", "drugs", "Observation", map[string][]string{"code": {sct_ + "228366006"}}, ""},
	{"48", "alcohol", "Observation", map[string][]string{"code": {sct_ + "228273003"}}, ""},
	{"48", "tobacco", "Observation", map[string][]string{"code": {sct_ + "365980008"}}, ""},
	{"48", "nutrition", "NutritionOrder", nil, ""},
	{"48", "alerts", "Flag", nil, ""},
	{"48", "allergies", "AllergyIntolerance", nil, ""},
	{"48", "use", "MedicationStatement", map[string][]string{"category": {"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3|6"}}, ""},
	{"48", "agreements", "MedicationRequest", map[string][]string{"category": {sct_ + "16076005"}}, ""},
	{"48", "administration", "MedicationDispense", map[string][]string{"category": {sct_ + "422037009"}}, ""},
	{"48", "devices", "DeviceUseStatement", nil, ""},
	{"48", "vaccinations", "Immunization", map[string][]string{"status": {"completed"}}, ""},
	{"48", "pressure", "Observation", map[string][]string{"code": {loi_ + "85354-9"}}, ""},
	{"48", "weight", "Observation", map[string][]string{"code": {loi_ + "29463-7"}}, ""},
	{"48", "height", "Observation", map[string][]string{"code": {loi_ + "8302-2", loi_ + "8306-3", loi_ + "8308-9"}}, ""},
	{"48", "lab", "Observation", map[string][]string{"category": {sct_ + "275711006"}}, ""},
	{"48", "operations", "Procedure", map[string][]string{"category": {sct_ + "387713003"}}, ""},
	{"48", "stays", "Encounter", map[string][]string{"class": {sysActCode + "|IMP", sysActCode + "|ACUTE", sysActCode + "|NONAC"}}, ""},
	{"48", "planned procedures", "ProcedureRequest", map[string][]string{"status": {"active"}}, ""},
	{"48", "planned vaccinations", "ImmunizationRecommendation", nil, ""},
	{"48", "planned devices", "DeviceRequest", map[string][]string{"status": {"active"}}, ""},
	{"48", "appointments", "Appointment", map[string][]string{"status": {"booked", "pending", "proposed"}}, ""},
	{"49", "patient", "Patient", nil, ""},
	{"49", "episodes", "EpisodeOfCare", nil, ""},
	{"49", "medication", "MedicationRequest", map[string][]string{"category": {sct_ + "16076005"}}, "2026-10-01"},
	{"49", "intolerances", "AllergyIntolerance", map[string][]string{"category": {"medication"}}, ""},
	{"49", "results", "Observation", map[string][]string{"code": {sysNHG45 + "|"}}, ""},
	{"49", "reports", "Composition", map[string][]string{"type": {loi_ + "67781-5"}}, ""},
	{"49", "contacts", "Encounter", nil, ""},
	{"51", "documents", "DocumentReference", map[string][]string{"status": {"current"}}, ""},
	{"51", "manifests", "DocumentManifest", map[string][]string{"status": {"current"}}, ""},
	{"63", "vaccinations", "Immunization", nil, ""},
}

func (q question) matches(m map[string]any) bool {
	for element, allowed := range q.where {
		found := false
		walk(m[element], "", func(_ string, v any) {
			switch v := v.(type) {
			case string:
				found = found || slices.Contains(allowed, v)
			case map[string]any:
				for _, a := range allowed {
					system, id, ok := strings.Cut(a, "|")
					if ok && v["system"] == system && (id == "" || v["code"] == id) {
						found = true
					}
				}
			}
		})
		if !found {
			return false
		}
	}
	if q.after == "" {
		return true
	}
	extensions, _ := m["extension"].([]any)
	for _, e := range extensions {
		e := e.(map[string]any)
		if e["url"] == nictiz+"zib-Medication-PeriodOfUse" {
			end, _ := e["valuePeriod"].(map[string]any)["end"].(string)
			return end == "" || end >= q.after
		}
	}
	return false
}

func TestEveryQuestionHasAnAnswer(t *testing.T) {
	type answer struct{ service, name string }
	answers := map[answer]map[string]int{}
	every(t, Build(anchor), func(where string, p dossier.Person, provider string, r dossier.Resource, m map[string]any) {
		for _, q := range questions {
			if q.kind != r.Type || (len(r.Services) > 0 && !slices.Contains(r.Services, q.service)) {
				continue
			}
			if dossier.VersionOf(q.service) != r.FHIR || !q.matches(m) {
				continue
			}
			a := answer{q.service, q.name}
			if answers[a] == nil {
				answers[a] = map[string]int{}
			}
			answers[a][p.Key]++
		}
	})
	for _, q := range questions {
		got := answers[answer{q.service, q.name}]
		if len(got) == 0 {
			t.Errorf("nobody has an answer to %s of service %s", q.name, q.service)
		}
		t.Log(q.service, q.name, fmt.Sprint(got))
	}
}

// TestAwkwardButLegal: what a reader must never lose has to be there to be lost.
func TestAwkwardButLegal(t *testing.T) {
	seen := map[string]int{}
	every(t, Build(anchor), func(_ string, _ dossier.Person, _ string, r dossier.Resource, m map[string]any) {
		walk(m, r.Type, func(path string, v any) {
			switch s, _ := v.(string); {
			case strings.HasSuffix(path, ".comparator"):
				seen["comparator "+s]++
			case path == "Condition.verificationStatus", path == "AllergyIntolerance.verificationStatus":
				seen[path+" "+s]++
			case strings.HasSuffix(path, ".status") && strings.Count(path, ".") == 1:
				seen[path+" "+s]++
			case path == "Immunization.notGiven" && v == true:
				seen["not given"]++
			case strings.HasSuffix(path, ".onsetDateTime"), strings.HasSuffix(path, ".period.start"), strings.HasSuffix(path, ".occurrenceDateTime"):
				seen[fmt.Sprintf("date of %d", len(s))]++
			case strings.HasSuffix(path, ".coding"):
				if c, ok := v.(map[string]any); ok && c["display"] == nil {
					seen["coding without display"]++
				} else if ok && c["code"] == nil {
					seen["coding without code"]++
				}
			case path == r.Type+".contained":
				seen["contained"]++
			case strings.HasSuffix(path, "Quantity.value") && strings.HasSuffix(fmt.Sprint(v), "0") && strings.Contains(fmt.Sprint(v), "."):
				seen["trailing zero"]++
			case path == "MedicationRequest.modifierExtension":
				seen["stopped"]++
			}
		})
	})
	for _, want := range []string{"comparator <", "comparator >", "Condition.verificationStatus refuted", "Condition.verificationStatus entered-in-error",
		"Condition.verificationStatus provisional", "AllergyIntolerance.verificationStatus refuted", "AllergyIntolerance.verificationStatus unconfirmed",
		"MedicationRequest.status entered-in-error", "Procedure.status entered-in-error", "Immunization.status not-done", "Immunization.status entered-in-error",
		"DocumentReference.status superseded", "ProcedureRequest.status active", "Appointment.status proposed", "not given", "date of 4", "date of 7", "date of 10",
		"coding without display", "coding without code", "contained", "trailing zero", "stopped"} {
		if seen[want] == 0 {
			t.Errorf("nothing has: %s", want)
		}
	}
}
