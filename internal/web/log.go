// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"log/slog"
	"slices"
)

// logged are the only things that the web may write in a log. None can hold anything of a
// person: the route is its pattern, the cause is scrubbed.
var logged = []string{"id", "method", "route", "status", "bytes", "took", "cause", "type", "at"}

// allowing is a slog.Handler that drops every attribute that is not on a list, so that a line
// that somebody adds in haste can not tell more.
type allowing struct {
	slog.Handler
	keys []string
}

func (a allowing) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(attr slog.Attr) bool {
		if a.may(attr) {
			out.AddAttrs(attr)
		}
		return true
	})
	return a.Handler.Handle(ctx, out)
}

func (a allowing) may(attr slog.Attr) bool {
	return attr.Value.Kind() != slog.KindGroup && slices.Contains(a.keys, attr.Key)
}

func (a allowing) WithAttrs(attrs []slog.Attr) slog.Handler {
	attrs = slices.DeleteFunc(slices.Clone(attrs), func(attr slog.Attr) bool { return !a.may(attr) })
	return allowing{a.Handler.WithAttrs(attrs), a.keys}
}

func (a allowing) WithGroup(string) slog.Handler { return a }
