// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"slices"
	"strings"

	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// row is one medicine on the list: what a person wants to know of it at the table.
type row struct {
	href, title string
	use         string   // the dosage sentence
	also        []string // other sentences that hold now, with who says so
	why         string
	since       string
	start       string // the same, shorter, for paper
	until       string
	who         string
	known       string // who all know of it, where it is more than one
	stopped     string // when, why
	differ      []string
	chips       []ui.Chip
}

func medicineHref(m *record.Medicine) string { return "/medicijnen/" + m.Key().String() }

// rowOf says a medicine in the language of the visit.
func rowOf(v *shelf.Visit, m *record.Medicine) row {
	main := m.Main()
	out := row{href: medicineHref(m), title: v.T("medicines.untitled")}
	if t := upper(m.Lead.Title.In(v.Lang)); t != "" {
		out.title = t
	}
	care, err := main.Item.Care()
	if err == nil {
		out.use = useOf(v, care)
	}
	for i := range m.Sources {
		s := &m.Sources[i]
		c, err := s.Item.Care()
		if err != nil {
			continue
		}
		if out.why == "" {
			out.why = factText(v, c, zib.FactMedicineFor)
		}
		if out.use == "" && s.State == main.State {
			out.use = useOf(v, c)
		}
		if s.Role == record.MedicineSchedule && s.State == record.MedicineUsing && s != main {
			if u := useOf(v, c); u != "" && u != out.use {
				out.also = append(out.also, v.T("medicines.schedule", "use", u))
			}
		}
	}
	switch m.State {
	case record.MedicineUsing:
		out.since = sinceOf(v, m)
		if main.Since != "" {
			out.start = v.T("medicines.since", "day", dayOf(v, main.Since))
		}
		if main.Until != "" {
			out.until = dayOf(v, main.Until)
		}
	case record.MedicineLately:
		key := "medicines.handedover"
		if main.Role == record.MedicineRequested {
			key = "medicines.requested"
		}
		out.since = v.T(key, "day", dayOf(v, main.Said))
	case record.MedicinePlanned:
		out.since = v.T("medicines.from", "day", dayOf(v, main.Since))
	case record.MedicinePaused:
		out.stopped = pastOf(v, m, "medicines.paused")
	case record.MedicineStopped:
		out.stopped = pastOf(v, m, "medicines.stopped")
	case record.MedicineEnded:
		if main.Until != "" {
			out.stopped = v.T("medicines.ended", "day", dayOf(v, main.Until))
		}
	case record.MedicineUnlisted:
		out.stopped = v.T("medicines.unlisted", "who", sourceName(v, main.Provider))
	}
	if out.start == "" {
		out.start = out.since
	}
	if err == nil {
		out.who = sayer(v, main, care)
	}
	out.known = knownBy(v, m)
	out.differ = differences(v, m)
	out.chips = chipsOf(v, m)
	return out
}

// useOf is the dosage sentence of an item, else the words of the prescription.
func useOf(v *shelf.Visit, care *zib.Item) string {
	if s := factText(v, care, zib.FactMedicineUse); s != "" {
		return s
	}
	return factText(v, care, zib.FactMedicineWritten)
}

// factText says the fact under a label, "" where there is none.
func factText(v *shelf.Visit, care *zib.Item, label string) string {
	f := care.Fact(label)
	if f == nil {
		return ""
	}
	one := zib.Item{Facts: []zib.Fact{*f}, Summary: -1}
	view := one.View(v.Lang)
	if len(view.Facts) == 0 {
		return ""
	}
	return view.Facts[0].Text
}

// dayOf says a literal date as people do, without the time of the day.
func dayOf(v *shelf.Visit, literal string) string {
	if len(literal) > 10 {
		literal = literal[:10]
	}
	one := zib.Date(literal)
	return one.In(v.Lang)
}

// sinceOf says since when a medicine is used, and when it was used first if that was much earlier.
func sinceOf(v *shelf.Visit, m *record.Medicine) string {
	since := m.Main().Since
	if since == "" {
		return ""
	}
	if m.First != "" && len(m.First) >= 4 && len(since) >= 4 && m.First[:4] < since[:4] {
		return v.T("medicines.since.first", "day", dayOf(v, since), "year", m.First[:4])
	}
	return v.T("medicines.since", "day", dayOf(v, since))
}

// pastOf says when something was stopped and why: "Gestopt op 9 juni 2026. Reden: bijwerking".
func pastOf(v *shelf.Visit, m *record.Medicine, key string) string {
	main := m.Main()
	out := v.T(key + ".some")
	if main.Until != "" {
		out = v.T(key, "day", dayOf(v, main.Until))
	}
	if why := whyStopped(v, m); why != "" {
		out += " " + v.T("medicines.reason", "why", why)
	}
	return out
}

// whyStopped looks for the reason among those who say that it was stopped.
func whyStopped(v *shelf.Visit, m *record.Medicine) string {
	for i := range m.Sources {
		s := &m.Sources[i]
		if s.State != record.MedicineStopped && s.State != record.MedicinePaused {
			continue
		}
		care, err := s.Item.Care()
		if err != nil {
			continue
		}
		why := factText(v, care, zib.FactMedicineWhyStopped)
		if note := factText(v, care, "zib.remark"); note != "" {
			why = strings.Trim(strings.TrimRight(why, ". ")+". "+note, ". ")
		}
		if why != "" {
			return sentence(why)
		}
	}
	return ""
}

