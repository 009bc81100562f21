// SPDX-License-Identifier: EUPL-1.2

// Package leak looks for words in bytes where they should not be: as they are, in other
// character sets and notations, and inside whatever can be unpacked.
package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// Scanner looks for words. Capitals make no difference.
type Scanner struct {
	// Quick leaves out compressed streams that have no mark of their own (raw deflate), which
	// take a second for each megabyte.
	Quick bool

	forms []form
}

// form is one way in which a word may be written down.
type form struct {
	word, how string
	bytes     []byte
	fold      bool // compare without regard to capitals
}

// Hit is a word that was found.
type Hit struct {
	Word string
	How  string // "hex in gzip in plain"
	At   int    // offset in the bytes that were given, of the word or of what it was packed in
}

func (h Hit) String() string { return fmt.Sprintf("%q (%s, at %d)", h.Word, h.How, h.At) }

// shortest is the least that a word must have: shorter ones are found by chance.
const shortest = 6

// New makes a scanner. It panics for a word that is too short to mean anything.
func New(words ...string) *Scanner {
	s := &Scanner{}
	for _, w := range words {
		if len(w) < shortest {
			panic("leak: too short to look for: " + w)
		}
		s.add(w, "UTF-8", []byte(strings.ToLower(w)), true)
		s.add(w, "UTF-8", []byte(strings.ToUpper(w)), true)
		s.add(w, "UTF-16", utf16Bytes(strings.ToLower(w), 0), true)
		s.add(w, "UTF-16 big-endian", utf16Bytes(strings.ToLower(w), 1), true)
		if latin, ok := latin1(strings.ToLower(w)); ok {
			s.add(w, "Latin-1", latin, true)
		}
		quoted, _ := json.Marshal(w) // a string has no error
		s.add(w, "JSON", bytes.ToLower(asciiJSON(strings.Trim(string(quoted), `"`))), true)
		s.add(w, "HTML", []byte(strings.ToLower(html.EscapeString(w))), true)
		s.add(w, "address", []byte(strings.ToLower(url.QueryEscape(w))), true)
		s.add(w, "address", []byte(strings.ToLower(url.PathEscape(w))), true)
		for _, v := range []string{w, strings.ToLower(w), strings.ToUpper(w)} {
			s.add(w, "hex", []byte(hex.EncodeToString([]byte(v))), true)
			for offset := range 3 {
				s.add(w, "base64", base64Core([]byte(v), offset, base64.StdEncoding), false)
				s.add(w, "base64", base64Core([]byte(v), offset, base64.URLEncoding), false)
				s.add(w, "base64 of UTF-16", base64Core(utf16Bytes(v, 0), offset, base64.StdEncoding), false)
			}
		}
	}
	return s
}

// add keeps a form, once.
func (s *Scanner) add(word, how string, b []byte, fold bool) {
	if fold {
		b = lower(b)
	}
	for _, f := range s.forms {
		if f.word == word && bytes.Equal(f.bytes, b) {
			return
		}
	}
	s.forms = append(s.forms, form{word, how, b, fold})
}

func utf16Bytes(s string, high int) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		out = append(out, pair[high], pair[1-high])
	}
	return out
}

func latin1(s string) ([]byte, bool) {
	var out []byte
	for _, r := range s {
		if r > 0xff {
			return nil, false
		}
		out = append(out, byte(r))
	}
	return out, true
}

// asciiJSON writes what is no ASCII as \uXXXX.
func asciiJSON(s string) []byte {
	var out []byte
	for _, r := range s {
		if r < 0x80 {
			out = append(out, byte(r))
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, `\u%04x`, u)
		}
	}
	return out
}

// base64Core is the part of an encoding that does not depend on what stands around the word,
// for a word that begins so many bytes after a multiple of three.
func base64Core(word []byte, offset int, enc *base64.Encoding) []byte {
	padded := append(make([]byte, offset), word...)
	out := enc.WithPadding(base64.NoPadding).EncodeToString(padded)
	from := []int{0, 2, 3}[offset]
	to := len(padded) * 8 / 6 // letters that hold bits of the word only
	return []byte(out[from:to])
}

// Scan returns what is found in the bytes, each word and way once.
func (s *Scanner) Scan(b []byte) []Hit {
	var hits []Hit
	seen := map[string]bool{}
	s.scan(b, "", 0, -1, !s.Quick, func(h Hit) {
		if key := h.Word + "|" + h.How; !seen[key] {
			seen[key] = true
			hits = append(hits, h)
		}
	})
	return hits
}

// deepest is how many wrappings are taken off.
const deepest = 4

// scan looks in b, and in what it unpacks to. in says what b was in, at is where that stood (-1: b
// is what was given). Streams without a mark are tried in one wrapping of a nest: random
// bytes hold so many that it would never end.
func (s *Scanner) scan(b []byte, in string, depth, at int, bare bool, found func(Hit)) {
	folded := lower(b)
	for _, f := range s.forms {
		where := b
		if f.fold {
			where = folded
		}
		if i := bytes.Index(where, f.bytes); i >= 0 {
			if at >= 0 {
				i = at
			}
			found(Hit{f.word, f.how + in, i})
		}
	}
	if depth == deepest {
		return
	}
	unpack(b, bare, func(how string, offset int, inside []byte) {
		if at >= 0 {
			offset = at
		}
		s.scan(inside, " in "+how+in, depth+1, offset, bare && how != "deflate", found)
	})
}

// lower makes ASCII letters small and touches nothing else, so that offsets stay.
func lower(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// Folder scans every file below dir, and the names of all that is in it. skip tells, for a path below dir, what
// to leave out; it may be nil. The result has a line for each find, and the number of bytes looked at.
func (s *Scanner) Folder(dir string, skip func(path string) bool) (finds []string, size int64, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) { // a browser tidies up while we look
				return nil
			}
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if skip != nil && skip(rel) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		for _, h := range s.Scan([]byte(rel)) {
			finds = append(finds, fmt.Sprintf("the name %s: %s", rel, h))
		}
		if !d.Type().IsRegular() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		size += int64(len(b))
		for _, h := range s.Scan(b) {
			finds = append(finds, fmt.Sprintf("%s: %s", rel, h))
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("scanning %s: %w", dir, err)
	}
	return finds, size, nil
}
