// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"fmt"
	"io"

	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/vault"
)

// taker writes one archive.
type taker struct {
	*Kit
	v    *vault.Opened
	lang text.Lang
	pack *pack
	man  manifest
	of   map[string]int // name of a provider → its number
	d    *record.Dossier
}

// Take writes all that a person has as one archive. What it holds in memory is the index of the
// record, one block, and one month of one kind of measurement.
func (k *Kit) Take(ctx context.Context, v *vault.Opened, lang text.Lang, w io.Writer) error {
	made := k.Now().UTC()
	t := &taker{Kit: k, v: v, lang: lang, pack: newPack(w, made), of: map[string]int{}}
	t.man = manifest{Format: Format, Version: Version, Made: made, Software: "Regie", Language: lang.Tag()}
	d, err := k.Keeper.Open(ctx, v)
	if err != nil {
		return fmt.Errorf("taking everything along: %w", err)
	}
	defer d.Close()
	t.d = d
	for _, part := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"what to read first", t.readme},
		{"the record", t.record},
		{"documents", t.documents},
		{"measurements", t.measurements},
		{"measurements as FHIR", t.observations},
		{"measurements as a table", t.sheet},
		{"workouts", t.events},
		{"what the person added", t.own},
		{"the diary", t.diary},
		{"the agenda", t.agenda},
	} {
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("taking %s along: %w", part.what, err)
		}
	}
	person, err := k.Who(ctx, v, d)
	if err != nil {
		return fmt.Errorf("taking everything along: %w", err)
	}
	if person != (Person{}) {
		t.man.Person = &person
	}
	return t.pack.end(t.man)
}

// readme writes what is what, in the two languages.
func (t *taker) readme(context.Context) error {
	for name, l := range map[string]text.Lang{readmeName: text.NL, readmeOther: text.EN} {
		var b []byte
		b = append(b, "\ufeff"...) // older editors know by it that this is UTF-8
		for _, key := range []string{"title", "what", "first", "record", "documents", "measurements", "sheet", "raw", "diary", "agenda", "own", "back", "safe", "more"} {
			b = append(b, l.T("carry.readme."+key)...)
			b = append(b, "\r\n\r\n"...)
		}
		if err := t.pack.whole(name, b); err != nil {
			return err
		}
	}
	return nil
}

// Sheet writes own measurements as one table that a Dutch spreadsheet opens as it is.
func (k *Kit) Sheet(ctx context.Context, v *vault.Opened, lang text.Lang, w io.Writer) error {
	kinds, err := k.Books.Have(ctx, v)
	if err != nil {
		return fmt.Errorf("writing a table of measurements: %w", err)
	}
	s := newSheet(w, lang)
	for _, kind := range kinds {
		if err := k.Books.EachMonth(ctx, v, kind, func(m measure.MonthOf) error { return s.month(m) }); err != nil {
			return fmt.Errorf("writing a table of measurements: %w", err)
		}
	}
	return s.flush()
}
