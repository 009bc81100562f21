// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"

	"regie/internal/measure"
	"regie/internal/measure/apart"
	"regie/internal/measure/files"
	"regie/internal/store"
	"regie/internal/vault"
)

// exportRecords is how many records the export has that is imported; some 400 bytes each.
const exportRecords = 1_500_000

// writeExport makes an export.zip as an iPhone does: by type, in the order of time, from a watch
// and a telephone. It returns the bytes of XML in it.
func writeExport(path string, records int) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	e, err := z.Create("apple_health_export/exporteren.xml")
	if err != nil {
		return 0, err
	}
	count := &counter{w: e}
	w := bufio.NewWriterSize(count, 1<<20)
	fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,Record*)>\n]>\n<HealthData locale=\"nl_NL\">\n <ExportDate value=\"2026-10-01 08:00:00 +0200\"/>\n")
	seed := uint64(42)
	roll := func(n uint64) uint64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return seed >> 33 % n
	}
	for _, t := range []struct {
		name, unit string
		part, gap  int // of all records in hundredths; seconds between them
		value      func() string
	}{
		{"HeartRate", "count/min", 45, 60, func() string { return fmt.Sprint(48 + roll(90)) }},
		{"StepCount", "count", 25, 180, func() string { return fmt.Sprint(1 + roll(180)) }},
		{"ActiveEnergyBurned", "kcal", 20, 120, func() string { return fmt.Sprintf("%d.%03d", roll(9), roll(1000)) }},
		{"DistanceWalkingRunning", "km", 10, 300, func() string { return fmt.Sprintf("0.%05d", roll(40000)) }},
	} {
		n := records * t.part / 100
		at := time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC).Add(-time.Duration(n*t.gap) * time.Second)
		for range n {
			at = at.Add(time.Duration(uint64(t.gap)/2+roll(uint64(t.gap))) * time.Second)
			source, device := "Apple\u00a0Watch van Anna", "name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:10.1"
			if t.name == "StepCount" && roll(3) == 0 {
				source, device = "iPhone van Anna", "name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,5, software:17.1"
			}
			stamp := at.In(amsterdam).Format("2006-01-02 15:04:05 -0700")
			end := at.Add(time.Duration(roll(uint64(t.gap))) * time.Second).In(amsterdam).Format("2006-01-02 15:04:05 -0700")
			if t.name == "HeartRate" {
				end = stamp
			}
			fmt.Fprintf(w, " <Record type=\"HKQuantityTypeIdentifier%s\" sourceName=\"%s\" sourceVersion=\"10.1\" device=\"&lt;&lt;HKDevice: 0x%x&gt;, %s&gt;\" unit=\"%s\" creationDate=\"%s\" startDate=\"%s\" endDate=\"%s\" value=\"%s\"/>\n",
				t.name, source, 0x280000000+roll(1<<20)*16, device, t.unit, end, stamp, end, t.value())
		}
	}
	fmt.Fprint(w, "</HealthData>\n")
	if err := errors.Join(w.Flush(), z.Close(), f.Close()); err != nil {
		return 0, err
	}
	return count.n, nil
}

