// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program starts the built program in practice mode (network and pages, everything on) in a
// folder that is there already, and measures how long it takes to answer, and what it needs.
func program(ctx context.Context, binary, dir string) (start, idle float64, first int64, err error) {
	run := func() (ms float64, cmd *exec.Cmd, at string, err error) {
		ports, err := freePorts(3)
		if err != nil {
			return 0, nil, "", err
		}
		cmd = exec.CommandContext(ctx, binary, "practice", "--dir", filepath.Join(dir, "practice"),
			"--port", ports[0], "--front", ports[1], "--back", ports[2])
		begun := time.Now()
		err = cmd.Start()
		if err != nil {
			return 0, nil, "", err
		}
		at = "http://localhost:" + ports[0]
		for {
			res, err := plain(http.MethodGet, at+"/")
			if err == nil {
				_ = res.Body.Close()
				return millis(time.Since(begun)), cmd, at, nil
			}
			if time.Since(begun) > 20*time.Second {
				return 0, cmd, "", fmt.Errorf("waiting for the program: %w", err)
			}
			time.Sleep(2 * time.Millisecond)
		}
	}
	var starts []float64
	for i := range 6 {
		ms, cmd, at, err := run()
		if err != nil {
			stop(cmd)
			return 0, 0, 0, err
		}
		if i == 0 { // made its folder and keys; the page is measured here
			first, err = firstPage(at)
		} else {
			starts = append(starts, ms)
		}
		if i == 5 {
			time.Sleep(3 * time.Second)
			idle, err = memory(cmd.Process.Pid, "VmRSS")
		}
		stop(cmd)
		if err != nil {
			return 0, 0, 0, err
		}
	}
	return median(starts), idle, first, nil
}

func stop(cmd *exec.Cmd) {
	if cmd == nil || cmd.Process == nil {
		return
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait() // how it ended says nothing about the figure
}

func freePorts(n int) ([]string, error) {
	var out []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		addr, ok := l.Addr().(*net.TCPAddr)
		if !ok {
			return nil, errors.New("no TCP address")
		}
		out = append(out, strconv.Itoa(addr.Port))
	}
	return out, nil
}

var loads = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js|woff2|svg|ico|png))[^"]*"`)

var fontURL = regexp.MustCompile(`url\("?([^")]+\.woff2)"?\)`)

// firstPage is what a browser fetches for the welcome page, as it goes over the line.
func firstPage(at string) (int64, error) {
	html, sum, err := transfer(at + "/")
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, m := range loads.FindAllStringSubmatch(html, -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		body, n, err := transfer(at + m[1])
		if err != nil {
			return 0, err
		}
		sum += n
		if !strings.HasSuffix(m[1], ".css") {
			continue
		}
		for _, f := range fontURL.FindAllStringSubmatch(body, -1) {
			file := f[1]
			if !strings.HasPrefix(file, "/") {
				file = path.Join(path.Dir(m[1]), file)
			}
			if seen[file] || strings.Contains(file, "ext") { // the extended letters come only where they are used
				continue
			}
			seen[file] = true
			_, n, err := transfer(at + file)
			if err != nil {
				return 0, err
			}
			sum += n
		}
	}
	return sum, nil
}

// transfer fetches an address and returns its text and the bytes that came over the line.
func transfer(address string) (string, int64, error) {
	res, err := plain(http.MethodGet, address, "gzip")
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return "", 0, err
	}
	if res.StatusCode != http.StatusOK {
		return "", 0, fmt.Errorf("%s answered %d", address, res.StatusCode)
	}
	text, err := readable(b, res.Header.Get("Content-Encoding"))
	return text, int64(len(b)), err
}
