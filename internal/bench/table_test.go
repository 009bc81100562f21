// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"strings"
	"testing"
)

func TestTableSaysWhatIsReachedAndComparesWithItself(t *testing.T) {
	figures := []Figure{atMost("opening", 120, "ms", 60), atLeast("rate", 3000, "a second", 2500), {Name: "size", Value: 12.34, Unit: "MB"}}
	first := Table(figures, nil)
	for _, want := range []string{"| opening | 120 | ms | ≤ 60.0 | **no** |  |", "| rate | 3000 | a second | ≥ 2500 | yes |  |", "| size | 12.3 | MB |  |  |  |"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not in\n%s", want, first)
		}
	}
	before := ReadTable(first)
	figures[0].Value = 60
	if second := Table(figures, before); !strings.Contains(second, "| opening | 60.0 | ms | ≤ 60.0 | yes | × 0.50 |") {
		t.Errorf("no comparison in\n%s", second)
	}
}

func TestQuantiles(t *testing.T) {
	if got := median([]float64{5, 1, 3}); got != 3 {
		t.Errorf("median = %v", got)
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("quantile of nothing = %v", got)
	}
}
