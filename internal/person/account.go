// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/text"
)

// account is what an account knows of its person, sealed by the server's keyring.
type account struct {
	Mail      string    `json:"mail"`
	Born      string    `json:"born"` // 2006-01-02
	Lang      string    `json:"lang"`
	Consented time.Time `json:"consented"`
	Browsers  []browser `json:"browsers,omitempty"` // that were signed in before, the last used first
}

// browser is one that was signed in before: a keyed hash of its mark, and the day it last was.
type browser struct {
	Hash []byte `json:"h"`
	Day  int64  `json:"d"` // days since 1970
}

// maxBrowsers is how many are remembered; an older one is greeted as new again.
const maxBrowsers = 20

func (a account) lang() text.Lang {
	l, _ := text.ParseLang(a.Lang)
	return l
}

// getAccount reads the account of the transaction's person, and whether it is open. It
// returns store.ErrNotFound where there is none.
func (s *Service) getAccount(tx *store.Tx) (a account, row store.AccountRow, err error) {
	if row, err = tx.GetAccount(); err != nil {
		return account{}, row, err
	}
	p := tx.Person()
	return a, row, s.open(purposeAccount, p, p, row.Version, row.Body, &a)
}

// putAccount writes the version of the account that comes after row.
func (s *Service) putAccount(tx *store.Tx, a account, row store.AccountRow) (err error) {
	p := tx.Person()
	row.Version++
	if row.Body, err = s.seal(purposeAccount, p, p, row.Version, a); err != nil {
		return err
	}
	return tx.PutAccount(row)
}

// openAccount is getAccount for an account that is open; ErrSessionOver for any other.
func (s *Service) openAccount(tx *store.Tx) (account, store.AccountRow, error) {
	a, row, err := s.getAccount(tx)
	if errors.Is(err, store.ErrNotFound) || (err == nil && row.State != store.AccountOpen) {
		return account{}, row, ErrSessionOver
	}
	return a, row, err
}

// greet notes that a browser is signed in, and returns the mark by which it is known, and
// whether it is new to the account.
func (s *Service) greet(a *account, c Caller, fresh string) (mark string, isNew bool) {
	day := s.now().Unix() / 86400
	mark, isNew = fresh, true
	var hash []byte
	if len(c.Mark) == len(fresh) {
		hash = s.markHash(c.Mark)
		if i := slices.IndexFunc(a.Browsers, func(b browser) bool { return string(b.Hash) == string(hash) }); i >= 0 {
			mark, isNew = c.Mark, false
			a.Browsers = slices.Delete(a.Browsers, i, i+1)
		}
	}
	a.Browsers = slices.Insert(a.Browsers, 0, browser{s.markHash(mark), day})
	a.Browsers = a.Browsers[:min(len(a.Browsers), maxBrowsers)]
	return mark, isNew
}

func (s *Service) markHash(mark string) []byte { return s.keys.Pepper("browser", []byte(mark))[:16] }

// Account is what a person sees of their own account.
type Account struct {
	Mail string
	Born Date
	Lang text.Lang
}

// Account reads the account of a session.
func (s *Service) Account(ctx context.Context, v *Session) (Account, error) {
	var out Account
	err := s.db.View(ctx, v.Scope, func(tx *store.Tx) error {
		a, _, err := s.openAccount(tx)
		if err != nil {
			return err
		}
		out = Account{Mail: a.Mail, Lang: a.lang()}
		out.Born, err = parseISODate(a.Born)
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("reading the account: %w", err)
	}
	return out, nil
}

// SetLang keeps in which language the person is written to.
func (s *Service) SetLang(ctx context.Context, v *Session, l text.Lang) error {
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		a, row, err := s.openAccount(tx)
		if err != nil || a.lang() == l {
			return err
		}
		a.Lang = l.Tag()
		return s.putAccount(tx, a, row)
	})
	if err != nil {
		return fmt.Errorf("changing the language: %w", err)
	}
	return nil
}
