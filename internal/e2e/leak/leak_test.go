// SPDX-License-Identifier: EUPL-1.2

package leak

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

const sentence = "Mevrouw Zwaardemaker-Kwikstaart woont al jaren aan de Kwetterlaan, met Kwakkelkoorts en coëliakie."

func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func packed(t *testing.T, make func(io.Writer) io.WriteCloser, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := make(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFindsEveryWrapping(t *testing.T) {
	s := New("zwaardemaker-kwikstaart", "KWETTERLAAN", "coëliakie")
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zl := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	fl := func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f }
	zs := func(w io.Writer) io.WriteCloser { f, _ := zstd.NewWriter(w); return f }
	plain := []byte(sentence)
	for name, b := range map[string][]byte{
		"plain":           plain,
		"capitals":        []byte(strings.ToUpper(sentence)),
		"utf-16":          utf16Bytes(sentence, 0),
		"utf-16be":        utf16Bytes(sentence, 1),
		"json":            asciiJSON(sentence),
		"base64":          []byte(base64.StdEncoding.EncodeToString(plain)),
		"base64+1":        []byte(base64.StdEncoding.EncodeToString(append([]byte("x"), plain...))),
		"base64+2":        []byte(base64.URLEncoding.EncodeToString(append([]byte("xx"), plain...))),
		"hex":             []byte(hex.EncodeToString(plain)),
		"HEX":             bytes.ToUpper([]byte(hex.EncodeToString(plain))),
		"gzip":            packed(t, gz, plain),
		"zlib":            packed(t, zl, plain),
		"deflate":         packed(t, fl, plain),
		"zstd":            packed(t, zs, plain),
		"gzip in base64":  []byte(base64.StdEncoding.EncodeToString(packed(t, gz, plain))),
		"zstd in hex":     []byte(hex.EncodeToString(packed(t, zs, plain))),
		"base64 in zstd":  packed(t, zs, []byte(base64.StdEncoding.EncodeToString(plain))),
		"deflate in zlib": packed(t, zl, packed(t, fl, plain)),
	} {
		t.Run(name, func(t *testing.T) {
			around := append(append(noise(1000), b...), noise(777)...)
			for _, hidden := range [][]byte{b, around, append([]byte("key="), append(b, '"')...)} {
				words := map[string]bool{}
				for _, h := range s.Scan(hidden) {
					words[h.Word] = true
				}
				if len(words) != 3 {
					t.Errorf("found only %v", words)
				}
			}
		})
	}
}

func TestFindsNothingWhereNothingIs(t *testing.T) {
	s := New("zwaardemaker-kwikstaart", "kwetterlaan")
	start := time.Now()
	if hits := s.Scan(noise(1 << 20)); len(hits) > 0 {
		t.Errorf("found %v", hits)
	}
	t.Logf("1 MB of noise takes %v", time.Since(start))
	if hits := s.Scan([]byte(strings.ReplaceAll(sentence, "w", "v"))); len(hits) > 0 {
		t.Errorf("found %v", hits)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{"a/clean": "nothing", "a/b/bad": "x" + sentence, "skipped/bad": sentence, "kwetterlaan.txt": ""} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	finds, size, err := New("kwetterlaan").Folder(dir, func(p string) bool { return p == "skipped" })
	if err != nil || size != int64(len(sentence)+len("nothing")+1) {
		t.Errorf("%d bytes, %v", size, err)
	}
	want := []string{`a/b/bad: "kwetterlaan" (UTF-8, at 55)`, `the name kwetterlaan.txt: "kwetterlaan" (UTF-8, at 0)`}
	if strings.Join(finds, "\n") != strings.Join(want, "\n") {
		t.Errorf("found %q", finds)
	}
}
