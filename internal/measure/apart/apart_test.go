// SPDX-License-Identifier: EUPL-1.2

package apart_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/measure/apart"
	"regie/internal/measure/files"
)

// TestMain lets the test itself be the reader, a good one or one that misbehaves.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		if os.Args[1] == apart.Word {
			os.Exit(apart.Serve(os.Stdin, os.Stdout))
		}
		if do, ok := strings.CutPrefix(os.Args[1], "bad-"); ok {
			misbehave(do)
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func reader(t testing.TB, word string) *apart.Reader {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &apart.Reader{Path: path, Args: []string{word}, Quiet: 20 * time.Second}
}

const head = `<?xml version="1.0" encoding="UTF-8"?><HealthData locale="nl_NL"><ExportDate value="2026-11-19 10:00:00 +0100"/>` + "\n"

// export is an export of an iPhone with so many records.
func export(t testing.TB, records int, tail string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("apple_health_export/export.xml")
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	_, _ = w.WriteString(head)
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range records {
		at = at.Add(7 * time.Minute)
		stamp := at.Format("2006-01-02 15:04:05 +0000")
		kind, unit := "HeartRate", "count/min"
		if i%3 == 0 {
			kind, unit = "StepCount", "count"
		}
		fmt.Fprintf(w, `<Record type="HKQuantityTypeIdentifier%s" sourceName="Horloge %d" unit="%s" creationDate="%s" startDate="%s" endDate="%s" value="%d"/>`+"\n", kind, i%2, unit, stamp, stamp, stamp, 50+i%90)
	}
	fmt.Fprint(w, `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" sourceName="Horloge 0" startDate="2024-02-01 09:00:00 +0100" endDate="2024-02-01 09:30:00 +0100"/>`+"\n")
	fmt.Fprint(w, `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="x" unit="parsec" startDate="2024-02-01 09:00:00 +0100" endDate="2024-02-01 09:00:00 +0100" value="1"/>`+"\n")
	_, _ = w.WriteString(tail)
	if err := errors.Join(w.Flush(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(name string, b []byte) *files.File {
	return &files.File{Name: name, ReaderAt: bytes.NewReader(b), Size: int64(len(b))}
}

// same holds what was read apart beside what is read here.
func same(t *testing.T, name string, here, there *measure.Intake) {
	t.Helper()
	if d := cmp.Diff(here.Daily(), there.Daily()); d != "" {
		t.Errorf("%s: the days differ: %.2000s", name, d)
	}
	if d := cmp.Diff(here.Odd(), there.Odd()); d != "" {
		t.Errorf("%s: what was not used differs: %s", name, d)
	}
	if d := cmp.Diff(here.Events(), there.Events()); d != "" {
		t.Errorf("%s: the events differ: %.2000s", name, d)
	}
	if here.Exported != there.Exported || here.Empty() != there.Empty() {
		t.Errorf("%s: exported %d and %d, empty %t and %t", name, here.Exported, there.Exported, here.Empty(), there.Empty())
	}
}

func TestApartIsTheSame(t *testing.T) {
	b := export(t, 200_000, "</HealthData>")
	here, there := &measure.Intake{}, &measure.Intake{}
	if _, err := files.Read(t.Context(), file("export.zip", b), here); err != nil {
		t.Fatal(err)
	}
	f := file("export.zip", b)
	var steps, last int64
	f.Progress = func(done, total int64) {
		if done < last || done > total {
			t.Errorf("progress goes from %d to %d of %d", last, done, total)
		}
		steps, last = steps+1, done
	}
	key, err := reader(t, apart.Word).Read(t.Context(), f, there)
	if err != nil || key != "apple" || steps == 0 {
		t.Fatalf("%s, %v, %d steps of progress", key, err, steps)
	}
	same(t, "export.zip", here, there)
}

// Every file of the corpus is the same here and apart, errors among them.
func TestCorpusApart(t *testing.T) {
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = "../../../../shared"
	}
	walk(t, filepath.Join(root, "corpus", "wearables"), 0)
}

// Attacks of other people, where they are there: unpacked, below $REGIE_ATTACK.
func TestAttacksApart(t *testing.T) {
	dir := os.Getenv("REGIE_ATTACK")
	if dir == "" {
		t.Skip("REGIE_ATTACK names no folder with attacks")
	}
	walk(t, dir, 4)
}

func walk(t *testing.T, root string, once int) {
	if _, err := os.Stat(root); err != nil {
		t.Skip("the files are not there")
	}
	r, n := reader(t, apart.Word), 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == "README.md" {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		n++
		here, there := &measure.Intake{}, &measure.Intake{}
		k1, err1 := files.Read(t.Context(), file(p, b), here)
		if once > 0 && errors.Is(err1, files.ErrUnknown) && n%once != 0 && !bytes.HasPrefix(b, []byte("PK")) && !bytes.HasPrefix(b, []byte("<")) {
			return nil // a process for each of thousands takes long
		}
		k2, err2 := r.Read(t.Context(), file(p, b), there)
		if k1 != k2 || kindOf(err1) != kindOf(err2) {
			t.Errorf("%s: here %s %v, apart %s %v", p, k1, err1, k2, err2)
		}
		same(t, p, here, there)
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files: %v", n, err)
	}
}

func kindOf(err error) error {
	for _, k := range []error{files.ErrUnknown, files.ErrTooLarge, files.ErrEmpty, files.ErrDamaged, files.ErrStopped} {
		if errors.Is(err, k) {
			return k
		}
	}
	return err
}

// A reader that does something wrong, of whatever kind, costs the rest of the file.
func TestReadersThatMisbehave(t *testing.T) {
	for how, err := range map[string]error{
		"panic": files.ErrStopped, "kill": files.ErrStopped, "memory": files.ErrStopped, "loop": files.ErrStopped, "silent": files.ErrStopped,
		"letters": files.ErrStopped, "exit": files.ErrStopped, "rubbish": files.ErrStopped, "far": files.ErrStopped, "nobody": files.ErrStopped,
		"kind": files.ErrStopped, "control": files.ErrStopped, "event": files.ErrStopped, "long": files.ErrStopped, "reason": files.ErrStopped,
		"format": files.ErrStopped, "verdict": files.ErrStopped, "range": files.ErrStopped, "questions": files.ErrStopped,
		"much": files.ErrTooLarge, "events": files.ErrTooLarge, "sources": files.ErrTooLarge, "after": nil,
	} {
		t.Run(how, func(t *testing.T) {
			r := reader(t, "bad-"+how)
			if how == "loop" || how == "silent" {
				r.Quiet = time.Second
			}
			in := &measure.Intake{}
			from := time.Now()
			key, got := r.Read(t.Context(), file("x", make([]byte, 5000)), in)
			if kindOf(got) != err || in.Exported != 0 {
				t.Errorf("%v, want %v; exported %d", got, err, in.Exported)
			}
			if took := time.Since(from); took > 15*time.Second {
				t.Errorf("it took %v", took)
			}
			none := how == "silent" || how == "letters" || how == "exit"
			if in.Empty() != none || (key == "apple") == none {
				t.Errorf("empty: %t, format %q", in.Empty(), key)
			}
			if !none && how != "rubbish" && how != "much" {
				if n := in.Daily()[0].Sources[0].Read; n != 100 {
					t.Errorf("%d samples of the good part", n)
				}
			}
		})
	}
}

// Who waits can go away, and a file that cannot be read is not a damaged one.
func TestStoppingAndFailing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	from := time.Now()
	if _, err := reader(t, "bad-loop").Read(ctx, file("x", make([]byte, 10)), &measure.Intake{}); !errors.Is(err, context.Canceled) || errors.Is(err, files.ErrStopped) {
		t.Errorf("stopped: %v", err)
	}
	if took := time.Since(from); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	broken := errors.New("the database is away")
	b := export(t, 50_000, "</HealthData>")
	f := &files.File{Name: "export.zip", ReaderAt: failing{bytes.NewReader(b), broken}, Size: int64(len(b))}
	if _, err := reader(t, apart.Word).Read(t.Context(), f, &measure.Intake{}); !errors.Is(err, broken) {
		t.Errorf("failing: %v", err)
	}
}

type failing struct {
	io.ReaderAt
	err error
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off == 0 {
		return 0, f.err
	}
	return f.ReaderAt.ReadAt(p, off)
}

// A server that ends takes its readers with it.
func TestTheReaderEndsWithTheServer(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, apart.Word)
	to, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = to.Write([]byte("\x05\x01x\x00\x80\x40")) // a file of 8 kB, of which no byte ever comes
	time.Sleep(200 * time.Millisecond)
	_ = to.Close()
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("the reader lives on")
	}
}

