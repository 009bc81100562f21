// SPDX-License-Identifier: EUPL-1.2

package apart

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// What goes over the pipes: first a job from the server, then messages of the reader, each a letter,
// a length and so many bytes; and from the server an answer for each range that was asked.
//
//	server → reader  job:    uvarint length; name, place (texts); size (uvarint)
//	                 answer: 0 and the bytes that were asked for, or 1 where they cannot be had
//	reader → server  a range: place, length (uvarints)
//	                 b beginning: how far it is shut in (byte)
//	                 f format: text
//	                 p progress: done, total (uvarints)
//	                 s source: name, model, app (texts), class (byte); numbered as they come
//	                 k kind: text; numbered as they come
//	                 d samples: kind, source, number of them (uvarints), packed samples
//	                 e event; o what was not used: why (byte), number (uvarint), text
//	                 x end: verdict (byte), when it was exported, or less than 0: sent (varint), where it failed (text)
//
// A text is a uvarint length and bytes.

// block is how much of a file is asked for at once.
const block = 512 << 10

// spill is how much the reader gathers before it tells.
const spill = 256 << 10

// most says how long a message of each sort may be. What is not here does not exist.
var most = map[byte]int{
	'a': 32, 'b': 8, 'f': 64, 'p': 32, 's': 4 << 10, 'k': 1 << 10, 'd': spill + 64<<10, 'e': 24 << 20, 'o': 2 << 10, 'x': 8 << 10,
}

// verdict is how reading ended, as the reader tells it.
type verdict byte

const (
	whole verdict = iota
	unknown
	damaged
	tooLarge
	empty
)

var verdicts = [...]error{nil, files.ErrUnknown, files.ErrDamaged, files.ErrTooLarge, files.ErrEmpty}

func verdictOf(err error) verdict {
	switch {
	case err == nil:
		return whole
	case errors.Is(err, files.ErrUnknown):
		return unknown
	case errors.Is(err, files.ErrTooLarge):
		return tooLarge
	case errors.Is(err, files.ErrEmpty):
		return empty
	}
	return damaged
}

// errRubbish says that the reader does not keep to the protocol.
var errRubbish = errors.New("apart: the reader says what no reader says")

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// message is one of the reader.
type message struct {
	b   []byte
	bad bool
}

func (m *message) uint(most uint64) uint64 {
	v, n := binary.Uvarint(m.b)
	if n <= 0 || v > most {
		m.bad, m.b = true, nil
		return 0
	}
	m.b = m.b[n:]
	return v
}

func (m *message) int() int64 {
	v, n := binary.Varint(m.b)
	if n <= 0 {
		m.bad, m.b = true, nil
		return 0
	}
	m.b = m.b[n:]
	return v
}

func (m *message) byte() byte {
	if len(m.b) == 0 {
		m.bad = true
		return 0
	}
	c := m.b[0]
	m.b = m.b[1:]
	return c
}

func (m *message) text() string {
	n := m.uint(uint64(len(m.b)))
	if m.bad || n > uint64(len(m.b)) {
		m.bad, m.b = true, nil
		return ""
	}
	s := string(m.b[:n])
	m.b = m.b[n:]
	return s
}

// done tells whether all of a message was read, and it was right.
func (m *message) done() error {
	if m.bad || len(m.b) > 0 {
		return errRubbish
	}
	return nil
}

// receive reads a message into buf, which grows as far as it must.
func receive(r *bufio.Reader, buf []byte) (sort byte, out []byte, err error) {
	if sort, err = r.ReadByte(); err != nil {
		return 0, buf, err
	}
	limit, ok := most[sort]
	if !ok {
		return 0, buf, fmt.Errorf("%w: message %q", errRubbish, sort)
	}
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return 0, buf, err
	}
	if n > uint64(limit) {
		return 0, buf, fmt.Errorf("%w: a message of %d bytes", errRubbish, n)
	}
	if uint64(cap(buf)) < n {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	_, err = io.ReadFull(r, buf)
	return sort, buf, err
}

// gathered is what came of a reading so far.
type gathered struct {
	in      *measure.Intake
	kinds   []int // the number in the intake, by that of the reader
	sources []int

	weight int64 // bytes of samples, and what events take
	events int
	ended  bool
	key    string
	end    verdict
	at     string
	shut   shut
}

// Bounds of what may come of one file. An export of 8 GB has some 20 million samples of six bytes.
const (
	mostWeight  = 256 << 20
	mostEvents  = 200_000
	mostKinds   = 20_000
	mostSources = 50_000
	eventWeight = 6 // an event takes more in memory than on the way
)

// take takes what is no question.
func (g *gathered) take(sort byte, b []byte) error {
	m := message{b: b}
	switch sort {
	case 's':
		s := measure.Source{Name: m.text(), Model: m.text(), App: m.text(), Class: measure.Class(m.byte())}
		if err := m.done(); err != nil {
			return err
		}
		n, err := g.in.TakeSource(s)
		if g.sources = append(g.sources, n); err == nil && len(g.sources) > mostSources {
			err = files.ErrTooLarge
		}
		return err
	case 'k':
		n, err := g.in.TakeKind(measure.Kind(b))
		if g.kinds = append(g.kinds, n); err == nil && len(g.kinds) > mostKinds {
			err = files.ErrTooLarge
		}
		return err
	case 'd':
		k, s, n := m.uint(math.MaxInt32), m.uint(math.MaxInt32), m.uint(math.MaxInt32)
		if m.bad || k >= uint64(len(g.kinds)) || s >= uint64(len(g.sources)) {
			return errRubbish
		}
		if g.weight += int64(len(m.b)); g.weight > mostWeight {
			return files.ErrTooLarge
		}
		return g.in.Take(measure.Piece{Kind: g.kinds[k], Source: g.sources[s], N: int(n), Data: m.b})
	case 'e':
		g.weight += int64(len(b)) * eventWeight
		if g.events++; g.events > mostEvents || g.weight > mostWeight {
			return files.ErrTooLarge
		}
		return g.in.TakeEvent(b, func(n int) (int, bool) {
			if n < 0 || n >= len(g.sources) {
				return 0, false
			}
			return g.sources[n], true
		})
	case 'o':
		o := measure.Odd{Why: measure.Why(m.byte()), N: int(m.uint(1 << 40)), What: m.text()}
		if err := m.done(); err != nil {
			return err
		}
		return g.in.TakeNote(o)
	case 'f':
		if g.key != "" || !files.Format(string(b)) {
			return errRubbish
		}
		if g.key = string(b); g.key == "push" {
			g.in.Sent = measure.SentSometime // until it says when
		}
		return nil
	case 'x':
		g.end = verdict(m.byte())
		when := m.int()
		g.at = m.text()
		if m.done() != nil || int(g.end) >= len(verdicts) || when < -(1<<50) || when > 1<<50 || (when < 0) != (g.key == "push") || (g.key == "") != (g.end == unknown) && g.end != damaged {
			return errRubbish
		}
		if g.ended = true; when < 0 {
			g.in.Sent = -when
		} else if g.end == whole { // a part does not tell all there is about a day
			g.in.Exported = when
		}
		return nil
	}
	return errRubbish
}

// shut says how far a reader is shut in.
type shut byte

const (
	shutLimits shut = 1 << iota // memory, time, files
	shutCalls                   // it may ask the system for nothing but memory and its pipes
)
