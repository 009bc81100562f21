// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"testing"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/practicetest"
)

// BenchmarkCollect collects 5,500 resources from ten providers over TLS, with the servers in
// the same process. The whole measure, apart from the servers, is in package bench.
func BenchmarkCollect(b *testing.B) {
	providers := persons.ManyProviders(10)
	who := persons.Many(1, 5500, theDay, providers...)
	for b.Loop() {
		b.StopTimer()
		runCollect(b, who, providers)
	}
}

func runCollect(b *testing.B, who dossier.Person, providers []dossier.Provider) {
	w := newWorld(b, func(c *practice.Config) {
		c.Providers, c.Persons, c.PageSize = providers, []dossier.Person{who}, 100
	})
	var choices []Choice
	for _, p := range providers {
		choices = append(choices, Choice{p.MedMijName, p.Services})
	}
	b.StartTimer()
	j := w.visit(practicetest.Visitor{Person: who.Key}, choices...)
	b.StopTimer()
	n := 0
	for _, l := range j.Legs {
		r := w.run(l.Run)
		n += r.Change().New
		if r.State(w.now()) != Done {
			b.Fatalf("%s: %s", r.Name, r.State(w.now()))
		}
	}
	b.ReportMetric(float64(n), "resources")
	b.StartTimer()
}
