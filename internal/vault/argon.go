// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"context"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost says how dear it is to derive a key from a password, by Argon2id.
type Cost struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
	test    bool
}

// DefaultCost is 64 MiB, three passes, one thread: about a fifth of a second.
func DefaultCost() Cost { return Cost{memory: 64 << 10, time: 3, threads: 1} }

// KeyringCost is 256 MiB, four passes: for the passphrase of the keyring, which is asked once, at the start.
func KeyringCost() Cost { return Cost{memory: 256 << 10, time: 4, threads: 1} }

// TestCost is next to nothing. Only for tests: a Locksmith made with it also opens such cheap envelopes.
func TestCost() Cost { return Cost{memory: 64, time: 1, threads: 1, test: true} }

// Bounds of what is accepted from an envelope. Below is too weak, above would let whoever writes envelopes
// exhaust the memory.
const (
	floorMemory, ceilMemory   = 64 << 10, 1 << 20 // KiB
	floorTime, ceilTime       = 3, 16
	floorThreads, ceilThreads = 1, 4
)

// within tells whether a cost read from an envelope is acceptable to one who works at cost c.
func (c Cost) within(read Cost) bool {
	if read.memory > ceilMemory || read.time > ceilTime || read.threads > ceilThreads || read.threads < floorThreads {
		return false
	}
	if c.test {
		return read.memory >= 8 && read.time >= 1
	}
	return read.memory >= floorMemory && read.time >= floorTime
}

const saltSize = 16

// Key derivations, as named in an envelope.
const (
	kdfArgon2id = 0x01
	kdfHKDF     = 0x02
)

const argonParamSize = 1 + 4 + 4 + 1 + saltSize

// params encodes an Argon2id derivation: kdf, memory in KiB, passes, threads, salt.
func (c Cost) params(salt []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte{kdfArgon2id}, c.memory)
	b = binary.BigEndian.AppendUint32(b, c.time)
	return append(append(b, c.threads), salt...)
}

func parseArgon(b []byte) (c Cost, salt []byte, err error) {
	if len(b) != argonParamSize || b[0] != kdfArgon2id {
		return Cost{}, nil, ErrFormat
	}
	c = Cost{memory: binary.BigEndian.Uint32(b[1:]), time: binary.BigEndian.Uint32(b[5:]), threads: b[9]}
	return c, b[10:], nil
}

// stretch runs Argon2id over a password. No more than a few run at once, since each takes tens of megabytes; it waits
// for its turn as long as ctx allows.
func (l *Locksmith) stretch(ctx context.Context, password string, c Cost, salt []byte) ([]byte, error) {
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to derive a key: %w", ctx.Err())
	}
	defer func() { <-l.slots }()
	// The same password can be typed in several encodings.
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.time, c.memory, c.threads, keySize), nil
}
