// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/vault"
)

// Look tells what is in a file, and what of it the person does not have yet. It keeps nothing. Found
// is never nil; with ErrDamaged and ErrTooLarge what was good is in it, and can be added.
func (k *Kit) Look(ctx context.Context, v *vault.Opened, f *File) (*Found, error) {
	l, err := k.Keeper.Looker(ctx, v)
	if err != nil {
		return &Found{}, fmt.Errorf("looking at a file: %w", err)
	}
	found, failed := read(ctx, f, l, nil)
	if failed != nil && !isDamage(failed) || found.empty() {
		return found, failed
	}
	if err := k.compare(ctx, v, found); err != nil {
		return found, fmt.Errorf("looking at a file: %w", err)
	}
	return found, failed
}

// compare finds out what is new.
func (k *Kit) compare(ctx context.Context, v *vault.Opened, f *Found) error {
	var err error
	if f.Mine, err = k.Who(ctx, v, nil); err != nil {
		return err
	}
	f.Other = f.Mine != Person{} && len(f.People) > 0 && !slices.ContainsFunc(f.People, f.Mine.like)
	if f.Report, err = k.Books.Preview(ctx, v, f.in); err != nil {
		return err
	}
	f.typed = slices.DeleteFunc(f.typed, func(t measure.Typed) bool {
		if !t.Fine() {
			f.odd(string(t.Kind), WhyLine, 1)
		}
		return !t.Fine()
	})
	f.Typed.Read = len(f.typed)
	if f.Typed.New, err = k.Books.NewTyped(ctx, v, f.typed); err != nil {
		return err
	}
	if err := k.compareOwn(ctx, v, f); err != nil {
		return err
	}
	if err := k.compareDiary(ctx, v, f); err != nil {
		return err
	}
	if err := k.compareAgenda(ctx, v, f); err != nil {
		return err
	}
	f.Targets.Read = len(f.targets)
	for kind := range f.targets {
		t, err := k.Books.Target(ctx, v, kind)
		if err != nil {
			return err
		}
		if t.Low != nil || t.High != nil {
			delete(f.targets, kind) // what the person set here holds
		}
	}
	f.Targets.New = len(f.targets)
	all := f.Items()
	f.New = all.New + f.Report.New
	f.Known = all.Read - all.New
	for _, l := range f.Report.Lines {
		f.Known += l.Known
	}
	for _, t := range []Tally{f.Typed, f.Own, f.Diary, f.Doses, f.Visits, f.Goals, f.Targets} {
		f.New += t.New
		f.Known += t.Read - t.New
	}
	return nil
}

// like tells whether two sets of particulars may be of one person: the same day of birth where both
// tell it, else a word of the name that both have.
func (p Person) like(o Person) bool {
	if p.BirthDate != "" && o.BirthDate != "" {
		n := min(len(p.BirthDate), len(o.BirthDate))
		return p.BirthDate[:n] == o.BirthDate[:n]
	}
	if p.Name == "" || o.Name == "" {
		return true
	}
	words := strings.Fields(strings.ToLower(o.Name))
	for _, w := range strings.Fields(strings.ToLower(p.Name)) {
		if len(w) > 3 && slices.Contains(words, w) {
			return true
		}
	}
	return false
}

func (k *Kit) compareOwn(ctx context.Context, v *vault.Opened, f *Found) error {
	f.Own.Read = len(f.own)
	if len(f.own) == 0 {
		return nil
	}
	have, err := k.Keeper.OwnItems(ctx, v)
	if err != nil {
		return err
	}
	known := map[record.Own]bool{}
	for _, o := range have {
		known[bareOwn(o)] = true
	}
	f.own = slices.DeleteFunc(f.own, func(o record.Own) bool { return known[bareOwn(o)] })
	f.Own.New = len(f.own)
	return nil
}

// bareOwn is what the person said, without when and under which key.
func bareOwn(o record.Own) record.Own {
	return record.Own{
		Kind: o.Kind, Name: o.Name, Use: o.Use, Why: o.Why, From: o.From, Until: o.Until, Stopped: o.Stopped, WhyStop: o.WhyStop, Where: o.Where, Remark: o.Remark, Batch: o.Batch,
	}
}

func (k *Kit) compareDiary(ctx context.Context, v *vault.Opened, f *Found) error {
	if k.Diaries == nil {
		f.entries = nil
	}
	known := map[string]bool{}
	months := map[string]bool{}
	var fresh []diaryEntry
	for _, e := range f.entries {
		t := &f.Diary
		if e.Dose != nil {
			t = &f.Doses
		}
		t.Read++
		if len(e.Day) < 7 {
			f.odd(diaryName, WhyLine, 1)
			continue
		}
		if m := e.Day[:7]; !months[m] {
			months[m] = true
			have, err := k.Diaries.Month(ctx, v, m)
			if err != nil && !errors.Is(err, diary.ErrNotFound) {
				return err
			}
			for _, h := range have {
				known[bareEntry(h)] = true
			}
		}
		if known[bareEntry(e.Entry)] {
			continue
		}
		t.New++
		fresh = append(fresh, e)
	}
	f.entries = fresh
	return nil
}

// bareEntry is what an entry says, without its links and files.
func bareEntry(e diary.Entry) string {
	dose := diary.Dose{}
	if e.Dose != nil {
		dose = diary.Dose{Name: e.Dose.Name, Skipped: e.Dose.Skipped}
	}
	return fmt.Sprintf("%d\x00%s\x00%s\x00%s\x00%d\x00%v\x00%v\x00%d", e.Sort, e.Day, e.Time, strings.TrimSpace(e.Text), e.Mood, e.Complaints, dose, len(e.Files))
}

func (k *Kit) compareAgenda(ctx context.Context, v *vault.Opened, f *Found) error {
	f.Visits.Read, f.Goals.Read = len(f.visits), len(f.goals)
	if k.Agendas == nil {
		f.visits, f.goals = nil, nil
	}
	if len(f.visits)+len(f.goals) == 0 {
		return nil
	}
	have, err := k.Agendas.All(ctx, v)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, a := range have {
		if a.Deleted.IsZero() {
			known[bareVisit(a)] = true
		}
	}
	f.visits = slices.DeleteFunc(f.visits, func(a appointmentEntry) bool { return known[bareVisit(a.Appointment)] })
	f.Visits.New = len(f.visits)
	goals, err := k.Agendas.Goals(ctx, v)
	if err != nil {
		return err
	}
	for _, t := range goals {
		if t.Deleted.IsZero() {
			known[bareGoal(t)] = true
		}
	}
	f.goals = slices.DeleteFunc(f.goals, func(t agenda.Goal) bool { return known[bareGoal(t)] })
	f.Goals.New = len(f.goals)
	return nil
}

func bareVisit(a agenda.Appointment) string {
	repeat := agenda.Repeat{}
	if a.Repeat != nil {
		repeat = *a.Repeat
	}
	return fmt.Sprintf("v%s\x00%s\x00%s\x00%s\x00%s\x00%v", a.Title, a.Place, a.Note, a.From, a.Until, repeat)
}

func bareGoal(t agenda.Goal) string {
	return fmt.Sprintf("g%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s", t.What, t.Kind, t.Aim, t.Low, t.High, t.By, t.Reached)
}
