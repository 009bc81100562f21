// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dice is a small source of numbers that are the same in each run.
type dice uint64

func (d *dice) roll(n int64) int64 {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int64(uint64(*d)>>33) % n
}

func TestDaysAndMonths(t *testing.T) {
	for d := Day(-200_000); d < 200_000; d += 37 {
		y, m, n := d.Date()
		want := time.Unix(int64(d)*86400, 0).UTC()
		if y != want.Year() || m != int(want.Month()) || n != want.Day() {
			t.Fatalf("day %d is %d-%d-%d, want %s", d, y, m, n, want)
		}
		if DayOf(y, m, n) != d {
			t.Fatalf("%d-%d-%d is day %d, want %d", y, m, n, DayOf(y, m, n), d)
		}
		if f := d.Month().First(); f != DayOf(y, m, 1) {
			t.Fatalf("the month of %d begins at %d", d, f)
		}
	}
	if got := (Sample{Start: time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC).UnixMilli(), Zone: 60}).Day(); got != DayOf(2026, 3, 2) {
		t.Errorf("half past midnight in Amsterdam is day %d", got)
	}
}

func randomDay(d *dice, n int) []Sample {
	var out []Sample
	at := int64(1_700_000_000_000)
	for range n {
		at += d.roll(600_000)
		x := Sample{Start: at, End: at, Zone: 60, Value: d.roll(2_000_000)}
		switch d.roll(6) {
		case 0:
			x.End += d.roll(900_000)
		case 1:
			x.Second = d.roll(900_000)
		case 2:
			x.Mark = Mark(d.roll(4))
		case 3:
			x.Zone = int16(d.roll(1440) - 720)
		case 4:
			x.Value *= -1
		}
		out = append(out, x)
	}
	out, _ = tidy(out)
	return out
}

func TestADayComesBackAsItWas(t *testing.T) {
	d := dice(7)
	for i := range 400 {
		s := randomDay(&d, 1+i%50)
		if i%3 == 0 { // whole numbers at whole seconds, as most devices give them
			for j := range s {
				s[j].Start, s[j].End, s[j].Value = s[j].Start/1000*1000, s[j].Start/1000*1000, s[j].Value/Scale*Scale
			}
		}
		got, err := decodeDay(nil, encodeDay(s))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func FuzzDecode(f *testing.F) {
	d := dice(3)
	f.Add(encodeDay(randomDay(&d, 20)))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := decodeDay(nil, b)
		if err == nil && len(s) > len(b) {
			t.Fatalf("%d samples of %d bytes", len(s), len(b))
		}
		_, _ = decodeBlock(b)
		_, _ = decodeSums(b)
		_, _ = decodeBook(b)
		_, _ = decodeEvents(b)
	})
}

