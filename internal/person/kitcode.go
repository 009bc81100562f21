// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// A kit code is 160 random bits, written as eight groups of five signs of Crockford's
// base 32 (no I, L, O, U). The fifth sign of a group checks that group and its place, so
// that a slip is found where it was made: any one wrong sign, any two swapped signs in a
// group, and groups in the wrong order.
const (
	kitBytes  = 20
	KitGroups = 8
	groupSize = 5
)

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// KitCode is the secret of a recovery kit.
type KitCode [kitBytes]byte

// ErrKitCode is returned by ParseKitCode for what can be no kit code. A *KitSlip, which
// wraps it, names the group.
var ErrKitCode = errors.New("person: not a kit code")

// KitSlip says in which group (1 to KitGroups) of a typed code the first slip is.
type KitSlip struct{ Group int }

func (e *KitSlip) Error() string {
	return fmt.Sprintf("person: slip in group %d of a kit code", e.Group)
}
func (e *KitSlip) Unwrap() error { return ErrKitCode }

func newKitCode(rand io.Reader) (KitCode, error) {
	var c KitCode
	if _, err := io.ReadFull(rand, c[:]); err != nil {
		return KitCode{}, fmt.Errorf("drawing a kit code: %w", err)
	}
	return c, nil
}

// Groups returns the code as it is printed.
func (c KitCode) Groups() [KitGroups]string {
	var signs [kitBytes * 8 / 5]byte
	for i := range signs {
		signs[i] = c.fiveBits(i)
	}
	var out [KitGroups]string
	for g := range out {
		data := signs[g*(groupSize-1) : (g+1)*(groupSize-1)]
		var b strings.Builder
		for _, v := range append(data[:len(data):len(data)], checkSign(data, g)) {
			b.WriteByte(crockford[v])
		}
		out[g] = b.String()
	}
	return out
}

// String returns the groups with hyphens between them.
func (c KitCode) String() string {
	g := c.Groups()
	return strings.Join(g[:], "-")
}

// fiveBits returns the i-th run of five bits.
func (c KitCode) fiveBits(i int) byte {
	bit := i * 5
	pair := uint16(c[bit/8]) << 8
	if bit/8+1 < len(c) {
		pair |= uint16(c[bit/8+1])
	}
	return byte(pair>>(11-bit%8)) & 31
}

// checkSign is a polynomial over the field of 32 elements: with a different power of the
// generator at each place, every single wrong sign and every swap changes the outcome.
func checkSign(data []byte, group int) byte {
	var sum byte
	for _, v := range data {
		sum = timesAlpha(sum ^ v)
	}
	return timesAlpha(sum^byte(group)) ^ byte(group)
}

// timesAlpha multiplies by the generator of GF(32) with the polynomial x^5 + x^2 + 1.
func timesAlpha(v byte) byte {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}

// ParseKitCode reads a code as a person types it: upper or lower case, with or without
// hyphens and spaces, with O for 0 and I or L for 1. It returns ErrKitCode where the length
// is wrong, and a *KitSlip where a group does not fit its check sign.
func ParseKitCode(typed string) (KitCode, error) {
	var signs []byte
	for _, r := range typed {
		v, skip, ok := kitSign(r)
		if skip {
			continue
		}
		if !ok {
			return KitCode{}, &KitSlip{Group: min(len(signs)/groupSize+1, KitGroups)}
		}
		if signs = append(signs, v); len(signs) > KitGroups*groupSize {
			return KitCode{}, ErrKitCode
		}
	}
	if len(signs) != KitGroups*groupSize {
		return KitCode{}, ErrKitCode
	}
	var c KitCode
	for g := range KitGroups {
		data := signs[g*groupSize : (g+1)*groupSize]
		if checkSign(data[:groupSize-1], g) != data[groupSize-1] {
			return KitCode{}, &KitSlip{Group: g + 1}
		}
		for i, v := range data[:groupSize-1] {
			c.put((g*(groupSize-1)+i)*5, v)
		}
	}
	return c, nil
}

func (c *KitCode) put(bit int, five byte) {
	pair := uint16(five) << (11 - bit%8)
	c[bit/8] |= byte(pair >> 8)
	if bit/8+1 < len(c) {
		c[bit/8+1] |= byte(pair)
	}
}

// sameGroup tells whether a typed group is the printed one, as leniently as ParseKitCode.
func sameGroup(typed, printed string) bool {
	var b strings.Builder
	for _, r := range typed {
		v, skip, ok := kitSign(r)
		if skip {
			continue
		}
		if !ok {
			return false
		}
		b.WriteByte(crockford[v])
	}
	return b.String() == printed
}

// kitSign returns the value of a typed sign; skip for what stands between the signs.
func kitSign(r rune) (value byte, skip, ok bool) {
	switch r {
	case ' ', '\t', '\n', '\r', '-', '–', '—', '.', '\u00a0':
		return 0, true, false
	case 'o', 'O':
		return 0, false, true
	case 'i', 'I', 'l', 'L':
		return 1, false, true
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	if i := strings.IndexRune(crockford, r); i >= 0 {
		return byte(i), false, true
	}
	return 0, false, false
}
