// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"slices"
	"strings"
	"time"

	"regie/internal/practice/dossier"
)

// Result is the outcome of a search: what matched, and what comes along by _include.
type Result struct {
	Matches  []dossier.Resource
	Included []dossier.Resource
}

// Search runs a query over all resources. The order is that of indexing, and
// for $lastn newest first within a code.
func (ix *Index) Search(q Query) Result {
	var found []*entry
	for _, e := range ix.byType[q.Type] {
		if q.matches(ix, e) {
			found = append(found, e)
		}
	}
	if q.LastN {
		found = lastN(found, q.Max)
	}
	out := Result{Matches: make([]dossier.Resource, len(found))}
	for i, e := range found {
		out.Matches[i] = e.res
	}
	for _, e := range ix.include(found, q.includes) {
		out.Included = append(out.Included, e.res)
	}
	return out
}

// Include gives what comes along with these matches only: a page of a search
// holds the included resources of its own matches.
func (ix *Index) Include(matches []dossier.Resource, q Query) []dossier.Resource {
	var found []*entry
	for _, m := range matches {
		if e := ix.byKey[m.Type+"/"+m.ID]; e != nil {
			found = append(found, e)
		}
	}
	var out []dossier.Resource
	for _, e := range ix.include(found, q.includes) {
		out = append(out, e.res)
	}
	return out
}

func (q Query) matches(ix *Index, e *entry) bool {
	for _, f := range q.filters {
		if f.chain != nil {
			if !f.leads(ix, e) {
				return false
			}
		} else if !f.match(e.values[f.name]) {
			return false
		}
	}
	return true
}

// leads tells whether a reference of e leads to a resource that the end of the chain fits.
func (f filter) leads(ix *Index, e *entry) bool {
	return slices.ContainsFunc(e.values[f.name].refs, func(r string) bool {
		t := ix.resolve(r)
		return t != nil && (f.target == "" || t.res.Type == f.target) && f.chain.match(t.values[f.chain.name])
	})
}

func (f filter) match(v values) bool {
	if f.modifier == "missing" {
		return v.empty() == (f.wants[0] == "true")
	}
	switch f.param.kind {
	case tok:
		hit := slices.ContainsFunc(v.tokens, func(t token) bool {
			return slices.ContainsFunc(f.wants, func(w string) bool { return matchToken(t, w) })
		})
		return hit != (f.modifier == "not")
	case dat:
		return slices.ContainsFunc(v.spans, func(s span) bool {
			return slices.ContainsFunc(f.dates, func(d dateTest) bool { return d.match(s) })
		})
	case ref:
		return slices.ContainsFunc(v.refs, func(r string) bool {
			return slices.ContainsFunc(f.wants, func(w string) bool { return matchReference(r, w, f.modifier) })
		})
	case str:
		return slices.ContainsFunc(v.texts, func(t string) bool {
			return slices.ContainsFunc(f.wants, func(w string) bool {
				w = strings.ToLower(w)
				switch f.modifier {
				case "exact":
					return t == w
				case "contains":
					return strings.Contains(t, w)
				}
				return strings.HasPrefix(t, w)
			})
		})
	default:
		return slices.ContainsFunc(v.texts, func(t string) bool { return slices.Contains(f.wants, t) })
	}
}

// include follows references from the matches once, and the recursing ones
// until nothing new is found. Nothing is given twice, and no match again.
func (ix *Index) include(found []*entry, includes []include) []*entry {
	if len(includes) == 0 {
		return nil
	}
	have := make(map[*entry]bool, len(found))
	for _, e := range found {
		have[e] = true
	}
	var out []*entry
	follow := func(from []*entry, onlyRecurse bool) []*entry {
		var fresh []*entry
		for _, e := range from {
			for _, inc := range includes {
				if onlyRecurse && !inc.recurse {
					continue
				}
				if inc.reverse {
					for _, t := range ix.byType[inc.source] {
						if !have[t] && slices.ContainsFunc(t.values[inc.name].refs, func(r string) bool { return ix.resolve(r) == e }) {
							have[t] = true
							fresh = append(fresh, t)
						}
					}
					continue
				}
				if inc.source != e.res.Type {
					continue
				}
				for _, r := range e.values[inc.name].refs {
					t := ix.resolve(r)
					if t == nil || have[t] || inc.target != "" && t.res.Type != inc.target {
						continue
					}
					have[t] = true
					fresh = append(fresh, t)
				}
			}
		}
		return fresh
	}
	for fresh := follow(found, false); len(fresh) > 0; fresh = follow(fresh, true) {
		out = append(out, fresh...)
	}
	return out
}

// lastN keeps the newest max of each code. Observations that share a coding
// are of one code. Those of the same moment as the last that is kept stay too,
// so that no double measurement is lost. One without a time counts as oldest.
func lastN(found []*entry, max int) []*entry {
	group := map[string]int{}
	var groups [][]*entry
	for _, e := range found {
		at := -1
		for _, c := range e.groups {
			if g, ok := group[c]; ok {
				at = g
				break
			}
		}
		if at < 0 {
			at = len(groups)
			groups = append(groups, nil)
		}
		for _, c := range e.groups {
			if _, ok := group[c]; !ok {
				group[c] = at
			}
		}
		groups[at] = append(groups[at], e)
	}
	var out []*entry
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b *entry) int { return b.when.Compare(a.when) })
		for i, e := range g {
			if i < max || e.when.Equal(g[max-1].when) {
				out = append(out, e)
			}
		}
	}
	return out
}

// lastnKeys gives the codings of an Observation (or its text) and its moment.
func lastnKeys(dom map[string]any, loc *time.Location) (groups []string, when time.Time) {
	for _, t := range tokens(dom["code"]) {
		groups = append(groups, t.system+"|"+t.code)
	}
	if len(groups) == 0 {
		for _, x := range walk(dom, []string{"code", "text"}) {
			if s, ok := x.(string); ok {
				groups = append(groups, "text:"+strings.ToLower(s))
			}
		}
	}
	for _, v := range append(walk(dom, []string{"effective[x]"}), dom["issued"]) {
		for _, s := range spans(v, loc) {
			if s.lo.After(when) && s.lo != farPast {
				when = s.lo
			}
		}
		if !when.IsZero() {
			break
		}
	}
	return groups, when
}
