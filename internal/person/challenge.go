// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"time"
)

// A challenge for a passkey is 16 random bytes, the second it was made, and a keyed hash of
// both and of what it is for. So nothing is stored when it is made; what was signed is spent
// when it comes back (store.Tx.Spend), and works once.
const (
	challengeSize = 16 + 8 + 16
	challengeFor  = 5 * time.Minute
)

// errChallenge: not made here, for something else, or too old.
var errChallenge = errors.New("person: challenge does not hold")

// challenge makes one for a use, such as "signin" or "setup|" and an id.
func (s *Service) challenge(use string) []byte {
	b := append(make([]byte, 0, challengeSize), s.random(16)...)
	b = binary.BigEndian.AppendUint64(b, uint64(s.now().Unix()))
	return append(b, s.challengeMAC(use, b)...)
}

// checkChallenge tells whether challenge made b for this use, and not too long ago.
func (s *Service) checkChallenge(use string, b []byte) error {
	if len(b) != challengeSize || !hmac.Equal(b[24:], s.challengeMAC(use, b[:24])) {
		return errChallenge
	}
	age := s.now().Sub(time.Unix(int64(binary.BigEndian.Uint64(b[16:24])), 0))
	if age < -clockSlack || age > challengeFor {
		return errChallenge
	}
	return nil
}

func (s *Service) challengeMAC(use string, head []byte) []byte {
	return s.keys.Pepper("challenge|"+use, head)[:16]
}
