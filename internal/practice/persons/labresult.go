// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strconv"
	"strings"
	"time"

	"regie/internal/practice/dossier"
)

// result is one laboratory result with all that it may carry, in STU3 and in R4.
type result struct {
	name     string
	what     assay
	code     code   // instead of the assay's
	value    string // a quantity, "<5" too
	text     string // a result in words
	coded    code   // a result by code
	status   string // "final" where empty
	ranges   string // the reference range in words
	flag     code   // instead of the flag that the range gives
	remark   string
	on       time.Time
	hour     int
	material code // blood where empty
	method   string
	members  []ref
	by       string // worker; "lab" where empty
	absent   bool   // there is no value, and the remark says why
}

var (
	flagLL  = code{"http://hl7.org/fhir/v2/0078", "LL", "Kritisch laag"}
	suscept = code{"http://hl7.org/fhir/v2/0078", "S", "Gevoelig"}
	resist  = code{"http://hl7.org/fhir/v2/0078", "R", "Resistent"}

	blood, urine, wound = sct("87612001", "bloed"), sct("78014005", "urine"), sct("258531006", "wondkweek")
)

// sampleOf gives the material of a day; once for each.
func (s *shelf) sampleOf(r result) ref {
	material := r.material
	if (material == code{}) {
		if material = r.what.specimen; (material == code{}) {
			material = blood
		}
	}
	name := strings.SplitN(r.name, "/", 2)[0] + "-" + material.code
	id := stableID(s.provider.Key, s.who.key, "Specimen", s.mark+name)
	to := ref{to: "Specimen/" + id, display: material.display}
	if s.version() == dossier.R4 {
		to.kind = "Specimen"
	}
	for _, o := range s.out {
		if o.Type == "Specimen" && o.ID == id {
			return to
		}
	}
	url := "zib-LaboratoryTestResult-Specimen"
	if s.version() == dossier.R4 {
		url = "nl-core-LaboratoryTestResult.Specimen"
	}
	return s.putFHIR(s.version(), "Specimen", name, material.display,
		"meta", profile(nictiz+url),
		"identifier", s.identifier("Specimen", name),
		"type", concept(material),
		"subject", s.patient,
		"collection", obj{"collectedDateTime", clockTime(r.on, r.hour, 0)},
	)
}

