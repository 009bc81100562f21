// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"context"

	"regie/internal/person"
	"regie/internal/web/ui"
)

// kindWord is the part of a catalogue key that stands for a kind of factor.
func kindWord(k person.Kind) string {
	switch k {
	case person.KindPassword:
		return "password"
	case person.KindApp:
		return "app"
	}
	return "passkey"
}

func factorIcon(k person.Kind) string {
	switch k {
	case person.KindPassword:
		return "key"
	case person.KindApp:
		return "device-mobile"
	}
	return "fingerprint"
}

func factorTint(k person.Kind) ui.Tint {
	switch k {
	case person.KindPassword:
		return ui.Yellow
	case person.KindApp:
		return ui.Blue
	}
	return ui.Teal
}

// factorTitle is what a person knows a factor by: "Toegangssleutel: telefoon van Anna".
func factorTitle(ctx context.Context, f person.FactorInfo) string {
	title := ui.T(ctx, "settings.factor."+kindWord(f.Kind))
	name := f.Name
	if name == "" {
		name = f.Keeper
	}
	if name == "" {
		return title
	}
	return title + ": " + name
}

// factorFacts says when a factor was added, and when it was last used.
func factorFacts(ctx context.Context, o overview, f person.FactorInfo) string {
	lang := ui.From(ctx).Lang
	s := lang.T("settings.factor.made", "date", ui.Day(lang, f.Made.In(o.zone), ui.ToDay))
	if !f.Used.IsZero() {
		s += " " + lang.T("settings.factor.used", "date", ui.Day(lang, f.Used.In(o.zone), ui.ToDay))
	}
	if f.Keeper != "" && f.Name != "" {
		s += " " + lang.T("settings.factor.keeper", "keeper", f.Keeper)
	}
	return s
}

func deviceIcon(d person.Device) string {
	switch d.System {
	case "iPhone", "Android", "iPad":
		return "device-mobile"
	}
	return "device-laptop"
}

func problemsOf(field, text string) []ui.Problem {
	if text == "" {
		return nil
	}
	return []ui.Problem{{Field: field, Text: text}}
}
