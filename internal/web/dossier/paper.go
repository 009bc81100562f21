// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"net/http"
	"strconv"
	"strings"

	"regie/internal/paper"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/zib"
)

// paperMost is how many items one document has at most. Who has more chooses a period.
const paperMost = 2000

// paperHref is the address that gives a kind of data as a document, narrowed as the page is.
func paperHref(k shelf.Kind, f record.Filter, now bool) string {
	f.Categories = nil
	if now {
		return "/afdruk/soort/" + k.Slug + shelf.Query(f, 1, shelf.AskView, viewNow)
	}
	return "/afdruk/soort/" + k.Slug + shelf.Query(f, 1)
}

func (p Pages) paperKind(w http.ResponseWriter, v *shelf.Visit) error {
	k, ok := shelf.KindBySlug(v.PathValue("kind"))
	if !ok {
		return route.NotFound()
	}
	f := shelf.FilterOf(v)
	f.Categories = []zib.Category{k.Category}
	if v.URL.Query().Get(shelf.AskView) == viewNow {
		items, _ := v.Dossier.Current(k.Category, v.Now)
		return shelf.SendPaper(w, v, listPaper(v, k.Title(v.Lang)+": "+lowerFirst(v.T("dossier.tab.now")), items, len(items), false))
	}
	title, mixed := k.Title(v.Lang), false
	if k.Category == zib.CategoryAllergies { // who is warned of the one wants the other on the same paper
		f.Categories = append(f.Categories, zib.CategoryAlerts)
		title, mixed = v.T("medicines.safety.title"), true
	}
	page := v.Dossier.List(f, 1, paperMost)
	return shelf.SendPaper(w, v, listPaper(v, title, page.Items, page.Total, mixed))
}

// paperTest is all results of one test, the newest first.
func (p Pages) paperTest(w http.ResponseWriter, v *shelf.Visit) error {
	key, ok := record.ParseKey(v.PathValue("key"))
	if !ok {
		return route.NotFound()
	}
	t := v.Dossier.Test(key)
	if t == nil {
		return route.NotFound()
	}
	var items []*record.Item
	for i := len(t.Results) - 1; i >= 0; i-- {
		items = append(items, t.Results[i].Item)
		if lower := t.Results[i].Lower; lower != nil {
			items = append(items, lower)
		}
	}
	return shelf.SendPaper(w, v, listPaper(v, upperFirst(t.Name(v.Lang)), items[:min(len(items), paperMost)], len(items), false))
}

func (p Pages) paperTimeline(w http.ResponseWriter, v *shelf.Visit) error {
	page := v.Dossier.List(shelf.FilterOf(v), 1, paperMost)
	return shelf.SendPaper(w, v, listPaper(v, v.T("dossier.timeline.title"), page.Items, page.Total, true))
}

func (p Pages) paperFound(w http.ResponseWriter, v *shelf.Visit) error {
	q, found, err := p.question(v)
	if err != nil {
		return err
	}
	n := len(found.Items)
	return shelf.SendPaper(w, v, listPaper(v, v.T("find.paper.asked", "question", q), found.Items[:min(n, paperMost)], n, true))
}

func (p Pages) paperItem(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	d, err := p.itemPaper(v, it)
	if err != nil {
		return err
	}
	return shelf.SendPaper(w, v, d)
}

// listPaper makes a document of a list: a table for each year, each row with its date and source.
// In a mixed list each row says what kind it is.
func listPaper(v *shelf.Visit, title string, items []*record.Item, total int, mixed bool) paper.Doc {
	d := shelf.NewPaper(v, title)
	add := func(b ...paper.Block) { d.Blocks = append(d.Blocks, b...) }
	add(paper.Para{Text: v.T("find.paper.count", "n", total) + " " + v.T("find.paper.whole")})
	if total > len(items) {
		add(paper.Para{Text: v.T("find.paper.cut", "most", len(items), "n", total), Bold: true})
	}
	if !v.Dossier.Whole() {
		add(paper.Para{Text: v.T("find.paper.partly"), Bold: true})
	}
	if len(items) == 0 {
		add(paper.Para{Text: v.T("find.paper.empty")})
	}
	heads := []string{v.T("find.paper.what"), v.T("find.paper.said"), v.T("find.paper.when"), v.T("find.paper.from")}
	var t *paper.Table
	last := ""
	flush := func() {
		if t != nil {
			add(paper.Heading{Level: 2, Text: last}, *t)
		}
	}
	for _, it := range items {
		year := v.T("dossier.group.undated")
		if it.Dated() {
			year = strconv.Itoa(it.Year())
		}
		if year != last || t == nil {
			flush()
			last, t = year, &paper.Table{Head: heads, Widths: []float64{30, 36, 16, 22}}
		}
		t.Rows = append(t.Rows, paperRow(v, it, mixed))
	}
	flush()
	return d
}

