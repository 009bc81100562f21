// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// What people measure at home and send to their provider.

var (
	heartRate  = assay{key: "hartslag", hospital: loinc("8867-4", "Hartfrequentie"), unit: "/min", ucum: "/min"}
	saturation = assay{key: "saturatie", hospital: loinc("59408-5", "Zuurstofsaturatie in arterieel bloed d.m.v. pulsoxymetrie"), unit: "%", ucum: "%"}
	sugarEmpty = assay{key: "glucose-nuchter-thuis", hospital: loinc("14770-2", "Glucose^na vasten [mol/volume] in capillair bloed d.m.v. glucometer"), unit: "mmol/l", ucum: "mmol/L"}
	sugarMeal  = assay{key: "glucose-na-eten", hospital: loinc("14760-3", "Glucose^2 uur na maaltijd [mol/volume] in capillair bloed d.m.v. glucometer"), unit: "mmol/l", ucum: "mmol/L"}
	sugarAny   = assay{key: "glucose-thuis", hospital: loinc("14743-9", ""), unit: "mmol/l", ucum: "mmol/L"}

	selfProfiles = map[string]string{
		"hartslag": "zib-HeartRate", "saturatie": "zib-O2Saturation", "gewicht": "zib-BodyWeight", "lengte": "zib-BodyHeight",
		"temperatuur": "zib-BodyTemperature", "pols": "zib-PulseRate",
		"glucose-nuchter-thuis": "vitalsign-bloodglucose", "glucose-na-eten": "vitalsign-bloodglucose", "glucose-thuis": "vitalsign-bloodglucose",
	}
	// Before which meal a finger was pricked.
	mealTimes = map[string]code{"voor het ontbijt": {"http://hl7.org/fhir/v3/TimingEvent", "ACM", "voor het ontbijt"}, "na het avondeten": {"http://hl7.org/fhir/v3/TimingEvent", "PCV", "na het avondeten"}}
)

// selfMade is one value that somebody measured at home.
type selfMade struct {
	what   assay
	on     time.Time
	hour   int
	value  string
	remark string
	meal   string // of mealTimes
	flag   code
}

func (s *shelf) measuredAtHome(m selfMade) ref {
	name := "thuis-" + m.what.key + "-" + m.on.Format("Mon") + "-" + clockTime(m.on, m.hour, 0)[11:13]
	url := selfProfiles[m.what.key]
	category := catVitals
	if url == "vitalsign-bloodglucose" {
		category = catLab
	}
	var around list
	if c, ok := mealTimes[m.meal]; ok {
		around = list{obj{"url", hl7 + "observation-eventTiming", "extension", list{ext("code", "valueCodeableConcept", concept(c))}}}
	}
	var flag obj
	if (m.flag != code{}) {
		flag = concept(m.flag)
	}
	return s.put("Observation", name, m.what.hospital.display,
		"meta", profile(nictiz+url),
		"extension", around,
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"category", list{concept(category)},
		"code", concept(m.what.hospital),
		"subject", s.patient,
		"effectiveDateTime", clockTime(m.on, m.hour, 15),
		"performer", list{s.patient},
		"valueQuantity", quantity(m.value, m.what.unit, m.what.ucum),
		"interpretation", flag,
		"comment", m.remark,
	)
}

// pressureAtHome is a blood pressure that the person measured.
func (s *shelf) pressureAtHome(on time.Time, hour int, sys, dia, remark string) ref {
	name := "thuis-bloeddruk-" + on.Format("Mon") + "-" + clockTime(on, hour, 0)[11:13]
	return s.put("Observation", name, "Bloeddruk",
		"meta", profile(nictiz+"zib-BloodPressure"),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"category", list{concept(catVitals)},
		"code", concept(loinc("85354-9", "Bloeddruk")),
		"subject", s.patient,
		"effectiveDateTime", clockTime(on, hour, 5),
		"performer", list{s.patient},
		"comment", remark,
		"bodySite", concept(sct("368208006", "linker bovenarm")),
		"component", list{
			obj{"code", concept(systolic.hospital), "valueQuantity", quantity(sys, "mmHg", "mm[Hg]")},
			obj{"code", concept(diastolic.hospital), "valueQuantity", quantity(dia, "mmHg", "mm[Hg]")},
			obj{"code", concept(loinc("8361-8", "Lichaamshouding")), "valueCodeableConcept", concept(sct("33586001", "zittende positie"))},
		},
	)
}

