// SPDX-License-Identifier: EUPL-1.2

package ui

func struckClass(struck bool) string {
	if struck {
		return "rg-item--struck"
	}
	return ""
}

func offClass(off bool) string {
	if off {
		return "rg-value--off"
	}
	return ""
}

func quietClass(quiet bool) string {
	if quiet {
		return "rg-value--quiet"
	}
	return ""
}

// numeric tells whether column i holds numbers. The first cell of a row names the row, and is not one.
func numeric(columns []Column, i int) bool {
	return i > 0 && i < len(columns) && columns[i].Numeric
}
