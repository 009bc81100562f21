// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/record"
)

// itemRef names an item of the record apart from the keys of one dossier.
type itemRef struct {
	Key    string `json:"key"`              // as it stands in the entry
	Source int    `json:"source,omitempty"` // number of the source in the manifest
	FHIR   string `json:"fhir,omitempty"`
	Type   string `json:"type,omitempty"`
	ID     string `json:"id,omitempty"`
	Own    bool   `json:"own,omitempty"` // something that the person added: Key is its key
	Title  string `json:"title,omitempty"`
}

// ref says what a key of this dossier means; ok is false for what is not there.
func (t *taker) ref(key string) (itemRef, bool) {
	k, ok := record.ParseKey(key)
	if !ok {
		return itemRef{}, false
	}
	it := t.d.Item(k)
	if it == nil {
		return itemRef{}, false
	}
	out := itemRef{Key: key, Title: it.Title.In(t.lang)}
	provider, v, typ, id, ok := it.Name()
	if !ok {
		out.Own = true
		return out, true
	}
	out.Source, out.FHIR, out.Type, out.ID = t.of[provider], v.String(), typ, id
	return out, true
}

func (t *taker) refs(keys ...string) (out []itemRef) {
	for _, k := range keys {
		if r, ok := t.ref(k); ok && !slices.ContainsFunc(out, func(o itemRef) bool { return o.Key == k }) {
			out = append(out, r)
		}
	}
	return out
}

// own writes what the person added to her record herself.
func (t *taker) own(ctx context.Context) error {
	all, err := t.Keeper.OwnItems(ctx, t.v)
	if err != nil || len(all) == 0 {
		return err
	}
	f, err := t.pack.file(ownName, false)
	if err != nil {
		return err
	}
	for _, o := range all {
		if err := f.json(o); err != nil {
			return err
		}
	}
	return nil
}

// diaryEntry is an entry with what its links mean, and the names of its files.
type diaryEntry struct {
	diary.Entry
	Refs  []itemRef  `json:"refs,omitempty"`
	Paths []filePath `json:"paths,omitempty"`
}

type filePath struct {
	ID   string `json:"id"`
	Path string `json:"path"`
}

// diary writes the diary: entries as lines, photos and sounds as files, and what was taken of
// medicines as a table.
func (t *taker) diary(ctx context.Context) error {
	if t.Diaries == nil {
		return nil
	}
	months, err := t.Diaries.Months(ctx, t.v)
	if err != nil || len(months) == 0 {
		return err
	}
	slices.Reverse(months)
	var lines []diaryEntry
	for _, m := range months {
		all, err := t.Diaries.Month(ctx, t.v, m)
		if err != nil {
			return err
		}
		slices.Reverse(all)
		for _, e := range all {
			out := diaryEntry{Entry: e}
			keys := append(slices.Clone(e.Items), e.Medicines...)
			if e.Dose != nil {
				keys = append(keys, e.Dose.Medicine)
			}
			out.Refs = t.refs(keys...)
			for _, f := range e.Files {
				p, err := t.diaryFile(ctx, e, f)
				if err != nil {
					return err
				}
				if p.Path != "" {
					out.Paths = append(out.Paths, p)
				}
			}
			lines = append(lines, out)
		}
	}
	f, err := t.pack.file(diaryName, false)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if err := f.json(l); err != nil {
			return err
		}
	}
	return t.doses(lines)
}

func (t *taker) diaryFile(ctx context.Context, e diary.Entry, f diary.File) (filePath, error) {
	meta, b, err := t.Diaries.File(ctx, t.v, e.Key, f.ID)
	if errors.Is(err, diary.ErrNotFound) {
		return filePath{}, nil // taken away meanwhile
	}
	if err != nil {
		return filePath{}, err
	}
	p := filePath{ID: f.ID.String(), Path: fmt.Sprintf("%s%s-%s%s", diaryDir, e.Day, f.ID.String()[:8], extension(meta.Type))}
	w, err := t.pack.file(p.Path, packedAlready(meta.Type))
	if err != nil {
		return p, err
	}
	_, err = w.Write(b)
	return p, err
}

// doses writes the log of medicines as a table.
func (t *taker) doses(all []diaryEntry) error {
	if !slices.ContainsFunc(all, func(e diaryEntry) bool { return e.Dose != nil }) {
		return nil
	}
	f, err := t.pack.file(dosesName, false)
	if err != nil {
		return err
	}
	if _, err := f.Write([]byte("\ufeff")); err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.Comma, w.UseCRLF = ';', true
	rows := [][]string{{t.T("day"), t.T("time"), t.T("medicine"), t.T("taken"), t.T("note")}}
	for _, e := range all {
		if e.Dose == nil {
			continue
		}
		taken := t.T("yes")
		if e.Dose.Skipped {
			taken = t.T("no")
		}
		rows = append(rows, []string{dutchDay(e.Day), e.Time, plainCell(e.Dose.Name), taken, plainCell(e.Text)})
	}
	return w.WriteAll(rows)
}

// T is a word of a table.
func (t *taker) T(key string) string { return t.lang.T("carry.sheet." + key) }

func dutchDay(day string) string {
	if len(day) != 10 {
		return day
	}
	return day[8:] + "-" + day[5:7] + "-" + day[:4]
}

// appointmentEntry is an appointment with what its link means.
type appointmentEntry struct {
	agenda.Appointment
	Refs []itemRef `json:"refs,omitempty"`
}

// agenda writes the person's own appointments, for programs with a calendar and as they are, and goals.
func (t *taker) agenda(ctx context.Context) error {
	if t.Agendas == nil {
		return nil
	}
	all, err := t.Agendas.All(ctx, t.v)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(a agenda.Appointment) bool { return !a.Deleted.IsZero() })
	if len(all) > 0 {
		if err := t.pack.whole(calendarName, agenda.Write(all, "Regie", t.man.Made)); err != nil {
			return err
		}
		f, err := t.pack.file(agendaName, false)
		if err != nil {
			return err
		}
		for _, a := range all {
			if err := f.json(appointmentEntry{a, t.refs(a.Item)}); err != nil {
				return err
			}
		}
	}
	goals, err := t.Agendas.Goals(ctx, t.v)
	if err != nil {
		return err
	}
	goals = slices.DeleteFunc(slices.Clone(goals), func(g agenda.Goal) bool { return !g.Deleted.IsZero() })
	if len(goals) == 0 {
		return nil
	}
	slices.SortFunc(goals, func(a, b agenda.Goal) int { return cmp.Compare(a.Made.Unix(), b.Made.Unix()) })
	f, err := t.pack.file(goalsName, false)
	if err != nil {
		return err
	}
	for _, g := range goals {
		if err := f.json(g); err != nil {
			return err
		}
	}
	return nil
}

// plainCell keeps a spreadsheet from taking words of somebody else for a formula: an apostrophe
// before what could begin one. realCell takes it off again.
func plainCell(s string) string {
	if s != "" && strings.IndexByte("=+-@'\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	return s
}

func realCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@'\t\r\n", s[1]) >= 0 {
		return s[1:]
	}
	return s
}
