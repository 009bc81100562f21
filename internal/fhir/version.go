// SPDX-License-Identifier: EUPL-1.2

package fhir

import "strings"

// DetectVersion tells by the resource alone whether it is STU3 or R4: first by the profiles it
// claims, then by elements and code systems that only one of the two has. Unknown where
// nothing tells.
func DetectVersion(r *Resource) Version {
	for p := range r.Profiles() {
		if v := profileVersion(p); v != Unknown {
			return v
		}
	}
	return tellVersion(r)
}

// families are beginnings of Dutch profile names (lower case) and the release they are built on.
var families = []struct {
	prefix string
	v      Version
}{
	{"zib-", STU3}, {"gp-", STU3}, {"bc-", STU3}, {"bgz-", STU3}, {"vl-", STU3}, {"lz-", STU3},
	{"eafspraak-", STU3}, {"eoverdracht-", STU3}, {"mp612-", STU3}, {"images-", STU3},
	{"vitalsign-", STU3}, {"ihe.mhd.", STU3},
	{"mp-", R4}, {"imm-", R4}, {"cio-", R4}, {"lu-", R4}, {"hg-", R4}, {"dwv-", R4}, {"bbs-", R4},
	{"mz-", R4}, {"path-", R4}, {"medmij-core-", R4}, {"ext-", R4},
}

func profileVersion(url string) Version {
	name := ProfileName(url)
	if strings.HasPrefix(name, "nl-core-") {
		// The same names, but another publisher: fhir.nl made the STU3 set, Nictiz the R4 one.
		if strings.Contains(url, "//fhir.nl/") || strings.Contains(url, "//simplifier.net/") {
			return STU3
		}
		return R4
	}
	if !strings.Contains(url, "nictiz.nl/") && !strings.Contains(url, "medmij.nl/") {
		return Unknown
	}
	for _, f := range families {
		if strings.HasPrefix(name, f.prefix) {
			return f.v
		}
	}
	return Unknown
}

// tells are members that a resource type has in one release only.
var tells = map[string]struct{ stu3, r4 []string }{
	"AllergyIntolerance":  {[]string{"assertedDate"}, []string{"recordedDate", "encounter"}},
	"Appointment":         {[]string{"incomingReferral"}, []string{"cancelationReason", "reasonCode"}},
	"Binary":              {[]string{"content"}, []string{"data"}},
	"CarePlan":            {[]string{"context", "definition"}, []string{"encounter", "created", "instantiatesCanonical"}},
	"CareTeam":            {[]string{"context"}, []string{"encounter", "telecom"}},
	"Composition":         {[]string{"class"}, []string{"category"}},
	"Condition":           {[]string{"assertedDate", "context"}, []string{"recordedDate", "encounter", "recorder"}},
	"Consent":             {[]string{"except", "purpose", "actor", "consentingParty", "period"}, []string{"provision", "scope", "performer"}},
	"Coverage":            {[]string{"grouping", "sequence"}, []string{"class", "costToBeneficiary"}},
	"Device":              {nil, []string{"deviceName", "serialNumber", "modelNumber"}},
	"DeviceRequest":       {nil, []string{"instantiatesCanonical"}},
	"DeviceUseStatement":  {[]string{"whenUsed", "indication"}, []string{"timing", "reasonCode", "reasonReference", "derivedFrom"}},
	"DiagnosticReport":    {[]string{"context", "image", "codedDiagnosis"}, []string{"encounter", "media", "conclusionCode", "resultsInterpreter"}},
	"DocumentManifest":    {nil, []string{"agent"}},
	"DocumentReference":   {[]string{"class", "created", "indexed"}, []string{"category", "date"}},
	"Encounter":           {[]string{"incomingReferral", "reason"}, []string{"reasonCode", "serviceType", "basedOn", "reasonReference"}},
	"Goal":                {[]string{"status"}, []string{"lifecycleStatus", "achievementStatus"}},
	"Immunization":        {[]string{"notGiven", "date", "practitioner", "explanation", "vaccinationProtocol"}, []string{"occurrenceDateTime", "occurrenceString", "protocolApplied", "performer", "reasonCode"}},
	"Medication":          {[]string{"package", "isBrand", "isOverTheCounter"}, []string{"batch", "amount"}},
	"MedicationDispense":  {[]string{"notDone"}, []string{"statusReasonCodeableConcept", "recorded"}},
	"MedicationRequest":   {[]string{"context", "definition"}, []string{"encounter", "statusReason", "doNotPerform", "reportedBoolean"}},
	"MedicationStatement": {[]string{"taken", "reasonNotTaken"}, []string{"statusReason"}},
	"NutritionOrder":      {nil, []string{"intent", "note"}},
	"Observation":         {[]string{"context", "related", "comment"}, []string{"encounter", "hasMember", "derivedFrom", "focus", "note"}},
	"Procedure":           {[]string{"context", "notDone", "notDoneReason"}, []string{"encounter", "statusReason", "recorder"}},
	"RelatedPerson":       {nil, []string{"communication"}},
	"Task":                {[]string{"context"}, []string{"encounter", "location", "insurance"}},
	"ProcedureRequest":    {[]string{"status"}, nil},
	"ReferralRequest":     {[]string{"status"}, nil},
	"DataElement":         {[]string{"status"}, nil},
	"ServiceRequest":      {nil, []string{"status", "intent", "code"}},
	"MolecularSequence":   {nil, []string{"coordinateSystem"}},
}

