// SPDX-License-Identifier: EUPL-1.2

// Package desk is where files of people lie while they are read and added. That goes on while the
// person looks at how far it is. What was made of a file stays on the desk until it is added, or for a
// while; then it is read anew, from the sealed rows.
package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// State is how far a file is.
type State uint8

// A file waits for its turn, is read, is known and can be added, is added, or cannot be read.
const (
	Waiting State = iota
	Reading
	Known
	Adding
	Added
	Failed
)

// Going tells whether something is being done.
func (s State) Going() bool { return s == Waiting || s == Reading || s == Adding }

// Refresh is after how many seconds a page looks again; 0 where nothing more comes.
func (s State) Refresh() int {
	if s.Going() {
		return 2
	}
	return 0
}

// View is what a page shows of a file. R is what a desk makes of it.
type View[R any] struct {
	State       State
	Done, Total int64 // bytes
	Name        string
	Why         string // key of the sentence that says why it failed
	Made        R
}

// Percent is how much of it was read.
func (v View[R]) Percent() int { return int(min(v.Done, v.Total) * 100 / max(v.Total, 1)) }

// Job is one file on a desk.
type Job[R any] struct {
	mu      sync.Mutex
	seen    View[R]
	touched time.Time
	cancel  context.CancelFunc
}

// View is a copy of what is known now.
func (j *Job[R]) View() View[R] {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.seen
}

// Set changes what is known.
func (j *Job[R]) Set(change func(v *View[R])) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(&j.seen)
}

// Progress takes how many bytes of how many were read.
func (j *Job[R]) Progress(done, total int64) {
	j.Set(func(v *View[R]) { v.Done, v.Total = done, total })
}

// Rules are what a desk allows.
type Rules struct {
	AtOnce int // files that are worked on at the same time, of all people together
	Most   int // files that lie there
	// Busy tells whether what is being added stays, where too much lies there.
	Busy bool
}

const (
	// workTime is how long reading or adding a file may take.
	workTime = 15 * time.Minute
	// life is how long something lies on the desk untouched.
	life = 20 * time.Minute
)

// Desk has the files of everybody.
type Desk[R any] struct {
	rules Rules
	late  func(j *Job[R], err error) // its turn did not come in time
	turns chan struct{}

	mu   sync.Mutex
	jobs map[place]*Job[R]
}

type place struct{ person, upload store.ID }

func placeOf(v *vault.Opened, upload store.ID) place { return place{v.Scope().Person(), upload} }

// New returns a desk. late says of a file that its turn did not come.
func New[R any](rules Rules, late func(j *Job[R], err error)) *Desk[R] {
	return &Desk[R]{rules: rules, late: late, turns: make(chan struct{}, rules.AtOnce), jobs: map[place]*Job[R]{}}
}

// Find returns the job of a file, nil where there is none.
func (d *Desk[R]) Find(v *vault.Opened, upload store.ID) *Job[R] {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.jobs[placeOf(v, upload)]
}

// Read returns the job of a file, and begins it with read where nobody did.
func (d *Desk[R]) Read(v *vault.Opened, u *measure.Upload, read func(ctx context.Context, j *Job[R])) *Job[R] {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	d.clear(now)
	at := placeOf(v, u.ID)
	if j := d.jobs[at]; j != nil {
		j.Set(func(*View[R]) { j.touched = now })
		return j
	}
	ctx, cancel := context.WithTimeout(context.Background(), workTime)
	j := &Job[R]{seen: View[R]{Total: u.Size, Name: u.Name}, touched: now, cancel: cancel}
	d.jobs[at] = j
	go d.turn(ctx, j, cancel, read)
	return j
}

// ErrNotReady says that a file has not been read yet, or was added already.
var ErrNotReady = errors.New("desk: not read yet")

// Add begins to add a file that is known, where can says that there is something to add. ErrNotReady.
func (d *Desk[R]) Add(j *Job[R], can func(made R) bool, add func(ctx context.Context, j *Job[R])) error {
	ctx, cancel := context.WithTimeout(context.Background(), workTime)
	err := ErrNotReady
	j.Set(func(v *View[R]) {
		if v.State == Known && can(v.Made) {
			v.State, j.cancel, err = Adding, cancel, nil
		}
	})
	if err != nil {
		cancel()
		return err
	}
	go d.turn(ctx, j, cancel, add)
	return nil
}

// turn waits for a place to work.
func (d *Desk[R]) turn(ctx context.Context, j *Job[R], cancel context.CancelFunc, do func(ctx context.Context, j *Job[R])) {
	defer cancel()
	select {
	case d.turns <- struct{}{}:
		defer func() { <-d.turns }()
		do(ctx, j)
	case <-ctx.Done():
		d.late(j, ctx.Err())
	}
}

// Drop takes a file from the desk.
func (d *Desk[R]) Drop(v *vault.Opened, upload store.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remove(placeOf(v, upload))
}

func (d *Desk[R]) remove(at place) {
	if j := d.jobs[at]; j != nil {
		j.stop()
		delete(d.jobs, at)
	}
}

// stop ends the work on a file.
func (j *Job[R]) stop() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.cancel()
}

// clear takes away what lies untouched, and of too much what lies longest.
func (d *Desk[R]) clear(now time.Time) {
	for {
		var oldest place
		var at time.Time
		for p, j := range d.jobs {
			j.Set(func(v *View[R]) {
				if stays := d.rules.Busy && v.State == Adding; !stays && (at.IsZero() || j.touched.Before(at)) {
					oldest, at = p, j.touched
				}
			})
		}
		if at.IsZero() || now.Sub(at) < life && len(d.jobs) < d.rules.Most {
			return
		}
		d.remove(oldest)
	}
}
