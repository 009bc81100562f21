// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"strings"

	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// storyMost is how many moments of a story a page has.
const storyMost = 20

// moment is one moment in a story.
type moment struct {
	When    string
	Title   string
	Href    string
	Who     string
	Icon    string
	Tint    ui.Tint
	Journal []journalLine
	Notes   []string // "Gemeten: gewicht 80 kg, …"
	Chips   []ui.Chip
}

// journalLine is a line of what a GP writes, with a plain label.
type journalLine struct{ Label, Text string }

// moments finds what a story goes by, newest first: visits with what was written and measured then,
// and what stands by itself.
func moments(v *shelf.Visit, items []*record.Item) (heads []*record.Item, with map[*record.Item][]*record.Item) {
	byContact := map[*record.Item][]*record.Item{}
	contactOn := map[int64]*record.Item{} // day → a contact on that day
	for _, it := range items {
		if it.Category != zib.CategoryVisits {
			continue
		}
		c := v.Dossier.Contact(it).Item
		if _, known := byContact[c]; !known {
			byContact[c] = nil
			heads = append(heads, c)
			if c.Dated() {
				contactOn[c.At/86400] = c
			}
		}
	}
	byDay := map[int64]*record.Item{}
	for _, it := range items {
		if it.Category == zib.CategoryVisits {
			continue
		}
		switch {
		case it.Dated() && contactOn[it.At/86400] != nil && contactOn[it.At/86400].Provider == it.Provider:
			c := contactOn[it.At/86400]
			byContact[c] = append(byContact[c], it)
		case it.Category == zib.CategoryLab || it.Category == zib.CategoryMeasurements:
			if !it.Dated() {
				continue // it stands among the results
			}
			head := byDay[it.At/86400]
			if head == nil {
				head = it
				byDay[it.At/86400] = it
				heads = append(heads, it)
			}
			byContact[head] = append(byContact[head], it)
		default:
			heads = append(heads, it)
		}
	}
	sortNewest(heads)
	return heads, byContact
}

func momentOf(v *shelf.Visit, head *record.Item, with []*record.Item) moment {
	k := shelf.KindOf(head.Category)
	m := moment{When: dayOf(v, head), Title: titleOf(v, head), Href: hrefOf(v, head), Icon: k.Icon, Tint: k.Tint, Chips: shelf.Chips(v, head), Who: shelf.SourceOf(v, head)}
	if m.When == "" {
		m.When = v.T("dossier.group.undated")
	}
	if head.Category == zib.CategoryVisits {
		if c := v.Dossier.Contact(head); c != nil {
			m.Journal = journal(v, c, true)
		}
	} else if len(with) > 0 {
		m.Title = v.T("care.story.results")
	} else if f := fact(v, head); f != "" {
		m.Notes = append(m.Notes, shelf.Shorten(f))
	}
	for _, part := range []struct {
		key        string
		categories []zib.Category
		value      bool
	}{
		{"care.story.measured", []zib.Category{zib.CategoryLab, zib.CategoryMeasurements}, true},
		{"care.story.medicines", []zib.Category{zib.CategoryMedication}, false},
		{"care.story.treatments", []zib.Category{zib.CategoryTreatments, zib.CategoryDevices}, false},
		{"care.story.letters", []zib.Category{zib.CategoryDocuments}, false},
	} {
		if s := named(v, with, part.categories, part.value); s != "" {
			m.Notes = append(m.Notes, v.T(part.key, "what", s))
		}
	}
	return m
}

// namedMost is how many things a line names.
const namedMost = 6

// named names the items of some kinds in one line.
func named(v *shelf.Visit, items []*record.Item, categories []zib.Category, value bool) string {
	var out []string
	more := 0
	for _, it := range items {
		if !contains(categories, it.Category) {
			continue
		}
		if len(out) == namedMost {
			more++
			continue
		}
		s := lowerFirst(titleOf(v, it))
		if t := it.Title.In(v.Lang); strings.EqualFold(t, s) {
			s = t // as it is written inside a sentence
		}
		if f := fact(v, it); value && f != "" && len(f) < 60 {
			s += " " + lowerFirst(f)
		}
		out = append(out, s)
	}
	if more > 0 {
		out = append(out, v.T("care.story.more", "n", more))
	}
	return strings.Join(out, ", ")
}

// journal are the lines of the journal of a contact; short leaves out what was seen and told.
func journal(v *shelf.Visit, c *record.Contact, short bool) []journalLine {
	var out []journalLine
	for _, it := range c.Journal {
		if short && it.Code.Code != "E" && it.Code.Code != "P" {
			continue
		}
		s := fact(v, it)
		if s == "" {
			continue
		}
		if short {
			s = shelf.Shorten(s)
		}
		out = append(out, journalLine{Label: titleOf(v, it), Text: s})
	}
	return out
}
