// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"testing"
	"time"

	"regie/internal/practice"
)

func TestStopAndRemove(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}}, Choice{vijzelName, []string{"48"}})
	all := w.items()
	conn := w.connection(gpName)
	if err := w.Stop(t.Context(), w.v, conn.ID); err != nil {
		t.Fatal(err)
	}
	conn = w.connection(gpName)
	if conn.Stopped.IsZero() || conn.Doors[0].Refresh != "" || w.items() != all {
		t.Errorf("stopped: %+v", conn)
	}
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil || again.Journey == nil {
		t.Errorf("again after stopping: %+v, %v", again, err)
	}
	w.travel(will(w), again.Journey.ID)
	if c := w.connection(gpName); !c.Stopped.IsZero() {
		t.Error("a new login does not end the stop")
	}
	if err := w.Remove(t.Context(), w.v, conn.ID); err != nil {
		t.Fatal(err)
	}
	left, err := w.Connections(t.Context(), w.v)
	if err != nil || len(left) != 1 || left[0].Provider != vijzelName {
		t.Errorf("left: %v, %v", left, err)
	}
	if n := w.items(); n == 0 || n >= all {
		t.Errorf("%d items of %d", n, all)
	}
	runs, err := w.Runs(t.Context(), w.v)
	if err != nil || len(runs) != 1 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
	if err := w.Remove(t.Context(), w.v, conn.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("removing twice: %v", err)
	}
}

func TestRemovedWhileCollecting(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{childName, []string{"63"}}, Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultSlow, Delay: 200 * time.Millisecond, Times: 1})
	if _, err := w.Again(t.Context(), w.v, conn.ID, nil, false); err != nil {
		t.Fatal(err)
	}
	if err := w.Remove(t.Context(), w.v, conn.ID); err != nil {
		t.Fatal(err)
	}
	w.Wait()
	d, err := w.cfg.Keeper.Open(t.Context(), w.v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, p := range d.Providers() {
		if p.Name == gpName {
			t.Error("what was removed came back")
		}
	}
}

func TestStoppedWhileCollecting(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49"}})
	conn := w.connection(gpName)
	w.clock.add(time.Hour)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Match: "Composition", Kind: practice.FaultSlow, Delay: 5 * time.Second})
	again, err := w.Again(t.Context(), w.v, conn.ID, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	w.clock.add(time.Second)
	start := time.Now()
	if err := w.Stop(t.Context(), w.v, conn.ID); err != nil {
		t.Fatal(err)
	}
	w.Wait()
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("stopping took %s", took)
	}
	if r := w.run(again.Runs[0]); r.Going(w.now()) || r.State(w.now()) != Failed {
		t.Errorf("%s", r.State(w.now()))
	}
	if c := w.connection(gpName); c.Stopped.IsZero() || c.Doors[0].Refresh != "" {
		t.Errorf("%+v", c.Doors[0])
	}
}
