// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"errors"
	"sync"
	"time"

	goods "regie/internal/carry"
	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// desk is where files with a record are read, while the person looks at how far it is. What was found
// stays here until it is added, or for a while; then it is read anew, from the sealed rows.
type desk struct {
	kit   *goods.Kit
	turns chan struct{}

	mu   sync.Mutex
	jobs map[place]*job
}

type place struct {
	person store.ID
	upload store.ID
}

type state uint8

const (
	reading state = iota
	known
	adding
	added
	failed
)

type job struct {
	mu          sync.Mutex
	state       state
	done, total int64
	name        string
	found       *goods.Found
	imported    string // the id by which it can be undone
	why         string // key of the sentence that says why it failed
	touched     time.Time
	cancel      context.CancelFunc
}

type jobView struct {
	state       state
	done, total int64
	name        string
	found       *goods.Found
	imported    string
	why         string
}

func (j *job) view() jobView {
	j.mu.Lock()
	defer j.mu.Unlock()
	return jobView{j.state, j.done, j.total, j.name, j.found, j.imported, j.why}
}

func (j *job) set(change func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change()
}

const (
	atOnce   = 1 // files that are read or added at the same time, of all people together
	readTime = 15 * time.Minute
	deskLife = 20 * time.Minute
	mostJobs = 12
)

func newDesk(k *goods.Kit) *desk {
	return &desk{kit: k, turns: make(chan struct{}, atOnce), jobs: map[place]*job{}}
}

func (d *desk) find(v *vault.Opened, upload store.ID) *job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.jobs[place{v.Scope().Person(), upload}]
}

// read returns the job of a file, and begins it where nobody did.
func (d *desk) read(v *vault.Opened, u *measure.Upload, where *time.Location) *job {
	at := place{v.Scope().Person(), u.ID}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clear(time.Now())
	if j := d.jobs[at]; j != nil {
		j.set(func() { j.touched = time.Now() })
		return j
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	j := &job{total: u.Size, name: u.Name, touched: time.Now(), cancel: cancel}
	d.jobs[at] = j
	go func() {
		defer cancel()
		d.turn(ctx, j, func() {
			found, err := d.kit.Look(ctx, v, d.file(ctx, v, u, where, j))
			if err != nil && found.New+found.Known == 0 {
				j.fail(ctx, err)
				return
			}
			j.set(func() { j.state, j.found = known, found })
		})
	}()
	return j
}

func (d *desk) file(ctx context.Context, v *vault.Opened, u *measure.Upload, where *time.Location, j *job) *goods.File {
	return &goods.File{
		Name: u.Name, ReaderAt: d.kit.Books.Open(ctx, v, u), Size: u.Size, Place: where,
		Progress: func(done, total int64) { j.set(func() { j.done, j.total = done, total }) },
	}
}

// errNotReady says that a file has not been read yet, or was added already.
var errNotReady = errors.New("carry: not read yet")

// add adds what was found; that goes on while the person looks.
func (d *desk) add(v *vault.Opened, u *measure.Upload, where *time.Location, words goods.Words, j *job) error {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	err := errNotReady
	var found *goods.Found
	j.set(func() {
		if j.state == known && j.found != nil && j.found.New > 0 {
			j.state, j.cancel, found, err = adding, cancel, j.found, nil
		}
	})
	if err != nil {
		cancel()
		return err
	}
	go func() {
		defer cancel()
		d.turn(ctx, j, func() {
			i, err := d.kit.Add(ctx, v, d.file(ctx, v, u, where, j), found, words)
			if err != nil {
				j.fail(ctx, err)
				return
			}
			_ = d.kit.Books.Drop(ctx, v, u.ID) // if not: it waits a day, and has nothing new
			j.set(func() { j.state, j.imported = added, i.ID })
		})
	}()
	return nil
}

func (d *desk) drop(v *vault.Opened, upload store.ID) {
	at := place{v.Scope().Person(), upload}
	d.mu.Lock()
	defer d.mu.Unlock()
	if j := d.jobs[at]; j != nil {
		j.cancel()
		delete(d.jobs, at)
	}
}

// clear takes away what lies untouched, and of too much what lies longest; not what is being added.
func (d *desk) clear(now time.Time) {
	for {
		var oldest place
		var at time.Time
		for p, j := range d.jobs {
			v := j.view()
			var t time.Time
			j.set(func() { t = j.touched })
			if v.state != adding && (at.IsZero() || t.Before(at)) {
				oldest, at = p, t
			}
		}
		if at.IsZero() || now.Sub(at) < deskLife && len(d.jobs) < mostJobs {
			return
		}
		d.jobs[oldest].cancel()
		delete(d.jobs, oldest)
	}
}

func (d *desk) turn(ctx context.Context, j *job, do func()) {
	select {
	case d.turns <- struct{}{}:
		defer func() { <-d.turns }()
		do()
	case <-ctx.Done():
		j.fail(ctx, ctx.Err())
	}
}

// problems are the sentences for what may be the matter with a file.
var problems = []struct {
	err error
	key string
}{
	{goods.ErrXML, "carry.problem.xml"},
	{goods.ErrVersion, "carry.problem.version"},
	{goods.ErrUnknown, "carry.problem.unknown"},
	{goods.ErrEmpty, "carry.problem.empty"},
	{goods.ErrTooLarge, "carry.problem.large"},
	{goods.ErrDamaged, "carry.problem.damaged"},
	{context.DeadlineExceeded, "carry.problem.time"},
}

func (j *job) fail(ctx context.Context, err error) {
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	why := "carry.problem.other"
	for _, p := range problems {
		if errors.Is(err, p.err) {
			why = p.key
			break
		}
	}
	j.set(func() { j.state, j.why, j.found = failed, why, nil })
}
