// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"errors"
	"net/http"
	"time"

	kept "regie/internal/diary"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const doses = home + "/medicijnen"

// doseRow is a medicine in use, with what was noted of it today.
type doseRow struct {
	key, title, use, href string
	today                 []string
}

type dosesView struct {
	rows    []doseRow
	days    []dayView
	missing shelf.Missing
}

// doseDays is how many days the log shows below the list.
const doseDays = 14

// Doses shows the medicines in use, and what was taken or skipped.
func (p Pages) Doses() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		today := v.Now.Format(time.DateOnly)
		all, err := p.Diaries.Between(v.Context(), v.Session.Vault, v.Now.AddDate(0, 0, 1-doseDays).Format(time.DateOnly), today)
		if err != nil {
			return problem("listing doses", err)
		}
		out := dosesView{missing: shelf.MissingOf(v)}
		noted := map[string][]string{}
		var log []kept.Entry
		for _, e := range all {
			if e.Dose == nil {
				continue
			}
			log = append(log, e)
			if e.Day == today {
				said := entry(v.Request, e)
				noted[e.Dose.Medicine] = append(noted[e.Dose.Medicine], v.T("diary.dose.at", "what", said.taken, "time", said.time))
			}
		}
		out.days = days(v.Request, log)
		for _, m := range inUse(v) {
			k := m.Key().String()
			row := doseRow{key: k, title: upper(m.Lead.Title.In(v.Lang)), href: "/medicijnen/" + k, today: noted[k]}
			row.use = shelf.LineOf(v, m.Main().Item).Text
			out.rows = append(out.rows, row)
		}
		return v.Render(w, http.StatusOK, dosesPage(out))
	})
}

// AddDose keeps that a medicine was taken, or skipped, now.
func (p Pages) AddDose() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		k, ok := record.ParseKey(q.Get("medicijn"))
		if !ok {
			return route.NotFound()
		}
		m := v.Dossier.Medicine(k, v.Now)
		what := q.Get("wat")
		if m == nil || what != "in" && what != "over" {
			return route.NotFound()
		}
		_, err = p.Diaries.Put(v.Context(), v.Session.Vault, kept.Entry{
			Sort: kept.Medicine, Day: v.Now.Format(time.DateOnly), Time: v.Now.Format("15:04"),
			Dose: &kept.Dose{Medicine: m.Key().String(), Name: upper(m.Lead.Title.In(v.Lang)), Skipped: what == "over"},
		})
		if errors.Is(err, kept.ErrFull) {
			return v.RedirectFlash(w, doses, ui.Warning, "diary.full")
		}
		if err != nil {
			return problem("keeping a dose", err)
		}
		return v.RedirectFlash(w, doses, ui.Good, "diary.dose.saved")
	})
}
