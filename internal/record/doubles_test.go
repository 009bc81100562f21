// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/zib"
)

// telling is what a provider tells in a service: resources without an id.
type telling struct {
	provider, service string
	resources         []string
}

func (t telling) batch(at time.Time) Batch {
	b := Batch{Provider: t.provider + "@medmij", ProviderName: t.provider, Service: t.service, At: at, Complete: true}
	for n, r := range t.resources {
		id := fmt.Sprintf(`{"id":"%s-%s-%d",`, t.provider, t.service, n)
		b.Resources = append(b.Resources, Incoming{FHIR: fhir.R4, Raw: []byte(strings.Replace(r, "{", id, 1))})
	}
	return b
}

func openTold(t testing.TB, all ...telling) (*Keeper, *vault.Opened, *Dossier) {
	t.Helper()
	k, v := New(storetest.SQLite(t), Options{}), someone()
	for _, a := range all {
		applyAll(t, k, v, []Batch{a.batch(anchor)})
	}
	return k, v, reopened(t, k, v)
}

func reopened(t testing.TB, k *Keeper, v *vault.Opened) *Dossier {
	t.Helper()
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func measured(code, at, value, unit, more string) string {
	return fmt.Sprintf(`{"resourceType":"Observation","status":"final"%s,"category":[{"coding":[{"system":"http://snomed.info/sct","code":"49581000146104"}]}],
		"code":{"coding":[%s]},"effectiveDateTime":"%s","valueQuantity":{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}}`, more, code, at, value, unit, unit)
}

func condition(code, onset, more string) string {
	return fmt.Sprintf(`{"resourceType":"Condition"%s,"code":{"coding":[%s]},"onsetDateTime":"%s"}`, more, code, onset)
}

const (
	hba1c       = `{"system":"http://loinc.org","code":"59261-8","display":"HbA1c"}`
	hba1cOfGPs  = `{"system":"https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen","code":"2816","display":"HbA1c (glycohemoglobine) IFCC"}`
	potassium   = `{"system":"http://loinc.org","code":"2823-3","display":"Kalium"}`
	psoriasis   = `{"system":"http://snomed.info/sct","code":"9014002","display":"Psoriasis"}`
	active      = `,"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}`
	resolved    = `,"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]}`
	wrong       = `,"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]}`
	penicillin  = `{"resourceType":"AllergyIntolerance","code":{"coding":[{"system":"http://snomed.info/sct","code":"373270004","display":"Penicilline"}]}%s}`
	appointment = `{"resourceType":"Appointment","status":"booked","description":"%s","start":"%s","participant":[]}`
	vaccination = `{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://snomed.info/sct","code":"871875004","display":"DTP-vaccin"}]},"occurrenceDateTime":"%s"}`
)

func TestDoubles(t *testing.T) {
	gp := func(r ...string) telling { return telling{"huisarts", "49", r} }
	lab := func(r ...string) telling { return telling{"lab", "46", r} }
	for _, c := range []struct {
		name  string
		all   []telling
		cards int
	}{
		{"a value of one minute", []telling{gp(measured(hba1c, "2026-03-04T08:15:00+01:00", "48.0", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04T07:15:20Z", "48", "mmol/mol", ""))}, 1},
		{"in the codes of two tables", []telling{gp(measured(hba1cOfGPs, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04", "48", "mmol/mol", ""))}, 1},
		{"a date and the only minute of that day", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04T08:15:00+01:00", "48", "mmol/mol", ""))}, 1},
		{"a date and two minutes of that day", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")),
			lab(measured(hba1c, "2026-03-04T08:15:00+01:00", "48", "mmol/mol", ""), measured(hba1c, "2026-03-04T12:15:00+01:00", "48", "mmol/mol", ""))}, 3},
		{"another value", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04", "49", "mmol/mol", ""))}, 2},
		{"another unit", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04", "48", "%", ""))}, 2},
		{"another day", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-05", "48", "mmol/mol", ""))}, 2},
		{"another minute", []telling{gp(measured(hba1c, "2026-03-04T08:15:00+01:00", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04T08:16:00+01:00", "48", "mmol/mol", ""))}, 2},
		{"another test", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(potassium, "2026-03-04", "48", "mmol/mol", ""))}, 2},
		{"telling twice by one source", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", ""), measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), lab(measured(hba1c, "2026-03-04", "48", "mmol/mol", ""))}, 3},
		{"two services of one provider", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", "")), {"huisarts", "46", []string{measured(hba1c, "2026-03-04", "48", "mmol/mol", "")}}}, 1},
		{"one service of one provider", []telling{gp(measured(hba1c, "2026-03-04", "48", "mmol/mol", ""), measured(hba1c, "2026-03-04", "48", "mmol/mol", ""))}, 2},
		{"an error of one", []telling{gp(condition(psoriasis, "2019-05-01", active+wrong)), lab(condition(psoriasis, "2019-05-01", active))}, 2},
		{"errors of both", []telling{gp(condition(psoriasis, "2019-05-01", wrong)), lab(condition(psoriasis, "2019-05-01", wrong))}, 2},
		{"a problem of one day", []telling{gp(condition(psoriasis, "2019-05-01", active)), lab(condition(psoriasis, "2019-05-01", active))}, 1},
		{"a problem that is over for one", []telling{gp(condition(psoriasis, "2019-05-01", resolved)), lab(condition(psoriasis, "2019-05-01", active))}, 2},
		{"a problem of a year and a day of it", []telling{gp(condition(psoriasis, "2019", active)), lab(condition(psoriasis, "2019-01-01", active))}, 2},
		{"a problem without a date", []telling{gp(strings.Replace(condition(psoriasis, "", active), `,"onsetDateTime":""`, "", 1)), lab(strings.Replace(condition(psoriasis, "", active), `,"onsetDateTime":""`, "", 1))}, 2},
		{"an allergy that was written down at two moments", []telling{gp(fmt.Sprintf(penicillin, `,"onsetDateTime":"2011"`)), lab(fmt.Sprintf(penicillin, ""))}, 1},
		{"an appointment", []telling{gp(fmt.Sprintf(appointment, "Oogarts", "2027-01-05T10:00:00+01:00")), lab(fmt.Sprintf(appointment, "Oogarts", "2027-01-05T10:00:00+01:00"))}, 1},
		{"two appointments of one moment", []telling{gp(fmt.Sprintf(appointment, "Oogarts", "2027-01-05T10:00:00+01:00")), lab(fmt.Sprintf(appointment, "Huidarts", "2027-01-05T10:00:00+01:00"))}, 2},
		{"a vaccination", []telling{gp(fmt.Sprintf(vaccination, "1999-04-03")), lab(fmt.Sprintf(vaccination, "1999-04-03T10:00:00+02:00"))}, 1},
		{"two vaccinations", []telling{gp(fmt.Sprintf(vaccination, "1999-04-03")), lab(fmt.Sprintf(vaccination, "1999-10-03"))}, 2},
		{"three sources", []telling{gp(fmt.Sprintf(vaccination, "1999-04-03")), lab(fmt.Sprintf(vaccination, "1999-04-03")), {"ggd", "63", []string{fmt.Sprintf(vaccination, "1999-04-03")}}}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, d := openTold(t, c.all...)
			if d.Len() != c.cards {
				var cards []string
				for _, i := range d.shown {
					cards = append(cards, fmt.Sprint(d.all[i].Block, " ", d.all[i].says(rules[d.all[i].Category])))
				}
				t.Errorf("%d cards, not %d: %q", d.Len(), c.cards, cards)
			}
			if c.cards == 1 {
				it := d.List(Filter{}, 1, 1).Items[0]
				if got := d.Doubles(it); len(got) != len(c.all) || got[0] != it || d.Lead(got[1]) != it {
					t.Errorf("doubles %v", got)
				}
			}
		})
	}
}

// groupsOf names the groups in a way that does not depend on keys.
func groupsOf(d *Dossier) []string {
	var out []string
	for _, g := range d.groups {
		var names []string
		for n, i := range g {
			it := &d.all[i]
			name := it.Provider.Name + "/" + it.Type + "/" + it.ID
			if n == 0 {
				name = "!" + name
			}
			names = append(names, name)
		}
		slices.Sort(names)
		out = append(out, strings.Join(names, " "))
	}
	slices.Sort(out)
	return out
}

// Whatever the order in which things come in, the same things are joined, each stands on one
// card, no source says a thing twice on a card, and counts are those of the cards.
func TestDoublesInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for round := range 6 {
		all := batches(practicePerson(t, "willem"), dossier.Providers(), anchor)
		for _, p := range []string{"een", "twee", "drie"} {
			x := telling{p, "46", nil}
			for range 60 {
				code, at := hba1c, fmt.Sprintf("2026-03-0%d", 1+r.IntN(3))
				if r.IntN(2) == 0 {
					code = hba1cOfGPs
				}
				if r.IntN(2) == 0 {
					at += fmt.Sprintf("T0%d:00:00+01:00", 7+r.IntN(2))
				}
				x.resources = append(x.resources, measured(code, at, fmt.Sprint(40+r.IntN(30)), "mmol/mol", ""))
			}
			all = append(all, x.batch(anchor))
		}
		var want []string
		for try := range 2 {
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			k, v := New(storetest.SQLite(t), Options{}), someone()
			applyAll(t, k, v, all)
			d := reopened(t, k, v)
			got := groupsOf(d)
			if try == 0 {
				want = got
			} else if !slices.Equal(got, want) {
				t.Fatalf("round %d: other groups in another order:\n%v\n%v", round, got, want)
			}
			checkGroups(t, d)
		}
		if len(want) < 5 {
			t.Fatalf("only %d groups: this shows nothing", len(want))
		}
	}
}

func checkGroups(t *testing.T, d *Dossier) {
	t.Helper()
	on := map[int32]int{}
	for n, g := range d.groups {
		if len(g) < 2 || !d.oneOfEach(g) {
			t.Errorf("group %d of %d items of one source", n, len(g))
		}
		for at, i := range g {
			if d.all[i].Void() || d.all[i].Category != d.all[g[0]].Category || d.group[i] != int32(n) {
				t.Errorf("%s should not be in group %d", d.all[i].Type, n)
			}
			if at > 0 && slices.Contains(d.shown, i) {
				t.Error("a card too many")
			}
			on[i]++
		}
	}
	for i, n := range on {
		if n != 1 {
			t.Errorf("%s is on %d cards", d.all[i].Type, n)
		}
	}
	sum := 0
	for c := range zib.CategoryOther + 1 {
		sum += d.Count(c)
	}
	if sum != d.Len() || d.List(Filter{}, 1, 1).Total != sum {
		t.Errorf("%d cards in categories, %d in all", sum, d.Len())
	}
	for _, p := range d.providers {
		if n := d.List(Filter{Provider: p.Key}, 1, 1).Total; n != p.Items {
			t.Errorf("%s has %d cards and lists %d", p.Title, p.Items, n)
		}
	}
}
