// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestBucketFor(t *testing.T) {
	for n, want := range map[int]int{
		0: 64, 1: 64, 64: 64, 65: 128, 128: 128, 129: 256, 2048: 2048, 2049: 4096, 4096: 4096,
		4097: 8192, 8192: 8192, 8193: 12288, 100_000: 102_400,
	} {
		if got := bucketFor(n); got != want {
			t.Errorf("bucketFor(%d) = %d, want %d", n, got, want)
		}
	}
	last := 0
	for n := range 20_000 {
		b := bucketFor(n)
		if b < n || b < last {
			t.Fatalf("bucketFor(%d) = %d after %d", n, b, last)
		}
		last = b
	}
}

func TestPackRoundTrip(t *testing.T) {
	noise := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{1}).Read(noise)
	text := []byte(strings.Repeat(`{"resourceType":"Observation","valueQuantity":{"value":7.20}},`, 60_000))
	for _, compress := range []bool{true, false} {
		for _, n := range []int{0, 1, 55, 56, 255, 256, 257, 4000, 4087, 4088, 65_535, 65_536, 1 << 20, 1<<20 + 1, 3 << 20} {
			for name, source := range map[string][]byte{"noise": noise, "text": text} {
				packed, err := pack(source[:n], compress)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := unpack(packed); err != nil || !bytes.Equal(got, source[:n]) {
					t.Errorf("%d bytes of %s, compress %t: %v", n, name, compress, err)
				}
				if len(packed) != bucketFor(len(packed)) {
					t.Errorf("%d bytes of %s: packed in %d bytes, which is no bucket", n, name, len(packed))
				}
				if compress && name == "text" && n > 60_000 && len(packed) > n/20 {
					t.Errorf("%d bytes of text were packed in %d", n, len(packed))
				}
				if name == "noise" && len(packed) > bucketFor(n+packHead) {
					t.Errorf("%d bytes of noise grew to %d", n, len(packed))
				}
			}
		}
	}
	if _, err := pack(make([]byte, MaxPlain+1), true); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// framed packs a payload with a length that it claims to have.
func framed(method byte, size uint32, payload []byte) []byte {
	out := make([]byte, bucketFor(packHead+len(payload)))
	out[0] = method
	binary.BigEndian.PutUint32(out[1:], size)
	binary.BigEndian.PutUint32(out[5:], uint32(len(payload)))
	copy(out[packHead:], payload)
	return out
}

func TestUnpackRefuses(t *testing.T) {
	good, err := pack([]byte("content"), false)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(i int, v byte) []byte {
		b := slices.Clone(good)
		b[i] = v
		return b
	}
	frame := func(content []byte, o ...zstd.EOption) []byte {
		enc, err := zstd.NewWriter(nil, o...)
		if err != nil {
			t.Fatal(err)
		}
		defer enc.Close()
		return enc.EncodeAll(content, nil)
	}
	// A frame that does not say how long it is: 256 MiB of zeros in some kilobytes.
	var endless bytes.Buffer
	enc, err := zstd.NewWriter(&endless)
	if err != nil {
		t.Fatal(err)
	}
	for range 256 {
		enc.Write(make([]byte, 1<<20))
	}
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	kilobyte := frame(make([]byte, 1024))
	for name, bad := range map[string][]byte{
		"nothing":                      {},
		"shorter than a bucket":        good[:minBucket-1],
		"not a bucket":                 append(slices.Clone(good), 0),
		"next bucket":                  append(slices.Clone(good), make([]byte, minBucket)...),
		"unknown method":               changed(0, 9),
		"longer than it is":            changed(8, 200),
		"sizes differ":                 changed(4, 6),
		"padding is not zero":          changed(len(good)-1, 1),
		"more than the limit":          framed(packZstd, MaxPlain+1, kilobyte),
		"no frame":                     framed(packZstd, 5, []byte("hello")),
		"bomb: says less":              framed(packZstd, 1000, kilobyte),
		"says more":                    framed(packZstd, 2000, kilobyte),
		"bomb: does not say":           framed(packZstd, 1<<20, endless.Bytes()),
		"bomb: second frame":           framed(packZstd, 1024, slices.Concat(kilobyte, frame(make([]byte, 32<<20)))),
		"bomb: skippable frame before": framed(packZstd, 1024, slices.Concat([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}, kilobyte)),
		"cut":                          framed(packZstd, 1024, kilobyte[:len(kilobyte)-1]),
	} {
		got, err := unpack(bad)
		if !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// TestInflateStaysWithinItsSize gives frames that lie about their length, and looks at what is made of them.
func TestInflateStaysWithinItsSize(t *testing.T) {
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer enc.Close()
	z := enc.EncodeAll(make([]byte, 48<<20), nil)
	var h zstd.Header
	if err := h.Decode(z); err != nil || !h.HasFCS {
		t.Fatal(err)
	}
	lie := slices.Clone(z)
	// The content size is in the last bytes of the header; make it a kilobyte.
	binary.LittleEndian.PutUint32(lie[h.HeaderSize-4:], 1024)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := inflate(lie, 1024)
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Errorf("a frame that lies gave %d bytes", len(got))
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("a frame that says 1 KiB took %d bytes", used)
	}
}

func FuzzUnpack(f *testing.F) {
	for _, n := range []int{0, 10, 300, 5000} {
		b, err := pack(bytes.Repeat([]byte("abc"), n), true)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		plain, err := unpack(b)
		if err != nil {
			return
		}
		if len(plain) > MaxPlain {
			t.Fatal("more than the limit")
		}
		again, err := pack(plain, b[0] == packZstd)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := unpack(again); err != nil || !bytes.Equal(back, plain) {
			t.Errorf("content did not come back: %v", err)
		}
	})
}
