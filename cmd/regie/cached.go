// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"sync"
	"time"
)

// cached returns a function that calls get at most once in the given time, and keeps the last good
// answer when get fails later.
func cached[T any](every time.Duration, get func() (T, error)) func() (T, error) {
	var (
		mu   sync.Mutex
		last T
		at   time.Time
		have bool
	)
	return func() (T, error) {
		mu.Lock()
		defer mu.Unlock()
		if have && time.Since(at) < every {
			return last, nil
		}
		v, err := get()
		if err != nil {
			if have {
				return last, nil
			}
			return v, err
		}
		last, at, have = v, time.Now(), true
		return last, nil
	}
}
