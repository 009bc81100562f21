// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/text"

// UnitText is the unit as a person reads it, "" where the number says enough. Units that are
// written in several ways have one text.
func (q *Quantity) UnitText(l text.Lang) string { return q.unitText(l) }

// Contradicts tells whether the printed unit is another unit than the coded one.
func (q *Quantity) Contradicts() bool { return q.contradicts() }
