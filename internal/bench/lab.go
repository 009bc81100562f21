// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"fmt"
	"net/http"
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
// size.
func labPage(ctx context.Context, r *regie, site http.Handler, size, times int) ([]Figure, error) {
	if err := r.fillWeekly(ctx); err != nil {
		return nil, err
	}
	d, err := r.keeper.Open(ctx, r.vault)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	start := time.Now()
	tests := d.Tests(zib.CategoryLab)
	first := time.Since(start)
	t, err := weekly(d, tests)
	if err != nil {
		return nil, err
	}
	all, sent, err := measured(site, []string{"/lab/" + t.Key.String()}, times)
	if err != nil {
		return nil, err
	}
	return []Figure{
		{Name: fmt.Sprintf("lab at %d: sorting all results by test, once", size), Value: millis(first), Unit: "ms"},
		{Name: fmt.Sprintf("lab page, 20 years weekly, at %d: p50", size), Value: quantile(all, 0.5), Unit: "ms"},
		atMost(fmt.Sprintf("lab page, 20 years weekly, at %d: p95", size), quantile(all, 0.95), "ms", 10),
		atMost(fmt.Sprintf("lab page, 20 years weekly, at %d: compressed", size), float64(sent)/1024, "KB", 30),
	}, nil
}
