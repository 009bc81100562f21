// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A password is as long as MinPassword to MaxPassword characters, of any kind, and takes more
// than about 2^minBits guesses of somebody who knows how people choose passwords: words, names,
// dates, keyboard rows, repeats, the product, and the person's own mail address.
const (
	MinPassword      = 12
	MaxPassword      = 128
	maxPasswordBytes = 4 * MaxPassword
	minBits          = 38
)

// PasswordFault is what is wrong with a password.
type PasswordFault uint8

// The faults.
const (
	PasswordShort  PasswordFault = iota + 1 // less than MinPassword characters
	PasswordLong                            // more than MaxPassword characters
	PasswordCommon                          // easy to guess: a word or two, a row of keys, a date, a repeat
	PasswordOwn                             // made of the person's mail address
)

// WeakPassword says why a password is not taken.
type WeakPassword struct{ Fault PasswordFault }

func (e *WeakPassword) Error() string { return "person: password not taken" }

// CheckPassword returns a *WeakPassword where a password for the account of mail is not good
// enough, else nil. The password is judged as it is, without trimming or folding it first.
func CheckPassword(password, mail string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinPassword:
		return &WeakPassword{PasswordShort}
	case n > MaxPassword:
		return &WeakPassword{PasswordLong}
	}
	own := ownWords(mail)
	if guessBits(password, own) >= minBits {
		return nil
	}
	if guessBits(password, nil) >= minBits {
		return &WeakPassword{PasswordOwn}
	}
	return &WeakPassword{PasswordCommon}
}

// ownWords takes the parts of a mail address that are too easy for a password.
func ownWords(mail string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(fold(mail), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) >= 3 {
			out[w] = true
		}
	}
	return out
}

// What it takes to guess a part, in bits.
const (
	bitsWord   = 11.0 // one of about two thousand words
	bitsOwn    = 2.0  // the person's own words
	bitsYear   = 6.5  // 1930 to 2029
	bitsDate   = 14.0 // a day of those years in six or eight figures
	bitsRow    = 6.0  // begin and direction of a row of keys or of the alphabet
	bitsRepeat = 1.5  // once more the same
	bitsJoin   = 0.5  // that a part comes next
	bitsUpper  = 1.0  // first letter, or all, in upper case
	bitsFigure = 3.32
	bitsLetter = 4.7
	bitsSign   = 5.5
	bitsOther  = 8.0
)

// guessBits estimates how many bits of luck somebody needs to guess a password: the cheapest
// way to put it together of words, patterns and single signs.
func guessBits(password string, own map[string]bool) float64 {
	raw := []rune(password)
	low := []rune(fold(password))
	if len(raw) != len(low) {
		low = []rune(strings.ToLower(password)) // folding changed the length: judge it as it is
	}
	plain := unleet(low)
	best := make([]float64, len(low)+1)
	for i := 1; i <= len(low); i++ {
		best[i] = best[i-1] + signBits(raw[i-1])
		for from := max(0, i-maxPart); from < i-1; from++ {
			if b := partBits(raw[from:i], low[from:i], plain[from:i], own); b < math.Inf(1) {
				best[i] = min(best[i], best[from]+b+bitsJoin)
			}
		}
		for from := (i + 1) / 2; from < i; from++ { // the part before comes again
			if n := i - from; from >= n && string(low[from-n:from]) == string(low[from:i]) {
				best[i] = min(best[i], best[from]+bitsRepeat)
			}
		}
	}
	return best[len(low)]
}

// maxPart is the longest part that is looked up.
const maxPart = 24

func signBits(r rune) float64 {
	switch {
	case r >= '0' && r <= '9':
		return bitsFigure
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return bitsLetter
	case r < 0x80:
		return bitsSign
	}
	return bitsOther
}

// partBits returns the cost of a part that is a word or a pattern; infinite where it is none.
func partBits(raw, low, plain []rune, own map[string]bool) float64 {
	best := math.Inf(1)
	word := string(plain)
	switch {
	case own[word]:
		best = bitsOwn
	case len(plain) >= 3 && commonWords()[word]:
		best = bitsWord
	case len(plain) >= 3 && commonWords()[reversed(plain)]:
		best = bitsWord + 1
	}
	if best < math.Inf(1) {
		if upper(raw) {
			best += bitsUpper
		}
		if string(low) != word {
			best += 2 // figures for letters
		}
	}
	if len(low) >= 3 && isRow(low) {
		best = min(best, bitsRow+math.Log2(float64(len(low))))
	}
	if b, ok := dateBits(low); ok {
		best = min(best, b)
	}
	return best
}

func upper(raw []rune) bool {
	for _, r := range raw {
		if unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

func reversed(s []rune) string {
	out := make([]rune, len(s))
	for i, r := range s {
		out[len(s)-1-i] = r
	}
	return string(out)
}

// rows are keys and signs that lie next to each other.
var rows = []string{
	"01234567890", "abcdefghijklmnopqrstuvwxyz",
	"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qazwsxedcrfvtgbyhnujmikolp",
	"147258369", "159357", "!@#$%^&*()_+", "!\"#$%&/()=?",
}

// isRow tells whether a part runs along a row, forwards or backwards, or is one sign over and over.
func isRow(part []rune) bool {
	same := true
	for _, r := range part {
		same = same && r == part[0]
	}
	if same {
		return true
	}
	forward, backward := string(part), reversed(part)
	for _, row := range rows {
		if strings.Contains(row, forward) || strings.Contains(row, backward) {
			return true
		}
	}
	return false
}

// dateBits returns the cost of a part that is a year, or a date in figures.
func dateBits(part []rune) (float64, bool) {
	n := 0
	for _, r := range part {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
		if n > 99_999_999 {
			return 0, false
		}
	}
	isYear := func(y int) bool { return y >= 1930 && y <= 2029 }
	isDay := func(d, m int) bool { return d >= 1 && d <= 31 && m >= 1 && m <= 12 }
	switch len(part) {
	case 4:
		return bitsYear, isYear(n)
	case 6:
		return bitsDate, isDay(n/10000, n/100%100) || isDay(n%100, n/100%100)
	case 8:
		return bitsDate, isDay(n/1000000, n/10000%100) && isYear(n%10000) || isDay(n%100, n/100%100) && isYear(n/10000)
	}
	return 0, false
}
