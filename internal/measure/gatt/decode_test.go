// SPDX-License-Identifier: EUPL-1.2

package gatt

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func told(r Reading) string {
	var out []string
	for _, v := range r.Values {
		s := fmt.Sprintf("%s %.1f", v.Kind, v.Value)
		if v.Second != 0 {
			s += fmt.Sprintf("/%.1f", v.Second)
		}
		out = append(out, s)
	}
	if c := r.Clock; c.Known() {
		out = append(out, fmt.Sprintf("%d-%02d-%02d %02d:%02d:%02d", c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second))
	}
	if r.User != 0 {
		out = append(out, fmt.Sprintf("user %d", r.User))
	}
	if r.Mark != 0 {
		out = append(out, fmt.Sprintf("mark %d", r.Mark))
	}
	return strings.Join(out, ", ")
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		characteristic uint16
		hex, want      string
		err            error
	}{
		{BloodPressure, "1e 87 00 58 00 67 00 ea 07 09 13 07 1e 00 48 00 01 04 00", "blood-pressure 135.0/88.0, heart-rate 72.0, 2026-09-19 07:30:00, user 1, mark 8", nil},
		{BloodPressure, "01 b4 f0 75 f0 ff 07", "blood-pressure 135.0/87.8", nil},
		{BloodPressure, "00 ff 07 ff 07 ff 07", "", ErrNoValue},
		{BloodPressure, "1e 87 00 58 00 67 00 ea 07 09", "", ErrShort},
		{BloodPressure, "10 87 00 58 00 67 00 01 00", "blood-pressure 135.0/88.0, mark 16", nil},
		{Weight, "0e b8 3d ea 07 09 13 07 1e 00 01 02 01 d6 06", "weight 79.0, bmi 25.8, height 175.0, 2026-09-19 07:30:00, user 1", nil},
		{Weight, "01 c0 44", "weight 79.8", nil}, // 176 lb
		{Weight, "00 ff ff", "", ErrNoValue},
		{BodyComposition, "02 04 f3 00 ea 07 09 13 07 1e 00 b8 3d", "body-fat 24.3, weight 79.0, 2026-09-19 07:30:00", nil},
		{Temperature, "06 6e 01 00 ff ea 07 09 13 07 1e 00 09", "temperature 36.6, 2026-09-19 07:30:00", nil},
		{Temperature, "01 da 03 00 ff", "temperature 37.0", nil}, // 98.6 °F
		{Temperature, "00 ff ff 7f 00", "", ErrNoValue},
		{HeartRate, "16 4b 20 03 30 03", "heart-rate 75.0", nil},
		{HeartRate, "04 4b", "", ErrNoValue}, // lies on nothing
		{HeartRate, "01 2c 01", "heart-rate 300.0", nil},
		{SpotOximeter, "01 61 00 48 00 ea 07 09 13 07 1e 00", "oxygen 97.0, heart-rate 72.0, 2026-09-19 07:30:00", nil},
		{SpotOximeter, "02 61 00 48 00 00 04", "", ErrNoValue}, // a demonstration
		{ContinuousOxygen, "00 61 00 48 00", "oxygen 97.0, heart-rate 72.0", nil},
		{Glucose, "07 01 00 ea 07 09 13 07 1e 00 00 00 3f c0 11", "glucose 6.3, 2026-09-19 07:30:00", nil},
		{Glucose, "07 01 00 ea 07 09 13 07 1e 00 3c 00 3f c0 11", "glucose 6.3, 2026-09-19 08:30:00", nil},
		{Glucose, "02 02 00 ea 07 09 13 07 1e 00 6e b0 11", "glucose 6.1, 2026-09-19 07:30:00", nil},
		{Glucose, "02 02 00 ea 07 09 13 07 1e 00 6e b0 1a", "", ErrNoValue}, // a control solution
		{0x2a19, "64", "", ErrUnknown},
		{HeartRate, "", "", ErrShort},
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(c.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Decode(c.characteristic, b)
		if !errors.Is(err, c.err) || told(r) != c.want {
			t.Errorf("%#x %s: %q, %v; want %q", c.characteristic, c.hex, told(r), err, c.want)
		}
	}
}

