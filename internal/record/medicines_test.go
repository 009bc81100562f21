// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func TestProductOf(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"METFORMINE TABLET 500MG", "Metformine 500 mg tabletten", true},
		{"METFORMINE TABLET 500MG", "Metformine tablet 0,5 g", true},
		{"METFORMINE TABLET 500MG", "Metformine tablet 850 mg", false},
		{"METOPROLOL TABLET MGA 100MG (SUCCINAAT)", "Metoprololsuccinaat tablet met gereguleerde afgifte 100 mg", true},
		{"METOPROLOL TABLET MGA 100MG (SUCCINAAT)", "METOPROLOL TABLET 100MG", false},
		{"PANTOPRAZOL TABLET MSR 20MG", "Pantoprazol Sandoz tablet 20 mg", true},
		{"CALCIUMCARB/COLECALC KAUWTB 1,25G/400IE", "Calciumcarb/colecalc kauwtablet 1,25 g/400 IE", true},
		{"Paracetamol tablet 500 mg", "Paracetamol capsule 500 mg", false},
		{"Paracetamol/codeïne tablet 500/10 mg", "Paracetamol tablet 500 mg", false},
		{"Roter APC tablet", "Roter APC tablet", true},
		{"", "", true},
	} {
		if a, b := productOf(c.a).key(), productOf(c.b).key(); (a == b) != c.same {
			t.Errorf("%q is %q, %q is %q", c.a, a, c.b, b)
		}
	}
}

// med is one resource about a medicine, as little of it as the list needs.
type med struct {
	at      string // provider
	id      string
	kind    string // "MA", "TA", "MVE", "MGB"
	name    string
	code    string // PRK
	group   string
	said    string
	from    string
	to      string
	days    int
	use     string
	stop    string // "1" for a time, "2" for good
	status  string
	reason  string
	replace string // id of the agreement before
}

func (m med) json() []byte {
	var ext, mod []string
	x := func(url, value string) string {
		return fmt.Sprintf(`{"url":"http://nictiz.nl/fhir/StructureDefinition/%s",%s}`, url, value)
	}
	if m.group != "" {
		ext = append(ext, x("zib-Medication-MedicationTreatment", fmt.Sprintf(`"valueIdentifier":{"system":"urn:oid:1.2.3","value":%q}`, m.group)))
	}
	if m.from != "" || m.to != "" {
		p := []string{}
		if m.from != "" {
			p = append(p, fmt.Sprintf(`"start":%q`, m.from))
		}
		if m.to != "" {
			p = append(p, fmt.Sprintf(`"end":%q`, m.to))
		}
		ext = append(ext, x("zib-Medication-PeriodOfUse", `"valuePeriod":{`+strings.Join(p, ",")+`}`))
	}
	if m.days > 0 {
		ext = append(ext, x("zib-MedicationUse-Duration", fmt.Sprintf(`"valueDuration":{"value":%d,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"}`, m.days)))
	}
	if m.replace != "" {
		ext = append(ext, x("zib-MedicationAgreement-BasedOnAgreementOrUse", fmt.Sprintf(`"valueReference":{"reference":"MedicationRequest/%s"}`, m.replace)))
	}
	if m.stop != "" {
		mod = append(mod, x("zib-Medication-StopType", fmt.Sprintf(`"valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1","code":%q}]}`, m.stop)))
	}
	coding := ""
	if m.code != "" {
		coding = fmt.Sprintf(`"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.10","code":%q,"display":%q}],`, m.code, m.name)
	}
	status := ""
	if m.status != "" {
		status = fmt.Sprintf(`"status":%q,`, m.status)
	}
	reason := ""
	if m.reason != "" {
		reason = fmt.Sprintf(`,"reasonCode":[{"text":%q}]`, m.reason)
	}
	common := fmt.Sprintf(`"id":%q,%s"medicationCodeableConcept":{%s"text":%q}%s`, m.id, status, coding, m.name, reason)
	dosage := fmt.Sprintf(`[{"text":%q}]`, m.use)
	switch m.kind {
	case "MA":
		return fmt.Appendf(nil, `{"resourceType":"MedicationRequest",%s,"extension":[%s],"modifierExtension":[%s],"category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"authoredOn":%q,"dosageInstruction":%s}`,
			common, strings.Join(ext, ","), strings.Join(mod, ","), m.said, dosage)
	case "TA":
		ext = append(ext, x("zib-AdministrationAgreement-AuthoredOn", fmt.Sprintf(`"valueDateTime":%q`, m.said)))
		return fmt.Appendf(nil, `{"resourceType":"MedicationDispense",%s,"extension":[%s],"modifierExtension":[%s],"category":{"coding":[{"system":"http://snomed.info/sct","code":"422037009"}]},"dosageInstruction":%s}`,
			common, strings.Join(ext, ","), strings.Join(mod, ","), dosage)
	case "MVE":
		return fmt.Appendf(nil, `{"resourceType":"MedicationDispense",%s,"extension":[%s],"category":{"coding":[{"system":"http://snomed.info/sct","code":"373784005"}]},"whenHandedOver":%q}`,
			common, strings.Join(ext, ","), m.said)
	}
	return fmt.Appendf(nil, `{"resourceType":"MedicationStatement",%s,"extension":[%s],"modifierExtension":[%s],"taken":"y","dateAsserted":%q,"dosage":%s}`,
		common, strings.Join(ext, ","), strings.Join(mod, ","), m.said, dosage)
}

