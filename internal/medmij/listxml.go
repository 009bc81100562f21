// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a list. They are far above what the network has (some thousands of
// providers, 1 KB each), and far below what would hurt.
const (
	maxListBytes  = 64 << 20
	maxMarkup     = 8 << 10 // one tag, comment or declaration
	maxListText   = 4 << 10 // text of one element
	maxListDepth  = 16
	maxListEntity = 200_000 // entries of one list
)

// ErrList is in every error about a list that can't be used.
var ErrList = errors.New("list refused")

// listReader walks an XML list strictly: one namespace, no document type, no processing
// instructions, bounded depth and sizes. Elements that it is not told about are skipped
// and counted, because new releases add elements.
type listReader struct {
	dec     *xml.Decoder
	space   string // namespace of the root element
	depth   int
	unknown map[string]int
}

// header is what every list starts with.
type header struct {
	Stamp    time.Time // Tijdstempel
	Sequence uint64    // Volgnummer
}

// openList checks the outside of a list and returns a reader that stands inside its root.
// The root must be named name, in a namespace of the form base + "release<n>/" with n one of releases.
func openList(raw []byte, name, base string, releases ...int) (*listReader, int, error) {
	if len(raw) == 0 {
		return nil, 0, fmt.Errorf("%w: empty file", ErrList)
	}
	if len(raw) > maxListBytes {
		return nil, 0, fmt.Errorf("%w: larger than %d bytes", ErrList, maxListBytes)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(raw) {
		return nil, 0, fmt.Errorf("%w: not UTF-8", ErrList)
	}
	if err := checkMarkup(raw); err != nil {
		return nil, 0, err
	}
	dec := xml.NewDecoder(bytes.NewReader(raw))
	dec.Strict = true
	dec.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrList)
	}
	r := &listReader{dec: dec, unknown: map[string]int{}}
	for {
		tok, err := dec.Token()
		if err != nil {
			return nil, 0, fmt.Errorf("%w: no root element: %w", ErrList, err)
		}
		root, ok := tok.(xml.StartElement)
		if !ok {
			if err := r.allowed(tok); err != nil {
				return nil, 0, err
			}
			continue
		}
		release, err := releaseOf(root.Name, name, base, releases)
		if err != nil {
			return nil, 0, err
		}
		r.space = root.Name.Space
		r.depth = 1
		return r, release, nil
	}
}

