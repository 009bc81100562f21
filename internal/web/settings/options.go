// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"context"

	"regie/internal/text"
	"regie/internal/web/ui"
)

// back leads to where the page is found: the menu, for who has one.
func back(ctx context.Context) ui.Anchor {
	if ui.From(ctx).SignedIn {
		return ui.Anchor{Href: "/meer", Text: ui.T(ctx, "web.menu.more")}
	}
	return ui.Anchor{}
}

func languages(now text.Lang) []ui.Option {
	var out []ui.Option
	for _, l := range text.Langs {
		out = append(out, ui.Option{Value: l.Tag(), Text: l.T("web.language.name"), Lang: l.Tag(), Chosen: l == now})
	}
	return out
}

func sizes(ctx context.Context, p ui.Prefs) []ui.Option {
	var out []ui.Option
	for _, size := range []string{"", "125", "150", "200"} {
		key := size
		if key == "" {
			key = "100"
		}
		out = append(out, ui.Option{
			Value: size, Text: ui.T(ctx, "settings.display.size."+key), Chosen: p.Size == size,
		})
	}
	return out
}

func themes(ctx context.Context, p ui.Prefs) []ui.Option {
	return []ui.Option{
		{Value: "", Text: ui.T(ctx, "settings.display.theme.auto"), Hint: ui.T(ctx, "settings.display.theme.auto.hint"), Chosen: p.Theme == ""},
		{Value: "light", Text: ui.T(ctx, "settings.display.theme.light"), Chosen: p.Theme == "light"},
		{Value: "dark", Text: ui.T(ctx, "settings.display.theme.dark"), Chosen: p.Theme == "dark"},
	}
}

func contrasts(ctx context.Context, p ui.Prefs) []ui.Option {
	return []ui.Option{
		{Value: "", Text: ui.T(ctx, "settings.display.contrast.auto"), Chosen: p.Contrast == ""},
		{Value: "normal", Text: ui.T(ctx, "settings.display.contrast.normal"), Chosen: p.Contrast == "normal"},
		{
			Value: "more", Text: ui.T(ctx, "settings.display.contrast.more"),
			Hint: ui.T(ctx, "settings.display.contrast.more.hint"), Chosen: p.Contrast == "more",
		},
	}
}
