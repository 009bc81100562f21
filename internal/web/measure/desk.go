// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"errors"
	"time"

	samples "regie/internal/measure"
	"regie/internal/measure/files"
	"regie/internal/vault"
	"regie/internal/web/desk"
)

// jobs are the files on the desk of this room.
type (
	job  = desk.Job[made]
	seen = desk.View[made]
)

// made is what reading a file gave.
type made struct {
	format string
	in     *samples.Intake
	report *samples.Report
	partly bool   // the file is damaged; what was good is in the report
	number uint64 // of the import
}

// readers are where files are read.
type readers struct {
	*desk.Desk[made]
	books *samples.Books
	open  files.Reader
	door  door
}

func newReaders(b *samples.Books, read files.Reader) *readers {
	return &readers{Desk: desk.New(desk.Rules{AtOnce: 2, Most: 16}, fail), books: b, open: read}
}

// read returns the job of a file, and begins it where nobody did.
func (d *readers) read(v *vault.Opened, u *samples.Upload, where *time.Location) *job {
	return d.Read(v, u, func(ctx context.Context, j *job) { d.fill(ctx, v, u, where, j) })
}

func fail(j *job, err error) {
	j.Set(func(x *seen) {
		x.State, x.Why, x.Made.in = desk.Failed, "samples.file.problem.other", nil
		switch {
		case errors.Is(err, files.ErrUnknown):
			x.Why = "samples.file.problem.unknown"
		case errors.Is(err, files.ErrStopped):
			x.Why = "upload.problem.stopped"
		case errors.Is(err, files.ErrEmpty):
			x.Why = "upload.problem.empty"
		case errors.Is(err, files.ErrDamaged), errors.Is(err, samples.ErrDamaged), errors.Is(err, samples.ErrTooLarge):
			x.Why = "samples.file.problem.damaged"
		case errors.Is(err, context.DeadlineExceeded):
			x.Why = "samples.file.problem.time"
		}
	})
}

// fill reads a file and finds out what of it is new.
func (d *readers) fill(ctx context.Context, v *vault.Opened, u *samples.Upload, where *time.Location, j *job) {
	j.Set(func(x *seen) { x.State = desk.Reading })
	in := &samples.Intake{}
	format, err := d.open(ctx, &files.File{
		Name: u.Name, ReaderAt: d.books.Open(ctx, v, u), Size: u.Size, Place: where,
		Progress: j.Progress,
	}, in)
	partly := false
	if err != nil {
		if errors.Is(err, files.ErrUnknown) || in.Empty() || ctx.Err() != nil {
			fail(j, err)
			if format == "health-connect" && errors.Is(err, files.ErrDamaged) {
				j.Set(func(x *seen) { x.Why = "upload.problem.database" })
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
		fail(j, err)
		return
	}
	j.Set(func(x *seen) {
		x.State, x.Why, x.Made = desk.Known, why, made{format: format, in: in, report: report, partly: partly}
	})
}

// add adds what was read; that goes on while the person looks.
func (d *readers) add(v *vault.Opened, u *samples.Upload, j *job) error {
	return d.Add(j, func(m made) bool { return m.in != nil }, func(ctx context.Context, j *job) { d.keep(ctx, v, u, j) })
}

func (d *readers) keep(ctx context.Context, v *vault.Opened, u *samples.Upload, j *job) {
	m := j.View().Made
	report, err := d.books.Add(ctx, v, m.in, samples.About{Format: m.format, Name: u.Name})
	if err != nil {
		fail(j, err)
		return
	}
	number := uint64(0)
	if report.New > 0 {
		if o, err := d.books.Overview(ctx, v); err == nil && len(o.Imports) > 0 {
			number = o.Imports[0].ID
		}
	}
	_ = d.books.Drop(ctx, v, u.ID) // if not: it goes by itself after a day
	j.Set(func(x *seen) { x.State, x.Made.report, x.Made.in, x.Made.number = desk.Added, report, nil, number })
}
