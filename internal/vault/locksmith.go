// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"io"
	"runtime"
)

// Locksmith makes and opens envelopes: it has the server's keyring, which every envelope needs, and runs the costly
// derivation of keys from passwords, a few at a time. It is safe for concurrent use.
type Locksmith struct {
	keys  *Keyring
	rand  io.Reader
	cost  Cost
	slots chan struct{}
}

// LocksmithOptions has defaults for production.
type LocksmithOptions struct {
	Rand     io.Reader // nil stands for crypto/rand
	Cost     Cost      // of passwords; zero stands for DefaultCost
	Parallel int       // how many derivations may run at once; 0 stands for the number of processors
}

// NewLocksmith returns a locksmith that works with a keyring.
func NewLocksmith(keys *Keyring, o LocksmithOptions) *Locksmith {
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost()
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.NumCPU()
	}
	return &Locksmith{keys: keys, rand: o.Rand, cost: o.Cost, slots: make(chan struct{}, o.Parallel)}
}

// Keyring returns the keyring that the locksmith works with.
func (l *Locksmith) Keyring() *Keyring { return l.keys }
