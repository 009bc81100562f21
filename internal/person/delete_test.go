// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"strings"
	"testing"

	"regie/internal/store"
	"regie/internal/vault"
)

func TestDeleteLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		v := h.session(a.entered.Token)
		h.ok(h.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
			return v.Vault.Put(tx, vault.Items, store.NewID(nil), 1, []byte("something"))
		}))
		h.ok(h.Delete(ctx, v))
		h.over(a.entered.Token)
		h.is(second(h.SignIn(ctx, caller, annaMail, annaPass)), ErrWrongPair)
		h.ok(h.db.View(ctx, v.Scope, func(tx *store.Tx) error {
			if rows, _, err := tx.SizeSealed(); rows != 0 || err != nil {
				t.Errorf("%d sealed rows are left, %v", rows, err)
			}
			return nil
		}))
		if fs := must(h.factorsOf(ctx, v.Scope))(t); len(fs) != 0 {
			t.Errorf("%d factors are left", len(fs))
		}
		if m := h.lastMail(annaMail); !strings.Contains(m.Subject, m.Lang.T("mail.deleted.subject")) {
			t.Errorf("the last mail is %q", m.Subject)
		}
		h.is(h.Delete(ctx, v), ErrSessionOver)
		// The address can be used again, by a new person.
		again := newHouseOn(h).anna()
		if again.h.session(again.entered.Token).Scope == v.Scope {
			t.Error("the same person came back")
		}
		h.noLeak()
	})
}

// newHouseOn is the same house, for a second sign-up after the count of mails is forgotten.
func newHouseOn(h *house) *house {
	h.clock.add(forgetAfter * 2)
	return h
}
