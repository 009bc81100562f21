// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"math"
	"net/http"
	"regie/internal/web/shelf"
	"strconv"
	"strings"

	"regie/internal/explain"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// itemView is the page of one item.
type itemView struct {
	kind     shelf.Kind
	title    string
	when     string
	status   string
	chips    []ui.Chip
	warning  string // what must be read first: stopped, wrong, no longer listed
	main     *ui.ValueProps
	said     string // the one fact, when it is no value
	bar      *rangeBar
	explain  string
	plain    *explain.Entry // what this test, illness or medicine is, in plain words
	facts    []ui.FactGroup
	files    []ui.Entry
	charts   []chart.Line
	test     string // the page of all results of the same test
	related  []ui.ItemProps
	more     int // related items that are not shown
	source   []ui.Fact
	doubles  shelf.DoubleParts
	hub      ui.Action // the page with all that belongs to it
	original string
	paper    string
	prepare  string   // where an appointment that is to come is prepared
	key      string   // by which the diary is linked to it
	changes  []change // what it says now that it did not say before
	changed  bool
}

func (p Pages) item(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	care, err := it.Care()
	if err != nil {
		return err
	}
	view := care.View(v.Lang)
	out := itemView{
		kind: shelf.KindOf(it.Category), title: shelf.TitleOf(v, view), when: shelf.WhenOf(v, it, view, true), status: view.Status,
		chips: shelf.Chips(v, it), warning: warning(v, it), original: shelf.ItemHref(it) + "/origineel",
		paper: "/afdruk/gegeven/" + it.Key.String(), changed: it.Versions > 1, key: it.Key.String(), prepare: shelf.PrepareHref(v, it),
		source: p.source(v, it, view), files: files(v, it, care),
		charts: charts(v, it),
	}
	if t := v.Dossier.TestOf(it); t != nil && len(t.Results) > 1 {
		out.test = "/lab/" + t.Key.String()
	}
	if key := "dossier.explain." + it.Block; v.Lang.Has(key) {
		out.explain = v.T(key)
	}
	if e, ok := explain.Find(it.Code.System, it.Code.Code, view.Title); ok {
		out.plain = &e
	}
	summary := view.Summary
	if summary >= 0 {
		f := view.Facts[summary]
		switch {
		case f.Value != "" && f.ValueHigh == "":
			out.main = shelf.ValueOf(v, it, f)
			out.bar = newRangeBar(f)
		case shelf.PressureOf(it, f) != nil:
			out.main = shelf.PressureOf(it, f)
		case f.Text != out.title && f.Text != view.Date && len(f.Text) <= shelf.MaxFact:
			out.said = f.Text
		default:
			summary = -1
		}
	}
	out.facts = factGroups(v, it, view, summary)
	out.doubles, out.hub = shelf.DoublesOf(v, it), shelf.HubOf(v, it)
	related := v.Dossier.Related(it)
	out.more = max(0, len(related)-maxRelated)
	for _, r := range related[:min(len(related), maxRelated)] {
		out.related = append(out.related, shelf.Card(v, r.Item, true))
	}
	for _, o := range v.Dossier.SameStudy(it) {
		e := ui.Entry{Icon: "file-text", Href: shelf.ItemHref(o), Title: shelf.Card(v, o, false).Title, Text: v.T("images.same")}
		if record.HasImages(o) {
			e.Icon, e.Href, e.Text = "photo", shelf.ImagesHref(o), v.T("images.item.look")
		}
		out.files = append(out.files, e)
	}
	if out.changed {
		if out.changes, err = p.changes(v.Context(), v, it); err != nil {
			return err
		}
	}
	return v.Render(w, http.StatusOK, itemPage(out))
}

// maxRelated is how many related items a page shows; all of them are on the timeline too.
const maxRelated = 30

// warning says in a sentence what must not be overlooked about an item.
func warning(v *shelf.Visit, it *record.Item) string {
	switch {
	case it.Has(zib.MarkEnteredInError):
		return v.T("dossier.warning.error")
	case it.Has(zib.MarkRefuted):
		return v.T("dossier.warning.refuted")
	case it.Gone:
		return v.T("dossier.warning.gone", "name", shelf.SourceOf(v, it))
	case it.Has(zib.MarkIncomplete):
		return v.T("dossier.warning.incomplete")
	}
	return ""
}