func medBatches(all []med) []Batch {
	by := map[string]*Batch{}
	var out []*Batch
	for _, m := range all {
		b := by[m.at]
		if b == nil {
			b = &Batch{Provider: m.at + "@medmij", ProviderName: m.at, Service: "31", At: anchor, Complete: true}
			by[m.at], out = b, append(out, b)
		}
		b.Resources = append(b.Resources, Incoming{FHIR: fhir.STU3, Raw: m.json()})
	}
	batches := make([]Batch, len(out))
	for i, b := range out {
		batches[i] = *b
	}
	return batches
}

func medDossier(t testing.TB, db *store.DB, v *vault.Opened, batches []Batch) (*Keeper, *Dossier) {
	t.Helper()
	k := New(db, Options{Now: func() time.Time { return anchor }})
	applyAll(t, k, v, batches)
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return k, d
}

var stateNames = map[MedicineState]string{MedicineUsing: "using", MedicineLately: "lately", MedicinePaused: "paused", MedicinePlanned: "planned",
	MedicineStopped: "stopped", MedicineEnded: "ended", MedicineUnlisted: "unlisted", MedicineMistaken: "mistaken"}

// told of medicines: one line each.
func tellMedicines(d *Dossier) []string {
	var out []string
	for _, m := range d.Medicines(anchor) {
		line := m.Lead.Title.In(nl) + ": " + stateNames[m.State]
		for _, s := range m.Sources {
			line += fmt.Sprintf(" | %s %d %s", s.Provider.Title, s.Role, stateNames[s.State])
			if s.Since != "" {
				line += " since " + s.Since
			}
			if s.Until != "" {
				line += " until " + s.Until
			}
			if len(s.Also) > 0 {
				line += fmt.Sprintf(" also %d", len(s.Also))
			}
		}
		for name, on := range map[string]bool{"state": m.DifferState} {
			if on {
				line += " !" + name
			}
		}
		if m.DifferUse {
			line += " !use"
		}
		if m.DifferStrength {
			line += " !strength"
		}
		out = append(out, line)
	}
	return out
}

