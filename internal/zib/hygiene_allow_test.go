// SPDX-License-Identifier: EUPL-1.2

package zib

import "regexp"

// allowance is one exception: faults of a kind, in blocks, at places, with a text, in files, and
// why that is right. Each must be needed, else the test fails.
type allowance struct {
	kind, block, where, what, file *regexp.Regexp
	why                            string
}

// allow makes an allowance; "" stands for anything.
func allow(kind, block, where, what, file, why string) allowance {
	re := func(s string) *regexp.Regexp {
		if s == "" {
			return regexp.MustCompile("")
		}
		return regexp.MustCompile("^(?:" + s + ")$")
	}
	return allowance{re(kind), re(block), re(where), re(what), re(file), why}
}

// allowed returns the number of the allowance for a fault, -1 where there is none.
func allowed(f fault) int {
	for i, a := range allowances {
		if a.kind.MatchString(f.kind) && a.block.MatchString(f.block) && a.where.MatchString(f.where) && a.what.MatchString(f.what) && a.file.MatchString(f.file) {
			return i
		}
	}
	return -1
}

const foreign = "(R4|STU3)/edge-cases/.*" // test files of HL7 international, in English and Portuguese

var allowances = []allowance{
	// The shelf and the title say it.
	allow("lost concept", "", `Observation\.category`, "", "", "the category chooses the shelf"),
	allow("lost concept", "", `MedicationRequest\.category|MedicationDispense\.category|MedicationStatement\.category|MedicationAdministration\.category|.*\[ext-ResourceCategory\].*`, "", "",
		"the category of a medicine item is its block, and its block is named"),
	allow("lost concept", "TreatmentDirective|AdvanceDirective", `Consent\.category`, "", "", "the category is the block, or the title says it more exactly"),
	allow("lost concept", "AdvanceDirective", `Consent\.scope`, "", "", "the block says it: a living will"),
	allow("lost concept", "TreatmentDirective", `Consent\.provision\.actor\.role`, "consenter", "", "the label says that it was agreed with them"),
	allow("lost concept", "DocumentReference", `DocumentReference\.type`, "Samenvattende ontslagbrief", "", "the title that the provider gave says it"),
	allow("lost concept", "GPEncounterReport", `Composition\.type`, "", "", "the block says it: a report of the GP"),
	allow("lost concept", "GPEncounterReport|Composition", `Composition(\.section)+\.code`, "", "", "a section without content, or with the title that its writer gave it"),
	allow("lost text", "GPEncounterReport", `Composition\.title`, "", "", "the title repeats the kind and the date, or the problem that our title says in plain words"),
	allow("lost text", "Composition|GPEncounterReport", `Composition(\.section)+\.title`, "", "", "a section is named by our word for its code, or has no content"),
	// Names, addresses and numbers.
	allow("lost text", "Patient|HealthProfessional|ContactPerson", `.*\.name\.given`, `([A-Z][a-z]?\.?)+`, "", "initials of a name that is written out"),
	allow("lost text", "HealthProfessional", `Practitioner\.name\.given`, "", "", "the name as the provider wrote it, or the name somebody is called by, is enough"),
	allow("lost text", "Patient", `Patient\.name\.family`, "", "", "the name as the provider wrote it in full"),
	allow("lost text", "HealthcareProvider", `Organization\.address\.text`, "", "", "the same address in its parts"),
	allow("lost concept", "", `.*address\[.*\]\.valueCodeableConcept`, "Nederland|Netherlands|the Netherlands", "", "an address without a country is a Dutch one"),
	allow("lost date", "HealthProfessional", `Practitioner\.address\.period\.start`, "", "", "since when a care provider has an address"),
	allow("lost text", "", `.*\[ext-EdifactReferenceNumber\]\.valueString`, `\d+`, "", "a number for software"),
	allow("lost number", "Location", `Location\.position\.(latitude|longitude)`, "", "", "the address says where it is"),
	allow("lost number", "", `.*\.repeat\.(period|frequency)`, "1", "", `"elke dag", "per week": the period is one, and once each time`),
	allow("lost (number|unit)", "", `Observation\[observation-eventTiming\]\[offset\]\.valueQuantity`, "0.*", "", "no time before or after: the moment itself"),
	allow("own id", "Patient", "", ".*XXX-TEST-[A-Z].*", "", "the family name of a test patient is also its id"),
	allow("raw date", "MedicationAgreement|Goal|TreatmentObjective", "Gebruik|How to use it|Opmerking|Remark|title|Beschrijving|Description", "", "", "somebody wrote the date like this in a text"),
	// What only says that all is as usual.
	allow("lost concept", "", `.*\.referenceRange\.type`, "Normal [Rr]ange|normale waarden|normal range", "", "the label says that these are the normal values"),
	allow("lost concept", "DocumentReference", `DocumentReference\.securityLabel`, "Normal|gewoon|normal", "", "only an unusual confidentiality is worth a word"),
	allow("lost concept", "", `Encounter\.participant\.type|Procedure\.performer\.role`, "[Pp]erformer|[Uu]itvoerder", "", "the label says that they did it"),
	allow("lost concept", "MedicalDeviceRequest", `DeviceRequest\.intent`, "Order|opdracht|order", "", "the block says that it was asked for"),
	allow("lost concept", "O2Saturation|BloodGlucose|LivingSituation|FamilySituation|FamilySituationChild|BodyMassIndex|Mobility|AbilityTo[A-Za-z]*", `Observation\.code`, "", "",
		"the title is the plain name of the block, and the code is the one that the block is about"),
	allow("lost concept", "Pregnancy", `Condition\.code`, "bevinding betreffende zwangerschap|pregnancy", "", "the title says: zwangerschap"),
	allow("lost concept", "MedicalDevice|Problem|Procedure|ProcedureRequest", `.*\.bodySite\[BodySite-Qualifier\]\.valueCodeableConcept`, "Rechts|right", "", "the place says the side by itself: rechteroor"),
	allow("lost concept", "AllergyIntolerance", `AllergyIntolerance\[code-specification\].*`, "Achterhaald|Obsolete|Niet meer aanwezig", "", "the status says it in other words: no longer true, over"),
	// What others wrote: test files in English, and titles, remarks and addresses of people.
	allow("English", "", "", "", foreign, "test files in English"),
	allow("English", "", "", ".*@.*", "", "a mail address or the name of an organization"),
	allow("English", "Document(Reference|Manifest)", "title|Beschrijving|Document(en)?", ".*[Dd]ischarge [Ss]ummary", "", "the title that the provider gave a letter"),
	allow("English", "OrderData|ProcedureRequest", "Waarvoor", "Follow-up bij .*|Pigmented nevus, .*", "", "the reason as the provider wrote it"),
	allow("English", "Appointment", "Wat u moet weten", "Please park .*", "", "a remark as the provider wrote it"),
	allow("English", "SurveillanceDecision", "Waarschuwing", "Monitor the use of .*", "", "a remark as the provider wrote it"),
	allow("English", "HealthcareProvider|DispenseRequest", "title|Apotheek", "Only address type .*", "", "the name of a test pharmacy"),
	allow("English", "ParticipationInSociety", "Uitslag|Vrije tijd|Onderdelen", ".*Nordic walking", "", "a hobby that has no other name in Dutch"),
	allow("English", "GeneralMeasurement|CareTeam", "Hoort ook bij|Tijdens", ".*(Health of the Nation|Drug and alcohol).*", "", "the name of something that was not sent along, as the provider wrote it"),
	allow("English", "Goal|TreatmentObjective", "title|Beschrijving", "Target is .*", "", "a goal as somebody wrote it"),
	allow("English", "Media", "Opmerking", "Lorem ipsum .*", "", "a remark without meaning"),
	allow("English", "Task|Questionnaire|QuestionnaireResponse", "", ".*Patient Health Questionnaire.*", "", "the name of a questionnaire"),
	allow("English", "CarePlan", "Doel", "Target is .*", "", "a goal as somebody wrote it"),
	allow("lost text", "Task", `Task\.(input|output)\.type\.text`, "Subject|Questionnaire(Response)?", "", "the type of the resource that is named: its title is shown"),
	allow("lost text", "Questionnaire", `Questionnaire\.name`, "", "", "a name for software: the title is the one for people"),
	allow("lost (text|number|unit|concept)", "Questionnaire", `Questionnaire(\.useContext.*|\.jurisdiction|(\.item)*\[.*\].*)`, "", "", "how software chooses, fills and checks a form: the questions are shown"),
	allow("bare code", "QuestionnaireResponse", "label", "LinkedIn", "", "a name that is written like this"),
	allow("bare code|filler|url|reference", "", "", "", foreign, "texts of test files of HL7"),
}
