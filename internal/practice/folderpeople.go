// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"fmt"
	"strings"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
	"regie/internal/text"
)

// provider is the extra care provider that serves the folder.
func (f *Folder) provider() dossier.Provider {
	return dossier.Provider{Key: dossier.OwnData, MedMijName: "uw.eigen.testgegevens@medmij", Name: text.NL.T("practice.folder.provider"),
		Kind: dossier.KindOwn, Street: "Testpad 1", Postcode: "0000 AZ", City: "Oefendorp", Services: f.services}
}

func (f *Folder) persons() []dossier.Person { return f.people }

// divide makes one person of the folder, or, when it holds several patients, one
// with everything and one for each patient.
func (f *Folder) divide(kept []found) {
	all := make([]dossier.Resource, len(kept))
	for i, x := range kept {
		all[i] = x.Resource
	}
	f.Resources = len(all)
	f.arrange(all)
	defer f.separate(all)
	who := f.patients(kept)
	if len(who) <= 1 {
		name := text.NL.T("practice.folder.person")
		if len(who) == 1 {
			name = who[0].name
		}
		f.people = []dossier.Person{f.person("eigen-testgegevens", name, all, "practice.folder.card")}
		return
	}
	for i, w := range who {
		f.people = append(f.people, f.person(fmt.Sprintf("eigen-testgegevens-%d", i+1), w.name, f.of(w, kept), "practice.folder.card"))
	}
	f.people = append(f.people, f.person("eigen-testgegevens-alles", text.NL.T("practice.folder.everybody"), all, "practice.folder.allcard"))
}

// person has no date of birth, so that test patients of any age can be used.
func (f *Folder) person(key, name string, resources []dossier.Resource, card string) dossier.Person {
	return dossier.Person{Key: key, Name: name,
		Summary: dossier.Line{NL: text.NL.T(card, "n", len(resources)), EN: text.EN.T(card, "n", len(resources))},
		At:      map[string][]dossier.Resource{dossier.OwnData: resources}}
}

// patient is one person in the folder; the same one may be there in both versions.
type patient struct {
	name  string
	birth string
	keys  map[string]bool // version and "Patient/id"
}

func versionKey(version int, key string) string { return fmt.Sprintf("%d %s", version, key) }

func (f *Folder) patients(kept []found) []patient {
	var out []patient
	count := map[int]int{}
	for _, x := range kept {
		if x.Type != "Patient" {
			continue
		}
		count[x.FHIR]++
		p := describe(x)
		known := false
		for i := range out {
			if out[i].name == p.name && out[i].birth == p.birth {
				out[i].keys[versionKey(x.FHIR, "Patient/"+x.ID)] = true
				known = true
			}
		}
		if !known {
			p.keys = map[string]bool{versionKey(x.FHIR, "Patient/"+x.ID): true}
			out = append(out, p)
		}
	}
	if len(out) == 2 && count[dossier.STU3] == 1 && count[dossier.R4] == 1 {
		for k := range out[1].keys { // one patient in two versions, written differently
			out[0].keys[k] = true
		}
		out = out[:1]
	}
	return out
}

func describe(x found) patient {
	out := patient{name: "Patient " + x.ID}
	root, err := fhir.Parse(x.JSON, fhir.Standard)
	if err != nil {
		return out
	}
	out.birth = root.Str("birthDate")
	name := root.Get("name").First()
	if s := name.Str("text"); s != "" {
		out.name = s
		return out
	}
	var parts []string
	for g := range name.Each("given") {
		parts = append(parts, g.Value())
	}
	if s := strings.TrimSpace(strings.Join(parts, " ") + " " + name.Str("family")); s != "" {
		out.name = s
	}
	return out
}

// of gives what is about one patient: everything that refers to this patient,
// what refers to nobody and isn't there to serve others, and whatever these
// refer to.
func (f *Folder) of(w patient, kept []found) []dossier.Resource {
	at := make(map[string]int, len(kept))
	for i, x := range kept {
		at[versionKey(x.FHIR, x.Type+"/"+x.ID)] = i
	}
	target := func(x found, ref string) string {
		if key, ok := f.aliases[ref]; ok {
			return versionKey(x.FHIR, key)
		}
		key, ok := search.ReferenceKey(ref)
		if !ok {
			return ""
		}
		return versionKey(x.FHIR, key)
	}
	mine := make([]bool, len(kept))
	var queue []int
	take := func(i int) {
		if !mine[i] {
			mine[i] = true
			queue = append(queue, i)
		}
	}
	others := make([]bool, len(kept)) // is about somebody else
	for i, x := range kept {
		me, other := w.keys[versionKey(x.FHIR, x.Type+"/"+x.ID)], x.Type == "Patient"
		for _, r := range x.refs {
			k := target(x, r)
			me = me || w.keys[k]
			other = other || strings.Contains(k, " Patient/") && !w.keys[k]
		}
		others[i] = other && !me
		if me || !other && !supporting[x.Type] {
			take(i)
		}
	}
	for len(queue) > 0 {
		x := kept[queue[0]]
		queue = queue[1:]
		for _, r := range x.refs {
			if i, ok := at[target(x, r)]; ok && !others[i] {
				take(i)
			}
		}
	}
	var out []dossier.Resource
	for i, x := range kept {
		if mine[i] {
			out = append(out, x.Resource)
		}
	}
	return out
}
