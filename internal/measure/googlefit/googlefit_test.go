// SPDX-License-Identifier: EUPL-1.2

package googlefit_test

import (
	"fmt"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/googlefit"
	"regie/internal/measure/lists"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, l := range d.Sources {
			for _, s := range l.Days {
				out = append(out, fmt.Sprintf("%s %s %d×%v/%v", l.Source.Name, d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale))
			}
		}
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %d %d", e.Name, (e.End-e.Start)/60_000, len(e.Amounts)))
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func point(typ, origin, values string) string {
	return fmt.Sprintf(`{"startTimeNanos":"1772352000000000000","endTimeNanos":"1772355600000000000","dataTypeName":"%s","originDataSourceId":"%s","value":[%s]}`, typ, origin, values)
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"steps of a telephone": {`{"dataSourceId":"d","point":[` + point("com.google.step_count.delta", "derived:x:com.google.android.gms:samsung:Galaxy:1:soft", `{"intVal":17}`) + `]}`, "Google Fit steps 1×17/0"},
		"of an app":            {`{"dataSourceId":"d","point":[` + point("com.google.heart_rate.bpm", "raw:x:com.azumio.instant:", `{"fpVal":54}`) + `]}`, "instant heart-rate 1×54/0"},
		"pressure":             {`{"dataSourceId":"d","point":[` + point("com.google.blood_pressure", "", `{"fpVal":131},{"fpVal":84}`) + `,` + point("com.google.blood_pressure", "", `{"fpVal":131}`) + `]}`, "Google Fit blood-pressure 1×131/84; !com.google.blood_pressure number 1"},
		"sleep and a walk":     {`{"dataSourceId":"d","point":[` + point("com.google.activity.segment", "", `{"intVal":72}`) + `,` + point("com.google.activity.segment", "", `{"intVal":7}`) + `,` + point("com.google.activity.segment", "", `{"intVal":3}`) + `]}`, "Google Fit sleep 1×60/0; walking 60 1"},
		"stages":               {`{"dataSourceId":"d","point":[` + point("com.google.sleep.segment", "", `{"intVal":5}`) + `]}`, "Google Fit sleep 1×60/0"},
		"places":               {`{"dataSourceId":"d","point":[` + point("com.google.location.sample", "", `{"fpVal":52},{"fpVal":5}`) + `]}`, "!com.google.location.sample unknown 1"},
		"no number":            {`{"dataSourceId":"d","point":[` + point("com.google.weight", "", `{}`) + `]}`, "!com.google.weight number 1"},
		"Takeout": {`{"Data Source":"derived:com.google.weight:com.google.android.gms:merge_weight","Data Points":[{"fitValue":[{"value":{"fpVal":80.5}}],"originDataSourceId":"","endTimeNanos":1772352000000000000,"dataTypeName":"com.google.weight","startTimeNanos":1772352000000000000}]}`,
			"Google Fit weight 1×80.5/0"},
		"a session of Takeout": {`{"fitnessActivity":"walking","startTime":"2026-03-01T08:00:00.000Z","endTime":"2026-03-01T08:30:00Z","duration":"1800s","aggregate":[{"metricName":"com.google.step_count.delta","intValue":3000},{"metricName":"com.google.heart_minutes.summary","floatValue":3}]}`, "walking 30 2"},
		"a session":            {`{"session":[{"startTimeMillis":"1772352000000","endTimeMillis":"1772355600000","activityType":8,"application":{"packageName":"com.x.y"}}]}`, "running 60 1"},
		"no moment":            {`{"dataSourceId":"d","point":[{"dataTypeName":"com.google.weight","value":[{"fpVal":80}]}]}`, "!com.google.weight time 1"},
	} {
		in := &measure.Intake{}
		if err := googlefit.Read(strings.NewReader(c.doc), googlefit.Options{}, in); err != nil || told(in) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, told(in), c.want)
		}
		if !googlefit.Is(lists.ShapeOf([]byte(c.doc))) {
			t.Errorf("%s is not known", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"dataSourceId":"d","point":[` + point("com.google.step_count.delta", "derived:x:com.google.android.gms:samsung:Galaxy:1:soft", `{"intVal":17}`) + `]}`)
	f.Add(`{"fitnessActivity":"walking","startTime":"2026-03-01T08:00:00.000Z","endTime":"2026-03-01T08:30:00Z","aggregate":[{"intValue":1}]}`)
	f.Add(`{"session":[{"startTimeMillis":"1772352000000","endTimeMillis":"1772355600000","activityType":8}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		in := &measure.Intake{}
		_ = googlefit.Read(strings.NewReader(s), googlefit.Options{}, in)
		in.Daily()
	})
}