var amsterdam = time.FixedZone("", 7200)

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// benchImport measures the way of an export from the archive to sealed rows. The file is read as in
// production, by a process of its own, and once in this process to compare.
func benchImport(ctx context.Context, binary, dir string, rounds int) ([]Figure, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	away := apart.New(binary, nil).Read
	path := filepath.Join(dir, "export.zip")
	size, err := writeExport(path, exportRecords)
	if err != nil {
		return nil, err
	}
	mb := float64(size) / 1e6
	var rates, here, again, peaks, disk, sums []float64
	for round := range 2 * rounds {
		read := away
		if round >= rounds { // after those that count, while the memory of this process is small
			read = files.Read
		}
		at := filepath.Join(dir, fmt.Sprint("import", round))
		err := func() error {
			if err := os.Mkdir(at, 0o700); err != nil {
				return err
			}
			db, err := store.Open(ctx, "sqlite:"+filepath.Join(at, "regie.db"), store.Options{})
			if err != nil {
				return err
			}
			defer db.Close()
			if err := db.Migrate(ctx); err != nil {
				return err
			}
			books := measure.New(db, measure.Options{})
			v := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
			debug.FreeOSMemory()
			forgetPeak()
			together := watchMemory()
			took, report, err := importOnce(ctx, read, books, v, path)
			most := together()
			if err != nil {
				return err
			}
			if round >= rounds {
				here = append(here, mb/took.Seconds())
				return nil
			}
			if report.New < exportRecords*99/100 {
				return fmt.Errorf("an import of %d records brought %d", exportRecords, report.New)
			}
			peak, err := memory(0, "VmHWM")
			if err != nil {
				return err
			}
			rates, peaks = append(rates, mb/took.Seconds()), append(peaks, max(peak, most))
			kept := report.New
			took, report, err = importOnce(ctx, read, books, v, path)
			if err != nil {
				return err
			}
			if report.New != 0 {
				return fmt.Errorf("the same import again brought %d", report.New)
			}
			again = append(again, mb/took.Seconds())
			for range 20 {
				start := time.Now()
				if _, err := books.Sums(ctx, v, "heart-rate"); err != nil {
					return err
				}
				sums = append(sums, millis(time.Since(start)))
			}
			if err := db.Close(); err != nil { // what waits in the log goes to its place
				return err
			}
			size, err := folderSize(at)
			if err != nil {
				return err
			}
			disk = append(disk, float64(size)/float64(kept))
			return nil
		}()
		if err != nil {
			return nil, err
		}
	}
	debug.FreeOSMemory()
	plain, err := plainReader(path)
	if err != nil {
		return nil, err
	}
	return []Figure{
		{Name: "import: export of the Health app", Value: mb, Unit: "MB"},
		atLeast("import: unpack, read, reconcile, seal, store", median(rates), "MB/s", 150),
		{Name: "import: the same, read in the server", Value: median(here), Unit: "MB/s"},
		atLeast("import again, nothing new", median(again), "MB/s", 150),
		atMost("import: peak memory, server and reader together", median(peaks), "MB", 120),
		{Name: "import: a plain encoding/xml reader, reading only", Value: plain, Unit: "MB/s"},
		atMost("on disk a sample, sealed", median(disk), "bytes", 4),
		atMost("all days of a kind, opened", median(sums), "ms", 25),
	}, nil
}

// watchMemory measures what this process and its readers have in memory together, until it is asked
// for the most of it, in megabytes. Pages of the program that both have count twice.
func watchMemory() (most func() float64) {
	stop, peak := make(chan struct{}), make(chan float64)
	go func() {
		top := 0.0
		for {
			now, _ := memory(0, "VmRSS")
			lists, _ := filepath.Glob("/proc/self/task/*/children")
			for _, l := range lists {
				pids, _ := os.ReadFile(l)
				for p := range strings.FieldsSeq(string(pids)) {
					pid, _ := strconv.Atoi(p)
					its, _ := memory(pid, "VmRSS") // it may be gone
					now += its
				}
			}
			top = max(top, now)
			select {
			case <-stop:
				peak <- top
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(stop); return <-peak }
}

func importOnce(ctx context.Context, read files.Reader, books *measure.Books, v *vault.Opened, path string) (time.Duration, *measure.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, nil, err
	}
	start := time.Now()
	in := &measure.Intake{}
	format, err := read(ctx, &files.File{Name: "export.zip", ReaderAt: f, Size: info.Size()}, in)
	if err != nil {
		return 0, nil, err
	}
	report, err := books.Add(ctx, v, in, measure.About{Format: format, Name: "export.zip"})
	return time.Since(start), report, err
}

// plainReader is what a general XML parser reaches on a part of the same file, without doing
// anything with it.
func plainReader(path string) (float64, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer z.Close()
	f, err := z.File[0].Open()
	if err != nil {
		return 0, err
	}
	defer f.Close()
	count := &reading{r: io.LimitReader(f, 60<<20)}
	start := time.Now()
	d := xml.NewDecoder(count)
	for {
		if _, err := d.Token(); err != nil {
			break // the part ends in the middle of a record
		}
	}
	return float64(count.n) / 1e6 / time.Since(start).Seconds(), nil
}

type reading struct {
	r io.Reader
	n int64
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.n += int64(n)
	return n, err
}

func folderSize(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
