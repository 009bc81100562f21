// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// Kit is a recovery kit that the person writes down or prints.
type Kit struct {
	Groups [KitGroups]string
	Mail   string // the address it belongs to, mostly hidden: paper gets lost
	Site   string // "https://regie.example"
}

// pendingKit is a kit that was shown and waits to be typed back in part. It is sealed by the
// vault of the person: the server alone can not read it.
type pendingKit struct {
	Code  KitCode `json:"code"`
	Asked [2]int  `json:"asked"` // groups, 1 to KitGroups, the lower first
}

// OfferKit makes a recovery kit, and shows the same one again until ProveKit was right. One
// that is in use goes on working until then.
func (s *Service) OfferKit(ctx context.Context, who Holder) (Kit, error) {
	h, err := who.hold()
	if err != nil {
		return Kit{}, err
	}
	root, err := h.vault.Root()
	if err != nil {
		return Kit{}, fmt.Errorf("making a recovery kit: %w", err)
	}
	fresh := s.newFactor(KindKit, stageShown, h.setup)
	p := pendingKit{Asked: s.askGroups()}
	if p.Code, err = newKitCode(s.rand); err != nil {
		return Kit{}, err
	}
	envelope, err := s.smith.WrapRecovery(h.owner(fresh.ID), vault.RecoverySecret(p.Code), root)
	if err != nil {
		return Kit{}, fmt.Errorf("making a recovery kit: %w", err)
	}
	plain, err := json.Marshal(p)
	if err != nil {
		return Kit{}, fmt.Errorf("making a recovery kit: %w", err)
	}
	var out Kit
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		a, _, err := s.getAccount(tx)
		if err != nil {
			return err
		}
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		if shown := shownOf(h, fs, KindKit); len(shown) > 0 {
			was, err := readKit(tx, h, shown[0].ID)
			out = s.kit(was.Code, a.Mail)
			return err
		}
		f := *fresh
		out = s.kit(p.Code, a.Mail)
		if err := s.putFactor(tx, &f); err != nil {
			return err
		}
		if err := tx.PutEnvelope(f.ID, envelope); err != nil {
			return err
		}
		return h.vault.Put(tx, vault.Access, f.ID, 1, plain)
	})
	if err != nil {
		return Kit{}, fmt.Errorf("making a recovery kit: %w", err)
	}
	return out, nil
}

func (s *Service) kit(c KitCode, mail string) Kit {
	return Kit{Groups: c.Groups(), Mail: maskAddress(mail), Site: s.origin.String()}
}

// askGroups draws two different groups, the lower first.
func (s *Service) askGroups() [2]int {
	b := s.random(2)
	first := int(b[0]) % KitGroups
	second := (first + 1 + int(b[1])%(KitGroups-1)) % KitGroups
	return [2]int{min(first, second) + 1, max(first, second) + 1}
}

func readKit(tx *store.Tx, h holder, id store.ID) (pendingKit, error) {
	var p pendingKit
	plain, _, err := h.vault.Get(tx, vault.Access, id)
	if err != nil {
		return p, fmt.Errorf("reading a kit that was shown: %w", err)
	}
	defer clear(plain)
	return p, json.Unmarshal(plain, &p)
}

// AskedGroups returns which two groups of the kit must be typed back, 1 to KitGroups;
// ErrNotNow where no kit was shown.
func (s *Service) AskedGroups(ctx context.Context, who Holder) (groups [2]int, err error) {
	h, err := who.hold()
	if err != nil {
		return groups, err
	}
	err = s.db.View(ctx, h.scope, func(tx *store.Tx) error {
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		shown := shownOf(h, fs, KindKit)
		if len(shown) == 0 {
			return ErrNotNow
		}
		p, err := readKit(tx, h, shown[0].ID)
		groups = p.Asked
		return err
	})
	return groups, err
}

// WrongGroups says which of the two groups were typed wrongly.
type WrongGroups struct{ First, Second bool }

func (e *WrongGroups) Error() string { return "person: groups of the kit typed wrongly" }

// ProveKit takes the two groups that AskedGroups named, by which the person shows that the kit
// is written down. A *WrongGroups says which are wrong; trying again is free, since only who
// has the vault open gets here. The kit that was in use stops working, where the new one
// comes in use at once.
func (s *Service) ProveKit(ctx context.Context, who Holder, first, second string) error {
	h, err := who.hold()
	if err != nil {
		return err
	}
	err = s.db.Update(ctx, h.scope, func(tx *store.Tx) error {
		fs, err := s.listFactors(tx)
		if err != nil {
			return err
		}
		shown := shownOf(h, fs, KindKit)
		if len(shown) == 0 {
			return ErrNotNow
		}
		f := shown[0]
		p, err := readKit(tx, h, f.ID)
		if err != nil {
			return err
		}
		groups := p.Code.Groups()
		wrong := WrongGroups{!sameGroup(first, groups[p.Asked[0]-1]), !sameGroup(second, groups[p.Asked[1]-1])}
		if wrong != (WrongGroups{}) {
			return &wrong
		}
		if err := h.vault.Delete(tx, vault.Access, f.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := s.install(tx, h, &f, nil); err != nil {
			return err
		}
		return s.tell(tx, h, letterKit, KindKit)
	})
	if err != nil {
		return fmt.Errorf("proving a recovery kit: %w", err)
	}
	return nil
}
