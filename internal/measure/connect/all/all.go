// SPDX-License-Identifier: EUPL-1.2

// Package all has the table of vendors with which Regie can be coupled.
package all

import (
	"regie/internal/measure/connect"
	"regie/internal/measure/connect/withings"
)

// Table has a row for each vendor. A vendor is offered where the operator gave its settings.
var Table = []connect.Row{withings.Row}
