// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"errors"
	"net/http"
	"strings"
	"time"

	kept "regie/internal/diary"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const doses = home + "/medicijnen"

// doseRow is a medicine in use, with what was noted of it today.
type doseRow struct {
	key, title, use, href string
	needed                bool // it is taken when there is need of it: leaving it out is no skipping
	today                 []string
	week                  string // how often in the last seven days, and when last; of what is needed
}

type dosesView struct {
	rows, needed []doseRow
	days         []dayView
	missing      shelf.Missing
	name         string // of something else that was taken
	problems     []ui.Problem
}

// doseDays is how many days the log shows below the list.
const doseDays = 14

// Doses shows the medicines in use, and what was taken or skipped.
func (p Pages) Doses() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		out, err := p.doses(v)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, dosesPage(out))
	})
}

func (p Pages) doses(v *shelf.Visit) (dosesView, error) {
	out := dosesView{missing: shelf.MissingOf(v)}
	today := v.Now.Format(time.DateOnly)
	all, err := p.Diaries.Between(v.Context(), v.Session.Vault, v.Now.AddDate(0, 0, 1-doseDays).Format(time.DateOnly), today)
	if err != nil {
		return out, problem("listing doses", err)
	}
	noted := map[string][]string{}
	taken := map[string][]kept.Entry{} // in the last week, the last first
	var log []kept.Entry
	week := v.Now.AddDate(0, 0, -6).Format(time.DateOnly)
	for _, e := range all {
		if e.Dose == nil {
			continue
		}
		log = append(log, e)
		if e.Day >= week && !e.Dose.Skipped {
			taken[e.Dose.Medicine] = append(taken[e.Dose.Medicine], e)
		}
		if e.Day == today {
			said := entry(v.Request, e)
			noted[e.Dose.Medicine] = append(noted[e.Dose.Medicine], v.T("diary.dose.at", "what", said.taken, "time", said.time))
		}
	}
	out.days = days(v.Request, log)
	for _, m := range inUse(v) {
		k := m.Key().String()
		row := doseRow{key: k, title: upper(m.Lead.Title.In(v.Lang)), href: "/medicijnen/" + k, today: noted[k], needed: whenNeeded(m)}
		row.use = shelf.LineOf(v, m.Main().Item).Text
		if !row.needed {
			out.rows = append(out.rows, row)
			continue
		}
		if all := taken[k]; len(all) > 0 {
			row.week = v.T("diary.needed.week", "n", len(all), "day", dayName(v.Request, all[0].Day), "time", clock(v.Lang, all[0].Time))
		}
		out.needed = append(out.needed, row)
	}
	return out, nil
}

// needWords are what instructions say, in Dutch, of a medicine that is taken when there is need of it.
var needWords = []string{"zo nodig", "zonodig", "indien nodig", "als het nodig is", "wanneer nodig", "bij pijn", "bij klachten"}

// whenNeeded tells whether the instructions of a medicine say that it is taken when there is need of it.
func whenNeeded(m *record.Medicine) bool {
	care, err := m.Main().Item.Care()
	if err != nil {
		return false
	}
	for _, f := range care.Facts {
		for _, x := range f.Values {
			if x.Phrase == nil {
				continue
			}
			said := strings.ToLower(x.Phrase.In(text.NL))
			for _, w := range needWords {
				if strings.Contains(said, w) {
					return true
				}
			}
		}
	}
	return false
}

// AddDose keeps that a medicine was taken, or skipped, now: one of the record, or something else.
func (p Pages) AddDose() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		what, why := q.Get("wat"), route.Field(q, "waarvoor", kept.MaxWord)
		dose := kept.Dose{Name: route.Field(q, "naam", kept.MaxWord), Skipped: what == "over"}
		if key := q.Get("medicijn"); key != "" {
			k, ok := record.ParseKey(key)
			if !ok {
				return route.NotFound()
			}
			m := v.Dossier.Medicine(k, v.Now)
			if m == nil {
				return route.NotFound()
			}
			why = route.Field(q, "waarvoor-"+key, kept.MaxWord)
			dose.Medicine, dose.Name = m.Key().String(), upper(m.Lead.Title.In(v.Lang))
		}
		if what != "in" && what != "over" {
			return route.NotFound()
		}
		if dose.Name == "" {
			out, err := p.doses(v)
			if err != nil {
				return err
			}
			out.problems = []ui.Problem{{Field: "naam", Text: v.T("diary.problem.name")}}
			return v.Render(w, http.StatusUnprocessableEntity, dosesPage(out))
		}
		_, err = p.Diaries.Put(v.Context(), v.Session.Vault, kept.Entry{
			Sort: kept.Medicine, Day: v.Now.Format(time.DateOnly), Time: v.Now.Format("15:04"), Dose: &dose, Text: why,
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
