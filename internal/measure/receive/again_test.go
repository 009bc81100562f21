// SPDX-License-Identifier: EUPL-1.2

package receive_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
)

// hours is a letter with the steps of hours of 19 September.
func hours(steps map[int]int) string {
	var data []string
	for h, n := range steps {
		data = append(data, fmt.Sprintf(`{"date":"2026-09-19 %02d:00:00 +0200","qty":%d,"source":"iPhone"}`, h, n))
	}
	return `{"data":{"metrics":[{"name":"step_count","units":"count","data":[` + strings.Join(data, ",") + `]}]}}`
}

func night(date, from, until string, asleep float64) string {
	return fmt.Sprintf(`{"data":{"metrics":[{"name":"sleep_analysis","units":"hr","data":[{"date":%q,"sleepStart":%q,"sleepEnd":%q,"asleep":%v,"source":"Watch"}]}]}}`, date, from, until, asleep)
}

func (f *fixture) total(k measure.Kind) (sum int64) {
	f.t.Helper()
	all, err := f.books.Sums(f.t.Context(), f.v, k)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, d := range all {
		sum += d.Value
	}
	return sum / measure.Scale
}

// An app sends the hours of today again and again; the last one is not over yet.
func TestAnHourThatIsNotOver(t *testing.T) {
	f := begin(t)
	token := f.make()
	post := func(body string) {
		t.Helper()
		f.now = f.now.Add(10 * time.Minute)
		if err := f.put(token, body); err != nil {
			t.Fatal(err)
		}
	}
	post(hours(map[int]int{9: 500, 10: 120}))
	if n, _ := f.merge(); n != 1 || f.total("steps") != 620 {
		t.Fatalf("merged %d, %d steps", n, f.total("steps"))
	}
	// Several wait until the vault opens: what came last holds.
	for n := range 12 {
		post(hours(map[int]int{10: 130 + n, 11: 1 + n}))
	}
	n, a := f.merge()
	if n != 12 || f.total("steps") != 500+141+12 {
		t.Errorf("merged %d, %d steps", n, f.total("steps"))
	}
	o, err := f.books.Overview(t.Context(), f.v)
	if err != nil || len(o.Imports) != 1 || o.Imports[0].ID != a.Import {
		t.Errorf("one address is one import: %+v, %d, %v", o.Imports, a.Import, err)
	}
	if err := f.books.Undo(t.Context(), f.v, a.Import); err != nil || f.total("steps") != 0 {
		t.Errorf("undone: %d steps, %v", f.total("steps"), err)
	}
}

// A night that is sent again takes the place of what was sent of it, also where it turned out
// shorter, and over midnight.
func TestANightThatIsSentAgain(t *testing.T) {
	f := begin(t)
	token := f.make()
	for n, body := range []string{
		night("2026-09-20 00:00:00 +0200", "2026-09-19 22:30:00 +0200", "2026-09-20 07:30:00 +0200", 9),
		night("2026-09-20 00:00:00 +0200", "2026-09-20 00:15:00 +0200", "2026-09-20 06:15:00 +0200", 6),
		night("2026-09-21 00:00:00 +0200", "2026-09-20 23:00:00 +0200", "2026-09-21 06:00:00 +0200", 7),
	} {
		f.now = f.now.Add(time.Hour)
		if err := f.put(token, body); err != nil {
			t.Fatal(err)
		}
		f.merge()
		if got, want := f.total("sleep"), []int64{540, 360, 780}[n]; got != want {
			t.Errorf("after letter %d: %d minutes asleep, want %d", n, got, want)
		}
	}
}

// Any sequence of overlapping deliveries, however many wait at once, gives the latest of each hour.
func TestOverlappingDeliveries(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for range 6 {
		f := begin(t)
		token := f.make()
		want := map[int]int{}
		for range 10 {
			says := map[int]int{}
			for h := range 24 {
				if r.IntN(4) == 0 {
					says[h] = 1 + r.IntN(900)
				}
			}
			f.now = f.now.Add(time.Second)
			if err := f.put(token, hours(says)); err != nil {
				t.Fatal(err)
			}
			for h, n := range says {
				want[h] = n
			}
			if r.IntN(3) == 0 {
				f.merge()
			}
		}
		f.merge()
		sum := int64(0)
		for _, n := range want {
			sum += int64(n)
		}
		if got := f.total("steps"); got != sum {
			t.Errorf("%d steps, want %d", got, sum)
		}
	}
}
