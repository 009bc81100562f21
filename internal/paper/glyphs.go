// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"encoding/binary"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// covered tells which letters the face has.
var covered = sync.OnceValue(func() map[rune]bool { return cmap(regular) })

// instead are letters that the face misses, in letters that it has. What a structure element
// really says goes along in the document.
var instead = map[rune]string{
	'µ': "μ", '\u2011': "-", '\u2010': "-", '\u202f': " ", '\u2009': " ", '\u2007': " ", '\u200b': "", '\u00ad': "",
	'→': "->", '←': "<-", '↑': "^", '↓': "v", '⁰': "0", '■': "-", '●': "•", '✓': "v", '″': "\"", '′': "'",
	'α': "alfa", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'κ': "kappa", 'λ': "lambda", 'ω': "omega", 'Ω': "Ohm",
}

// shown is a text in the letters that the face has.
func shown(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x7f || s[i] < ' ' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "?")) {
		switch in, known := instead[r]; {
		case r == '\n':
			b.WriteByte('\n')
		case unicode.IsControl(r):
			b.WriteByte(' ')
		case covered()[r]:
			b.WriteRune(r)
		case known:
			b.WriteString(in)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteString(bare(r))
		}
	}
	return b.String()
}

// bare is a letter without its marks, or a question mark where the face has not even that.
func bare(r rune) string {
	var b strings.Builder
	for _, p := range norm.NFKD.String(string(r)) {
		if covered()[p] && !unicode.Is(unicode.Mn, p) {
			b.WriteRune(p)
		}
	}
	if b.Len() == 0 && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Cf, r) {
		return "?"
	}
	return b.String()
}

// cmap reads which letters a TrueType face has: its table of format 4, which is that of the
// letters of all living languages.
func cmap(font []byte) map[rune]bool {
	out := map[rune]bool{}
	u16 := func(at int) int {
		if at < 0 || at+2 > len(font) {
			return 0
		}
		return int(binary.BigEndian.Uint16(font[at:]))
	}
	for t := range u16(4) {
		at := 12 + 16*t
		if at+16 > len(font) || string(font[at:at+4]) != "cmap" {
			continue
		}
		base := int(binary.BigEndian.Uint32(font[at+8:]))
		for n := range u16(base + 2) {
			if base+8+8*n+4 > len(font) {
				break
			}
			sub := base + int(binary.BigEndian.Uint32(font[base+8+8*n:]))
			if u16(sub) != 4 {
				continue
			}
			segments := u16(sub+6) / 2
			for i := range segments {
				end, start := u16(sub+14+2*i), u16(sub+16+2*segments+2*i)
				for c := start; c <= end && c != 0xffff; c++ {
					out[rune(c)] = true
				}
			}
		}
	}
	return out
}
