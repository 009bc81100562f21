// SPDX-License-Identifier: EUPL-1.2

package apart

// Confine is for readers that tests make.
func Confine() int { return int(confine()) }
