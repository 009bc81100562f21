// SPDX-License-Identifier: EUPL-1.2

package zib

// personBlocks are people, organizations, teams and insurance.
func personBlocks() []Block {
	return []Block{}
}
