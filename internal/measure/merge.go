// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"regie/internal/store"
	"regie/internal/vault"
)

// job is a kind in a month: one block.
type job struct {
	kind   Kind
	month  Month
	from   []place      // parcels, by source
	row    store.Sealed // as it is stored; Version 0: there is none
	block  *block       // after merging; nil where nothing changed
	sealed store.Sealed // the row to write
	sums   []DaySum     // of the days of the block
	lines  []Line       // by place in from
	err    error
}

// jobs lists the blocks that an intake touches.
func (in *Intake) jobs() []*job {
	var out []*job
	for _, at := range in.places() {
		k := in.kinds[at.kind]
		if n := len(out); n == 0 || out[n-1].kind != k || out[n-1].month != at.month {
			out = append(out, &job{kind: k, month: at.month})
		}
		j := out[len(out)-1]
		j.from = append(j.from, at)
	}
	return out
}

// merger puts an intake together with what is stored.
type merger struct {
	in   *Intake
	bk   *book
	of   []int // place in the book of each source of the intake
	rank func(int) int
	id   uint64 // of the import
	v    *vault.Opened
	seal bool
}

// run does the jobs, on all processors.
func (m *merger) run(jobs []*job) error {
	work := make(chan *job)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), max(len(jobs), 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var buf []Sample
			for j := range work {
				buf, j.err = m.do(j, buf[:0])
			}
		}()
	}
	for _, j := range jobs {
		work <- j
	}
	close(work)
	wg.Wait()
	var errs []error
	for _, j := range jobs {
		if j.err != nil {
			errs = append(errs, fmt.Errorf("merging a block: %w", j.err))
		}
	}
	return errors.Join(errs...)
}

func (m *merger) do(j *job, buf []Sample) ([]Sample, error) {
	b := &block{}
	if j.row.Version > 0 {
		plain, err := m.v.Unseal(j.row)
		if err != nil {
			return buf, err
		}
		if b, err = decodeBlock(plain); err != nil {
			return buf, err
		}
	}
	changed := false
	for _, at := range j.from {
		buf = m.in.parcels[at].samples(buf[:0])
		line := Line{Kind: j.kind, Source: m.in.sources[at.source]}
		line.Read = line.see(buf)
		s, doubles := tidy(buf)
		line.Doubles = doubles
		for _, d := range byDay(s) {
			fresh, did, err := m.layer(b, at.source, d)
			if err != nil {
				return buf, err
			}
			line.New += fresh
			line.Known += values(d) - fresh
			changed = changed || did
		}
		j.lines = append(j.lines, line)
	}
	if !changed {
		return buf, nil
	}
	j.block = b
	return buf, m.finish(j)
}

// finish sums the days of a changed block up, and seals it.
func (m *merger) finish(j *job) error {
	if !m.seal {
		return nil
	}
	if form := FormOf(j.kind); form.Shape != Stage {
		for _, d := range j.block.days() {
			of, err := j.block.of(d)
			if err != nil {
				return err
			}
			if len(of) > 0 {
				j.sums = append(j.sums, sumDay(form.Shape, d, of, m.rank))
			}
		}
	}
	if len(j.block.layers) == 0 {
		return nil
	}
	var err error
	j.sealed, err = m.v.Seal(vault.Samples, m.bk.blockID(j.kind, j.month), j.row.Version+1, j.block.encode())
	return err
}

// layer adds the samples of a day of a source, and tells how many of them were not there.
func (m *merger) layer(b *block, source int, s []Sample) (fresh int, changed bool, err error) {
	l := layer{source: m.of[source], day: s[0].Day(), exported: m.in.Exported, origin: m.id}
	var before []Sample
	of, err := b.of(l.day)
	if err != nil {
		return 0, false, err
	}
	for _, h := range of {
		if h.source == l.source {
			before = h.samples
		}
	}
	if m.in.Sent != 0 {
		return m.told(b, l, s, before)
	}
	rest := without(s, before)
	fresh = len(rest)
	if l.exported == 0 {
		if fresh == 0 {
			return 0, false, nil
		}
		s = rest
	}
	l.data = encodeDay(s)
	if !b.add(l) {
		return 0, false, nil
	}
	if l.exported != 0 && fresh > 0 { // an older export than what is there says nothing new
		if of, err = b.of(l.day); err != nil {
			return 0, false, err
		}
		for _, h := range of {
			if h.source == l.source {
				fresh = len(without(h.samples, before))
			}
		}
	}
	return fresh, true, nil
}

// without returns the samples of a that are not in b; both are tidy.
func without(a, b []Sample) []Sample {
	if len(b) == 0 {
		return a
	}
	out := make([]Sample, 0, len(a))
	i := 0
	for _, x := range a {
		for i < len(b) && compare(b[i], x) < 0 && !same(b[i], x) {
			i++
		}
		if i < len(b) && same(b[i], x) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// joinLines puts the lines of all months of a kind and source together.
func joinLines(jobs []*job) []Line {
	var out []Line
	for _, j := range jobs {
		for _, l := range j.lines {
			i := slices.IndexFunc(out, func(o Line) bool { return o.Kind == l.Kind && o.Source.Key() == l.Source.Key() })
			if i < 0 {
				out = append(out, l)
				continue
			}
			o := &out[i]
			o.Read, o.Doubles, o.Known, o.New = o.Read+l.Read, o.Doubles+l.Doubles, o.Known+l.Known, o.New+l.New
			if l.First < o.First {
				o.First, o.Zone = l.First, l.Zone
			}
			if l.Last > o.Last {
				o.Last, o.LastZone = l.Last, l.LastZone
			}
		}
	}
	return out
}
