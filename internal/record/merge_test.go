// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// said is a batch, reduced to what the merge looks at.
type said struct {
	service   int
	at, since int64
	complete  bool
	content   map[string]byte // id → what it said
}

// told is what is visible of a provider: it must not depend on the order of batches.
func told(batches []said) string {
	var x index
	services := make([]service, 3)
	for _, b := range batches {
		named := map[int32]bool{}
		s := services[b.service]
		for _, id := range sorted(b.content) {
			i := x.place(identity{typ: "T", id: id})
			e := &x.entries[i]
			v, _ := e.observe(version{digest: digest{b.content[id]}, first: b.at})
			e.list(b.service, s, b.at, b.complete, v)
			named[i] = true
		}
		if b.complete {
			x.delist(b.service, s, b.at, b.since, named)
		}
		services[b.service] = s.ended(b.at, b.since, b.complete)
		for i := range x.entries {
			x.entries[i].settle()
		}
	}
	var lines []string
	for _, e := range x.entries {
		var contents []byte
		for _, v := range e.versions {
			contents = append(contents, v.digest[0])
		}
		slices.Sort(contents)
		lines = append(lines, fmt.Sprintf("%s shows %d of %v, gone %v, first %d, last %d",
			e.id, e.versions[e.current].digest[0], contents, e.gone(), e.first(), e.lastSeen(services)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func sorted(m map[string]byte) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func TestBatchesMayComeInAnyOrderAndTwice(t *testing.T) {
	for seed := range int64(4000) {
		r := rand.New(rand.NewSource(seed))
		var batches []said
		for i := range 2 + r.Intn(6) {
			b := said{service: r.Intn(3), at: int64(10 + 10*r.Intn(6) + i%2), complete: r.Intn(2) == 0, content: map[string]byte{}}
			b.since = b.at
			if r.Intn(3) == 0 {
				b.since -= int64(r.Intn(25))
			}
			if slices.ContainsFunc(batches, func(o said) bool { return o.at == b.at && o.service == b.service && o.complete && b.complete }) {
				b.since = b.at
				continue // two complete runs of one service at one moment do not happen
			}
			for _, id := range []string{"a", "b", "c"} {
				if r.Intn(3) > 0 {
					b.content[id] = byte(1 + r.Intn(3))
				}
			}
			batches = append(batches, b)
		}
		want := told(batches)
		for range 6 {
			other := slices.Clone(batches)
			r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			other = append(other, other[r.Intn(len(other))], other[r.Intn(len(other))])
			if diff := cmp.Diff(want, told(other)); diff != "" {
				t.Fatalf("seed %d: %s\nbatches %+v\nother   %+v", seed, diff, batches, other)
			}
		}
	}
}

func TestGone(t *testing.T) {
	run := func(service int, at int64, complete bool, ids ...string) said {
		b := said{service: service, at: at, since: at, complete: complete, content: map[string]byte{}}
		for _, id := range ids {
			b.content[id] = 1
		}
		return b
	}
	since := func(b said, since int64) said { b.since = since; return b }
	for name, c := range map[string]struct {
		batches []said
		gone    string
	}{
		"a complete run that leaves one out":          {[]said{run(0, 1, true, "a", "b"), run(0, 2, true, "a")}, "b"},
		"a partial run says nothing of what is left":  {[]said{run(0, 1, true, "a", "b"), run(0, 2, false, "a")}, ""},
		"another service still has it":                {[]said{run(0, 1, true, "a", "b"), run(1, 1, true, "b"), run(0, 2, true, "a")}, ""},
		"it comes back":                               {[]said{run(0, 1, true, "a"), run(0, 2, true), run(0, 3, false, "a")}, ""},
		"an older run that comes late":                {[]said{run(0, 2, true, "a"), run(0, 1, true, "a", "b")}, "b"},
		"a run in pieces":                             {[]said{run(0, 1, true, "a", "b"), run(0, 5, false, "a"), since(run(0, 6, true, "b"), 5)}, ""},
		"a run in pieces does not keep what is older": {[]said{run(0, 1, true, "a", "b", "c"), run(0, 5, false, "a"), since(run(0, 6, true, "b"), 5)}, "c"},
		"an empty complete run":                       {[]said{run(0, 1, true, "a", "b"), run(0, 2, true)}, "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, line := range strings.Split(told(c.batches), "\n") {
				if strings.Contains(line, "gone true") {
					got += line[:1]
				}
			}
			if got != c.gone {
				t.Errorf("gone: %q, want %q", got, c.gone)
			}
		})
	}
}

func TestTwoServicesThatDifferDoNotChangeEveryRun(t *testing.T) {
	x := index{}
	services := make([]service, 2)
	changes := 0
	for at := int64(1); at < 20; at++ {
		n := int(at % 2)
		i := x.place(identity{typ: "Patient", id: "1"})
		e := &x.entries[i]
		v, _ := e.observe(version{digest: digest{byte(n + 1)}, first: at})
		e.list(n, services[n], at, true, v)
		services[n] = services[n].ended(at, at, true)
		if e.settle() {
			changes++
		}
	}
	if changes > 1 {
		t.Errorf("it changed %d times", changes)
	}
}
