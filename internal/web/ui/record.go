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

func numericClass(columns []Column, i int) string {
	if i < len(columns) && columns[i].Numeric {
		return "utrecht-table__cell--numeric-column"
	}
	return ""
}