// result puts one result; what stands before the slash in its name is the sample.
func (s *shelf) result(r result) ref {
	r4 := s.version() == dossier.R4
	if r.status == "" {
		r.status = "final"
	}
	if r.by == "" {
		r.by = "lab"
	}
	what := r.code
	if (what == code{}) {
		what = r.what.hospital
	}
	var flags []code
	switch {
	case r.flag != code{}:
		flags = []code{r.flag}
	case r.what.judge(r.value) > 0:
		flags = []code{flagHigh, aboveRange}
	case r.what.judge(r.value) < 0:
		flags = []code{flagLow, belowRange}
	}
	var amount, coded, flag, missing, method obj
	if r.value != "" {
		amount = quantity(r.value, r.what.unit, r.what.ucum)
	}
	if (r.coded != code{}) {
		coded = concept(r.coded)
	}
	if r.method != "" {
		method = obj{"text", r.method}
	}
	if r.absent {
		missing = concept(code{"http://hl7.org/fhir/data-absent-reason", "error", "Error"})
	}
	var ranges list
	if r.value != "" {
		ranges = r.what.rangeOf()
	}
	if r.ranges != "" {
		ranges = list{obj{"text", r.ranges}}
	}
	if len(flags) > 0 {
		flag = concept(flags...)
	}
	if !r4 {
		members := list{}
		for _, m := range r.members {
			members = append(members, obj{"type", "has-member", "target", m})
		}
		return s.put("Observation", r.name, what.display,
			"meta", profile(nictiz+"zib-LaboratoryTestResult-Observation"),
			"identifier", s.identifier("Observation", r.name),
			"status", r.status,
			"category", list{concept(catLab), concept(catSerum)},
			"code", concept(what),
			"subject", s.patient,
			"effectiveDateTime", clockTime(r.on, r.hour, 0),
			"performer", list{s.staff(r.by)},
			"valueQuantity", amount, "valueCodeableConcept", coded, "valueString", r.text,
			"dataAbsentReason", missing,
			"interpretation", flag,
			"comment", r.remark,
			"method", method,
			"specimen", s.sampleOf(r),
			"referenceRange", ranges,
			"related", members,
		)
	}
	members := list{}
	for _, m := range r.members {
		members = append(members, m)
	}
	var inList list
	if flag != nil {
		for i := range flags {
			flags[i].system = strings.Replace(flags[i].system, "http://hl7.org/fhir/v2/0078", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", 1)
		}
		inList = list{concept(flags...)}
	}
	return s.putR4("Observation", r.name, what.display,
		"meta", profile(nictiz+"nl-core-LaboratoryTestResult"),
		"identifier", s.identifier("Observation", r.name),
		"status", r.status,
		"category", list{concept(code{"http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"})},
		"code", concept(what),
		"subject", s.patient,
		"effectiveDateTime", clockTime(r.on, r.hour, 0),
		"performer", list{s.org},
		"valueQuantity", amount, "valueCodeableConcept", coded, "valueString", r.text,
		"interpretation", inList,
		"note", notes(r.remark),
		"method", method,
		"specimen", s.sampleOf(r),
		"referenceRange", rangesR4(ranges),
		"hasMember", members,
	)
}

// rangesR4 has the meaning of a range under the address that R4 uses.
func rangesR4(l list) list {
	for i := range l {
		o := l[i].(obj)
		for k := 0; k+1 < len(o); k += 2 {
			if o[k] == "type" {
				o[k+1] = concept(code{"http://terminology.hl7.org/CodeSystem/referencerange-meaning", "normal", "Normal Range"})
			}
		}
	}
	return l
}

// labReport is the report in R4 that holds the results of a sample together.
func (s *shelf) labReport(name string, on time.Time, conclusion string, of ...ref) ref {
	results := list{}
	for _, r := range of {
		results = append(results, r)
	}
	return s.putR4("DiagnosticReport", name, "Laboratoriumverslag",
		"meta", profile(nictiz+"nl-core-LaboratoryTestResult.DiagnosticReport"),
		"identifier", s.identifier("DiagnosticReport", name),
		"status", "final",
		"category", list{concept(code{"http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory"})},
		"code", concept(loinc("11502-2", "Laboratoriumverslag")),
		"subject", s.patient,
		"effectiveDateTime", clockTime(on, 8, 0),
		"issued", clockTime(on, 17, 0),
		"performer", list{s.org},
		"result", results,
		"conclusion", conclusion,
	)
}

// Units that labs used to print. Each says how a value of the usual assay becomes one of it.
type oldUnit struct {
	assay    assay
	factor   float64
	plus     float64
	decimals int
}

var oldUnits = map[string]oldUnit{
	"hba1c": {assay{key: "hba1c", hospital: loinc("4548-4", "Hemoglobine A1c/hemoglobine.totaal [massafractie] in bloed"),
		unit: "%", ucum: "%", low: "4.0", high: "6.0"}, 0.09148, 2.152, 1},
	"glucose-nuchter": {assay{key: "glucose-nuchter", hospital: loinc("1558-6", "Glucose^na vasten [massa/volume] in serum of plasma"),
		unit: "mg/dl", ucum: "mg/dL", low: "72", high: "110"}, 18.016, 0, 0},
	"creatinine": {assay{key: "creatinine", hospital: loinc("2160-0", "Creatinine [massa/volume] in serum of plasma"),
		unit: "mg/dl", ucum: "mg/dL", low: "0.72", high: "1.18"}, 1 / 88.42, 0, 2},
	"hb": {assay{key: "hb", hospital: loinc("718-7", "Hemoglobine [massa/volume] in bloed"),
		unit: "g/dl", ucum: "g/dL", low: "13.7", high: "17.7"}, 1.6114, 0, 1},
	"cholesterol": {assay{key: "cholesterol", hospital: loinc("2093-3", "Cholesterol [massa/volume] in serum of plasma"),
		unit: "mg/dl", ucum: "mg/dL", high: "193"}, 38.67, 0, 0},
	"hdl": {assay{key: "hdl", hospital: loinc("2085-9", "Cholesterol in HDL [massa/volume] in serum of plasma"),
		unit: "mg/dl", ucum: "mg/dL", low: "39"}, 38.67, 0, 0},
}

// inOldUnit gives the assay and the value as the lab used to print them; false where it
// always used the same unit.
func inOldUnit(a assay, value string) (assay, string, bool) {
	u, ok := oldUnits[a.key]
	v, err := strconv.ParseFloat(strings.TrimLeft(value, "<>="), 64)
	if !ok || err != nil {
		return a, value, false
	}
	comparator := strings.TrimRight(value, "0123456789.-")
	return u.assay, comparator + strconv.FormatFloat(v*u.factor+u.plus, 'f', u.decimals, 64), true
}
