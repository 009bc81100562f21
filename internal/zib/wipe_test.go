// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"testing"
)

func TestWipe(t *testing.T) {
	for _, items := range [][]*Item{nil, {{Summary: -1}}, {sample(1), sample(2)}} {
		p, err := OpenPack(AppendItems(nil, items))
		if err != nil {
			t.Fatal(err)
		}
		heads, err := p.Heads()
		if err != nil {
			t.Fatal(err)
		}
		p.Wipe()
		for _, h := range heads {
			if strings.Trim(h.Block+h.Type+h.ID+h.Search+h.Title.Text, "\x00") != "" {
				t.Errorf("still there: %q", h.ID)
			}
		}
	}
}
