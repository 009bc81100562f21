// SPDX-License-Identifier: EUPL-1.2

package store

// Scope says whose rows a call may touch. Every call of the store takes one.
// It comes from a session or a verified grant, never from a request: a test over the
// source allows NewScope only in package person and in tests.
type Scope struct{ person ID }

// NewScope returns the scope of one person.
func NewScope(person ID) Scope { return Scope{person: person} }

// Person returns whose scope this is.
func (s Scope) Person() ID { return s.person }
