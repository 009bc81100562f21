// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"testing"
)

func TestAgain(t *testing.T) {
	other := errors.New("something else")
	for _, tt := range []struct {
		name  string
		errs  []error
		want  error
		tries int
	}{
		{"at once", []error{nil}, nil, 1},
		{"the second time", []error{fmt.Errorf("writing: %w", ErrConflict), nil}, nil, 2},
		{"never", []error{ErrConflict, ErrConflict, ErrConflict, nil}, ErrConflict, 3},
		{"something else", []error{other, nil}, other, 1},
		{"something else later", []error{ErrConflict, other, nil}, other, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			err := Again(3, func() error { n++; return tt.errs[n-1] })
			if !errors.Is(err, tt.want) || n != tt.tries {
				t.Errorf("%v after %d tries, want %v after %d", err, n, tt.want, tt.tries)
			}
		})
	}
}
