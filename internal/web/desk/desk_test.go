// SPDX-License-Identifier: EUPL-1.2

package desk

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func failed(j *Job[int], err error) {
	j.Set(func(v *View[int]) { v.State, v.Why = Failed, err.Error() })
}

func known(_ context.Context, j *Job[int]) {
	j.Set(func(v *View[int]) { v.State, v.Made = Known, 7 })
}

func yes(int) bool { return true }

func file(name string) *measure.Upload {
	return &measure.Upload{ID: store.NewID(nil), Name: name, Size: 200}
}

// A file is read once, added once, and gone when it was dropped. Somebody else's is not there.
func TestAFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		anna, bert := vault.Open(storetest.Person(), vault.NewRootKey(nil)), vault.Open(storetest.Person(), vault.NewRootKey(nil))
		d, u := New(Rules{AtOnce: 1, Most: 3}, failed), file("een.zip")
		read := 0
		begin := func() *Job[int] {
			return d.Read(anna, u, func(ctx context.Context, j *Job[int]) { read++; j.Progress(50, 200); known(ctx, j) })
		}
		j := begin()
		synctest.Wait()
		if begin() != j || d.Find(anna, u.ID) != j || d.Find(bert, u.ID) != nil || read != 1 {
			t.Errorf("read %d times", read)
		}
		if v := j.View(); v.State != Known || v.Made != 7 || v.Percent() != 25 || v.Name != "een.zip" || v.State.Refresh() != 0 {
			t.Errorf("%+v", v)
		}
		if err := d.Add(j, func(int) bool { return false }, known); !errors.Is(err, ErrNotReady) {
			t.Errorf("nothing to add: %v", err)
		}
		added := 0
		for i, want := range []error{nil, ErrNotReady} {
			err := d.Add(j, yes, func(context.Context, *Job[int]) {
				added++
				j.Set(func(v *View[int]) { v.State = Added })
			})
			synctest.Wait()
			if !errors.Is(err, want) || added != 1 {
				t.Errorf("time %d: %v, added %d times", i+1, err, added)
			}
		}
		d.Drop(anna, u.ID)
		if d.Find(anna, u.ID) != nil {
			t.Error("it is still there")
		}
	})
}

// Who waits for a turn is told when that does not come; who is dropped while at work is stopped.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := vault.Open(storetest.Person(), vault.NewRootKey(nil))
		d, first, second := New(Rules{AtOnce: 1, Most: 3}, failed), file("1"), file("2")
		ended := error(nil)
		d.Read(v, first, func(ctx context.Context, j *Job[int]) { <-ctx.Done(); ended = ctx.Err(); failed(j, ended) })
		synctest.Wait()
		j := d.Read(v, second, known)
		synctest.Wait()
		if got := j.View(); got.State != Waiting || got.State.Refresh() == 0 {
			t.Errorf("it does not wait: %+v", got)
		}
		d.Drop(v, second.ID)
		synctest.Wait()
		if got := j.View(); got.State != Failed || got.Why != context.Canceled.Error() {
			t.Errorf("%+v", got)
		}
		time.Sleep(workTime)
		synctest.Wait()
		if !errors.Is(ended, context.DeadlineExceeded) {
			t.Errorf("it ended with %v", ended)
		}
	})
}

// Of too much the one that lies longest goes, and what lies too long; what is being added stays where
// the rules say so.
func TestClearing(t *testing.T) {
	for _, busy := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			v := vault.Open(storetest.Person(), vault.NewRootKey(nil))
			d := New(Rules{AtOnce: 2, Most: 2, Busy: busy}, failed)
			all := []*measure.Upload{file("1"), file("2"), file("3")}
			j := d.Read(v, all[0], known)
			synctest.Wait()
			if err := d.Add(j, yes, func(ctx context.Context, _ *Job[int]) { <-ctx.Done() }); err != nil {
				t.Fatal(err)
			}
			for _, u := range all[1:] {
				time.Sleep(time.Minute)
				d.Read(v, u, known)
				synctest.Wait()
			}
			for i, want := range []bool{busy, !busy, true} {
				if got := d.Find(v, all[i].ID) != nil; got != want {
					t.Errorf("busy %v: file %d there %v, want %v", busy, i+1, got, want)
				}
			}
			time.Sleep(life)
			d.Read(v, file("4"), known)
			synctest.Wait()
			if d.Find(v, all[2].ID) != nil {
				t.Error("it lies there for ever")
			}
			d.Drop(v, all[0].ID)
		})
	}
}
