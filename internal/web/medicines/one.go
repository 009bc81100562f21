// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"net/http"

	"regie/internal/explain"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// onePage is the page of one medicine: all sources beside each other, its history, what it is, and
// what belongs to it.
type onePage struct {
	row
	state    string
	sources  []source
	history  []ui.ItemProps
	related  []ui.ItemProps
	explain  []string
	about    string             // what is explained
	evidence string             // where the explanation can be checked
	diary    string             // key by which the diary is linked to it
	own      string             // address by which the person changes her own entry
	page     ui.PaginationProps // of the history
	hidden   int                // sources that only the history has
}

// source is what one provider says now.
type source struct {
	who, role, state, use, period, why, said, product string
	also                                              []string
	href                                              string
	own                                               bool
}

// mostRelated is how many items the page names that belong to the medicine.
const mostRelated = 8

// What the page shows of a medicine of which much was said. The history has pages.
const (
	mostSources = 12
	mostHistory = 20
)

func (p Pages) medicine(w http.ResponseWriter, v *shelf.Visit) error {
	key, ok := record.ParseKey(v.PathValue("key"))
	if !ok {
		return route.NotFound()
	}
	m := v.Dossier.Medicine(key, v.Now)
	if m == nil {
		return route.NotFound()
	}
	out := onePage{row: rowOf(v, m), state: stateText(v, m), diary: m.Key().String()}
	for i := range m.Sources {
		s := &m.Sources[i]
		if i < mostSources {
			out.sources = append(out.sources, sourceOf(v, m, s))
		}
		if s.Provider.Own() && out.own == "" {
			out.own = "/eigen/" + s.Item.Key.String() + "/wijzigen"
		}
	}
	out.hidden = len(m.Sources) - len(out.sources)
	items, page := shelf.Cut(v, m.Items, mostHistory, shelf.OnPage(out.href))
	out.page = page
	for _, it := range items {
		out.history = append(out.history, historyOf(v, it))
	}
	seen := map[*record.Item]bool{}
	for _, it := range m.Items {
		if len(out.related) >= mostRelated {
			break
		}
		for _, r := range v.Dossier.Related(it) {
			if r.Item.Category != zib.CategoryMedication && r.Item.Category != zib.CategoryPerson && r.Item.Category != zib.CategoryCareTeam && !seen[r.Item] && len(out.related) < mostRelated {
				seen[r.Item] = true
				out.related = append(out.related, shelf.Card(v, r.Item, true))
			}
		}
	}
	if e, ok := explain.Find(m.Lead.Code.System, m.Lead.Code.Code, m.Lead.Title.Text, firstWord(m.Lead.Title.Text)); ok {
		out.explain, out.about, out.evidence = e.Text(v.Lang), e.Title(v.Lang), e.Source
	}
	return v.Render(w, http.StatusOK, medicinePage(out))
}

// firstWord is the substance with which the names of the Dutch tables begin.
func firstWord(s string) string {
	for i, r := range s {
		if r == ' ' || r == '/' {
			return s[:i]
		}
	}
	return s
}

// stateText says in a sentence how things stand.
func stateText(v *shelf.Visit, m *record.Medicine) string {
	switch m.State {
	case record.MedicineUsing:
		return v.T("medicines.state.using")
	case record.MedicineLately:
		if m.Main().Role == record.MedicineRequested {
			return v.T("medicines.state.requested")
		}
		return v.T("medicines.state.lately")
	case record.MedicinePaused:
		return v.T("medicines.state.paused")
	case record.MedicinePlanned:
		return v.T("medicines.state.planned")
	case record.MedicineStopped:
		return v.T("medicines.state.stopped")
	case record.MedicineUnlisted:
		return v.T("medicines.state.unlisted")
	case record.MedicineMistaken:
		return v.T("medicines.state.mistaken")
	}
	return v.T("medicines.state.ended")
}

var roleKeys = map[record.MedicineRole]string{
	record.MedicineAgreed: "medicines.role.agreed", record.MedicineSchedule: "medicines.role.schedule", record.MedicinePharmacy: "medicines.role.pharmacy",
	record.MedicineUsed: "medicines.role.used", record.MedicineOwn: "medicines.role.own", record.MedicineDispensed: "medicines.role.dispensed",
	record.MedicineRequested: "medicines.role.requested", record.MedicineGiven: "medicines.role.given", record.MedicineOtherwords: "medicines.role.other",
}

func sourceOf(v *shelf.Visit, m *record.Medicine, s *record.MedicineSource) source {
	out := source{who: sourceName(v, s.Provider), role: v.T(roleKeys[s.Role]), href: shelf.ItemHref(s.Item), own: s.Provider.Own()}
	care, err := s.Item.Care()
	if err != nil {
		return out
	}
	out.use = useOf(v, care)
	if t := upper(care.Title.In(v.Lang)); t != upper(m.Lead.Title.In(v.Lang)) {
		out.product = t
	}
	out.state = sourceState(v, s)
	out.period = factText(v, care, zib.FactMedicinePeriod)
	out.why = factText(v, care, zib.FactMedicineWhyStopped)
	if out.why == "" {
		out.why = factText(v, care, zib.FactMedicineWhy)
	}
	if s.Said != "" {
		out.said = dayOf(v, s.Said)
	}
	if !s.Provider.Own() && !care.Source.Zero() {
		if by := upper(care.Source.In(v.Lang)); by != s.Provider.Title {
			out.said = joined(out.said, by)
		}
	}
	for _, it := range s.Also {
		if c, err := it.Care(); err == nil {
			if u := useOf(v, c); u != "" && u != out.use {
				out.also = append(out.also, u)
			}
		}
	}
	out.also = unique(out.also)
	return out
}

// sourceState says what a source says in a word or two.
func sourceState(v *shelf.Visit, s *record.MedicineSource) string {
	if s.Role > record.MedicineOwn && s.State == record.MedicineUsing {
		return ""
	}
	switch s.State {
	case record.MedicineUsing:
		return v.T("medicines.word.using")
	case record.MedicinePaused:
		return v.T("medicines.word.paused")
	case record.MedicinePlanned:
		return v.T("medicines.word.planned")
	case record.MedicineStopped:
		return v.T("medicines.word.stopped")
	case record.MedicineUnlisted:
		return v.T("medicines.word.unlisted")
	case record.MedicineMistaken:
		return v.T("medicines.word.mistaken")
	}
	if s.Role > record.MedicineOwn {
		return ""
	}
	return v.T("medicines.word.ended")
}

// historyOf is one item in the history: what kind of thing was said, when, by whom.
func historyOf(v *shelf.Visit, it *record.Item) ui.ItemProps {
	c := shelf.Card(v, it, false)
	if it.Provider.Own() {
		c.Source = v.T("own.title")
	}
	c.Kind = upper(v.T(blockKey(v, it)))
	return c
}

func blockKey(v *shelf.Visit, it *record.Item) string {
	if key := "zib.block." + it.Block; !it.Provider.Own() && v.Lang.Has(key) {
		return key
	}
	return "own.kind"
}

func joined(parts ...string) string {
	out := ""
	for _, s := range parts {
		if s == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += s
	}
	return out
}
