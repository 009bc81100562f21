// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"slices"
	"testing"

	"regie/internal/practice/dossier"
)

func TestMany(t *testing.T) {
	for _, c := range []struct{ n, providers int }{{0, 1}, {7, 3}, {5500, 10}} {
		providers := ManyProviders(c.providers)
		p := Many(1, c.n, anchor, providers...)
		if len(p.At) != c.providers {
			t.Errorf("%d providers, want %d", len(p.At), c.providers)
		}
		answers, bytes, all := 0, 0, 0
		kinds := map[string]int{}
		for _, rs := range p.At {
			for _, r := range rs {
				all++
				bytes += len(r.JSON)
				kinds[r.Type]++
			}
		}
		every(t, []dossier.Person{p}, func(_ string, _ dossier.Person, _ string, r dossier.Resource, m map[string]any) {
			if !serving(r.FHIR, r.Type) && r.Type != "Patient" && r.Type != "Condition" {
				answers++
			}
		})
		t.Log(c, "resources", all, "kB", bytes/1000, kinds)
		if answers > c.n {
			t.Errorf("%d answers, want at most %d", answers, c.n)
		}
		if c.n < 1000 {
			continue
		}
		if perResource := bytes / all; perResource < 1500 || perResource > 2200 {
			t.Errorf("%d bytes a resource", perResource)
		}
		if len(kinds) < 18 {
			t.Errorf("only %v", kinds)
		}
	}
}

func TestManyIsTheSameForTheSameSeed(t *testing.T) {
	a, b, c := Many(7, 300, anchor), Many(7, 300, anchor), Many(8, 300, anchor)
	if !same(a, b) {
		t.Error("one seed, two dossiers")
	}
	if same(a, c) {
		t.Error("two seeds, one dossier")
	}
}

func TestManyResolves(t *testing.T) {
	p := Many(3, 1200, anchor, ManyProviders(5)...)
	here := map[string]bool{}
	for provider, rs := range p.At {
		for _, r := range rs {
			key := provider + r.Type + "/" + r.ID
			if here[key] {
				t.Errorf("%s occurs twice", key)
			}
			here[key] = true
		}
	}
	every(t, []dossier.Person{p}, func(where string, _ dossier.Person, provider string, _ dossier.Resource, m map[string]any) {
		walk(m, "", func(path string, v any) {
			if o, ok := v.(map[string]any); ok {
				if to, ok := o["reference"].(string); ok && !here[provider+to] {
					t.Errorf("%s: %s points at %s", where, path, to)
				}
			}
		})
	})
}

func TestManyCounts(t *testing.T) {
	// The share of each provider is what its queries return.
	providers := ManyProviders(10)
	p := Many(5, 2000, anchor, providers...)
	for _, v := range providers {
		got := 0
		every(t, []dossier.Person{{Key: "x", At: map[string][]dossier.Resource{v.Key: p.At[v.Key]}}}, func(_ string, _ dossier.Person, _ string, r dossier.Resource, m map[string]any) {
			for _, q := range questions {
				asked := q
				asked.after = ""
				if q.kind == r.Type && slices.Contains(v.Services, q.service) && (len(r.Services) == 0 || slices.Contains(r.Services, q.service)) && asked.matches(m) {
					got++
					return
				}
			}
			switch r.Type {
			case "Medication", "Device", "Specimen": // come along with _include
				if r.FHIR == dossier.STU3 {
					got++
				}
			}
		})
		if got < 200 || got > 203 { // and the person
			t.Errorf("queries return %d resources of %s, want 200", got, v.Name)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		Build(anchor)
	}
}

func BenchmarkMany(b *testing.B) {
	providers := ManyProviders(10)
	for b.Loop() {
		Many(1, 5500, anchor, providers...)
	}
}
