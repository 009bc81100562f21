// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"regie/internal/fhir"
	"regie/internal/store"
)

func exampleIndex() *index {
	return &index{
		blocks: []block{
			{kind: blockOriginals, rows: []store.ID{{1}}, count: 3, size: 900},
			{kind: blockItems, rows: []store.ID{{2}}, count: 2, size: 300, reader: 7},
			{kind: blockFile, rows: []store.ID{{3}, {4}}, count: 1, size: 500_000},
		},
		entries: []entry{
			{
				identity: identity{fhir.STU3, "Observation", "5b0cc4f1-7b8a-4d61-9e0b-00aa11bb22cc"},
				listings: []listing{{listed: true}},
				versions: []version{{digest: digest{9}, first: 1_700_000_000_000_000, spot: spot{1, 0}}},
				item:     spot{2, 0}, uses: []int32{1}, links: []int32{2, 3},
			},
			{
				identity: identity{fhir.STU3, "Practitioner", "abc"},
				listings: []listing{{service: 0, seen: 5}, {service: 2, listed: true, version: 1}},
				versions: []version{{digest: digest{1}, first: 3, spot: spot{1, 1}}, {digest: digest{2}, first: 9, updated: 4, came: 12, spot: spot{3, 0}}},
				current:  1, part: true, item: spot{2, 1},
			},
			{identity: identity{fhir.R4, "Immunization", "5B0CC4F1-7B8A-4D61-9E0B-00AA11BB22CC"}},
			{
				identity: identity{fhir.STU3, "Medication", ""}, urn: "urn:uuid:1",
				listings: []listing{{listed: true}},
				versions: []version{{digest: digest{8}, first: 2, spot: spot{1, 2}}},
			},
		},
	}
}

var compareIndex = []cmp.Option{
	cmp.AllowUnexported(index{}, entry{}, identity{}, listing{}, version{}, spot{}, block{}),
	cmpopts.IgnoreFields(index{}, "at", "alias"), cmpopts.EquateEmpty(),
}

func TestIndexRoundTrip(t *testing.T) {
	for name, x := range map[string]*index{"empty": {}, "example": exampleIndex()} {
		t.Run(name, func(t *testing.T) {
			got, err := decodeIndex(x.encode())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(x, got, compareIndex...); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDamagedIndexIsRefused(t *testing.T) {
	whole := exampleIndex().encode()
	for n := range whole {
		if _, err := decodeIndex(whole[:n]); err == nil {
			t.Errorf("an index cut off at %d of %d was taken", n, len(whole))
		}
	}
	if _, err := decodeIndex(append(whole, 0)); err == nil {
		t.Error("an index with a byte too many was taken")
	}
}

func FuzzIndex(f *testing.F) {
	f.Add(exampleIndex().encode())
	f.Add((&index{}).encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := decodeIndex(b)
		if err != nil {
			return
		}
		again, err := decodeIndex(x.encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x, again, compareIndex...); diff != "" {
			t.Error(diff)
		}
	})
}
