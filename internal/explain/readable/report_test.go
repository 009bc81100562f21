// SPDX-License-Identifier: EUPL-1.2

package readable

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"regie/internal/text"
)

var update = flag.Bool("update", false, "write docs/readability.md anew")

var reportFile = filepath.Join("..", "..", "..", "docs", "readability.md")

const reportHead = `# Readability

How easy the texts of Regie are to read, measured over the whole catalogue (internal/text) and all
explanations (internal/explain). Made by ` + "`go test ./internal/explain/readable -update`" + `; a test fails when
it is no longer so. Numbers measure form. Whether people understand it, people must tell.

Areas with less than %d sentences count in "all" only.

- Words: words in a sentence on average, over sentences of four words or more.
- Longest: words in the longest sentence.
- Flesch: reading ease; for Dutch with the numbers of Douma. 60 is plain, 80 is easy.
- Passive: of 100 sentences, how many are passive.
- Long: of 100 words, how many have more than %d letters.
`

// row is one line of the report: what was measured of one area in one language.
type row struct {
	lang, area string
	m          Measure
	l          text.Lang
}

func (r row) figures() []float64 {
	return []float64{float64(r.m.Texts), r.m.Average(), float64(r.m.Longest), r.m.Flesch(r.l), r.m.PassiveShare(), 100 * ratio(r.m.Long, r.m.Words)}
}

func measured() []row {
	var rows []row
	for _, l := range text.Langs {
		areas := map[string]*Measure{}
		total := &Measure{}
		for _, p := range pieces(l) {
			if areas[p.area] == nil {
				areas[p.area] = &Measure{}
			}
			areas[p.area].Add(l, p.text)
			total.Add(l, p.text)
		}
		names := make([]string, 0, len(areas))
		for n := range areas {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			if areas[n].Sentences < fewest {
				continue // too little to say something about; it counts in "all"
			}
			rows = append(rows, row{l.Tag(), n, *areas[n], l})
		}
		rows = append(rows, row{l.Tag(), "all", *total, l})
	}
	return rows
}

func report(t *testing.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, reportHead, fewest, LongWord)
	fmt.Fprintf(&b, "\nLimits for an area: Dutch %.0f words, %d in a sentence, Flesch %.0f, passive %.0f; English %.0f, %d, %.0f, %.0f.\n",
		limits[text.NL].average, limits[text.NL].longest, limits[text.NL].flesch, limits[text.NL].passive,
		limits[text.EN].average, limits[text.EN].longest, limits[text.EN].flesch, limits[text.EN].passive)
	b.WriteString("No exclamation marks; no word of the list of jargon (internal/explain/readable/jargon.tsv).\n")
	b.WriteString("\n| Language | Area | Texts | Words | Longest | Flesch | Passive | Long |\n|---|---|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range measured() {
		f := r.figures()
		fmt.Fprintf(&b, "| %s | %s | %.0f | %.1f | %.0f | %.0f | %.0f | %.1f |\n", r.lang, r.area, f[0], f[1], f[2], f[3], f[4], f[5])
	}
	b.WriteString("\n## Exceptions\n\n")
	list := exceptions(t)
	if len(list) == 0 {
		b.WriteString("None.\n")
	}
	for _, e := range list {
		fmt.Fprintf(&b, "- `%s`, %s: %s\n", e.key, e.rule, e.reason)
	}
	return b.String()
}

// TestReportIsTrue compares the report with what is measured now. A few texts more or less do
// not make it untrue: it is stale when an area came or went, or when a figure moved so far that
// a reader would see another picture.
func TestReportIsTrue(t *testing.T) {
	if *update {
		if err := os.WriteFile(reportFile, []byte(report(t)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(reportFile)
	if err != nil {
		t.Fatalf("reading the report: %v (make it with -update)", err)
	}
	was := map[string][]float64{}
	for line := range strings.SplitSeq(string(b), "\n") {
		col := strings.Split(strings.Trim(line, "| "), " | ")
		if len(col) != 8 || (col[0] != "nl" && col[0] != "en") {
			continue
		}
		var f []float64
		for _, c := range col[2:] {
			n, err := strconv.ParseFloat(strings.TrimSpace(c), 64)
			if err != nil {
				t.Fatalf("the report has a line %q", line)
			}
			f = append(f, n)
		}
		was[col[0]+" "+col[1]] = f
	}
	for _, r := range measured() {
		key := r.lang + " " + r.area
		old, ok := was[key]
		delete(was, key)
		if !ok {
			t.Errorf("the report does not have %s: make it anew with -update", key)
			continue
		}
		for i, now := range r.figures() {
			if allowed := [...]float64{10 + 0.2*old[0], 1, 5, 6, 6, 4}[i]; math.Abs(now-old[i]) > allowed {
				t.Errorf("%s: the report says %v in column %d, now it is %.1f: make it anew with -update", key, old[i], i+3, now)
			}
		}
	}
	for key := range was {
		t.Errorf("the report has %s, which is gone: make it anew with -update", key)
	}
	for _, e := range exceptions(t) {
		if !strings.Contains(string(b), "`"+e.key+"`, "+e.rule) {
			t.Errorf("the report does not have the exception of %s from %s: make it anew with -update", e.key, e.rule)
		}
	}
}
