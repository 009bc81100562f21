// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlockRoundTrip(t *testing.T) {
	for name, records := range map[string][][]byte{
		"none":       {},
		"one":        {[]byte("a")},
		"empty ones": {{}, []byte("x"), {}},
		"long":       {bytes.Repeat([]byte("abc"), 100_000), []byte("z")},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decodeBlock(encodeBlock(records))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(records, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDamagedBlockIsRefused(t *testing.T) {
	whole := encodeBlock([][]byte{[]byte("one"), []byte("two")})
	for n := range whole {
		if _, err := decodeBlock(whole[:n]); err == nil {
			t.Errorf("a block cut off at %d of %d was taken", n, len(whole))
		}
	}
	if _, err := decodeBlock(append(bytes.Clone(whole), 0)); err == nil {
		t.Error("a block with a byte too many was taken")
	}
	other := bytes.Clone(whole)
	other[0]++
	if _, err := decodeBlock(other); err == nil {
		t.Error("a block of another format was taken")
	}
}

func FuzzBlock(f *testing.F) {
	f.Add(encodeBlock([][]byte{[]byte("one"), {}, []byte("three")}))
	f.Add([]byte{blockFormat, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		records, err := decodeBlock(b)
		if err != nil {
			return
		}
		again, err := decodeBlock(encodeBlock(records))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(records, again); diff != "" {
			t.Error(diff)
		}
	})
}
