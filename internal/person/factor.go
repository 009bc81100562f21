// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/store"
)

// Kind is a kind of factor.
type Kind uint16

// The kinds of factors. The numbers are in the database.
const (
	KindPasskey  Kind = 1 // a passkey with the PRF extension: opens the vault, and is two steps on its own
	KindKey      Kind = 2 // a passkey without it: the second step after a password
	KindPassword Kind = 3 // opens the vault; the first of two steps
	KindApp      Kind = 4 // authenticator app: the second step after a password
	KindKit      Kind = 5 // recovery kit: opens the vault when the other factors are lost
)

// opens tells whether a factor of this kind has an envelope.
func (k Kind) opens() bool { return k == KindPasskey || k == KindPassword || k == KindKit }

// single tells whether a person has one of this kind at most.
func (k Kind) single() bool { return k == KindPassword || k == KindApp || k == KindKit }

// Stage is how far a factor is on its way into use.
type Stage uint16

// The stages. The numbers are in the database.
const (
	stageShown  Stage = 1 // shown to the person, who has not shown yet that it works
	stageProven Stage = 2 // works; in use when the sign-up or the recovery is completed
	stageUsed   Stage = 3
)

// factor is a factor as it is stored.
type factor struct {
	store.FactorRow
	factorBody
}

// factorBody is the sealed part of a factor.
type factorBody struct {
	Name   string      `json:"name,omitempty"` // for people
	Made   time.Time   `json:"made"`
	Used   time.Time   `json:"used,omitzero"`
	Setup  store.ID    `json:"setup,omitzero"`  // the sign-up, recovery or session that it belongs to before it is in use
	Key    *credential `json:"key,omitempty"`   // of a passkey
	Secret []byte      `json:"secret,omitzero"` // of an authenticator app
}

func (f factor) kind() Kind   { return Kind(f.Kind) }
func (f factor) stage() Stage { return Stage(f.State) }

// listFactors reads all factors of the transaction's person.
func (s *Service) listFactors(tx *store.Tx) ([]factor, error) {
	rows, err := tx.ListFactors()
	if err != nil {
		return nil, err
	}
	out := make([]factor, len(rows))
	for i, row := range rows {
		out[i].FactorRow = row
		if err := s.open(purposeFactor, tx.Person(), row.ID, row.Version, row.Body, &out[i].factorBody); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// putFactor writes the version of a factor that comes after the one it has.
func (s *Service) putFactor(tx *store.Tx, f *factor) (err error) {
	next := f.FactorRow
	next.Version++
	if next.Body, err = s.seal(purposeFactor, tx.Person(), f.ID, next.Version, f.factorBody); err != nil {
		return err
	}
	if err := tx.PutFactor(next); err != nil {
		return err
	}
	f.FactorRow = next
	return nil
}

// newFactor is a factor that is to be put for the first time.
func (s *Service) newFactor(k Kind, at Stage, setup store.ID) *factor {
	return &factor{
		FactorRow:  store.FactorRow{ID: s.newID(), Kind: uint16(k), State: uint16(at)},
		factorBody: factorBody{Made: s.now().UTC().Truncate(time.Second), Setup: setup},
	}
}

func inUse(fs []factor) []factor {
	return filter(fs, func(f factor) bool { return f.stage() == stageUsed })
}

// of returns the factors of a kind.
func of(fs []factor, kinds ...Kind) []factor {
	return filter(fs, func(f factor) bool { return slices.Contains(kinds, f.kind()) })
}

// the returns the one factor in use of a kind of which a person has one at most.
func the(fs []factor, k Kind) (factor, bool) {
	if found := of(inUse(fs), k); len(found) > 0 {
		return found[0], true
	}
	return factor{}, false
}

func filter(fs []factor, keep func(factor) bool) []factor {
	var out []factor
	for _, f := range fs {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}

func byID(fs []factor, id store.ID) (factor, bool) {
	i := slices.IndexFunc(fs, func(f factor) bool { return f.ID == id })
	if i < 0 {
		return factor{}, false
	}
	return fs[i], true
}

// The rules that the factors of a person keep. Each is an error that says which would break.
var (
	// ErrNoWayIn: there would be no way to sign in with two steps: neither a passkey that opens
	// the vault, nor a password together with a second step.
	ErrNoWayIn = errors.New("person: no way to sign in would be left")
	// ErrFewEnvelopes: less than two factors would open the vault.
	ErrFewEnvelopes = errors.New("person: less than two factors would open the vault")
	// ErrNoKit: there would be no recovery kit.
	ErrNoKit = errors.New("person: no recovery kit would be left")
)

// checkFactors tells whether a person may go on with these kinds of factors in use.
func checkFactors(kinds []Kind) error {
	envelopes := 0
	for _, k := range kinds {
		if k.opens() {
			envelopes++
		}
	}
	switch {
	case !wayIn(kinds):
		return ErrNoWayIn
	case envelopes < 2:
		return ErrFewEnvelopes
	case !slices.Contains(kinds, KindKit):
		return ErrNoKit
	}
	return nil
}

// wayIn tells whether two steps can be made with these kinds of factors.
func wayIn(kinds []Kind) bool {
	second := slices.Contains(kinds, KindApp) || slices.Contains(kinds, KindKey)
	return slices.Contains(kinds, KindPasskey) || (slices.Contains(kinds, KindPassword) && second)
}

func kindsOf(fs []factor) []Kind {
	out := make([]Kind, len(fs))
	for i, f := range fs {
		out[i] = f.kind()
	}
	return out
}

// dropFactors removes factors with their envelopes.
func dropFactors(tx *store.Tx, fs []factor) error {
	for _, f := range fs {
		if err := tx.DeleteFactor(f.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("removing a factor: %w", err)
		}
	}
	return nil
}
