// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlainArgs(t *testing.T) {
	id := ID{1, 2}
	when := time.Date(2026, 10, 1, 12, 0, 0, 1500, time.UTC)
	got, err := plainArgs([]any{id, []byte(nil), []byte{1}, "a", true, false, when, time.Time{},
		int(1), int16(2), int32(3), int64(4), uint16(5), uint32(6), uint64(7)})
	if err != nil {
		t.Fatal(err)
	}
	want := []any{id[:], []byte{}, []byte{1}, "a", int64(1), int64(0), when.UnixMicro(), int64(0),
		int64(1), int64(2), int64(3), int64(4), int64(5), int64(6), int64(7)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, bad := range []any{nil, 1.5, uint64(math.MaxUint64), &id, struct{}{}, uint8(1), []string{}} {
		if _, err := plainArgs([]any{bad}); err == nil {
			t.Errorf("%T was accepted", bad)
		}
	}
}

func TestScanning(t *testing.T) {
	var id ID
	if err := id.Scan(make([]byte, 15)); err == nil {
		t.Error("an id of 15 bytes was accepted")
	}
	if err := id.Scan("0123456789abcdef"); err == nil {
		t.Error("a text was accepted as an id")
	}
	if err := id.Scan([]byte("0123456789abcdef")); err != nil || string(id[:]) != "0123456789abcdef" {
		t.Errorf("id %v, %v", id, err)
	}
	when := time.Date(2026, 10, 1, 12, 0, 0, 1000, time.UTC)
	var got time.Time
	if err := at(&got).Scan(when.UnixMicro()); err != nil || !got.Equal(when) {
		t.Errorf("time %v, %v", got, err)
	}
	if err := at(&got).Scan(int64(0)); err != nil || !got.IsZero() {
		t.Errorf("zero time %v, %v", got, err)
	}
	if err := at(&got).Scan("2026"); err == nil {
		t.Error("a text was accepted as a time")
	}
}

func TestBucket(t *testing.T) {
	for size, want := range map[int]int64{0: 0, 1: 1, 4096: 1, 4097: 2, 1 << 20: 256} {
		if got := bucket(size); got != want {
			t.Errorf("bucket(%d) = %d, want %d", size, got, want)
		}
	}
}

func TestID(t *testing.T) {
	id := NewID(nil)
	if back, err := ParseID(id.String()); back != id || err != nil {
		t.Errorf("%v became %v, %v", id, back, err)
	}
	for _, bad := range []string{"", "00", id.String() + "0", "0123456789ABCDEF0123456789abcdef", "g123456789abcdef0123456789abcdef"} {
		if _, err := ParseID(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
