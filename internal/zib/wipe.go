// SPDX-License-Identifier: EUPL-1.2

package zib

import "unsafe"

// Wipe overwrites what the pack holds in memory: items not decoded yet, and every string that
// heads and items of this pack share. Nothing that came from the pack may be used after it.
func (p *Pack) Wipe() {
	clear(p.data)
	if len(p.all) > 1 { // Go keeps strings of one byte in read-only memory
		clear(unsafe.Slice(unsafe.StringData(p.all), len(p.all)))
	}
}