// factGroups turns the facts into groups under their headings. The one fact is on top of the
// page already; documents have a place of their own.
func factGroups(v *shelf.Visit, it *record.Item, view zib.View, shown int) []ui.FactGroup {
	var out []ui.FactGroup
	for i, f := range view.Facts {
		if i == shown {
			continue
		}
		fact, ok := factOf(v, it, f)
		if !ok {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Title != f.Group {
			out = append(out, ui.FactGroup{Title: f.Group})
		}
		g := &out[len(out)-1]
		g.Facts = append(g.Facts, fact)
	}
	return out
}

func factOf(v *shelf.Visit, it *record.Item, f zib.FactView) (ui.Fact, bool) {
	out := ui.Fact{Label: f.Label}
	if val := shelf.ValueOf(v, it, f); val != nil {
		val.Quiet = true
		out.Values = []ui.ValueProps{*val}
		return out, true
	}
	var linked []link
	for _, x := range f.Values {
		if x.Document != nil {
			continue // it has its own line
		}
		l := link{text: x.Text}
		if x.Ref != nil {
			if to := v.Dossier.Refer(it, *x.Ref); to != nil && to != it {
				l.href = shelf.ItemHref(to)
			}
		}
		linked = append(linked, l)
	}
	if len(linked) == 0 {
		return out, false
	}
	anyLink := false
	for _, l := range linked {
		anyLink = anyLink || l.href != ""
	}
	if anyLink {
		out.Body = links(linked)
	} else {
		for _, l := range linked {
			out.Texts = append(out.Texts, l.text)
		}
	}
	if f.Flag != "" {
		out.Texts = append(out.Texts, f.Flag)
	}
	return out, true
}

// link is a text that may lead to another item.
type link struct{ text, href string }

// files lists the documents of an item, with where they can be read.
func files(v *shelf.Visit, it *record.Item, care *zib.Item) []ui.Entry {
	var out []ui.Entry
	for n, doc := range record.Files(care) {
		e := ui.Entry{Icon: "file-text", Title: doc.Title}
		if e.Title == "" {
			e.Title = v.T("dossier.document.untitled")
		}
		if record.IsImages(doc) {
			e.Icon, e.Href, e.Text = "photo", shelf.ImagesHref(it), v.T("images.item.look")
		} else if v.Dossier.HasFile(it, doc) {
			e.Href = shelf.ItemHref(it) + "/document/" + strconv.Itoa(n)
			e.Text = v.T("dossier.document.read")
		} else {
			e.Href = "/zorgverleners"
			e.Text = v.T("dossier.document.missing")
		}
		out = append(out, e)
	}
	return out
}

// charts draws how the values of an item went. Two values of one unit, such as those of a blood
// pressure, go in one picture.
func charts(v *shelf.Visit, it *record.Item) []chart.Line {
	all := v.Dossier.Series(it)
	if len(all) == 2 && strings.EqualFold(all[0].Unit, all[1].Unit) {
		l := chartOf(v, it, "verloop", all[0])
		l.Title = upperFirst(it.Title.In(v.Lang))
		l.Series[0].Name = all[0].Label.In(v.Lang)
		second := series(v, all[1])
		second.Name = all[1].Label.In(v.Lang)
		l.Series = append(l.Series, second)
		l.Band = nil
		return []chart.Line{l}
	}
	var out []chart.Line
	for i, s := range all {
		if i == maxCharts {
			break
		}
		out = append(out, chartOf(v, it, "verloop-"+strconv.Itoa(i), s))
	}
	return out
}

// maxCharts is how many pictures a page has at most.
const maxCharts = 3

func chartOf(v *shelf.Visit, it *record.Item, id string, s record.Series) chart.Line {
	title := it.Title.In(v.Lang)
	if !s.Label.Zero() {
		title = s.Label.In(v.Lang)
	}
	return chart.Line{ID: id, Title: upperFirst(title), Unit: s.Unit, Series: []chart.Series{series(v, s)}, Band: band(v, it, s)}
}

func series(v *shelf.Visit, s record.Series) chart.Series {
	var out chart.Series
	for _, p := range s.Points {
		out.Points = append(out.Points, chart.Point{
			At: shelf.WallTime(p.At), Value: p.Value, Text: shelf.Sign(p.Quantity.Comparator) + shelf.Literal(v.Lang, p.Quantity.Number),
			Off: shelf.Off(p.Quantity.FlagCode), Note: upperFirst(p.Quantity.Flag.In(v.Lang)),
		})
	}
	return out
}

// band is the reference range of the item itself: that of other values may differ.
func band(v *shelf.Visit, it *record.Item, s record.Series) *chart.Band {
	for _, p := range s.Points {
		if p.Item != it {
			continue
		}
		b := chart.Band{Low: end(p.Quantity.Low), High: end(p.Quantity.High)}
		if math.IsNaN(b.Low) && math.IsNaN(b.High) {
			return nil
		}
		b.Label = shelf.Whose(v.Lang, it) + ": " + shelf.Between(v.Lang, p.Quantity.Low, p.Quantity.High)
		return &b
	}
	return nil
}

func end(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

func upperFirst(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' { // pH
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// source tells where an item is from.
func (p Pages) source(v *shelf.Visit, it *record.Item, view zib.View) []ui.Fact {
	out := []ui.Fact{{Label: v.T("dossier.source.provider"), Texts: []string{shelf.SourceOf(v, it)}}}
	if it.Provider.File() {
		out[0].Texts = append(out[0].Texts, v.T("carry.source.text"))
	}
	if view.Source != "" && view.Source != it.Provider.Title {
		out = append(out, ui.Fact{Label: v.T("dossier.source.who"), Texts: []string{view.Source}})
	}
	var services []string
	for _, id := range it.Services() {
		if s := p.serviceName(v.Lang, id); s != "" {
			services = append(services, s)
		}
	}
	if len(services) > 0 {
		out = append(out, ui.Fact{Label: v.T("dossier.source.service"), Texts: []string{strings.Join(services, ", ")}})
	}
	out = append(out, ui.Fact{Label: v.T("dossier.source.first"), Texts: []string{shelf.AgoDay(v, it.First)}})
	if it.Versions > 1 {
		out = append(out, ui.Fact{Label: v.T("dossier.source.changed"), Texts: []string{
			shelf.AgoDay(v, it.Changed), v.T("dossier.source.versions", "n", it.Versions-1),
		}})
	}
	if it.Gone {
		out = append(out, ui.Fact{Label: v.T("dossier.source.listed"), Texts: []string{v.T("dossier.source.gone")}})
	}
	return out
}

func (p Pages) serviceName(l text.Lang, id string) string {
	if p.Services == nil {
		return ""
	}
	s, ok := p.Services.Service(id)
	if !ok || !l.Has(s.NameKey()) {
		return ""
	}
	return l.T(s.NameKey())
}