// tellVersion looks for members, cardinalities and code systems of one release.
func tellVersion(r *Resource) Version {
	t := tells[r.Type]
	for c := range r.Root.Children() {
		name := c.Name()
		for _, s := range t.stu3 {
			if s == name {
				return STU3
			}
		}
		for _, s := range t.r4 {
			if s == name {
				return R4
			}
		}
	}
	switch r.Type {
	case "Observation":
		if k := r.Root.Get("interpretation").Kind(); k != None {
			return either(k == Array, R4, STU3)
		}
	case "Condition", "AllergyIntolerance":
		for _, m := range []string{"clinicalStatus", "verificationStatus"} {
			if k := r.Root.Get(m).Kind(); k != None {
				return either(k == Object, R4, STU3)
			}
		}
	case "MedicationRequest", "MedicationDispense":
		if k := r.Root.Get("category").Kind(); r.Type == "MedicationRequest" && k != None {
			return either(k == Array, R4, STU3)
		}
		if r.Root.Path("requester", "agent").Ok() || r.Root.Path("performer", "onBehalfOf").Ok() {
			return STU3
		}
		if r.Root.Path("requester", "reference").Ok() {
			return R4
		}
	}
	return systemVersion(r.Root)
}

// systemVersion goes by the code systems that moved house between the releases.
func systemVersion(n Node) Version {
	d := n.d
	end := n.cell().end
	for i := int(n.i); i < len(d.cells) && d.cells[i].off < end; i++ {
		c := &d.cells[i]
		if c.kind != String || c.end-c.off < 22 {
			continue
		}
		switch s := d.src[c.off+1 : c.end-1]; {
		case c.name != "system" && c.name != "url":
		case strings.HasPrefix(s, "http://terminology.hl7.org/CodeSystem/"):
			return R4
		case strings.HasPrefix(s, "http://hl7.org/fhir/v3/"), strings.HasPrefix(s, "http://hl7.org/fhir/v2/"),
			s == "http://hl7.org/fhir/observation-category", s == "http://hl7.org/fhir/referencerange-meaning":
			return STU3
		case strings.HasPrefix(s, "http://nictiz.nl/fhir/StructureDefinition/"):
			name := s[len("http://nictiz.nl/fhir/StructureDefinition/"):]
			if strings.HasPrefix(name, "ext-") {
				return R4
			}
			if strings.HasPrefix(name, "zib-") || strings.HasPrefix(name, "gp-") || name == "code-specification" || name == "practitionerrole-reference" {
				return STU3
			}
		}
	}
	return Unknown
}

func either(cond bool, yes, no Version) Version {
	if cond {
		return yes
	}
	return no
}

// setVersions gives every resource in r its version: what itself tells, else what its
// neighbours are, else the hint.
func (r *Resource) setVersions(hint Version) {
	var count [8]int
	for x := range r.All() {
		if x.Type == "Bundle" || x.Type == "Parameters" {
			continue
		}
		x.Version = DetectVersion(x)
		count[x.Version&7]++
	}
	common := hint
	switch {
	case count[R4] > count[STU3]:
		common = R4
	case count[STU3] > count[R4]:
		common = STU3
	}
	for x := range r.All() {
		if x.Version != Unknown {
			continue
		}
		x.Version = common
		if x.Inside && x.Parent.Version != Unknown {
			x.Version = x.Parent.Version
		}
	}
}

// Assume gives the version to r and everything in it that could not be told.
func (r *Resource) Assume(v Version) {
	for x := range r.All() {
		if x.Version == Unknown {
			x.Version = v
		}
	}
}