// maxPaperFact is how many letters of one fact a row of a list has; the document of the item has all.
const maxPaperFact = 400

// paperRow is a row: title with kind and marks, the facts that matter, date, and source.
func paperRow(v *shelf.Visit, it *record.Item, mixed bool) []string {
	care, err := it.Care()
	if err != nil {
		return []string{v.T("dossier.item.unreadable"), "", "", shelf.SourceOf(v, it)}
	}
	view := care.View(v.Lang)
	title := shelf.TitleOf(v, view)
	if mixed {
		title = shelf.KindOf(it.Category).Title(v.Lang) + "\n" + title
	}
	if c := marksOf(v, it); c != "" {
		title += "\n(" + c + ")"
	}
	var said []string
	if view.Summary >= 0 {
		if s := factText(v, it, view.Facts[view.Summary]); !shelf.Repeats(view.Facts[view.Summary], view, view.Date) {
			said = append(said, s)
		}
	}
	for i, f := range view.Facts {
		if i != view.Summary && f.Group == "" && f.Text != view.Title && f.Text != view.Date && len(said) < 5 {
			said = append(said, f.Label+": "+cutTo(factText(v, it, f), maxPaperFact))
		}
	}
	source := shelf.SourceOf(v, it)
	if view.Source != "" && view.Source != source {
		source += "\n" + view.Source
	}
	return []string{title, strings.Join(said, "\n"), view.Date, source}
}

// factText is what a fact says, with the range and what the source says about it.
func factText(v *shelf.Visit, it *record.Item, f zib.FactView) string {
	out := f.Text
	if f.Flag != "" {
		out += " (" + lowerFirst(f.Flag) + ")"
	}
	if r := shelf.Between(v.Lang, f.Low, f.High); r != "" {
		out += "\n" + shelf.Whose(v.Lang, it) + ": " + r
	}
	return out
}

func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + " …"
	}
	return s
}

// marksOf says the marks of an item, and whether it is no longer listed.
func marksOf(v *shelf.Visit, it *record.Item) string {
	var out []string
	for _, m := range it.Marks {
		if s := m.Text(v.Lang); s != "" {
			out = append(out, lowerFirst(s))
		}
	}
	if it.Gone {
		out = append(out, lowerFirst(v.T("dossier.chip.gone")))
	}
	return strings.Join(out, ", ")
}

// itemPaper makes a document of one item with all its facts and where it is from.
func (p Pages) itemPaper(v *shelf.Visit, it *record.Item) (paper.Doc, error) {
	care, err := it.Care()
	if err != nil {
		return paper.Doc{}, err
	}
	view := care.View(v.Lang)
	d := shelf.NewPaper(v, shelf.TitleOf(v, view))
	add := func(b ...paper.Block) { d.Blocks = append(d.Blocks, b...) }
	lead := shelf.KindOf(it.Category).Title(v.Lang)
	for _, s := range []string{view.Date, view.Status, marksOf(v, it)} {
		if s != "" {
			lead += " · " + s
		}
	}
	add(paper.Para{Text: lead})
	if s := warning(v, it); s != "" {
		add(paper.Para{Text: s, Bold: true})
	}
	heads := []string{v.T("find.paper.what"), v.T("find.paper.said")}
	var rows [][]string
	group := ""
	flush := func() {
		if group != "" && len(rows) > 0 {
			add(paper.Heading{Level: 2, Text: group})
		}
		add(paper.Table{Head: heads, Widths: []float64{1, 2}, Rows: rows})
		rows = nil
	}
	for _, f := range view.Facts {
		if f.Group != group {
			flush()
			group = f.Group
		}
		rows = append(rows, []string{f.Label, factText(v, it, f)})
	}
	flush()
	add(paper.Heading{Level: 2, Text: v.T("find.paper.source")})
	rows = nil
	for _, f := range p.source(v, it, view) {
		rows = append(rows, []string{f.Label, strings.Join(f.Texts, "\n")})
	}
	add(paper.Table{Head: heads, Widths: []float64{1, 2}, Rows: rows})
	return d, nil
}
