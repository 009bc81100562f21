// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestCleanDisplay(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"structuur van linker bovenarm (lichaamsstructuur)", "linker bovenarm"},
		{"Structure of left ear (body structure)", "left ear"},
		{"observatie betreffende huid (waarneembare entiteit)", "huid"},
		{"Wond (aan de rand)", "Wond (aan de rand)"},
		{"infrastructuur van het ziekenhuis", "infrastructuur van het ziekenhuis"},
		{"niet-roker (bevinding) ", "niet-roker"},
	} {
		if got := cleanDisplay(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}
