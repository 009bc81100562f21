// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"bytes"
	"io"
)

// scanner walks over the tags of an XML file without understanding XML: no DTD, no entities, no
// namespaces. Apple's DTD is broken in several versions, and a general parser is some ten times
// slower. It keeps to what an export has: tags with quoted attributes.
type scanner struct {
	next func() ([]byte, error) // gives the file in pieces; io.EOF after the last
	buf  []byte                 // what is to be scanned
	pos  int
	end  bool
	err  error // what ended the reading, other than io.EOF
	cut  int   // tags that were not whole
	done int64 // bytes that were scanned
}

// maxTag bounds one tag. The longest seen are below a kilobyte.
const maxTag = 1 << 20

// more adds a piece behind what is left. It tells whether there was one.
func (s *scanner) more() bool {
	if s.end {
		return false
	}
	b, err := s.next()
	if err != nil {
		s.end = true
		if err != io.EOF {
			s.err = err
		}
	}
	if len(b) == 0 {
		return false
	}
	s.done += int64(s.pos)
	n := copy(s.buf, s.buf[s.pos:])
	s.buf, s.pos = append(s.buf[:n], b...), 0
	return true
}

// tag returns the next tag without its angle brackets: "Record type=…", "/Record". It returns
// nil at the end. What it returns holds until the next call.
func (s *scanner) tag() []byte {
	for {
		i := bytes.IndexByte(s.buf[s.pos:], '<')
		if i < 0 {
			s.pos = len(s.buf)
			if !s.more() {
				return nil
			}
			continue
		}
		s.pos += i
		if body, ok := s.special(); ok {
			if body {
				continue
			}
			return nil
		}
		if t := s.whole(); t != nil {
			return t
		}
		if s.end && s.pos >= len(s.buf) {
			return nil
		}
	}
}

// whole returns the tag that begins here, and goes behind it; nil where it is not whole.
func (s *scanner) whole() []byte {
	at := 1 // behind "<"
	for {
		b := s.buf[s.pos:]
		n, broken := closing(b, at)
		switch {
		case n > 0:
			t := b[1:n]
			s.pos += n + 1
			return t
		case broken > 0: // another tag begins: this one was cut off
			s.cut++
			s.pos += broken
			return nil
		case len(b) > maxTag:
			s.cut++
			s.pos++
			return nil
		}
		if !s.more() {
			s.cut++
			s.pos = len(s.buf)
			return nil
		}
	}
}

// closing finds the ">" of a tag from at on, outside quotes. broken is where a new line with a
// tag begins within it: such a tag was cut off. Both 0: it does not end here.
func closing(b []byte, at int) (n, broken int) {
	quote := byte(0)
	for i := at; i < len(b); i++ {
		switch c := b[i]; {
		case quote != 0:
			j := bytes.IndexByte(b[i:], quote)
			if j < 0 {
				return 0, 0
			}
			i += j
			quote = 0
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i, 0
		case c == '<':
			return 0, i
		}
	}
	return 0, 0
}

// special goes past comments, declarations and the DTD, whose inside may hold anything. ok tells
// whether something of the kind begins here; body whether the file goes on behind it.
func (s *scanner) special() (body, ok bool) {
	for len(s.buf)-s.pos < 9 && s.more() {
	}
	b := s.buf[s.pos:]
	var end []byte
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		end = []byte("-->")
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		end = []byte("]]>")
	case bytes.HasPrefix(b, []byte("<!DOCTYPE")):
		return s.doctype(), true
	case bytes.HasPrefix(b, []byte("<!")):
		end = []byte(">")
	case bytes.HasPrefix(b, []byte("<?")):
		end = []byte("?>")
	default:
		return false, false
	}
	return s.past(end), true
}

// doctype goes past the DTD. With an inside it ends at the first "]>", whatever stands before it;
// where that is missing, the root element is looked for.
func (s *scanner) doctype() bool {
	for {
		b := s.buf[s.pos:]
		open, close := bytes.IndexByte(b, '['), bytes.IndexByte(b, '>')
		if close >= 0 && (open < 0 || close < open) {
			s.pos += close + 1
			return true
		}
		if open >= 0 {
			end := bytes.Index(b, []byte("]>"))
			root := bytes.Index(b, []byte("<HealthData"))
			switch {
			case end >= 0 && (root < 0 || end < root):
				s.pos += end + 2
				return true
			case root >= 0:
				s.pos += root
				return true
			case len(b) > maxTag:
				return false
			}
		}
		if !s.more() {
			return false
		}
	}
}

func (s *scanner) past(end []byte) bool {
	for {
		if i := bytes.Index(s.buf[s.pos:], end); i >= 0 {
			s.pos += i + len(end)
			return true
		}
		if n := len(s.buf) - len(end); n > s.pos {
			s.pos = n
		}
		if !s.more() {
			return false
		}
	}
}

// attrs walks over the attributes of a tag.
type attrs struct{ b []byte }

// name splits the name of a tag from its attributes; alone tells whether the tag is closed in itself.
func name(tag []byte) (n []byte, a attrs, alone bool) {
	if l := len(tag); l > 0 && tag[l-1] == '/' {
		alone, tag = true, tag[:l-1]
	}
	for i, c := range tag {
		if c <= ' ' {
			return tag[:i], attrs{tag[i:]}, alone
		}
	}
	return tag, attrs{}, alone
}

// next returns an attribute; ok is false after the last. Spaces in names, as old exports have
// them, do no harm: the name is what stands before the "=".
func (a *attrs) next() (key, value []byte, ok bool) {
	b := a.b
	i := 0
	for i < len(b) && b[i] <= ' ' {
		i++
	}
	eq := bytes.IndexByte(b[i:], '=')
	if eq < 0 {
		a.b = nil
		return nil, nil, false
	}
	key = b[i : i+eq]
	for len(key) > 0 && key[len(key)-1] <= ' ' {
		key = key[:len(key)-1]
	}
	i += eq + 1
	for i < len(b) && b[i] != '"' && b[i] != '\'' {
		i++
	}
	if i >= len(b) {
		a.b = nil
		return nil, nil, false
	}
	quote := b[i]
	i++
	n := bytes.IndexByte(b[i:], quote)
	if n < 0 {
		a.b = nil
		return nil, nil, false
	}
	value = b[i : i+n]
	a.b = b[i+n+1:]
	return key, value, true
}
