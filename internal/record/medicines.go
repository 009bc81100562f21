// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"regie/internal/zib"
)

// MedicineRole is what kind of thing a source says about a medicine.
type MedicineRole uint8

// The roles, in the order in which they tell how a medicine should be used now.
const (
	MedicineAgreed     MedicineRole = iota + 1 // agreed with the prescriber
	MedicineSchedule                           // a schedule that changes from time to time (blood thinner)
	MedicinePharmacy                           // agreed with the pharmacy
	MedicineUsed                               // what somebody says about really using it
	MedicineOwn                                // added by the person
	MedicineDispensed                          // handed over
	MedicineRequested                          // asked of the pharmacy
	MedicineGiven                              // given by a nurse
	MedicineOtherwords                         // anything else about a medicine
)

// MedicineState is what a source says of a medicine on a day, or what all sources together say.
type MedicineState uint8

// The states, in the order of the list.
const (
	MedicineUsing    MedicineState = iota + 1
	MedicineLately                 // handed over or asked for lately; whether it is used nobody says
	MedicinePaused                 // stopped for a time
	MedicinePlanned                // begins later
	MedicineStopped                // somebody decided to stop
	MedicineEnded                  // its period is over, or it was given in the past
	MedicineUnlisted               // the provider no longer lists it
	MedicineMistaken               // entered in error, refuted, called off
)

// MedicineSource is what one provider (or the person) says now in one role.
type MedicineSource struct {
	Role     MedicineRole
	Provider *Provider
	Item     *Item // that says it: the newest that counts
	State    MedicineState
	Since    string  // literal date from which this holds; "" if not told
	Until    string  // literal date until which it holds or held; "" if not told
	Said     string  // literal date on which it was said; "" if not told
	Also     []*Item // said earlier, never ended and not replaced, of the same treatment
	group    string
	said     int64
}

// Medicine is one medicine over all providers: agreements, dispenses and what is said about its
// use, joined by the number of the treatment and by the product. Nothing that a source says is
// left out: Items has all of it.
type Medicine struct {
	Lead    *Item // whose name and dose stand on the list
	State   MedicineState
	Sources []MedicineSource // what tells most first
	Items   []*Item          // all, what was said last first
	First   string           // literal date of the first use or agreement that is known

	// What the sources do not agree about.
	DifferState    bool // one says stopped, another in use
	DifferUse      bool // other numbers in the instructions
	DifferStrength bool // another strength in use
}

// Key is the key by which Dossier.Medicine finds the medicine. Each of its items would do.
func (m *Medicine) Key() Key { return m.Lead.Key }

// Main is the source that the list goes by.
func (m *Medicine) Main() *MedicineSource { return &m.Sources[0] }

// book is all that is known of medicines, worked out once for each opened dossier.
type book struct {
	groups [][]*remedy   // what belongs together, what was said last first
	of     map[*Item]int // place in groups
	days   sync.Map      // day → *shelfOfDay
}

type shelfOfDay struct {
	all   []*Medicine
	group map[int]*Medicine
}

// Medicines lists the medicines as they are on the day of now: what is used first, by name, then
// paused, planned, stopped (the latest first), ended, and what was a mistake.
func (d *Dossier) Medicines(now time.Time) []*Medicine { return d.medicineDay(now).all }

// Medicine returns the medicine that the item of a key belongs to, nil if there is none.
func (d *Dossier) Medicine(k Key, now time.Time) *Medicine {
	it := d.Item(k)
	if it == nil {
		return nil
	}
	n, ok := d.medicines().of[it]
	if !ok {
		return nil
	}
	return d.medicineDay(now).group[n]
}

func (d *Dossier) medicineDay(now time.Time) *shelfOfDay {
	b := d.medicines()
	today := wallOf(now) / 86400 * 86400
	if known, ok := b.days.Load(today); ok {
		return known.(*shelfOfDay)
	}
	day := &shelfOfDay{group: make(map[int]*Medicine, len(b.groups))}
	for n, g := range b.groups {
		m := medicineOn(g, today)
		day.all = append(day.all, m)
		day.group[n] = m
	}
	names := make(map[*Medicine]string, len(day.all))
	for _, m := range day.all {
		names[m] = fold(m.Lead.Title.In(nl))
	}
	slices.SortFunc(day.all, func(a, b *Medicine) int {
		if c := cmp.Compare(a.State.section(), b.State.section()); c != 0 {
			return c
		}
		if s := a.State.section(); s == sectionStopped || s == sectionEnded {
			if c := cmp.Compare(wall(b.Main().Until), wall(a.Main().Until)); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(names[a], names[b]), steady(a.Lead, b.Lead))
	})
	b.days.Clear() // one day is enough
	b.days.Store(today, day)
	return day
}

// The sections of the list.
const (
	sectionNow = iota
	sectionPaused
	sectionPlanned
	sectionStopped
	sectionEnded
	sectionMistaken
)

func (s MedicineState) section() int {
	switch s {
	case MedicineUsing, MedicineLately:
		return sectionNow
	case MedicinePaused:
		return sectionPaused
	case MedicinePlanned:
		return sectionPlanned
	case MedicineStopped:
		return sectionStopped
	case MedicineEnded, MedicineUnlisted:
		return sectionEnded
	}
	return sectionMistaken
}

// bookOf joins all items about medicines; nil where that was stopped.
func (d *Dossier) bookOf(stop func() bool) *book {
	b := &book{of: map[*Item]int{}}
	var all []*remedy
	known := map[string]product{}
	add := func(i int32) {
		if it := &d.all[i]; it.Category == zib.CategoryMedication {
			all = append(all, newRemedy(it, known))
		}
	}
	for n, i := range d.shown {
		if n%256 == 0 && stop() {
			return nil
		}
		add(i)
		if g, joined := d.group[i]; joined { // other sources of the same, which no list shows apart
			for _, o := range d.groups[g] {
				if o != i {
					add(o)
				}
			}
		}
	}
	b.groups = joinRemedies(d, all)
	for n, g := range b.groups {
		for _, r := range g {
			b.of[r.it] = n
		}
	}
	return b
}
