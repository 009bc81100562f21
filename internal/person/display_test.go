// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"strings"
	"testing"
)

func TestDisplayIsKeptForOtherDevices(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.anna()
		one := h.session(a.signIn().Token)
		if got := must(h.Display(ctx, one))(t); got != "" {
			t.Errorf("before anything was kept: %q", got)
		}
		for _, want := range []string{"nl.dark.more.150", "nl.dark.more.150", "en...200"} {
			h.ok(h.KeepDisplay(ctx, one, want))
			two := h.session(a.signIn().Token)
			if got := must(h.Display(ctx, two))(t); got != want {
				t.Errorf("on another device: %q, want %q", got, want)
			}
		}
		if err := h.KeepDisplay(ctx, one, strings.Repeat("x", maxDisplay+1)); err == nil {
			t.Error("a long text is kept")
		}
		h.noLeak("en...200")
	})
}
