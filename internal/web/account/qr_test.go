// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestSquareDrawsEveryModule reads the path back into modules and compares them with the code.
func TestSquareDrawsEveryModule(t *testing.T) {
	const text = "otpauth://totp/Regie:anna@voorbeeld.nl?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Regie"
	s, err := newSquare(text)
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(s.path, "z"), "z") {
		var x, y, n, back int
		if _, err := sscan(run, &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	if s.size != want.Size+2*quiet {
		t.Errorf("size %d", s.size)
	}
	for y := range s.size {
		for x := range s.size {
			inside := x >= quiet && y >= quiet && x < s.size-quiet && y < s.size-quiet
			if dark[[2]int{x, y}] != (inside && want.Black(x-quiet, y-quiet)) {
				t.Fatalf("module %d,%d is wrong", x, y)
			}
		}
	}
}

func TestInFours(t *testing.T) {
	for in, want := range map[string]string{"": "", "ABCD": "ABCD", "ABCDE": "ABCD E", "ABCDEFGH": "ABCD EFGH"} {
		if got := inFours(in); got != want {
			t.Errorf("inFours(%q) = %q, want %q", in, got, want)
		}
	}
}

func sscan(run string, x, y, n, back *int) (int, error) {
	return fmt.Sscanf(run, "M%d %dh%dv1h-%d", x, y, n, back)
}
