// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
)

// What a provider stops listing is news once, in the visit after it; what changed is told with
// what it said before.
func TestNewsOfWhatWentAndChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		apply := func(day int, values ...string) {
			t.Helper()
			b := Batch{Provider: "een@medmij", ProviderName: "Een", Service: "48", At: moment(day), Complete: true}
			for i, value := range values {
				if value != "" {
					b.Resources = append(b.Resources, observation(string(rune('a'+i)), "718-7", value))
				}
			}
			applyAll(t, k, v, []Batch{b})
		}
		visit := func() (*Dossier, *Seen, []News) {
			t.Helper()
			d, err := k.Open(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(d.Close)
			seen, err := k.Visit(t.Context(), v, store.NewID(nil), d)
			if err != nil {
				t.Fatal(err)
			}
			return d, seen, d.News(seen)
		}
		apply(1, "7.1", "7.2", "7.3")
		visit()
		apply(2, "7.1", "7.2", "7.3")
		if _, _, n := visit(); len(n) != 0 {
			t.Errorf("nothing went: %+v", n)
		}
		apply(3, "7.1", "9.9", "")
		_, seen, n := visit()
		if len(n) != 1 || n[0].Gone != 1 || n[0].Changed != 1 || n[0].New != 0 || len(n[0].GoneItems) != 1 || len(n[0].ChangedItems) != 1 {
			t.Fatalf("one went and one changed: %+v", n)
		}
		was, err := k.Former(t.Context(), v, n[0].ChangedItems[0], seen)
		if err != nil || !strings.Contains(was.View(text.NL).Facts[was.Summary].Text, "7,2") {
			t.Errorf("before it was %+v, %v", was, err)
		}
		if _, err := k.Former(t.Context(), v, n[0].GoneItems[0], seen); !errors.Is(err, ErrNotFound) {
			t.Errorf("what never changed was something before: %v", err)
		}
		if _, _, n := visit(); len(n) != 0 {
			t.Errorf("what went is news twice: %+v", n)
		}
		apply(4, "7.1", "9.9", "7.3") // back
		visit()
		apply(5, "7.1", "9.9")
		if _, _, n := visit(); len(n) != 1 || n[0].Gone != 1 {
			t.Errorf("it went again: %+v", n)
		}
	})
}

func TestVisitCodec(t *testing.T) {
	l := visit{
		session: store.NewID(nil), before: map[Key]uint64{1: 2}, now: map[Key]uint64{1: 3, 9: 1},
		beforeAt: map[Key][]int64{1: {5}}, nowAt: map[Key][]int64{1: {time.Now().UnixMicro(), 0}},
	}
	got, err := decodeVisit(l.encode())
	if err != nil || !cmp.Equal(l, got, cmp.AllowUnexported(visit{})) {
		t.Errorf("%v\n%s", err, cmp.Diff(l, got, cmp.AllowUnexported(visit{})))
	}
	// What the first form kept is read: versions, and no moments.
	old := append([]byte{1}, l.session[:]...)
	for _, m := range []map[Key]uint64{l.before, l.now} {
		old = binary.AppendUvarint(old, uint64(len(m)))
		for _, key := range []Key{1, 9} {
			if n, ok := m[key]; ok {
				old = binary.AppendUvarint(binary.BigEndian.AppendUint64(old, uint64(key)), n)
			}
		}
	}
	got, err = decodeVisit(old)
	if err != nil || !cmp.Equal(got.now, l.now) || len(got.nowAt) != 0 {
		t.Errorf("first form: %+v, %v", got, err)
	}
	for _, bad := range [][]byte{nil, {9}, slices.Concat(l.encode(), []byte{1}), l.encode()[:20]} {
		if _, err := decodeVisit(bad); err == nil {
			t.Errorf("%x was read", bad)
		}
	}
}
