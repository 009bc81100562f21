// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"context"
	"strings"

	"regie/internal/web/ui"
)

func timeAfter(clock string) string {
	if clock == "" {
		return ""
	}
	return ", " + clock
}

func formTitle(ctx context.Context, f formView) string {
	if f.edit {
		return ui.T(ctx, "diary.form.edit")
	}
	return ui.T(ctx, "diary.form.new")
}

// oneLine is a text without ends of lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
