// SPDX-License-Identifier: EUPL-1.2

package zib

// conditionBlocks are problems, allergies, warnings, procedures, devices and vaccinations.
func conditionBlocks() []Block {
	return []Block{}
}
