// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"errors"
	"sync"
	"testing"

	"regie/internal/store"
)

// TestConcurrentUse uses one vault and one keyring from many sides, while the keyring is rotated and the vault closed.
// It is worth most under the race detector.
func TestConcurrentUse(t *testing.T) {
	v := Open(store.NewScope(store.NewID(nil)), NewRootKey(nil))
	smith := newSmith(t)
	root, err := v.Root()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 50 {
				s, err := v.Seal(Collection(i%5+1), store.NewID(nil), 1, []byte("content"))
				if err == nil {
					var got []byte
					if got, err = v.Unseal(s); err == nil && string(got) != "content" {
						t.Errorf("got %q", got)
					}
				}
				if err != nil && !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
				b, err := smith.WrapSession(testOwner, [32]byte{1}, root)
				if err != nil {
					t.Error(err)
				}
				if got, err := smith.UnwrapSession(testOwner, [32]byte{1}, b); err != nil || got != root {
					t.Error(err)
				}
				if i == 40 {
					v.Close()
				}
			}
		})
	}
	wg.Go(func() {
		for range 5 {
			if _, err := smith.keys.Rotate(); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	if _, err := v.Root(); !errors.Is(err, ErrClosed) {
		t.Errorf("the vault is not closed: %v", err)
	}
}
