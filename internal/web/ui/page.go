// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"strings"
)

// Area is the entry of the main menu to which a page belongs.
type Area uint8

// The areas, in the order of the menu.
const (
	AreaNone Area = iota
	AreaOverview
	AreaRecord
	AreaAdd
	AreaShare
	AreaMore
)

// SignUpPath is where an account is made.
const SignUpPath = "/aanmelden"

// Anchor is a link with its words.
type Anchor struct {
	Href, Text string
}

// PageProps says what a page is. Title is required.
type PageProps struct {
	Title    string   // the one heading, and the title of the window
	Window   string   // title of the window where Title tells about the person: browsers keep it after signing out
	Lead     string   // one sentence under it that says why
	Area     Area     // which entry of the main menu is marked
	Back     Anchor   // the way back, above the heading
	Crumbs   []Anchor // or the path to here, for deep pages; the page itself is not in it
	Action   *Action  // the main action of the page, beside the heading
	Icon     string   // icon before the heading, with Tint
	Tint     Tint
	Wide     bool      // may use the full width: two columns, tables, documents
	Focus    bool      // one task on its own (signing in): no main menu
	Plain    bool      // the page brings its own heading (welcome)
	Scripts  []string  // modules of assets/js that this page needs besides the common one
	Paper    string    // address that gives the page as a PDF; then it can be printed and kept
	Aloud    bool      // can be heard also by who is not signed in: an explanation
	Silent   bool      // nothing to hear on this page: a form, a list of buttons
	Refresh  int       // seconds after which a browser without script asks for the page again
	Problems []Problem // what is wrong with the form on the page; shown on top, and in the title
}

// Action is a main action: a link that looks like a button.
type Action struct {
	Href, Text, Icon string
}

// hasTools tells whether the page can be heard, printed or kept.
func (p PageProps) hasTools(v *View) bool {
	if p.Paper != "" {
		return true
	}
	return !p.Silent && !p.Focus && len(p.Problems) == 0 && (v.SignedIn || p.Aloud)
}

func (p PageProps) windowTitle(ctx context.Context) string {
	t := p.Title
	if p.Window != "" {
		t = p.Window
	}
	if len(p.Problems) > 0 {
		t = T(ctx, "web.title.problem") + ": " + t
	}
	name := T(ctx, "product.name")
	if t == name || strings.HasPrefix(t, name) {
		return t
	}
	return t + " · " + name
}

type menuEntry struct {
	area             Area
	href, icon, text string
}

// menu is the main menu of who is signed in: the same five everywhere.
func menu(ctx context.Context) []menuEntry {
	return []menuEntry{
		{AreaOverview, "/overzicht", "home", T(ctx, "web.menu.overview")},
		{AreaRecord, "/dossier", "notebook", T(ctx, "web.menu.record")},
		{AreaAdd, "/toevoegen", "circle-plus", T(ctx, "web.menu.add")},
		{AreaShare, "/delen", "share-3", T(ctx, "web.menu.share")},
		{AreaMore, "/meer", "dots", T(ctx, "web.menu.more")},
	}
}

// publicMenu is what a visitor can go to.
func publicMenu(ctx context.Context) []menuEntry {
	return []menuEntry{
		{0, "/hoe-veilig", "", T(ctx, "web.menu.safety")},
		{0, "/over", "", T(ctx, "web.menu.about")},
		{0, "/help", "", T(ctx, "web.menu.help")},
	}
}
