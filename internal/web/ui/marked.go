// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Piece is a part of a text; a marked one is what a search looked for.
type Piece struct {
	Text string
	Hit  bool
}

// marked shows pieces, or the text where there are none. No white space comes between them: a
// mark may end in the middle of a word.
func marked(text string, pieces []Piece) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if len(pieces) == 0 {
			pieces = []Piece{{Text: text}}
		}
		var b strings.Builder
		for _, p := range pieces {
			if p.Hit {
				b.WriteString(`<mark class="rg-hit">` + templ.EscapeString(p.Text) + `</mark>`)
			} else {
				b.WriteString(templ.EscapeString(p.Text))
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
