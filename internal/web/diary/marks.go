// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"slices"
	"time"

	kept "regie/internal/diary"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// maxMark is how many letters of a text stand below a chart.
const maxMark = 60

// Marks are what the diary tells of a stretch of time, for below a chart: complaints with their
// strength, medicines that were skipped, and notes by their first words. from and till are times of a
// clock on the wall, in UTC; till is not included. The oldest is first; at most most of them, the
// latest. Medicines that were taken as they should be are no marks: they would be one each day.
func (p Pages) Marks(v *shelf.Visit, from, till time.Time, most int) ([]chart.Mark, error) {
	all, err := p.Diaries.Between(v.Context(), v.Session.Vault, from.Format(time.DateOnly), till.Format(time.DateOnly))
	if err != nil {
		return nil, problem("marking a chart", err)
	}
	var out []chart.Mark
	for i := range all { // the latest first
		at := moment(&all[i])
		text := markText(v, &all[i])
		if text == "" || at.Before(from) || !at.Before(till) {
			continue
		}
		if out = append(out, chart.Mark{At: at, Text: text, Date: ui.Day(v.Lang, at, ui.ToDay), Href: href(all[i].Key)}); len(out) == most {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b chart.Mark) int { return a.At.Compare(b.At) })
	return out, nil
}

// moment is when an entry is about, on the clock on the wall.
func moment(e *kept.Entry) time.Time {
	if t, err := time.Parse("2006-01-02T15:04", e.Day+"T"+e.Time); err == nil {
		return t
	}
	t, _ := time.Parse(time.DateOnly, e.Day) // the diary keeps no other days
	return t
}

func markText(v *shelf.Visit, e *kept.Entry) string {
	switch {
	case e.Dose != nil && e.Dose.Skipped:
		return v.T("diary.mark.skipped", "name", e.Dose.Name)
	case e.Dose != nil:
		return ""
	case len(e.Complaints) > 0:
		c := slices.MaxFunc(e.Complaints, func(a, b kept.Complaint) int { return a.Strength*b.Scale.Most() - b.Strength*a.Scale.Most() })
		return ComplaintText(v.Lang, c)
	case e.Text != "":
		return v.T("diary.mark.note", "text", shorten(e.Text))
	}
	return ""
}

// shorten keeps the first words of a text, in one line.
func shorten(s string) string {
	r := []rune(oneLine(s))
	if len(r) <= maxMark {
		return string(r)
	}
	cut := maxMark
	for i := maxMark; i > maxMark/2; i-- {
		if r[i] == ' ' {
			cut = i
			break
		}
	}
	return string(r[:cut]) + " …"
}
