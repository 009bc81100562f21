// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	kept "regie/internal/diary"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// formView is the form for an entry.
type formView struct {
	action    string
	back      ui.Anchor
	edit      bool
	entry     kept.Entry
	moods     ui.ChoiceProps
	rows      []complaintRow
	medicines ui.ChoiceProps
	dose      ui.ChoiceProps // taken or skipped, of a dose
	kinds     ui.ChoiceProps // of measurements
	about     []subject      // what else it is about
	problems  []ui.Problem
}

type complaintRow struct {
	word, strength string // ids of the fields
	label          string
	value          string
	groups         []strengthGroup
}

// complaintRows is how many complaints the form asks for at first.
const complaintRows = 3

func (p Pages) form(v *shelf.Visit, e kept.Entry) (formView, error) {
	f := formView{entry: e, moods: moods(v.Request, strconv.Itoa(e.Mood), true)}
	for i := range min(max(complaintRows, len(e.Complaints)+1), kept.MaxComplaints) {
		n := strconv.Itoa(i + 1)
		c := kept.Complaint{Strength: -1}
		if i < len(e.Complaints) {
			c = e.Complaints[i]
		}
		row := complaintRow{word: "klacht-" + n, strength: "sterkte-" + n, label: v.T("diary.complaint.n", "n", i+1), value: c.Word, groups: allStrengths(v.Request, c)}
		f.rows = append(f.rows, row)
	}
	f.medicines = ui.ChoiceProps{ID: "medicijn", Label: v.T("diary.about.medicines"), Optional: true}
	for _, m := range inUse(v) {
		f.medicines.Options = append(f.medicines.Options, ui.Option{Value: m.Key().String(), Text: upper(m.Lead.Title.In(v.Lang)), Chosen: slices.Contains(e.Medicines, m.Key().String())})
	}
	if e.Dose != nil {
		f.dose = ui.ChoiceProps{ID: "wat", Label: e.Dose.Name, Options: []ui.Option{
			{Value: "in", Text: v.T("diary.dose.taken"), Chosen: !e.Dose.Skipped}, {Value: "over", Text: v.T("diary.dose.skipped"), Chosen: e.Dose.Skipped}}}
	}
	about, err := p.subjectsOf(v, &e)
	if err != nil {
		return f, err
	}
	listed := func(c ui.ChoiceProps, key string) bool {
		return slices.ContainsFunc(c.Options, func(o ui.Option) bool { return o.Value == key })
	}
	if p.Books != nil && e.Dose == nil {
		if f.kinds, err = p.kinds(v, e.Kinds); err != nil {
			return f, err
		}
	}
	for _, s := range about {
		if !listed(f.medicines, s.medicine) && !listed(f.kinds, s.key) {
			f.about = append(f.about, s)
		}
	}
	return f, nil
}

// kinds are the kinds of measurements of which the person has something.
func (p Pages) kinds(v *shelf.Visit, chosen []string) (ui.ChoiceProps, error) {
	c := ui.ChoiceProps{ID: "meting", Label: v.T("diary.about.kinds"), Optional: true}
	have, err := p.Books.Have(v.Context(), v.Session.Vault)
	if err != nil || len(have) == 0 {
		return c, problem("listing kinds of measurements", err)
	}
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return c, problem("listing kinds of measurements", err)
	}
	for _, k := range have {
		c.Options = append(c.Options, ui.Option{Value: keys.Of(k), Text: k.Name(v.Lang), Chosen: slices.Contains(chosen, string(k))})
	}
	return c, nil
}

// strengthWord is which words go with a strength: the ends and the middle are explained.
func strengthWord(n int) string {
	switch n {
	case 0, 5, 10:
		return strconv.Itoa(n)
	}
	return "n"
}

// inUse are the medicines that are used now.
func inUse(v *shelf.Visit) []*record.Medicine {
	return slices.DeleteFunc(slices.Clone(v.Dossier.Medicines(v.Now)), func(m *record.Medicine) bool {
		return m.State != record.MedicineUsing && m.State != record.MedicineLately
	})
}

// New shows the whole form. With ?bij= the entry is about an item of the record.
func (p Pages) New() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		e := kept.Entry{Sort: kept.Note, Day: v.Now.Format(time.DateOnly), Time: v.Now.Format("15:04")}
		s, ok, err := p.subjectOf(v, v.URL.Query().Get("bij"))
		if err != nil {
			return err
		}
		if ok {
			s.link(&e)
		}
		f, err := p.form(v, e)
		if err != nil {
			return err
		}
		f.action, f.back = home, ui.Anchor{Href: home, Text: v.T("diary.title")}
		return v.Render(w, http.StatusOK, formPage(f))
	})
}

