// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is Regie in practice mode, as `make run` starts it, on ports and in a folder of its own.
type program struct {
	t    testing.TB
	args []string
	Dir  string // the practice folder
	Base string // "http://localhost:41234"

	cmd  *exec.Cmd
	out  *screen
	logs string // file with what it wrote to standard error, of all its starts
}

// screen keeps what the program says on standard output.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start runs the program with more arguments, until the end of the test. What it logs is kept,
// shown when the test fails, and may hold no error.
func start(t testing.TB, args ...string) *program {
	t.Helper()
	dir := t.TempDir()
	p := &program{t: t, args: args, Dir: filepath.Join(dir, "practice"), logs: filepath.Join(dir, "stderr")}
	t.Cleanup(func() {
		p.stop()
		p.judge()
	})
	p.run("0")
	return p
}

var openAt = regexp.MustCompile(`(?m)^\s+Open\s+(http://localhost:(\d+))\s*$`)

// run starts the program on a port and waits until it says where it is.
func (p *program) run(port string) {
	p.t.Helper()
	logs, err := os.OpenFile(p.logs, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	defer logs.Close() //nolint:errcheck // the program has its own
	p.out = &screen{}
	p.cmd = exec.Command(binary, append([]string{"practice", "-v", "--dir", p.Dir, "--port", port, "--front", "0", "--back", "0"}, p.args...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, logs
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		p.t.Fatalf("starting the program: %v", err)
	}
	ended := time.Now().Add(30 * time.Second)
	for {
		if m := openAt.FindStringSubmatch(p.out.String()); m != nil {
			p.Base = m[1]
			return
		}
		if time.Now().After(ended) || p.cmd.Process.Signal(syscall.Signal(0)) != nil {
			p.t.Fatalf("the program does not say where it is:\n%s\n%s", p.out, p.log())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// again ends the program and starts it on the same port and folder, as after an update.
func (p *program) again() {
	p.t.Helper()
	p.stop()
	p.run(p.Base[strings.LastIndexByte(p.Base, ':')+1:])
}

// stop asks the program to end, and ends it when it does not.
func (p *program) stop() {
	p.t.Helper()
	if p.cmd == nil || p.cmd.Process == nil {
		return
	}
	done := make(chan error, 1)
	go func() { done <- p.cmd.Wait() }()
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself, which Wait tells
	select {
	case err := <-done:
		if err != nil {
			p.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-done
		p.t.Error("the program did not end when asked to")
	}
	p.cmd = nil
}

// log returns all that was logged.
func (p *program) log() string {
	b, err := os.ReadFile(p.logs)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// judge fails the test for errors and panics in the log, and shows its end with a failed test.
func (p *program) judge() {
	all := p.log()
	for line := range strings.Lines(all) {
		if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") || strings.Contains(line, "goroutine ") {
			p.t.Errorf("logged: %s", line)
		}
	}
	if p.t.Failed() {
		p.t.Logf("the log ends with:\n%s", all[max(0, len(all)-6000):])
	}
}

// get fetches a page without any cookie.
func (p *program) get(path string) string {
	p.t.Helper()
	res, err := http.Get(p.Base + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}