func TestContexts(t *testing.T) {
	const value = "17 05 00 ea 07 09 13 07 1e 00 00 00 3f c0 11" // with "a context follows"
	for _, c := range []struct{ name, more, want string }{
		{"none", "", "glucose 6.3, 2026-09-19 07:30:00"},
		{"before a meal", "02 05 00 01", "glucose 6.3, 2026-09-19 07:30:00, mark 2"},
		{"after a meal, with 60 g of carbohydrates", "03 05 00 01 3c d0 02", "glucose 6.3, carbohydrates 60.0, 2026-09-19 07:30:00, mark 4"},
		{"fasting, half an hour of exercise at 40 %", "0a 05 00 03 08 07 28", "glucose 6.3, exercise 30.0, 2026-09-19 07:30:00, mark 2"},
		{"all of it, with what is not named yet", "df 05 00 00 01 3c d0 02 11 08 07 28 01 0a a0 41 f0", "glucose 6.3, carbohydrates 60.0, exercise 30.0, 2026-09-19 07:30:00, mark 4"},
		{"of another reading", "02 06 00 01", "glucose 6.3, 2026-09-19 07:30:00"},
		{"cut off", "03 05 00 01 3c", "glucose 6.3, 2026-09-19 07:30:00"},
		{"exercise of 18 hours or more is not told", "08 05 00 ff ff 28", "glucose 6.3, 2026-09-19 07:30:00"},
	} {
		r, err := DecodeBoth(Glucose, fromHex(t, value), fromHex(t, c.more))
		if err != nil || told(r) != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, told(r), err, c.want)
		}
	}
	c, err := DecodeContext(fromHex(t, "70 05 00 01 0a a0 41 f0"))
	if err != nil || c.Medicine != 1 || !c.Volume || c.Amount < 0.0099 || c.Amount > 0.0101 || c.HbA1c < 6.49 || c.HbA1c > 6.51 {
		t.Errorf("10 µL of insulin, HbA1c 6.5: %+v, %v", c, err)
	}
	if !HasContext(Glucose, fromHex(t, value)) || HasContext(Glucose, []byte{7}) || HasContext(Weight, []byte{0x17}) {
		t.Error("whether a context follows")
	}
}

func TestABodyInTwoParts(t *testing.T) { // bit 12; only the first tells who and when
	first, second := "06 10 f3 00 ea 07 09 13 07 1e 00 02", "40 15 ff ff 48 2b 40 1f b8 3d"
	r, err := DecodeBoth(BodyComposition, fromHex(t, first), fromHex(t, second))
	if want := "body-fat 24.3, lean-mass 55.4, water-mass 40.0, weight 79.0, 2026-09-19 07:30:00, user 2"; err != nil || told(r) != want {
		t.Errorf("%q, %v; want %q", told(r), err, want)
	}
	r, err = DecodeBoth(BodyComposition, fromHex(t, "00 10 ff ff"), fromHex(t, second))
	if err != nil || len(r.Values) != 3 {
		t.Errorf("a first part without a value: %q, %v", told(r), err)
	}
}

func fromHex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheClockOfADevice(t *testing.T) {
	if _, ok := (Clock{2016, 1, 1, 0, 0, 0}).In(time.UTC); ok {
		t.Error("a clock that was never set is not believed")
	}
	if _, ok := (Clock{2026, 2, 30, 8, 0, 0}).In(time.UTC); ok {
		t.Error("the 30th of February is no day")
	}
	if at, ok := (Clock{2026, 2, 28, 23, 50, 0}).later(15).In(time.UTC); !ok || at.Format(time.DateTime) != "2026-03-01 00:05:00" {
		t.Errorf("a quarter later it is %v", at)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(uint16(BloodPressure), []byte{0x1e, 0x87, 0, 0x58, 0, 0x67, 0, 0xea, 7, 9, 0x13, 7, 0x1e, 0, 0x48, 0, 1, 4, 0})
	f.Fuzz(func(t *testing.T, c uint16, b []byte) {
		_, _ = DecodeBoth(c, b[:len(b)/2], b[len(b)/2:])
		r, err := Decode(c, b)
		if err == nil && len(r.Values) == 0 {
			t.Error("no error, and no value")
		}
	})
}
