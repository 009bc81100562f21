// SPDX-License-Identifier: EUPL-1.2

package apart

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"regie/internal/measure/files"
)

// talk is what the server says with one reader.
type talk struct {
	f     *files.File
	to    io.WriteCloser
	from  *bufio.Reader
	got   gathered
	stop  func() // ends the reader
	quiet time.Duration

	silent  atomic.Bool // it said nothing for too long
	clock   *time.Timer
	writing sync.WaitGroup
	failed  error // why bytes of the file could not be had; for after writing
}

// asked is a range that the reader wants.
type asked struct{ at, n int64 }

// mostAsked is how many ranges may be waited for: what a reader asks ahead.
const mostAsked = 16

// all talks until the reader has told everything. The error says why it did not.
func (t *talk) all() error {
	place := "UTC"
	if t.f.Place != nil {
		place = t.f.Place.String()
	}
	job := binary.AppendUvarint(appendText(appendText(nil, short(t.f.Name)), place), uint64(t.f.Size))
	t.clock = time.AfterFunc(t.quiet, func() {
		t.silent.Store(true)
		t.stop()
	})
	defer t.clock.Stop()
	ranges := make(chan asked, mostAsked)
	t.writing.Go(func() {
		defer t.to.Close() //nolint:errcheck // nothing is left to be said
		if _, err := t.to.Write(append(binary.AppendUvarint(nil, uint64(len(job))), job...)); err != nil {
			t.stop()
		}
		t.answer(ranges)
	})
	defer close(ranges)
	var buf []byte
	for begun := false; ; {
		sort, b, err := receive(t.from, buf)
		if err != nil {
			return errors.Join(err, t.reason())
		}
		buf = b
		t.clock.Reset(t.quiet)
		if begun == (sort == 'b') {
			return errRubbish // it begins with one beginning
		}
		begun = true
		m := message{b: b}
		switch sort {
		case 'b':
			t.got.shut = shut(m.byte())
			err = m.done()
		case 'a':
			at, n := int64(m.uint(math.MaxInt64)), int64(m.uint(block))
			if err = m.done(); err != nil || n == 0 || at+n > t.f.Size || at+n < at {
				return errRubbish
			}
			select {
			case ranges <- asked{at, n}:
			default:
				return fmt.Errorf("%w: too many questions", errRubbish)
			}
		case 'p':
			done, total := int64(m.uint(math.MaxInt64)), int64(m.uint(math.MaxInt64))
			if err = m.done(); err == nil && t.f.Progress != nil {
				t.f.Progress(min(done, total), total)
			}
		default:
			err = t.got.take(sort, b)
		}
		if err != nil || t.got.ended {
			return err
		}
	}
}

func (t *talk) reason() error {
	if t.silent.Load() {
		return errors.New("apart: the reader said nothing for too long")
	}
	return nil
}

// answer gives the ranges that the reader asks for.
func (t *talk) answer(ranges <-chan asked) {
	buf := make([]byte, 1+block)
	for a := range ranges {
		n, err := t.f.ReadAt(buf[1:1+a.n], a.at)
		buf[0] = 0
		out := buf[:1+a.n]
		if int64(n) < a.n {
			t.failed = errors.Join(t.failed, err, io.ErrUnexpectedEOF)
			out = []byte{1}
		}
		if _, err := t.to.Write(out); err != nil {
			t.stop() // it went away; what it told before that is still read
			for range ranges {
			}
			return
		}
		t.clock.Reset(t.quiet)
	}
}

// short keeps what tells something of a name: its end.
func short(name string) string {
	if len(name) > 1000 {
		return name[len(name)-1000:]
	}
	return name
}
