// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"testing"
	"time"

	"regie/internal/practice"
)

// TestNoTokenAtTheFirstTime shows that a provider that gives no token the very first time is put
// down with the reason, and can be tried again without choosing it anew.
func TestNoTokenAtTheFirstTime(t *testing.T) {
	w := newWorld(t, light)
	heal := w.net.Inject(practice.Fault{Where: practice.AtToken, Provider: "huisarts-oefenhoek", Kind: practice.FaultStatus, Status: 500})
	j := w.visit(will(w), Choice{gpName, []string{"49"}})
	if r := w.run(j.Legs[0].Run); r.State(w.now()) != Failed || r.Finished.IsZero() {
		t.Fatalf("the run is %s", r.State(w.now()))
	}
	conn := w.connection(gpName)
	if conn.State() != Failed || conn.Service("49") == nil || len(conn.Service("49").Reasons()) == 0 {
		t.Fatalf("the connection is %s: %+v", conn.State(), conn.Service("49"))
	}
	heal()
	w.clock.add(time.Minute)
	for _, failed := range []bool{true, false} {
		again, err := w.Again(t.Context(), w.v, conn.ID, nil, failed)
		if err != nil || again.Journey == nil || len(again.Journey.Legs) != 1 {
			t.Fatalf("again (only what failed: %t): %+v, %v", failed, again, err)
		}
		w.travel(will(w), again.Journey.ID)
		if conn = w.connection(gpName); conn.State() != Done {
			t.Errorf("after trying again (only what failed: %t) the connection is %s", failed, conn.State())
		}
		w.clock.add(time.Hour) // the token ends
		if failed {
			again, err := w.Again(t.Context(), w.v, conn.ID, nil, true)
			if err == nil {
				t.Errorf("there is something left that failed: %+v", again)
			}
		}
	}
}
