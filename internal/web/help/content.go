// SPDX-License-Identifier: EUPL-1.2

package help

import (
	"context"

	"regie/internal/web/ui"
)

// groups are the questions of the help page: the catalogue has help.q.<name>.<n> and help.a.<name>.<n>.
var groups = []struct {
	name  string
	count int
}{{"start", 5}, {"collect", 4}, {"record", 4}, {"stop", 2}}

// reachable tells whether the operator gave any way to reach them.
func (o Operator) reachable() bool {
	return o.Mail != "" || o.Phone != "" || o.Address != "" || o.Site != ""
}

func privacyColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Title: ui.T(ctx, "help.privacy.col.what")},
		{Title: ui.T(ctx, "help.privacy.col.why")},
		{Title: ui.T(ctx, "help.privacy.col.who")},
	}
}

func privacyRows(ctx context.Context) [][]string {
	var out [][]string
	for _, what := range []string{"health", "providers", "mail", "age", "sessions"} {
		key := "help.privacy." + what
		out = append(out, []string{ui.T(ctx, key), ui.T(ctx, key+".why"), ui.T(ctx, key+".who")})
	}
	return out
}
