// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/mail"
	"regie/internal/store"
)

// broken is a mail server that is away until told otherwise.
type broken struct {
	mail.Sender
	mu   sync.Mutex
	away bool
	ids  []string
}

func (b *broken) Send(ctx context.Context, m mail.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ids = append(b.ids, m.ID)
	if b.away {
		return errors.New("away")
	}
	return b.Sender.Send(ctx, m)
}

func TestReminders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		post := &broken{Sender: h.box}
		h.cfg.Mail = post
		h.restart()
		s := h.session(h.anna().entered.Token)
		at := func(d time.Duration) time.Time { return h.clock.now().Add(d).Truncate(5 * time.Minute) }
		set := func(moments ...time.Time) {
			t.Helper()
			h.ok(h.db.Update(ctx, s.Scope, func(tx *store.Tx) error { return tx.SetReminders(h.clock.now(), moments) }))
		}
		if _, err := h.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		mails := func() (out []mail.Message) {
			for _, m := range h.box.List() {
				if strings.Contains(m.Subject, "herinnering") {
					out = append(out, m.Message)
				}
			}
			return out
		}
		set(at(time.Hour), at(2*time.Hour))
		h.clock.add(61 * time.Minute)

		// Many servers at once, one mail.
		var all sync.WaitGroup
		for range 8 {
			other := h.cfg
			all.Go(func() {
				o, err := New(other)
				if err == nil {
					_, err = o.Remind(ctx)
				}
				if err == nil {
					_, err = o.Deliver(ctx)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		got := mails()
		if len(got) != 1 {
			t.Fatalf("%d mails", len(got))
		}
		if got[0].To != annaMail || got[0].ID == "" {
			t.Errorf("%+v", got[0])
		}
		for _, p := range got[0].Paragraphs {
			if p.Link != "" && p.Link != "https://regie.example/inloggen" {
				t.Errorf("link %s", p.Link)
			}
		}

		// The mail server is away for a while: the mail comes once it is back, with the same number.
		post.away = true
		h.clock.add(time.Hour)
		if _, err := h.Remind(ctx); err != nil {
			t.Fatal(err)
		}
		post.ids = nil
		for range 3 {
			if _, err := h.Deliver(ctx); err != nil {
				t.Fatal(err)
			}
			h.clock.add(5 * time.Minute)
		}
		post.away = false
		if _, err := h.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		if len(mails()) != 2 || len(post.ids) < 3 || post.ids[0] != post.ids[len(post.ids)-1] {
			t.Errorf("%d mails, tries %v", len(mails()), post.ids)
		}

		// What is too late to matter is not sent: neither from the outbox nor from the list.
		set(at(10 * time.Minute))
		h.clock.add(11 * time.Minute)
		post.away = true
		_, _ = h.Remind(ctx)
		_, _ = h.Deliver(ctx)
		set(at(time.Hour))
		h.clock.add(remindLate + 2*time.Hour)
		post.away = false
		_, _ = h.Remind(ctx)
		if _, err := h.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		if len(mails()) != 2 {
			t.Errorf("%d mails after hours", len(mails()))
		}

		// Whoever is gone gets none.
		set(at(10 * time.Minute))
		h.ok(h.db.Update(ctx, s.Scope, func(tx *store.Tx) error { return tx.DeletePerson() }))
		h.clock.add(time.Hour)
		if n, err := h.Remind(ctx); n != 0 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		if strings.Contains(h.log.String(), annaMail) {
			t.Error("the log has an address")
		}
	})
}
