// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"regie/internal/carry"
	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/store/storetest"
	"regie/internal/text"
)

// BenchmarkLarge takes 50,000 items and 5 million samples along, and looks at the archive again. It
// tells the greatest heap that was seen on the way.
func BenchmarkLarge(b *testing.B) {
	w := newWorld(b, storetest.SQLite(b))
	anna := newPerson()
	ctx := context.Background()
	for part := range 50 {
		batch := record.Batch{Provider: "groot@medmij", ProviderName: "Groot", Service: "49", At: anchor.Add(time.Duration(part) * time.Second)}
		for i := range 1000 {
			batch.Resources = append(batch.Resources, record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":"o%d","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-LaboratoryTestResult-Observation"]},"status":"final","category":[{"coding":[{"system":"http://snomed.info/sct","code":"49581000146104"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"}]},"subject":{"reference":"Patient/1"},"effectiveDateTime":"20%02d-01-02T08:%02d:00+01:00","valueQuantity":{"value":%d.%d,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}`, part*1000+i, 10+i%15, i%60, 6+i%5, i%10)})
		}
		if _, err := w.kit.Keeper.Apply(ctx, anna, batch); err != nil {
			b.Fatal(err)
		}
	}
	in := &measure.Intake{}
	watch := in.Source(measure.Source{Name: "Watch", Class: measure.ClassWatch})
	start := anchor.AddDate(-5, 0, 0).UnixMilli()
	for i := range int64(5_000_000) {
		at := start + i*30_000
		in.Add(in.Kind("heart-rate"), watch, measure.Sample{Start: at, End: at, Zone: 60, Value: (60 + i*7%50) * measure.Scale})
	}
	if _, err := w.kit.Books.Add(ctx, anna, in, measure.About{Format: "apple"}); err != nil {
		b.Fatal(err)
	}
	in = nil
	path := filepath.Join(b.TempDir(), "alles.zip")
	for b.Loop() {
		runtime.GC()
		stop, peak := make(chan bool), make(chan uint64)
		go func() {
			var most uint64
			var m runtime.MemStats
			for {
				select {
				case <-stop:
					peak <- most
					return
				case <-time.After(50 * time.Millisecond):
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapInuse)
				}
			}
		}()
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := w.kit.Take(ctx, anna, text.NL, f); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		stop <- true
		b.ReportMetric(float64(<-peak)/(1<<20), "MB-heap")
		b.ReportMetric(took.Seconds(), "s-take")
		size, _ := f.Seek(0, io.SeekEnd)
		b.ReportMetric(float64(size)/(1<<20), "MB-zip")
		began = time.Now()
		if _, err := carry.Read(ctx, &carry.File{Name: "x.zip", ReaderAt: f, Size: size}, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-read")
		_ = f.Close()
	}
}
