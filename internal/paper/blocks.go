// SPDX-License-Identifier: EUPL-1.2

package paper

func (s *sheet) heading(h Heading) {
	size, before := 14.0, 12.0
	tag := "H2"
	if h.Level > 2 {
		tag, size, before = "H3", 11.5, 8.0
	}
	s.need(before + size*leading + 3*sizeBody*leading) // never at the foot of a page
	if s.y > top {
		s.y += before
	}
	if h.Level <= 2 {
		s.f.Bookmark(h.Text, 0, s.y)
	}
	s.words(tag, h.Text, size, true, side, room)
	s.y += 3
}

func (s *sheet) para(p Para) {
	size := sizeBody
	if p.Small {
		size = sizeSmall
	}
	s.words("P", p.Text, size, p.Bold, side, room)
	s.y += 5
}

func (s *sheet) list(l List) {
	if len(l.Items) == 0 {
		return
	}
	outer := s.at
	list := outer.add("L")
	for _, text := range l.Items {
		s.need(sizeBody * leading)
		item := list.add("LI")
		label := item.add("Lbl")
		label.say("•")
		s.letters(sizeBody, false)
		s.mark(label, func() { s.f.Text(side+4, s.y+sizeBody, "•") })
		s.at = item
		s.words("LBody", text, sizeBody, false, side+16, room-16)
		s.y += 2
	}
	s.at = outer
	s.y += 4
}

func (s *sheet) figure(g Figure) {
	scale := 1.0
	if g.Width > room {
		scale = room / g.Width
	}
	h := g.Height * scale
	s.need(min(h, high-top-bottom))
	n := s.at.add("Figure")
	n.alt = g.Alt
	n.box = [4]float64{side, high - s.y - h, side + g.Width*scale, high - s.y}
	x0, y0 := side, s.y
	s.mark(n, func() {
		for _, stroke := range g.Strokes {
			s.f.SetDrawColor(stroke.Gray, stroke.Gray, stroke.Gray)
			s.f.SetFillColor(stroke.Gray, stroke.Gray, stroke.Gray)
			for i, p := range stroke.Points {
				x, y := x0+p[0]*scale, y0+p[1]*scale
				if i == 0 {
					s.f.MoveTo(x, y)
				} else {
					s.f.LineTo(x, y)
				}
			}
			if len(stroke.Points) > 1 {
				how := "D"
				if stroke.Fill {
					how = "F"
				}
				s.f.DrawPath(how)
			}
		}
		s.letters(sizeSmall, false)
		for _, l := range g.Labels {
			s.f.Text(x0+l.X*scale, y0+l.Y*scale, shown(l.Text))
		}
	})
	s.y += h + 8
}
