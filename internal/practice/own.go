// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
)

// A folder of a person's own may hold what no search of a data service finds:
// older measurements where only the last one is asked for, or types that belong
// to another service. Being generous, the provider of the folder sends these
// along, as included resources, with the first search that fits.

// addExtras divides what no search of any service brings, in each FHIR version,
// among the searches of the service that brings most, when generous. It also
// gives it back.
func addExtras(shelves map[string]*shelf, generous bool) (left []dossier.Resource) {
	ids := slices.Sorted(maps.Keys(shelves))
	for _, version := range []int{dossier.STU3, dossier.R4} {
		var best service
		most := -1
		reached := map[string]bool{}
		for _, id := range ids {
			s, _ := serviceOf(id)
			if s.fhir != version {
				continue
			}
			own := map[string]bool{}
			for _, q := range s.searches {
				reach(shelves[id].index, q, own)
			}
			maps.Copy(reached, own)
			if len(own) > most {
				best, most = s, len(own)
			}
		}
		if most < 0 {
			continue
		}
		sh := shelves[best.id]
		extras := map[string][]dossier.Resource{}
		for _, serving := range []bool{false, true} { // what serves the first is reached by then
			for _, r := range sh.index.All() {
				if supporting[r.Type] != serving || reached[r.Type+"/"+r.ID] {
					continue
				}
				follow(sh.index, []dossier.Resource{r}, reached)
				at := firstSearch(best, r.Type)
				extras[at] = append(extras[at], r)
				left = append(left, r)
			}
		}
		if generous && len(extras) > 0 {
			sh.extras, sh.gives = extras, true
		}
	}
	return left
}

// firstSearch is the shape of the first search of the service for the type, or
// of its very first search when the type is not searched for.
func firstSearch(s service, typ string) string {
	for _, q := range s.searches {
		if t, lastn, raw := splitSearch(q); t == typ && !strings.Contains(q, "{id}") {
			return shapeOf(t, lastn, raw)
		}
	}
	return shapeOf(splitSearch(s.searches[0]))
}

// splitSearch takes a search of the table apart, with a date that all lies after.
func splitSearch(q string) (typ string, lastn bool, rawQuery string) {
	path, raw, _ := strings.Cut(strings.ReplaceAll(q, "{T}", "1000"), "?")
	typ, lastn = strings.CutSuffix(path, "/$lastn")
	return typ, lastn, raw
}

// shapeOf is the same for searches that ask for the same, whatever the date,
// the order of parameters and what is to be included.
func shapeOf(typ string, lastn bool, rawQuery string) string {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return ""
	}
	var parts []string
	for name, vs := range values {
		switch {
		case strings.HasPrefix(name, "_"), name == "date", name == "periodofuse", name == "indexed":
		case typ == "DocumentReference" && name == "status": // may be left out
		default:
			parts = append(parts, name+"="+strings.Join(vs, "&"))
		}
	}
	slices.Sort(parts)
	if lastn {
		typ += "/$lastn"
	}
	return typ + "?" + strings.Join(parts, "&")
}

// reach marks what a client gets by a search: the matches, what is included,
// and whatever serves these, since a client may read that.
func reach(ix *search.Index, searchText string, reached map[string]bool) {
	if strings.Contains(searchText, "{id}") { // asked for each pregnancy that was found, and for no other episode
		q, err := ix.Parse("EpisodeOfCare", false, "type="+sct+"364320009", false)
		if err != nil {
			return
		}
		for _, r := range ix.Search(q).Matches {
			reach(ix, strings.ReplaceAll(searchText, "{id}", r.ID), reached)
		}
		return
	}
	typ, lastn, raw := splitSearch(searchText)
	q, err := ix.Parse(typ, lastn, raw, false)
	if err != nil {
		return
	}
	found := ix.Search(q)
	follow(ix, append(slices.Clone(found.Matches), found.Included...), reached)
}

// follow marks resources and whatever serves them.
func follow(ix *search.Index, queue []dossier.Resource, reached map[string]bool) {
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		key := r.Type + "/" + r.ID
		if reached[key] {
			continue
		}
		reached[key] = true
		for _, ref := range append(references(r.JSON), attachments(r)...) {
			if key, ok := search.ReferenceKey(ref); ok {
				t, id, _ := strings.Cut(key, "/")
				if target, ok := ix.Read(t, id); ok && supporting[t] {
					queue = append(queue, target)
				}
			}
		}
	}
}

// attachments are the addresses of the documents of a DocumentReference.
func attachments(r dossier.Resource) []string {
	if r.Type != "DocumentReference" {
		return nil
	}
	var out []string
	for _, m := range attachmentURL.FindAllSubmatch(r.JSON, -1) {
		out = append(out, string(m[1]))
	}
	return out
}

// supporting are the types that serve others, and that a client reads when it
// meets a reference to them.
var supporting = map[string]bool{
	"Organization": true, "Practitioner": true, "PractitionerRole": true, "Location": true, "Medication": true,
	"Device": true, "RelatedPerson": true, "Specimen": true, "BodySite": true, "Binary": true, "Patient": true,
	"HealthcareService": true, "Substance": true, "Media": true, "Questionnaire": true, "ActivityDefinition": true, "Endpoint": true,
}
