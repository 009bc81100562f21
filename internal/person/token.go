// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"encoding/base64"

	"regie/internal/store"
)

// token is what a cookie holds: whose row, which row, and the key that opens it.
type token struct {
	person, id store.ID
	key        [32]byte
}

const tokenSize = 16 + 16 + 32

func (t token) String() string {
	b := make([]byte, 0, tokenSize)
	b = append(b, t.person[:]...)
	b = append(b, t.id[:]...)
	b = append(b, t.key[:]...)
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseToken(s string) (token, bool) {
	if len(s) != base64.RawURLEncoding.EncodedLen(tokenSize) {
		return token{}, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return token{}, false
	}
	var t token
	copy(t.person[:], b[:16])
	copy(t.id[:], b[16:32])
	copy(t.key[:], b[32:])
	return t, !t.person.IsZero() && !t.id.IsZero()
}

// newToken draws a token for a row of the person.
func (s *Service) newToken(person store.ID) token {
	t := token{person: person, id: s.newID()}
	copy(t.key[:], s.random(len(t.key)))
	return t
}

// hash is what the row keeps of the key.
func (s *Service) hash(use string, t token) []byte { return s.keys.Pepper(use, t.key[:]) }
