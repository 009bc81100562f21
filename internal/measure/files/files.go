// SPDX-License-Identifier: EUPL-1.2

// Package files tells what kind of file somebody gives, and reads it into an intake.
//
// To add a format: write a package below internal/measure that reads it into a measure.Intake,
// and add a line to formats. What a file is depends on what is in it, never on its name.
package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/apple"
	"regie/internal/measure/csv"
	"regie/internal/measure/fit"
	"regie/internal/measure/fitbit"
	"regie/internal/measure/googlefit"
	"regie/internal/measure/gpx"
	"regie/internal/measure/healthconnect"
	"regie/internal/measure/ihealth"
	"regie/internal/measure/lists"
	"regie/internal/measure/push"
	"regie/internal/measure/samsung"
	"regie/internal/measure/takeout"
	"regie/internal/measure/tcx"
	"regie/internal/measure/unpack"
	"regie/internal/measure/withings"
)

// What Read says of a file as a whole. What was read before is in the intake, also where it says
// that the file is damaged or too large.
var (
	// ErrUnknown says that no importer knows the file.
	ErrUnknown = errors.New("files: no format that Regie knows")
	// ErrDamaged says that a file is of a known format and cannot be read to its end.
	ErrDamaged = measure.ErrDamaged
	// ErrCut says that an archive is not whole: its end, with the table of contents, is missing.
	ErrCut = fmt.Errorf("%w: the archive breaks off, or its table of contents is missing", ErrDamaged)
	// ErrTooLarge says that a file, or what is packed in it, is larger than any real one.
	ErrTooLarge = measure.ErrTooLarge
	// ErrEmpty says that a file is whole and has nothing that Regie keeps; Intake.Odd may tell why.
	ErrEmpty = errors.New("files: nothing in it")
	// ErrStopped says that a reader in a process of its own ended before its time.
	ErrStopped = errors.New("files: the reader stopped")
)

// Reader reads a file into an intake as Read does, here or in a process of its own.
type Reader func(ctx context.Context, f *File, in *measure.Intake) (format string, err error)

// Fault says that a reader failed in an unforeseen way.
type Fault struct {
	Format string
	At     string // names of functions and lines; nothing of the file
	what   any
}

func (f *Fault) Error() string {
	return fmt.Sprintf("the reader of %s failed at %s: %v", f.Format, f.At, f.what)
}

// Format tells whether a format has this key.
func Format(key string) bool {
	return slices.ContainsFunc(formats, func(f format) bool { return f.key == key })
}

// File is a file to read. Name serves only where a format has no mark of its own.
type File struct {
	Name string
	io.ReaderAt
	Size int64
	// Place is where the person was, for formats that know only UTC; nil stands for UTC.
	Place *time.Location
	// Progress, where it is not nil, is told how many bytes of how many are done.
	Progress func(done, total int64)
	// Found, where it is not nil, is told the format as soon as it is known.
	Found func(format string)

	head  []byte      // its beginning
	zip   *zip.Reader // where it is an archive
	cut   bool        // its table of contents is missing
	shape lists.Shape // where it is JSON
}

// format is a kind of file.
type format struct {
	key  string // of the catalogue: measure.format.…
	is   func(f *File) bool
	read func(ctx context.Context, f *File, in *measure.Intake) error
}

