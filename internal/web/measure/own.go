// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"slices"
	"time"

	samples "regie/internal/measure"
	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/lab"
	"regie/internal/web/shelf"
	"regie/internal/zib"
)

// kindOfTest is the kind that a provider's test measures too; "" where there is none.
func kindOfTest(t *record.Test) samples.Kind {
	if t.Code.Code == "" {
		return ""
	}
	for _, f := range samples.Kinds {
		if f.LOINC == t.Code.Code || slices.Contains(codes[f.Kind], t.Code.Code) {
			return f.Kind
		}
	}
	return ""
}

// Own is what the person measured of a provider's test since a day, for its chart in some unit. from
// may be zero: since ever. nil where nothing was measured, or where it is in another unit.
func (p Pages) Own(v *shelf.Visit, t *record.Test, unit *zib.Quantity, from time.Time) (*lab.Own, error) {
	k := kindOfTest(t)
	if k == "" {
		return nil, nil
	}
	x := view{kind: k, form: samples.FormOf(k), today: dayOf(v.Now), to: dayOf(v.Now)}
	if n, ok := x.inUnit(&zib.Quantity{Number: "1", Unit: unit.Unit, UnitCode: unit.UnitCode}); !ok || n != 1 {
		return nil, nil
	}
	var err error
	if x.all, err = p.Books.Sums(v.Context(), v.Session.Vault, k); err != nil {
		return nil, fmt.Errorf("finding own measurements: %w", err)
	}
	if len(x.all) == 0 {
		return nil, nil
	}
	x.from = x.all[0].Day
	if !from.IsZero() {
		x.from = max(x.from, dayOf(from))
	}
	x.within()
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, fmt.Errorf("finding own measurements: %w", err)
	}
	out := &lab.Own{Href: ownHref + "/" + keys.Of(k), Days: len(x.shown)}
	upper, lower := x.series(x.bucket())
	out.Series = []chart.Series{upper, lower}
	return out, nil
}

// testOf is the page of the test of a provider that measures the same; "" where there is none.
func testOf(theirs []theirValue, d *record.Dossier) string {
	if len(theirs) == 0 || d == nil {
		return ""
	}
	if t := d.TestOf(theirs[len(theirs)-1].item); t != nil {
		return lab.Href(t)
	}
	return ""
}
