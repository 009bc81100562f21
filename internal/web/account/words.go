// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"context"
	"strconv"

	"regie/internal/person"
	"regie/internal/web/ui"
)

func stageKey(at Place, now stage) string {
	if at == AtRecover {
		return "account.stage.recover." + strconv.Itoa(int(now))
	}
	return "account.stage.signup." + strconv.Itoa(int(now))
}

func withHint(f ui.FieldProps, hint string) ui.FieldProps {
	f.Hint = hint
	return f
}

// title returns the words of a page that differ by place: "account.<page>.<word>" or, in the
// settings, "settings.<page>.<word>" where there is one.
func placed(ctx context.Context, at Place, page, word string) string {
	lang := ui.From(ctx).Lang
	if at.settings() && lang.Has("settings."+page+"."+word) {
		return lang.T("settings." + page + "." + word)
	}
	if at.purpose == person.Recovering && lang.Has("recover."+page+"."+word) {
		return lang.T("recover." + page + "." + word)
	}
	return lang.T("account." + page + "." + word)
}

// backOf is the way back from a page of a place.
func backOf(ctx context.Context, at Place, page, key string) ui.Anchor {
	if at.settings() {
		return ui.Anchor{Href: at.base, Text: ui.T(ctx, "settings.security.title")}
	}
	if page == "" {
		return ui.Anchor{}
	}
	return ui.Anchor{Href: at.Path(page), Text: ui.T(ctx, key)}
}

func areaOf(at Place) ui.Area {
	if at.settings() {
		return ui.AreaMore
	}
	return ui.AreaNone
}

// mailStage is the stage at which the mail is: who recovers begins with it.
func mailStage(at Place) stage {
	if at == AtRecover {
		return stageStart
	}
	return stageMail
}

func secondScripts(key bool) []string {
	if key {
		return []string{passkeyScript}
	}
	return nil
}

// lookIf makes the main one of two buttons primary.
func lookIf(main bool) ui.Look {
	if main {
		return ui.Primary
	}
	return ui.Secondary
}
