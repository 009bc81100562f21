// SPDX-License-Identifier: EUPL-1.2

// Package bench measures the whole program as it will run: collecting over TLS from the
// practice network in a process of its own, opening a dossier, pages, size and start-up. It
// prints one table; `make bench` compares it with the last committed one. Nothing here is a
// test: a slow machine fails nothing.
package bench

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Figure is one line of the table.
type Figure struct {
	Name  string
	Value float64
	Unit  string // "ms", "resources/CPU s", "MB", "KB", "bytes"
	Goal  string // as a person reads it: "≤ 2,500"
	// Limit is the goal as a number, and Least says that it is a lower bound. 0: no goal.
	Limit float64
	Least bool
}

// Met tells whether the goal is reached.
func (f Figure) Met() bool {
	return f.Limit == 0 || f.Least && f.Value >= f.Limit || !f.Least && f.Value <= f.Limit
}

func atMost(name string, value float64, unit string, limit float64) Figure {
	return Figure{Name: name, Value: value, Unit: unit, Goal: "≤ " + number(limit), Limit: limit}
}

func atLeast(name string, value float64, unit string, limit float64) Figure {
	return Figure{Name: name, Value: value, Unit: unit, Goal: "≥ " + number(limit), Limit: limit, Least: true}
}

func number(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// quantile returns the q-th part of the sorted durations, in milliseconds.
func quantile(all []time.Duration, q float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	at := int(q * float64(len(sorted)-1))
	return millis(sorted[at])
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(values))
	return s[len(s)/2]
}

// cpu is the processor time that this process has used.
func cpu() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	if err != nil {
		return 0, fmt.Errorf("asking for processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// memory reads a line of /proc/PID/status, in megabytes; pid 0 is this process.
func memory(pid int, line string) (float64, error) {
	who := "self"
	if pid != 0 {
		who = strconv.Itoa(pid)
	}
	b, err := os.ReadFile("/proc/" + who + "/status")
	if err != nil {
		return 0, fmt.Errorf("reading the memory of a process: %w", err)
	}
	for l := range strings.SplitSeq(string(b), "\n") {
		if rest, ok := strings.CutPrefix(l, line+":"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			if err != nil {
				return 0, fmt.Errorf("reading %s: %w", line, err)
			}
			return kb / 1024, nil
		}
	}
	return 0, fmt.Errorf("no line %s", line)
}

// forgetPeak starts the peak of this process's memory anew; where the system does not allow it, the
// peak is that of the whole run.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }
