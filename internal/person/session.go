// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"time"

	"regie/internal/store"
)

// Session is somebody who is signed in, with both steps done.
type Session struct {
	ID        store.ID
	Scope     store.Scope
	Started   time.Time
	IdleUntil time.Time // ends then without a sign of life
	Until     time.Time // ends then in any case
	StepUp    time.Time // when both factors were last given; zero when only at the start
}

// SteppedUp tells whether the person proved again who they are, not longer ago than StepUpFor.
func (s *Session) SteppedUp(now time.Time) bool {
	return !s.StepUp.IsZero() && now.Sub(s.StepUp) <= StepUpFor
}

// StepUpFor is how long a step-up counts.
const StepUpFor = 5 * time.Minute
