// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"regie/internal/fhir"
	"regie/internal/record"
	"regie/internal/zib"
)

// weeks is twenty years of weekly values.
const weeks = 1040

// fillWeekly adds a clotting test of every week of twenty years.
func (r *regie) fillWeekly(ctx context.Context) error {
	day, err := time.Parse(time.DateOnly, anchor)
	if err != nil {
		return err
	}
	b := record.Batch{Provider: "trombosedienst@medmij", ProviderName: "Trombosedienst", Service: "46", At: day, Complete: true}
	for i := range weeks {
		b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":"week-%d","status":"final",
			"meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-LaboratoryTestResult-Observation"]},
			"category":[{"coding":[{"system":"http://snomed.info/sct","code":"49581000146104"}]}],
			"code":{"coding":[{"system":"http://loinc.org","code":"34714-6","display":"INR"}]},"effectiveDateTime":%q,
			"valueQuantity":{"value":%.1f,"unit":"INR","system":"http://unitsofmeasure.org","code":"{INR}"},
			"referenceRange":[{"low":{"value":2.0,"unit":"INR"},"high":{"value":3.5,"unit":"INR"}}]}`,
			i, day.AddDate(0, 0, -7*i).Format(time.DateOnly), 2.7+0.1*float64((i*7919)%17-8))})
	}
	_, err = r.keeper.Apply(ctx, r.vault, b)
	return err
}

// labPage measures the page of one test with twenty years of weekly values in a dossier of that
// size, and what the first look at the tests costs after the dossier was opened.
func labPage(ctx context.Context, r *regie, site http.Handler, size, times int) ([]Figure, error) {
	err := r.fillWeekly(ctx)
	if err != nil {
		return nil, err
	}
	d, err := r.keeper.Open(ctx, r.vault)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	start := time.Now()
	var weekly *record.Test
	for _, t := range d.Tests(zib.CategoryLab) {
		if len(t.Results) >= weeks {
			weekly = t
		}
	}
	first := time.Since(start)
	if weekly == nil {
		return nil, fmt.Errorf("the dossier has no test with %d results", weeks)
	}
	address := "/lab/" + weekly.Key.String()
	var all []time.Duration
	sent := 0
	for i := range times + 5 {
		req := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+address, nil)
		for _, name := range []string{"regie", "__Host-regie"} {
			req.AddCookie(&http.Cookie{Name: name, Value: "bench"})
		}
		req.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		start := time.Now()
		site.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("the page of a test answered %d", w.Code)
		}
		sent = w.Body.Len()
		if i >= 5 { // the first few warm up
			all = append(all, time.Since(start))
		}
	}
	return []Figure{
		{Name: fmt.Sprintf("lab at %d: sorting all results by test, once", size), Value: millis(first), Unit: "ms"},
		{Name: fmt.Sprintf("lab page, 20 years weekly, at %d: p50", size), Value: quantile(all, 0.5), Unit: "ms"},
		atMost(fmt.Sprintf("lab page, 20 years weekly, at %d: p95", size), quantile(all, 0.95), "ms", 10),
		atMost(fmt.Sprintf("lab page, 20 years weekly, at %d: compressed", size), float64(sent)/1024, "KB", 30),
	}, nil
}
