// SPDX-License-Identifier: EUPL-1.2

package connect_test

import (
	"testing"
	"time"

	"regie/internal/measure/connect"
	"regie/internal/practice/vendor"
)

// Whatever goes wrong at the vendor: it is named, what came before stays, and the next time all is well.
func TestFaults(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	for name, c := range map[string]struct {
		fault vendor.Fault
		want  connect.Why
	}{
		"away":                {vendor.Fault{Kind: vendor.FaultDrop}, connect.WhyNoAnswer},
		"half an answer":      {vendor.Fault{Action: "getmeas", Kind: vendor.FaultTruncate}, connect.WhyNoAnswer},
		"a page":              {vendor.Fault{Action: "getmeas", Kind: vendor.FaultHTML}, connect.WhyUnread},
		"200 MB":              {vendor.Fault{Action: "getmeas", Kind: vendor.FaultHuge}, connect.WhyNoAnswer},
		"pages without end":   {vendor.Fault{Action: "getmeas", Kind: vendor.FaultLoop}, connect.WhyUnread},
		"its own fault":       {vendor.Fault{Action: "getactivity", Kind: vendor.FaultHTTP, Value: 500}, connect.WhyFault},
		"status 2556":         {vendor.Fault{Action: "getsummary", Kind: vendor.FaultCode, Value: 2556}, connect.WhyFault},
		"our parameters":      {vendor.Fault{Action: "getsummary", Kind: vendor.FaultCode, Value: 503}, connect.WhyUnread},
		"another form":        {vendor.Fault{Action: "getmeas", Kind: vendor.FaultCode, Value: 0}, ""}, // an empty answer is one
		"an empty answer":     {vendor.Fault{Action: "getmeas", Kind: vendor.FaultEmpty}, ""},
		"too often, 429":      {vendor.Fault{Action: "getmeas", Kind: vendor.FaultHTTP, Value: 429, RetryAfter: "600"}, connect.WhyBusy},
		"too often, 601":      {vendor.Fault{Action: "getsummary", Kind: vendor.FaultBusy, Value: 188}, connect.WhyBusy},
		"too often, a moment": {vendor.Fault{Action: "getmeas", Kind: vendor.FaultBusy, Value: 3, Times: 1}, ""},
		"away for repairs":    {vendor.Fault{Action: "getmeas", Kind: vendor.FaultHTTP, Value: 503, RetryAfter: "Fri, 20 Nov 2026 23:59:00 GMT"}, connect.WhyBusy},
		"the token":           {vendor.Fault{Action: "getmeas", Kind: vendor.FaultCode, Value: 401, Times: 1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(w.values("weight"))
			w.net.Vendor.Inject(c.fault)
			m := w.fetch(false)
			w.net.Vendor.Heal()
			if m.Why != c.want || !m.Coupled() || m.Going(w.Now()) {
				t.Errorf("it says %q, want %q: %+v", m.Why, c.want, m)
			}
			if got := len(w.values("weight")); got < before {
				t.Errorf("%d weights, were %d", got, before)
			}
			if m.Why == connect.WhyBusy { // it is left alone for as long as it asks
				if err := w.c.Fetch(t.Context(), w.v, "withings", false); why(err) != connect.WhyBusy {
					t.Errorf("asked again at once: %v", err)
				}
				w.pass(m.Pause.Sub(w.Now()))
			}
			if m = w.fetch(false); m.Why != "" {
				t.Errorf("afterwards: %+v", m)
			}
		})
	}
}

// An answer without anything at all takes nothing away, also where everything was asked for.
func TestAnEmptyAnswerTakesNothing(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	w.net.Vendor.Inject(vendor.Fault{Action: "getmeas", Kind: vendor.FaultEmpty})
	if m := w.fetch(true); m.Why != "" || len(w.values("weight")) != 91 {
		t.Errorf("%+v, %d weights", m, len(w.values("weight")))
	}
}

// A part that fails does not hold back the others, and is asked again where it stopped.
func TestAPartThatFails(t *testing.T) {
	w := begin(t)
	w.net.Vendor.Inject(vendor.Fault{Action: "getactivity", Kind: vendor.FaultCode, Value: 2556})
	if err := w.login(vendor.Anna, "ja"); err != nil {
		t.Fatal(err)
	}
	w.c.Wait()
	m := w.one()
	if m.Why != connect.WhyFault || m.Parts["activity"].Why != connect.WhyFault || m.Parts["sleep"].Why != "" || len(w.values("sleep")) == 0 || len(w.values("steps")) != 0 {
		t.Errorf("%+v", m)
	}
	w.net.Vendor.Heal()
	w.pass(time.Hour)
	if m = w.fetch(false); m.Why != "" || len(w.values("steps")) != 91 {
		t.Errorf("afterwards: %+v, %d days", m, len(w.values("steps")))
	}
}