func TestMedicines(t *testing.T) {
	for _, c := range []struct {
		name string
		all  []med
		want []string
	}{
		{"one product at two providers, by name", []med{
			{at: "Arts", id: "1", kind: "MA", name: "METFORMINE TABLET 500MG", code: "1090", said: "2024-01-02", from: "2024-01-02", use: "2 maal per dag 1 tablet"},
			{at: "Apotheek", id: "2", kind: "TA", name: "Metformine tablet 500 mg", said: "2024-01-03", from: "2024-01-03", use: "2 maal per dag 1 tablet"},
		}, []string{"Metformine tablet 500 mg: using | Arts 1 using since 2024-01-02 | Apotheek 3 using since 2024-01-03"}},
		{"one code with two names", []med{
			{at: "Arts", id: "1", kind: "MA", name: "GLUCIENT", code: "1090", said: "2024-01-02", from: "2024-01-02"},
			{at: "Apotheek", id: "2", kind: "TA", name: "Metformine tablet 500 mg", code: "1090", said: "2024-01-03", from: "2024-01-03"},
		}, []string{"Glucient: using | Arts 1 using since 2024-01-02 | Apotheek 3 using since 2024-01-03"}},
		{"two strengths of one treatment", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Apixaban tablet 5 mg", group: "A", said: "2022-01-02", from: "2022-01-02", to: "2026-08-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Apixaban tablet 2,5 mg", group: "A", said: "2026-08-01", from: "2026-08-01"},
		}, []string{"Apixaban tablet 2,5 mg: using | Arts 1 using since 2026-08-01"}},
		{"two strengths without anything that ties them", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Apixaban tablet 5 mg", said: "2022-01-02", from: "2022-01-02"},
			{at: "Arts", id: "2", kind: "MA", name: "Apixaban tablet 2,5 mg", said: "2026-08-01", from: "2026-08-01"},
		}, []string{"Apixaban tablet 2,5 mg: using | Arts 1 using since 2026-08-01", "Apixaban tablet 5 mg: using | Arts 1 using since 2022-01-02"}},
		{"a change that says what it replaces", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Apixaban tablet 5 mg", said: "2022-01-02", from: "2022-01-02", to: "2026-08-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Apixaban tablet 2,5 mg", said: "2026-08-01", from: "2026-08-01", replace: "1"},
		}, []string{"Apixaban tablet 2,5 mg: using | Arts 1 using since 2026-08-01 | Arts 1 ended since 2022-01-02 until 2026-08-01"}},
		{"stopped by the doctor, still with the pharmacy", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Spironolacton tablet 25 mg", group: "S", said: "2026-04-01", from: "2026-04-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Spironolacton tablet 25 mg", group: "S", said: "2026-06-01", from: "2026-04-01", to: "2026-06-01", stop: "2", reason: "kalium te hoog"},
			{at: "Apotheek", id: "3", kind: "TA", name: "SPIRONOLACTON TABLET 25MG", said: "2026-04-02", from: "2026-04-02"},
		}, []string{"Spironolacton tablet 25 mg: using | Apotheek 3 using since 2026-04-02 | Arts 1 stopped since 2026-04-01 until 2026-06-01 !state"}},
		{"stopped by both", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Ibuprofen tablet 400 mg", said: "2026-04-01", from: "2026-04-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Ibuprofen tablet 400 mg", said: "2026-06-01", from: "2026-04-01", to: "2026-06-01", stop: "2"},
			{at: "Apotheek", id: "3", kind: "TA", name: "Ibuprofen tablet 400 mg", said: "2026-04-02", from: "2026-04-02", to: "2026-06-01"},
		}, []string{"Ibuprofen tablet 400 mg: stopped | Arts 1 stopped since 2026-04-01 until 2026-06-01 | Apotheek 3 ended since 2026-04-02 until 2026-06-01"}},
		{"begun again after an old stop elsewhere", []med{
			{at: "Kliniek", id: "1", kind: "MA", name: "Oxazepam tablet 10 mg", said: "2019-04-01", from: "2018-04-01", to: "2019-04-01", stop: "2"},
			{at: "Arts", id: "2", kind: "MA", name: "Oxazepam tablet 10 mg", said: "2025-06-01", from: "2025-06-01"},
		}, []string{"Oxazepam tablet 10 mg: using | Arts 1 using since 2025-06-01 | Kliniek 1 stopped since 2018-04-01 until 2019-04-01"}},
		{"paused", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Enalapril tablet 5 mg", said: "2022-04-01", from: "2022-04-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Enalapril tablet 5 mg", said: "2026-11-01", from: "2022-04-01", to: "2026-11-01", stop: "1"},
		}, []string{"Enalapril tablet 5 mg: paused | Arts 1 paused since 2022-04-01 until 2026-11-01"}},
		{"will stop", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Enalapril tablet 5 mg", said: "2022-04-01", from: "2022-04-01"},
			{at: "Arts", id: "2", kind: "MA", name: "Enalapril tablet 5 mg", said: "2026-11-01", from: "2022-04-01", to: "2026-12-01", stop: "2"},
		}, []string{"Enalapril tablet 5 mg: using | Arts 1 using since 2022-04-01 until 2026-12-01"}},
		{"a course that is over by its length, and one that is not", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Amoxicilline capsule 500 mg", said: "2026-03-01", from: "2026-03-01", days: 7},
			{at: "Arts", id: "2", kind: "MA", name: "Doxycycline tablet 100 mg", said: "2026-11-18", from: "2026-11-18", days: 7},
		}, []string{"Doxycycline tablet 100 mg: using | Arts 1 using since 2026-11-18 until 2026-11-24", "Amoxicilline capsule 500 mg: ended | Arts 1 ended since 2026-03-01 until 2026-03-07"}},
		{"planned", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Losartan tablet 50 mg", said: "2026-11-18", from: "2026-12-01"},
		}, []string{"Losartan tablet 50 mg: planned | Arts 1 planned since 2026-12-01"}},
		{"a dose that changes later", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Losartan tablet 50 mg", group: "L", said: "2025-11-18", from: "2025-11-18", to: "2026-11-30", use: "1 maal per dag 1 tablet"},
			{at: "Arts", id: "2", kind: "MA", name: "Losartan tablet 50 mg", group: "L", said: "2026-11-18", from: "2026-12-01", use: "1 maal per dag 2 tabletten"},
		}, []string{"Losartan tablet 50 mg: using | Arts 1 using since 2025-11-18 until 2026-11-30"}},
		{"entered in error", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Metformine tablet 500 mg", said: "2026-07-18", from: "2026-07-18", status: "entered-in-error"},
		}, []string{"Metformine tablet 500 mg: mistaken | Arts 1 mistaken since 2026-07-18"}},
		{"other numbers in the instruction", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Furosemide tablet 40 mg", said: "2026-01-02", from: "2026-01-02", use: "1 maal per dag 1 tablet"},
			{at: "Apotheek", id: "2", kind: "TA", name: "Furosemide tablet 40 mg", said: "2026-04-02", from: "2026-04-02", use: "1 maal per dag 2 tabletten. In weekdoos."},
		}, []string{"Furosemide tablet 40 mg: using | Arts 1 using since 2026-01-02 | Apotheek 3 using since 2026-04-02 !use"}},
		{"an agreement that was never ended", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Paracetamol tablet 500 mg", said: "2024-01-02", from: "2024-01-02", use: "3 maal per dag 2 tabletten"},
			{at: "Arts", id: "2", kind: "MA", name: "Paracetamol tablet 500 mg", said: "2026-01-02", from: "2026-01-02", use: "zo nodig 1 tablet"},
		}, []string{"Paracetamol tablet 500 mg: using | Arts 1 using since 2026-01-02 also 1"}},
		{"handed over lately, and long ago", []med{
			{at: "Apotheek", id: "1", kind: "MVE", name: "Nitrofurantoine capsule 100 mg", said: "2026-11-10"},
			{at: "Apotheek", id: "2", kind: "MVE", name: "Diclofenac tablet 50 mg", said: "2021-11-10"},
		}, []string{"Nitrofurantoine capsule 100 mg: lately | Apotheek 6 using", "Diclofenac tablet 50 mg: ended | Apotheek 6 ended until 2021-11-10"}},
		{"a name that tells less", []med{
			{at: "Arts", id: "1", kind: "MA", name: "Metoprolol tablet 50 mg", said: "2026-01-02", from: "2026-01-02"},
			{at: "Kliniek", id: "2", kind: "MGB", name: "Metoprolol 50 mg", said: "2026-04-02", from: "2026-01-02"},
		}, []string{"Metoprolol tablet 50 mg: using | Arts 1 using since 2026-01-02 | Kliniek 4 using since 2026-01-02"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, d := medDossier(t, storetest.SQLite(t), someone(), medBatches(c.all))
			if diff := cmp.Diff(c.want, tellMedicines(d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is said of medicines does not depend on the order in which it came, and nothing is lost.
func TestMedicinesInAnyOrder(t *testing.T) {
	p := practicePerson(t, "greet")
	all := batches(p, dossier.Providers(), anchor)
	var want []string
	for seed := range int64(4) {
		order := slices.Clone(all)
		rand.New(rand.NewSource(seed)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for i := range order {
			rs := slices.Clone(order[i].Resources)
			rand.New(rand.NewSource(seed)).Shuffle(len(rs), func(a, b int) { rs[a], rs[b] = rs[b], rs[a] })
			order[i].Resources = rs
		}
		_, d := medDossier(t, storetest.SQLite(t), someone(), order)
		got := tellMedicines(d)
		if seed == 0 {
			want = got
			checkMedicines(t, d)
			t.Log("\n" + strings.Join(got, "\n"))
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// checkMedicines makes sure that every item about a medicine is in exactly one place, that one
// treatment is never torn apart, and that everything of a medicine has a source.
func checkMedicines(t testing.TB, d *Dossier) {
	t.Helper()
	seen := map[*Item]int{}
	groups := map[string]int{}
	for n, m := range d.Medicines(anchor) {
		for _, it := range m.Items {
			seen[it]++
			if it.Group != "" && !it.Void() {
				if o, ok := groups[it.Group]; ok && o != n {
					t.Errorf("one treatment in two medicines: %s", it.Title.In(nl))
				}
				groups[it.Group] = n
			}
			if d.Medicine(it.Key, anchor) != m {
				t.Errorf("%s is not found by its key", it.Title.In(nl))
			}
		}
		if len(m.Sources) == 0 || m.Lead == nil || m.State == 0 {
			t.Errorf("no source: %+v", m)
		}
	}
	for i := range d.all {
		it := &d.all[i]
		if it.Category == 2 && !it.Part && seen[it] != 1 && !it.Provider.shard.double(it.ref()) {
			t.Errorf("%s is there %d times", it.Title.In(nl), seen[it])
		}
	}
}
