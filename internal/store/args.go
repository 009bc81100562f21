// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"math"
	"time"
)

// plainArgs turns arguments into the three types that both engines read alike: []byte, string and int64.
//
// ID becomes its 16 bytes, a time its microseconds since 1970 (the zero time becomes 0), a bool 0 or 1. Nil byte
// slices become empty ones: no column holds NULL. Floats and all other types are refused.
func plainArgs(args []any) ([]any, error) {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case ID:
			out[i] = append([]byte(nil), v[:]...)
		case []byte:
			if v == nil {
				v = []byte{}
			}
			out[i] = v
		case string:
			out[i] = v
		case bool:
			out[i] = int64(0)
			if v {
				out[i] = int64(1)
			}
		case time.Time:
			out[i] = micros(v)
		case int:
			out[i] = int64(v)
		case int16:
			out[i] = int64(v)
		case int32:
			out[i] = int64(v)
		case int64:
			out[i] = v
		case uint16:
			out[i] = int64(v)
		case uint32:
			out[i] = int64(v)
		case uint64:
			if v > math.MaxInt64 {
				return nil, fmt.Errorf("store: argument %d is too large", i+1)
			}
			out[i] = int64(v)
		default:
			return nil, fmt.Errorf("store: argument %d has type %T, which the engines do not read alike", i+1, a)
		}
	}
	return out, nil
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Scan reads an ID from a column of 16 bytes.
func (id *ID) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != len(id) {
		return fmt.Errorf("store: column does not hold an id")
	}
	copy(id[:], b)
	return nil
}

// at scans a column of microseconds into a time (UTC); 0 becomes the zero time.
func at(t *time.Time) *timeScanner { return (*timeScanner)(t) }

type timeScanner time.Time

func (s *timeScanner) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("store: column does not hold a time")
	}
	if n == 0 {
		*s = timeScanner{}
		return nil
	}
	*s = timeScanner(time.UnixMicro(n).UTC())
	return nil
}
