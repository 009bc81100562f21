// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"regie/internal/carry"
	"regie/internal/record"
	"regie/internal/store/storetest"
	"regie/internal/zib"
)

// zipOf packs files, given as name and content in turn.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const problem = `{"resourceType":"Condition","id":"c%d","code":{"text":"Klacht %d"},"onsetDateTime":"2020-01-01"}`

func problems(from, to int, sep string) string {
	var all []string
	for i := from; i < to; i++ {
		all = append(all, fmt.Sprintf(problem, i, i))
	}
	return strings.Join(all, sep)
}

func entries(from, to int) string {
	return `{"resource":` + problems(from, to, `},{"resource":`) + `}`
}

// TestWhatIsRead reads every form in which FHIR comes.
func TestWhatIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		name string
		b    []byte
		want int // problems
		odd  []carry.Why
		err  error
	}{
		"a resource":           {"a.json", []byte(fmt.Sprintf(problem, 1, 1)), 1, nil, nil},
		"a mark before it":     {"a.json", []byte("\ufeff\n " + fmt.Sprintf(problem, 1, 1)), 1, nil, nil},
		"a Bundle":             {"a.json", []byte(`{"resourceType":"Bundle","type":"searchset","entry":[` + entries(0, 7) + `]}`), 7, nil, nil},
		"its type comes last":  {"a.json", []byte(`{"entry":[` + entries(0, 7) + `],"type":"batch","resourceType":"Bundle"}`), 7, nil, nil},
		"Bundles, one a line":  {"a.ndjson", []byte(`{"resourceType":"Bundle","entry":[` + entries(0, 3) + "]}\n" + `{"resourceType":"Bundle","entry":[` + entries(3, 5) + "]}\n"), 5, nil, nil},
		"lines":                {"a.ndjson", []byte(problems(0, 9, "\n")), 9, nil, nil},
		"lines of Windows":     {"a.txt", []byte(problems(0, 9, "\r\n\r\n")), 9, nil, nil},
		"a broken line":        {"a.ndjson", []byte(problems(0, 2, "\n") + "\n{\"resourceType\":\"Cond\n" + problems(2, 4, "\n")), 4, []carry.Why{carry.WhyBroken}, nil},
		"a list":               {"a.json", []byte("[" + problems(0, 4, ",") + "]"), 4, nil, nil},
		"twice the same":       {"a.ndjson", []byte(problems(0, 4, "\n") + "\n" + problems(0, 4, "\n")), 4, nil, nil},
		"a List is no Bundle":  {"a.json", []byte(`{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"display":"x"}}]}`), 0, nil, nil},
		"an archive":           {"a.zip", zipOf(t, "clinical-records/Condition-1.json", fmt.Sprintf(problem, 1, 1), "b/x.ndjson", problems(2, 5, "\n"), "c.json", `{"iets":"anders"}`, "d.pdf", "%PDF", "e.xml", `<Patient xmlns="http://hl7.org/fhir"/>`), 4, []carry.Why{carry.WhyFile, carry.WhyNoFHIR, carry.WhyXML}, nil},
		"an archive, cut":      {"a.zip", zipOf(t, "a.json", `{"resourceType":"Bundle","entry":[`+entries(0, 3), "b.json", fmt.Sprintf(problem, 9, 9)), 4, []carry.Why{carry.WhyBroken}, carry.ErrDamaged},
		"cut":                  {"a.json", []byte(`{"resourceType":"Bundle","type":"searchset","entry":[` + entries(0, 7)[:400]), 3, nil, carry.ErrDamaged},
		"nothing":              {"a.json", []byte(`{"resourceType":"Bundle","type":"collection"}`), 0, nil, carry.ErrEmpty},
		"XML":                  {"a.xml", []byte(`<?xml version="1.0"?>` + "\n" + `<Patient xmlns="http://hl7.org/fhir"/>`), 0, nil, carry.ErrXML},
		"another program":      {"a.json", []byte(`{"iets":"anders"}`), 0, nil, carry.ErrUnknown},
		"a newer export":       {"a.zip", zipOf(t, "manifest.json", `{"format":"regie-export","version":99,"files":[]}`), 0, nil, carry.ErrVersion},
		"an export without":    {"a.zip", zipOf(t, "manifest.json", `{"format":"regie-export","version":1,"files":[{"path":"weg.csv","bytes":3}]}`), 0, []carry.Why{carry.WhyMissing}, carry.ErrEmpty},
		"a broken export":      {"a.zip", zipOf(t, "manifest.json", `{"format":"regie-export","version":1,`), 0, nil, carry.ErrDamaged},
		"names outside":        {"a.zip", zipOf(t, "../../etc/passwd.json", fmt.Sprintf(problem, 1, 1)), 1, nil, nil},
		"paths of an export":   {"a.zip", zipOf(t, "manifest.json", `{"format":"regie-export","version":1,"sources":[{"n":1,"name":"x","title":"X","folder":"../../"}],"files":[]}`), 0, nil, carry.ErrEmpty},
		"a link elsewhere":     {"a.json", []byte(`{"resourceType":"DocumentReference","id":"d","status":"current","content":[{"attachment":{"contentType":"application/pdf","url":"file:///etc/passwd"}}]}`), 0, nil, nil},
		"STU3 and no more":     {"a.json", []byte(`{"resourceType":"Condition","id":"s","clinicalStatus":"active","assertedDate":"2019-01-01","code":{"text":"Oud"}}`), 1, nil, nil},
		"names that are twice": {"a.ndjson", []byte(`{"resourceType":"Condition","id":"a","id":"b"}` + "\n" + fmt.Sprintf(problem, 1, 1)), 1, []carry.Why{carry.WhyNames}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := 0
			found, err := carry.Read(t.Context(), fileOf(c.name, c.b), func(s record.Sight) {
				if s.Item.Category == zib.CategoryProblems {
					got++
				}
			})
			if got != c.want || !errors.Is(err, c.err) || c.err == nil && err != nil {
				t.Errorf("%d problems, want %d; %v", got, c.want, err)
			}
			var why []carry.Why
			for _, o := range found.Odd {
				if o.Why != carry.WhyGeneric {
					why = append(why, o.Why)
				}
			}
			slices.Sort(why)
			if !slices.Equal(why, c.odd) {
				t.Errorf("odd: %+v", found.Odd)
			}
		})
	}
}

