// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"math"
	"regie/internal/web/shelf"
	"strings"
	"testing"
	"time"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/zib"
)

func connection(name string, states ...collect.State) *collect.Connection {
	c := &collect.Connection{Name: name, Provider: name + "@medmij"}
	for i, s := range states {
		c.Services = append(c.Services, &collect.ServiceState{
			ID: string(rune('a' + i)), Collected: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
			Questions: []*collect.QuestionState{{Key: "q", State: s, Reason: medmij.ReasonRefused}},
		})
	}
	return c
}

func TestWhatNeedsYou(t *testing.T) {
	v := &shelf.Visit{Request: &route.Request{Lang: text.NL}}
	stopped := connection("Gestopt", collect.Failed)
	stopped.Stopped = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	lapsed := connection("Voorbij", collect.Done)
	lapsed.Lapsed = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	got := needs(v, []*collect.Connection{
		connection("Goed", collect.Done, collect.NotThere), connection("Half", collect.Done, collect.Failed), connection("Mis", collect.Failed), stopped, lapsed,
	})
	var titles []string
	for _, n := range got {
		if n.text == "" || !strings.HasPrefix(n.action.Href, "/zorgverleners/") {
			t.Errorf("%+v", n)
		}
		titles = append(titles, n.title)
	}
	all := strings.Join(titles, "|")
	if len(got) != 3 || !strings.Contains(all, "Half") || !strings.Contains(all, "Mis") || !strings.Contains(all, "Voorbij") {
		t.Errorf("%s", all)
	}
}

func TestRangeBar(t *testing.T) {
	for name, c := range map[string]struct {
		f    zib.FactView
		none bool
		in   bool // the mark is within the band
	}{
		"inside":      {zib.FactView{Value: "5.0", Low: "4.0", High: "6.0"}, false, true},
		"above":       {zib.FactView{Value: "7.1", Low: "4.0", High: "6.0"}, false, false},
		"far above":   {zib.FactView{Value: "900", Low: "4.0", High: "6.0"}, false, false},
		"far below":   {zib.FactView{Value: "-900", Low: "4.0", High: "6.0"}, false, false},
		"only high":   {zib.FactView{Value: "3", High: "5"}, false, true},
		"only low":    {zib.FactView{Value: "90", Low: "60"}, false, true},
		"too low":     {zib.FactView{Value: "40", Low: "60"}, false, false},
		"no range":    {zib.FactView{Value: "40"}, true, false},
		"no number":   {zib.FactView{Low: "1", High: "2"}, true, false},
		"no width":    {zib.FactView{Value: "1", Low: "2", High: "2"}, true, false},
		"upside down": {zib.FactView{Value: "1", Low: "3", High: "2"}, true, false},
		"infinite":    {zib.FactView{Value: "1e999", Low: "3", High: "4"}, true, false},
		"high is 0":   {zib.FactView{Value: "1", High: "0"}, true, false},
	} {
		b := newRangeBar(c.f)
		if (b == nil) != c.none {
			t.Errorf("%s: %+v", name, b)
			continue
		}
		if b == nil {
			continue
		}
		at, from, to := b.at(b.value), b.bandFrom(), b.bandTo()
		if math.IsNaN(at) || at < 0 || at > 100 || from > to || (at >= from && at <= to) != c.in {
			t.Errorf("%s: mark at %.1f, band %.1f to %.1f", name, at, from, to)
		}
	}
}

func TestPretty(t *testing.T) {
	long := strings.Repeat("x", 5000)
	got, cut := pretty([]byte(`{"b":1.20,"a":"` + long + `"}`))
	if !cut || !strings.Contains(got, `"b": 1.20`) || strings.Contains(got, long) || strings.Index(got, `"b"`) > strings.Index(got, `"a"`) {
		t.Errorf("%v %.200s", cut, got)
	}
	if got, cut := pretty([]byte("no json \xff")); cut || got != "no json \ufffd" {
		t.Errorf("%v %q", cut, got)
	}
}

func TestFileName(t *testing.T) {
	for title, want := range map[string]string{
		"Brief aan de huisarts": "brief-aan-de-huisarts", "../../etc/passwd": "etc-passwd", "": "document", "…": "document", "Één 2026": "één-2026",
		strings.Repeat("lang ", 40): "lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang",
	} {
		if got := fileName(title); got != want {
			t.Errorf("%q: %q", title, got)
		}
	}
}
