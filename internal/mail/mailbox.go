// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Mailbox is a Sender that keeps messages in memory, for practice mode: nothing leaves the
// machine, and a page shows what would have been sent. It is safe for concurrent use.
type Mailbox struct {
	now  func() time.Time
	size int

	mu   sync.Mutex
	kept []Received
}

// Received is a message in a Mailbox.
type Received struct {
	Number int // 1 for the first ever, without gaps
	At     time.Time
	Message
}

// NewMailbox returns an empty mailbox that keeps the last size messages.
func NewMailbox(now func() time.Time, size int) *Mailbox {
	return &Mailbox{now: now, size: max(size, 1)}
}

// Send keeps m. It never fails.
func (b *Mailbox) Send(_ context.Context, m Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	number := 1
	if n := len(b.kept); n > 0 {
		number = b.kept[n-1].Number + 1
	}
	if len(b.kept) == b.size {
		b.kept = slices.Delete(b.kept, 0, 1)
	}
	b.kept = append(b.kept, Received{Number: number, At: b.now(), Message: m})
	return nil
}

// List returns the messages, newest first.
func (b *Mailbox) List() []Received {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.Clone(b.kept)
	slices.Reverse(out)
	return out
}
