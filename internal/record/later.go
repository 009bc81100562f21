// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"sync"
	"sync/atomic"
)

// later is something that is worked out once for an opened dossier, when it is first asked for.
// Who asks while it is being made waits for it.
type later[T any] struct {
	making sync.Mutex
	made   atomic.Pointer[T]
}

// get returns it, made by what is given at first. Where that returns nil, nothing is kept.
func (l *later[T]) get(make func() *T) *T {
	if made := l.made.Load(); made != nil {
		return made
	}
	l.making.Lock()
	defer l.making.Unlock()
	made := l.made.Load()
	if made == nil {
		if made = make(); made != nil {
			l.made.Store(made)
		}
	}
	return made
}

// laters are what no first page needs. All of it goes with the dossier that it was made of.
type laters struct {
	relations later[relations]
	words     later[words]
	problems  later[problems]
	tests     later[tests]
	book      later[book]
	people    later[people]
	contacts  later[[]*Item]
}

// laterCost is about what all of it takes of memory for each item, in bytes.
const laterCost = 1500

func (d *Dossier) relations() *relations { return d.later.relations.get(d.relate) }
func (d *Dossier) threads() *problems    { return d.later.problems.get(d.newProblems) }
func (d *Dossier) tests() *tests         { return d.later.tests.get(d.newTests) }
func (d *Dossier) words() *words         { return d.later.words.get(func() *words { return d.index(never) }) }
func (d *Dossier) medicines() *book      { return d.later.book.get(func() *book { return d.bookOf(never) }) }
func (d *Dossier) known() *people        { return d.later.people.get(d.newPeople) }

func never() bool { return false }

// Warm makes in the background what is likely to be asked for next: the list of medicines and
// the search index. It stops when the dossier is left for a newer one, or its person signs out.
func (d *Dossier) Warm() {
	if d.seat == nil || !d.warm.CompareAndSwap(false, true) {
		return
	}
	d.seat.join()
	go func() {
		defer d.Close()
		d.relations()
		d.later.book.get(func() *book { return d.bookOf(d.over) })
		d.later.words.get(func() *words { return d.index(d.over) })
	}()
}

// over tells whether this is no longer the dossier of its seat.
func (d *Dossier) over() bool { return d.seat.current.Load() != d }
