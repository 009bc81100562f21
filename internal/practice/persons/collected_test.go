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
	"31": medication9, "46": {"Observation?category=" + sct_ + "49581000146104"}, "47": {"Appointment?date=ge2020-01-01"},
	"35": {"MedicationDispense?category=" + sct_ + "373784005," + sct_ + "422037009&_include=MedicationDispense:medication&_include=MedicationDispense:patient&_include=MedicationDispense:performer"},
	"52": {"Observation?code=" + loi_ + "85354-9," + loi_ + "29463-7," + loi_ + "8302-2," + loi_ + "14760-3," + loi_ + "14743-9," + loi_ + "14770-2," + loi_ + "8867-4," +
		loi_ + "8893-0," + loi_ + "8310-5," + loi_ + "59408-5," + sct_ + "422834003", "Observation?category=http://hl7.org/fhir/observation-category|vital-signs"},
	"54": {"AllergyIntolerance"}, "58": {"AllergyIntolerance"},
	"50": {
		"Patient?_include=Patient:general-practitioner", "Coverage?_include=Coverage:payor:Patient&_include=Coverage:payor:Organization",
		"Consent?category=" + sct_ + "11291000146105", "Consent?category=" + sct_ + "11341000146107", "Observation?category=" + sct_ + "118228005," + sct_ + "384821006",
		"Condition", "Observation?code=" + sct_ + "228366006", "Observation?code=" + sct_ + "228273003", "Observation?code=" + sct_ + "365980008",
		"Observation/$lastn?code=" + sct_ + "365508006", "Observation?code=" + sct_ + "365470003", "Observation?code=" + sct_ + "314845004",
		"CarePlan?category=" + sct_ + "243114000", "Observation/$lastn?category=" + sct_ + "275711006&_include=Observation:related-target&_include=Observation:specimen",
		"Observation?category=http://hl7.org/fhir/observation-category|survey", "Procedure", "DiagnosticReport", "CareTeam?_include=CareTeam:participant",
	},
	"61": {
		"Patient?_include=Patient:general-practitioner", "Consent?category=" + sct_ + "11291000146105", "Consent?category=" + sct_ + "11341000146107", "Condition", "AllergyIntolerance",
		"Observation/$lastn?category=" + sct_ + "275711006&_include=Observation:related-target&_include=Observation:specimen", "Procedure",
		"CarePlan?_include=CarePlan:activity-goal:Goal&_include=CarePlan:activity-outcomereference:Observation&_include=CarePlan:activity-medicaldevice:DeviceUseStatement&_include:recurse=DeviceUseStatement:device:Device",
		"CareTeam?_include=CareTeam:participant",
	},
	"65": {
		"Patient", "Coverage", "FamilyMemberHistory", "DeviceUseStatement?_include=DeviceUseStatement:device",
		"EpisodeOfCare?type=" + sct_ + "364320009&_include=EpisodeOfCare:organization&_include=EpisodeOfCare:care-manager",
		"Condition?context=EpisodeOfCare/{card}", "Encounter?episodeofcare={card}&_include=Encounter:practitioner", "Observation?context=EpisodeOfCare/{card}",
		"Observation?context:Encounter.episodeofcare=EpisodeOfCare/{card}", "Procedure?context=EpisodeOfCare/{card}&_include=Procedure:performer",
		"CareTeam?context=EpisodeOfCare/{card}", "DiagnosticReport?context=EpisodeOfCare/{card}", "ReferralRequest?context=EpisodeOfCare/{card}",
	},
	"59": {"Task?code=" + loi_ + "74468-0&status=requested"}, "301": {"Task"}, "900000503": {"DocumentReference?status=current"},
	"900000504": {"DiagnosticReport?category=" + sct_ + "108257001&_include=DiagnosticReport:result&_include=DiagnosticReport:specimen", "Observation?_include=Observation:specimen"},
	"900000505": {"ServiceRequest?category=urn:oid:2.16.840.1.113883.2.4.4.30.69|1", "Composition?type=" + loi_ + "57133-1", "Task?code=" + sct_ + "3457005", "Condition"},
	"900000506": {"Communication"}, "900000101": {"Patient"}, "900000102": {"Procedure?category=" + sct_ + "225362009"}, "900000103": {"Goal"},
	"900000104": {"Observation?code=" + sct_ + "364126007"}, "900000105": {"Observation?code=" + sct_ + "74024006"}, "900000106": {"Observation?code=" + sct_ + "110353005"},
	"900000107": {"Observation?code=" + sct_ + "413347006"}, "900000108": {"Observation?code=" + sct_ + "540501000146103"}, "900000109": {"Observation?code=" + sct_ + "440271000146100"},
	"900000110": {"Coverage"}, "900000111": {"Encounter"},
	"900000501": {
		"MedicationRequest?category=" + sct_ + "33633005&_include=MedicationRequest:medication", "MedicationRequest?category=" + sct_ + "52711000146108",
		"MedicationRequest?category=" + sct_ + "395067002", "MedicationDispense?category=" + sct_ + "422037009", "MedicationDispense?category=" + sct_ + "373784005",
		"MedicationStatement?category=" + sct_ + "422979000", "MedicationAdministration?category=" + sct_ + "18629005",
	},
	"900000502": {
		"Observation?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory&_include=Observation:specimen&_include=Observation:has-member",
		"DiagnosticReport?category=http://terminology.hl7.org/CodeSystem/v2-0074|LAB",
	},
	"900000401": {"Observation?code=" + loi_ + "85354-9"}, "900000402": {"Observation?code=" + loi_ + "8302-2"}, "900000403": {"Observation?code=" + loi_ + "29463-7"},
	"900000404": {"Flag"}, "900000405": {"NutritionOrder"}, "900000406": {"Observation?code=" + sct_ + "365508006"}, "900000407": {"Coverage"},
	"900000409": {"Observation?code=" + loi_ + "8310-5"}, "900000410": {"Observation?code=" + sct_ + "364396009"}, "900000411": {"Observation?code=" + sct_ + "422834003"}, "900000412": {"Observation?code=" + loi_ + "8893-0"},
}

