// SPDX-License-Identifier: EUPL-1.2

package zib

// visitBlocks are visits, episodes, letters, appointments, agreements and lifestyle.
func visitBlocks() []Block {
	return []Block{}
}
