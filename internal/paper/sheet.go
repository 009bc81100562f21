// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	_ "embed"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Atkinson Hyperlegible Next, the same face as on the screen (OFL, see font/OFL.txt).
var (
	//go:embed font/regular.ttf
	regular []byte
	//go:embed font/bold.ttf
	bold []byte
)

// Measures in points on A4.
const (
	wide, high     = 595.28, 841.89
	side           = 51.0
	top, bottom    = 60.0, 62.0
	room           = wide - 2*side
	face           = "regie"
	sizeBody       = 10.5
	sizeSmall      = 9.0
	leading        = 1.38
	cellGap, rowUp = 7.0, 3.5
)

// sheet lays a document out.
type sheet struct {
	d     Doc
	f     *fpdf.Fpdf
	pages int // that there will be
	y     float64
	size  float64
	tree  *tree
	at    *node // what is added to
}

func newSheet(d Doc, pages int) (*sheet, error) {
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", SizeStr: "A4"})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCatalogSort(true)
	f.SetCreationDate(d.Made.UTC())
	f.SetModificationDate(d.Made.UTC())
	f.SetTitle(d.Title, true)
	f.SetProducer("Regie", true)
	f.SetCreator("Regie", true)
	f.SetLang(d.Lang)
	f.SetXmpMetadata(xmp(d))
	f.AddUTF8FontFromBytes(face, "", regular)
	f.AddUTF8FontFromBytes(face, "B", bold)
	if err := f.Error(); err != nil {
		return nil, fmt.Errorf("beginning a document: %w", err)
	}
	s := &sheet{d: d, f: f, pages: pages, tree: newTree()}
	s.at = s.tree.root
	return s, nil
}

func (s *sheet) lay() {
	s.page()
	s.words("H1", s.d.Title, 20, true, side, room)
	s.y += 4
	for _, line := range s.d.Whose {
		s.words("P", line, sizeBody, false, side, room)
	}
	s.y += 6
	s.artifact(func() { s.f.SetDrawColor(120, 120, 120); s.f.Line(side, s.y, wide-side, s.y) })
	s.y += 10
	for _, b := range s.d.Blocks {
		switch b := b.(type) {
		case Heading:
			s.heading(b)
		case Para:
			s.para(b)
		case List:
			s.list(b)
		case Table:
			s.table(b)
		case Figure:
			s.figure(b)
		}
	}
}

// page begins a page with what is on each.
func (s *sheet) page() {
	s.f.AddPage()
	n := s.f.PageNo()
	s.size = 0
	s.f.SetTextColor(0, 0, 0)
	s.f.SetLineWidth(0.6)
	s.tree.page()
	s.artifact(func() {
		s.letters(sizeSmall, false)
		y := high - 34
		if n > 1 {
			head := strings.Join(append([]string{s.d.Title}, s.d.Whose...), " · ")
			s.f.Text(side, 38, s.fit(shown(head), room))
		}
		page := shown(s.d.Page(n, s.pages))
		w := s.f.GetStringWidth(page)
		s.f.Text(wide-side-w, y, page)
		s.f.Text(side, y, s.fit(shown(s.d.Foot), room-w-20))
	})
	s.y = top
}

// fit cuts a line to a width.
func (s *sheet) fit(line string, w float64) string {
	if s.f.GetStringWidth(line) <= w {
		return line
	}
	runes := []rune(line)
	for len(runes) > 0 && s.f.GetStringWidth(string(runes)+"…") > w {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

func (s *sheet) letters(size float64, heavy bool) {
	style := ""
	if heavy {
		style = "B"
	}
	s.f.SetFont(face, style, size)
	s.size = size
}

// artifact draws what is not read: lines, page numbers, repeated heads.
func (s *sheet) artifact(draw func()) {
	s.f.RawWriteStr("/Artifact BMC")
	draw()
	s.f.RawWriteStr("EMC")
}

// left is the room on the page.
func (s *sheet) left() float64 { return high - bottom - s.y }

// need begins a page where there is less room than that.
func (s *sheet) need(h float64) {
	if s.left() < h {
		s.page()
	}
}

// words sets a text as one element, over more pages where needed.
func (s *sheet) words(tag, text string, size float64, heavy bool, x, w float64) {
	n := s.at.add(tag)
	n.say(text)
	s.letters(size, heavy)
	s.lines(n, s.wrap(text, w), size, heavy, x)
}

func (s *sheet) lines(n *node, lines []string, size float64, heavy bool, x float64) {
	for len(lines) > 0 {
		s.need(size * leading)
		s.letters(size, heavy)
		fits := max(1, min(len(lines), int(s.left()/(size*leading))))
		s.mark(n, func() {
			for _, l := range lines[:fits] {
				s.f.Text(x, s.y+size, l)
				s.y += size * leading
			}
		})
		lines = lines[fits:]
	}
}

// mark draws what belongs to an element.
func (s *sheet) mark(n *node, draw func()) {
	s.f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", n.tag, s.tree.mark(n)))
	draw()
	s.f.RawWriteStr("EMC")
}

// wrap breaks a text into lines of a width, in the letters that are set. A word that does not fit
// on a line is broken.
func (s *sheet) wrap(text string, w float64) []string {
	var out []string
	for _, part := range strings.Split(shown(text), "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			try := word
			if line != "" {
				try = line + " " + word
			}
			if s.f.GetStringWidth(try) <= w {
				line = try
				continue
			}
			if line != "" {
				out = append(out, line)
			}
			for s.f.GetStringWidth(word) > w {
				cut := s.piece(word, w)
				out = append(out, word[:cut])
				word = word[cut:]
			}
			line = word
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// piece returns how many bytes of a word fit on a line; at least one letter.
func (s *sheet) piece(word string, w float64) int {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && s.f.GetStringWidth(word[:next]) > w {
			break
		}
		end = next
	}
	return end
}
