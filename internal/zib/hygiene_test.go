// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"regie/internal/text"
)

// A fault is something that a person should not see, or should have seen.
type fault struct {
	kind, block, where, what string
	file, at                 string
}

// hygiene checks one reading in one language.
type hygiene struct {
	reading
	lang    text.Lang
	view    View
	all     string          // everything that is shown, in lower case
	folded  string          // the same, letters and digits only
	chips   string          // status and marks, in lower case
	codes   map[string]bool // every code in the resource that no text repeats
	machine map[string]bool // what only software wrote: displays, codes
	faults  []fault
}

func newHygiene(s reading, l text.Lang, v View) *hygiene {
	h := &hygiene{reading: s, lang: l, view: v}
	lines := []string{v.Title, v.Date, v.Status, v.Source}
	for i := range v.Facts {
		f := &v.Facts[i]
		lines = append(lines, f.Group, f.Label, f.Text, f.Flag, f.Range(l))
	}
	chips := []string{v.Status}
	for _, m := range v.Marks {
		chips = append(chips, m.Text)
	}
	h.chips = strings.ToLower(strings.Join(chips, "\n"))
	h.all = strings.ToLower(strings.Join(lines, "\n")) + "\n" + h.chips
	h.folded = foldLoose(h.all)
	h.codes, h.machine = bareCodes(s.Raw)
	return h
}

func (h *hygiene) fault(kind, where, what string) {
	if len(what) > 140 {
		what = what[:140] + "…"
	}
	h.faults = append(h.faults, fault{kind, h.Item.Block, where, what, h.File, h.At})
}

// check runs everything.
func (h *hygiene) check() []fault {
	h.checkShown()
	if h.lang == text.NL {
		h.checkEnglish()
	}
	h.checkLost()
	h.checkMarks()
	return h.faults
}

// TestHygieneOfOurOwn runs over the fictional resources in testdata/hygiene: the blocks that
// people meet most, and every danger.
func TestHygieneOfOurOwn(t *testing.T) {
	all := samples(t, "testdata/hygiene")
	if len(all) < 40 {
		t.Errorf("only %d resources", len(all))
	}
	for _, l := range [...]text.Lang{text.NL, text.EN} {
		for _, s := range all {
			for _, f := range newHygiene(s, l, s.Item.View(l)).check() {
				if allowed(f) < 0 {
					t.Errorf("%s %s %s %s: %s: %q", l.Tag(), f.file, f.at, f.kind, f.where, f.what)
				}
			}
			if s.Item.Generic && !strings.HasPrefix(s.File, "generic") {
				t.Errorf("%s %s is read by the generic reader", s.File, s.At)
			}
		}
	}
}

// TestHygieneOfTheCorpus runs over other people's test data, in both languages. What is allowed
// stands in allowances, each line with its reason.
func TestHygieneOfTheCorpus(t *testing.T) {
	root := corpusRoot()
	if root == "" {
		t.Skip("no corpus: set REGIE_CORPUS to the folder that holds corpus/fhir")
	}
	all := samples(t, root)
	used := make([]int, len(allowances))
	for _, l := range [...]text.Lang{text.NL, text.EN} {
		found := map[string][]fault{}
		for _, s := range all {
			for _, f := range newHygiene(s, l, s.Item.View(l)).check() {
				if i := allowed(f); i >= 0 {
					used[i]++
					continue
				}
				found[f.kind] = append(found[f.kind], f)
			}
		}
		report(t, l, found)
	}
	for i, n := range used {
		if n == 0 {
			t.Errorf("nothing needs this exception any more: %s, %s, %s", allowances[i].kind, allowances[i].block, allowances[i].why)
		}
	}
	shares(t, all)
}

// report prints the faults of a language by kind, some of each.
func report(t *testing.T, l text.Lang, found map[string][]fault) {
	t.Helper()
	kinds := make([]string, 0, len(found))
	for k := range found {
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, k int) bool { return len(found[kinds[i]]) > len(found[kinds[k]]) })
	for _, k := range kinds {
		var b strings.Builder
		for i, f := range found[k] {
			if i >= 15 && !testing.Verbose() {
				fmt.Fprintf(&b, "\n    … and %d more (-v shows all)", len(found[k])-i)
				break
			}
			fmt.Fprintf(&b, "\n    %s%s %s: %s: %q", f.file, f.at, f.block, f.where, f.what)
		}
		t.Errorf("%s: %s: %d times%s", l.Tag(), k, len(found[k]), b.String())
	}
}

// shares holds how much the generic reader reads: 5 % at most in the four services that Regie
// began with, and prints it for all.
func shares(t *testing.T, all []reading) {
	t.Helper()
	total, generic := map[string]int{}, map[string]map[string]int{}
	for _, s := range all {
		parts := strings.SplitN(s.File, "/", 3)
		service := strings.Join(parts[:2], "/")
		total[service]++
		if s.Item.Generic {
			if generic[service] == nil {
				generic[service] = map[string]int{}
			}
			generic[service][s.Item.Block]++
		}
	}
	names := make([]string, 0, len(total))
	for service := range total {
		names = append(names, service)
	}
	sort.Strings(names)
	strict := map[string]bool{"STU3/bgz": true, "STU3/huisartsgegevens": true, "STU3/documenten-pdfa": true, "R4/vaccinaties": true}
	for _, service := range names {
		n := 0
		for _, k := range generic[service] {
			n += k
		}
		share := 100 * float64(n) / float64(total[service])
		t.Logf("%-28s %4d resources, %4.1f %% generic %v", service, total[service], share, generic[service])
		if strict[service] && share > 5 {
			t.Errorf("%s: %.1f %% is read by the generic reader", service, share)
		}
	}
}
