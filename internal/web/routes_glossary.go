// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/glossary"
	"regie/internal/web/route"
)

// glossaryTable is where words are explained, to anyone. A word that somebody looks for is
// posted, and a word's address is a number: neither stays behind in the history of a browser.
func glossaryTable() []route.Route {
	return []route.Route{
		{Method: get, Pattern: "/woorden", Who: route.Anyone, Name: "words", Handler: glossary.Index},
		{Method: post, Pattern: "/woorden", Who: route.Anyone, Name: "words-ask", MaxBody: 4 << 10, Handler: glossary.Ask},
		{Method: get, Pattern: "/woorden/letter/{letter}", Who: route.Anyone, Name: "words-letter", Handler: glossary.Letter},
		{Method: get, Pattern: "/woorden/woord/{id}", Who: route.Anyone, Name: "word", Handler: glossary.Word},
	}
}