// endless is a text that goes on.
type endless struct {
	head, again string
	size        int64
}

func (e endless) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if off >= e.size {
			return n, io.EOF
		}
		if off < int64(len(e.head)) {
			c := copy(p[n:], e.head[off:])
			n, off = n+c, off+int64(c)
			continue
		}
		at := (off - int64(len(e.head))) % int64(len(e.again))
		c := copy(p[n:], e.again[at:min(int64(len(e.again)), at+e.size-off)])
		n, off = n+c, off+int64(c)
	}
	return n, nil
}

// TestTooMuch bounds memory and time: a text without end, too many resources, a bomb.
func TestTooMuch(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a few hundred megabytes")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	long := endless{`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Binary","data":"`, strings.Repeat("A", 1<<16), 1 << 40}
	_, err := carry.Read(t.Context(), &carry.File{Name: "x.json", ReaderAt: long, Size: long.size}, nil)
	if !errors.Is(err, carry.ErrTooLarge) {
		t.Errorf("a value without end: %v", err)
	}
	many := endless{"", fmt.Sprintf(problem, 1, 1) + "\n", 1 << 40}
	found, err := carry.Read(t.Context(), &carry.File{Name: "x.ndjson", ReaderAt: many, Size: many.size, Most: 5000}, nil)
	if !errors.Is(err, carry.ErrTooLarge) || len(found.Counts) != 1 || found.Counts[0].Read != 1 {
		t.Errorf("lines without end: %v, %+v", err, found.Counts)
	}
	bomb := zipOf(t, "a.json", fmt.Sprintf(problem, 1, 1), "b.json", `{"resourceType":"Basic","x":"`+strings.Repeat("0", 60<<20)+`"}`)
	if found, err = carry.Read(t.Context(), fileOf("b.zip", bomb), nil); !errors.Is(err, carry.ErrTooLarge) || len(found.Counts) == 0 {
		t.Errorf("a bomb: %v, %+v", err, found.Counts)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 80<<20 {
		t.Errorf("%d MB are kept", kept>>20)
	}
}

// TestObservationsAlone reads the FHIR of an export by itself: typed values come back as they were.
func TestObservationsAlone(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	anna, bert := newPerson(), newPerson()
	w.fill(anna)
	b := w.take(anna)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("metingen/fhir/Observation.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	w.add(bert, "Observation.ndjson", lines)
	var want []string
	for _, s := range w.state(anna)["samples"] {
		if strings.HasPrefix(s, `"weight"`) || strings.HasPrefix(s, `"blood-pressure"`) || strings.HasPrefix(s, `"glucose"`) {
			want = append(want, s)
		}
	}
	var got []string
	for _, s := range w.state(bert)["samples"] {
		if !strings.HasPrefix(s, `"steps"`) {
			got = append(got, s)
		}
	}
	same(t, map[string][]string{"samples": want}, map[string][]string{"samples": got})
}