// formats are tried in this order; what can be recognised best comes first.
var formats = []format{
	{"apple", isAppleZip, readAppleZip},
	{"health-connect", func(f *File) bool { return f.zip != nil && healthconnect.Is(f.zip) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return healthconnect.Read(ctx, f.zip, in)
	}},
	{"samsung", func(f *File) bool { return f.zip != nil && samsung.IsZip(f.zip) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return samsung.ReadZip(ctx, f.zip, in)
	}},
	{"withings", func(f *File) bool { return f.zip != nil && withings.IsZip(f.zip) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return withings.ReadZip(ctx, f.zip, f.Place, in)
	}},
	{"takeout", func(f *File) bool { return f.zip != nil && takeout.IsZip(f.zip) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return takeout.ReadZip(ctx, f.zip, f.Place, in)
	}},
	{"health-connect", func(f *File) bool { return healthconnect.IsDB(f.head) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return healthconnect.ReadDB(ctx, f.all(), in)
	}},
	{"fit", func(f *File) bool { return fit.Is(f.head) }, func(ctx context.Context, f *File, in *measure.Intake) error {
		return fit.Read(ctx, f.all(), f.Place, in)
	}},
	{"apple-xml", func(f *File) bool { return apple.Sniff(f.head) }, readAppleXML},
	{"tcx", func(f *File) bool { return tcx.Is(f.head) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return tcx.Read(f.all(), f.Place, in)
	}},
	{"gpx", func(f *File) bool { return gpx.Is(f.head) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return gpx.Import(f.all(), f.Place, in)
	}},
	{"push", func(f *File) bool { return push.Is(f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return push.ReadFile(f.all(), f.Place, in)
	}},
	{"withings", func(f *File) bool { return withings.Is(f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return withings.ReadJSON(f.all(), f.Place, in)
	}},
	{"ihealth", func(f *File) bool { return ihealth.Is(f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return ihealth.Read(f.all(), in)
	}},
	{"google-fit", func(f *File) bool { return googlefit.Is(f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return googlefit.Read(f.all(), googlefit.Options{Place: f.Place}, in)
	}},
	{"fitbit", func(f *File) bool { return fitbit.Is(f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return fitbit.Read(f.all(), f.Place, in)
	}},
	{"fitbit", func(f *File) bool { return fitbit.IsExport(f.Name, f.shape) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return fitbit.ReadExport(f.Name, f.all(), f.Place, in)
	}},
	{"samsung", func(f *File) bool { return samsung.Is(f.head) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return samsung.Read(f.all(), in)
	}},
	{"withings", func(f *File) bool { return withings.IsTable(f.Name, f.head) }, func(_ context.Context, f *File, in *measure.Intake) error {
		return withings.ReadTable(f.Name, f.head, f.all(), f.Place, in)
	}},
	{"csv", isTable, func(_ context.Context, f *File, in *measure.Intake) error {
		g, _ := csv.Look(f.head)
		return csv.Read(f.all(), g, f.Place, csv.Source, in)
	}},
}

// isTable tells whether a file is a table of which can be told without asking what it holds.
func isTable(f *File) bool {
	if len(f.shape) > 0 || bytes.HasPrefix(bytes.TrimLeft(f.head, " \t\r\n"), []byte("<")) {
		return false
	}
	g, ok := csv.Look(f.head)
	return ok && g.Ready()
}

const headSize = 8 << 10

// Read tells the format of a file and reads it into in. The format is "" where nobody knows it.
// A reader that fails in an unforeseen way costs only the file. What is not read to its end does not
// count as an export that tells all there is about a day.
func Read(ctx context.Context, f *File, in *measure.Intake) (key string, err error) {
	defer func() {
		if err != nil {
			in.Exported = 0
		}
	}()
	if err := f.begin(); err != nil {
		return "", err
	}
	for _, x := range formats {
		if !x.is(f) {
			continue
		}
		if f.Found != nil {
			f.Found(x.key)
		}
		if err := guarded(ctx, x, f, in); err != nil {
			return x.key, fmt.Errorf("reading a file: %w", sorted(ctx, err))
		}
		switch {
		case f.cut:
			return x.key, fmt.Errorf("reading a file: %w", ErrCut)
		case in.Empty():
			return x.key, ErrEmpty
		}
		return x.key, nil
	}
	if f.cut {
		return "", fmt.Errorf("reading a file: %w", ErrCut)
	}
	return "", ErrUnknown
}

// sorted makes an error of a reader one of ours: what is neither too large nor stopped is damaged.
func sorted(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// begin reads the beginning of a file, and the table of an archive.
func (f *File) begin() error {
	f.head = make([]byte, min(headSize, f.Size))
	if _, err := f.ReadAt(f.head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading a file: %w", err)
	}
	f.shape = lists.ShapeOf(f.head)
	if bytes.HasPrefix(f.head, []byte("PK")) {
		z, whole, err := unpack.Reader(f, f.Size)
		if err != nil {
			return err
		}
		f.zip, f.cut = z, !whole
	}
	return nil
}

// Know tells whether a reader for the file is there.
func Know(f *File) bool {
	if f.begin() != nil {
		return bytes.HasPrefix(f.head, []byte("PK")) // a broken archive: reading it says so
	}
	for _, x := range formats {
		if x.is(f) {
			return true
		}
	}
	return f.cut // reading it says so
}

// guarded turns a fault of a reader into an error.
func guarded(ctx context.Context, x format, f *File, in *measure.Intake) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %w", ErrDamaged, &Fault{x.key, where(), p})
		}
	}()
	return x.read(ctx, f, in)
}

// where lists the calls that led to a fault.
func where() string {
	var out []string
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			out = append(out, f.Function+":"+strconv.Itoa(f.Line))
		}
		if !more || len(out) == 8 {
			return strings.Join(out, " ")
		}
	}
}

// all reads the file from its beginning.
func (f *File) all() io.Reader { return io.NewSectionReader(f, 0, f.Size) }

func isAppleZip(f *File) bool { return f.zip != nil && apple.Is(f.zip) }

func readAppleZip(ctx context.Context, f *File, in *measure.Intake) error {
	return apple.Read(ctx, f.zip, in, f.Progress)
}

func readAppleXML(ctx context.Context, f *File, in *measure.Intake) error {
	r := f.all()
	buf := make([]byte, 512<<10)
	done := int64(0)
	return apple.ReadXML(ctx, func() ([]byte, error) {
		n, err := r.Read(buf)
		done += int64(n)
		if f.Progress != nil {
			f.Progress(done, f.Size)
		}
		return buf[:n], err
	}, in)
}
