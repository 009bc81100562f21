// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// The sizes that are measured.
const (
	collectProviders = 10
	collectResources = 5500
	small, large     = 5000, 50000
)

// Run measures everything. say gets a line for each step, for whoever waits.
// only, where it is not empty, leaves out the steps in whose name it is not.
func Run(ctx context.Context, binary, only string, rounds int, say io.Writer) ([]Figure, error) {
	dir, err := os.MkdirTemp("", "regie-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var all []Figure
	for _, step := range []struct {
		name string
		do   func() ([]Figure, error)
	}{
		// First, while the process is small: what the other steps leave behind would count for the peak.
		{"an import", func() ([]Figure, error) { return benchImport(ctx, binary, dir, min(rounds, 3)) }},
		{"an import of Health Connect", func() ([]Figure, error) { return benchHealthConnect(ctx, binary, dir, min(rounds, 3)) }},
		{"an import beside others", func() ([]Figure, error) { return benchOthers(ctx, binary, dir) }},
		{"collecting", func() ([]Figure, error) { return benchCollect(ctx, dir, rounds) }},
		{"a dossier of 5,000", func() ([]Figure, error) { return benchDossier(ctx, filepath.Join(dir, "small"), small, 10) }},
		{"a dossier of 50,000", func() ([]Figure, error) { return benchDossier(ctx, filepath.Join(dir, "large"), large, 25) }},
		{"the program", func() ([]Figure, error) { return benchProgram(ctx, binary, dir) }},
	} {
		if !strings.Contains(step.name, only) {
			continue
		}
		fmt.Fprintln(say, "measuring", step.name)
		figures, err := step.do()
		if err != nil {
			return all, fmt.Errorf("measuring %s: %w", step.name, err)
		}
		all = append(all, figures...)
	}
	return all, nil
}

func benchCollect(ctx context.Context, dir string, rounds int) ([]Figure, error) {
	n, err := startNetwork(ctx, collectProviders, collectResources)
	if err != nil {
		return nil, err
	}
	defer n.close()
	var walls, busy, rates, peaks, againWalls, againBusy, disk []float64
	got := 0
	for round := range rounds {
		err := func() error {
			at := filepath.Join(dir, fmt.Sprint("collect", round))
			err := os.Mkdir(at, 0o700)
			if err != nil {
				return err
			}
			r, err := open(ctx, at)
			if err != nil {
				return err
			}
			defer r.close(ctx)
			err = r.connect(ctx, n)
			if err != nil {
				return err
			}
			forgetPeak()
			wall, work, err := r.collect(ctx, n)
			if err != nil {
				return err
			}
			peak, err := memory(0, "VmHWM")
			if err != nil {
				return err
			}
			fresh, _, err := r.outcome(ctx)
			if err != nil {
				return err
			}
			size, err := r.onDisk()
			if err != nil {
				return err
			}
			got = fresh
			walls, busy, peaks = append(walls, millis(wall)), append(busy, millis(work)), append(peaks, peak)
			rates = append(rates, float64(fresh)/work.Seconds())
			disk = append(disk, float64(size)/float64(fresh))
			wall, work, err = r.again(ctx)
			if err != nil {
				return err
			}
			after, changed, err := r.outcome(ctx)
			if err != nil {
				return err
			}
			if after != fresh || changed != 0 {
				return fmt.Errorf("collecting again brought %d new and %d changed", after-fresh, changed)
			}
			againWalls, againBusy = append(againWalls, millis(wall)), append(againBusy, millis(work))
			return nil
		}()
		if err != nil {
			return nil, err
		}
	}
	return []Figure{
		{Name: fmt.Sprintf("collect: resources (%.1f MB, %d providers)", float64(n.Bytes)/1e6, collectProviders), Value: float64(got), Unit: ""},
		atMost("collect: own work", median(busy), "CPU ms", 2500),
		atLeast("collect: rate", median(rates), "resources/CPU s", 2500),
		{Name: "collect: from last login to done", Value: median(walls), Unit: "ms"},
		atMost("collect: peak memory", median(peaks), "MB", 150),
		atMost("collect again, nothing changed: own work", median(againBusy), "CPU ms", 1000),
		{Name: "collect again: from start to done", Value: median(againWalls), Unit: "ms"},
		atMost("on disk a resource, sealed", median(disk), "bytes", 1536),
	}, nil
}

func benchDossier(ctx context.Context, dir string, size int, p95 float64) ([]Figure, error) {
	err := os.Mkdir(dir, 0o700)
	if err != nil {
		return nil, err
	}
	r, err := open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer r.close(ctx)
	items, err := r.fill(ctx, size)
	if err != nil {
		return nil, err
	}
	cold, err := r.opening(ctx, 9)
	if err != nil {
		return nil, err
	}
	most, half := 450.0, 0.0
	if size == small {
		most, half = 60, 3
	}
	out := []Figure{atMost(fmt.Sprintf("open a dossier of %d items, cold", items), cold, "ms", most)}
	site, err := r.site()
	if err != nil {
		return nil, err
	}
	seen, err := r.measureViews(ctx, site, size, 200, half, p95)
	if err != nil {
		return nil, err
	}
	tests, err := labPage(ctx, r, site, size, 200)
	return append(append(out, seen...), tests...), err
}

func benchProgram(ctx context.Context, binary, dir string) ([]Figure, error) {
	start, idle, first, err := program(ctx, binary, dir)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(binary)
	if err != nil {
		return nil, err
	}
	return []Figure{
		atMost("start to first page, with the practice network", start, "ms", 200),
		atMost("idle memory, with the practice network", idle, "MB", 60),
		atMost("first page with style, script and letters, compressed", float64(first)/1024, "KB", 100),
		{Name: "the program itself", Value: float64(info.Size()) / 1e6, Unit: "MB"},
	}, nil
}
