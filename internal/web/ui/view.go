// SPDX-License-Identifier: EUPL-1.2

// Package ui is what every page is made of: the shell with its menu, and the components, as
// templ functions. A component takes its words from the caller or from the catalogue, in the
// language of the View that the context carries. There is no inline style and no inline
// script anywhere: the Content-Security-Policy would refuse it.
package ui

import (
	"context"
	"strings"
	"time"

	"regie/internal/text"
	"regie/internal/web/ui/assets"
)

// Prefs is how a person wants to see Regie. The zero value follows the device.
type Prefs struct {
	Lang     text.Lang
	LangSet  bool   // Lang was chosen, not guessed
	Theme    string // "", "light" or "dark"
	Contrast string // "", "normal" or "more"
	Size     string // "", "125", "150" or "200" (per cent)
	Known    bool   // what the account keeps of this was asked for, on this device
}

// View is what a component may know of the page around it.
type View struct {
	Lang     text.Lang
	Prefs    Prefs
	Path     string // path of the request, without query
	SignedIn bool
	Idle     time.Duration // after how long without a sign of life the session ends; 0 when nobody is signed in
	Practice bool          // practice mode: nothing is real
	Now      time.Time     // in Dutch time
	Flash    Flash
}

// Flash is one message about what was just done, shown once on the next page.
type Flash struct {
	Kind AlertKind
	Key  string // catalogue key; never words about health
}

type viewKey struct{}

// With returns a context that carries the view.
func With(ctx context.Context, v *View) context.Context {
	return context.WithValue(ctx, viewKey{}, v)
}

// From returns the view of the context; outside a page that is an empty Dutch one.
func From(ctx context.Context) *View {
	if v, ok := ctx.Value(viewKey{}).(*View); ok {
		return v
	}
	return &View{}
}

// T returns the text of a catalogue key in the language of the page.
func T(ctx context.Context, key string, pairs ...any) string {
	return From(ctx).Lang.T(key, pairs...)
}

// asset returns the address of an asset file.
func asset(name string) string {
	s, err := assets.Load()
	if err != nil {
		return "/assets/0/" + name // the server does not start with broken assets
	}
	return s.Prefix() + name
}

// class joins class names, leaving out empty ones.
func class(names ...string) string {
	out := names[:0:0]
	for _, n := range names {
		if n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, " ")
}
