// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// Holder is somebody with an open vault who may set up factors: a *Visit that signs up or
// recovers, past the steps of the mail and the kit, or a *Session that was stepped up.
type Holder interface {
	// hold returns whose vault it is; ErrNotNow where the vault is not open (any more).
	hold() (holder, error)
}

// holder is a Holder at work.
type holder struct {
	scope store.Scope
	vault *vault.Opened
	setup store.ID // marks the factors that are set up now
	stage Stage    // that a factor gets when it has been shown to work
}

func (v *Visit) hold() (holder, error) {
	if v.vault == nil || v.Purpose == SigningIn {
		return holder{}, ErrNotNow
	}
	return holder{v.scope, v.vault, v.body.Setup, stageProven}, nil
}

func (v *Session) hold() (holder, error) {
	return holder{v.Scope, v.Vault, v.ID, stageUsed}, nil
}

// owner names the envelope of a factor.
func (h holder) owner(f store.ID) vault.Owner {
	return vault.Owner{Person: h.scope.Person(), Factor: f}
}

// mine returns the factors that are being set up by this holder.
func (h holder) mine(fs []factor) []factor {
	return filter(fs, func(f factor) bool { return f.stage() != stageUsed && f.Setup == h.setup })
}

// install puts a factor that has been shown to work in its place, in the transaction. One
// that is being set up replaces what this holder set up before of the same kind; one that
// comes in use replaces the one in use, where a person has one at most.
func (s *Service) install(tx *store.Tx, h holder, f *factor, envelope []byte) error {
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	replaced := filter(of(fs, f.kind()), func(o factor) bool {
		switch {
		case !f.kind().single() || o.ID == f.ID:
			return false
		case o.stage() == stageUsed:
			return h.stage == stageUsed
		}
		return o.Setup == h.setup
	})
	if err := dropFactors(tx, replaced); err != nil {
		return err
	}
	f.State = uint16(h.stage)
	if h.stage == stageUsed {
		f.Setup = store.ID{}
	}
	if err := s.putFactor(tx, f); err != nil {
		return err
	}
	if envelope == nil {
		return nil
	}
	return tx.PutEnvelope(f.ID, envelope)
}

// tell posts a notice to the person, when a factor in use changed. Signing up and recovering
// end with a mail of their own.
func (s *Service) tell(tx *store.Tx, h holder, kind letterKind, what Kind) error {
	if h.stage != stageUsed {
		return nil
	}
	a, _, err := s.openAccount(tx)
	if err != nil {
		return err
	}
	return s.post(tx, letter{Kind: kind, To: a.Mail, Lang: a.Lang, What: what})
}

// factorsOf reads the factors of a holder.
func (s *Service) factorsOf(ctx context.Context, scope store.Scope) (fs []factor, err error) {
	err = s.db.View(ctx, scope, func(tx *store.Tx) (err error) {
		fs, err = s.listFactors(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the factors: %w", err)
	}
	return fs, nil
}
