// SPDX-License-Identifier: EUPL-1.2

package apart

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// The limits of a reader. The largest file that is read whole is a database of 160 MB.
const (
	softMemory = 288 << 20 // from here on memory is cleared up as often as it takes
	hardMemory = 512 << 20 // beyond this the reader ends
	cpuSeconds = 600
)

// Serve is the reader: it reads one file that comes over in, and tells over out what is in it. It
// returns the status with which the process should end.
func Serve(in io.Reader, out io.Writer) int {
	c := &child{w: bufio.NewWriterSize(out, 128<<10), blocks: map[int64]*part{}}
	c.asked = sync.NewCond(&c.mu)
	r := bufio.NewReaderSize(in, 64<<10)
	name, place, err := c.begin(r)
	if err != nil {
		return 2
	}
	debug.SetMemoryLimit(softMemory)
	c.send('b', []byte{byte(confine())})
	go c.answers(r)
	taken := &measure.Intake{}
	taken.Hand(spill, func(p measure.Piece) { c.piece(taken, p) })
	where, err := time.LoadLocation(place)
	if err != nil {
		where = time.UTC
	}
	_, err = files.Read(context.Background(), &files.File{
		Name: name, ReaderAt: c, Size: c.size, Place: where, Progress: c.progress,
		Found: func(format string) { c.send('f', []byte(format)) },
	}, taken)
	taken.Rest()
	c.names(taken)
	for _, e := range taken.Events() {
		c.send('e', measure.AppendEvent(nil, e.Plain()))
	}
	for _, o := range taken.Odd() {
		c.send('o', appendText(binary.AppendUvarint([]byte{byte(o.Why)}, uint64(max(o.N, 0))), measure.Plain(o.What)))
	}
	at := ""
	if fault := new(files.Fault); errors.As(err, &fault) {
		at = fault.At[:min(len(fault.At), 4<<10)]
	}
	c.send('x', appendText(binary.AppendVarint([]byte{byte(verdictOf(err))}, moment(taken)), at))
	if c.flush() != nil {
		return 2
	}
	return 0
}

// moment is when an export was made, or less than 0 for when something was sent.
func moment(in *measure.Intake) int64 {
	if in.Sent > 0 {
		return -in.Sent
	}
	return max(in.Exported, 0)
}

// child is the file as the reader sees it, and its voice.
type child struct {
	size int64

	out     sync.Mutex
	w       *bufio.Writer
	kinds   int // that were named
	sources int
	told    time.Time // of progress

	mu     sync.Mutex
	asked  *sync.Cond
	queue  []*part // asked for and not answered, in order
	blocks map[int64]*part
	order  []int64 // of blocks, by last use
	last   int64   // block
}

// part is a block of the file.
type part struct {
	ready chan struct{}
	b     []byte
	err   error
}

// keptBlocks is how many blocks stay: some of a stream, and the table at the end of an archive.
const keptBlocks = 6

func (c *child) begin(r *bufio.Reader) (name, place string, err error) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > 4<<10 {
		return "", "", errors.Join(errRubbish, err)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", "", err
	}
	m := message{b: b}
	name, place, c.size = m.text(), m.text(), int64(m.uint(1<<62))
	return name, place, m.done()
}

// send tells a message. Where the server is gone there is nothing left to do.
func (c *child) send(sort byte, b []byte) {
	c.out.Lock()
	defer c.out.Unlock()
	c.write(sort, b)
}

func (c *child) write(sort byte, parts ...[]byte) {
	n := 0
	for _, b := range parts {
		n += len(b)
	}
	if n > most[sort] {
		return // a thing too large to be told is left out, not the rest
	}
	head := binary.AppendUvarint([]byte{sort}, uint64(n))
	_, err := c.w.Write(head)
	for _, b := range parts {
		if err == nil {
			_, err = c.w.Write(b)
		}
	}
	if err != nil {
		os.Exit(2)
	}
}

func (c *child) flush() error {
	c.out.Lock()
	defer c.out.Unlock()
	return c.w.Flush()
}

// names tells the kinds and sources that are new.
func (c *child) names(in *measure.Intake) {
	c.out.Lock()
	defer c.out.Unlock()
	for _, s := range in.Sources()[c.sources:] {
		s = s.Plain()
		c.write('s', append(appendText(appendText(appendText(nil, s.Name), s.Model), s.App), byte(s.Class)))
		c.sources++
	}
	for _, k := range in.Kinds()[c.kinds:] {
		c.write('k', []byte(k.Plain()))
		c.kinds++
	}
}

func (c *child) piece(in *measure.Intake, p measure.Piece) {
	c.names(in)
	head := binary.AppendUvarint(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(p.Kind)), uint64(p.Source)), uint64(p.N))
	c.out.Lock()
	defer c.out.Unlock()
	c.write('d', head, p.Data)
}

func (c *child) progress(done, total int64) {
	c.out.Lock()
	defer c.out.Unlock()
	if now := time.Now(); now.Sub(c.told) >= 100*time.Millisecond {
		c.told = now
		c.write('p', binary.AppendUvarint(binary.AppendUvarint(nil, uint64(max(done, 0))), uint64(max(total, 0))))
		if c.w.Flush() != nil {
			os.Exit(2)
		}
	}
}

// ReadAt implements io.ReaderAt.
func (c *child) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("apart: reading before the beginning")
	}
	for n < len(p) {
		if off >= c.size {
			return n, io.EOF
		}
		b, err := c.block(off / block)
		if err != nil {
			return n, err
		}
		k := copy(p[n:], b[off%block:])
		n, off = n+k, off+int64(k)
	}
	return n, nil
}

// block returns a block, and asks for the next one where the file is read from front to back.
func (c *child) block(n int64) ([]byte, error) {
	c.mu.Lock()
	x := c.want(n)
	if n == c.last+1 || n == c.last {
		if next := n + 1; next*block < c.size {
			c.want(next)
		}
	}
	c.last = n
	c.mu.Unlock()
	<-x.ready
	return x.b, x.err
}

// want asks for a block that is not there.
func (c *child) want(n int64) *part {
	if i := slices.Index(c.order, n); i >= 0 {
		c.order = append(slices.Delete(c.order, i, i+1), n)
		return c.blocks[n]
	}
	if len(c.order) >= keptBlocks {
		delete(c.blocks, c.order[0])
		c.order = slices.Delete(c.order, 0, 1)
	}
	x := &part{ready: make(chan struct{}), b: make([]byte, min(block, c.size-n*block))}
	c.blocks[n], c.order = x, append(c.order, n)
	c.queue = append(c.queue, x)
	c.out.Lock()
	c.write('a', binary.AppendUvarint(binary.AppendUvarint(nil, uint64(n*block)), uint64(len(x.b))))
	if c.w.Flush() != nil {
		os.Exit(2)
	}
	c.out.Unlock()
	c.asked.Signal()
	return x
}

// answers fills blocks as their bytes come. When the server is gone the reader ends, whatever it
// is doing.
func (c *child) answers(r *bufio.Reader) {
	for {
		status, err := r.ReadByte()
		if err != nil || status > 1 {
			os.Exit(3)
		}
		c.mu.Lock()
		for len(c.queue) == 0 {
			c.asked.Wait()
		}
		x := c.queue[0]
		c.queue = c.queue[1:]
		c.mu.Unlock()
		if status == 1 {
			x.err = fmt.Errorf("reading a file apart: %w", io.ErrUnexpectedEOF)
		} else if _, err := io.ReadFull(r, x.b); err != nil {
			os.Exit(3)
		}
		close(x.ready)
	}
}
