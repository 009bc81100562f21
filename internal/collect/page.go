// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
)

// page is what one answer brought, cut into resources without reading them whole: the
// bytes of each resource are a piece of the answer itself.
type page struct {
	next      string
	resources []record.Incoming
	outcomes  [][]byte // OperationOutcomes: the server's words about the answer
	skipped   int      // entries without a resource
}

// splitPage cuts an answer. What was complete before the answer broke off or stopped being
// JSON is returned with the error. Names that occur twice inside a resource are left to
// the reader of the resource; in the Bundle itself they are an error, because they could
// hide a part of it.
func splitPage(body []byte, version fhir.Version) (page, error) {
	var p page
	s := splitter{body: body, dec: jsontext.NewDecoder(bytes.NewBuffer(body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	kind, single, err := s.bundle(&p, version)
	if err == nil && kind != "Bundle" {
		// Some servers answer a search that can have one result with that result.
		p = page{}
		switch kind {
		case "":
			return p, unreadable("answer is no resource")
		case "OperationOutcome":
			p.outcomes = [][]byte{single}
		default:
			p.resources = []record.Incoming{{FHIR: version, Raw: single}}
		}
	}
	return p, err
}

func unreadable(why string) error {
	return &medmij.Failure{Reason: medmij.ReasonUnreadable, Err: errors.New(why)}
}

type splitter struct {
	body []byte
	dec  *jsontext.Decoder
}

// value reads the next value and returns its bytes in the body.
func (s *splitter) value() ([]byte, error) {
	v, err := s.dec.ReadValue()
	if err != nil {
		return nil, s.failure(err)
	}
	end := int(s.dec.InputOffset())
	return s.body[end-len(v) : end : end], nil
}

// failure tells an answer that broke off from one that is wrong. The text of a syntax
// error may quote the answer, so it is not kept.
func (s *splitter) failure(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &medmij.Failure{Reason: medmij.ReasonHalf, Err: errors.New("JSON ends early")}
	}
	return unreadable("answer is not JSON")
}

func (s *splitter) expect(kind jsontext.Kind) error {
	if s.dec.PeekKind() != kind {
		if _, err := s.dec.ReadToken(); err != nil {
			return s.failure(err)
		}
		return unreadable("answer has another form")
	}
	_, err := s.dec.ReadToken()
	return err
}

// name reads the name of a member.
func (s *splitter) name() (string, error) {
	tok, err := s.dec.ReadToken()
	if err != nil {
		return "", s.failure(err)
	}
	return tok.String(), nil
}

// text reads a value that is text; "" for any other.
func (s *splitter) text() (string, error) {
	v, err := s.value()
	if err != nil || len(v) == 0 || v[0] != '"' {
		return "", err
	}
	b, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return "", nil
	}
	return string(b), nil
}

func (s *splitter) bundle(p *page, version fhir.Version) (kind string, whole []byte, err error) {
	if err := s.expect('{'); err != nil {
		return "", nil, err
	}
	start := int(s.dec.InputOffset()) - 1
	seen := map[string]bool{}
	for s.dec.PeekKind() != '}' {
		name, err := s.name()
		if err != nil {
			return "", nil, err
		}
		switch name {
		case "resourceType", "entry", "link":
			if seen[name] {
				return "", nil, unreadable("a part of the answer is there twice")
			}
			seen[name] = true
		}
		switch {
		case name == "resourceType":
			kind, err = s.text()
		case name == "entry" && s.dec.PeekKind() == '[':
			err = s.array(func() error { return s.entry(p, version) })
		case name == "link" && s.dec.PeekKind() == '[':
			err = s.array(func() error { return s.link(p) })
		default:
			_, err = s.value()
		}
		if err != nil {
			return "Bundle", nil, err // a Bundle that broke off keeps what it had
		}
	}
	if _, err := s.dec.ReadToken(); err != nil {
		return "", nil, s.failure(err)
	}
	end := int(s.dec.InputOffset())
	if _, err := s.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return kind, nil, unreadable("there is more after the answer")
	}
	return kind, s.body[start:end:end], nil
}

func (s *splitter) array(each func() error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	for s.dec.PeekKind() != ']' {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := s.dec.ReadToken()
	return err
}

func (s *splitter) entry(p *page, version fhir.Version) error {
	if s.dec.PeekKind() != '{' {
		p.skipped++
		_, err := s.value()
		return err
	}
	if err := s.expect('{'); err != nil {
		return err
	}
	var raw []byte
	var fullURL string
	for s.dec.PeekKind() != '}' {
		name, err := s.name()
		if err != nil {
			return err
		}
		switch name {
		case "fullUrl":
			fullURL, err = s.text()
		case "resource":
			if raw != nil {
				return unreadable("an entry has two resources")
			}
			raw, err = s.value()
		default:
			_, err = s.value()
		}
		if err != nil {
			return err
		}
	}
	if _, err := s.dec.ReadToken(); err != nil {
		return s.failure(err)
	}
	switch {
	case raw == nil:
		p.skipped++
	case isOutcome(raw):
		p.outcomes = append(p.outcomes, raw)
	default:
		p.resources = append(p.resources, record.Incoming{FHIR: version, FullURL: fullURL, Raw: raw})
	}
	return nil
}

func (s *splitter) link(p *page) error {
	if s.dec.PeekKind() != '{' {
		_, err := s.value()
		return err
	}
	if err := s.expect('{'); err != nil {
		return err
	}
	var relation, url string
	for s.dec.PeekKind() != '}' {
		name, err := s.name()
		if err != nil {
			return err
		}
		switch name {
		case "relation":
			relation, err = s.text()
		case "url":
			url, err = s.text()
		default:
			_, err = s.value()
		}
		if err != nil {
			return err
		}
	}
	if _, err := s.dec.ReadToken(); err != nil {
		return s.failure(err)
	}
	if relation == "next" && url != "" {
		if p.next != "" && p.next != url {
			return unreadable("two next pages")
		}
		p.next = url
	}
	return nil
}

// isOutcome tells whether a resource is an OperationOutcome, by a look before a reading.
func isOutcome(raw []byte) bool {
	if !bytes.Contains(raw[:min(len(raw), 4096)], []byte(`"OperationOutcome"`)) {
		return false
	}
	r, err := fhir.ParseResource(raw, fhir.Unknown)
	return err == nil && r.Type == "OperationOutcome"
}

// severe tells whether an OperationOutcome says that the answer is not whole.
func severe(raw []byte) bool {
	r, err := fhir.ParseResource(raw, fhir.Unknown)
	if err != nil {
		return true
	}
	for issue := range r.Root.Each("issue") {
		switch issue.Str("severity") {
		case "fatal", "error":
			return true
		}
		switch issue.Str("code") {
		case "incomplete", "throttled", "too-costly", "too-long", "timeout", "suppressed":
			return true
		}
	}
	return false
}
