// SPDX-License-Identifier: EUPL-1.2

package ihealth_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/ihealth"
	"regie/internal/measure/lists"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, l := range d.Sources {
			for _, s := range l.Days {
				out = append(out, fmt.Sprintf("%s %v/%v %v", d.Kind, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale, s.Day))
			}
		}
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %d", e.Name, (e.End-e.Start)/60_000))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"blood pressure in kPa, the unit last": {`{"BPDataList":[{"HP":18,"LP":12,"HR":70,"IsArr":1,"MDate":1772352000,"TimeZone":"+0100"}],"BPUnit":1}`,
			"blood-pressure 135.0111/90.0074 20513; heart-rate 70/0 20513"},
		"no second number":      {`{"BPDataList":[{"HP":130,"LP":0,"MDate":1772352000,"TimeZone":"+0100"}]}`, "!BPDataList number 1"},
		"weight in pounds":      {`{"WeightUnit":1,"WeightDataList":[{"WeightValue":200,"FatValue":20.5,"MDate":1772352000,"TimeZone":"-0800"}]}`, "weight 90.7185/0 20513; body-fat 20.5/0 20513"},
		"glucose before dinner": {`{"BGUnit":0,"BGDataList":[{"BG":110,"DinnerSituation":"Before_Dinner","MDate":1772352000,"TimeZone":""}]}`, "glucose 6.1058/0 20513"},
		"a unit of no one":      {`{"BGUnit":7,"BGDataList":[{"BG":110,"MDate":1772352000}]}`, "!BGDataList unit 1"},
		"nothing measured":      {`{"BODataList":[{"BO":0,"HR":0,"MDate":1772352000}]}`, "!BODataList number 1"},
		"a day":                 {`{"DistanceUnit":0,"ARDataList":[{"Steps":4398,"DistanceTraveled":1.5,"Calories":1700,"MDate":1772352000,"TimeZone":"+0100"}]}`, "steps 4398/0 20513; distance 1500/0 20513; energy-total 1700/0 20513"},
		"a night":               {`{"SRDataList":[{"StartTime":1772319600,"EndTime":1772348400,"HoursSlept":420,"MDate":1772319600,"TimeZone":"+0100"}]}`, "sleep 420/60 20513"},
		"sport":                 {`{"SPORTDataList":[{"SportName":"Badminton","SportStartTime":1772352000,"SportEndTime":1772355600,"Calories":221,"MDate":1772352000}]}`, "energy-active 221/0 20513; badminton 60"},
		"no moment":             {`{"BODataList":[{"BO":97}]}`, "!BODataList time 1"},
		"no object":             {`{"BODataList":[12]}`, "!BODataList broken 1"},
		"nothing":               {`{"BODataList":[]}`, ""},
	} {
		in := &measure.Intake{}
		if err := ihealth.Read(strings.NewReader(c.doc), in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, told(in), c.want)
		}
		if !ihealth.Is(lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", name)
		}
	}
}

func TestWhatWasGoodBeforeAFaultStays(t *testing.T) {
	in := &measure.Intake{}
	err := ihealth.Read(strings.NewReader(`{"BODataList":[{"BO":97,"MDate":1772352000},{"BO":9`), in)
	if !errors.Is(err, measure.ErrDamaged) || told(in) != "oxygen 97/0 20513" {
		t.Errorf("%v %s", err, told(in))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"BPDataList":[{"HP":18,"LP":12,"HR":70,"MDate":1772352000,"TimeZone":"+0100"}],"BPUnit":1}`)
	f.Add(`{"SRDataList":[{"StartTime":1772319600,"EndTime":1772348400,"HoursSlept":420,"MDate":1}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = ihealth.Read(strings.NewReader(s), in)
		in.Daily()
	})
}
