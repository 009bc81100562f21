// SPDX-License-Identifier: EUPL-1.2

package welcome

import (
	"context"

	"regie/internal/web/ui"
)

// whoColumns and whoRows say who can see what. They must stay true: see docs/decisions.
func whoColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Title: ui.T(ctx, "welcome.safety.who.col.who")},
		{Title: ui.T(ctx, "welcome.safety.who.col.sees")},
		{Title: ui.T(ctx, "welcome.safety.who.col.not")},
	}
}

func whoRows(ctx context.Context) [][]string {
	var out [][]string
	for _, who := range []string{"you", "us", "thief", "provider"} {
		key := "welcome.safety.who." + who
		out = append(out, []string{ui.T(ctx, key), ui.T(ctx, key+".sees"), ui.T(ctx, key+".not")})
	}
	return out
}
