// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"fmt"
	"slices"
	"time"

	"regie/internal/store"
)

// FactorInfo is a line of the list of factors.
type FactorInfo struct {
	ID        store.ID
	Kind      Kind
	Name      string // of a passkey, as the person knows it; else ""
	Keeper    string // of a passkey: who keeps it, "Apple", "Windows Hello"; "" where that is not known
	Made      time.Time
	Used      time.Time // zero where never
	Removable bool      // the rules hold without it
}

// Factors lists what the person signs in with: passkeys first, the kit last.
func (s *Service) Factors(ctx context.Context, v *Session) ([]FactorInfo, error) {
	fs, err := s.factorsOf(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	fs = inUse(fs)
	slices.SortFunc(fs, func(a, b factor) int {
		if a.Kind != b.Kind {
			return int(a.Kind) - int(b.Kind)
		}
		return a.Made.Compare(b.Made)
	})
	out := make([]FactorInfo, len(fs))
	for i, f := range fs {
		out[i] = FactorInfo{
			ID: f.ID, Kind: f.kind(), Name: f.Name, Made: f.Made, Used: f.Used,
			Removable: f.kind() != KindKit && checkFactors(kindsOf(without(fs, f.ID))) == nil,
		}
		if f.Key != nil {
			out[i].Keeper = keeper(f.Key.AAGUID)
		}
	}
	return out, nil
}

func without(fs []factor, id store.ID) []factor {
	return filter(fs, func(f factor) bool { return f.ID != id })
}

// RemoveFactor removes a factor of a session that was stepped up. It returns ErrNoWayIn,
// ErrFewEnvelopes or ErrNoKit where a rule would break, and ErrUnknownFactor where the person
// has no such factor.
func (s *Service) RemoveFactor(ctx context.Context, v *Session, id store.ID) error {
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		f, ok := byID(inUse(fs), id)
		if !ok {
			return ErrUnknownFactor
		}
		if err := checkFactors(kindsOf(without(inUse(fs), id))); err != nil {
			return err
		}
		if err := tx.DeleteFactor(id); err != nil {
			return err
		}
		h, err := v.hold()
		if err != nil {
			return err
		}
		return s.tell(tx, h, letterRemoved, f.kind())
	})
	if err != nil {
		return fmt.Errorf("removing a factor: %w", err)
	}
	s.rouse()
	return nil
}

// maxName is how long the name of a passkey may be, in runes.
const maxName = 60

// NameKey gives a passkey another name.
func (s *Service) NameKey(ctx context.Context, v *Session, id store.ID, name string) error {
	name = firstRunes(name, maxName)
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		f, ok := byID(of(inUse(fs), KindPasskey, KindKey), id)
		if !ok {
			return ErrUnknownFactor
		}
		f.Name = name
		return s.putFactor(tx, &f)
	})
	if err != nil {
		return fmt.Errorf("naming a passkey: %w", err)
	}
	return nil
}
