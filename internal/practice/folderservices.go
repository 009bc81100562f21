// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"maps"
	"slices"
	"strings"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
	"regie/internal/text"
)

// The provider of a folder offers the four services that every personal health environment
// collects, and beyond these what the folder is for: a service that finds half of it or more, and
// services that find what no other does.

// always are the services that the provider of a folder offers whatever is in it.
var always = []string{"48", "49", "51", "63"}

// alike are services that find the same as another one: the folder offers the other.
var alike = map[string]string{"35": "31", "58": "54"}

// arrange chooses the services of the folder's provider.
func (f *Folder) arrange(all []dossier.Resource) {
	f.services = slices.Clone(always)
	for _, version := range []int{dossier.STU3, dossier.R4} {
		ix, main := f.indexed(all, version)
		if ix == nil || main == 0 {
			continue
		}
		reached := map[string]bool{}
		found := map[string]map[string]bool{}
		for _, s := range services {
			if s.fhir != version || alike[s.id] != "" {
				continue
			}
			found[s.id] = s.finds(ix)
			if slices.Contains(always, s.id) {
				maps.Copy(reached, found[s.id])
			} else if 2*len(found[s.id]) >= main && !isFine(s) {
				f.services = append(f.services, s.id)
				maps.Copy(reached, found[s.id])
			}
		}
		for {
			best, most := "", 0
			for _, s := range services { // in the order of the table: whole services before pieces
				if n := fresh(found[s.id], reached); n > most && !slices.Contains(f.services, s.id) {
					best, most = s.id, n
				}
			}
			if best == "" {
				break
			}
			f.services = append(f.services, best)
			maps.Copy(reached, found[best])
		}
	}
	slices.Sort(f.services)
}

func isFine(s service) bool {
	return slices.ContainsFunc(fineServices, func(f service) bool { return f.id == s.id })
}

func fresh(found, reached map[string]bool) int {
	n := 0
	for key := range found {
		if !reached[key] {
			n++
		}
	}
	return n
}

// indexed makes what has one version searchable; main counts what does not serve others.
func (f *Folder) indexed(all []dossier.Resource, version int) (ix *search.Index, main int) {
	var kept []dossier.Resource
	for _, r := range all {
		if r.FHIR == version {
			kept = append(kept, r)
			if !supporting[r.Type] {
				main++
			}
		}
	}
	ix, err := search.New(kept, f.aliases, time.UTC)
	if err != nil {
		return nil, 0 // said when the network starts
	}
	return ix, main
}

// finds gives what the searches of a service bring, less what only serves others.
func (s service) finds(ix *search.Index) map[string]bool {
	out := map[string]bool{}
	for _, q := range s.searches {
		reach(ix, q, out)
	}
	maps.DeleteFunc(out, func(key string, _ bool) bool {
		typ, _, _ := strings.Cut(key, "/")
		return supporting[typ]
	})
	return out
}

// apart is a provider that has a part of the folder once more: who prescribed, and who handed
// over, so that medication can be collected from three providers and be brought together again.
type apart struct {
	provider dossier.Provider
	types    []string
}

// separate makes the two extra providers, where the folder has both sides of medication.
func (f *Folder) separate(all []dossier.Resource) {
	var offered []string
	for _, version := range []int{dossier.STU3, dossier.R4} {
		has := func(typ string) bool {
			return slices.ContainsFunc(all, func(r dossier.Resource) bool { return r.FHIR == version && r.Type == typ })
		}
		id := map[int]string{dossier.STU3: "31", dossier.R4: dossier.MedicationR4}[version]
		if has("MedicationRequest") && has("MedicationDispense") && slices.Contains(f.services, id) {
			offered = append(offered, id)
		}
	}
	if offered == nil {
		return
	}
	f.apart = []apart{
		{dossier.Provider{Key: dossier.OwnHospital, MedMijName: "uw.eigen.testziekenhuis@medmij", Name: text.NL.T("practice.folder.hospital"),
			Kind: dossier.KindOwn, Street: "Testpad 2", Postcode: "0000 AZ", City: "Oefendorp", Services: offered}, []string{"MedicationRequest"}},
		{dossier.Provider{Key: dossier.OwnPharmacy, MedMijName: "uw.eigen.testapotheek@medmij", Name: text.NL.T("practice.folder.pharmacy"),
			Kind: dossier.KindOwn, Street: "Testpad 3", Postcode: "0000 AZ", City: "Oefendorp", Services: offered}, []string{"MedicationDispense"}},
	}
	for i := range f.people {
		mine := f.people[i].At[dossier.OwnData]
		for _, a := range f.apart {
			f.people[i].At[a.provider.Key] = f.part(mine, a.types)
		}
	}
}

// part gives the resources of some types, with whatever serves these.
func (f *Folder) part(all []dossier.Resource, types []string) []dossier.Resource {
	var out []dossier.Resource
	for _, version := range []int{dossier.STU3, dossier.R4} {
		ix, _ := f.indexed(all, version)
		if ix == nil {
			continue
		}
		reached := map[string]bool{}
		var queue []dossier.Resource
		for _, r := range ix.All() {
			if slices.Contains(types, r.Type) {
				queue = append(queue, r)
			}
		}
		follow(ix, queue, reached)
		for _, r := range ix.All() {
			if reached[r.Type+"/"+r.ID] {
				out = append(out, r)
			}
		}
	}
	return out
}

// providers are the extra care providers that serve the folder: the one with everything first.
func (f *Folder) providers() []dossier.Provider {
	out := []dossier.Provider{f.provider()}
	for _, a := range f.apart {
		out = append(out, a.provider)
	}
	return out
}

// isOwn tells whether a provider serves a folder.
func isOwn(provider string) bool {
	return provider == dossier.OwnData || provider == dossier.OwnHospital || provider == dossier.OwnPharmacy
}
