// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"errors"
	"sync"
	"time"

	samples "regie/internal/measure"
	"regie/internal/measure/files"
	"regie/internal/store"
	"regie/internal/vault"
)

// desk is where files are read. Reading goes on while the person looks at how far it is. What was
// read stays here until it is added or the person is away; after that it is read anew, from the
// sealed rows.
type desk struct {
	books *samples.Books
	open  files.Reader
	turns chan struct{} // one for each file that is read at the same time

	mu   sync.Mutex
	jobs map[place]*job
	door door
}

type place struct {
	person store.ID
	upload store.ID
}

// state is how far a file is.
type state uint8

const (
	waiting state = iota
	reading
	known // it was read, and can be added
	adding
	added
	failed
)

// job is one file on the desk.
type job struct {
	mu          sync.Mutex
	state       state
	done, total int64
	format      string
	name        string
	in          *samples.Intake
	report      *samples.Report
	partly      bool   // the file is damaged; what was good is in the report
	why         string // key of the sentence that says why it failed
	number      uint64 // of the import
	touched     time.Time
	cancel      context.CancelFunc
}

// view is a copy of what a job is, for a page.
func (j *job) view() jobView {
	j.mu.Lock()
	defer j.mu.Unlock()
	return jobView{j.state, j.done, j.total, j.format, j.name, j.report, j.partly, j.why, j.number}
}

type jobView struct {
	state       state
	done, total int64
	format      string
	name        string
	report      *samples.Report
	partly      bool
	why         string
	number      uint64
}

const (
	// readers is how many files are read at the same time, of all people together.
	readers = 2
	// readTime is how long reading or adding a file may take.
	readTime = 15 * time.Minute
	// deskLife is how long something lies on the desk untouched.
	deskLife = 20 * time.Minute
	// mostJobs is how many files lie on the desk.
	mostJobs = 16
)

func newDesk(b *samples.Books, read files.Reader) *desk {
	return &desk{books: b, open: read, turns: make(chan struct{}, readers), jobs: map[place]*job{}}
}

// read returns the job of a file, and begins it where nobody did.
func (d *desk) read(v *vault.Opened, u *samples.Upload, where *time.Location, now time.Time) *job {
	at := place{v.Scope().Person(), u.ID}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear(now)
	if j := d.jobs[at]; j != nil {
		j.mu.Lock()
		j.touched = now
		j.mu.Unlock()
		return j
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	j := &job{total: u.Size, name: u.Name, touched: now, cancel: cancel}
	d.jobs[at] = j
	go func() {
		defer cancel()
		d.turn(ctx, j, func() { d.fill(ctx, v, u, where, j) })
	}()
	return j
}

// find returns the job of a file, nil where there is none.
func (d *desk) find(v *vault.Opened, upload store.ID) *job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.jobs[place{v.Scope().Person(), upload}]
}

// drop takes a file from the desk.
func (d *desk) drop(v *vault.Opened, upload store.ID) {
	at := place{v.Scope().Person(), upload}
	d.mu.Lock()
	defer d.mu.Unlock()
	if j := d.jobs[at]; j != nil {
		j.cancel()
		delete(d.jobs, at)
	}
}

// clear takes away what lies untouched, and of too much what lies longest.
func (d *desk) clear(now time.Time) {
	for len(d.jobs) > 0 {
		var oldest place
		var at time.Time
		for p, j := range d.jobs {
			j.mu.Lock()
			if t := j.touched; at.IsZero() || t.Before(at) {
				oldest, at = p, t
			}
			j.mu.Unlock()
		}
		if now.Sub(at) < deskLife && len(d.jobs) < mostJobs {
			return
		}
		d.jobs[oldest].cancel()
		delete(d.jobs, oldest)
	}
}

// turn waits for a place to work.
func (d *desk) turn(ctx context.Context, j *job, do func()) {
	select {
	case d.turns <- struct{}{}:
		defer func() { <-d.turns }()
		do()
	case <-ctx.Done():
		j.fail(ctx.Err())
	}
}

func (j *job) set(change func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change()
}

func (j *job) fail(err error) {
	j.set(func() {
		j.state, j.why, j.in = failed, "samples.file.problem.other", nil
		switch {
		case errors.Is(err, files.ErrUnknown):
			j.why = "samples.file.problem.unknown"
		case errors.Is(err, files.ErrStopped):
			j.why = "upload.problem.stopped"
		case errors.Is(err, files.ErrEmpty):
			j.why = "upload.problem.empty"
		case errors.Is(err, files.ErrDamaged), errors.Is(err, samples.ErrDamaged), errors.Is(err, samples.ErrTooLarge):
			j.why = "samples.file.problem.damaged"
		case errors.Is(err, context.DeadlineExceeded):
			j.why = "samples.file.problem.time"
		}
	})
}

// fill reads a file and finds out what of it is new.
func (d *desk) fill(ctx context.Context, v *vault.Opened, u *samples.Upload, where *time.Location, j *job) {
	j.set(func() { j.state = reading })
	in := &samples.Intake{}
	format, err := d.open(ctx, &files.File{
		Name: u.Name, ReaderAt: d.books.Open(ctx, v, u), Size: u.Size, Place: where,
		Progress: func(done, total int64) { j.set(func() { j.done, j.total = done, total }) },
	}, in)
	partly := false
	if err != nil {
		if errors.Is(err, files.ErrUnknown) || in.Empty() || ctx.Err() != nil {
			j.fail(err)
			if format == "health-connect" && errors.Is(err, files.ErrDamaged) {
				j.set(func() { j.why = "upload.problem.database" })
			}
			return
		}
		partly = true   // what was good can be added
		in.Exported = 0 // and a part does not tell all there is about a day
	}
	in.Sent = min(in.Sent, u.At.UnixMilli()) // a date in the future is no reason to believe a file for ever
	why := ""
	if errors.Is(err, files.ErrStopped) {
		why = "upload.partly.stopped"
	}
	report, err := d.books.Preview(ctx, v, in)
	if err != nil {
		j.fail(err)
		return
	}
	j.set(func() { j.state, j.format, j.in, j.report, j.partly, j.why = known, format, in, report, partly, why })
}

// errNotReady says that a file has not been read yet.
var errNotReady = errors.New("measure: not read yet")

// add adds what was read; that goes on while the person looks.
func (d *desk) add(v *vault.Opened, u *samples.Upload, j *job) error {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	err := errNotReady
	j.set(func() {
		if j.state == known && j.in != nil {
			j.state, j.cancel, err = adding, cancel, nil
		}
	})
	if err != nil {
		cancel()
		return err
	}
	go func() {
		defer cancel()
		d.turn(ctx, j, func() { d.keep(ctx, v, u, j) })
	}()
	return nil
}

func (d *desk) keep(ctx context.Context, v *vault.Opened, u *samples.Upload, j *job) {
	report, err := d.books.Add(ctx, v, j.in, samples.About{Format: j.format, Name: u.Name})
	if err != nil {
		j.fail(err)
		return
	}
	number := uint64(0)
	if report.New > 0 {
		if o, err := d.books.Overview(ctx, v); err == nil && len(o.Imports) > 0 {
			number = o.Imports[0].ID
		}
	}
	err = d.books.Drop(ctx, v, u.ID)
	j.set(func() { j.state, j.report, j.in, j.number = added, report, nil, number })
	if err != nil && !errors.Is(err, samples.ErrNotFound) {
		return // it goes by itself after a day
	}
}
