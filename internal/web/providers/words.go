// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"strings"
	"time"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// icon and tint of a kind of provider.
func icon(k collect.Kind) (string, ui.Tint) {
	switch k {
	case collect.KindGP:
		return "stethoscope", ui.Teal
	case collect.KindHospital:
		return "building-hospital", ui.Blue
	case collect.KindPharmacy:
		return "pill", ui.Green
	case collect.KindPhysio:
		return "run", ui.Orange
	case collect.KindYouth:
		return "vaccine", ui.Violet
	case collect.KindLab:
		return "test-pipe", ui.Red
	case collect.KindHome:
		return "nurse", ui.Yellow
	case collect.KindOwn:
		return "inbox", ui.Grey
	default:
		return "first-aid-kit", ui.Grey
	}
}

// names are the words for data services and their questions.
type names struct {
	table *collect.Table
	lang  text.Lang
}

func (p Pages) names(r *route.Request) names { return names{p.Collector.Table(), r.Lang} }

func (n names) service(id string) string {
	if s, ok := n.table.Service(id); ok {
		return n.lang.T(s.NameKey())
	}
	return n.lang.T("collect.service.unknown")
}

func (n names) explain(id string) string {
	if s, ok := n.table.Service(id); ok {
		return n.lang.T(s.ExplainKey())
	}
	return ""
}

func (n names) question(service, key string) string {
	if s, ok := n.table.Service(service); ok && n.lang.Has(s.QuestionKey(key)) {
		return n.lang.T(s.QuestionKey(key))
	}
	return n.lang.T("collect.question.unknown")
}

// services lists names: "Huisartsgegevens en documenten". Of a long list it names the first ones.
func (n names) services(ids []string) string {
	const most = 4
	var out []string
	for i, id := range ids {
		if i == most-1 && len(ids) > most {
			out = append(out, n.lang.T("providers.services.more", "n", len(ids)-i))
			break
		}
		s := n.service(id)
		if i > 0 {
			s = lower(s)
		}
		out = append(out, s)
	}
	return join(n.lang, out)
}

// join writes words as a row: "a, b en c".
func join(l text.Lang, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + l.T("providers.and") + " " + words[len(words)-1]
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// said is why something failed and what to do, in words.
type said struct {
	What, Advice string
	Next         medmij.Next
}

func say(l text.Lang, reason medmij.Reason, name string) said {
	return said{What: l.T(reason.Key(), "name", name), Advice: l.T(collect.Advice(reason), "name", name), Next: reason.Next()}
}

// sayAll says each reason once; advice that is the same for several is said once.
func sayAll(l text.Lang, reasons []medmij.Reason, name string) []said {
	var out []said
	for _, r := range reasons {
		out = append(out, say(l, r, name))
	}
	for i := 0; i+1 < len(out); i++ {
		if out[i].Advice == out[len(out)-1].Advice {
			out[i].Advice = ""
		}
	}
	return out
}

// notes says what else is to be told about what came.
func notes(l text.Lang, n collect.Notes, name string) []string {
	var out []string
	if n.BSN {
		out = append(out, l.T("collect.note.bsn", "name", name))
	}
	if n.Unreadable > 0 {
		out = append(out, l.T("collect.note.unreadable", "n", n.Unreadable))
	}
	if n.Version > 0 {
		out = append(out, l.T("collect.note.version", "n", n.Version))
	}
	if n.Withheld > 0 {
		out = append(out, l.T("collect.note.withheld", "n", n.Withheld))
	}
	return out
}

// when says how long ago something was, and the date.
func when(r *route.Request, t time.Time) string {
	t = t.In(r.Now.Location())
	if ago := ui.Ago(r.Lang, r.Now, t, ui.ToDay); ago != "" && r.Now.Sub(t) >= 0 && sameDay(r.Now, t) {
		return r.T("providers.today.at", "time", ui.Clock(r.Lang, t))
	} else if ago != "" {
		return lower(ago) + " (" + ui.Day(r.Lang, t, ui.ToDay) + ")"
	}
	return ui.Day(r.Lang, t, ui.ToDay)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// place says the kind and the town: "Huisarts in Oefendorp".
func place(l text.Lang, kind collect.Kind, city string) string {
	if city == "" {
		return l.T(kind.Key())
	}
	return l.T("providers.place", "kind", l.T(kind.Key()), "city", city)
}
