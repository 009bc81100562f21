// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"slices"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// row is one result in the table, as it was sent.
type row struct {
	href, date string
	lower      string // the page of the lower value, where a blood pressure came as two items
	value      *ui.ValueProps
	said       string // a result in words
	ranges     string
	who        string
	own        bool
	notes      []string
	chips      []ui.Chip
	struck     bool
}

// table makes the rows of the page that is asked for, newest first.
func (o *testView) table(v *shelf.Visit, t *record.Test, results []record.Result, trends []record.Trend) {
	pages := max(1, (len(results)+rowsPerPage-1)/rowsPerPage)
	page := min(max(shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), 1), pages)
	period := v.URL.Query().Get(askPeriod)
	o.page = ui.PaginationProps{Page: page, Pages: pages}
	if page > 1 {
		o.page.Prev = hrefOf(t, period, page-1)
	}
	if page < pages {
		o.page.Next = hrefOf(t, period, page+1)
	}
	for i := range min(rowsPerPage, len(results)-(page-1)*rowsPerPage) {
		o.rows = append(o.rows, rowOf(v, t, &results[len(results)-1-(page-1)*rowsPerPage-i], trends))
	}
}

func rowOf(v *shelf.Visit, t *record.Test, r *record.Result, trends []record.Trend) row {
	out := row{
		href: shelf.ItemHref(r.Item), date: moment(v.Lang, r.Item), value: valueOf(v.Lang, r), ranges: ranges(v.Lang, r),
		who: shelf.SourceOf(v, r.Item), own: r.Own, chips: shelf.Chips(v, r.Item), struck: shelf.Struck(r.Item),
	}
	if out.date == "" {
		out.date = v.T("dossier.group.undated")
	}
	if out.value == nil {
		out.said = words(v.Lang, r)
		if out.said == "" {
			out.said = v.T("lab.look")
		}
	}
	if r.Lower != nil {
		out.lower = shelf.ItemHref(r.Lower)
	}
	if out.value != nil {
		if out.value.Flag != "" {
			out.notes = append(out.notes, out.value.Flag)
			out.value.Flag = ""
		}
	} else if flag, _ := said(v.Lang, r); flag != "" {
		out.notes = append(out.notes, flag)
	}
	if len(out.notes) > 0 { // the same as the mark that it is out of range, and more exact
		abnormal := zib.MarkAbnormal.Text(v.Lang)
		out.chips = slices.DeleteFunc(out.chips, func(c ui.Chip) bool { return c.Text == abnormal })
	}
	if c := shownAs(t, r, trends); c != nil {
		out.notes = append(out.notes, v.T("lab.converted", "value", amount(v.Lang, c), "sent", amount(v.Lang, r.Quantity)))
	}
	if s := remark(v.Lang, r); s != "" {
		out.notes = append(out.notes, s)
	}
	return out
}

// shownAs is a result in the unit of its chart, nil where that is the unit in which it was sent.
func shownAs(t *record.Test, r *record.Result, trends []record.Trend) *zib.Quantity {
	for i := range trends {
		for _, p := range trends[i].Points {
			if p.Item == r.Item {
				return t.Shown(r, trends[i].Unit)
			}
		}
	}
	return nil
}

// remark says in plain words why a number is not in the chart.
func remark(l text.Lang, r *record.Result) string {
	switch r.Remark {
	case record.RemarkVoid:
		return l.T("lab.remark.void")
	case record.RemarkCancelled:
		return l.T("lab.remark.cancelled")
	case record.RemarkUndated:
		return l.T("lab.remark.undated")
	case record.RemarkNoUnit:
		return l.T("lab.remark.nounit")
	case record.RemarkUnit, record.RemarkCode:
		return l.T("lab.remark.unit")
	case record.RemarkClash:
		return l.T("lab.remark.clash")
	}
	return ""
}
