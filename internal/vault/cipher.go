// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"io"
)

// A ciphertext is: magic, format, algorithm, keyref (4 bytes, big endian), nonce (12), sealed content, tag (16).
const (
	magic     = 0x50
	format    = 0x01
	algGCM    = 0x01 // AES-256-GCM, random nonce
	algHPKE   = 0x03 // HPKE: MLKEM768-X25519, HKDF-SHA256, AES-256-GCM
	headSize  = 1 + 1 + 1 + 4
	nonceSize = 12
	tagSize   = 16
	// overhead is what sealing adds to the content.
	overhead = headSize + nonceSize + tagSize
)

// newAEAD returns AES-256-GCM with the key.
func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the length of the key is a constant
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// appendHead appends what precedes the nonce.
func appendHead(b []byte, alg byte, keyref uint32) []byte {
	return binary.BigEndian.AppendUint32(append(b, magic, format, alg), keyref)
}

// parseHead reads what precedes the nonce, and returns the rest. ErrFormat where this program does not read it.
func parseHead(b []byte, alg byte) (keyref uint32, rest []byte, err error) {
	if len(b) < headSize || b[0] != magic || b[1] != format || b[2] != alg {
		return 0, nil, ErrFormat
	}
	return binary.BigEndian.Uint32(b[3:headSize]), b[headSize:], nil
}

// seal encrypts content for a place. r gives the nonce.
func seal(r io.Reader, gcm cipher.AEAD, keyref uint32, at Place, content []byte) []byte {
	out := make([]byte, 0, overhead+len(content))
	out = appendHead(out, algGCM, keyref)
	out = out[:headSize+nonceSize]
	fill(r, out[headSize:])
	return gcm.Seal(out, out[headSize:], content, at.aad(keyref))
}

// open decrypts what seal made. key finds the cipher of a keyref, nil where there is none.
func open(key func(keyref uint32) cipher.AEAD, at Place, sealed []byte) ([]byte, error) {
	keyref, rest, err := parseHead(sealed, algGCM)
	if err != nil {
		return nil, err
	}
	if len(rest) < nonceSize+tagSize {
		return nil, ErrFormat
	}
	gcm := key(keyref)
	if gcm == nil {
		return nil, ErrSealed
	}
	content, err := gcm.Open(nil, rest[:nonceSize], rest[nonceSize:], at.aad(keyref))
	if err != nil {
		return nil, ErrSealed
	}
	return content, nil
}
