// SPDX-License-Identifier: EUPL-1.2

package files_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// bounds of one bad file.
const (
	longest = 10 * time.Second
	mostMem = 200 << 20
)

// try reads a file and holds it to the bounds.
func try(t *testing.T, name string, r io.ReaderAt, size int64) (*measure.Intake, string, error) {
	t.Helper()
	stop, peak := make(chan struct{}), make(chan uint64)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	base := m.HeapAlloc
	go func() {
		var top uint64
		for {
			select {
			case <-stop:
				peak <- top
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
			}
		}
	}()
	from := time.Now()
	in := &measure.Intake{}
	key, err := files.Read(t.Context(), &files.File{Name: name, ReaderAt: r, Size: size}, in)
	took := time.Since(from)
	close(stop)
	if top := <-peak; top > base+mostMem {
		t.Errorf("%s took %d MB", name, (top-base)>>20)
	}
	if took > longest {
		t.Errorf("%s took %v", name, took)
	}
	if err != nil && !errors.Is(err, files.ErrUnknown) && !errors.Is(err, files.ErrDamaged) && !errors.Is(err, files.ErrTooLarge) && !errors.Is(err, files.ErrEmpty) {
		t.Errorf("%s: an error of no kind: %v", name, err)
	}
	if errors.As(err, new(*files.Fault)) {
		t.Errorf("%s: a reader failed: %v", name, err)
	}
	return in, key, err
}

// zeros is an endless row of one letter.
type zeros struct{ c byte }

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z.c
	}
	return len(p), nil
}

type file struct {
	name, head string
	fill       byte  // after the head
	size       int64 // of the fill
	mode       fs.FileMode
}

