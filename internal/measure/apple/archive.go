// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"

	"regie/internal/measure"
	"regie/internal/measure/gpx"
	"regie/internal/measure/unpack"
)

// Limits of an archive. Real exports reach 4 GB and compress some twenty times.
const (
	maxUnpacked = 8 << 30
	maxRatio    = 200 // of what comes out to what went in
	usualRatio  = 20
	ratioFrom   = 64 << 20 // below this any ratio is fine
	maxRoutes   = 6000
	maxFixes    = 3_000_000 // of all routes together; beyond it routes are thinned
	maxECG      = 4 << 20
)

// ErrTooLarge says that an archive unpacks to more than any export has.
var ErrTooLarge = measure.ErrTooLarge

// Is tells whether an archive is an export of the Health app. The name of the file in it depends
// on the language of the telephone, so that only its beginning tells.
func Is(z *zip.Reader) bool { return export(z) != nil }

func export(z *zip.Reader) *zip.File {
	for _, f := range z.File {
		if !strings.EqualFold(path.Ext(f.Name), ".xml") || f.FileInfo().IsDir() {
			continue
		}
		r, err := open(f)
		if err != nil {
			continue
		}
		head := make([]byte, 4096)
		n, _ := io.ReadFull(r, head)
		r.Close()
		if Sniff(head[:n]) {
			return f
		}
	}
	return nil
}

// Sniff tells whether a file that begins like this is an export.xml.
func Sniff(head []byte) bool {
	return bytes.Contains(head, []byte("<!DOCTYPE HealthData")) || bytes.Contains(head, []byte("<HealthData"))
}

func open(f *zip.File) (io.ReadCloser, error) {
	if f.Method != zip.Deflate {
		return f.Open()
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	return flate.NewReader(raw), nil
}

// Read reads an archive. progress, which may be nil, is told how many bytes of how many are done.
func Read(ctx context.Context, z *zip.Reader, in *measure.Intake, progress func(done, total int64)) error {
	f := export(z)
	if f == nil {
		return ErrNotApple
	}
	r, err := open(f)
	if err != nil {
		return fmt.Errorf("opening an export: %w", err)
	}
	defer r.Close()
	total := int64(f.UncompressedSize64)
	if unpack.Cut(f) {
		total = usualRatio * int64(f.CompressedSize64)
	}
	p := newPump(&limited{r: r, packed: int64(f.CompressedSize64)}, total, progress)
	defer p.stop()
	routes, damaged := readXML(ctx, p.next, in)
	if damaged != nil && (!errors.Is(damaged, measure.ErrDamaged) || errors.Is(damaged, ErrTooLarge)) {
		return damaged
	}
	if err := readRoutes(ctx, z, in, routes); err != nil {
		return err
	}
	for _, f := range z.File {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if strings.Contains(strings.ToLower(f.Name), "electrocardiogram") && strings.EqualFold(path.Ext(f.Name), ".csv") {
			if err := readECGFile(f, in); err != nil {
				in.Note("ECG", measure.WhyBroken, 1)
			}
		}
	}
	return damaged
}

// limited ends a stream that unpacks to too much.
type limited struct {
	r      io.Reader
	packed int64
	n      int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	if l.n > maxUnpacked || (l.n > ratioFrom && l.n/max(l.packed, 1) > maxRatio) {
		return n, ErrTooLarge
	}
	return n, err
}

// pump reads ahead on another processor: unpacking takes about as long as scanning.
type pump struct {
	full  chan piece
	free  chan []byte
	quit  chan struct{}
	once  sync.Once
	held  []byte
	done  int64
	total int64
	tell  func(done, total int64)
}

type piece struct {
	b   []byte
	err error
}

const pieceSize = 512 << 10

func newPump(r io.Reader, total int64, tell func(done, total int64)) *pump {
	p := &pump{full: make(chan piece, 4), free: make(chan []byte, 6), quit: make(chan struct{}), total: total, tell: tell}
	for range 6 {
		p.free <- make([]byte, pieceSize)
	}
	go func() {
		for {
			var b []byte
			select {
			case b = <-p.free:
			case <-p.quit:
				return
			}
			n, err := io.ReadFull(r, b[:pieceSize])
			if errors.Is(err, io.ErrUnexpectedEOF) && n > 0 && !truncated(r) {
				err = io.EOF
			}
			select {
			case p.full <- piece{b[:n], err}:
			case <-p.quit:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return p
}

// truncated tells whether a stream ended before its time; io.ReadFull says the same of an end
// and of a break.
func truncated(r io.Reader) bool {
	n, err := r.Read(make([]byte, 1))
	return n > 0 || !errors.Is(err, io.EOF)
}

func (p *pump) next() ([]byte, error) {
	if p.held != nil {
		p.free <- p.held[:pieceSize]
		p.held = nil
	}
	x := <-p.full
	if x.b != nil {
		p.held = x.b
	}
	p.done += int64(len(x.b))
	if p.tell != nil {
		p.tell(p.done, max(p.total, p.done))
	}
	return x.b, x.err
}

func (p *pump) stop() { p.once.Do(func() { close(p.quit) }) }

// readRoutes reads where workouts went. A route that cannot be read costs only itself.
func readRoutes(ctx context.Context, z *zip.Reader, in *measure.Intake, routes []routed) error {
	files := map[string]*zip.File{}
	for _, f := range z.File {
		if strings.EqualFold(path.Ext(f.Name), ".gpx") {
			files[path.Base(f.Name)] = f
		}
	}
	total := 0
	for i, r := range routes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f := files[path.Base(r.path)]
		if f == nil || i >= maxRoutes {
			in.Note("WorkoutRoute", measure.WhyBroken, 1)
			continue
		}
		fixes, err := readRoute(f)
		if err != nil {
			in.Note("WorkoutRoute", measure.WhyBroken, 1)
		}
		if total > maxFixes/2 {
			fixes = thin(fixes, 4)
		}
		total += len(fixes)
		if total > maxFixes {
			in.Note("WorkoutRoute", measure.WhyBroken, 1)
			continue
		}
		in.Events()[r.event].Track = fixes
	}
	return nil
}

func readRoute(f *zip.File) ([]measure.Fix, error) {
	r, err := open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	tracks, err := gpx.Read(io.LimitReader(&limited{r: r, packed: int64(f.CompressedSize64)}, 64<<20))
	var out []measure.Fix
	for _, t := range tracks {
		for _, p := range t.Points {
			out = append(out, p.Fix)
		}
	}
	return out, err
}

func thin(f []measure.Fix, every int) []measure.Fix {
	out := f[:0]
	for i, x := range f {
		if i%every == 0 || i == len(f)-1 {
			out = append(out, x)
		}
	}
	return out
}
