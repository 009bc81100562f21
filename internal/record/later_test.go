// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestLaterIsMadeOnceForAllWhoAsk(t *testing.T) {
	var l later[int]
	var times atomic.Int32
	slow := func() *int {
		n := int(times.Add(1))
		time.Sleep(20 * time.Millisecond)
		return &n
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := l.get(slow); got == nil || *got != 1 {
				t.Errorf("got %v", got)
			}
		})
	}
	wg.Wait()
	if n := times.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
}

func TestWhatWasStoppedIsMadeAgain(t *testing.T) {
	_, _, d := opened(t, "willem")
	stop := func() bool { return true }
	if w := d.later.words.get(func() *words { return d.index(stop) }); w != nil {
		t.Fatal("a search index in spite of the stop")
	}
	if b := d.later.book.get(func() *book { return d.bookOf(stop) }); b != nil {
		t.Fatal("medicines in spite of the stop")
	}
	if len(d.Search("bloeddruk").Items) == 0 || len(d.Medicines(anchor)) == 0 {
		t.Error("nothing is found after a stop")
	}
}

func TestWarmEndsWithTheDossier(t *testing.T) {
	k, v, d := opened(t, "willem")
	if d.over() {
		t.Fatal("over while it is the one that is open")
	}
	d.Warm()
	d.Warm() // once is enough
	k.Drop(v.Scope().Person())
	if !d.over() {
		t.Error("not over after it was dropped")
	}
	for range 500 {
		k.mu.Lock()
		users := d.seat.users
		k.mu.Unlock()
		if users == 1 { // this test itself
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the work in the background did not end")
}
