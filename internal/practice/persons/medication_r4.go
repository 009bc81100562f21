// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// Medicatieproces 9 in R4 (beta): the same building blocks as in STU3, and the regimen of a
// dosage that varies and each time that a medicine was given besides.

func (s *shelf) medicineR4(p product) ref {
	id := stableID(s.provider.Key, s.who.key, "Medication", s.mark+p.key)
	for _, r := range s.out {
		if r.Type == "Medication" && r.ID == id {
			return ref{to: "Medication/" + id, display: p.name, kind: "Medication"}
		}
	}
	return s.putR4("Medication", p.key, p.name, "meta", profile(nictiz+"mp-PharmaceuticalProduct"), "code", worded(p.name, p.codes...))
}

func (p product) amountR4(v string) obj {
	if v == "" {
		return nil
	}
	return obj{"extension", list{ext(hl7+"iso21090-PQ-translation", "valueQuantity", unitsOf(p, v))},
		"value", num(v), "unit", p.unit.display, "system", sysUCUM, "code", "1"}
}

// jsonR4 is the dosage as R4 has it.
func (d dose) jsonR4(p product) list {
	one := func(sequence int, timing obj, low, high string) obj {
		amount := obj{"doseQuantity", p.amountR4(low)}
		if high != "" {
			amount = obj{"doseRange", obj{"low", p.amountR4(low), "high", p.amountR4(high)}}
		}
		var need obj
		if d.asNeeded {
			need = worded("zo nodig", code{sysNHG25, "1137", "zo nodig"})
		}
		var extra list
		if d.also != "" {
			extra = list{worded(d.also, code{"http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "OTH", "overig"})}
		}
		return obj{"sequence", sequence, "additionalInstruction", extra, "timing", timing, "asNeededCodeableConcept", need,
			"route", concept(p.route), "doseAndRate", list{amount}}
	}
	if len(d.steps) == 0 {
		var timing obj
		if d.times > 0 {
			timing = obj{"repeat", obj{"frequency", d.times, "period", max(1, d.every), "periodUnit", d.period}}
		}
		return list{one(1, timing, d.amount, d.high)}
	}
	out := list{}
	for i, st := range d.steps {
		out = append(out, one(i+1, obj{"repeat", obj{"boundsDuration", lasting(st.days), "frequency", st.times, "period", 1, "periodUnit", "d"}}, st.amount, ""))
	}
	return out
}

func (s *shelf) treatmentR4(p product) obj {
	return ext(nictiz+"ext-PharmaceuticalTreatment.Identifier", "valueIdentifier", obj{
		"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.77.1.1", "value", s.treatment(p)})
}

// rendered is what the R4 building blocks say about when and how.
func (s *shelf) rendered(on time.Time, hour int, text, from, until string, p product) list {
	l := list{ext(nictiz+"ext-RegistrationDateTime", "valueDateTime", clockTime(on, max(hour, 9), 30))}
	if text != "" {
		l = append(l, ext(nictiz+"ext-RenderedDosageInstruction", "valueString", text))
	}
	return append(l, ext(nictiz+"ext-TimeInterval.Period", "valuePeriod", obj{"start", from, "end", until}), s.treatmentR4(p))
}

var (
	stopped     = sct("410546004", "stopgezet")
	interrupted = sct("385655000", "onderbroken")
)

// agreeR4 is a medication agreement; regimen makes it the regimen of a varying dosage that
// belongs to an agreement.
func (s *shelf) agreeR4(a agreement, regimen bool) ref {
	url, category := "mp-MedicationAgreement", sct("33633005", "voorschrijven van geneesmiddel")
	if regimen {
		url, category = "mp-VariableDosingRegimen", sct("395067002", "optimaliseren van dosering van medicatie")
	}
	var modifiers, reasons, before list
	if (a.stop != code{}) {
		modifiers = list{ext(nictiz+"ext-StopType", "valueCodeableConcept", concept(a.stop))}
	}
	if (a.change != code{}) {
		reasons = list{concept(a.change)}
	}
	prior := a.follows
	if regimen {
		before, prior = list{a.follows}, ref{}
	}
	return s.putR4("MedicationRequest", a.name, a.what.name,
		"meta", profile(nictiz+url),
		"extension", s.rendered(a.on, a.hour, a.how.text, a.from, a.until, a.what),
		"modifierExtension", modifiers,
		"identifier", s.identifier("MedicationRequest", a.name),
		"status", "unknown",
		"intent", "order",
		"category", list{concept(category)},
		"medicationReference", s.medicineR4(a.what),
		"subject", s.patient,
		"requester", s.staff(a.by),
		"reasonCode", reasons,
		"basedOn", before,
		"note", notes(a.note),
		"dosageInstruction", a.how.jsonR4(a.what),
		"priorPrescription", prior,
	)
}

func (s *shelf) requestsR4(v supply) ref {
	var about list
	if v.about.to != "" {
		about = list{v.about}
	}
	return s.putR4("MedicationRequest", "verzoek-"+v.name, v.what.name,
		"meta", profile(nictiz+"mp-DispenseRequest"),
		"extension", list{s.treatmentR4(v.what)},
		"identifier", s.identifier("MedicationRequest", "verzoek-"+v.name),
		"status", "unknown",
		"intent", "order",
		"category", list{concept(sct("52711000146108", "verstrekkingsverzoek"))},
		"medicationReference", s.medicineR4(v.what),
		"subject", s.patient,
		"authoredOn", clockTime(v.on, 13, 0),
		"requester", s.staff(v.by),
		"basedOn", about,
		"note", notes(v.note),
		"dispenseRequest", obj{"quantity", v.what.amountR4(v.amount)},
	)
}

func (s *shelf) handR4(h handout) ref {
	return s.putR4("MedicationDispense", h.name, h.what.name,
		"meta", profile(nictiz+"mp-AdministrationAgreement"),
		"extension", s.rendered(h.on, 14, h.how.text, h.from, h.until, h.what),
		"identifier", s.identifier("MedicationDispense", h.name),
		"status", "unknown",
		"category", concept(sct("422037009", "toedieningsafspraak")),
		"medicationReference", s.medicineR4(h.what),
		"subject", s.patient,
		"performer", list{obj{"actor", s.org}},
		"note", notes(h.note),
		"dosageInstruction", h.how.jsonR4(h.what),
	)
}

func (s *shelf) dispensedR4(v supply) ref {
	return s.putR4("MedicationDispense", "verstrekking-"+v.name, v.what.name,
		"meta", profile(nictiz+"mp-MedicationDispense"),
		"extension", list{s.treatmentR4(v.what)},
		"identifier", s.identifier("MedicationDispense", "verstrekking-"+v.name),
		"status", "completed",
		"category", concept(sct("373784005", "verstrekken van medicatie")),
		"medicationReference", s.medicineR4(v.what),
		"subject", s.patient,
		"performer", list{obj{"actor", s.org}},
		"quantity", v.what.amountR4(v.amount),
		"daysSupply", lasting(v.days),
		"whenHandedOver", clockTime(v.on, 15, 10),
		"note", notes(v.note),
	)
}

func (s *shelf) usesR4(u usage) ref {
	var modifiers, why list
	if u.status == "stopped" {
		modifiers = list{ext(nictiz+"ext-StopType", "valueCodeableConcept", concept(stopped))}
	}
	if (u.reason != code{}) {
		why = list{concept(u.reason)}
	}
	return s.putR4("MedicationStatement", u.name, u.what.name,
		"meta", profile(nictiz+"mp-MedicationUse2"),
		"extension", list{
			ext(nictiz+"ext-RenderedDosageInstruction", "valueString", u.how.text),
			ext(nictiz+"ext-AsAgreedIndicator", "valueBoolean", u.asAgreed),
			s.treatmentR4(u.what),
			ext(nictiz+"ext-MedicationUse2.Author", "valueReference", s.patient),
		},
		"modifierExtension", modifiers,
		"identifier", s.identifier("MedicationStatement", u.name),
		"status", u.status,
		"category", concept(sct("422979000", "bevinding betreffende gedrag met betrekking tot medicatieregime")),
		"medicationReference", s.medicineR4(u.what),
		"subject", s.patient,
		"effectivePeriod", obj{"start", u.from, "end", u.until},
		"dateAsserted", clockTime(u.on, 20, 0),
		"informationSource", s.patient,
		"reasonCode", why,
		"note", notes(u.note),
		"dosage", u.how.jsonR4(u.what),
	)
}

// gaveR4 is one time that a medicine was given.
func (s *shelf) gaveR4(name string, p product, on time.Time, hour int, amount, by, note string) ref {
	return s.putR4("MedicationAdministration", name, p.name,
		"meta", profile(nictiz+"mp-MedicationAdministration2"),
		"extension", list{ext(nictiz+"ext-RegistrationDateTime", "valueDateTime", clockTime(on, hour, 5)), s.treatmentR4(p)},
		"identifier", s.identifier("MedicationAdministration", name),
		"status", "completed",
		"category", concept(sct("18629005", "toediening van medicatie")),
		"medicationReference", s.medicineR4(p),
		"subject", s.patient,
		"effectiveDateTime", clockTime(on, hour, 0),
		"performer", list{obj{"actor", s.staff(by)}},
		"note", notes(note),
		"dosage", obj{"route", concept(p.route), "dose", p.amountR4(amount)},
	)
}
