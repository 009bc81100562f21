// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strconv"
	"strings"
	"time"
)

// quantity makes a FHIR Quantity of a value as a lab prints it: "7.20", "<5", ">=60".
func quantity(value, unit, ucum string) obj {
	comparator := strings.TrimRight(value, "0123456789.-")
	return obj{
		"value", num(value[len(comparator):]), "comparator", comparator,
		"unit", unit, "system", sysUCUM, "code", ucum,
	}
}

// judge says where the value lies in the range: -1 below, 1 above, 0 inside or unknown.
func (a assay) judge(value string) int {
	v, err := strconv.ParseFloat(strings.TrimLeft(value, "<>="), 64)
	if err != nil {
		return 0
	}
	if low, err := strconv.ParseFloat(a.low, 64); err == nil && v < low {
		return -1
	}
	if high, err := strconv.ParseFloat(a.high, 64); err == nil && v > high {
		return 1
	}
	return 0
}

func (a assay) rangeOf() list {
	if a.low == "" && a.high == "" {
		return nil
	}
	r := obj{}
	if a.low != "" {
		r = append(r, "low", quantity(a.low, a.unit, a.ucum))
	}
	if a.high != "" {
		r = append(r, "high", quantity(a.high, a.unit, a.ucum))
	}
	return list{append(r, "type", concept(code{"http://hl7.org/fhir/referencerange-meaning", "normal", "Normal Range"}))}
}

// sample is one drawing of blood or jar of urine at the hospital.
type sample struct {
	name   string // tells it apart
	on     time.Time
	hour   int
	of     []reading
	panel  code // groups the results, where there is one
	remark string
	by     string // worker; "lab" where empty
	during ref    // the stay in which it was taken
}

// reading is the value of one assay.
type reading struct {
	assay assay
	value string
}

// hospitalLab puts the results of a sample, as zib LaboratoryTestResult.
func (s *shelf) hospitalLab(m sample) {
	specimens := map[string]ref{}
	members := list{}
	at := clockTime(m.on, m.hour, 15)
	for _, r := range m.of {
		material := r.assay.specimen
		if (material == code{}) {
			material = sct("87612001", "bloed")
		}
		jar, ok := specimens[material.code]
		if !ok {
			jar = s.put("Specimen", m.name+"-"+material.code, material.display,
				"meta", profile(nictiz+"zib-LaboratoryTestResult-Specimen"),
				"identifier", s.identifier("Specimen", m.name+"-"+material.code),
				"type", concept(material),
				"subject", s.patient,
				"collection", obj{"collectedDateTime", clockTime(m.on, m.hour, 0)},
			)
			specimens[material.code] = jar
		}
		one := s.labResult(m, r, at, jar)
		members = append(members, obj{"type", "has-member", "target", one})
	}
	if (m.panel == code{}) {
		return
	}
	s.put("Observation", m.name+"-panel", m.panel.display,
		"meta", profile(nictiz+"zib-LaboratoryTestResult-Observation"),
		"identifier", s.identifier("Observation", m.name+"-panel"),
		"status", "final",
		"category", list{concept(catLab), concept(catSerum)},
		"code", concept(m.panel),
		"subject", s.patient,
		"effectiveDateTime", at,
		"performer", list{s.staff("lab")},
		"related", members,
	)
}

func (m sample) lab() string {
	if m.by == "" {
		return "lab"
	}
	return m.by
}

func (s *shelf) labResult(m sample, r reading, at string, jar ref) ref {
	var flag obj
	switch r.assay.judge(r.value) {
	case 1:
		flag = concept(flagHigh, aboveRange)
	case -1:
		flag = concept(flagLow, belowRange)
	}
	name := m.name + "-" + r.assay.key
	return s.put("Observation", name, r.assay.hospital.display,
		"meta", profile(nictiz+"zib-LaboratoryTestResult-Observation"),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"_status", spec(code{sysZib + ".16.1", "final", "Definitief"}),
		"category", list{concept(catLab), concept(catSerum)},
		"code", concept(r.assay.hospital),
		"subject", s.patient,
		"context", m.during,
		"effectiveDateTime", at,
		"performer", list{s.staff(m.lab())},
		"valueQuantity", quantity(r.value, r.assay.unit, r.assay.ucum),
		"interpretation", flag,
		"comment", m.remark,
		"specimen", jar,
		"referenceRange", r.assay.rangeOf(),
	)
}

// measured puts one determination of the GP, coded with NHG table 45, in a contact and an episode.
func (s *shelf) measured(name string, r reading, on time.Time, in contactOf) ref {
	category, url := catLab, nictiz+"gp-LaboratoryResult"
	if r.assay.vital {
		category, url = catVitals, nictiz+"gp-DiagnosticResult"
	}
	var flag obj
	switch r.assay.judge(r.value) {
	case 1:
		flag = concept(flagHigh)
	case -1:
		flag = concept(flagLow)
	}
	name += "-" + r.assay.key
	return s.put("Observation", name, r.assay.gp[0].display,
		"meta", profile(url),
		"extension", in.episode.extension(),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"category", list{concept(category)},
		"code", concept(r.assay.gp...),
		"subject", s.patient,
		"context", in.encounter,
		"effectiveDateTime", day(on),
		"performer", list{in.by},
		"valueQuantity", quantity(r.value, r.assay.unit, r.assay.ucum),
		"interpretation", flag,
		"referenceRange", r.assay.rangeOf(),
	)
}
