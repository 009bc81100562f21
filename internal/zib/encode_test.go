// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample(i int) *Item {
	n := strconv.Itoa(i)
	return &Item{
		Block: "LaboratoryTestResult", Category: CategoryLab, FHIR: 3, Type: "Observation", ID: "obs-" + n, Summary: 0,
		Title: Coded("loinc", "59260-0", "Hemoglobine in bloed"), When: When{Start: "2026-08-19T10:00:00+02:00"},
		Status: Coded("fhir/Observation.status", "final", ""), Marks: []Mark{MarkAbnormal}, Source: Say("Ziekenhuis Oefendorp"), Who: []Phrase{Say("Ziekenhuis Oefendorp")},
		Code: Coded("loinc", "59260-0", "Hemoglobine in bloed"),
		Facts: []Fact{
			{Label: T("zib.el.value"), Values: []Value{{Quantity: &Quantity{Comparator: "<", Number: n + ".20", Unit: "mmol/L", UnitCode: "mmol/L", UnitSystem: "ucum", Low: "7.5", High: "10.0", Flag: Coded("v2/0078", "L", "Low"), FlagCode: FlagLow}}}},
			{Group: T("zib.more"), Label: Sub(T("zib.el.part"), T("zib.el.type")), Values: []Value{{Phrase: &Phrase{Text: "bloed"}, Ref: &Ref{"Specimen", "s"}}, {When: &When{Start: "2026", Open: true}}, {Document: &Document{Title: "Brief", Size: 12, Inline: true}}}},
		},
		Links: []Link{{Label: T("zib.el.specimen"), To: Ref{"Specimen", "s"}}},
		Group: "urn:oid:1.2|" + n,
	}
}

func TestPackRoundTrip(t *testing.T) {
	items := []*Item{sample(7), {Summary: -1}, sample(8)}
	p, err := OpenPack(AppendItems(nil, items))
	if err != nil {
		t.Fatal(err)
	}
	if p.Len() != 3 || p.Reader != ReaderVersion {
		t.Fatalf("%d items of reader %d", p.Len(), p.Reader)
	}
	heads, err := p.Heads()
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range items {
		got, err := p.Item(i)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(it, got); diff != "" {
			t.Errorf("item %d: %s", i, diff)
		}
		h := heads[i]
		if !h.Title.Equal(it.Title) || h.When != it.When || h.Group != it.Group || h.ID != it.ID || h.Search != SearchText(it) || cmp.Diff(h.Marks, it.Marks) != "" {
			t.Errorf("head %d: %+v", i, h)
		}
		if (it.Summary >= 0) != (h.Summary != nil) || h.Summary != nil && cmp.Diff(*h.Summary, it.Facts[it.Summary]) != "" {
			t.Errorf("summary %d: %+v", i, h.Summary)
		}
	}
	if _, err := p.Item(3); err == nil {
		t.Error("an item that is not there was read")
	}
}

func TestPackBroken(t *testing.T) {
	good := AppendItems(nil, []*Item{sample(1), sample(2)})
	for cut := range good {
		p, err := OpenPack(good[:cut])
		if err != nil {
			continue
		}
		for i := range p.Len() {
			if it, err := p.Item(i); err == nil && i == p.Len()-1 && cut < len(good) {
				t.Fatalf("cut at %d: item %d read as %v", cut, i, it.Title)
			}
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add(AppendItems(nil, []*Item{sample(1), {Summary: -1}}))
	f.Add([]byte{packFormat, 1, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := OpenPack(b)
		if err != nil {
			return
		}
		if _, err := p.Heads(); err != nil {
			return
		}
		for i := range p.Len() {
			it, err := p.Item(i)
			if err != nil {
				continue
			}
			again, err := OpenPack(AppendItems(nil, []*Item{it}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := again.Item(0); err != nil {
				t.Fatalf("an item that was read can not be written and read: %v", err)
			}
		}
	})
}

func BenchmarkHeads(b *testing.B) {
	items := make([]*Item, 100)
	for i := range items {
		items[i] = sample(i)
	}
	raw := AppendItems(nil, items)
	b.ReportMetric(float64(len(raw))/100, "bytes/item")
	for b.Loop() {
		p, err := OpenPack(raw)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Heads(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "heads/s")
}