// The reader knows nothing of the server: no environment, no network, no files.
func TestNothingIsKnownToTheReader(t *testing.T) {
	t.Setenv("REGIE_SECRET", "geheim")
	var seen atomic.Int64
	b := export(t, 200_000, "</HealthData>")
	f := file("export.zip", b)
	f.Progress = func(int64, int64) {
		all, _ := filepath.Glob("/proc/self/task/*/children")
		for _, c := range all {
			pids, _ := os.ReadFile(c)
			for pid := range strings.FieldsSeq(string(pids)) {
				env, err := os.ReadFile("/proc/" + pid + "/environ")
				if err != nil {
					continue
				}
				if seen.Add(1); len(env) > 0 {
					t.Errorf("its environment is %q", env)
				}
			}
		}
	}
	if _, err := reader(t, apart.Word).Read(t.Context(), f, &measure.Intake{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/proc/self/task"); err == nil && seen.Load() == 0 && os.Getuid() == 0 {
		t.Error("no reader was seen")
	}
}

// On Linux a reader gets nowhere: no network, no file, no program, no signal to the server.
func TestAReaderGetsNowhere(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("this system has no way to refuse calls that Regie knows")
	}
	in := &measure.Intake{}
	if _, err := reader(t, "bad-escape").Read(t.Context(), file("x", make([]byte, 10)), in); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range in.Odd() {
		got = append(got, o.What)
	}
	want := []string{"network true", "file true", "write true", "program true", "kill true", "time true", "shut 3"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Where no process can be started, the file is read all the same.
func TestWithoutAProcess(t *testing.T) {
	r := &apart.Reader{Path: filepath.Join(t.TempDir(), "nothing"), Args: []string{apart.Word}}
	in := &measure.Intake{}
	if key, err := r.Read(t.Context(), file("export.zip", export(t, 100, "</HealthData>")), in); err != nil || key != "apple" || in.Empty() {
		t.Errorf("%s, %v", key, err)
	}
}

// An archive that broke off has no table of contents; the reader looks for what is in it.
func TestApartCut(t *testing.T) {
	b := export(t, 60_000, "</HealthData>")
	for _, cut := range []int{len(b) - 1, len(b) - 70, len(b) * 2 / 3, len(b) / 3} {
		here, there := &measure.Intake{}, &measure.Intake{}
		key1, err1 := files.Read(t.Context(), file("export.zip", b[:cut]), here)
		key2, err2 := reader(t, apart.Word).Read(t.Context(), file("export.zip", b[:cut]), there)
		if key1 != "apple" || key2 != "apple" || !errors.Is(err1, files.ErrDamaged) || !errors.Is(err2, files.ErrDamaged) || here.Empty() {
			t.Errorf("%d of %d bytes: %q %v, %q %v", cut, len(b), key1, err1, key2, err2)
		}
		same(t, fmt.Sprintf("%d of %d bytes", cut, len(b)), here, there)
	}
}
