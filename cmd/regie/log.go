// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"io"
	"log/slog"
)

// newLog writes one JSON object a line. What may be in it is decided where it is logged: no
// personal data, no tokens, no words about health, no addresses with ids.
func newLog(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}