func archive(t testing.TB, of ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, f := range of {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if f.mode != 0 {
			h.SetMode(f.mode)
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(e, f.head)
		_, _ = io.CopyN(e, zeros{f.fill}, f.size)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	record  = `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="a" unit="kg" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:00:00 +0100" value="80"/>`
	health  = `<?xml version="1.0"?><HealthData>` + record
	pressed = `com.samsung.shealth.weight,1,1` + "\nstart_time,time_offset,weight\n2026-03-01 08:00:00.000,UTC+0100,80.5,\n"
	steps   = `[{"dateTime":"03/01/26 08:00:00","value":"12"}`
)

func TestBadArchives(t *testing.T) {
	good := archive(t, file{name: "apple_health_export/export.xml", head: health + "</HealthData>"})
	claimed := bytes.Clone(good) // the table claims that 10 GB come out
	at := bytes.Index(claimed, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(claimed[at+24:], 0xfffffff0)
	wrongSum := bytes.Clone(good)
	at = bytes.Index(wrongSum, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(wrongSum[at+16:], crc32.ChecksumIEEE([]byte("x")))
	for name, c := range map[string]struct {
		b      []byte
		err    error
		sample bool // what was good is there
	}{
		"whole":                  {good, nil, true},
		"cut in two":             {good[:len(good)/2], files.ErrDamaged, false},
		"a head alone":           {[]byte("PK\x03\x04"), files.ErrDamaged, false},
		"claims 4 GB":            {claimed, nil, true},
		"a bomb of spaces":       {archive(t, file{"export.xml", health, ' ', 300 << 20, 0}), files.ErrTooLarge, true},
		"a bomb in a record":     {archive(t, file{"export.xml", health + `<Record type="`, 'a', 300 << 20, 0}), files.ErrTooLarge, true},
		"a bomb of a table":      {archive(t, file{"com.samsung.shealth.weight.1.csv", pressed + `"`, 'a', 300 << 20, 0}), files.ErrTooLarge, true},
		"a bomb of JSON":         {archive(t, file{"Takeout/Fitbit/steps-2026-03-01.json", steps + `,{"x":"`, 'a', 300 << 20, 0}), files.ErrTooLarge, true},
		"a bomb of brackets":     {archive(t, file{"Takeout/Fitbit/steps-2026-03-01.json", steps + `,`, '[', 100 << 20, 0}), nil, true},
		"a bomb beside the good": {archive(t, file{name: "export.xml", head: health + "</HealthData>"}, file{"holiday.mov", "", 0, 300 << 20, 0}), nil, true},
		"a bomb of a database":   {archive(t, file{"health_connect_export.db", "SQLite format 3\x00", 0, 700 << 20, 0}), files.ErrTooLarge, false},
		"archives in archives":   {archive(t, file{name: "export.xml.zip", head: string(good)}), files.ErrUnknown, false},
		"names that climb":       {archive(t, file{name: "../../../etc/export.xml", head: health + "</HealthData>"}), nil, true},
		"a link":                 {archive(t, file{name: "export.xml", head: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), files.ErrUnknown, false},
		"a link as a table":      {archive(t, file{name: "com.samsung.shealth.weight.csv", head: pressed, mode: fs.ModeSymlink | 0o777}), files.ErrEmpty, false},
		"nothing in it":          {archive(t), files.ErrUnknown, false},
		"foreign files":          {archive(t, file{name: "a.docx", head: "x"}, file{name: "b.json", head: "{"}), files.ErrUnknown, false},
	} {
		in, _, err := try(t, name, bytes.NewReader(c.b), int64(len(c.b)))
		if !errors.Is(err, c.err) || c.err == nil && err != nil || in.Empty() == c.sample {
			t.Errorf("%s: %v; empty: %t", name, err, in.Empty())
		}
	}
	if _, _, err := try(t, "wrong sum", bytes.NewReader(wrongSum), int64(len(wrongSum))); err != nil && !errors.Is(err, files.ErrDamaged) {
		t.Error(err)
	}
	many := make([]file, 3000)
	for i := range many {
		many[i] = file{name: fmt.Sprintf("x/%d.xml", i), head: "<a/>"}
	}
	b := archive(t, many...)
	if _, _, err := try(t, "thousands of files", bytes.NewReader(b), int64(len(b))); !errors.Is(err, files.ErrUnknown) {
		t.Error(err)
	}
}

func TestBadFiles(t *testing.T) {
	entities := `<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa">` + strings.Repeat(`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">`, 100) + `]><gpx><trk><name>&b;</name></trk></gpx>`
	for name, c := range map[string]struct {
		text string
		err  error
	}{
		"nothing":                     {"", files.ErrUnknown},
		"entities in GPX":             {entities, files.ErrEmpty},
		"entities in TCX":             {strings.NewReplacer("<gpx>", "<TrainingCenterDatabase>", "</gpx>", "</TrainingCenterDatabase>").Replace(entities), files.ErrEmpty},
		"an outside entity":           {`<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><name>&x;</name></trk></gpx>`, files.ErrEmpty},
		"deep XML":                    {"<gpx>" + strings.Repeat("<a>", 2_000_000), files.ErrDamaged},
		"deep XML in TCX":             {"<TrainingCenterDatabase>" + strings.Repeat("<a>", 1_000_000), files.ErrDamaged},
		"deep JSON":                   {`{"body":{"measuregrps":` + strings.Repeat("[", 1_000_000), files.ErrDamaged},
		"deep objects":                {`{"sleep":[{"logId":1,"dateOfSleep":"x","a":` + strings.Repeat(`{"a":`, 500_000), files.ErrDamaged},
		"a long text":                 {`{"BPDataList":["` + strings.Repeat("a", 40<<20) + `"]}`, files.ErrTooLarge},
		"cut off JSON":                {`{"data":{"metrics":[{"name":"step_count","data":[`, files.ErrDamaged},
		"a table without an end":      {"Datum;Gewicht\n1-3-2026;80\n\"" + strings.Repeat("a", 40<<20), files.ErrTooLarge},
		"a table of one row":          {"Datum;Gewicht\n1-3-2026;80\n" + strings.Repeat("1;", 2<<20), files.ErrTooLarge},
		"zero bytes":                  {strings.Repeat("\x00", 1<<20), files.ErrUnknown},
		"FIT that is cut off":         {"\x0e\x10\xd9\x07\xff\xff\xff\x7f.FIT", files.ErrDamaged},
		"a database that is none":     {"SQLite format 3\x00" + strings.Repeat("x", 5000), files.ErrDamaged},
		"a PDF":                       {"%PDF-1.7\n" + strings.Repeat("1 0 obj\n", 1000), files.ErrUnknown},
		"HTML":                        {"<!doctype html><p>1,2", files.ErrUnknown},
		"FHIR":                        {`{"resourceType":"Bundle","body":{"measuregrps":[]}}`, files.ErrUnknown},
		"numbers beyond all numbers":  {`{"body":{"measuregrps":[{"date":99999999999999999,"category":1,"measures":[{"value":1,"type":1,"unit":0}]}]}}`, files.ErrEmpty},
		"moments before all moments":  {`{"BODataList":[{"BO":97,"MDate":-5}]}`, files.ErrEmpty},
		"a control sequence in names": {"com.samsung.\x1b[2J,1\na,b\n1,2\n", files.ErrEmpty},
	} {
		_, _, err := try(t, name, strings.NewReader(c.text), int64(len(c.text)))
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %.200v, want %v", name, err, c.err)
		}
	}
}

// Every file of other people's attacks, where they are there: unpacked, below $REGIE_ATTACK.
func TestAttacks(t *testing.T) {
	dir := os.Getenv("REGIE_ATTACK")
	if dir == "" {
		t.Skip("REGIE_ATTACK names no folder with attacks")
	}
	n := 0
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		n++
		if _, key, err := try(t, p, f, info.Size()); err == nil {
			t.Errorf("%s was read as %s", p, key)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files: %v", n, err)
	}
}
