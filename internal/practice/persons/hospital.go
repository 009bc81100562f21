// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// diagnosis is a problem, complaint or finding as a hospital records it.
type diagnosis struct {
	name   string
	what   code
	text   string // words besides or instead of the code
	kind   code   // diagnosis, complaint…; diagnosis where empty
	since  string
	until  string
	past   bool
	sure   string // FHIR verificationStatus; "confirmed" where empty
	site   code
	side   code
	note   string
	doctor string
}

var (
	left      = sct("7771000", "links")
	right     = sct("24028007", "rechts")
	complaint = sct("409586006", "klacht")
	finding   = sct("404684003", "bevinding")

	certainties = map[string]code{
		"confirmed":        sct("410605003", "aanwezigheid bevestigd (kwalificatiewaarde)"),
		"provisional":      sct("415684004", "verdenking op (kwalificatiewaarde)"),
		"refuted":          sct("410516002", "bekend afwezig (kwalificatiewaarde)"),
		"unknown":          {sysNullFlavor, "UNK", "Onbekend"},
		"entered-in-error": {},
	}
)

func bodySite(site, side code) obj {
	if (site == code{}) {
		return nil
	}
	var extension list
	if (side != code{}) {
		extension = list{ext(nictiz+"BodySite-Qualifier", "valueCodeableConcept", concept(side))}
	}
	return append(obj{"extension", extension}, concept(site)...)
}

func (s *shelf) problem(d diagnosis) ref {
	if d.sure == "" {
		d.sure = "confirmed"
	}
	if (d.kind == code{}) {
		d.kind = sct("282291009", "diagnose")
	}
	status, clinical := "active", spec(sct("55561003", "Actueel"))
	if d.past || d.until != "" {
		status, clinical = "inactive", spec(sct("73425007", "Niet actueel"))
	}
	what, display := concept(d.what), d.what.display
	if d.text != "" {
		what, display = worded(d.text, d.what), d.text
		if (d.what == code{}) {
			what = obj{"text", d.text}
		}
	}
	var sure obj
	if c := certainties[d.sure]; (c != code{}) {
		sure = spec(c)
	}
	var sites list
	if b := bodySite(d.site, d.side); b != nil {
		sites = list{b}
	}
	// A record that was made in error has no clinical status (rule of FHIR).
	if d.sure == "entered-in-error" {
		status, clinical = "", nil
	}
	by := ref{}
	if d.doctor != "" {
		by = s.staff(d.doctor)
	}
	return s.put("Condition", d.name, display,
		"meta", profile(nictiz+"zib-Problem"),
		"identifier", s.identifier("Condition", d.name),
		"clinicalStatus", status, "_clinicalStatus", clinical,
		"verificationStatus", d.sure, "_verificationStatus", sure,
		"category", list{concept(d.kind)},
		"code", what,
		"bodySite", sites,
		"subject", s.patient,
		"onsetDateTime", d.since,
		"abatementDateTime", d.until,
		"asserter", by,
		"note", notes(d.note),
	)
}

// stay is a contact with the hospital; an admission where class is inpatient.
type stay struct {
	name   string
	class  code
	from   string
	until  string
	doctor string
	for_   []ref
	reason string
	coming string // where from
	going  string // where to
	where  string // department
}

var (
	inpatient = code{sysActCode, "IMP", "Klinisch"}
	acute     = code{sysActCode, "ACUTE", "Acuut klinisch"}
)

func (s *shelf) stay(v stay) ref {
	doctor := s.staff(v.doctor)
	diagnoses := list{}
	for _, r := range v.for_ {
		diagnoses = append(diagnoses, obj{"condition", r})
	}
	var reason list
	if v.reason != "" {
		reason = list{obj{"text", v.reason}}
	}
	var hospitalization obj
	if v.coming != "" || v.going != "" {
		hospitalization = obj{"admitSource", said(v.coming), "dischargeDisposition", said(v.going)}
	}
	return s.put("Encounter", v.name, v.class.display+" "+v.from,
		"meta", profile(nictiz+"zib-Encounter"),
		"identifier", s.identifier("Encounter", v.name),
		"status", "finished",
		"class", v.class,
		"subject", s.patient,
		"participant", list{obj{"individual", doctor}},
		"period", obj{"start", v.from, "end", v.until},
		"reason", reason,
		"diagnosis", diagnoses,
		"hospitalization", hospitalization,
		"serviceProvider", s.department(v.where),
	)
}

func said(words string) obj {
	if words == "" {
		return nil
	}
	return obj{"text", words}
}

