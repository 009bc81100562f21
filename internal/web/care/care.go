// SPDX-License-Identifier: EUPL-1.2

// Package care has the pages on which people see how their care hangs together: complaints and
// illnesses with what belongs to them, visits with what was written and measured, who is who,
// appointments, and the care around a pregnancy or over years.
//
// An address has words that are the same for everybody and keys that mean nothing elsewhere.
package care

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
)

// Pages are the handlers. Keeper is required.
type Pages struct{ Keeper *record.Keeper }

func (p Pages) with(handle func(w http.ResponseWriter, v *shelf.Visit) error) route.Handler {
	return shelf.Open(p.Keeper, handle)
}

// Problems lists complaints, illnesses and diagnoses.
func (p Pages) Problems() route.Handler { return p.with(p.problems) }

// Problem is the page of one, with what belongs to it.
func (p Pages) Problem() route.Handler { return p.with(p.problem) }

// Contacts lists the moments of care.
func (p Pages) Contacts() route.Handler { return p.with(p.contacts) }

// Contact is the page of one moment of care.
func (p Pages) Contact() route.Handler { return p.with(p.contact) }

// People lists who is who.
func (p Pages) People() route.Handler { return p.with(p.people) }

// Person is the page of one person or place.
func (p Pages) Person() route.Handler { return p.with(p.person) }

// Appointments lists what is to come and what was.
func (p Pages) Appointments() route.Handler { return p.with(p.appointments) }

// Pregnancy is the card of a pregnancy.
func (p Pages) Pregnancy() route.Handler { return p.with(p.pregnancy) }

// Report is a report of tests, tissue or images, whole.
func (p Pages) Report() route.Handler { return p.with(p.report) }

// Plan is the plan of long-term care.
func (p Pages) Plan() route.Handler { return p.with(p.plan) }

// TakeApart says that an item is not the same as those it was joined with.
func (p Pages) TakeApart() route.Handler { return p.with(p.takeApart) }

// Join says that two items are the same.
func (p Pages) Join() route.Handler { return p.with(p.join) }
