// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"testing"

	"regie/internal/store"
	"regie/internal/vault"
)

func vaccinated(day string, providers ...string) []telling {
	var out []telling
	for _, p := range providers {
		out = append(out, telling{p, "63", []string{fmt.Sprintf(vaccination, day)}})
	}
	return out
}

func TestTakeApartAndJoin(t *testing.T) {
	k, v, d := openTold(t, vaccinated("1999-04-03", "een", "twee", "drie")...)
	all := d.Doubles(d.List(Filter{}, 1, 1).Items[0])
	if len(all) != 3 || d.Len() != 1 {
		t.Fatalf("%d cards, %d sources", d.Len(), len(all))
	}
	if err := k.TakeApart(t.Context(), v, d, all[1]); err != nil {
		t.Fatal(err)
	}
	apart := reopened(t, k, v)
	it := apart.Item(all[1].Key)
	if apart.Len() != 2 || apart.Doubles(it) != nil || apart.Lead(it) != it || len(apart.Doubles(apart.Item(all[0].Key))) != 2 {
		t.Errorf("taken apart: %v", groupsOf(apart))
	}
	if like := apart.Alike(it); len(like) != 1 || like[0].Key != all[0].Key {
		t.Errorf("alike: %v", like)
	}
	// A keeper that knows nothing yet reads the same.
	again, err := New(k.db, Options{}).Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Len() != 2 {
		t.Errorf("%d cards in the next session", again.Len())
	}
	// What comes in later joins neither by way of the other.
	applyAll(t, k, v, []Batch{vaccinated("1999-04-03", "vier")[0].batch(anchor)})
	more := reopened(t, k, v)
	if more.Len() != 2 || more.Lead(more.Item(all[1].Key)) == more.Lead(more.Item(all[0].Key)) {
		t.Errorf("taken apart, and one more: %v", groupsOf(more))
	}
	if err := k.Join(t.Context(), v, more, more.Item(all[1].Key), more.Item(all[0].Key)); err != nil {
		t.Fatal(err)
	}
	whole := reopened(t, k, v)
	if whole.Len() != 1 || len(whole.Doubles(whole.Item(all[0].Key))) != 4 {
		t.Errorf("joined again: %v", groupsOf(whole))
	}
}

func TestJoinWhatTheRulesKeepApart(t *testing.T) {
	k, v, d := openTold(t, telling{"een", "63", []string{fmt.Sprintf(vaccination, "1999-04-03")}}, telling{"twee", "63", []string{fmt.Sprintf(vaccination, "1999-04-05")}},
		telling{"drie", "49", []string{condition(psoriasis, "2011", active)}})
	page := d.List(Filter{}, 1, 9).Items
	if d.Len() != 3 {
		t.Fatalf("%d cards", d.Len())
	}
	one, two, three := page[1], page[2], page[0]
	if like := d.Alike(one); len(like) != 1 || like[0] != two {
		t.Errorf("alike %v", like)
	}
	if err := k.Join(t.Context(), v, d, one, three); err == nil {
		t.Error("a vaccination is joined with psoriasis")
	}
	if err := k.Join(t.Context(), v, d, one, two); err != nil {
		t.Fatal(err)
	}
	if d = reopened(t, k, v); d.Len() != 2 {
		t.Errorf("joined: %v", groupsOf(d))
	}
	if f := d.Search("twee vaccin"); len(f.Items) != 1 {
		t.Errorf("search by the other source finds %d", len(f.Items))
	}
}

func TestChoicesAreSealed(t *testing.T) {
	k, v, d := openTold(t, vaccinated("1999-04-03", "een", "twee")...)
	it := d.List(Filter{}, 1, 1).Items[0]
	if err := k.TakeApart(t.Context(), v, d, it); err != nil {
		t.Fatal(err)
	}
	err := k.db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
		s, err := tx.GetSealed(uint16(vault.Choices), choicesID)
		if err != nil {
			return err
		}
		if c, err := decodeChoices(s.Body); err == nil {
			t.Errorf("choices lie open: %v", c)
		}
		c, err := readChoices(tx, v)
		if err != nil || len(c.same) != 1 || c.version != 1 {
			t.Errorf("choices %+v, %v", c, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, {9}, {1, 200}, {1, 1, 3}, append((&choices{}).encode(), 7)} {
		if _, err := decodeChoices(bad); err == nil {
			t.Errorf("%v is read", bad)
		}
	}
}
