// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"fmt"
	"slices"

	samples "regie/internal/measure"
	"regie/internal/web/route"
)

// quick is the form on the page where one chooses what to add: what somebody types often needs two
// taps, one in the field and one to keep it. The moment is now.
type quick struct {
	tile
	form samples.Form
}

const (
	// mostOften is how many kinds have such a form.
	mostOften = 4
	// oftenDays is in how many of the last days somebody must have typed it, and oftenTimes on how many.
	oftenDays, oftenTimes = 60, 2
)

// often are the kinds that somebody types often, what was typed last first. What a watch measures by
// itself is not among them.
func (p Pages) often(r *route.Request, o *samples.Overview, typed []samples.Kind) ([]samples.KindOverview, error) {
	if !slices.ContainsFunc(o.Sources, func(s samples.Source) bool { return s.Key() == samples.Hand.Key() }) {
		return nil, nil
	}
	today := dayOf(r.Now)
	recent := slices.DeleteFunc(slices.Clone(o.Kinds), func(x samples.KindOverview) bool {
		return x.Days < oftenTimes || !slices.Contains(typed, x.Kind) || x.Last.Day < today-oftenDays
	})
	slices.SortStableFunc(recent, func(a, b samples.KindOverview) int {
		return cmp.Or(cmp.Compare(b.Last.Day, a.Last.Day), cmp.Compare(b.Days, a.Days))
	})
	var out []samples.KindOverview
	for _, x := range recent {
		if len(out) == mostOften {
			break
		}
		of, err := p.Books.Samples(r.Context(), r.Session.Vault, x.Kind, today-oftenDays, today)
		if err != nil {
			return nil, fmt.Errorf("finding what is typed often: %w", err)
		}
		days := map[samples.Day]bool{}
		for _, y := range of {
			if y.Source.Key() == samples.Hand.Key() {
				for _, z := range y.Samples {
					days[z.Day()] = true
				}
			}
		}
		if len(days) >= oftenTimes {
			out = append(out, x)
		}
	}
	return out, nil
}

// askNow says in a form that the moment is that of sending it.
const askNow = "nu"

// now fills in the moment where the form leaves it to us.
func (f *formView) now(r *route.Request) {
	if f.day == "" && f.clock == "" {
		fresh := newForm(r, f.form)
		f.day, f.clock = fresh.day, fresh.clock
	}
}
