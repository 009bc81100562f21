// SPDX-License-Identifier: EUPL-1.2

package paper

// row is a row of a table that is being set.
type row struct {
	cells [][]string // lines of each
	nodes []*node    // nil: a repeated head
	heavy []bool
}

func (s *sheet) table(t Table) {
	if len(t.Head) == 0 || len(t.Rows) == 0 {
		return
	}
	outer := s.at
	n := outer.add("Table")
	widths := columns(t)
	if t.Caption != "" {
		s.need(5 * sizeBody * leading)
		s.at = n
		s.words("Caption", t.Caption, sizeBody, true, side, room)
		s.y += 3
	}
	body := n.add("THead")
	head := s.row(body, t.Head, widths, true)
	first := true
	tbody := n.add("TBody")
	for _, cells := range t.Rows {
		r := s.row(tbody, cells, widths, false)
		need := r.height()
		if first {
			need += head.height()
		}
		if s.left() < min(need, high-top-bottom) && !(first && s.y <= top) {
			s.page()
			if !first {
				again := head
				again.nodes = nil
				s.set(again, widths)
			}
		}
		if first {
			s.set(head, widths)
			first = false
		}
		s.set(r, widths)
	}
	s.at = outer
	s.y += 8
}

func columns(t Table) []float64 {
	out := make([]float64, len(t.Head))
	sum := 0.0
	for i := range out {
		out[i] = 1
		if len(t.Widths) == len(t.Head) {
			out[i] = t.Widths[i]
		}
		sum += out[i]
	}
	for i := range out {
		out[i] *= room / sum
	}
	return out
}

// row makes the lines and the elements of a row. Cells that miss are empty.
func (s *sheet) row(in *node, cells []string, widths []float64, head bool) row {
	tr := in.add("TR")
	var r row
	for i, w := range widths {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		tag, scope := "TD", ""
		switch {
		case head:
			tag, scope = "TH", "Column"
		case i == 0:
			tag, scope = "TH", "Row"
		}
		n := tr.add(tag)
		n.scope = scope
		n.say(text)
		heavy := head || i == 0
		s.letters(sizeSmall, heavy)
		r.cells = append(r.cells, s.wrap(text, w-cellGap))
		r.nodes = append(r.nodes, n)
		r.heavy = append(r.heavy, heavy)
	}
	return r
}

const cellLine = sizeSmall * leading

func (r row) height() float64 {
	most := 1
	for _, c := range r.cells {
		most = max(most, len(c))
	}
	return float64(most)*cellLine + 2*rowUp
}

// set draws a row; one that is longer than a page goes on on the next.
func (s *sheet) set(r row, widths []float64) {
	cells := append([][]string(nil), r.cells...)
	for {
		fits := max(1, int((s.left()-2*rowUp)/cellLine))
		y, most, more := s.y, 1, false
		x := side
		for i, lines := range cells {
			now := lines[:min(fits, len(lines))]
			draw := func() {
				s.letters(sizeSmall, r.heavy[i])
				for n, l := range now {
					s.f.Text(x, y+rowUp+float64(n)*cellLine+sizeSmall, l)
				}
			}
			switch {
			case len(now) == 0:
			case r.nodes == nil:
				s.artifact(draw)
			default:
				s.mark(r.nodes[i], draw)
			}
			most = max(most, len(now))
			cells[i] = lines[len(now):]
			more = more || len(cells[i]) > 0
			x += widths[i]
		}
		s.y = y + float64(most)*cellLine + 2*rowUp
		s.artifact(func() { s.f.SetDrawColor(170, 170, 170); s.f.Line(side, s.y, wide-side, s.y) })
		if !more {
			return
		}
		s.page()
	}
}
