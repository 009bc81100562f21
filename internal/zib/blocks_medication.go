// SPDX-License-Identifier: EUPL-1.2

package zib

// medicationBlocks are medicines: agreed, dispensed, used, given.
func medicationBlocks() []Block {
	return []Block{}
}
