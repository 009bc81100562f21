// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"errors"
	"slices"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/fhir"
	"regie/internal/record"
)

// links adds what points at items of the record: the diary and the agenda.
func (a *adding) links() error {
	if len(a.found.entries)+len(a.found.visits)+len(a.found.goals) == 0 {
		return nil
	}
	d, err := a.Keeper.Open(a.ctx, a.v)
	if err != nil {
		return err
	}
	defer d.Close()
	key := func(refs []itemRef, old string) string {
		i := slices.IndexFunc(refs, func(r itemRef) bool { return r.Key == old })
		if i < 0 {
			return ""
		}
		return a.keyOf(d, refs[i])
	}
	r := &reading{ctx: a.ctx, f: a.f}
	if a.f.zip != nil {
		if _, err := r.manifest(); err != nil {
			return err
		}
	}
	for _, e := range a.found.entries {
		if err := a.diaryEntry(r, e, key); err != nil {
			return err
		}
	}
	for _, x := range a.found.visits {
		v := x.Appointment
		v.Key = 0
		if v.Item != "" {
			v.Item = key(x.Refs, v.Item)
		}
		kept, err := a.Agendas.Put(a.ctx, a.v, v)
		if a.passed(agendaName, err) {
			continue
		}
		if err != nil {
			return err
		}
		a.imp.Appointments = append(a.imp.Appointments, kept.Key)
	}
	for _, t := range a.found.goals {
		t.Key = 0
		kept, err := a.Agendas.PutGoal(a.ctx, a.v, t)
		if a.passed(goalsName, err) {
			continue
		}
		if err != nil {
			return err
		}
		a.imp.Goals = append(a.imp.Goals, kept.Key)
	}
	return nil
}

// passed notes what cannot be kept, and lets the rest go on.
func (a *adding) passed(what string, err error) bool {
	for _, why := range []error{diary.ErrFull, diary.ErrOdd, diary.ErrFile, diary.ErrTooLarge, agenda.ErrFull, agenda.ErrOdd} {
		if errors.Is(err, why) {
			a.found.odd(what, WhyFull, 1)
			return true
		}
	}
	return false
}

func (a *adding) diaryEntry(r *reading, e diaryEntry, key func([]itemRef, string) string) error {
	in := e.Entry
	in.Key = 0
	mapped := func(keys []string) (out []string) {
		for _, k := range keys {
			if to := key(e.Refs, k); to != "" {
				out = append(out, to)
			} else {
				a.found.odd(diaryName, WhyLink, 1)
			}
		}
		return out
	}
	in.Items, in.Medicines = mapped(in.Items), mapped(in.Medicines)
	if in.Dose != nil {
		dose := *in.Dose
		dose.Medicine = key(e.Refs, dose.Medicine)
		in.Dose = &dose
	}
	kept, err := a.Diaries.Put(a.ctx, a.v, in)
	if a.passed(diaryName, err) {
		return nil
	}
	if err != nil {
		return err
	}
	a.imp.Diary = append(a.imp.Diary, kept.Key)
	for _, p := range e.Paths {
		b, err := r.small(p.Path)
		if err != nil && !isDamage(err) {
			return err
		}
		if b == nil || err != nil {
			a.found.odd(p.Path, WhyMissing, 1)
			continue
		}
		said := ""
		for _, f := range e.Files {
			if f.Hex == p.ID {
				said = f.Said
			}
		}
		if _, err := a.Diaries.AddFile(a.ctx, a.v, kept.Key, said, b); err != nil && !a.passed(p.Path, err) {
			return err
		}
	}
	return nil
}

// keyOf finds the item of this dossier that a reference means: of this file, or of the provider
// who told it here already.
func (a *adding) keyOf(d *record.Dossier, ref itemRef) string {
	if ref.Own {
		old, _ := record.ParseKey(ref.Key)
		if now, ok := a.own[old]; ok {
			return now.String()
		}
		return ""
	}
	version := fhir.R4
	if ref.FHIR == fhir.STU3.String() {
		version = fhir.STU3
	}
	for i, s := range a.found.Sources {
		if s.N != ref.Source {
			continue
		}
		for _, name := range []string{a.names[i], s.Name} {
			if k, ok := d.Named(name, version, ref.Type, ref.ID); ok {
				return k.String()
			}
		}
	}
	return ""
}
