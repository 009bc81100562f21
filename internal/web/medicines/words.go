// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"context"
	"strconv"
	"strings"

	"regie/internal/web/ui"
)

// heading is the title of the form.
func (f ownForm) heading(ctx context.Context) string {
	if f.edit {
		return ui.T(ctx, f.key+".edit")
	}
	return ui.T(ctx, f.key+".new")
}

// anchor is the id of the n-th part of a page.
func anchor(name string, n int) string { return name + "-" + strconv.Itoa(n+1) }

// andList is some names in one line.
func andList(all []string) string { return strings.Join(all, ", ") }
