// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// The building blocks that only Medicatieproces 9 has: what was asked of the pharmacy and
// what was handed over.

// supply is an amount of a medicine: asked for (a dispense request) or handed over (a dispense).
type supply struct {
	name   string
	what   product
	amount string    // in units of the product
	on     time.Time // asked or handed over
	days   int       // how long it lasts
	again  int       // how often it may be repeated
	about  ref       // agreement that is behind it
	by     string
	note   string
}

func unitsOf(p product, v string) obj {
	return obj{"value", num(v), "unit", p.unit.display, "system", p.unit.system, "code", p.unit.code}
}

func lasting(days int) obj {
	if days == 0 {
		return nil
	}
	return obj{"value", days, "unit", "dag", "system", sysUCUM, "code", "d"}
}

func (s *shelf) treatmentExtension(p product) obj {
	return ext(nictiz+"zib-Medication-MedicationTreatment", "valueIdentifier", obj{
		"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.77.1.1", "value", s.treatment(p)})
}

func (s *shelf) requests(v supply) ref {
	by := s.owner()
	if v.by != "" {
		by = s.staff(v.by)
	}
	extensions := list{s.treatmentExtension(v.what)}
	if v.about.to != "" {
		extensions = append(extensions, ext(nictiz+"zib-DispenseRequest-RelatedMedicationAgreement", "valueReference", v.about))
	}
	var repeats any
	if v.again > 0 {
		repeats = v.again
	}
	return s.put("MedicationRequest", "verzoek-"+v.name, v.what.name,
		"meta", profile(nictiz+"zib-DispenseRequest"),
		"extension", extensions,
		"identifier", s.identifier("MedicationRequest", "verzoek-"+v.name),
		"intent", "order",
		"category", worded("Verstrekkingsverzoek", sct("52711000146108", "verstrekkingsverzoek")),
		"medicationReference", s.medicine(v.what),
		"subject", s.patient,
		"authoredOn", clockTime(v.on, 11, 45),
		"requester", obj{"agent", by},
		"note", notes(v.note),
		"dispenseRequest", obj{"numberOfRepeatsAllowed", repeats, "quantity", unitsOf(v.what, v.amount), "expectedSupplyDuration", lasting(v.days)},
	)
}

func (s *shelf) dispensed(v supply) ref {
	return s.put("MedicationDispense", "verstrekking-"+v.name, v.what.name,
		"meta", profile(nictiz+"zib-Dispense"),
		"extension", list{s.treatmentExtension(v.what)},
		"identifier", s.identifier("MedicationDispense", "verstrekking-"+v.name),
		"category", worded("Medicatieverstrekking", sct("373784005", "verstrekken van medicatie")),
		"medicationReference", s.medicine(v.what),
		"subject", s.patient,
		"performer", list{obj{"actor", s.org}},
		"quantity", unitsOf(v.what, v.amount),
		"daysSupply", lasting(v.days),
		"whenHandedOver", clockTime(v.on, 15, 10),
		"note", notes(v.note),
	)
}

// step is one part of a dosage that changes by itself.
type step struct {
	days   int
	times  int
	amount string
}

// tapering is a dosage in steps; the text tells all of them.
func tapering(text string, steps ...step) dose { return dose{text: text, steps: steps} }

func (d dose) stepwise(p product, amount func(string) any) list {
	out := list{}
	for i, st := range d.steps {
		text := ""
		if i == 0 {
			text = d.text
		}
		out = append(out, obj{"sequence", i + 1, "text", text,
			"timing", obj{"repeat", obj{"boundsDuration", lasting(st.days), "frequency", st.times, "period", 1, "periodUnit", "d"}},
			"route", concept(p.route), "doseQuantity", amount(st.amount)})
	}
	return out
}