// medication9 are the five questions of Medicatieproces 9.
var medication9 = []string{
	"MedicationRequest?category=" + sct_ + "16076005&_include=MedicationRequest:medication",
	"MedicationRequest?category=" + sct_ + "52711000146108&_include=MedicationRequest:medication",
	"MedicationDispense?category=" + sct_ + "422037009&_include=MedicationDispense:medication",
	"MedicationDispense?category=" + sct_ + "373784005&_include=MedicationDispense:medication",
	"MedicationStatement?category=urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3|6&_include=MedicationStatement:medication",
}

// collected is what a collecting run gets of one service of one provider.
func collected(t *testing.T, resources []dossier.Resource, service string, tally map[string]int) map[string]int {
	t.Helper()
	mine := slices.DeleteFunc(slices.Clone(resources), func(r dossier.Resource) bool {
		return r.FHIR != dossier.VersionOf(service) || len(r.Services) > 0 && !slices.Contains(r.Services, service)
	})
	ix, err := search.New(mine, nil, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	got, seen := map[string]int{}, map[string]bool{}
	for _, q := range asked[service] {
		path, query, _ := strings.Cut(q, "?")
		kind, lastn := strings.CutSuffix(path, "/$lastn")
		parsed, err := ix.Parse(kind, lastn, strings.NewReplacer("|", "%7C", " ", "%20", "{card}", stableID(dossier.Ooievaar, "yasmina", "EpisodeOfCare", "kaart")).Replace(query), false)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		found := ix.Search(parsed).Matches
		if tally != nil {
			tally[service+" "+q] += len(found)
		}
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
	answered, tally := map[string]int{}, map[string]int{}
	for _, p := range Build(anchor) {
		all := 0
		for _, provider := range dossier.Providers() {
			resources, known := p.At[provider.Key]
			if !known {
				continue
			}
			for _, service := range provider.Services {
				n := 0
				kinds := collected(t, resources, service, tally)
				for _, k := range kinds {
					n += k
				}
				all += n
				answered[provider.Key+" for "+service] += n
				t.Logf("%-8s %-24s %s %4d %v", p.Key, provider.Key, service, n, kinds)
			}
		}
		switch least := map[string]int{"willem": 400, "greet": 200, "lotte": 0}[p.Key]; {
		case all < least:
			t.Errorf("%s: only %d resources are collected", p.Key, all)
		case p.Key == "lotte" && all > 0:
			t.Errorf("lotte has %d resources", all)
		}
	}
	for q, n := range tally {
		if n == 0 {
			t.Errorf("nobody has an answer to %s", q)
		}
	}
	for where, n := range answered {
		if n == 0 {
			t.Errorf("nobody has anything at %s", where)
		}
	}
}
