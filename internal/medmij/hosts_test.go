// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/medmij"
)

func TestAtMostFourCallsAtATime(t *testing.T) {
	var now, most atomic.Int32
	_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		fhirJSON(w, "een")
	}), false)
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			if _, err := pages(t.Context(), s, "Encounter"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 4 {
		t.Errorf("%d calls at a time", most.Load())
	}
}

func TestHostInTroubleIsLeftAlone(t *testing.T) {
	calls, sick := 0, true
	n, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		if sick {
			w.WriteHeader(500)
			return
		}
		fhirJSON(w, "een")
	}), true)
	for range 30 {
		_, _ = pages(t.Context(), s, "Encounter") // each may wait, which moves the clock
	}
	if calls > 30 {
		t.Errorf("%d calls to a host in trouble", calls)
	}
	before := calls
	_, err := pages(t.Context(), s, "Encounter")
	if medmij.ReasonOf(err) != medmij.ReasonPaused || calls != before {
		t.Errorf("%v, %d calls more", err, calls-before)
	}
	sick = false
	n.Clock.Add(16 * time.Minute)
	if _, err := pages(t.Context(), s, "Encounter"); err != nil {
		t.Errorf("after a while: %v", err)
	}
	if _, err := pages(t.Context(), s, "Encounter"); err != nil {
		t.Errorf("when well again: %v", err)
	}
}

func TestOneSickQuestionDoesNotCloseAHost(t *testing.T) {
	_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/Flag") {
			w.WriteHeader(500)
			return
		}
		fhirJSON(w, "een")
	}), false)
	for range 10 {
		if _, err := pages(t.Context(), s, "Encounter"); err != nil {
			t.Fatal(err)
		}
		if _, err := pages(t.Context(), s, "Flag"); medmij.ReasonOf(err) != medmij.ReasonFault {
			t.Fatal(err)
		}
	}
}
