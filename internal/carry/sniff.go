// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"regie/internal/measure/unpack"
)

// File is a file to read.
type File struct {
	Name string
	io.ReaderAt
	Size int64
	// Place is where the person was, for moments without a clock; nil stands for UTC.
	Place *time.Location
	// Progress, where it is not nil, is told how many bytes of how many are done.
	Progress func(done, total int64)
	// Most is how many resources are read; 0 stands for MostResources.
	Most int

	head []byte
	zip  *zip.Reader
}

// What a file is.
const (
	FormatExport = "regie"     // an archive that Take wrote
	FormatSheet  = "regie-csv" // a table that Sheet wrote
	FormatFHIR   = "fhir"
	FormatIPS    = "ips" // a Bundle that is a document: an International Patient Summary
	FormatXML    = "fhir-xml"
)

// Is tells what a file is, by what is in it; "" for what this package does not read. Archives of
// apps that measure, with FHIR beside what they measured, are none of ours.
func (f *File) Is() string {
	if f.begin() != nil {
		return ""
	}
	return f.kind()
}

// Archive tells whether the file is one.
func (f *File) Archive() bool { return f.begin() == nil && f.zip != nil }

func (f *File) begin() (err error) {
	if f.head != nil {
		return nil
	}
	f.head = make([]byte, min(headSize, f.Size))
	if _, err := f.ReadAt(f.head, 0); err != nil && !errors.Is(err, io.EOF) {
		f.head = nil
		return fmt.Errorf("reading a file: %w", err)
	}
	if bytes.HasPrefix(f.head, []byte("PK")) {
		if f.zip, err = zip.NewReader(f, f.Size); err != nil {
			return fmt.Errorf("opening an archive: %w: %w", ErrDamaged, err)
		}
	}
	return nil
}

func (f *File) kind() string {
	if f.zip != nil {
		return f.zipKind()
	}
	return kindOfHead(f.head)
}

func kindOfHead(head []byte) string {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '<':
		if bytes.Contains(text[:min(len(text), 4096)], []byte(`http://hl7.org/fhir"`)) {
			return FormatXML
		}
	case text[0] == '{', text[0] == '[':
		one := text
		if text[0] == '[' {
			one = bytes.TrimLeft(text[1:], " \t\r\n")
		}
		if t := typeOf(one); t != "" && t[0] >= 'A' && t[0] <= 'Z' {
			return FormatFHIR
		}
	default:
		line, _, _ := bytes.Cut(text, []byte{'\n'})
		if bytes.Contains(line, []byte(sheetMark)) {
			return FormatSheet
		}
	}
	return ""
}

// zipKind looks for the manifest of an export, else for FHIR in the first files of JSON.
func (f *File) zipKind() string {
	fhirs, others := 0, 0
	looked := 0
	a, err := unpack.New(f.zip, ".json", ".ndjson", ".jsonl")
	if err != nil {
		return ""
	}
	for _, e := range f.zip.File {
		switch base := path.Base(e.Name); {
		case strings.HasSuffix(e.Name, manifestName) && strings.Count(e.Name, "/") <= 1:
			if bytes.Contains(a.Head(e, 4096), []byte(`"`+Format+`"`)) {
				return FormatExport
			}
		case base == "export.xml" || strings.HasPrefix(base, "export_cda") || strings.HasPrefix(base, "com.samsung.") || strings.HasSuffix(base, ".db"):
			others++
		}
	}
	for _, e := range a.Files {
		if looked++; looked > 20 {
			break
		}
		if kindOfHead(a.Head(e, 16<<10)) == FormatFHIR {
			fhirs++
		}
	}
	if fhirs > 0 && others == 0 {
		return FormatFHIR
	}
	return ""
}
