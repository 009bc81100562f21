// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"

	"regie/internal/collect"
	"regie/internal/web/ui"
)

func reviewLead(ctx context.Context, v reviewView) string {
	switch v.state {
	case collect.AnswerReceived:
		return ui.T(ctx, "forms.review.received", "name", v.name)
	case collect.AnswerSent:
		return ui.T(ctx, "forms.review.sent", "name", v.name)
	}
	return ui.T(ctx, "forms.review.lead", "name", v.name)
}

func sendWord(ctx context.Context, v reviewView) string {
	if v.state == collect.AnswerSent {
		return ui.T(ctx, "forms.send.again")
	}
	return ui.T(ctx, "forms.send", "name", v.name)
}
