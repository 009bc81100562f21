// SPDX-License-Identifier: EUPL-1.2

// Package medicines has the pages about what is used and what to be careful with: the list of
// medicines over all providers, allergies and warnings, vaccinations, agreements about treatment,
// and what the person adds herself.
package medicines

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Pages are the pages of this package.
type Pages struct {
	Keeper *record.Keeper
	// ByDate is the page of a kind of data by date, of which {kind} names the kind.
	ByDate route.Handler
}

func (p Pages) with(handle func(w http.ResponseWriter, v *shelf.Visit) error) route.Handler {
	return shelf.Open(p.Keeper, handle)
}

// orByDate gives the page of a kind, but the list by date where the address asks for that.
func (p Pages) orByDate(slug string, page route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		q := r.URL.Query()
		for _, ask := range [...]string{shelf.AskView, shelf.AskYear, shelf.AskProvider, shelf.AskPage, shelf.AskNew} {
			if q.Has(ask) && p.ByDate != nil {
				r.SetPathValue("kind", slug)
				return p.ByDate(w, r)
			}
		}
		return page(w, r)
	}
}

// byDate is the address of the list by date.
func byDate(c zib.Category) string { return shelf.KindOf(c).Href() + "?" + shelf.AskView + "=alles" }

// Medicines is the list of what is used now, what was stopped and what is planned.
func (p Pages) Medicines() route.Handler { return p.orByDate("medicijnen", p.with(p.medicines)) }

// Print is the same on paper.
func (p Pages) Print() route.Handler { return p.with(p.print) }

// Medicine is the page of one medicine.
func (p Pages) Medicine() route.Handler { return p.with(p.medicine) }

// list is the list of medicines.
type list struct {
	now, paused, planned, stopped, ended, wrong []row
	more                                        int // that ended and are not shown
	all                                         string
	missing                                     shelf.Missing
	differ                                      int // medicines about which sources say something else
}

// mostEnded is how many medicines of the past the list shows at first; the list by date has all.
const mostEnded = 30

func listOf(v *shelf.Visit) list {
	out := list{missing: shelf.MissingOf(v), all: byDate(zib.CategoryMedication)}
	past := 0
	for _, m := range v.Dossier.Medicines(v.Now) {
		var into *[]row
		switch m.State {
		case record.MedicineUsing, record.MedicineLately:
			into = &out.now
		case record.MedicinePaused:
			into = &out.paused
		case record.MedicinePlanned:
			into = &out.planned
		case record.MedicineStopped:
			into = &out.stopped
		case record.MedicineMistaken:
			into = &out.wrong
		default:
			into = &out.ended
		}
		if m.State == record.MedicineStopped || into == &out.ended || into == &out.wrong {
			if past++; past > mostEnded {
				out.more++
				continue
			}
		}
		r := rowOf(v, m)
		if len(r.differ) > 0 {
			out.differ++
		}
		*into = append(*into, r)
	}
	return out
}

func (l list) empty() bool {
	return len(l.now)+len(l.paused)+len(l.planned)+len(l.stopped)+len(l.ended)+len(l.wrong) == 0
}

func (p Pages) medicines(w http.ResponseWriter, v *shelf.Visit) error {
	return v.Render(w, http.StatusOK, medicinesPage(listOf(v)))
}

// sheet is the list on paper.
type sheet struct {
	list
	who       who
	on        string
	allergies []string // what the person is allergic to, in a line each
	none      bool     // nothing is known of allergies, and everything was collected
}

func (p Pages) print(w http.ResponseWriter, v *shelf.Visit) error {
	out := sheet{list: listOf(v), who: whoIs(v), on: ui.Day(v.Lang, v.Now, ui.ToDay)}
	s := safetyOf(v)
	for _, c := range s.allergies {
		out.allergies = append(out.allergies, c.line())
	}
	out.none = len(out.allergies) == 0 && v.Dossier.Whole()
	return v.Render(w, http.StatusOK, printPage(out))
}

// who is the person, as she is in the dossier.
type who struct{ name, born string }

// whoIs looks for the name and the date of birth among the particulars that providers have.
func whoIs(v *shelf.Visit) who {
	var out who
	for _, it := range v.Dossier.Self() {
		care, err := it.Care()
		if err != nil {
			continue
		}
		view := care.View(v.Lang)
		if out.name == "" {
			out.name = view.Title
		}
		if i := factAt(care, "zib.birthdate"); out.born == "" && i != "" {
			out.born = dayOf(v, i)
		}
		if out.name != "" && out.born != "" {
			break
		}
	}
	return out
}

// factAt is the literal date under a label.
func factAt(care *zib.Item, label string) string {
	f := care.Fact(label)
	if f == nil {
		return ""
	}
	for _, x := range f.Values {
		switch {
		case x.When != nil:
			return x.When.Start
		case x.Phrase != nil && x.Phrase.Key == "#date":
			return x.Phrase.Text
		}
	}
	return ""
}
