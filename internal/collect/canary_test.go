// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
	"regie/internal/store"
	"regie/internal/vault"
)

// TestNobodyGetsSomebodyElsesData lets many persons collect at the same time from servers
// that are slow, fail and repeat, and looks in each dossier for the mark of all others.
func TestNobodyGetsSomebodyElsesData(t *testing.T) {
	const many = 24
	var people []dossier.Person
	for i := range many {
		key := fmt.Sprintf("p%02d", i)
		own := func(id, patient string) dossier.Resource {
			r := condition(id, patient)
			r.JSON = []byte(strings.Replace(string(r.JSON), "Kanarie", "Kanarie"+key, 1))
			return r
		}
		patientID := "id" // the same for everybody: only the token tells them apart
		if i%3 == 0 {
			patientID = key
		}
		at := []dossier.Resource{patient(patientID, fmt.Sprintf("19%02d-01-01", 50+i), "female", "Kanarie"+key, "A")}
		for j := range 30 {
			at = append(at, own(fmt.Sprintf("c%d", j), patientID))
		}
		people = append(people, dossier.Person{
			Key: key, Name: "Persoon " + key, Birth: time.Date(1950+i, 1, 1, 0, 0, 0, 0, time.UTC),
			At: map[string][]dossier.Resource{"apotheek-vijzel": at},
		})
	}
	w := newWorld(t, func(c *practice.Config) { c.Persons, c.PageSize = people, 7 })
	for _, f := range []practice.Fault{
		{Kind: practice.FaultSlow, Delay: 3 * time.Millisecond, Match: "Condition"},
		{Kind: practice.FaultStatus, Status: 500, After: 40, Times: 2},
		{Kind: practice.FaultTruncate, After: 90, Times: 2},
		{Kind: practice.FaultDrop, After: 140, Times: 1},
	} {
		f.Where = practice.AtResource
		w.net.Inject(f)
	}
	vaults := make([]*vault.Opened, many)
	for i := range vaults {
		vaults[i] = w.person()
	}
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			session := store.NewID(nil)
			j, err := w.Begin(t.Context(), vaults[i], []Choice{{vijzelName, []string{"48"}}})
			if err != nil {
				t.Error(err)
				return
			}
			to, err := w.Depart(t.Context(), vaults[i], session, j.ID, 0)
			if err != nil {
				t.Error(err)
				return
			}
			back, err := practicetest.Walk(t.Context(), w.net, to.String(), practicetest.Visitor{Person: people[i].Key})
			if err != nil {
				t.Error(err)
				return
			}
			tag := back.Path[strings.LastIndexByte(back.Path, '/')+1:]
			if _, err := w.Return(t.Context(), vaults[i], session, tag, back.RawQuery); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.Wait()
	for i, v := range vaults {
		d, err := w.cfg.Keeper.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(d.Search("Kanarie" + people[i].Key).Items); n < 20 {
			t.Errorf("%s has %d items", people[i].Key, n)
		}
		for j := range people {
			if found := d.Search("Kanarie" + people[j].Key); j != i && len(found.Items) > 0 && !found.Loose {
				t.Errorf("%s has what is of %s", people[i].Key, people[j].Key)
			}
		}
		d.Close()
	}
}