func releaseOf(got xml.Name, name, base string, releases []int) (int, error) {
	if got.Local != name {
		return 0, fmt.Errorf("%w: root element is not %s", ErrList, name)
	}
	rest, ok := strings.CutPrefix(got.Space, base+"release")
	rest, slash := strings.CutSuffix(rest, "/")
	n, err := strconv.Atoi(rest)
	if !ok || !slash || err != nil {
		return 0, fmt.Errorf("%w: unknown namespace of %s", ErrList, name)
	}
	for _, want := range releases {
		if n == want {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: release %d of %s is not supported", ErrList, n, name)
}

// checkMarkup bounds every tag before the XML decoder sees it: the decoder would build a
// tag with a million attributes in memory.
func checkMarkup(raw []byte) error {
	for at := 0; ; {
		open := bytes.IndexByte(raw[at:], '<')
		if open < 0 {
			return nil
		}
		at += open
		end := []byte(">")
		switch {
		case bytes.HasPrefix(raw[at:], []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(raw[at:], []byte("<!")):
			return fmt.Errorf("%w: has a document type or CDATA", ErrList)
		}
		window := raw[at:min(len(raw), at+maxMarkup)]
		length := bytes.Index(window, end)
		if length < 0 {
			return fmt.Errorf("%w: a tag or comment does not end within %d bytes", ErrList, maxMarkup)
		}
		at += length + len(end)
	}
}

func (r *listReader) allowed(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.Comment:
		return nil
	case xml.ProcInst:
		if t.Target == "xml" && r.depth == 0 {
			return nil
		}
		return fmt.Errorf("%w: has a processing instruction", ErrList)
	case xml.CharData:
		if len(bytes.TrimSpace(t)) == 0 {
			return nil
		}
		return fmt.Errorf("%w: text between elements", ErrList)
	default:
		return fmt.Errorf("%w: unexpected markup", ErrList)
	}
}

// element tells what to do with a child: read it, and whether it may occur again.
type element struct {
	read func() error
	many bool
	seen bool
}

func one(read func() error) *element  { return &element{read: read} }
func many(read func() error) *element { return &element{read: read, many: true} }

// children reads the content of the element in which the reader stands, up to its end tag.
func (r *listReader) children(known map[string]*element) error {
	for {
		tok, err := r.dec.Token()
		if err != nil {
			return fmt.Errorf("%w: broken off: %w", ErrList, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			r.depth--
			return nil
		case xml.StartElement:
			r.depth++
			if r.depth > maxListDepth {
				return fmt.Errorf("%w: nested too deeply", ErrList)
			}
			e := known[t.Name.Local]
			if e == nil || t.Name.Space != r.space {
				r.unknown[clip(t.Name.Local, 60)]++
				if err := r.skip(); err != nil {
					return err
				}
				continue
			}
			if e.seen && !e.many {
				return fmt.Errorf("%w: %s occurs twice", ErrList, t.Name.Local)
			}
			e.seen = true
			if err := e.read(); err != nil {
				return err
			}
		default:
			if err := r.allowed(tok); err != nil {
				return err
			}
		}
	}
}

func (r *listReader) skip() error {
	for depth := 1; depth > 0; {
		tok, err := r.dec.Token()
		if err != nil {
			return fmt.Errorf("%w: broken off: %w", ErrList, err)
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
			if r.depth+depth > maxListDepth {
				return fmt.Errorf("%w: nested too deeply", ErrList)
			}
		case xml.EndElement:
			depth--
		}
	}
	r.depth--
	return nil
}

// text reads the text of the element in which the reader stands, without outer white space.
func (r *listReader) text() (string, error) {
	var b []byte
	for {
		tok, err := r.dec.Token()
		if err != nil {
			return "", fmt.Errorf("%w: broken off: %w", ErrList, err)
		}
		switch t := tok.(type) {
		case xml.CharData:
			if len(b)+len(t) > maxListText {
				return "", fmt.Errorf("%w: a text is too long", ErrList)
			}
			b = append(b, t...)
		case xml.Comment:
		case xml.EndElement:
			r.depth--
			return strings.TrimSpace(string(b)), nil
		default:
			return "", fmt.Errorf("%w: markup inside a text", ErrList)
		}
	}
}

// into returns a reader of a text that passes check, stored in to.
func (r *listReader) into(to *string, what string, check func(string) bool) func() error {
	return func() error {
		s, err := r.text()
		if err != nil {
			return err
		}
		if !check(s) {
			return fmt.Errorf("%w: malformed %s %q", ErrList, what, clip(s, 80))
		}
		*to = s
		return nil
	}
}

// root reads the whole list: its header and the container of its entries.
func (r *listReader) root(h *header, container string, entries map[string]*element) error {
	stamp := one(func() error {
		s, err := r.text()
		if err != nil {
			return err
		}
		h.Stamp, err = time.Parse(time.RFC3339Nano, s)
		if err != nil || len(s) < 20 {
			return fmt.Errorf("%w: malformed Tijdstempel", ErrList)
		}
		return nil
	})
	number := one(func() error {
		s, err := r.text()
		if err != nil {
			return err
		}
		h.Sequence, err = strconv.ParseUint(s, 10, 63)
		if err != nil || h.Sequence == 0 {
			return fmt.Errorf("%w: malformed Volgnummer", ErrList)
		}
		return nil
	})
	body := one(func() error { return r.children(entries) })
	err := r.children(map[string]*element{"Tijdstempel": stamp, "Volgnummer": number, container: body})
	if err != nil {
		return err
	}
	if !stamp.seen || !number.seen || !body.seen {
		return fmt.Errorf("%w: Tijdstempel, Volgnummer or %s is missing", ErrList, container)
	}
	for {
		tok, err := r.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: after the root: %w", ErrList, err)
		}
		r.depth = 1 // no second XML declaration down here
		if err := r.allowed(tok); err != nil {
			return err
		}
	}
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
