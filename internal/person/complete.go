// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// ErrTaken: meanwhile somebody made an account with this mail address.
var ErrTaken = errors.New("person: address has an account")

// Complete ends a visit that is ready: the account is open from now on, or has its new
// factors, and the browser is signed in. After a recovery all other sessions are over, and
// the old factors are gone unless the person keeps them; the old kit goes in any case.
func (s *Service) Complete(ctx context.Context, c Caller, v *Visit) (Entered, error) {
	if v.Step != StepReady || v.vault == nil {
		return Entered{}, ErrNotNow
	}
	root, err := v.vault.Root()
	if err != nil {
		return Entered{}, fmt.Errorf("completing a visit: %w", err)
	}
	t, mark := s.newToken(v.token.person), s.newMark()
	out := Entered{Token: t.String()}
	err = s.db.Update(ctx, v.scope, func(tx *store.Tx) error {
		now := &Visit{token: v.token, scope: v.scope}
		if err := s.loadVisit(tx, now); err != nil {
			return err
		}
		if now.Step != StepReady {
			return ErrNotNow
		}
		a, row, err := s.getAccount(tx)
		if err != nil {
			return err
		}
		if err := s.putInUse(tx, now); err != nil {
			return err
		}
		m := letter{Kind: letterWelcome, To: a.Mail, Lang: a.Lang}
		method := BySignUp
		if now.Purpose == Recovering {
			if row.State != store.AccountOpen {
				return ErrVisitOver
			}
			m.Kind, m.Device, method = letterRecovered, ParseDevice(c.UserAgent), ByKit
			if err := endSessions(tx, store.ID{}); err != nil {
				return err
			}
			a.Browsers = nil
		} else if err := tx.ClaimDirectory(s.blind(a.Mail)); errors.Is(err, store.ErrConflict) {
			return ErrTaken
		} else if err != nil {
			return err
		}
		row.State, out.Lang = store.AccountOpen, a.lang()
		out.Mark, _ = s.greet(&a, c, mark)
		if err := s.putAccount(tx, a, row); err != nil {
			return err
		}
		if err := tx.DeleteVisit(now.row.ID); err != nil {
			return err
		}
		if err := s.post(tx, m); err != nil {
			return err
		}
		return s.addSession(tx, t, root, sessionBody{Device: ParseDevice(c.UserAgent), Method: method}, s.now())
	})
	if err != nil {
		return Entered{}, fmt.Errorf("completing a visit: %w", err)
	}
	s.log.Info("account entered", "by", string(v.method()))
	s.rouse()
	return out, nil
}

func (v *Visit) method() Method {
	if v.Purpose == Recovering {
		return ByKit
	}
	return BySignUp
}

// putInUse puts what a visit set up in use, removes what it replaces, and checks the rules.
func (s *Service) putInUse(tx *store.Tx, v *Visit) error {
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	h, err := v.hold()
	if err != nil {
		return err
	}
	proven := filter(h.mine(fs), func(f factor) bool { return f.stage() == stageProven })
	has := kindsOf(proven)
	goes := filter(fs, func(f factor) bool {
		if f.stage() != stageUsed {
			return f.stage() == stageShown || f.Setup != h.setup
		}
		replaced := f.kind().single() && len(of(proven, f.kind())) > 0
		return !v.body.KeepOld || f.kind() == KindKit || replaced
	})
	if err := dropFactors(tx, goes); err != nil {
		return err
	}
	stays := filter(inUse(fs), func(f factor) bool { _, gone := byID(goes, f.ID); return !gone })
	if err := checkFactors(append(has, kindsOf(stays)...)); err != nil {
		return err
	}
	for _, f := range proven {
		f.State, f.Setup = uint16(stageUsed), store.ID{}
		if err := s.putFactor(tx, &f); err != nil {
			return err
		}
	}
	return nil
}

// endSessions ends all sessions of the transaction's person but one.
func endSessions(tx *store.Tx, but store.ID) error {
	all, err := tx.ListSessions()
	if err != nil {
		return err
	}
	for _, row := range all {
		if row.ID == but {
			continue
		}
		if err := tx.DeleteSession(row.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

// newMark draws a mark for a browser.
func (s *Service) newMark() string { return base64.RawURLEncoding.EncodeToString(s.random(16)) }

// enter signs somebody in who made both steps: it adds a session, ends the one used longest
// ago where there are too many, and tells the person when the browser is new. change is run
// in the same transaction, first.
func (s *Service) enter(ctx context.Context, c Caller, scope store.Scope, root vault.RootKey, by Method, change func(tx *store.Tx) error) (Entered, error) {
	t, mark := s.newToken(scope.Person()), s.newMark()
	out := Entered{Token: t.String()}
	err := s.db.Update(ctx, scope, func(tx *store.Tx) error {
		a, row, err := s.openAccount(tx)
		if err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		isNew := false
		out.Lang = a.lang()
		out.Mark, isNew = s.greet(&a, c, mark)
		if err := s.putAccount(tx, a, row); err != nil {
			return err
		}
		if isNew {
			m := letter{Kind: letterNewBrowser, To: a.Mail, Lang: a.Lang, Device: ParseDevice(c.UserAgent)}
			if err := s.post(tx, m); err != nil {
				return err
			}
		}
		if err := s.tidy(tx); err != nil {
			return err
		}
		return s.addSession(tx, t, root, sessionBody{Device: ParseDevice(c.UserAgent), Method: by}, s.now())
	})
	if err != nil {
		return Entered{}, err
	}
	s.log.Info("signed in", "by", string(by))
	s.rouse()
	return out, nil
}

// tidy makes room for one more session, and removes factors that were begun but never came
// in use.
func (s *Service) tidy(tx *store.Tx) error {
	all, err := tx.ListSessions()
	if err != nil {
		return err
	}
	for i, row := range all {
		if i >= maxSessions-1 || !unexpired(row, s.now()) {
			if err := tx.DeleteSession(row.ID); err != nil {
				return err
			}
		}
	}
	fs, err := s.listFactors(tx)
	if err != nil {
		return err
	}
	return dropFactors(tx, filter(fs, func(f factor) bool {
		return f.stage() != stageUsed && s.now().Sub(f.Made) > 24*time.Hour
	}))
}
