// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"slices"

	"regie/internal/zib"
)

// What a person added is shown like everything else: as items of a provider without a name.

// ownTitle is what stands for a provider in an item of the person's own. Pages say it in their
// language; see Provider.Own.
const ownTitle = "Zelf toegevoegd"

// ownKey is the key of the person herself among the providers: the same for everybody.
const ownKey Key = 1

// ownType is the type of the resource that there is not.
const ownType = "Own"

// Own tells that this is no care provider, but the person herself.
func (p *Provider) Own() bool { return p.shard != nil && p.shard.own }

// ownShard makes what is as good as the shard of a provider of the person's own items, nil if
// there are none.
func ownShard(all []Own) (*shard, error) {
	s := &shard{own: true, provider: provider{title: ownTitle}, index: &index{}}
	var items []*zib.Item
	for i := range all {
		o := &all[i]
		if !o.Deleted.IsZero() {
			continue
		}
		it := o.item()
		s.index.entries = append(s.index.entries, entry{
			identity: identity{r4, ownType, o.Key.String()}, item: spot{1, int32(len(items))},
			versions: []version{{first: o.Changed.UnixMicro()}},
		})
		items = append(items, it)
	}
	if len(items) == 0 {
		return nil, nil
	}
	plain := zib.AppendItems(nil, items)
	pack, err := zib.OpenPack(plain)
	if err != nil {
		return nil, fmt.Errorf("showing what the person added: %w", err)
	}
	heads, err := pack.Heads()
	if err != nil {
		return nil, fmt.Errorf("showing what the person added: %w", err)
	}
	s.blocks = []*openBlock{{pack: pack, heads: heads, size: len(plain)}}
	s.index.prepare()
	return s, nil
}

// item is the care item of what the person added.
func (o *Own) item() *zib.Item {
	it := &zib.Item{
		Type: ownType, ID: o.Key.String(), FHIR: 4, Title: zib.Say(o.Name), Summary: -1,
		Source: zib.T("own.you"), Who: []zib.Phrase{zib.T("own.you")},
	}
	say := func(label, s string) {
		if s != "" {
			p := zib.Say(s)
			it.Facts = append(it.Facts, zib.Fact{Label: zib.T(label), Values: []zib.Value{{Phrase: &p}}})
		}
	}
	when := zib.When{Start: o.From, End: o.Until}
	if o.From != "" || o.Until != "" {
		it.When = when
	}
	switch o.Kind {
	case OwnMedicine:
		it.Block, it.Category = "MedicationUse", zib.CategoryMedication
		it.Status = zib.T("own.status.using")
		if o.Stopped {
			it.Status, it.Marks = zib.T("own.status.stopped"), []zib.Mark{zib.MarkStopped}
		}
		say(zib.FactMedicineUse, o.Use)
		if it.When != (zib.When{}) {
			it.Facts = append(it.Facts, zib.Fact{Label: zib.T(zib.FactMedicinePeriod), Values: []zib.Value{{When: &when}}})
		}
		say(zib.FactMedicineFor, o.Why)
		say(zib.FactMedicineWhyStopped, o.WhyStop)
		say("own.advised", o.Where)
	case OwnVaccination:
		it.Block, it.Category = "Vaccination", zib.CategoryVaccinations
		say("zib.vaccine.against", o.Why)
		say("zib.vaccine.by", o.Where)
		say("zib.batch", o.Batch)
	case OwnAllergy:
		it.Block, it.Category = "AllergyIntolerance", zib.CategoryAllergies
		say("zib.remark", o.Why)
	case OwnProblem:
		it.Block, it.Category = "Problem", zib.CategoryProblems
		say("zib.remark", o.Why)
	default:
		it.Block, it.Category = "Own", zib.CategoryOther
	}
	if len(it.Facts) > 0 {
		it.Summary = 0
	}
	say("zib.remark", o.Remark)
	kind := zib.T("own.kind")
	it.Facts = append(it.Facts, zib.Fact{Label: zib.T("zib.el.type"), Values: []zib.Value{{Phrase: &kind}}})
	return it
}

// addOwn puts the person's own items into a dossier that is being assembled.
func (d *Dossier) addOwn(s *shard) {
	p := &Provider{Key: ownKey, Title: ownTitle, shard: s, at: make([]int32, len(s.index.entries))}
	for i := range s.index.entries {
		e := &s.index.entries[i]
		it := Item{
			Head: &s.blocks[0].heads[e.item.pos], pack: s.blocks[0].pack, pos: e.item.pos, entry: int32(i), Provider: p,
			First: at(e.first()), Changed: at(e.versions[0].first), Versions: 1,
		}
		it.Key, _ = ParseKey(e.id)
		it.At = wall(it.When.Start)
		if !it.Dated() {
			it.At = wall(it.When.End)
		}
		if !it.Dated() {
			it.At = wallOf(it.First) // when it was added
		}
		it.year = int32(min(yearOf(it.At), 9999))
		n := int32(len(d.all))
		p.at[i] = n
		d.byKey[it.Key] = n
		d.all = append(d.all, it)
		d.shown = append(d.shown, n)
	}
	d.providers = append(d.providers, p)
}

// collected are the providers without the person herself and the files that she added.
func collected(all []*Provider) []*Provider {
	added := func(p *Provider) bool { return p.Own() || p.File() }
	if !slices.ContainsFunc(all, added) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), added)
}
