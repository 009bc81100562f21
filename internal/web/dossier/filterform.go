// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"regie/internal/web/shelf"
	"strconv"

	"regie/internal/record"
	"regie/internal/web/ui"
)

// filterForm is the form that narrows a list: choices with how many items each leaves.
type filterForm struct {
	action string
	fields []ui.ChoiceProps
	dates  []ui.FieldProps // period, from and to
	hidden []string        // pairs name, value
	active bool            // something was chosen
	clear  string          // address without any choice
}

// newFilterForm offers the choices that the list has. kinds says whether the kind may be chosen.
func newFilterForm(v *shelf.Visit, action string, f record.Filter, kinds bool) filterForm {
	return filterFormOf(v, action, f, v.Dossier.Facets(f), kinds)
}

func filterFormOf(v *shelf.Visit, action string, f record.Filter, facets record.Facets, kinds bool) filterForm {
	out := filterForm{action: action, clear: action}
	if kinds {
		field := ui.ChoiceProps{ID: shelf.AskKind, Label: v.T("dossier.filter.kind"), Options: []ui.Option{all(v, "dossier.filter.kind.all", len(f.Categories) == 0)}}
		for _, c := range facets.Categories {
			k := shelf.KindOf(c.Category)
			chosen := len(f.Categories) == 1 && f.Categories[0] == c.Category
			out.active = out.active || chosen
			field.Options = append(field.Options, option(k.Slug, k.Title(v.Lang), c.Count, chosen))
		}
		out.fields = append(out.fields, field)
	}
	if len(facets.Providers) > 1 || f.Provider != 0 {
		field := ui.ChoiceProps{ID: shelf.AskProvider, Label: v.T("dossier.filter.provider"), Options: []ui.Option{all(v, "dossier.filter.provider.all", f.Provider == 0)}}
		for _, p := range facets.Providers {
			chosen := f.Provider == p.Provider.Key
			out.active = out.active || chosen
			field.Options = append(field.Options, option(p.Provider.Key.String(), shelf.NameOf(v, p.Provider), p.Count, chosen))
		}
		out.fields = append(out.fields, field)
	}
	if len(facets.Years) > 1 || f.Year != 0 {
		field := ui.ChoiceProps{ID: shelf.AskYear, Label: v.T("dossier.filter.year"), Options: []ui.Option{all(v, "dossier.filter.year.all", f.Year == 0)}}
		for _, y := range facets.Years {
			chosen := f.Year == y.Year
			out.active = out.active || chosen
			field.Options = append(field.Options, option(strconv.Itoa(y.Year), strconv.Itoa(y.Year), y.Count, chosen))
		}
		out.fields = append(out.fields, field)
	}
	for _, end := range []struct {
		ask, label string
		at         int64
	}{{shelf.AskFrom, "find.filter.from", f.From}, {shelf.AskTo, "find.filter.to", f.To}} {
		field := ui.FieldProps{ID: end.ask, Label: v.T(end.label), Type: "date", Optional: true}
		if end.at != 0 {
			day := end.at
			if end.ask == shelf.AskTo {
				day-- // the last day that counts
			}
			field.Value = shelf.WallTime(day).Format("2006-01-02")
			out.active = true
		}
		out.dates = append(out.dates, field)
	}
	if f.New != nil {
		out.hidden = append(out.hidden, shelf.AskNew, "ja")
		out.active = true
	}
	return out
}

func all(v *shelf.Visit, key string, chosen bool) ui.Option {
	return ui.Option{Value: "", Text: v.T(key), Chosen: chosen}
}

func option(value, text string, count int, chosen bool) ui.Option {
	return ui.Option{Value: value, Text: text + " (" + strconv.Itoa(count) + ")", Chosen: chosen}
}
