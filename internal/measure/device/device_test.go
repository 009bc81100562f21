// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"regie/internal/measure"
	"regie/internal/measure/device"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

type fixture struct {
	t     *testing.T
	desk  *device.Desk
	books *measure.Books
	v     *vault.Opened
}

func begin(t *testing.T) fixture {
	db := storetest.SQLite(t)
	books := measure.New(db, measure.Options{})
	return fixture{t, device.New(db, books), books, vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))}
}

var (
	cuff      = device.Meter{Name: "BLESmart_0001", Model: "M7 Intelli IT", Maker: "OMRON"}
	amsterdam = func() *time.Location {
		l, err := time.LoadLocation("Europe/Amsterdam")
		if err != nil {
			panic(err)
		}
		return l
	}()
	// The cuff of these tests measures at this moment.
	half = time.Date(2026, 9, 19, 7, 30, 0, 0, amsterdam)
)

const (
	pressure = "1e 87 00 58 00 67 00 ea 07 09 13 07 1e 00 48 00 01 04 00" // of user 1
	nobody   = "16 87 00 58 00 67 00 ea 07 09 13 07 1e 00 48 00 04 00"    // without a user
	never    = "16 87 00 58 00 67 00 e2 07 01 01 00 03 00 48 00 00 00"    // in 2018
	stored   = "07 01 00 ea 07 09 01 07 1e 00 00 00 3f c0 11"             // of a glucose meter, weeks ago
)

func reading(t *testing.T, c uint16, bytes string, seen time.Time) device.Reading {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(bytes, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return device.Reading{Characteristic: c, Bytes: b, Seen: seen}
}

func (f fixture) take(all ...device.Reading) []device.Answer {
	f.t.Helper()
	out, err := f.desk.Take(f.t.Context(), f.v, cuff, all)
	if err != nil {
		f.t.Fatal(err)
	}
	return out
}

func (f fixture) kept(k measure.Kind) (out []measure.Sample) {
	f.t.Helper()
	all, err := f.books.Samples(f.t.Context(), f.v, k, measure.DayOf(2018, 1, 1), measure.DayOf(2027, 1, 1))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, of := range all {
		if of.Source.Model != cuff.Model || of.Source.Class != measure.ClassCuff {
			f.t.Errorf("source %+v", of.Source)
		}
		out = append(out, of.Samples...)
	}
	return out
}

func TestTake(t *testing.T) {
	for _, tt := range []struct {
		name  string
		c     uint16
		bytes string
		seen  time.Time
		want  device.State
		why   device.Why
		at    time.Time
	}{
		{"now", 0x2a35, nobody, half.Add(time.Minute), device.Kept, 0, half},
		{"clock is slow", 0x2a35, nobody, half.Add(6 * time.Minute), device.When, 0, time.Time{}},
		{"clock is fast", 0x2a35, nobody, half.Add(-6 * time.Minute), device.When, 0, time.Time{}},
		{"clock was never set", 0x2a35, never, half, device.Kept, 0, half},
		{"user", 0x2a35, pressure, half, device.Whose, 0, time.Time{}},
		{"memory", 0x2a18, stored, half, device.Kept, 0, time.Date(2026, 9, 1, 7, 30, 0, 0, amsterdam)},
		{"no clock", 0x2a37, "16 4b 20 03 30 03", half, device.Kept, 0, half},
		{"no value", 0x2a35, "00 ff 07 ff 07 ff 07", half, device.Refused, device.WhyNoValue, time.Time{}},
		{"short", 0x2a35, "1e 87 00 58", half, device.Refused, device.WhyUnread, time.Time{}},
		{"no such", 0x2a49, "00 00", half, device.Refused, device.WhyUnread, time.Time{}},
		{"unlikely", 0x2a37, "00 01", half, device.Refused, device.WhyUnlikely, time.Time{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := begin(t)
			a := f.take(reading(t, tt.c, tt.bytes, tt.seen))[0]
			if a.State != tt.want || a.Why != tt.why {
				t.Fatalf("state %d why %d, want %d %d", a.State, a.Why, tt.want, tt.why)
			}
			if !tt.at.IsZero() && !a.At.Equal(tt.at) {
				t.Errorf("at %v, want %v", a.At, tt.at)
			}
			o, err := f.books.Overview(t.Context(), f.v)
			if err != nil {
				t.Fatal(err)
			}
			if (len(o.Imports) == 1) != (tt.want == device.Kept) {
				t.Errorf("%d imports", len(o.Imports))
			}
			if len(o.Imports) == 1 && (o.Imports[0].Format != "device" || o.Imports[0].Name != cuff.Model) && tt.c == 0x2a35 {
				t.Errorf("import %+v", o.Imports[0])
			}
		})
	}
}

// What a device sends again after its connection dropped is not added twice, whatever the person
// said of it.
func TestTwiceIsOnce(t *testing.T) {
	f := begin(t)
	late := half.Add(3 * time.Hour)
	f.take(reading(t, 0x2a35, nobody, late), reading(t, 0x2a35, never, late.Add(time.Minute)), reading(t, 0x2a35, nobody, late.Add(time.Second)))
	look, err := f.desk.Look(t.Context(), f.v)
	if err != nil {
		t.Fatal(err)
	}
	if len(look.Waiting) != 1 || look.Waiting[0].State != device.When || look.Waiting[0].From != cuff {
		t.Fatalf("waiting: %+v", look.Waiting)
	}
	if err := f.desk.When(t.Context(), f.v, look.Waiting[0].ID, false); err != nil {
		t.Fatal(err)
	}
	for _, a := range f.take(reading(t, 0x2a35, nobody, late.Add(time.Hour)), reading(t, 0x2a35, never, late.Add(time.Hour))) {
		if a.State != device.Known {
			t.Errorf("state %d", a.State)
		}
	}
	if got := f.kept("blood-pressure"); len(got) != 2 || got[0].Start != late.UnixMilli() || got[0].Mark&measure.MarkIrregular == 0 || got[1].Mark != 0 {
		t.Errorf("kept %+v", got)
	}
}

// A device that tells its users is asked about once for each.
func TestWhose(t *testing.T) {
	f := begin(t)
	of := func(user, hour string) device.Reading {
		return reading(t, 0x2a35, "1e 87 00 58 00 67 00 ea 07 09 13 "+hour+" 1e 00 48 00 "+user+" 04 00", half)
	}
	f.take(of("01", "07"), of("02", "07"))
	look, err := f.desk.Look(t.Context(), f.v)
	if err != nil {
		t.Fatal(err)
	}
	if len(look.Users) != 2 || !look.Users[0].Asked || look.Users[1].Number != 2 {
		t.Fatalf("users: %+v", look.Users)
	}
	for i, u := range look.Users {
		if err := f.desk.Whose(t.Context(), f.v, u.Key, u.Number, i == 0); err != nil {
			t.Fatal(err)
		}
	}
	got := f.kept("blood-pressure")
	if len(got) != 1 || got[0].Value != 135*measure.Scale || got[0].Second != 88*measure.Scale || got[0].Mark&measure.MarkIrregular == 0 {
		t.Fatalf("kept %+v", got)
	}
	if a := f.take(of("02", "08"))[0]; a.State != device.Other {
		t.Errorf("the other one: state %d", a.State)
	}
	if a := f.take(of("01", "07"))[0]; a.State != device.Known {
		t.Errorf("again: state %d", a.State)
	}
	if err := f.desk.Whose(t.Context(), f.v, "no such device", 1, true); err == nil {
		t.Error("an unknown device has users")
	}
}
