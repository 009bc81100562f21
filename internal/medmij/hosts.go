// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"sync"
	"time"
)

// hosts is how Regie behaves towards each host: few calls at a time, and none for a while
// after a row of failures, so that a provider in trouble is not made worse and a person
// is not kept waiting for it.
type hosts struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]*host
}

type host struct {
	slots    chan struct{}
	mu       sync.Mutex
	failures int // in a row; a failed connection counts double
	opened   int // how often in a row the host was left alone
	until    time.Time
	probing  bool
}

const (
	breakAfter = 6
	breakFirst = 30 * time.Second
	breakMost  = 15 * time.Minute
)

func (h *hosts) of(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[string]*host{}
	}
	one, ok := h.all[name]
	if !ok {
		one = &host{slots: make(chan struct{}, perHost)}
		h.all[name] = one
	}
	return one
}

// enter waits for a free place, and refuses while the host is left alone. After that
// time one call goes ahead to see how it is; the others wait for its outcome.
func (h *host) enter(ctx context.Context, now func() time.Time) error {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return fail(ReasonInterrupted, ctx.Err())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.until.IsZero() {
		return nil
	}
	if left := h.until.Sub(now()); left > 0 || h.probing {
		<-h.slots
		return &Failure{Reason: ReasonPaused, After: max(left, time.Second)}
	}
	h.probing = true
	return nil
}

// leave gives the place back and tells how the call went: weight 0 is well, more is worse.
func (h *host) leave(weight int, now func() time.Time) {
	<-h.slots
	h.mu.Lock()
	defer h.mu.Unlock()
	probe := h.probing
	h.probing = false
	if weight == 0 {
		h.failures, h.opened, h.until = 0, 0, time.Time{}
		return
	}
	h.failures += weight
	if h.failures < breakAfter && !probe {
		return
	}
	pause := min(breakFirst<<min(h.opened, 10), breakMost)
	h.until = now().Add(pause)
	h.opened++
	h.failures = 0
}

// weigh tells how bad an outcome is for the host as a whole. A refusal is no illness.
func weigh(r Reason) int {
	switch r {
	case ReasonNoAnswer, ReasonUnsafe:
		return 2
	case ReasonFault, ReasonBusy, ReasonHalf:
		return 1
	default:
		return 0
	}
}
