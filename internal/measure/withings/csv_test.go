// SPDX-License-Identifier: EUPL-1.2

package withings_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/withings"
)

func TestReadTable(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"weight.csv", "Date,\"Weight (kg)\",\"Fat mass (kg)\",\"Bone mass (kg)\",\"Muscle mass (kg)\",\"Hydration (kg)\",Comments\n\"2026-03-01 08:00:00\",80.5,20.1,3.1,57.2,40.2,\n", "bone-mass 1×3.1/0 20513; muscle-mass 1×57.2/0 20513; weight 1×80.5/0 20513"},
		{"bp.csv", "Date,\"Heart rate\",Systolic,Diastolic,Comments\n\"2026-03-01 08:00:00\",66,131,84,\n", "blood-pressure 1×131/84 20513; heart-rate 1×66/0 20513"},
		{"aggregates_steps.csv", "date,value\n2026-03-01,4000\n2026-03-02,x\n", "steps 1×4000/0 20513; !aggregates_steps number 1"},
		{"raw_tracker_hr.csv", "start,duration,value\n2026-03-01T08:00:00+01:00,\"[60,60]\",\"[64,70]\"\n", "heart-rate 2×134/0 20513"},
		{"sleep.csv", "from,to,\"light (s)\",\"deep (s)\",\"rem (s)\",\"awake (s)\"\n2026-02-28T23:00:00+01:00,2026-03-01T06:30:00+01:00,12000,6000,6000,600\n", "sleep 1×400/10 20513"},
	} {
		in := &measure.Intake{}
		err := withings.ReadTable("data/"+c.name, []byte(c.text), strings.NewReader(c.text), nil, in)
		got := strings.Split(told(in), "; ")
		for _, w := range strings.Split(c.want, "; ") {
			if err != nil || !strings.Contains(strings.Join(got, "; "), w) || len(got) != len(strings.Split(c.want, "; ")) {
				t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, told(in), c.want)
				break
			}
		}
	}
}

// A day's total and its minutes are the same steps.
func TestTotalsAndMinutesCountOnce(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"aggregates_steps.csv": "date,value\n2026-03-01,4000\n", "raw_tracker_steps.csv": "start,duration,value\n2026-03-01T08:00:00+00:00,\"[60,60]\",\"[100,120]\"\n",
	} {
		f, _ := w.Create(name)
		_, _ = f.Write([]byte(text))
	}
	_ = w.Close()
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || !withings.IsZip(z) {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	if err := withings.ReadZip(t.Context(), z, nil, in); err != nil {
		t.Fatal(err)
	}
	if d := in.Daily(); len(d) != 1 || d[0].Days[0].Value != 4000*measure.Scale {
		t.Errorf("%+v", d)
	}
}
