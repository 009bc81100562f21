// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"regie/internal/store"
)

func exampleRoot() *root {
	return &root{secret: [32]byte{1, 2, 3}, providers: []provider{
		{name: "een@medmij", title: "Huisarts Een", row: store.ID{5}, version: 3, services: []service{{"48", 9, 9, 9}, {"49", 8, 0, 0}}},
		{name: "twee@medmij"},
	}}
}

func TestRootRoundTrip(t *testing.T) {
	want := exampleRoot()
	got, err := decodeRoot(want.encode())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(root{}, provider{}, service{}), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	whole := want.encode()
	for n := range whole {
		if _, err := decodeRoot(whole[:n]); err == nil {
			t.Errorf("a root cut off at %d was taken", n)
		}
	}
}

func FuzzRoot(f *testing.F) {
	f.Add(exampleRoot().encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := decodeRoot(b); err == nil {
			if _, err := decodeRoot(r.encode()); err != nil {
				t.Error(err)
			}
		}
	})
}
