// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strings"
	"testing"

	"regie/internal/text"
	"regie/internal/zib"
)

func find(t testing.TB, d *Dossier, block, title string) *Item {
	t.Helper()
	for _, i := range d.shown {
		if it := &d.all[i]; it.Block == block && strings.HasPrefix(fold(it.Title.In(text.NL)), fold(title)) {
			return it
		}
	}
	t.Fatalf("no %s %q", block, title)
	return nil
}

func TestProblems(t *testing.T) {
	_, _, d := opened(t, "willem")
	current, past := d.Problems(anchor)
	if len(current) == 0 || len(past) == 0 {
		t.Fatalf("%d now, %d past", len(current), len(past))
	}
	items := 0
	seen := map[*Item]bool{}
	for _, p := range append(slices.Clone(current), past...) {
		items += len(p.Items)
		for _, it := range p.Items {
			if seen[it] || it.Category != zib.CategoryProblems || d.Problem(it, anchor).Item != p.Item {
				t.Errorf("%s is in two problems, or in none", it.Title.In(text.NL))
			}
			seen[it] = true
		}
	}
	if items != d.Count(zib.CategoryProblems) {
		t.Errorf("%d items in problems, %d in the category", items, d.Count(zib.CategoryProblems))
	}
	p := d.Problem(find(t, d, "EpisodeOfCare", "Diabetes mellitus type 2"), anchor)
	if !p.Current || len(p.Items) < 2 || p.Items[1].Type != "Condition" {
		t.Errorf("diabetes: current %v, %d items", p.Current, len(p.Items))
	}
	if old := d.Problem(find(t, d, "EpisodeOfCare", "Wondroos"), anchor); old.Current {
		t.Error("erysipelas is over")
	}
	if d.Problem(find(t, d, "GPEncounter", "consult"), anchor) != nil {
		t.Error("a visit is a problem")
	}
}

func TestThread(t *testing.T) {
	_, _, d := opened(t, "willem")
	thread := d.Thread(d.Problem(find(t, d, "EpisodeOfCare", "Diabetes mellitus type 2"), anchor))
	kinds := map[zib.Category]int{}
	for n, r := range thread.Told {
		kinds[r.Item.Category]++
		if n > 0 && thread.Told[n-1].Item.At < r.Item.At {
			t.Error("not in order")
		}
		if slices.Contains(thread.Items, r.Item) {
			t.Error("the problem belongs to itself")
		}
	}
	for _, c := range []zib.Category{zib.CategoryVisits, zib.CategoryLab, zib.CategoryMedication, zib.CategoryMeasurements} {
		if kinds[c] == 0 {
			t.Errorf("nothing of %v belongs to diabetes", c)
		}
	}
	for _, it := range thread.Near {
		if slices.ContainsFunc(thread.Told, func(r Relation) bool { return r.Item == it }) {
			t.Errorf("%s is told and guessed", it.Title.In(text.NL))
		}
	}
}

// What belongs to a problem leads back to it, directly or by way of a visit.
func TestRelationsGoBothWays(t *testing.T) {
	_, _, d := opened(t, "willem")
	current, past := d.Problems(anchor)
	checked := 0
	for _, p := range append(current, past...) {
		for _, r := range d.Thread(&p).Told {
			if r.Item.Category != zib.CategoryMedication && r.Item.Category != zib.CategoryLab {
				continue
			}
			checked++
			if !slices.ContainsFunc(d.Related(r.Item), func(back Relation) bool { return slices.Contains(p.Items, back.Item) }) {
				t.Errorf("%s does not lead back to %s", r.Item.Title.In(text.NL), p.Item.Title.In(text.NL))
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d relations", checked)
	}
}

func TestContacts(t *testing.T) {
	_, _, d := opened(t, "willem")
	for _, it := range d.Contacts() {
		if it.Block == journalBlock || it.Block == "GPEncounterReport" {
			t.Errorf("%s stands apart from its visit", it.Block)
		}
	}
	it := find(t, d, "GPEncounter", "consult: Diabetes mellitus type 2")
	c := d.Contact(it)
	if c.Item != it || len(c.Reports) != 1 || len(c.Journal) != 4 || len(c.Problems) != 1 || len(c.Rest) < 5 {
		t.Fatalf("%d reports, %d lines, %d problems, %d more", len(c.Reports), len(c.Journal), len(c.Problems), len(c.Rest))
	}
	var codes string
	for _, l := range c.Journal {
		codes += l.Code.Code
		if got := d.Contact(l); got == nil || got.Item != it {
			t.Error("a line of the journal leads elsewhere")
		}
	}
	if codes != journalOrder {
		t.Errorf("the journal reads %s", codes)
	}
	if got := d.Contact(c.Reports[0]); got == nil || got.Item != it {
		t.Error("the report leads elsewhere")
	}
	if d.Contact(find(t, d, "EpisodeOfCare", "Diabetes")) != nil {
		t.Error("a problem is a visit")
	}
}

// What only names a visit belongs to the problem of that visit; what is near in time is apart.
func TestByWayOfAVisit(t *testing.T) {
	_, _, d := openTold(t, telling{"een", "48", []string{
		condition(psoriasis, "2026-03-04", active),
		`{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"period":{"start":"2026-03-04"},"diagnosis":[{"condition":{"reference":"Condition/een-48-0"}}]}`,
		measured(potassium, "2026-03-04", "4.1", "mmol/l", `,"encounter":{"reference":"Encounter/een-48-1"}`),
		`{"resourceType":"Procedure","status":"completed","code":{"text":"Lichttherapie"},"performedDateTime":"2026-03-10"}`,
		`{"resourceType":"Procedure","status":"completed","code":{"text":"Gips"},"performedDateTime":"2026-05-10"}`,
	}})
	p := d.Problem(find(t, d, "Problem", "Psoriasis"), anchor)
	thread := d.Thread(p)
	if len(thread.Told) != 2 {
		t.Fatalf("%d belong to it", len(thread.Told))
	}
	for _, r := range thread.Told {
		if visit := r.Item.Type == "Encounter"; visit != (r.Sure == Told) || !visit && (r.Sure != Visit || r.Via == nil || r.Via.Type != "Encounter") {
			t.Errorf("%s: %v", r.Item.Type, r.Sure)
		}
	}
	if len(thread.Near) != 1 || thread.Near[0].Title.In(text.NL) != "Lichttherapie" {
		t.Errorf("near: %v", thread.Near)
	}
	back := d.Related(find(t, d, "LaboratoryTestResult", ""))
	if len(back) != 2 || back[1].Item != p.Item || back[1].Sure != Visit {
		t.Errorf("the value leads to %v", back)
	}
}