// Add keeps a new entry: of the quick form, which has no day and no time, or of the whole one.
func (p Pages) Add() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		q, err := v.Values()
		if err != nil {
			return err
		}
		e := kept.Entry{Sort: kept.Note, Day: v.Now.Format(time.DateOnly), Time: v.Now.Format("15:04")}
		quick := !q.Has("dag")
		problems, err := p.read(v, q, &e, !quick)
		if err != nil {
			return err
		}
		if e.Empty() && len(problems) == 0 {
			problems = append(problems, ui.Problem{Field: "tekst", Text: v.T("diary.problem.empty")})
		}
		if len(problems) > 0 {
			if quick {
				l, err := p.list(v.Request)
				if err != nil {
					return err
				}
				l.problems = problems
				return v.Render(w, http.StatusUnprocessableEntity, listPage(l))
			}
			f, err := p.form(v, e)
			if err != nil {
				return err
			}
			f.action, f.back, f.problems = home, ui.Anchor{Href: home, Text: v.T("diary.title")}, problems
			return v.Render(w, http.StatusUnprocessableEntity, formPage(f))
		}
		e, err = p.Diaries.Put(v.Context(), v.Session.Vault, e)
		if errors.Is(err, kept.ErrFull) {
			return v.RedirectFlash(w, home, ui.Warning, "diary.full")
		}
		if err != nil {
			return problem("keeping an entry", err)
		}
		if q.Get("knop") == "foto" {
			return v.RedirectFlash(w, href(e.Key)+"#bestand-toevoegen", ui.Good, "diary.saved")
		}
		return v.RedirectFlash(w, home+"?maand="+e.Day[:len("2006-01")], ui.Good, "diary.saved")
	})
}

// Edit shows the form with what was filled in before.
func (p Pages) Edit() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		e, err := p.mine(v.Request, false)
		if err != nil {
			return err
		}
		return p.editing(w, v, http.StatusOK, e, nil)
	})
}

func (p Pages) editing(w http.ResponseWriter, v *shelf.Visit, status int, e kept.Entry, problems []ui.Problem) error {
	f, err := p.form(v, e)
	if err != nil {
		return err
	}
	f.edit, f.action, f.problems = true, href(e.Key)+"/wijzigen", problems
	f.back = ui.Anchor{Href: href(e.Key), Text: v.T("diary.entry")}
	return v.Render(w, status, formPage(f))
}

// Change keeps what was changed.
func (p Pages) Change() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		e, err := p.mine(v.Request, false)
		if err != nil {
			return err
		}
		q, err := v.Values()
		if err != nil {
			return err
		}
		problems, err := p.read(v, q, &e, true)
		if err != nil {
			return err
		}
		if e.Empty() && len(problems) == 0 {
			problems = append(problems, ui.Problem{Field: "tekst", Text: v.T("diary.problem.empty")})
		}
		if len(problems) > 0 {
			return p.editing(w, v, http.StatusUnprocessableEntity, e, problems)
		}
		if _, err := p.Diaries.Put(v.Context(), v.Session.Vault, e); err != nil {
			return problem("changing an entry", err)
		}
		return v.RedirectFlash(w, href(e.Key), ui.Good, "diary.saved")
	})
}

