// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"regie/internal/measure"
)

// errNoECG says that a file has no curve.
var errNoECG = errors.New("apple: no electrocardiogram")

func readECGFile(f *zip.File, in *measure.Intake) error {
	r, err := open(f)
	if err != nil {
		return err
	}
	defer r.Close()
	e, err := readECG(io.LimitReader(r, maxECG))
	if err != nil {
		return err
	}
	e.Source = in.Source(measure.Source{Name: "Apple Watch", Class: measure.ClassWatch})
	in.Event(e)
	return nil
}

// readECG reads an electrocardiogram: lines with a name and a value, then a number a line. The
// names are those of the language of the telephone, so that only their shape counts: the moment
// is the value that is one, the rate the one with hertz, what the watch made of it the second
// value after name and date of birth. These two are not read.
func readECG(r io.Reader) (measure.Event, error) {
	e := measure.Event{Kind: measure.EventECG, Wave: &measure.Wave{Lead: "I"}}
	w := e.Wave
	var c clock
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), 64<<10)
	after := 0 // lines since the moment
	for lines.Scan() {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		if u, ok := microvolts(line); ok {
			w.UV = append(w.UV, u)
			if len(w.UV) > 1_000_000 {
				return e, errNoECG
			}
			continue
		}
		if len(w.UV) > 0 {
			continue
		}
		key, value, ok := split(line)
		if !ok {
			continue
		}
		if after > 0 {
			after++
		}
		ms, zone, isMoment := c.read([]byte(value))
		low := strings.ToLower(key + " " + value)
		switch {
		case isMoment && e.Start == 0:
			e.Start, e.Zone, after = ms, zone, 1
		case after == 2:
			w.Said = value
		case strings.Contains(low, "hertz") || strings.Contains(low, "hz"):
			w.Hz = first(value)
		}
	}
	if lines.Err() != nil || e.Start == 0 || len(w.UV) < 10 {
		return e, errNoECG
	}
	if w.Hz < 50 || w.Hz > 5000 {
		w.Hz = 512 // what every watch so far has
	}
	e.End = e.Start + int64(float64(len(w.UV))/w.Hz*1000)
	return e, nil
}

// microvolts reads a line that is one number, in tenths of a microvolt.
func microvolts(line string) (int32, bool) {
	if c := line[0]; c != '-' && c != '+' && c != '.' && (c < '0' || c > '9') {
		return 0, false
	}
	v, ok := measure.Decimal(line)
	if !ok || v > 1e9 || v < -1e9 {
		return 0, false
	}
	return int32(v / (measure.Scale / 10)), true
}

func split(line string) (key, value string, ok bool) {
	for _, sep := range []string{",", ";", "\t"} {
		if key, value, ok = strings.Cut(line, sep); ok {
			return strings.Trim(key, `" `), strings.Trim(value, `" `), true
		}
	}
	return "", "", false
}

// first returns the first number of a text.
func first(s string) float64 {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return 0
	}
	end := i
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || s[end] == ',') {
		end++
	}
	f, err := strconv.ParseFloat(strings.Replace(s[i:end], ",", ".", 1), 64)
	if err != nil {
		return 0
	}
	return f
}
