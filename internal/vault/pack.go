// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Content is packed before it is sealed: method (1 byte), length of the content, length of the payload (4 bytes each,
// big endian), payload, zeros up to a bucket. The size of the ciphertext then tells the bucket only.
const (
	packRaw  = 0
	packZstd = 1
	packHead = 1 + 4 + 4

	minBucket  = 64
	stepBucket = 4096

	// minZstd is the size from which a frame says how long its content is; inflate asks for that.
	minZstd = 256
)

// bucketFor returns the size that n bytes are padded to: a power of two up to 4 KiB, then steps of 4 KiB.
func bucketFor(n int) int {
	switch {
	case n <= minBucket:
		return minBucket
	case n <= stepBucket:
		return 1 << bits.Len(uint(n-1))
	}
	return (n + stepBucket - 1) / stepBucket * stepBucket
}

// codec is the compressor and decompressor that all vaults share: they keep tables of megabytes, and no state
// between calls.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// sharedCodec makes the codec at the first use.
var sharedCodec = sync.OnceValue(func() codec {
	enc, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedDefault),
		zstd.WithEncoderCRC(false), // the seal authenticates more than a checksum could
		zstd.WithWindowSize(1<<20),
		zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // only options can be wrong, and they are constants
	}
	dec, err := zstd.NewReader(nil,
		zstd.WithDecoderConcurrency(0),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(MaxPlain),
		zstd.WithDecoderMaxWindow(1<<20))
	if err != nil {
		panic(err)
	}
	return codec{enc, dec}
})

// pack compresses where that helps, and pads.
func pack(plain []byte, compress bool) ([]byte, error) {
	if len(plain) > MaxPlain {
		return nil, ErrTooLarge
	}
	method, payload := byte(packRaw), plain
	if compress && len(plain) >= minZstd {
		if z := sharedCodec().enc.EncodeAll(plain, make([]byte, 0, len(plain)/2)); len(z) < len(plain) {
			method, payload = packZstd, z
		}
	}
	out := make([]byte, bucketFor(packHead+len(payload)))
	out[0] = method
	binary.BigEndian.PutUint32(out[1:], uint32(len(plain)))
	binary.BigEndian.PutUint32(out[5:], uint32(len(payload)))
	copy(out[packHead:], payload)
	return out, nil
}

// unpack is the inverse of pack. It reads only what pack can have written.
func unpack(b []byte) ([]byte, error) {
	if len(b) < minBucket {
		return nil, ErrFormat
	}
	size, payload := uint64(binary.BigEndian.Uint32(b[1:])), uint64(binary.BigEndian.Uint32(b[5:]))
	if size > MaxPlain || payload > uint64(len(b)-packHead) || bucketFor(packHead+int(payload)) != len(b) {
		return nil, ErrFormat
	}
	content, rest := b[packHead:packHead+payload], b[packHead+payload:]
	for _, c := range rest {
		if c != 0 {
			return nil, ErrFormat
		}
	}
	switch b[0] {
	case packRaw:
		if size != payload {
			return nil, ErrFormat
		}
		return content, nil
	case packZstd:
		return inflate(content, int(size))
	}
	return nil, ErrFormat
}

// inflate decompresses into exactly size bytes. The frame must say that size itself, so that no more is ever made.
func inflate(z []byte, size int) ([]byte, error) {
	var h zstd.Header
	if err := h.Decode(z); err != nil || !h.HasFCS || h.FrameContentSize != uint64(size) || h.DictionaryID != 0 {
		return nil, ErrFormat
	}
	out, err := sharedCodec().dec.DecodeAll(z, make([]byte, 0, size))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if len(out) != size {
		return nil, ErrFormat
	}
	return out, nil
}
