// SPDX-License-Identifier: EUPL-1.2

// Package persons has the fictional people of the practice network and what the care
// providers know about them, as FHIR resources that look like those of Dutch
// providers. Everything in it is made up: nobody has this name, lives there or
// has this history, and no citizen service number occurs anywhere.
//
// Build gives the people; Many gives a dossier of any size, for measuring.
package persons

import (
	"sync"
	"time"

	"regie/internal/practice/dossier"
)

// Build gives the practice persons as they are on the day of the anchor, in the order in
// which they are offered. All dates count from the Monday of that week: ages stay
// right, appointments lie ahead and the last lab result is recent. The same week
// gives the same bytes.
func Build(anchor time.Time) []dossier.Person {
	c := newClock(anchor)
	everybody := []func(clock) *somebody{willem, sanne, greet, yasmina, noor, daan, lotte}
	out := make([]dossier.Person, len(everybody))
	var all sync.WaitGroup
	for i, make := range everybody {
		all.Go(func() { out[i] = make(c).done() })
	}
	all.Wait()
	return out
}
