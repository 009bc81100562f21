// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// appointment is one that is to come, with all that a person needs to go there.
type appointment struct {
	Href    string
	Title   string
	Weekday string
	Day     string
	Clock   string
	Chips   []ui.Chip
	Where   []string
	With    []string
	Prepare []string
	Why     []string
	Source  string
	Ahead   string // where it is prepared
	Off     bool   // cancelled
}

// appointmentList is what is to come and what was.
type appointmentList struct {
	coming  []appointment
	past    []shelf.Group
	page    ui.PaginationProps
	missing shelf.Missing
}

func (p Pages) appointments(w http.ResponseWriter, v *shelf.Visit) error {
	out := appointmentList{missing: shelf.MissingOf(v)}
	var coming, past []*record.Item
	today := shelf.WallOf(v.Now) / 86400 * 86400
	filter := record.Filter{Categories: []zib.Category{zib.CategoryAppointments}}
	for n, pages := 1, 1; n <= pages; n++ {
		page := v.Dossier.List(filter, n, 1000)
		pages = page.Pages
		for _, it := range page.Items {
			if it.Dated() && it.At >= today && !it.Gone && !it.Has(zib.MarkEnteredInError) {
				coming = append(coming, it)
			} else {
				past = append(past, it)
			}
		}
	}
	for i := len(coming) - 1; i >= 0; i-- { // the first comes first
		out.coming = append(out.coming, appointmentOf(v, coming[i]))
	}
	page := record.Paged(past, shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	out.past = shelf.ByYear(v, page.Items, false)
	out.page = shelf.Pagination(page, func(n int) string { return "/afspraken" + shelf.Query(record.Filter{}, n) })
	return v.Render(w, http.StatusOK, appointmentsPage(out))
}

func appointmentOf(v *shelf.Visit, it *record.Item) appointment {
	t := shelf.WallTime(it.At)
	a := appointment{
		Href: shelf.ItemHref(it), Title: titleOf(v, it), Weekday: upperFirst(ui.Weekday(v.Lang, t)), Day: dayOf(v, it), Chips: shelf.Chips(v, it),
		Source: shelf.Sources(v, it), Ahead: shelf.PrepareHref(v, it), Off: it.Has(zib.MarkCancelled, zib.MarkNotDone),
	}
	if shelf.Precision(it.When.Start) == ui.ToMinute {
		a.Clock = ui.Clock(v.Lang, t)
	}
	care, err := it.Care()
	if err != nil {
		return a
	}
	for _, f := range care.Facts {
		var texts []string
		for _, x := range f.Values {
			if x.Phrase != nil {
				if s := upperFirst(x.Phrase.In(v.Lang)); s != "" {
					texts = append(texts, s)
				}
			}
		}
		switch f.Label.Key {
		case "zib.place":
			a.Where = append(a.Where, texts...)
		case "zib.with":
			a.With = append(a.With, texts...)
		case "zib.instructions", "zib.remark":
			a.Prepare = append(a.Prepare, texts...)
		case "zib.reason", "zib.cancelled.why":
			a.Why = append(a.Why, texts...)
		}
	}
	return a
}
