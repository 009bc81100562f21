// SPDX-License-Identifier: EUPL-1.2

package fit_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"

	"regie/internal/measure"
	"regie/internal/measure/fit"
)

var at = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func file(t testing.TB, typ typedef.File, more ...proto.Message) []byte {
	t.Helper()
	f := proto.FIT{Messages: append([]proto.Message{
		mesgdef.NewFileId(nil).SetType(typ).SetManufacturer(typedef.ManufacturerGarmin).SetProduct(2697).SetTimeCreated(at).ToMesg(nil),
	}, more...)}
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		line := fmt.Sprintf("%s %d", d.Kind, d.Sources[0].Read)
		for _, s := range d.Days {
			_, m, dom := s.Day.Date()
			line += fmt.Sprintf(" %d/%d=%v", dom, m, float64(s.Value)/measure.Scale)
			if d.Kind == "blood-pressure" {
				line += fmt.Sprintf("/%v", float64(s.Second)/measure.Scale)
			}
		}
		out = append(out, line)
	}
	for _, e := range in.Events() {
		out = append(out, fmt.Sprintf("%s %ds zone %d, %d places", e.Name, (e.End-e.Start)/1000, e.Zone, len(e.Track)))
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	run := []proto.Message{
		mesgdef.NewRecord(nil).SetTimestamp(at).SetHeartRate(100).SetPositionLat(1 << 29).SetPositionLong(-(1 << 28)).SetEnhancedAltitude((500 + 12) * 5).ToMesg(nil),
		mesgdef.NewRecord(nil).SetTimestamp(at.Add(time.Second)).SetHeartRate(102).ToMesg(nil),
		mesgdef.NewSession(nil).SetStartTime(at).SetTimestamp(at.Add(time.Minute)).SetTotalElapsedTime(60_000).SetTotalTimerTime(54_000).SetTotalDistance(20_050).SetTotalCalories(12).SetSport(typedef.SportRunning).ToMesg(nil),
		mesgdef.NewActivity(nil).SetTimestamp(at.Add(time.Minute)).SetLocalTimestamp(at.Add(time.Hour + time.Minute)).ToMesg(nil),
	}
	day := func(h, m int, steps uint32) proto.Message {
		return mesgdef.NewMonitoring(nil).SetTimestamp(at.Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)).SetActivityType(typedef.ActivityTypeWalking).SetCycles(steps).ToMesg(nil)
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"a run", file(t, typedef.FileActivity, run...), "heart-rate 2 1/3=202; distance 1 1/3=200.5; energy-active 1 1/3=12; exercise 1 1/3=0.9; running 60s zone 60, 1 places"},
		{"scales", file(t, typedef.FileWeight, mesgdef.NewWeightScale(nil).SetTimestamp(at).SetWeight(7_950).SetPercentFat(2430).ToMesg(nil)), "weight 1 1/3=79.5; body-fat 1 1/3=24.3"},
		{"a cuff", file(t, typedef.FileBloodPressure, mesgdef.NewBloodPressure(nil).SetTimestamp(at).SetSystolicPressure(128).SetDiastolicPressure(79).SetHeartRate(66).ToMesg(nil)), "blood-pressure 1 1/3=128/79; heart-rate 1 1/3=66"},
		{"a day of steps, over midnight", file(t, typedef.FileMonitoringB, day(0, 0, 500), day(1, 0, 800), day(2, 0, 800), day(17, 0, 40)), "steps 3 1/3=800 2/3=40"},
		{"moments in 16 bits", file(t, typedef.FileMonitoringB,
			mesgdef.NewMonitoring(nil).SetTimestamp(at).ToMesg(nil),
			mesgdef.NewMonitoring(nil).SetTimestamp16(uint16(uint32(at.Sub(time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC)).Seconds())+600)).SetHeartRate(61).ToMesg(nil)), "heart-rate 1 1/3=61"},
		{"two files in a row", append(file(t, typedef.FileWeight, mesgdef.NewWeightScale(nil).SetTimestamp(at).SetWeight(8000).ToMesg(nil)), file(t, typedef.FileWeight, mesgdef.NewWeightScale(nil).SetTimestamp(at.Add(24*time.Hour)).SetWeight(7900).ToMesg(nil))...), "weight 2 1/3=80 2/3=79"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := &measure.Intake{}
			if err := fit.Read(t.Context(), bytes.NewReader(c.file), nil, in); err != nil {
				t.Fatal(err)
			}
			if got := told(in); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAFileThatWasCutOff(t *testing.T) {
	whole := file(t, typedef.FileWeight, mesgdef.NewWeightScale(nil).SetTimestamp(at).SetWeight(8000).ToMesg(nil), mesgdef.NewWeightScale(nil).SetTimestamp(at.Add(time.Hour)).SetWeight(7900).ToMesg(nil))
	in := &measure.Intake{}
	if err := fit.Read(t.Context(), bytes.NewReader(whole[:len(whole)-6]), nil, in); !errors.Is(err, measure.ErrDamaged) {
		t.Fatal(err)
	}
	if !strings.HasPrefix(told(in), "weight 1 ") {
		t.Errorf("what came before the fault is kept: %s", told(in))
	}
	if err := fit.Read(t.Context(), strings.NewReader("GIF89a and no more than that"), nil, &measure.Intake{}); !errors.Is(err, fit.ErrNotFIT) {
		t.Errorf("a picture: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(f, typedef.FileWeight, mesgdef.NewWeightScale(nil).SetTimestamp(at).SetWeight(8000).ToMesg(nil)))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := &measure.Intake{}
		_ = fit.Read(t.Context(), bytes.NewReader(b), nil, in)
		in.Daily()
	})
}
