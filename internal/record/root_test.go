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

func FuzzVisit(f *testing.F) {
	f.Add(visit{session: store.ID{4}, before: map[Key]uint64{7: 2}, now: map[Key]uint64{7: 3, 8: 1}}.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, err := decodeVisit(b); err == nil {
			if _, err := decodeVisit(l.encode()); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzFileHead(f *testing.F) {
	f.Add(fileHead{method: fileBase64, size: 9, before: []byte("a"), after: []byte("b")}.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if h, err := decodeFileHead(b); err == nil {
			if _, err := decodeFileHead(h.encode()); err != nil {
				t.Error(err)
			}
		}
	})
}
