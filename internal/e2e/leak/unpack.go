// SPDX-License-Identifier: EUPL-1.2

package leak

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

const (
	// most is how much is unpacked of one stream.
	most = 16 << 20
	// least is what must come out of a stream without a mark of its own before it counts, and
	// leastBroken when it then breaks off: random bytes often give a little.
	least       = 48
	leastBroken = 256
	// run is the shortest piece of base64 or hex that is unpacked.
	run = 24
)

// unpack calls found with everything that something in b unpacks to. bare is for streams
// without any mark.
func unpack(b []byte, bare bool, found func(how string, at int, inside []byte)) {
	for i := range b {
		rest := b[i:]
		switch {
		case bytes.HasPrefix(rest, []byte{0x1f, 0x8b, 8}):
			if r, err := gzip.NewReader(bytes.NewReader(rest)); err == nil {
				give(r, 1, "gzip", i, found)
			}
		case bytes.HasPrefix(rest, []byte{0x28, 0xb5, 0x2f, 0xfd}):
			if r, err := zstd.NewReader(bytes.NewReader(rest), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20)); err == nil {
				give(r, 1, "zstd", i, found)
				r.Close()
			}
		case len(rest) > 2 && rest[0]&0x0f == 8 && rest[0]>>4 <= 7 && (int(rest[0])<<8|int(rest[1]))%31 == 0:
			if r, err := zlib.NewReader(bytes.NewReader(rest)); err == nil {
				give(r, least, "zlib", i, found)
			}
		}
	}
	if bare {
		deflated(b, found)
	}
	notation(b, found)
}

// deflated tries a bare deflate stream at every offset.
func deflated(b []byte, found func(how string, at int, inside []byte)) {
	src := bytes.NewReader(nil)
	r := flate.NewReader(src)
	reset := r.(flate.Resetter)
	head := make([]byte, leastBroken)
	for i := range b {
		if !mayDeflate(b[i:]) {
			continue
		}
		src.Reset(b[i:])
		if reset.Reset(src, nil) != nil {
			continue
		}
		n, err := io.ReadFull(r, head)
		if n < least || n < leastBroken && err != io.ErrUnexpectedEOF {
			continue
		}
		inside := bytes.Clone(head[:n])
		if n == leastBroken {
			rest, _ := io.ReadAll(io.LimitReader(r, most)) // half a stream has words too
			inside = append(inside, rest...)
		}
		found("deflate", i, inside)
	}
}

// mayDeflate reads the first bits of a block: most offsets are ruled out by them.
func mayDeflate(b []byte) bool {
	if len(b) < 5 {
		return false
	}
	switch b[0] >> 1 & 3 {
	case 0: // stored: its length, and that inverted
		return b[1] == ^b[3] && b[2] == ^b[4]
	case 1: // the fixed code
		return true
	case 2: // a code of its own: at most 286 letters and 30 distances
		return b[0]>>3 <= 29 && b[1]&31 <= 29
	default:
		return false
	}
}

// give reads a stream as far as it goes, and hands it on when it has at least so much.
func give(r io.Reader, least int, how string, at int, found func(how string, at int, inside []byte)) {
	inside, _ := io.ReadAll(io.LimitReader(r, most)) // half a stream has words too
	if len(inside) >= least {
		found(how, at, inside)
	}
}

// notation decodes long runs of base64 and hex, in which something packed may be.
func notation(b []byte, found func(how string, at int, inside []byte)) {
	for i := 0; i < len(b); {
		end, plain := i, true
		for end < len(b) && (letter(b[end]) || b[end] == '+' || b[end] == '/' || b[end] == '-' || b[end] == '_') {
			plain = plain && hexDigit(b[end])
			end++
		}
		if end-i >= run {
			text := b[i:end]
			if plain && len(text)%2 == 0 {
				out := make([]byte, len(text)/2)
				if _, err := hex.Decode(out, text); err == nil {
					found("hex", i, out)
				}
			}
			// Letters that stand before the encoding, as in "data:x/yABCD", shift its beginning.
			standard := bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("-"), []byte("+")), []byte("_"), []byte("/"))
			for shift := range 4 {
				out, err := base64.RawStdEncoding.DecodeString(string(standard[shift : shift+(len(standard)-shift)/4*4]))
				if err == nil {
					found("base64", i+shift, out)
				}
			}
		}
		i = end + 1
	}
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func hexDigit(c byte) bool {
	return c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c >= '0' && c <= '9'
}
