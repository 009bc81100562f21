// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// square is a square code, as the shape of an SVG path.
type square struct {
	size int    // modules on a side, with the quiet zone around it
	path string // dark modules, one run of each row after the other
}

// quiet is how many light modules a square code needs around it.
const quiet = 4

func (s square) viewBox() string { n := strconv.Itoa(s.size); return "0 0 " + n + " " + n }

// newSquare makes the square code of a text.
func newSquare(text string) (square, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return square{}, fmt.Errorf("making a square code: %w", err)
	}
	var b strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; {
			if !c.Black(x, y) {
				x++
				continue
			}
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
		}
	}
	return square{size: c.Size + 2*quiet, path: b.String()}, nil
}

// inFours writes a secret so that it can be typed over.
func inFours(s string) string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return strings.Join(append(out, s), " ")
}
