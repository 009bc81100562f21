// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"fmt"
	"strconv"
	"strings"
)

// Table writes figures as a Markdown table; before has the values of an earlier table by name.
func Table(figures []Figure, before map[string]float64) string {
	var b strings.Builder
	b.WriteString("| what | value | unit | goal | reached | against the committed table |\n|---|---:|---|---|---|---|\n")
	for _, f := range figures {
		reached := ""
		if f.Limit != 0 {
			reached = "yes"
			if !f.Met() {
				reached = "**no**"
			}
		}
		ratio := ""
		if old, ok := before[f.Name]; ok && old > 0 {
			ratio = fmt.Sprintf("× %.2f", f.Value/old)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", f.Name, number(f.Value), f.Unit, f.Goal, reached, ratio)
	}
	return b.String()
}

// ReadTable finds the values in a table that Table wrote.
func ReadTable(markdown string) map[string]float64 {
	out := map[string]float64{}
	for l := range strings.SplitSeq(markdown, "\n") {
		cells := strings.Split(l, "|")
		if len(cells) < 4 {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(cells[2]), 64)
		if err == nil {
			out[strings.TrimSpace(cells[1])] = v
		}
	}
	return out
}

// Report is the page of docs: what was measured and how, and the table.
func Report(figures []Figure) string {
	return "# How fast, how small\n\n" +
		"Made by `make bench` on two cores of a machine that others use too; `make bench ARGS=\"-write docs/bench.md\"` makes this page anew.\n" +
		"Collecting goes over TLS from the practice network, which runs in a process of its own; own work is the processor time of Regie's\n" +
		"process from the moment that the person is back from the last provider. Figures are medians of several runs; pages are 200 requests each.\n" +
		"Importing is measured beside a plain encoding/xml reader and, where it is on the PATH (`pip install healthkit-to-sqlite`), beside another\n" +
		"open importer, on a smaller export; `ARGS=\"-only import\"` measures only importing.\n\n" +
		Table(figures, nil)
}
