// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// reference says what a Reference points at: the title of the resource if it is at hand, else
// the provider's words. The Ref is nil for a contained resource or a reference without target.
func (b *B) reference(n fhir.Node) (Phrase, *Ref) {
	b.take(n)
	url := n.Str("reference")
	target := b.Resolve(n)
	var ref *Ref
	switch parsed := fhir.ParseReference(url); {
	case target != nil && !target.Inside && target.ID != "":
		ref = &Ref{Type: target.Type, ID: target.ID}
	case target == nil && parsed.Kind == fhir.RefResource:
		ref = &Ref{Type: parsed.Type, ID: parsed.ID}
	}
	role := b.role(n)
	shown := referenceDisplay(n.Str("display"))
	if target != nil {
		if it := b.rd.known(target); it != nil && it.Title.Readable() && !it.Generic {
			if it.Title.Key == "" || shown == "" || len(it.Title.Args) > 0 {
				return joinRole(it.Title, role), ref
			}
		}
	}
	if shown == "" {
		if role.Zero() && n.Str("type") == "" && !n.Get("identifier").Ok() {
			return Phrase{}, ref
		}
		return role, ref
	}
	return joinRole(known(shown), role), ref
}

// known is a text of the provider's software that means one thing, in our words; else as it is.
func known(s string) Phrase {
	if low := strings.ToLower(s); hasWord("name", low) {
		return Coded("name", low, s)
	}
	return Say(s)
}

// role says who somebody was at that moment: STU3 profiles hang the role on the reference.
func (b *B) role(n fhir.Node) Phrase {
	x := n.Ext("practitionerrole-reference")
	if !x.Ok() {
		return Phrase{}
	}
	x.UseAll()
	v := x.Pick("value")
	if it := b.Read(v); it != nil && !it.Code.Zero() {
		return it.Code // the specialty, without the name again
	}
	shown := referenceDisplay(v.Str("display"))
	if strings.EqualFold(shown, referenceDisplay(n.Str("display"))) {
		return Phrase{}
	}
	return known(shown)
}

func joinRole(name, role Phrase) Phrase {
	if role.Zero() || role.Equal(name) || role.Text != "" && strings.Contains(name.Text, role.Text) {
		return name
	}
	if name.Text != "" && strings.HasPrefix(role.Text, name.Text) {
		return role // "M. Bos, huisarts" beside "M. Bos"
	}
	return List(", ", name, role)
}

// machineNames are the English beginnings that Dutch R4 software writes before a display.
var machineNames = []string{"Patient, ", "Healthcare professional (role), ", "Healthcare professional (person), ", "Health professional (role), ", "Health professional (person), ", "Healthcare provider (organization), ", "Healthcare provider (location), ",
	"Healthcare provider, ", "Contact person, ", "Medicatieafspraak, ", "PractitionerRole, ", "Practitioner, ",
	"Verrichtingtype: ", "Materiaal: ", "Probleem: ", "Condition ", "Home adaption: ", "SOAP line observation, "}

func referenceDisplay(s string) string {
	s = strings.ReplaceAll(cleanDisplay(s), " || ", ", ")
	s = strings.ReplaceAll(s, ", niet nader gespecificeerd", "")
	for _, m := range machineNames {
		s = strings.TrimPrefix(s, m)
	}
	s = withoutBlockName(s)
	if strings.HasPrefix(s, "Person identification: ") {
		_, s, _ = strings.Cut(s, ", ")
	}
	if isTypeName(s) || isOther(s) || isFiller(s) || hasMachineWord(s) || isBareCode(s) || strings.HasPrefix(s, "relatie naar ") || strings.HasPrefix(s, "Relatie naar ") || strings.Contains(s, "met identificatie ") || strings.Contains(s, "-id in system") || strings.Contains(s, " from system ") {
		return ""
	}
	return s
}

// isTypeName tells of a display that only names the kind of thing.
func isTypeName(s string) bool {
	if name, number, ok := strings.Cut(s, " "); ok && len(number) > 4 && strings.Trim(number, "0123456789") == "" {
		s = name // "Specimen 92069404"
	}
	switch s {
	case "Specimen", "ProcedureRequest", "ServiceRequest", "MedicationRequest", "MedicationDispense", "MedicationStatement", "PractitionerRole", "DeviceUseStatement",
		"DiagnosticReport", "EpisodeOfCare", "AllergyIntolerance", "RelatedPerson", "CarePlan", "CareTeam", "DocumentReference", "Coverage":
		return true
	case "Problem", "Condition", "Medication", "Encounter", "Procedure", "Observation", "Device", "Patient", "Practitioner", "Organization", "Location", "Immunization":
		return true
	}
	return false
}

// withoutBlockName drops what the examples of the Dutch profiles write before a display: the English name of the
// building block, and which of its parts follows: "Problem, problem name: gebroken been".
func withoutBlockName(s string) string {
	block, rest, ok := strings.Cut(s, ", ")
	if !ok || !englishBlocks[strings.ToLower(strings.TrimSpace(block))] {
		return s
	}
	if part, value, ok := strings.Cut(rest, ": "); ok && part == strings.ToLower(part) && len(part) < 40 {
		return value
	}
	return rest
}

// englishBlocks are the names that displays begin with.
var englishBlocks = map[string]bool{"problem": true, "condition and diagnosis": true, "symptom": true, "anatomical location": true, "procedure": true, "medical device": true,
	"medical device product": true, "medication agreement": true, "administration agreement": true, "medication use": true, "dispense request": true, "medication dispense": true,
	"pharmaceutical product": true, "laboratory test result": true, "specimen": true, "encounter": true, "admission": true, "contact": true, "alert": true,
	"allergy intolerance": true, "vaccination": true, "treatment directive": true, "advance directive": true, "treatment objective": true, "nursing intervention": true, "text result": true,
	"health professional": true, "healthcare provider": true, "care team": true, "episode of care": true, "living situation": true, "general measurement": true, "body weight": true,
	"body height": true, "wound": true, "stoma": true, "functional or mental status": true, "payer": true, "mobility": true, "pregnancy": true}

// isOther tells of words that only say that there was no code for it.
func isOther(s string) bool {
	switch strings.ToLower(strings.TrimRight(s, ". ")) {
	case "other", "anders", "overig", "overige", "onbekende functiecode":
		return true
	}
	return false
}
