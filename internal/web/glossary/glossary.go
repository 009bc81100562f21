// SPDX-License-Identifier: EUPL-1.2

// Package glossary has the pages with words explained, and the block that other pages show
// under a test or a medicine. The words are the same for everybody, signed in or not.
package glossary

import (
	"net/http"

	"regie/internal/explain"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

const (
	maxAsked = 100 // letters of what is looked for
	maxFound = 40  // explanations on a page of what was found
)

// Path is the address of the page of one explanation. It holds no word: see explain.Entry.ID.
func Path(e explain.Entry) string { return "/woorden/woord/" + e.ID() }

// Index shows the letters and asks for a word.
func Index(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, indexPage(lettersOf(r.Lang, "")))
}

// Ask shows what was found for a word. The word was posted: it is in no address.
func Ask(w http.ResponseWriter, r *route.Request) error {
	form, err := r.Values()
	if err != nil {
		return err
	}
	asked := route.Field(form, "woord", maxAsked)
	if asked == "" {
		return r.Redirect(w, "/woorden")
	}
	return r.Render(w, http.StatusOK, foundPage(asked, entriesOf(r.Lang, explain.Search(r.Lang, asked, maxFound)), lettersOf(r.Lang, "")))
}

// Letter shows the names that begin with one letter.
func Letter(w http.ResponseWriter, r *route.Request) error {
	letter := r.PathValue("letter")
	var entries []ui.Entry
	for _, n := range explain.Names(r.Lang) {
		if n.Letter() != letter {
			continue
		}
		e := ui.Entry{Href: Path(n.Entry), Title: n.Text}
		if !n.Main {
			e.Text = n.Entry.Title(r.Lang)
		}
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return route.NotFound()
	}
	return r.Render(w, http.StatusOK, letterPage(letter, entries, lettersOf(r.Lang, letter)))
}

// Word shows one explanation.
func Word(w http.ResponseWriter, r *route.Request) error {
	e, ok := explain.ByID(r.PathValue("id"))
	if !ok {
		return route.NotFound()
	}
	return r.Render(w, http.StatusOK, wordPage(e))
}

// lettersOf lists the letters that have words, as tabs.
func lettersOf(l text.Lang, current string) []ui.Tab {
	has := map[string]bool{}
	for _, n := range explain.Names(l) {
		has[n.Letter()] = true
	}
	var tabs []ui.Tab
	for _, c := range "abcdefghijklmnopqrstuvwxyz0" {
		letter := string(c)
		if has[letter] {
			tabs = append(tabs, ui.Tab{Href: "/woorden/letter/" + letter, Text: shown(letter), Current: letter == current})
		}
	}
	return tabs
}

func shown(letter string) string {
	if letter == "0" {
		return "0–9"
	}
	return string(letter[0] - 'a' + 'A')
}

func entriesOf(l text.Lang, found []explain.Entry) []ui.Entry {
	out := make([]ui.Entry, 0, len(found))
	for _, e := range found {
		out = append(out, ui.Entry{Href: Path(e), Title: e.Title(l), Text: kindOf(l, e)})
	}
	return out
}

// kindOf says what an explanation is about: "test in het lab".
func kindOf(l text.Lang, e explain.Entry) string {
	switch e.Kind {
	case explain.Test:
		return l.T("words.kind.test")
	case explain.Measure:
		return l.T("words.kind.measure")
	case explain.Condition:
		return l.T("words.kind.condition")
	case explain.Procedure:
		return l.T("words.kind.procedure")
	case explain.Medicine:
		return l.T("words.kind.medicine")
	default:
		return l.T("words.kind.word")
	}
}
