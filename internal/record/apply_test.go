// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func someone() *vault.Opened {
	return vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
}

func moment(n int) time.Time {
	return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}

func observation(id, code, value string) Incoming {
	return Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":%q,"status":"final",
		"code":{"coding":[{"system":"http://loinc.org","code":%q,"display":"Hemoglobine"}]},
		"subject":{"reference":"Patient/p"},"performer":[{"reference":"Practitioner/dr"}],
		"effectiveDateTime":"2026-08-31T10:00:00+02:00","valueQuantity":{"value":%s,"unit":"mmol/L"}}`, id, code, value)}
}

func practitioner(name string) Incoming {
	return Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Practitioner","id":"dr","name":[{"family":%q}]}`, name)}
}

func TestApply(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		batch := func(n int, complete bool, service string, in ...Incoming) Batch {
			return Batch{Provider: "een@medmij", ProviderName: "Huisarts Een", Service: service, At: moment(n), Complete: complete, Resources: in}
		}
		for i, step := range []struct {
			name  string
			batch Batch
			want  Change
		}{
			{"first", batch(1, true, "48", observation("a", "718-7", "7.20"), observation("b", "718-7", "8.1"), practitioner("Jansen")), Change{New: 3, NewItems: 2}},
			{"again", batch(2, true, "48", observation("a", "718-7", "7.20"), observation("b", "718-7", "8.1"), practitioner("Jansen")), Change{Same: 3}},
			{"another service of the same provider", batch(3, true, "49", observation("a", "718-7", "7.20")), Change{Same: 1}},
			{"a changed value", batch(4, true, "48", observation("a", "718-7", "7.2"), observation("b", "718-7", "8.1"), practitioner("Jansen")), Change{Changed: 1, ChangedItems: 1, Same: 2}},
			{"a changed part", batch(5, true, "48", observation("a", "718-7", "7.2"), observation("b", "718-7", "8.1"), practitioner("De Vries")), Change{Changed: 1, Same: 2}},
			{"one is left out", batch(6, true, "48", observation("a", "718-7", "7.2"), practitioner("De Vries")), Change{Same: 2, Gone: 1, GoneItems: 1}},
			{"nonsense", batch(7, false, "48", Incoming{FHIR: fhir.STU3, Raw: []byte(`{"a":`)}), Change{New: 1, NewItems: 1, Unreadable: 1}},
			{"nothing", batch(8, false, "48"), Change{}},
		} {
			got, err := k.Apply(t.Context(), v, step.batch)
			if err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if diff := cmp.Diff(step.want, got); diff != "" {
				t.Errorf("step %d, %s: %s", i, step.name, diff)
			}
		}
	})
}