// sayer is who said it: the prescriber, the pharmacy, the person herself.
func sayer(v *shelf.Visit, s *record.MedicineSource, care *zib.Item) string {
	if s.Provider.Own() {
		return v.T("own.title")
	}
	if care.Source.Zero() {
		return s.Provider.Title
	}
	return upper(care.Source.In(v.Lang))
}

// sourceName is what a source is called.
func sourceName(v *shelf.Visit, p *record.Provider) string {
	if p.Own() {
		return v.T("medicines.you")
	}
	return p.Title
}

// knownBy lists the providers that know of a medicine, each once; "" where there is only one.
func knownBy(v *shelf.Visit, m *record.Medicine) string {
	var names []string
	seen := map[*record.Provider]bool{}
	for _, s := range m.Sources {
		if !seen[s.Provider] {
			seen[s.Provider] = true
			names = append(names, sourceName(v, s.Provider))
		}
	}
	if len(names) < 2 {
		return ""
	}
	return strings.Join(names, ", ")
}

// differences says what the sources do not agree about. It takes no side.
func differences(v *shelf.Visit, m *record.Medicine) []string {
	var out []string
	if m.DifferState {
		var said []string
		for i := range m.Sources {
			s := &m.Sources[i]
			if s.Role > record.MedicineOwn {
				continue
			}
			switch s.State {
			case record.MedicineUsing:
				said = append(said, according(v, s, "medicines.differ.using"))
			case record.MedicineStopped:
				said = append(said, according(v, s, "medicines.differ.stopped"))
			case record.MedicinePaused:
				said = append(said, according(v, s, "medicines.differ.paused"))
			}
		}
		out = append(out, strings.Join(unique(said), " "))
	}
	if m.DifferUse || m.DifferStrength {
		if said := useBySource(v, m); len(said) > 1 {
			out = append(out, strings.Join(said, " "))
		}
	}
	return out
}

// useBySource says every instruction that holds now once, with all who give it.
func useBySource(v *shelf.Visit, m *record.Medicine) []string {
	var uses []string
	names := map[string][]string{}
	times := map[*record.Provider]int{}
	for i := range m.Sources {
		if s := &m.Sources[i]; s.Role <= record.MedicineOwn && s.State == record.MedicineUsing {
			times[s.Provider]++
		}
	}
	for i := range m.Sources {
		s := &m.Sources[i]
		if s.Role > record.MedicineOwn || s.State != record.MedicineUsing {
			continue
		}
		care, err := s.Item.Care()
		if err != nil {
			continue
		}
		what := useOf(v, care)
		if m.DifferStrength {
			what = strings.TrimSuffix(upper(care.Title.In(v.Lang))+", "+lower(what), ", ")
		}
		if what = lower(strings.TrimRight(what, ".")); what == "" {
			continue
		}
		if names[what] == nil {
			uses = append(uses, what)
		}
		name := sourceName(v, s.Provider)
		if times[s.Provider] > 1 { // it says two things: which of them is this
			name += " (" + lower(v.T(roleKeys[s.Role])) + ")"
		}
		if !slices.Contains(names[what], name) {
			names[what] = append(names[what], name)
		}
	}
	var out []string
	for _, u := range uses {
		out = append(out, v.T("medicines.differ.use", "who", strings.Join(names[u], ", "), "use", u))
	}
	return out
}

// according says what one source says, and when it said so.
func according(v *shelf.Visit, s *record.MedicineSource, key string) string {
	when := s.Said
	if s.State != record.MedicineUsing && s.Until != "" {
		when = s.Until
	}
	if when == "" {
		return v.T(key+".undated", "who", sourceName(v, s.Provider))
	}
	return v.T(key, "who", sourceName(v, s.Provider), "day", dayOf(v, when))
}

func chipsOf(v *shelf.Visit, m *record.Medicine) []ui.Chip {
	var out []ui.Chip
	if !v.Seen.First() {
		for _, it := range m.Items {
			if v.Dossier.IsNew(it, v.Seen) {
				out = append(out, ui.Chip{Kind: ui.ChipNew, Text: v.T("dossier.chip.new")})
				break
			}
		}
	}
	for i := range m.Sources {
		if m.Sources[i].Provider.Own() {
			out = append(out, ui.Chip{Kind: ui.ChipOwn, Text: v.T("own.title")})
			break
		}
	}
	switch {
	case m.DifferState || m.DifferUse || m.DifferStrength:
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: v.T("medicines.chip.differ")})
	case m.State == record.MedicineLately:
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: v.T("medicines.chip.lately")})
	}
	return out
}

// unique leaves out what was said already.
func unique(all []string) []string {
	seen := map[string]bool{}
	out := all[:0]
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func upper(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}

// lower begins in lower case, but leaves abbreviations as they are.
func lower(s string) string {
	rs := []rune(s)
	if len(rs) < 2 || strings.ToUpper(string(rs[1])) == string(rs[1]) && rs[1] != ' ' {
		return s
	}
	return strings.ToLower(string(rs[0])) + string(rs[1:])
}

// sentence ends with one stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}
