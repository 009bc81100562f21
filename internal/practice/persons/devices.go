// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// aid is a medical device and its use.
type aid struct {
	name    string
	what    code
	text    string
	since   string
	until   string
	why     ref
	site    code
	side    code
	serial  string
	udi     string
	expires string
	note    string
	by      string // worker who handed it out
	status  string
}

// gadget puts the device itself.
func (s *shelf) gadget(a aid) ref {
	what, display := concept(a.what), a.what.display
	if a.text != "" {
		what, display = worded(a.text, a.what), a.text
		if (a.what == code{}) {
			what = obj{"text", a.text}
		}
	}
	ids := s.identifier("Device", a.name)
	if a.serial != "" {
		ids = list{obj{"type", concept(code{"http://hl7.org/fhir/identifier-type", "SNO", "Serial Number"}), "value", a.serial}}
	}
	var udi obj
	if a.udi != "" {
		udi = obj{"deviceIdentifier", a.udi, "carrierHRF", "(01)" + a.udi + "(21)" + a.serial}
	}
	return s.put("Device", a.name, display,
		"meta", profile(nictiz+"zib-MedicalDeviceProduct"),
		"identifier", ids,
		"udi", udi,
		"type", what,
		"expirationDate", a.expires,
		"patient", s.patient,
	)
}

func (s *shelf) wears(a aid) ref {
	if a.status == "" {
		a.status = "active"
	}
	device := s.gadget(a)
	extensions := list{ext(nictiz+"zib-MedicalDevice-Organization", "valueReference", s.org)}
	if a.by != "" {
		w := s.staff(a.by)
		extensions = append(extensions, ext(nictiz+"zib-MedicalDevice-Practitioner", "valueReference", w))
	}
	var why, site obj
	if a.why.to != "" {
		why = obj{"extension", list{ext(nictiz+"zib-MedicalDevice-Problem", "valueReference", a.why)}}
	}
	site = bodySite(a.site, a.side)
	s.put("DeviceUseStatement", a.name, device.display,
		"meta", profile(nictiz+"zib-MedicalDevice"),
		"extension", extensions,
		"identifier", s.identifier("DeviceUseStatement", a.name),
		"status", a.status,
		"subject", s.patient,
		"whenUsed", obj{"start", a.since, "end", a.until},
		"device", device,
		"indication", list{why},
		"bodySite", site,
		"note", notes(a.note),
	)
	return device
}

// orderDevice is a device that has been asked for.
func (s *shelf) orderDevice(a aid, expected string) ref {
	device := s.gadget(a)
	var why list
	if a.why.to != "" {
		why = list{a.why}
	}
	return s.put("DeviceRequest", a.name, device.display,
		"meta", profile(nictiz+"zib-MedicalDeviceRequest"),
		"identifier", s.identifier("DeviceRequest", a.name),
		"status", "active",
		"_status", spec(sct("385644000", "Aangevraagd")),
		"intent", concept(code{"http://hl7.org/fhir/request-intent", "order", "Order"}),
		"codeReference", device,
		"subject", s.patient,
		"occurrenceDateTime", expected,
		"reasonReference", why,
		"note", notes(a.note),
	)
}

// plannedProcedure is a procedure that has been asked for and not done.
func (s *shelf) plannedProcedure(name string, what code, words, on string, why ref, note string) ref {
	c, display := concept(what), what.display
	if words != "" {
		c, display = worded(words, what), words
	}
	var reasons list
	if why.to != "" {
		reasons = list{why}
	}
	return s.put("ProcedureRequest", name, display,
		"meta", profile(nictiz+"zib-ProcedureRequest"),
		"identifier", s.identifier("ProcedureRequest", name),
		"status", "active",
		"_status", spec(code{sysActStatus, "new", "Aangevraagd"}),
		"intent", "plan",
		"code", c,
		"subject", s.patient,
		"occurrencePeriod", obj{"start", on},
		"performer", s.org,
		"reasonReference", reasons,
		"note", notes(note),
	)
}

// meeting is an appointment.
type meeting struct {
	name    string
	on      time.Time
	hour    int
	minutes int
	with    string // worker
	where   string
	what    string
	prepare string // what the person has to do before
	status  string // "booked" where empty
	phone   bool
	comment string
}

func (s *shelf) appointment(m meeting) ref {
	if m.status == "" {
		m.status = "booked"
	}
	doctor := s.staff(m.with)
	var specialty code
	for _, w := range s.team() {
		if w.key == m.with {
			specialty = w.specialty
		}
	}
	kind := code{sysActCode, "AMB", "Poliklinisch"}
	if m.phone {
		kind = code{sysActCode, "VR", "Telefonisch of beeldbellen"}
	}
	start := clockTime(m.on, m.hour, 20)
	end := clockTime(m.on, m.hour, 20+m.minutes)
	var extensions list
	if m.prepare != "" {
		extensions = list{ext(nictiz+"eAfspraak-Appointment-PatientInstructions", "valueString", m.prepare)}
	}
	people := list{
		obj{"actor", s.patient, "status", "accepted"},
		obj{"actor", doctor, "status", "accepted"},
	}
	if m.where != "" {
		people = append(people, obj{"actor", s.location(m.where), "status", "accepted"})
	}
	if m.status == "proposed" {
		start, end = "", ""
	}
	return s.put("Appointment", m.name, m.what,
		"meta", profile(nictiz+"eAfspraak-Appointment"),
		"extension", extensions,
		"identifier", s.identifier("Appointment", m.name),
		"status", m.status,
		"specialty", list{concept(specialty)},
		"appointmentType", concept(kind),
		"description", m.what,
		"start", start,
		"end", end,
		"comment", m.comment,
		"participant", people,
	)
}