func TestAPackedIntakeGivesBackWhatCame(t *testing.T) {
	d := dice(11)
	want := randomDay(&d, 3000)
	in := &Intake{}
	k, s := in.Kind("heart-rate"), in.Source(Source{Name: "Horloge"})
	order := slices.Clone(want)
	for i := range order { // in any order
		j := int(d.roll(int64(len(order))))
		order[i], order[j] = order[j], order[i]
	}
	for _, x := range order {
		in.Add(k, s, x)
	}
	in.Add(k, s, order[0]) // a double
	var got []Sample
	for _, at := range in.places() {
		got = append(got, in.parcels[at].samples(nil)...)
	}
	got, doubles := tidy(got)
	if doubles != 1 {
		t.Errorf("%d doubles, want 1", doubles)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

const minute = int64(60_000)

func walk(from, to, steps int64) Sample {
	return Sample{Start: from * minute, End: to * minute, Value: steps * Scale}
}

// A watch counted 2,506 steps and a telephone 1,919. Most of it is the same walk; 54 steps the
// telephone took alone. Google's documentation of merged steps gives this day as 2,560.
func TestTwoDevicesOnOneWalk(t *testing.T) {
	watch := []Sample{walk(0, 30, 1500), walk(60, 90, 1006)}
	phone := []Sample{walk(0, 30, 1200), walk(60, 90, 665), walk(200, 210, 54)}
	of := []held{{1, watch}, {0, phone}}
	rank := func(i int) int { return 1 - i } // the watch is believed first
	if got := total(of, rank); got != 2560*Scale {
		t.Errorf("%d steps, want 2560", got/Scale)
	}
	slices.Reverse(of)
	if got := total(of, rank); got != 2560*Scale {
		t.Errorf("in the other order %d steps, want 2560", got/Scale)
	}
}

func TestSourcesComeTogether(t *testing.T) {
	d := dice(23)
	for round := range 300 {
		var of []held
		var sum, greatest int64
		for source := range 1 + int(d.roll(4)) {
			var s []Sample
			at := d.roll(60)
			for range d.roll(20) {
				to := at + d.roll(30)
				s = append(s, walk(at, to, d.roll(500)))
				at = to + d.roll(40)
			}
			s, _ = tidy(s)
			if len(s) == 0 {
				continue
			}
			of = append(of, held{source, s})
			sum += plain(s)
			greatest = max(greatest, plain(s))
		}
		if len(of) == 0 {
			continue
		}
		rank := func(i int) int { return (i*7 + round) % 5 }
		got := total(of, rank)
		if got > sum || got < greatest {
			t.Fatalf("round %d: %d is not between the greatest source %d and all together %d", round, got, greatest, sum)
		}
		slices.Reverse(of)
		if again := total(of, rank); again != got {
			t.Fatalf("round %d: %d, in another order %d", round, got, again)
		}
		twice := append(slices.Clone(of), held{9, of[0].samples})
		if again := total(twice, func(i int) int {
			if i == 9 {
				return 99
			}
			return rank(i)
		}); again > sum+plain(of[0].samples) || again < greatest {
			t.Fatalf("round %d: a second device with the same gives %d", round, again)
		}
	}
}

func TestPartOfAStretch(t *testing.T) {
	for _, c := range []struct{ value, part, whole, want int64 }{
		{100, 1, 2, 50}, {100, 0, 2, 0}, {100, 5, 2, 100}, {7, 1, 3, 2}, {8, 1, 3, 3}, {-100, 1, 2, -50},
		{9_000_000_000_000_000, 86_399_999, 86_400_000, 8_999_999_895_833_333},
	} {
		if got := share(c.value, c.part, c.whole); got != c.want {
			t.Errorf("%d of %d of %d is %d, want %d", c.part, c.whole, c.value, got, c.want)
		}
	}
}

func at(hour, min int) int64 { // on the night of 1 to 2 January 1970, UTC
	return (int64(hour)*60 + int64(min)) * minute
}

func sleep(stage, from, to int64) Sample { return Sample{Start: from, End: to, Value: stage * Scale} }

func TestNights(t *testing.T) {
	watch := held{0, []Sample{
		sleep(StageLight, at(23, 0), at(24, 0)), sleep(StageDeep, at(24, 0), at(26, 0)),
		sleep(StageREM, at(26, 0), at(27, 0)), sleep(StageAwake, at(27, 0), at(27, 10)), sleep(StageLight, at(27, 10), at(30, 0)),
	}}
	phone := held{1, []Sample{sleep(StageInBed, at(22, 30), at(31, 0)), sleep(StageAsleep, at(22, 50), at(30, 50)), sleep(StageAsleep, at(37, 0), at(37, 30))}}
	got := nights([]held{phone, watch}, func(i int) int { return 1 - i })
	if len(got) != 2 {
		t.Fatalf("%d nights, want one and a nap", len(got))
	}
	n := got[0]
	if n.source != 0 || n.Day != 1 || n.Deep != 120*minute || n.REM != 60*minute || n.Light != 230*minute || n.Awake != 10*minute || n.Unstaged != 0 {
		t.Errorf("the night is %+v", n)
	}
	if got[1].source != 1 || got[1].Asleep() != 30*minute {
		t.Errorf("the nap is %+v", got[1])
	}
	sums := sumNights(got)
	if len(sums) != 1 || sums[0].Value != (410+30)*Scale {
		t.Errorf("the day is %+v", sums)
	}
	if only := nights([]held{phone}, func(int) int { return 0 }); only[0].InBed != (20+10)*minute || only[0].Unstaged != 480*minute {
		t.Errorf("in bed and asleep overlap: %+v", only[0])
	}
}
