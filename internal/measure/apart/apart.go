// SPDX-License-Identifier: EUPL-1.2

// Package apart reads files of people in a process of their own. A file may come from anywhere, and
// some ten readers take it to pieces; what one of them does wrong should cost the file, not the
// server with the opened vaults of everybody in its memory.
//
// The process is this same program, started with one word (Word). It knows nothing: no environment,
// no keys, no database. What it gets of the file are the ranges that it asks for over a pipe, and
// what it found comes back over another, in an encoding of which nothing is trusted. Nothing of it
// touches a disk. See docs/decisions/0072-files-are-read-apart.md.
package apart

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// Word is the one argument with which the program is a reader. It is for nobody else.
const Word = "read-one"

// quiet is how long a reader may say nothing.
const quiet = time.Minute

// Reader reads files in processes of their own.
type Reader struct {
	Path string   // of the program
	Args []string // that make it a reader: Word
	// Quiet is how long a reader may say nothing before it is ended; 0 stands for a minute.
	Quiet time.Duration
	Log   *slog.Logger // may be nil
}

// New returns a reader that starts this program.
func New(path string, log *slog.Logger) *Reader {
	return &Reader{Path: path, Args: []string{Word}, Log: log}
}

// Read does what files.Read does. files.ErrStopped says that the reader ended before its time, of
// whatever cause; what it told until then is in the intake. Where no process can be started the file
// is read in this one.
func (r *Reader) Read(ctx context.Context, f *files.File, in *measure.Intake) (string, error) {
	log := r.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(ctx, r.Path, r.Args...)
	cmd.Env = []string{} // nil would be all that the server knows
	cmd.Dir = root
	cmd.WaitDelay = 5 * time.Second
	to, err1 := cmd.StdinPipe()
	from, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return "", fmt.Errorf("reading a file apart: %w", err)
	}
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		log.WarnContext(ctx, "no reader can be started; the file is read in the server", "error", err.Error())
		return files.Read(ctx, f, in)
	}
	t := &talk{f: f, to: to, from: bufio.NewReaderSize(from, 256<<10), got: gathered{in: in}, stop: stop, quiet: r.Quiet}
	if t.quiet == 0 {
		t.quiet = quiet
	}
	err := t.all()
	gone := ctx.Err() != nil && !t.silent.Load() // whoever asked went away
	stop()                                       // the reader has said what it has to say
	t.writing.Wait()
	ended := cmd.Wait()
	switch {
	case gone:
		return t.got.key, fmt.Errorf("reading a file apart: %w", ctx.Err())
	case t.failed != nil:
		return t.got.key, fmt.Errorf("reading a file apart: %w", t.failed)
	case err == nil:
		if t.got.at != "" {
			log.WarnContext(ctx, "a reader of files failed", "format", t.got.key, "at", t.got.at)
		}
		return t.got.key, verdicts[t.got.end]
	}
	in.Exported = 0 // a part does not tell all there is about a day
	if errors.Is(err, files.ErrTooLarge) {
		return t.got.key, fmt.Errorf("reading a file apart: %w", err)
	}
	log.WarnContext(ctx, "a reader of files ended before its time", "error", err.Error(), "ended", fmt.Sprint(ended), "silent", t.silent.Load())
	return t.got.key, fmt.Errorf("reading a file apart: %w: %w", files.ErrStopped, err)
}