// breathing is how fast and how deep somebody breathes, with extra oxygen where it is given.
func (s *shelf) breathing(name string, on time.Time, hour int, perMinute string, depth code, oxygen bool, by ref, remark string) ref {
	name = "ademhaling-" + name
	return s.put("Observation", name, "Ademhaling",
		"meta", profile(nictiz+"zib-Respiration"),
		"extension", list{obj{"url", nictiz + "zib-Respiration-AdministeredOxygen", "extension", list{ext("extraOxygenAdministration", "valueBoolean", oxygen)}}},
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"category", list{concept(catVitals)},
		"code", concept(sct("422834003", "evaluatie van ademhaling")),
		"subject", s.patient,
		"effectiveDateTime", clockTime(on, hour, 20),
		"performer", list{by},
		"comment", remark,
		"component", list{
			obj{"code", concept(loinc("9279-1", "Ademfrequentie")), "valueQuantity", quantity(perMinute, "/min", "{breaths}/min")},
			obj{"code", concept(sct("271626009", "diepte van ademhaling")), "valueCodeableConcept", concept(depth)},
		},
	)
}

var (
	deepBreath    = sct("301284009", "normale ademhalingsdiepte")
	shallowBreath = sct("386616007", "oppervlakkige ademhaling")
)

// dayOfLastWeek counts from Monday, 0 to 6.
func (s *shelf) dayOfLastWeek(i int) time.Time { return s.monday.AddDate(0, 0, i-7) }

// greetAtHome is a week of heart failure care at a distance: the scale, the cuff and the clip send
// their values to the hospital.
func greetAtHome(s *shelf) {
	for i, r := range []struct{ sys, dia, rate, weight, temp, oxygen, remark string }{
		{"124", "70", "74", "65.1", "36.6", "96", ""},
		{"121", "68", "71", "65.2", "36.5", "96", ""},
		{"128", "72", "78", "65.4", "36.7", "95", "Slecht geslapen"},
		{"126", "71", "80", "65.9", "36.6", "95", ""},
		{"132", "76", "84", "66.5", "36.8", "93", "Gisteren soep en haring gegeten"},
		{"125", "70", "77", "66.0", "36.6", "95", "Extra plastablet volgens afspraak"},
		{"122", "68", "73", "65.4", "36.5", "96", ""},
	} {
		on := s.dayOfLastWeek(i)
		s.pressureAtHome(on, 8, r.sys, r.dia, "")
		s.measuredAtHome(selfMade{what: heartRate, on: on, hour: 8, value: r.rate, flag: sct("248650006", "hartslag onregelmatig")})
		s.measuredAtHome(selfMade{what: weight, on: on, hour: 7, value: r.weight, remark: r.remark})
		s.measuredAtHome(selfMade{what: saturation, on: on, hour: 8, value: r.oxygen})
		if i%3 == 1 {
			s.measuredAtHome(selfMade{what: temp, on: on, hour: 8, value: r.temp})
		}
	}
	nurse := s.staff("cardioloog")
	s.breathing("trap", s.dayOfLastWeek(4), 10, "22", shallowBreath, false, s.patient, "Na het traplopen")
	s.breathing("poli", s.ago(0, 2, 10), 10, "16", deepBreath, false, nurse, "")
	s.vital("poli", temp, s.ago(0, 2, 10), 10, "36.6", "cardioloog", "")
	s.vital("poli", pulse, s.ago(0, 2, 10), 10, "76", "cardioloog", "")
}

// willemAtHome is a week with the cuff and the needle, at the request of the nurse.
func willemAtHome(s *shelf) {
	for i, r := range []struct{ sys, dia, sysLate, diaLate, empty, meal, any string }{
		{"131", "78", "127", "76", "7.2", "9.4", ""},
		{"134", "80", "129", "77", "7.0", "8.8", ""},
		{"128", "77", "126", "74", "6.8", "8.1", "3.8"},
		{"133", "79", "130", "78", "7.4", "10.2", ""},
		{"127", "76", "124", "73", "6.6", "8.0", ""},
		{"136", "82", "131", "79", "8.1", "11.6", ""},
		{"129", "77", "126", "75", "7.1", "8.9", ""},
	} {
		on := s.dayOfLastWeek(i)
		s.pressureAtHome(on, 7, r.sys, r.dia, "")
		s.pressureAtHome(on, 21, r.sysLate, r.diaLate, "")
		s.measuredAtHome(selfMade{what: sugarEmpty, on: on, hour: 7, value: r.empty, meal: "voor het ontbijt"})
		s.measuredAtHome(selfMade{what: sugarMeal, on: on, hour: 20, value: r.meal, meal: "na het avondeten"})
		if r.any != "" {
			s.measuredAtHome(selfMade{what: sugarAny, on: on, hour: 16, value: r.any, remark: "Trillerig na een uur fietsen, druivensuiker genomen"})
		}
	}
	s.measuredAtHome(selfMade{what: weight, on: s.dayOfLastWeek(0), hour: 7, value: "94.2"})
}