// read takes what was filled in. whole: the form with day, time and complaints.
func (p Pages) read(v *shelf.Visit, q url.Values, e *kept.Entry, whole bool) (problems []ui.Problem, err error) {
	e.Text = route.Field(q, "tekst", kept.MaxText)
	e.Mood = 0
	if n, err := strconv.Atoi(q.Get("stemming")); err == nil && n >= 1 && n <= 5 {
		e.Mood = n
	}
	if !whole {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, route.Field(q, "dag", 10))
	if err != nil || day.Year() < 1900 || day.Format(time.DateOnly) > v.Now.AddDate(0, 0, 1).Format(time.DateOnly) {
		problems = append(problems, ui.Problem{Field: "dag", Text: v.T("diary.problem.day")})
	} else {
		e.Day = day.Format(time.DateOnly)
	}
	e.Time = ""
	if s := strings.Replace(route.Field(q, "tijd", 5), ".", ":", 1); s != "" {
		t, err := time.Parse("15:04", s)
		if err != nil {
			problems = append(problems, ui.Problem{Field: "tijd", Text: v.T("diary.problem.time")})
		} else {
			e.Time = t.Format("15:04")
		}
	}
	if e.Dose != nil {
		d := *e.Dose
		d.Skipped = q.Get("wat") == "over"
		e.Dose = &d
		return problems, nil
	}
	e.Complaints = nil
	for i := range kept.MaxComplaints {
		n := strconv.Itoa(i + 1)
		word := route.Field(q, "klacht-"+n, kept.MaxWord)
		scale, strength, ok := readStrength(q.Get("sterkte-" + n))
		switch {
		case word == "":
		case !ok:
			problems = append(problems, ui.Problem{Field: "sterkte-" + n, Text: v.T("diary.problem.strength", "word", word)})
			e.Complaints = append(e.Complaints, kept.Complaint{Word: word, Strength: -1})
		default:
			e.Complaints = append(e.Complaints, kept.Complaint{Word: word, Strength: strength, Scale: scale})
		}
	}
	if !e.Deleted.IsZero() || e.Key == 0 {
		e.Sort = kept.Note
		if len(e.Complaints) > 0 && e.Text == "" && e.Mood == 0 {
			e.Sort = kept.Symptom
		}
	}
	e.Medicines, e.Items, e.Kinds = nil, nil, nil
	for _, name := range []string{"medicijn", "meting", "bij"} {
		for _, key := range q[name] {
			s, ok, err := p.subjectOf(v, key)
			if err != nil {
				return nil, err
			}
			if ok {
				s.link(e)
			}
		}
	}
	return problems, nil
}

// AddFile keeps a photo or sound.
func (p Pages) AddFile() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		e, err := p.mine(v.Request, false)
		if err != nil {
			return err
		}
		b, q, err := v.Upload("bestand", kept.MaxFile)
		if err != nil {
			return err
		}
		fail := func(key string) error {
			return p.show(w, v, http.StatusUnprocessableEntity, []ui.Problem{{Field: "bestand", Text: v.T(key)}})
		}
		if b == nil {
			return fail("diary.problem.nofile")
		}
		_, err = p.Diaries.AddFile(v.Context(), v.Session.Vault, e.Key, route.Field(q, "wat", kept.MaxWord), b)
		switch {
		case errors.Is(err, kept.ErrFile):
			return fail("diary.problem.file")
		case errors.Is(err, kept.ErrFull):
			return fail("diary.problem.files")
		case err != nil:
			return problem("keeping a file", err)
		}
		return v.RedirectFlash(w, href(e.Key), ui.Good, "diary.file.saved")
	})
}

// File gives a photo or sound to the browser.
func (p Pages) File(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, false)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Files, func(f kept.File) bool { return f.Hex == r.PathValue("id") })
	if i < 0 {
		return route.NotFound()
	}
	f, b, err := p.Diaries.File(r.Context(), r.Session.Vault, e.Key, e.Files[i].ID)
	if err != nil {
		return problem("showing a file", err)
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Security-Policy", "default-src 'none'; media-src 'self'; sandbox")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("sending a file: %w", err)
	}
	return nil
}

// DropFile forgets a photo or sound.
func (p Pages) DropFile(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, false)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Files, func(f kept.File) bool { return f.Hex == r.PathValue("id") })
	if i < 0 {
		return route.NotFound()
	}
	if err := p.Diaries.RemoveFile(r.Context(), r.Session.Vault, e.Key, e.Files[i].ID); err != nil {
		return problem("forgetting a file", err)
	}
	return r.RedirectFlash(w, href(e.Key), ui.Good, "diary.file.dropped")
}

// DescribeFile keeps what is to be seen or heard.
func (p Pages) DescribeFile(w http.ResponseWriter, r *route.Request) error {
	e, err := p.mine(r, false)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.Files, func(f kept.File) bool { return f.Hex == r.PathValue("id") })
	if i < 0 {
		return route.NotFound()
	}
	q, err := r.Values()
	if err != nil {
		return err
	}
	if err := p.Diaries.Describe(r.Context(), r.Session.Vault, e.Key, e.Files[i].ID, route.Field(q, "wat-"+e.Files[i].Hex, kept.MaxWord)); err != nil {
		return problem("describing a file", err)
	}
	return r.RedirectFlash(w, href(e.Key), ui.Good, "diary.file.described")
}
