// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"context"
	"errors"
	"time"

	goods "regie/internal/carry"
	"regie/internal/measure"
	"regie/internal/vault"
	"regie/internal/web/desk"
)

// jobs are the files on the desk of this room.
type (
	job  = desk.Job[made]
	seen = desk.View[made]
)

// made is what looking at a file gave.
type made struct {
	found    *goods.Found
	imported string // the id by which it can be undone
}

// readers are where files with a record are read.
type readers struct {
	*desk.Desk[made]
	kit *goods.Kit
}

func newReaders(k *goods.Kit) *readers {
	return &readers{desk.New(desk.Rules{AtOnce: 1, Most: 12, Busy: true}, fail), k}
}

// read returns the job of a file, and begins it where nobody did.
func (d *readers) read(v *vault.Opened, u *measure.Upload, where *time.Location) *job {
	return d.Read(v, u, func(ctx context.Context, j *job) {
		found, err := d.kit.Look(ctx, v, d.file(ctx, v, u, where, j))
		if err != nil && found.New+found.Known == 0 {
			fail(j, cmp.Or(ctx.Err(), err))
			return
		}
		j.Set(func(x *seen) { x.State, x.Made.found = desk.Known, found })
	})
}

func (d *readers) file(ctx context.Context, v *vault.Opened, u *measure.Upload, where *time.Location, j *job) *goods.File {
	return &goods.File{Name: u.Name, ReaderAt: d.kit.Books.Open(ctx, v, u), Size: u.Size, Place: where, Progress: j.Progress}
}

// add adds what was found; that goes on while the person looks.
func (d *readers) add(v *vault.Opened, u *measure.Upload, where *time.Location, words goods.Words, j *job) error {
	can := func(m made) bool { return m.found != nil && m.found.New > 0 }
	return d.Add(j, can, func(ctx context.Context, j *job) {
		i, err := d.kit.Add(ctx, v, d.file(ctx, v, u, where, j), j.View().Made.found, words)
		if err != nil {
			fail(j, cmp.Or(ctx.Err(), err))
			return
		}
		_ = d.kit.Books.Drop(ctx, v, u.ID) // if not: it waits a day, and has nothing new
		j.Set(func(x *seen) { x.State, x.Made.imported = desk.Added, i.ID })
	})
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

func fail(j *job, err error) {
	why := "carry.problem.other"
	for _, p := range problems {
		if errors.Is(err, p.err) {
			why = p.key
			break
		}
	}
	j.Set(func(x *seen) { x.State, x.Why, x.Made.found = desk.Failed, why, nil })
}
