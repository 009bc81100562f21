// SPDX-License-Identifier: EUPL-1.2

package zib

// observationBlocks are measurements, laboratory results and other observations.
func observationBlocks() []Block {
	return []Block{}
}
