// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"

	"regie/internal/web/ui"
)

func agendaFormTitle(ctx context.Context, edit bool) string {
	if edit {
		return ui.T(ctx, "agenda.form.edit")
	}
	return ui.T(ctx, "agenda.form.new")
}

func goalTitle(ctx context.Context, edit bool) string {
	if edit {
		return ui.T(ctx, "goals.form.edit")
	}
	return ui.T(ctx, "goals.form.new")
}

// emptyText says whether nothing is there, or not everything was collected.
func emptyText(ctx context.Context, v listView) string {
	if v.missing.Any && !v.missing.Whole {
		return ui.T(ctx, "agenda.empty.partly")
	}
	return ui.T(ctx, "agenda.empty.text")
}

func feedWhat(ctx context.Context, v feedView) string {
	if v.bare {
		return ui.T(ctx, "agenda.feed.bare.now")
	}
	return ui.T(ctx, "agenda.feed.full.now")
}

func reachWord(ctx context.Context, g goalCard) string {
	if g.reached != "" {
		return ui.T(ctx, "goals.unreach")
	}
	return ui.T(ctx, "goals.reach")
}

func seriesTitle(ctx context.Context, f seriesForm) string {
	if f.edit {
		return ui.T(ctx, "remind.form.edit")
	}
	return ui.T(ctx, "remind.form.new")
}

func questionsLabel(ctx context.Context, v prepareView) string {
	if len(v.questions) > 0 {
		return ui.T(ctx, "prepare.questions.change")
	}
	return ui.T(ctx, "prepare.questions.ask")
}
