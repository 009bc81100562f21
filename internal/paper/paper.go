// SPDX-License-Identifier: EUPL-1.2

// Package paper writes PDF documents that everybody can read: on paper, on a screen, and by ear.
// A document has a structure tree (headings, paragraphs, lists, tables with their heads, figures
// with words instead), an order of reading, a language and a title, and the face of its letters
// goes along. The package knows nothing of what the document is about.
package paper

import (
	"fmt"
	"io"
	"time"
)

// Doc is a document.
type Doc struct {
	Title string   // the one heading of level 1, and the title of the window
	Lang  string   // BCP 47: "nl", "en"
	Whose []string // lines under the title; small on top of each next page
	Foot  string   // at the bottom of each page, left
	Made  time.Time
	// Page says which page it is: "Pagina 2 van 7".
	Page   func(page, of int) string
	Blocks []Block
}

// Block is a Heading, Para, List, Table or Figure.
type Block interface{ block() }

// Heading is of level 2 or 3.
type Heading struct {
	Level int
	Text  string
}

// Para is a paragraph. Small is for what is beside the matter.
type Para struct {
	Text  string
	Small bool
	Bold  bool
}

// List is a list with a dot for each item.
type List struct{ Items []string }

// Table has heads for its columns; the first cell of a row is the head of the row. Widths are
// relative; where they miss all columns are as wide. The heads are shown again on each page.
type Table struct {
	Caption string
	Head    []string
	Widths  []float64
	Rows    [][]string
}

// Figure is a drawing on a sheet of Width by Height points, y downwards. Alt says what it shows.
type Figure struct {
	Alt           string
	Width, Height float64
	Strokes       []Stroke
	Labels        []Label
}

// Stroke is a line through points, or the outline of a filled area.
type Stroke struct {
	Points [][2]float64
	Fill   bool
	Gray   int // 0 is black, 255 white
}

// Label is a text in a figure; its place is the left end of its base line.
type Label struct {
	X, Y float64
	Text string
}

func (Heading) block() {}
func (Para) block()    {}
func (List) block()    {}
func (Table) block()   {}
func (Figure) block()  {}

// Write writes the document. It is laid out twice: how many pages there are is known after the first time.
func Write(w io.Writer, d Doc) error {
	if d.Page == nil {
		d.Page = func(page, of int) string { return fmt.Sprintf("%d / %d", page, of) }
	}
	pages := 1
	for round := range 3 {
		s, err := newSheet(d, pages)
		if err != nil {
			return err
		}
		s.lay()
		if n := s.f.PageCount(); n != pages && round < 2 {
			pages = n
			continue
		}
		out, err := s.finish()
		if err != nil {
			return err
		}
		if _, err := w.Write(out); err != nil {
			return fmt.Errorf("writing a document: %w", err)
		}
		return nil
	}
	return nil
}
