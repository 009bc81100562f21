// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"regie/internal/record"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Sources says who tells what is on a card: one provider, or all that tell the same.
func Sources(v *Visit, it *record.Item) string {
	all := v.Dossier.Doubles(it)
	if len(all) == 0 {
		return SourceOf(v, it)
	}
	var names []zib.Phrase
	seen := map[*record.Provider]bool{}
	for _, o := range all {
		if !seen[o.Provider] {
			seen[o.Provider] = true
			names = append(names, zib.Say(SourceOf(v, o)))
		}
	}
	return zib.And(names...).In(v.Lang)
}

// Double is one of the items that tell the same, on the page of one of them.
type Double struct {
	Line
	Source string
	Action string // where the button sends to
	Own    bool   // the item of the page
}

// DoubleParts is what the page of an item says about doubles.
type DoubleParts struct {
	Joined []Double // tell the same; with the item itself
	Alike  []Double // look the same, on cards of their own
}

// DoublesOf lists what tells the same as an item, and what looks as if it does.
func DoublesOf(v *Visit, it *record.Item) DoubleParts {
	var out DoubleParts
	for _, o := range v.Dossier.Doubles(it) {
		out.Joined = append(out.Joined, Double{Line: LineOf(v, o), Source: SourceOf(v, o), Action: ItemHref(o) + "/los", Own: o == it})
	}
	for _, o := range v.Dossier.Alike(it) {
		out.Alike = append(out.Alike, Double{Line: LineOf(v, o), Source: Sources(v, o), Action: ItemHref(it) + "/samen/" + o.Key.String()})
	}
	return out
}

// doubleChip says that a card stands for more than one source.
func doubleChip(v *Visit, it *record.Item) (ui.Chip, bool) {
	n := len(v.Dossier.Doubles(it))
	return ui.Chip{Kind: ui.ChipPlain, Text: v.T("care.double.chip", "n", n)}, n > 1
}

// HubOf leads to the page with all that belongs to an item, where there is one.
func HubOf(v *Visit, it *record.Item) ui.Action {
	switch {
	case v.Dossier.Problem(it, v.Now) != nil:
		return ui.Action{Href: "/klachten/" + it.Key.String(), Text: v.T("care.hub.problem"), Icon: "clipboard-heart"}
	case it.Category == zib.CategoryVisits:
		return ui.Action{Href: "/contacten/" + it.Key.String(), Text: v.T("care.hub.contact"), Icon: "stethoscope"}
	case it.Type == "DiagnosticReport" && hasResults(v, it):
		return ui.Action{Href: "/verslag/" + it.Key.String(), Text: v.T("care.hub.report"), Icon: "file-text"}
	}
	return ui.Action{}
}

// hasResults tells whether a report has results as items of their own.
func hasResults(v *Visit, it *record.Item) bool {
	for _, r := range v.Dossier.Related(it) {
		if r.Item.Type == "Observation" {
			return true
		}
	}
	return false
}
