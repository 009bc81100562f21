// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"regie/internal/store/storetest"
)

func TestPreparation(t *testing.T) {
	now, ctx := anchor, t.Context()
	g, anna, bert := agendas(t, storetest.SQLite(t), &now), someone(), someone()
	for i := range maxPrepared + 5 {
		if err := g.Prepare(ctx, anna, Preparation{Of: "x" + strconv.Itoa(i), Questions: "Vraag " + strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Prepare(ctx, anna, Preparation{Of: "x5", Questions: strings.Repeat("é", MaxQuestions+10), Since: "month", Diary: true}); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[string]int{"x0": 0, "x4": 0, "x5": MaxQuestions, "x6": len("Vraag 6"), "y": 0} {
		p, err := g.Preparation(ctx, anna, of)
		if err != nil || p.Of != of || len([]rune(p.Questions)) != want {
			t.Errorf("%s: %d letters, %v", of, len([]rune(p.Questions)), err)
		}
	}
	if p, _ := g.Preparation(ctx, bert, "x5"); p.Questions != "" {
		t.Error("bert reads it")
	}
	for _, odd := range []Preparation{{}, {Of: "x", Since: "ever"}} {
		if err := g.Prepare(ctx, anna, odd); !errors.Is(err, ErrOdd) {
			t.Errorf("%+v: %v", odd, err)
		}
	}
}
