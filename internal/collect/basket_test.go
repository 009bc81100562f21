// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBasket(t *testing.T) {
	w := newWorld(t, light)
	ctx := t.Context()
	basket := func() *Basket {
		b, err := w.Basket(ctx, w.v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if b := basket(); b.Query != "" || len(b.Choices) != 0 {
		t.Errorf("%+v", b)
	}
	if err := w.Look(ctx, w.v, " huisarts \xff"+strings.Repeat("é", 300)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		provider string
		want     bool
	}{{gpName, true}, {gpName, true}, {lindeName, true}, {"niemand@medmij", false}, {"", false}, {"<script>", false}} {
		if ok, err := w.Choose(ctx, w.v, c.provider); err != nil || ok != c.want {
			t.Errorf("%q: %v, %v", c.provider, ok, err)
		}
	}
	b := basket()
	if !strings.HasPrefix(b.Query, "huisarts ") || len([]rune(b.Query)) != maxQuery || len(b.Choices) != 2 || !slices.Contains(b.Choices[0].Services, "49") ||
		slices.Contains(b.Choices[1].Services, "900000401") || !slices.Contains(b.Choices[1].Services, "31") {
		t.Errorf("%+v", b)
	}
	if err := w.SetServices(ctx, w.v, map[string][]string{gpName: {"49"}}); err != nil {
		t.Fatal(err)
	}
	if b = basket(); len(b.Choices[0].Services) != 1 || len(b.Choices[1].Services) != 0 {
		t.Errorf("%+v", b)
	}
	other, err := w.Basket(ctx, w.person())
	if err != nil || len(other.Choices) != 0 {
		t.Errorf("another person: %+v, %v", other, err)
	}
	w.net.Hide(gpName, true)
	w.later(time.Minute)
	if b = basket(); len(b.Choices) != 1 || b.Has(gpName) {
		t.Errorf("a provider that left: %+v", b)
	}
	if err := w.Unchoose(ctx, w.v, lindeName); err != nil || len(basket().Choices) != 0 {
		t.Errorf("%v, %+v", err, basket())
	}
	w.later(13 * time.Hour)
	if b = basket(); b.Query != "" {
		t.Errorf("the next day: %+v", b)
	}
}

func TestAgainEverywhere(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	w.visit(will(w), Choice{vijzelName, []string{"48"}}, Choice{eikenName, []string{"48"}})
	if err := w.Stop(t.Context(), w.v, w.connection(eikenName).ID); err != nil {
		t.Fatal(err)
	}
	w.later(time.Hour)
	j, err := w.AgainAll(t.Context(), w.v)
	if err != nil || len(j.Legs) != 2 {
		t.Fatalf("%+v, %v", j, err)
	}
	states := map[string]LegState{}
	for _, l := range j.Legs {
		states[l.Provider] = l.State
	}
	if states[gpName] != LegBack || states[vijzelName] != LegTodo {
		t.Errorf("%v", states)
	}
	j = w.travel(will(w), j.ID)
	for _, l := range j.Legs {
		if r := w.run(l.Run); r.State(w.now()) != Done {
			t.Errorf("%s: %s", l.Name, r.State(w.now()))
		}
	}
}
