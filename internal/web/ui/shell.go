// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"

	"regie/internal/text"
)

func shellClass(v *View, p PageProps) string {
	switch {
	case p.Focus:
		return "rg-shell rg-shell--focus"
	case v.SignedIn:
		return "rg-shell rg-shell--menu"
	default:
		return "rg-shell"
	}
}

func wideClass(p PageProps) string {
	switch {
	case p.Plain:
		return "rg-main rg-main--plain"
	case p.Wide:
		return "rg-main rg-main--wide"
	default:
		return "rg-main"
	}
}

func homeOf(v *View) string {
	if v.SignedIn {
		return "/overzicht"
	}
	return "/"
}

// currentKind tells a screen reader whether this is the page itself or the part it is in.
func currentKind(ctx context.Context, href string) string {
	if From(ctx).Path == href {
		return "page"
	}
	return "true"
}

func otherLang(l text.Lang) text.Lang {
	if l == text.EN {
		return text.NL
	}
	return text.EN
}
