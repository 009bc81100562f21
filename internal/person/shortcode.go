// SPDX-License-Identifier: EUPL-1.2

package person

import "strings"

// A short code stands in a mail beside the link, for who reads mail on another device: eight
// signs of Crockford's base 32 (40 random bits) in two groups. It only works in the browser
// that asked for the mail, a few times.
const (
	shortCodeSize  = 8
	shortCodeTries = 5
)

func newShortCode(random []byte) string {
	b := make([]byte, 0, shortCodeSize+1)
	for i, r := range random[:shortCodeSize] {
		if i == shortCodeSize/2 {
			b = append(b, '-')
		}
		b = append(b, crockford[r&31])
	}
	return string(b)
}

// tidyShortCode returns a typed code as it was made; "" for what can be none.
func tidyShortCode(typed string) string {
	var b strings.Builder
	for _, r := range typed {
		v, skip, ok := kitSign(r)
		if skip {
			continue
		}
		if !ok || b.Len() > shortCodeSize {
			return ""
		}
		if b.Len() == shortCodeSize/2 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[v])
	}
	if b.Len() != shortCodeSize+1 {
		return ""
	}
	return b.String()
}
