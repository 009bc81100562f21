// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"errors"
	"testing"

	"regie/internal/store"
)

func TestLink(t *testing.T) {
	l, anna := NewLink(nil), store.NewID(nil)
	plain := bytes.Repeat([]byte("tandarts "), 100)
	sealed, err := l.Seal("feed", anna, plain)
	if err != nil {
		t.Fatal(err)
	}
	if row := l.Row(); bytes.Contains(sealed, []byte("tandarts")) || row == store.ID(l[:16]) || bytes.Contains(sealed, row[:]) {
		t.Error("it tells")
	}
	again, ok := ParseLink(l.String())
	if got, err := again.Open("feed", anna, sealed); !ok || err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%v %v", ok, err)
	}
	for _, s := range []string{"", l.String()[1:], l.String() + "A", "!" + l.String()[1:]} {
		if _, ok := ParseLink(s); ok {
			t.Errorf("%q is read", s)
		}
	}
	for what, open := range map[string]func() ([]byte, error){
		"another link":   func() ([]byte, error) { return NewLink(nil).Open("feed", anna, sealed) },
		"another person": func() ([]byte, error) { return l.Open("feed", store.NewID(nil), sealed) },
		"another table":  func() ([]byte, error) { return l.Open("share", anna, sealed) },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
