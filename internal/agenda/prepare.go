// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// preparedID is the row with all that somebody prepares, in vault.Ahead.
var preparedID = store.ID{15: 2}

// Preparation is what somebody prepares for a visit.
type Preparation struct {
	Of        string    `json:"of"` // key of the appointment, here or in the record, with the day where it repeats
	Questions string    `json:"questions,omitempty"`
	Provider  string    `json:"provider,omitempty"` // key of the provider in the record; "" where nothing was chosen
	Since     string    `json:"since,omitempty"`    // how far back one looks: "month", "quarter", "year"; "" since the visit before
	Diary     bool      `json:"diary,omitempty"`    // what the diary says goes along
	Changed   time.Time `json:"changed"`
}

const (
	// MaxQuestions is how many letters the questions have together.
	MaxQuestions = 4000
	maxPrepared  = 300
)

type preparedRow struct {
	Format int           `json:"format"`
	All    []Preparation `json:"all"`
}

func readPrepared(tx *store.Tx, v *vault.Opened) (r preparedRow, version uint64, err error) {
	r.Format = format
	version, err = load(tx, v, vault.Ahead, preparedID, &r, &r.Format, "reading a preparation")
	return r, version, err
}

// Preparation returns what somebody prepared for an appointment; an empty one where there is nothing.
func (g *Agendas) Preparation(ctx context.Context, v *vault.Opened, of string) (Preparation, error) {
	out := Preparation{Of: of}
	err := g.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		r, _, err := readPrepared(tx, v)
		if i := slices.IndexFunc(r.All, func(p Preparation) bool { return p.Of == of }); i >= 0 {
			out = r.All[i]
		}
		return err
	})
	return out, err
}

// Prepare keeps what somebody prepared. Of many the ones that were changed longest ago go.
func (g *Agendas) Prepare(ctx context.Context, v *vault.Opened, p Preparation) (err error) {
	p.Questions = cut(p.Questions, MaxQuestions)
	if p.Of == "" || !slices.Contains([]string{"", "month", "quarter", "year"}, p.Since) {
		return ErrOdd
	}
	return g.rewrite(ctx, v, "preparing a visit", func(tx *store.Tx) error {
		r, version, err := readPrepared(tx, v)
		if err != nil {
			return err
		}
		p.Changed = g.now().UTC().Truncate(time.Second)
		r.All = slices.DeleteFunc(r.All, func(o Preparation) bool { return o.Of == p.Of })
		r.All = append(r.All, p)
		r.All = r.All[max(0, len(r.All)-maxPrepared):]
		return save(tx, v, vault.Ahead, preparedID, version, r)
	})
}
