// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// An authenticator app and Regie share a secret of 160 bits, from which both make a code of
// six digits every half minute (RFC 6238, SHA-1: the one form that all apps know).
const (
	totpSecretSize = 20
	totpPeriod     = 30 * time.Second
)

// totpText writes a secret as an app takes it by hand.
func totpText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// totpURI writes what the square code for the app holds.
func totpURI(secret []byte, account, issuer string) string {
	q := url.Values{"secret": {totpText(secret)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(account) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

func totpStep(t time.Time) uint64 { return uint64(max(t.Unix(), 0)) / uint64(totpPeriod/time.Second) }

func totpCode(secret []byte, step uint64) (string, error) {
	code, err := hotp.GenerateCodeCustom(totpText(secret), step, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("making a code: %w", err)
	}
	return code, nil
}

// findStep returns which time step, the one of now or a neighbour, a typed code is of. It
// does not tell whether that step was used before: see store.Tx.UseFactorStep.
func findStep(secret []byte, typed string, now time.Time) (step uint64, ok bool) {
	typed = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, typed)
	around := totpStep(now)
	for _, at := range []uint64{around, around - 1, around + 1} {
		code, err := totpCode(secret, at)
		if err == nil && subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok
}
