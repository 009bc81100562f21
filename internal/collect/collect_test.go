// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"testing"

	"regie/internal/practice/practicetest"
	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestCollectFromSeveralProviders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := worldOn(t, db)
		who := w.net.Persons()[0]
		j := w.visit(practicetest.Visitor{Person: who.Key},
			Choice{gpName, []string{"49", "51"}}, Choice{lindeName, []string{"48", "51"}}, Choice{eikenName, []string{"48"}})
		if len(j.Legs) != 4 || j.Legs[1].Parts != 2 {
			t.Fatalf("%d legs", len(j.Legs))
		}
		for _, l := range j.Legs {
			if l.State != LegBack {
				t.Errorf("leg to %s: %s %s", l.Name, l.State, l.Reason)
				continue
			}
			r := w.run(l.Run)
			if r.State(w.now()) != Done {
				for _, s := range r.Services {
					for _, q := range s.Questions {
						if q.State != Done {
							t.Errorf("%s %s %s: %s %s", r.Name, s.ID, q.Key, q.State, q.Reason)
						}
					}
					t.Logf("%s %s: %s reason %q notes %+v change %+v", r.Name, s.ID, s.State(), s.Reason, s.Notes, s.Change)
				}
			}
			ended, all := r.Progress()
			if ended != all || all == 0 {
				t.Errorf("progress %d of %d", ended, all)
			}
		}
		if n := w.items(); n < 50 {
			t.Errorf("%d items", n)
		}
		gp := w.connection(gpName)
		if gp.Name != "Huisartsenpraktijk De Oefenhoek" || gp.City != "Oefendorp" || gp.Kind != KindGP || gp.State() != Done || gp.Subject == nil {
			t.Errorf("connection %+v", gp)
		}
		for _, x := range w.seen.take() {
			if x.Status >= 400 {
				t.Errorf("refused: %d %s %s?%s", x.Status, x.Host, x.Path, x.Query)
			}
		}
	})
}
