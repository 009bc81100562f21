// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"encoding/base64"
	"time"

	"regie/internal/practice/dossier"
)

const medmijSD = "http://medmij.nl/fhir/StructureDefinition/"

// images puts the studies of a person at a provider: what the radiologist says, and where the images are.
func (s *shelf) images(doctor string, words map[string]string) {
	t := s.inR4(dossier.Images)
	for _, study := range dossier.Studies() {
		if study.Person != s.who.key || study.Provider != s.provider.Key {
			continue
		}
		on := s.ago(study.Years, study.Months, 0)
		kind := sct("168537006", "röntgenfoto")
		author := list{t.staff(doctor), t.org}
		context := func(event list) obj {
			return obj{"event", event, "period", obj{"start", day(on)},
				"facilityType", concept(code{"http://nictiz.nl/fhir/NamingSystem/organization-type", "V4", "Ziekenhuis"}),
				"practiceSetting", concept(sct("394914008", "radiologie")), "sourcePatientInfo", t.patient,
				"related", list{obj{"identifier", obj{"type", concept(code{"urn:ietf:rfc:3986", "urn:ihe:iti:xds:2016:studyInstanceUID", ""}), "system", "urn:dicom:uid", "value", "urn:oid:" + study.UID}}}}
		}
		safe := list{concept(code{"http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "N", "normal"})}
		pdf := s.pdf(letter{name: study.Part, kind: radiology, title: "Verslag " + study.Title, on: on, by: doctor, to: "Huisartsenpraktijk De Oefenhoek", body: []part{{heading: "Verslag", text: words[study.Part]}}})
		file := t.putR4("Binary", "verslag-"+study.Part, "Verslag", "contentType", "application/pdf", "data", base64.StdEncoding.EncodeToString(pdf))
		t.putR4("DocumentReference", "verslag-"+study.Part, "Verslag "+study.Title,
			"meta", profile(medmijSD+"bbs-DocumentReference"),
			"masterIdentifier", obj{"system", "urn:ietf:rfc:3986", "value", "urn:uuid:" + stableID(s.provider.Key, s.who.key, "verslag", study.Part)},
			"status", "current", "type", worded("Verslag "+study.Title, kind),
			"category", list{concept(code{"urn:oid:1.3.6.1.4.1.19376.1.2.6.1", "REPORTS", "Reports"})},
			"subject", t.patient, "date", clockTime(on, 15, 30), "author", author, "securityLabel", safe,
			"content", list{obj{"attachment", obj{"contentType", "application/pdf", "language", "nl", "url", file.to, "title", "Verslag " + study.Title, "creation", clockTime(on, 15, 30)},
				"format", code{"http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode", "urn.ihe.rad:PDF", ""}}},
			"context", context(nil))
		t.putR4("DocumentReference", "beeld-"+study.Part, study.Title,
			"meta", profile(medmijSD+"bbs-DocumentReference"),
			"masterIdentifier", obj{"system", "urn:dicom:uid", "value", "urn:oid:" + study.KOS},
			"status", "current", "type", worded(study.Title, kind),
			"category", list{concept(code{"urn:oid:1.3.6.1.4.1.19376.1.2.6.1", "IMAGES", "Images"})},
			"subject", t.patient, "date", clockTime(on, 11, 0), "author", author, "securityLabel", safe,
			"content", list{obj{"attachment", obj{"contentType", "application/dicom+json", "language", "nl", "url", study.Path(), "title", study.Title, "creation", clockTime(on, 11, 0)},
				"format", code{"http://dicom.nema.org/resources/ontology/DCMUID", "1.2.840.10008.5.1.4.1.1.88.59", ""}}},
			"context", context(list{concept(code{"http://dicom.nema.org/resources/ontology/DCM", study.Modality, "Digitale röntgenfoto"})}))
	}
}

// pathology is a mole that was taken away and looked at.
func (s *shelf) pathology(on time.Time) {
	t := s.inR4(dossier.Pathology)
	category := list{concept(sct("108257001", "pathologisch-anatomische verrichting"))}
	what := sct("252416005", "histopathologisch onderzoek")
	jar := t.putR4("Specimen", "huid", "Huidstukje rug", "meta", profile(medmijSD+"path-Request.Specimen"), "type", obj{"text", "Huidstukje rug"}, "subject", t.patient,
		"receivedTime", day(on), "collection", obj{"collectedDateTime", day(on), "method", obj{"text", "excisie"}, "bodySite", concept(sct("77568009", "rug"))})
	request := t.putR4("ServiceRequest", "huid", "Aanvraag weefselonderzoek", "meta", profile(medmijSD+"path-Request"), "status", "completed", "intent", "order", "category", category,
		"code", concept(what), "subject", t.patient, "authoredOn", day(on), "requester", t.staff("dermatoloog"), "reasonCode", list{obj{"text", "Donkere moedervlek, de laatste maanden gegroeid. Graag beoordeling en snijvlakken."}}, "specimen", list{jar})
	results := list{}
	for _, o := range []struct {
		name, url string
		what      code
		value     code
		words     string
	}{
		{"gegevens", "path-Report.ClinicalInformation", sct("404684003", "klinische bevinding"), code{}, "Man met een gegroeide moedervlek op de rug, 8 millimeter."},
		{"macro", "path-Report.Macroscopy", sct("168126000", "macroscopie van monster"), code{}, "Huidstukje van 16 bij 9 millimeter met een bruine plek van 7 millimeter."},
		{"micro", "path-Report.Microscopy", sct("395538009", "microscopie van monster"), code{}, "Moedervlek met wat onrustige cellen in de opperhuid. Geen melanoom. Snijranden vrij, kleinste afstand 2 millimeter."},
		{"plaats", "path-Report.ProtocolDataItem", sct("399687005", "locatie van primaire afwijking"), sct("77568009", "rug"), ""},
		{"aard", "path-Report.ProtocolDataItem", sct("371441004", "histologisch type"), sct("254818000", "dysplastische naevus"), ""},
		{"rand", "path-Report.ProtocolDataItem", sct("395535007", "status van snijvlak"), sct("55182004", "snijvlak vrij van afwijking"), ""},
	} {
		var value, text obj
		if (o.value != code{}) {
			value = concept(o.value)
		}
		if o.words != "" {
			text = obj{"status", "additional", "div", `<div xmlns="http://www.w3.org/1999/xhtml"><div>` + o.words + `</div></div>`}
		}
		results = append(results, t.putR4("Observation", "huid-"+o.name, o.what.display, "meta", profile(medmijSD+o.url), "text", text, "status", "final",
			"code", concept(o.what), "subject", t.patient, "effectiveDateTime", day(on), "valueCodeableConcept", value, "specimen", jar))
	}
	t.putR4("DiagnosticReport", "huid", "Uitslag weefselonderzoek", "meta", profile(medmijSD+"path-Report"), "identifier", t.identifier("DiagnosticReport", "huid"), "basedOn", list{request},
		"status", "final", "category", category, "code", concept(what), "subject", t.patient, "effectivePeriod", obj{"start", day(on), "end", day(on.AddDate(0, 0, 6))},
		"resultsInterpreter", list{t.staff("patholoog")}, "specimen", list{jar}, "result", results,
		"conclusion", "Dysplastische naevus van de rug, helemaal verwijderd. Geen melanoom.")
}

// referred is a referral of the GP, as a letter in parts with the request and the task for the other provider.
type referred struct {
	name, to     string
	problem      code
	since        string
	on           time.Time
	why, treated string
	ask, also    string
}

func (s *shelf) refers(r referred) {
	t := s.inR4(dossier.Referral)
	problem := t.putR4("Condition", r.name, r.problem.display, "meta", profile(nictiz+"nl-core-Problem"),
		"clinicalStatus", concept(code{"http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Actief"}),
		"category", list{concept(sct("282291009", "diagnose"))}, "code", concept(r.problem), "subject", t.patient, "onsetDateTime", r.since)
	sections := list{}
	for _, x := range []struct {
		title string
		what  code
		text  string
		entry list
	}{
		{"Reden van verwijzing", sct("440378000", "verwijzing voor"), r.why, list{problem}},
		{"Behandeling tot nu toe", sct("108631000146107", "behandeling lopende"), r.treated, nil},
		{"Vraag", sct("240471000146100", "toelichting op aard van verwijzing"), r.ask, nil},
		{"Verder van belang", sct("159121000146100", "toelichting op voorgesteld beleid"), r.also, nil},
	} {
		if x.text != "" {
			sections = append(sections, obj{"extension", list{ext(nictiz+"ext-TextValue", "valueString", x.text)}, "title", x.title, "code", concept(x.what), "entry", x.entry})
		}
	}
	letter := t.putR4("Composition", r.name, "Verwijsbrief", "meta", profile(nictiz+"hg-ReferralComposition"), "status", "final",
		"type", concept(loinc("57133-1", "Verwijsbrief")), "subject", t.patient, "date", day(r.on), "author", list{t.staff("huisarts")}, "title", "Verwijsbrief voor "+r.to,
		"section", list{obj{"title", "Kern", "code", concept(sct("406550009", "samenvatting van zorgvraag")), "section", sections}})
	request := t.putR4("ServiceRequest", r.name, "Verwijzing naar "+r.to, "meta", profile(nictiz+"hg-ReferralServiceRequest"), "status", "completed", "intent", "order",
		"category", list{concept(code{"urn:oid:2.16.840.1.113883.2.4.4.30.69", "1", "Verwijsbrief"})}, "subject", t.patient, "authoredOn", day(r.on),
		"requester", t.staff("huisarts"), "performer", list{obj{"display", r.to}}, "reasonReference", list{problem}, "supportingInfo", list{letter})
	t.putR4("Task", "verwijzing-"+r.name, "Verwijzing naar "+r.to, "meta", profile(nictiz+"hg-ReferralTask"), "status", "completed", "intent", "order",
		"code", concept(sct("3457005", "verwijzen van patiënt")), "focus", request, "for", t.patient, "authoredOn", day(r.on), "requester", t.staff("huisarts"), "owner", obj{"display", r.to})
}

// corrects is a message about what is wrong in the record: of the person, or the answer to it.
func (s *shelf) corrects(name, topic, words string, on time.Time, answer ref) ref {
	t := s.inR4(dossier.Corrections)
	from, to := t.patient, t.org
	kind := code{"https://hl7.org/fhir/uv/fhir-patient-correction/CodeSystem/PatientCorrectionCommunicationTypes", "medRecCxReq", "Verzoek om wijziging"}
	var before list
	if answer.to != "" {
		from, to, before = t.org, t.patient, list{answer}
	}
	return t.putR4("Communication", name, topic, "meta", profile(nictiz+"dwv-PatientCorrectionsCommunication"), "identifier", t.identifier("Communication", name),
		"inResponseTo", before, "status", "completed", "category", list{concept(kind)}, "subject", t.patient, "topic", obj{"text", topic}, "sent", clockTime(on, 10, 30),
		"recipient", list{to}, "sender", from, "payload", list{obj{"contentString", words}})
}
