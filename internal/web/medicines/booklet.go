// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Booklet is the booklet of vaccinations.
func (p Pages) Booklet() route.Handler { return p.orByDate("vaccinaties", p.with(p.booklet)) }

// dose is one vaccination.
type dose struct {
	href    string
	date    string
	iso     string // the same as numbers, for who reads another language
	title   string
	english string // the vaccine in English, where the page is Dutch and there is such a word
	against []string
	number  string
	batch   string
	by      string
	known   string
	chips   []ui.Chip
	at      int64
	own     string // address by which the person changes it
}

// disease is what the doses protect against.
type disease struct {
	name  string
	doses []dose
}

type bookletPage struct {
	who      who
	on       string
	diseases []disease
	doses    []dose // by date, the newest first
	planned  []dose
	not      []dose // not given, mistakes
	byDate   bool
	travel   bool // with English words beside the Dutch
	left     int  // older ones that are not in it
	allHref  string
	missing  shelf.Missing
}

// mostDoses is how many vaccinations the booklet has; the list by date has all.
const mostDoses = 100

// The ways to look at the booklet.
const (
	askOrder = "volgorde"
	askWords = "woorden"
)

func bookletOf(v *shelf.Visit) bookletPage {
	out := bookletPage{missing: shelf.MissingOf(v), who: whoIs(v), on: ui.Day(v.Lang, v.Now, ui.ToDay), allHref: byDate(zib.CategoryVaccinations)}
	out.byDate, out.travel = v.URL.Query().Get(askOrder) == "datum", v.URL.Query().Get(askWords) == "engels"
	place := map[string]int{}
	now := shelf.WallOf(v.Now)
	all := v.Dossier.List(record.Filter{Categories: []zib.Category{zib.CategoryVaccinations}}, 1, mostDoses)
	out.left = all.Total - len(all.Items)
	for _, it := range all.Items {
		d := doseOf(v, it)
		switch {
		case it.Block == "VaccinationRecommendation" || it.Has(zib.MarkPlanned) || it.At > now:
			if !it.Gone && !notSo(it) {
				out.planned = append(out.planned, d)
			}
			continue
		case notSo(it):
			out.not = append(out.not, d)
			continue
		}
		out.doses = append(out.doses, d)
		against := d.against
		if len(against) == 0 {
			against = []string{d.title}
		}
		for _, a := range against {
			key := strings.ToLower(a)
			n, ok := place[key]
			if !ok {
				n = len(out.diseases)
				place[key] = n
				out.diseases = append(out.diseases, disease{name: a})
			}
			out.diseases[n].doses = append(out.diseases[n].doses, d)
		}
	}
	slices.Reverse(out.planned)
	slices.SortStableFunc(out.diseases, func(a, b disease) int {
		return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return out
}

func doseOf(v *shelf.Visit, it *record.Item) dose {
	out := dose{href: shelf.ItemHref(it), title: v.T("dossier.item.untitled"), chips: chipsFor(v, it), known: doublesOf(v, it), at: it.At}
	if it.Provider.Own() {
		out.own = "/eigen/" + it.Key.String() + "/wijzigen"
	}
	care, err := it.Care()
	if err != nil {
		return out
	}
	view := care.View(v.Lang)
	out.title = shelf.TitleOf(v, view)
	if en := upper(care.Title.In(text.EN)); v.Lang != text.EN && en != out.title {
		out.english = en
	}
	if it.When.Start != "" {
		out.date = dayOf(v, it.When.Start)
		out.iso = it.When.Start[:min(len(it.When.Start), 10)]
	}
	if f := care.Fact("zib.vaccine.against"); f != nil {
		for _, x := range f.Values {
			if x.Phrase == nil {
				continue
			}
			if x.Phrase.Key == "#and" {
				for _, a := range x.Phrase.Args {
					out.against = append(out.against, upper(a.In(v.Lang)))
				}
			} else {
				out.against = append(out.against, upper(x.Phrase.In(v.Lang)))
			}
		}
	}
	out.number = factText(v, care, "zib.vaccine.number")
	out.batch = factText(v, care, "zib.batch")
	out.by = factText(v, care, "zib.vaccine.by")
	if out.by == "" {
		out.by = view.Source
	}
	return out
}

func (p Pages) booklet(w http.ResponseWriter, v *shelf.Visit) error {
	return v.Render(w, http.StatusOK, bookletView(bookletOf(v)))
}

// travelDate writes a date so that it is understood abroad: 05 MAY 2026.
func travelDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return strings.ToUpper(t.Format("02 Jan 2006"))
}