// surgery is an operation or another procedure.
type surgery struct {
	name   string
	what   code
	text   string
	on     string
	until  string
	doctor string
	why    ref
	site   code
	side   code
	device ref
	status string // "completed" where empty
	note   string
	kind   code // operation where empty
}

func (s *shelf) operation(o surgery) ref {
	if o.status == "" {
		o.status = "completed"
	}
	if (o.kind == code{}) {
		o.kind = sct("387713003", "operatie (verrichting)")
	}
	what, display := concept(o.what), o.what.display
	if o.text != "" {
		what, display = worded(o.text, o.what), o.text
	}
	var sites, why, focal, performers list
	if b := bodySite(o.site, o.side); b != nil {
		sites = list{b}
	}
	if o.why.to != "" {
		why = list{o.why}
	}
	if o.device.to != "" {
		focal = list{obj{"manipulated", o.device}}
	}
	if o.doctor != "" {
		performers = list{obj{"role", concept(code{"http://hl7.org/fhir/v3/ParticipationType", "PRF", "Uitvoerder"}), "actor", s.staff(o.doctor)}}
	}
	return s.put("Procedure", o.name, display,
		"meta", profile(nictiz+"zib-Procedure"),
		"identifier", s.identifier("Procedure", o.name),
		"status", o.status,
		"category", concept(o.kind),
		"code", what,
		"subject", s.patient,
		"performedPeriod", obj{"start", o.on, "end", o.until},
		"performer", performers,
		"reasonReference", why,
		"bodySite", sites,
		"note", notes(o.note),
		"focalDevice", focal,
	)
}

// pressure is a blood pressure at the hospital.
func (s *shelf) pressure(name string, on time.Time, hour int, sys, dia, doctor string, more ...obj) ref {
	component := list{
		obj{"code", concept(systolic.hospital), "valueQuantity", quantity(sys, "mmHg", "mm[Hg]")},
		obj{"code", concept(diastolic.hospital), "valueQuantity", quantity(dia, "mmHg", "mm[Hg]")},
		obj{"code", concept(loinc("8361-8", "Lichaamshouding")), "valueCodeableConcept", concept(sct("33586001", "zittende positie"))},
	}
	for _, m := range more {
		component = append(component, m)
	}
	return s.put("Observation", name, "Bloeddruk",
		"meta", profile(nictiz+"zib-BloodPressure"),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"category", list{concept(catVitals)},
		"code", concept(loinc("85354-9", "Bloeddruk")),
		"subject", s.patient,
		"effectiveDateTime", clockTime(on, hour, 25),
		"performer", list{s.staff(doctor)},
		"bodySite", concept(sct("368208006", "linker bovenarm")),
		"component", component,
	)
}

// vital puts a body weight or height as the hospital measures it. Without an hour only the day is known.
func (s *shelf) vital(name string, a assay, on time.Time, hour int, value, doctor, remark string) ref {
	profiles := map[string]string{"gewicht": "zib-BodyWeight", "lengte": "zib-BodyHeight", "temperatuur": "zib-BodyTemperature", "pols": "zib-PulseRate"}
	var component list
	if a.key == "gewicht" {
		component = list{obj{"code", concept(loinc("8352-7", "Kleding tijdens meting")),
			"valueCodeableConcept", concept(code{sysZib + ".8.1", "MINIMAL", "Lichte kleding/ondergoed"})}}
	}
	when := day(on)
	if hour > 0 {
		when = clockTime(on, hour, 10)
	}
	return s.put("Observation", name+"-"+a.key, a.hospital.display,
		"meta", profile(nictiz+profiles[a.key]),
		"identifier", s.identifier("Observation", name+"-"+a.key),
		"status", "final",
		"category", list{concept(catVitals)},
		"code", concept(a.hospital),
		"subject", s.patient,
		"effectiveDateTime", when,
		"performer", list{s.staff(doctor)},
		"valueQuantity", quantity(value, a.unit, a.ucum),
		"comment", remark,
		"component", component,
	)
}

// location inside a hospital.
func (s *shelf) location(name string) ref {
	return s.putShared(dossier.STU3, "Location", name, s.provider.Name+", "+name,
		"meta", profile(nlCore+"nl-core-location"),
		"name", name,
		"telecom", phoneOf(s.provider.Key, 0),
		"address", obj{"use", "work", "line", list{s.provider.Street}, "city", s.provider.City, "postalCode", s.provider.Postcode, "country", "NLD"},
		"managingOrganization", s.org,
	)
}
