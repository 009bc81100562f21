// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"regie/internal/explain"
	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Addresses of the pages. Keys mean nothing outside this dossier.
func problemHref(it *record.Item) string { return "/klachten/" + it.Key.String() }
func contactHref(it *record.Item) string { return "/contacten/" + it.Key.String() }
func personHref(it *record.Item) string  { return "/wie-is-wie/" + it.Key.String() }

// hrefOf is the page where an item is best read.
func hrefOf(v *shelf.Visit, it *record.Item) string {
	switch {
	case it.Category == zib.CategoryVisits:
		return contactHref(it)
	case v.Dossier.Problem(it, v.Now) != nil:
		return problemHref(it)
	}
	return shelf.ItemHref(it)
}

// fact is the one fact of an item in words: a value with its unit, a text.
func fact(v *shelf.Visit, it *record.Item) string {
	care, err := it.Care()
	if err != nil {
		return ""
	}
	view := care.View(v.Lang)
	if view.Summary < 0 {
		return ""
	}
	f := view.Facts[view.Summary]
	if f.Text == view.Title || f.Text == view.Date {
		return ""
	}
	out := f.Text
	if f.Flag != "" {
		out += " (" + lowerFirst(f.Flag) + ")"
	}
	return out
}

// titleOf is the title of an item in the language of the page.
func titleOf(v *shelf.Visit, it *record.Item) string {
	care, err := it.Care()
	if err != nil {
		return v.T("dossier.item.unreadable")
	}
	return shelf.TitleOf(v, care.View(v.Lang))
}

// dayOf says on which day something was; empty where that is not known.
func dayOf(v *shelf.Visit, it *record.Item) string {
	if !it.Dated() {
		return ""
	}
	literal := it.When.Start
	if literal == "" {
		literal = it.When.End
	}
	p := shelf.Precision(literal)
	if p == ui.ToMinute {
		p = ui.ToDay
	}
	return ui.Day(v.Lang, shelf.WallTime(it.At), p)
}

// group is a part of a page: what belongs to something, of one kind.
type group struct {
	ID    string
	Title string
	Lines []shelf.Line
	More  int
}

// How many lines of a kind a page shows: where more is on other pages, and where it is not.
const (
	groupMost = 12
	groupAll  = 60
)

// groupKinds are the kinds in the order in which they stand on a page. Lab and measurements
// stand together.
var groupKinds = []struct {
	id         string
	categories []zib.Category
}{
	{"klachten", []zib.Category{zib.CategoryProblems}},
	{"medicijnen", []zib.Category{zib.CategoryMedication}},
	{"uitslagen", []zib.Category{zib.CategoryLab, zib.CategoryMeasurements, zib.CategoryLifestyle, zib.CategoryFunction}},
	{"brieven", []zib.Category{zib.CategoryDocuments}},
	{"behandelingen", []zib.Category{zib.CategoryTreatments, zib.CategoryDevices, zib.CategoryVaccinations}},
	{"afspraken", []zib.Category{zib.CategoryAppointments}},
	{"plannen", []zib.Category{zib.CategoryAgreements}},
	{"contacten", []zib.Category{zib.CategoryVisits}},
	{"overig", []zib.Category{zib.CategoryAllergies, zib.CategoryAlerts, zib.CategoryPerson, zib.CategoryCareTeam, zib.CategoryOther}},
}

// groups puts items, newest first, under their kinds. Of a test or measurement that was done
// more often the newest stands for all.
func groups(v *shelf.Visit, items []*record.Item, newest bool) []group {
	most := groupAll
	if newest {
		most = groupMost
	}
	var out []group
	for _, k := range groupKinds {
		g := group{ID: k.id, Title: v.T("care.group." + k.id)}
		times := map[string]int{}
		at := map[string]int{}
		for _, it := range items {
			if !contains(k.categories, it.Category) {
				continue
			}
			title := titleOf(v, it)
			if newest && (it.Category == zib.CategoryLab || it.Category == zib.CategoryMeasurements || it.Category == zib.CategoryMedication) {
				times[title]++
				if n, known := at[title]; known {
					if n < len(g.Lines) && it.Category != zib.CategoryMedication {
						g.Lines[n].Text = firstLine(g.Lines[n].Text) + " · " + v.T("care.times", "n", times[title])
					}
					continue
				}
				at[title] = len(g.Lines)
			}
			if len(g.Lines) == most {
				g.More++
				continue
			}
			l := shelf.Line{Href: hrefOf(v, it), Title: title, Chips: shelf.Chips(v, it)}
			l.Text = join(" · ", shelf.Shorten(fact(v, it)), dayOf(v, it))
			g.Lines = append(g.Lines, l)
		}
		if len(g.Lines) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func firstLine(s string) string {
	if n := strings.Count(s, " · "); n > 1 {
		return s[:strings.LastIndex(s, " · ")]
	}
	return s
}

func join(separator string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}

func contains(all []zib.Category, c zib.Category) bool {
	for _, x := range all {
		if x == c {
			return true
		}
	}
	return false
}

// explained are the plain words about what an item is about; nil where there are none.
func explained(v *shelf.Visit, items ...*record.Item) []string {
	for _, it := range items {
		if e, ok := explain.Find(it.Code.System, it.Code.Code, titleOf(v, it), it.Code.Text); ok {
			return e.Text(v.Lang)
		}
	}
	return nil
}

// sources says who tells about any of the items, each once.
func sources(v *shelf.Visit, items ...*record.Item) string {
	var names []zib.Phrase
	seen := map[string]bool{}
	for _, it := range items {
		all := v.Dossier.Doubles(it)
		if all == nil {
			all = []*record.Item{it}
		}
		for _, o := range all {
			if !seen[o.Provider.Title] {
				seen[o.Provider.Title] = true
				names = append(names, zib.Say(shelf.SourceOf(v, o)))
			}
		}
	}
	return zib.And(names...).In(v.Lang)
}

// who lists the people and places that are named in any of the items, each once.
func who(v *shelf.Visit, items []*record.Item, most int) []string {
	var out []string
	seen := map[string]bool{}
	for _, it := range items {
		care, err := it.Care()
		if err != nil {
			continue
		}
		for _, p := range care.Who {
			s := upperFirst(p.In(v.Lang))
			name, _, _ := strings.Cut(s, ",") // what stands behind it differs: the role, the place
			name, _, _ = strings.Cut(name, " (")
			if s != "" && !seen[name] && len(out) < most {
				seen[name] = true
				out = append(out, s)
			}
		}
	}
	return out
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}
