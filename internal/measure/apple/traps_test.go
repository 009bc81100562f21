// SPDX-License-Identifier: EUPL-1.2

package apple_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/apple"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST VisionPrescription type CDATA #REQUIRED
<!ATTLIST Record type CDATA #REQUIRED>
]>
<HealthData locale="nl_NL">
 <ExportDate value="2026-03-10 08:00:00 +0100"/>
`

func archive(t testing.TB, files map[string]string) *zip.Reader {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, body := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func read(t testing.TB, xml string) *measure.Intake {
	t.Helper()
	in := &measure.Intake{}
	if err := apple.Read(t.Context(), archive(t, map[string]string{"apple_health_export/export.xml": head + xml + "</HealthData>"}), in, nil); err != nil {
		t.Fatal(err)
	}
	return in
}

// told gives what an intake has, in a line a kind: kind, samples read, doubles, and each day with
// its value.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		n, doubles := 0, 0
		for _, s := range d.Sources {
			n, doubles = n+s.Read, doubles+s.Doubles
		}
		line := fmt.Sprintf("%s %d", d.Kind, n)
		if doubles > 0 {
			line += fmt.Sprintf(" -%d", doubles)
		}
		if len(d.Sources) > 1 {
			line += fmt.Sprintf(" of %d", len(d.Sources))
		}
		for _, s := range d.Days {
			_, m, dom := s.Day.Date()
			line += fmt.Sprintf(" %d/%d=%v", dom, m, float64(s.Value)/measure.Scale)
			if s.Second != 0 && d.Kind == "blood-pressure" {
				line += fmt.Sprintf("/%v", float64(s.Second)/measure.Scale)
			}
		}
		out = append(out, line)
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("odd %s %d %d", o.What, o.Why, o.N))
	}
	return strings.Join(out, "; ")
}

func rec(typ, unit, value, start, end, more string) string {
	return fmt.Sprintf(` <Record type="%s" sourceName="Horloge" unit="%s" creationDate="%s" startDate="%s" endDate="%s" value="%s"%s/>`+"\n", typ, unit, end, start, end, value, more)
}

func steps(hour int, value string) string {
	return rec("HKQuantityTypeIdentifierStepCount", "count", value, fmt.Sprintf("2026-03-01 %02d:00:00 +0100", hour), fmt.Sprintf("2026-03-01 %02d:10:00 +0100", hour), "")
}

// TestTraps has a row for each known fault of the format; see the table in docs/importing.md.
func TestTraps(t *testing.T) {
	const at = "2026-03-01 09:00:00 +0100"
	upper := rec("HKQuantityTypeIdentifierBloodPressureSystolic", "mmHg", "128", at, at, "")
	lower := rec("HKQuantityTypeIdentifierBloodPressureDiastolic", "mmHg", "79", at, at, "")
	for _, c := range []struct{ trap, xml, want string }{
		{"1: a DTD that is no DTD (in every row)", steps(9, "12"), "steps 1 1/3=12"},
		{"2: control characters", strings.Replace(steps(9, "12"), "Horloge", "Hor\x0bloge", 1), "steps 1 1/3=12"},
		{"3: spaces in the names of attributes", strings.Replace(steps(9, "12"), "creationDate=", "creation Date =", 1), "steps 1 1/3=12"},
		{"4: a device with its address in memory is one device",
			strings.Replace(steps(9, "12"), "/>", ` device="&lt;&lt;HKDevice: 0x283f2b480&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:8.5&gt;"/>`, 1) +
				strings.Replace(steps(10, "13"), "/>", ` device="&lt;&lt;HKDevice: 0x28131c5f0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:9.1&gt;"/>`, 1),
			"steps 2 1/3=25"},
		{"5: a telephone and a watch on one walk", steps(9, "100") + strings.Replace(steps(9, "90"), "Horloge", "iPhone", 1) + strings.Replace(steps(11, "7"), "Horloge", "iPhone", 1),
			"steps 3 of 2 1/3=107"},
		{"6: identical records", steps(9, "12") + steps(9, "12") + steps(9, "12"), "steps 3 -2 1/3=12"},
		{"6: the children of a correlation stand in the file once more",
			upper + lower + `<Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Horloge" startDate="` + at + `" endDate="` + at + `">` + upper + lower + "</Correlation>",
			"blood-pressure 1 1/3=128/79"},
		{"6: a correlation whose children stand nowhere else",
			`<Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Horloge" startDate="` + at + `" endDate="` + at + `">` + upper + lower + "</Correlation>",
			"blood-pressure 1 1/3=128/79"},
		{"6: half a blood pressure", upper, "odd BloodPressure 5 1"},
		{"6: what is eaten stands in a correlation too",
			rec("HKQuantityTypeIdentifierDietaryProtein", "g", "20", at, at, "") + `<Correlation type="HKCorrelationTypeIdentifierFood">` + rec("HKQuantityTypeIdentifierDietaryProtein", "g", "20", at, at, "") + "</Correlation>",
			"protein 1 1/3=20"},
		{"9: saturation is a part of one", rec("HKQuantityTypeIdentifierOxygenSaturation", "%", "0.97", at, at, ""), "oxygen 1 1/3=97"},
		{"9: or a percentage", rec("HKQuantityTypeIdentifierOxygenSaturation", "%", "97", at, at, ""), "oxygen 1 1/3=97"},
		{"9: body fat too", rec("HKQuantityTypeIdentifierBodyFatPercentage", "%", "0.243", at, at, ""), "body-fat 1 1/3=24.3"},
		{"10: pounds", rec("HKQuantityTypeIdentifierBodyMass", "lb", "165.4", at, at, ""), "weight 1 1/3=75.0242"},
		{"10: stones", rec("HKQuantityTypeIdentifierBodyMass", "st", "12", at, at, ""), "weight 1 1/3=76.2035"},
		{"10: miles", rec("HKQuantityTypeIdentifierDistanceWalkingRunning", "mi", "2", at, at, ""), "distance 1 1/3=3218.688"},
		{"10: kilometres", rec("HKQuantityTypeIdentifierDistanceWalkingRunning", "km", "1.25", at, at, ""), "distance 1 1/3=1250"},
		{"10: Calories", rec("HKQuantityTypeIdentifierActiveEnergyBurned", "Cal", "12.5", at, at, ""), "energy-active 1 1/3=12.5"},
		{"10: kilojoules", rec("HKQuantityTypeIdentifierActiveEnergyBurned", "kJ", "418.4", at, at, ""), "energy-active 1 1/3=100"},
		{"10: Fahrenheit", rec("HKQuantityTypeIdentifierBodyTemperature", "degF", "98.6", at, at, ""), "temperature 1 1/3=37"},
		{"10: glucose in mg/dL", rec("HKQuantityTypeIdentifierBloodGlucose", "mg/dL", "99", at, at, ""), "glucose 1 1/3=5.4952"},
		{"10: glucose in moles with their mass", rec("HKQuantityTypeIdentifierBloodGlucose", "mmol&lt;180.1558800000541&gt;/L", "5.5", at, at, ""), "glucose 1 1/3=5.5"},
		{"10: a unit that does not belong", rec("HKQuantityTypeIdentifierBodyMass", "mmHg", "5", at, at, ""), "odd HKQuantityTypeIdentifierBodyMass mmHg 2 1"},
		{"13: the day is that of the person's clock", rec("HKQuantityTypeIdentifierStepCount", "count", "5", "2026-03-01 00:30:00 +0100", "2026-03-01 00:40:00 +0100", "") +
			rec("HKQuantityTypeIdentifierStepCount", "count", "6", "2026-03-01 23:30:00 -0500", "2026-03-01 23:40:00 -0500", ""), "steps 2 1/3=11"},
		{"dates of iOS 8", rec("HKQuantityTypeIdentifierStepCount", "count", "5", "20140924150100+0200", "20140924150200+0200", ""), "steps 1 24/9=5"},
		{"single quotes", strings.ReplaceAll(steps(9, "12"), `"`, `'`), "steps 1 1/3=12"},
		{"a > within quotes", strings.Replace(steps(9, "12"), "Horloge", "Klok > 2", 1), "steps 1 1/3=12"},
		{"a record that was cut off", ` <Record type="HKQuantityTypeIdentifierStepCount" unit="count" ` + "\n" + steps(9, "12"), "steps 1 1/3=12; odd  5 1"},
		{"no moment", rec("HKQuantityTypeIdentifierStepCount", "count", "5", "gisteren", at, ""), "odd HKQuantityTypeIdentifierStepCount 4 1"},
		{"the 31st of April", rec("HKQuantityTypeIdentifierStepCount", "count", "5", "2026-04-31 09:00:00 +0200", at, ""), "odd HKQuantityTypeIdentifierStepCount 4 1"},
		{"no number", rec("HKQuantityTypeIdentifierStepCount", "count", "veel", at, at, ""), "odd HKQuantityTypeIdentifierStepCount 3 1"},
		{"numbers of a computer", rec("HKQuantityTypeIdentifierActiveEnergyBurned", "kcal", "9.5e-02", at, at, ""), "energy-active 1 1/3=0.095"},
		{"a kind that nobody knows yet is kept", rec("HKQuantityTypeIdentifierNieuws", "kg", "5", at, at, ""), "other/HKQuantityTypeIdentifierNieuws (kg) 1 1/3=5"},
		{"types that are named otherwise", rec("HKDataTypeSleepDurationGoal", "hr", "8", at, at, ""), "other/HKDataTypeSleepDurationGoal (hr) 1 1/3=8"},
		{"stages of sleep", rec("HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleepCore", "2026-03-01 23:00:00 +0100", "2026-03-02 05:00:00 +0100", "") +
			rec("HKCategoryTypeIdentifierSleepAnalysis", "", "HKCategoryValueSleepAnalysisAsleep", "2026-03-02 05:00:00 +0100", "2026-03-02 06:30:00 +0100", ""), "sleep 2 2/3=450"},
		{"8: the parts of a workout have statistics of their own; what is also told elsewhere", `<ActivitySummary dateComponents="2026-03-01" activeEnergyBurned="300"/>` + steps(9, "12"), "steps 1 1/3=12; odd ActivitySummary 8 1"},
		{"10: a unit is changed before anything is rounded", rec("HKQuantityTypeIdentifierDistanceWalkingRunning", "km", "0.0174293", at, at, ""), "distance 1 1/3=17.4293"},
		{"10: micrograms", rec("HKQuantityTypeIdentifierDietaryVitaminB12", "mcg", "2.4", at, at, "") + rec("HKQuantityTypeIdentifierDietaryVitaminC", "g", "0.08", at, at, ""), "vitamin-b12 1 1/3=2.4; vitamin-c 1 1/3=80"},
		{"units of a kind that nobody knows are not put together", rec("HKQuantityTypeIdentifierNieuws", "kg", "5", at, at, "") + rec("HKQuantityTypeIdentifierNieuws", "g", "7", at, at, ""),
			"other/HKQuantityTypeIdentifierNieuws (kg) 1 1/3=5; other/HKQuantityTypeIdentifierNieuws (g) 1 1/3=7"},
		{"hours in which somebody stood", rec("HKCategoryTypeIdentifierAppleStandHour", "", "HKCategoryValueAppleStandHourStood", at, at, "") +
			rec("HKCategoryTypeIdentifierAppleStandHour", "", "HKCategoryValueAppleStandHourIdle", "2026-03-01 10:00:00 +0100", at, ""), "stand-hours 2 1/3=1"},
		{"how strong a symptom was", rec("HKCategoryTypeIdentifierHeadache", "", "HKCategoryValueSeverityModerate", at, at, ""), "other/HKCategoryTypeIdentifierHeadache 1 1/3=3"},
		{"what a test showed is no number", rec("HKCategoryTypeIdentifierPregnancyTestResult", "", "HKCategoryValuePregnancyTestResultNegative", at, at, ""), "other/HKCategoryTypeIdentifierPregnancyTestResult: Negative 1 1/3=1"},
		{"an element that nobody knows yet is named", `<StateOfMind valence="0.5"/><StateOfMind valence="0.1"/>` + steps(9, "12"), "steps 1 1/3=12; odd StateOfMind 1 2"},
		{"records of providers belong elsewhere", `<ClinicalRecord type="HKClinicalTypeIdentifierLabResultRecord" resourceFilePath="/clinical-records/x.json"/>`, "odd ClinicalRecord 7 1"},
		{"an empty export", "", ""},
	} {
		t.Run(c.trap, func(t *testing.T) {
			if got := told(read(t, c.xml)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTypedInIsMarked(t *testing.T) {
	in := read(t, `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Gezondheid" unit="kg" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:00:00 +0100" value="79.5">
  <MetadataEntry key="HKWasUserEntered" value="1"/>
 </Record>`)
	if got := told(in); got != "weight 1 1/3=79.5" {
		t.Error(got)
	}
}

func TestSourcesKeepTheirNames(t *testing.T) {
	in := read(t, strings.Replace(steps(9, "1"), "Horloge", "Anna’s Apple\u00a0Watch", 1)+strings.Replace(steps(10, "1"), "Horloge", "Anna&#8217;s Apple\u00a0Watch", 1)+
		strings.Replace(steps(11, "1"), "Horloge", "Anna’s Apple Watch", 1)+strings.Replace(steps(12, "1"), "Horloge", " &lt;K&#x26;L &quot;2&quot;&gt;\n3\x0b", 1))
	var names []string
	for _, s := range in.Daily()[0].Sources {
		names = append(names, fmt.Sprint(s.Source.Name, " ", s.Read))
	}
	if got, want := strings.Join(names, "; "), "Anna’s Apple\u00a0Watch 3; <K&L \"2\"> 3 1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWorkouts(t *testing.T) { // traps 8: totals are in children; old exports have them as attributes
	z := archive(t, map[string]string{
		"apple_health_export/exportar.xml": head + `
 <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30.5" durationUnit="min" sourceName="Horloge" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:30:30 +0100">
  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:30:30 +0100" sum="5.2" unit="km"/>
  <WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="151.5" minimum="98" maximum="176" unit="count/min"/>
  <WorkoutRoute sourceName="Horloge"><FileReference path="/workout-routes/route_2026-03-01_9.30am.gpx"/></WorkoutRoute>
 </Workout>
 <Workout workoutActivityType="HKWorkoutActivityTypeKorfbal" duration="1" durationUnit="hr" totalDistance="1" totalDistanceUnit="mi" totalEnergyBurned="100" totalEnergyBurnedUnit="kcal" sourceName="Horloge" startDate="2014-03-01 09:00:00 +0100" endDate="2014-03-01 10:00:00 +0100"/>
</HealthData>`,
		"apple_health_export/workout-routes/route_2026-03-01_9.30am.gpx": `<gpx version="1.1"><trk><trkseg><trkpt lon="4.9" lat="52.37"><ele>1.5</ele><time>2026-03-01T08:00:00Z</time></trkpt><trkpt lon="4.901" lat="52.371"><time>2026-03-01T08:00:05Z</time></trkpt></trkseg></trk></gpx>`,
		"apple_health_export/export_cda.xml":                             `<?xml version="1.0"?><ClinicalDocument/>`,
		"apple_health_export/electrocardiograms/ecg_2026-03-02.csv":      "Naam,Anna\nGeboortedatum,\"1 jan 1950\"\nOpnamedatum,2026-03-02 10:30:00 +0100\nClassificatie,Sinusritme\nSymptomen,\nSoftwareversie,1.90\nApparaat,\"Apple Watch\"\nMeetfrequentie,\"512 hertz\"\nAfleiding,Afleiding I\nEenheid,µV\n\n" + strings.Repeat("-12,5\n40\n300.25\n", 512),
	})
	in := &measure.Intake{}
	var seen int64
	if err := apple.Read(t.Context(), z, in, func(done, total int64) { seen = done }); err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("nothing was told of the progress")
	}
	e := in.Events()
	if len(e) != 3 {
		t.Fatalf("%d events", len(e))
	}
	want := []measure.Amount{
		{Kind: "distance", What: measure.WhatTotal, Value: 5200 * measure.Scale}, {Kind: "heart-rate", What: measure.WhatMean, Value: 1515 * measure.Scale / 10},
		{Kind: "heart-rate", What: measure.WhatLow, Value: 98 * measure.Scale}, {Kind: "heart-rate", What: measure.WhatHigh, Value: 176 * measure.Scale},
		{Kind: "exercise", What: measure.WhatTotal, Value: 305 * measure.Scale / 10},
	}
	if fmt.Sprint(e[0].Amounts) != fmt.Sprint(want) || e[0].Name != "running" || len(e[0].Track) != 2 || e[0].Track[0].Up != 150 || e[0].Track[1].Up != measure.NoHeight {
		t.Errorf("the run is %+v", e[0])
	}
	if e[1].Name != "other/Korfbal" || len(e[1].Amounts) != 3 {
		t.Errorf("the old workout is %+v", e[1])
	}
	if w := e[2].Wave; w == nil || w.Said != "Sinusritme" || w.Hz != 512 || len(w.UV) != 1536 || w.UV[0] != -125 || w.UV[2] != 3002 {
		t.Errorf("the electrocardiogram is %+v", e[2])
	}
}

func TestWhatIsNoExport(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"nothing":  {},
		"other":    {"foto.jpg": "x", "a.xml": "<a/>"},
		"only CDA": {"apple_health_export/export_cda.xml": "<ClinicalDocument/>"},
	} {
		if err := apple.Read(t.Context(), archive(t, files), &measure.Intake{}, nil); !errors.Is(err, apple.ErrNotApple) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnArchiveThatWasCutOff(t *testing.T) { // trap 11
	var xml strings.Builder
	for i := range 20_000 {
		xml.WriteString(rec("HKQuantityTypeIdentifierHeartRate", "count/min", fmt.Sprint(60+i%40), fmt.Sprintf("2026-03-%02d %02d:%02d:%02d +0100", 1+i/5000, i/600%24, i/60%60, i%60), "2026-03-01 09:00:00 +0100", ""))
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, _ := w.Create("export.xml")
	_, _ = io.WriteString(f, head+xml.String())
	_ = w.Close()
	b := buf.Bytes()
	clear(b[len(b)/2 : len(b)*3/4]) // damaged in the middle
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	if err := apple.Read(t.Context(), z, in, nil); !errors.Is(err, measure.ErrDamaged) {
		t.Fatal(err)
	}
	if in.Empty() {
		t.Error("what was good before the damage is kept, and the damage is told")
	}
}
