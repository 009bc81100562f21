// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
)

// asked are the queries of the data services that hand out less than they have, or more:
// the newest of each code, and what comes along.
var asked = map[string][]string{
	"48": {
		"Patient?_include=Patient:general-practitioner", "Coverage?_include=Coverage:payor:Patient&_include=Coverage:payor:Organization",
		"Consent?category=" + sct_ + "11291000146105", "Consent?category=" + sct_ + "11341000146107",
		"Observation/$lastn?category=" + sct_ + "118228005," + sct_ + "384821006", "Condition",
		"Observation/$lastn?code=" + sct_ + "365508006", "Observation?code=" + sct_ + "228366006", "Observation?code=" + sct_ + "228273003",
		"Observation?code=" + sct_ + "365980008", "NutritionOrder", "Flag", "AllergyIntolerance",
		"MedicationStatement?category=urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3|6&_include=MedicationStatement:medication",
		"MedicationRequest?category=" + sct_ + "16076005&_include=MedicationRequest:medication",
		"MedicationDispense?category=" + sct_ + "422037009&_include=MedicationDispense:medication",
		"DeviceUseStatement?_include=DeviceUseStatement:device", "Immunization?status=completed",
		"Observation/$lastn?code=" + loi_ + "85354-9", "Observation/$lastn?code=" + loi_ + "29463-7",
		"Observation/$lastn?code=" + loi_ + "8302-2," + loi_ + "8306-3," + loi_ + "8308-9",
		"Observation/$lastn?category=" + sct_ + "275711006&_include=Observation:related-target&_include=Observation:specimen",
		"Procedure?category=" + sct_ + "387713003",
		"Encounter?class=" + sysActCode + "|IMP," + sysActCode + "|ACUTE," + sysActCode + "|NONAC",
		"ProcedureRequest?status=active", "ImmunizationRecommendation", "DeviceRequest?status=active&_include=DeviceRequest:device",
		"Appointment?status=booked,pending,proposed",
	},
	"49": {
		"Patient?_include=Patient:general-practitioner", "EpisodeOfCare",
		"MedicationRequest?periodofuse=ge2026-10-01&category=" + sct_ + "16076005&_include=MedicationRequest:medication",
		"AllergyIntolerance?category=medication", "Observation?code=" + sysNHG45 + "|&_include=Observation:related-target&_include=Observation:specimen",
		"Composition?type=" + loi_ + "67781-5", "Encounter",
	},
	"51": {"DocumentReference?status=current", "DocumentManifest?status=current"},
	"63": {"Immunization"},
}

// collected is what a collecting run gets of one service of one provider.
func collected(t *testing.T, resources []dossier.Resource, service string) map[string]int {
	t.Helper()
	mine := slices.DeleteFunc(slices.Clone(resources), func(r dossier.Resource) bool {
		return len(r.Services) > 0 && !slices.Contains(r.Services, service)
	})
	ix, err := search.New(mine, nil, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	got, seen := map[string]int{}, map[string]bool{}
	for _, q := range asked[service] {
		path, query, _ := strings.Cut(q, "?")
		kind, lastn := strings.CutSuffix(path, "/$lastn")
		parsed, err := ix.Parse(kind, lastn, strings.NewReplacer("|", "%7C", " ", "%20").Replace(query), false)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		found := ix.Search(parsed).Matches
		for _, r := range append(slices.Clone(found), ix.Include(found, parsed)...) {
			if key := r.Type + "/" + r.ID; !seen[key] {
				seen[key] = true
				got[r.Type]++
			}
		}
	}
	return got
}

func TestWhatIsCollected(t *testing.T) {
	for _, p := range Build(anchor) {
		all := 0
		for _, provider := range dossier.Providers() {
			resources, known := p.At[provider.Key]
			if !known {
				continue
			}
			for _, service := range provider.Services {
				n := 0
				kinds := collected(t, resources, service)
				for _, k := range kinds {
					n += k
				}
				all += n
				t.Logf("%-8s %-24s %s %4d %v", p.Key, provider.Key, service, n, kinds)
				if n == 0 && p.Key != "lotte" && provider.Key != dossier.Oefenhoek && service != "51" {
					t.Errorf("%s has nothing at %s for service %s", p.Key, provider.Key, service)
				}
			}
		}
		switch least := map[string]int{"willem": 400, "greet": 200, "lotte": 0}[p.Key]; {
		case all < least:
			t.Errorf("%s: only %d resources are collected", p.Key, all)
		case p.Key == "lotte" && all > 0:
			t.Errorf("lotte has %d resources", all)
		}
	}
}
