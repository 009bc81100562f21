// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"testing"
)

// Content of every small size comes back, also where it compresses well: a frame of less than
// 256 bytes does not say its length.
func TestPackEverySmallSize(t *testing.T) {
	for n := range 3000 {
		plain := bytes.Repeat([]byte("abcdefgh"), n/8+1)[:n]
		packed, err := pack(plain, true)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := unpack(packed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}
