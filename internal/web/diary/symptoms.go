// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	kept "regie/internal/diary"
	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

const symptoms = home + "/klachten"

// scaleOf is how a scale is named in a form.
var scaleOf = map[kept.Scale]string{kept.Numbers: "getal", kept.Words: "woord", kept.Had: "ja"}

// ComplaintText says a complaint and how strong it was, on the scale that was chosen.
func ComplaintText(l text.Lang, c kept.Complaint) string {
	if c.Scale == kept.Numbers {
		return l.T("diary.complaint.of", "word", c.Word, "n", c.Strength)
	}
	return l.T("diary.complaint.as", "word", c.Word, "how", StrengthText(l, c.Scale, c.Strength))
}

// StrengthText says how strong a complaint was.
func StrengthText(l text.Lang, s kept.Scale, strength int) string {
	n := strconv.Itoa(strength)
	switch s {
	case kept.Words:
		return l.T("diary.scale.word." + n)
	case kept.Had:
		return l.T("diary.scale.had." + n)
	}
	return l.T("diary.scale.of", "n", n)
}

// strengths are the choices of one scale.
func strengths(r *route.Request, s kept.Scale, chosen int) []ui.Option {
	var out []ui.Option
	for n := range s.Most() + 1 {
		o := ui.Option{Value: scaleOf[s] + "-" + strconv.Itoa(n), Text: StrengthText(r.Lang, s, n), Chosen: n == chosen}
		if s == kept.Numbers {
			o.Text = r.T("diary.strength."+strengthWord(n), "n", n)
		}
		out = append(out, o)
	}
	return out
}

// strengthGroup is the choices of one scale, under its name.
type strengthGroup struct {
	label   string
	options []ui.Option
}

// allStrengths are the choices of all scales. Who chooses one has chosen the scale.
func allStrengths(r *route.Request, c kept.Complaint) []strengthGroup {
	var out []strengthGroup
	for _, s := range []kept.Scale{kept.Numbers, kept.Words, kept.Had} {
		chosen := -1
		if c.Scale == s {
			chosen = c.Strength
		}
		out = append(out, strengthGroup{r.T("diary.scale." + scaleOf[s]), strengths(r, s, chosen)})
	}
	return out
}

// readStrength reads such a choice; a bare number is one of nought to ten.
func readStrength(s string) (scale kept.Scale, strength int, ok bool) {
	name, n, found := strings.Cut(s, "-")
	if !found {
		name, n = scaleOf[kept.Numbers], s
	}
	strength, err := strconv.Atoi(n)
	for k, v := range scaleOf {
		if v == name {
			return k, strength, err == nil && strength >= 0 && strength <= k.Most()
		}
	}
	return "", 0, false
}

// symptomRow is a complaint that somebody follows.
type symptomRow struct {
	word, field string
	last        string
	times       string
	options     []ui.Option
	spark       templ.Component
}

type symptomsView struct {
	rows     []symptomRow
	fresh    []strengthGroup
	word     string
	problems []ui.Problem
}

// How far back complaints are looked for that are followed, and how many of them the page has.
const (
	symptomDays = 180
	mostFollow  = 12
	mostSpark   = 24
)

// Symptoms shows the complaints that somebody follows, each on its own scale, to note them now.
func (p Pages) Symptoms(w http.ResponseWriter, r *route.Request) error {
	v, err := p.symptoms(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, symptomsPage(v))
}

func (p Pages) symptoms(r *route.Request) (symptomsView, error) {
	v := symptomsView{fresh: allStrengths(r, kept.Complaint{Strength: -1})}
	all, err := p.Diaries.Between(r.Context(), r.Session.Vault, r.Now.AddDate(0, 0, -symptomDays).Format(time.DateOnly), r.Now.Format(time.DateOnly))
	if err != nil {
		return v, problem("listing complaints", err)
	}
	var words []string
	points := map[string][]chart.Point{}
	last := map[string]kept.Complaint{}
	day := map[string]string{}
	for i := range all { // the last first
		for _, c := range all[i].Complaints {
			key := strings.ToLower(c.Word)
			if _, known := last[key]; !known {
				words, last[key], day[key] = append(words, key), c, dayName(r, all[i].Day)
			}
			if c.Scale == last[key].Scale {
				points[key] = append(points[key], chart.Point{At: moment(&all[i]), Value: float64(c.Strength)})
			}
		}
	}
	for i, key := range words[:min(len(words), mostFollow)] {
		c := last[key]
		row := symptomRow{
			word: c.Word, field: "sterkte-" + strconv.Itoa(i+1), options: strengths(r, c.Scale, -1),
			last: r.T("diary.symptoms.last", "how", StrengthText(r.Lang, c.Scale, c.Strength), "day", day[key]),
		}
		row.times = r.T("diary.symptoms.times", "n", len(points[key]))
		if all := points[key]; len(all) > 1 && c.Scale != kept.Had {
			slices.Reverse(all)
			row.spark = chart.Sparkline(all[max(0, len(all)-mostSpark):])
		}
		v.rows = append(v.rows, row)
	}
	return v, nil
}

// AddSymptom keeps that somebody has a complaint, now.
func (p Pages) AddSymptom(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	word := route.Field(q, "klacht", kept.MaxWord)
	scale, strength, ok := readStrength(q.Get("sterkte"))
	var problems []ui.Problem
	if word == "" {
		problems = append(problems, ui.Problem{Field: "klacht", Text: r.T("diary.problem.complaint")})
	} else if !ok {
		problems = append(problems, ui.Problem{Field: "sterkte", Text: r.T("diary.problem.strength", "word", word)})
	}
	if len(problems) > 0 {
		v, err := p.symptoms(r)
		if err != nil {
			return err
		}
		v.word, v.problems = word, problems
		return r.Render(w, http.StatusUnprocessableEntity, symptomsPage(v))
	}
	_, err = p.Diaries.Put(r.Context(), r.Session.Vault, kept.Entry{
		Sort: kept.Symptom, Day: r.Now.Format(time.DateOnly), Time: r.Now.Format("15:04"),
		Complaints: []kept.Complaint{{Word: word, Strength: strength, Scale: scale}},
	})
	if errors.Is(err, kept.ErrFull) {
		return r.RedirectFlash(w, symptoms, ui.Warning, "diary.full")
	}
	if err != nil {
		return problem("keeping a complaint", err)
	}
	return r.RedirectFlash(w, symptoms, ui.Good, "diary.dose.saved")
}
