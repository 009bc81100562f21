// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// counted is a sample with where it comes from.
type counted struct {
	source Source
	Sample
}

// walks makes a day of steps that several devices counted, much of it at the same time.
func walks(r *rand.Rand) (out []counted) {
	classes := []Class{ClassHand, ClassWatch, ClassPhone, ClassApp, ClassApp, ClassOther}
	for i := range 1 + r.IntN(5) {
		s := Source{Name: fmt.Sprint("bron ", i), Class: classes[r.IntN(len(classes))]}
		for range r.IntN(12) {
			from := int64(r.IntN(1300))
			x := walk(from, from+int64(r.IntN(90)), int64(r.IntN(900)))
			if r.IntN(6) == 0 {
				x.End = x.Start
			}
			for range 1 + r.IntN(8)/7 {
				out = append(out, counted{s, x})
			}
		}
	}
	return out
}

// brought gives the total of the day, and that of each source by itself.
func brought(all []counted) (total int64, each map[string]int64) {
	in, each := &Intake{}, map[string]int64{}
	for _, x := range all {
		in.Add(in.Kind("steps"), in.Source(x.source), x.Sample)
	}
	for _, d := range in.Daily() {
		for _, day := range d.Days {
			total += day.Value
		}
		for _, l := range d.Sources {
			for _, day := range l.Days {
				each[l.Source.Name] += day.Value
			}
		}
	}
	return total, each
}

// wrong tells which property does not hold; "" where all do.
func wrong(all []counted, r *rand.Rand) string {
	total, each := brought(all)
	var sum, greatest int64
	for _, v := range each {
		sum, greatest = sum+v, max(greatest, v)
	}
	switch {
	case total > sum:
		return fmt.Sprintf("%d is more than all together, %d", total, sum)
	case total < greatest:
		return fmt.Sprintf("%d is less than the greatest source, %d", total, greatest)
	}
	shuffled := slices.Clone(all)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if got, of := brought(shuffled); got != total || !cmp.Equal(of, each) {
		return fmt.Sprintf("in another order %d %v, not %d %v", got, of, total, each)
	}
	if got, of := brought(append(shuffled, all...)); got != total || !cmp.Equal(of, each) {
		return fmt.Sprintf("the same file twice gives %d %v, not %d %v", got, of, total, each)
	}
	return ""
}

// smaller leaves out what is not needed for a property to break.
func smaller(all []counted, breaks func([]counted) bool) []counted {
	for i := 0; i < len(all); {
		if less := slices.Delete(slices.Clone(all), i, i+1); breaks(less) {
			all = less
			continue
		}
		i++
	}
	return all
}

func TestSourcesOfADay(t *testing.T) {
	first := uint64(time.Now().UnixNano()) // other days each time; what fails is told with its seed
	for seed := range uint64(1500) {
		if seed >= 1000 {
			seed += first
		}
		broken := func(all []counted) string { return wrong(all, rand.New(rand.NewPCG(seed, 1))) }
		all := walks(rand.New(rand.NewPCG(seed, 0)))
		if broken(all) != "" {
			all = smaller(all, func(c []counted) bool { return broken(c) != "" })
			t.Fatalf("seed %d: %s\n%+v", seed, broken(all), all)
		}
	}
}

// The example of Google, as it comes from a file: in any order, by the class of the sources.
func TestTwoDevicesInOneFile(t *testing.T) {
	watch, phone := Source{Name: "Horloge", Class: ClassWatch}, Source{Name: "iPhone", Class: ClassPhone}
	all := []counted{{phone, walk(0, 30, 1200)}, {watch, walk(0, 30, 1500)}, {phone, walk(60, 90, 665)}, {phone, walk(200, 210, 54)}, {watch, walk(60, 90, 1006)}}
	total, each := brought(all)
	if total != 2560*Scale || each["Horloge"] != 2506*Scale || each["iPhone"] != 1919*Scale {
		t.Errorf("2506 and 1919 give %d: %v", total/Scale, each)
	}
}
