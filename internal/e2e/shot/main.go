// SPDX-License-Identifier: EUPL-1.2

// Command shot takes a picture of a page, and checks it with axe when asked to:
//
//	go run ./internal/e2e/shot -url http://localhost:8080/help -out help.png -width 360 -dark
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"regie/internal/e2e/browser"
)

func main() {
	url := flag.String("url", "http://localhost:8080/", "address of the page")
	out := flag.String("out", "shot.png", "file to write")
	width := flag.Int("width", 1280, "width of the window in pixels")
	dark := flag.Bool("dark", false, "the device asks for a dark theme")
	contrast := flag.Bool("contrast", false, "the device asks for more contrast")
	lang := flag.String("lang", "nl", "language that the browser prefers")
	paper := flag.Bool("paper", false, "as it is printed")
	window := flag.Bool("window", false, "only what is in the window, not the whole page")
	axe := flag.Bool("axe", false, "check with axe too")
	cookies := flag.String("cookie", "", "cookies to set, name=value;name=value")
	click := flag.String("click", "", "names of links and buttons to press first, separated by |")
	flag.Parse()

	t := &terminal{}
	defer t.end()
	parts := strings.SplitN(*url, "/", 4)
	p := browser.Open(t, strings.Join(parts[:min(3, len(parts))], "/"))
	p.Allow("status of 4")
	p.Width(*width)
	p.Dark(*dark)
	p.Contrast(*contrast)
	p.Language(*lang)
	p.Paper(*paper)
	for c := range strings.SplitSeq(*cookies, ";") {
		if name, value, ok := strings.Cut(c, "="); ok {
			p.Cookie(strings.TrimSpace(name), value)
		}
	}
	p.Goto(*url)
	if *click != "" {
		for name := range strings.SplitSeq(*click, "|") {
			p.Click(name)
		}
	}
	if *window {
		p.Window(*out)
	} else {
		p.Screenshot(*out)
	}
	if *axe {
		p.Axe()
	}
}

// terminal is a browser.T outside a test.
type terminal struct {
	cleanup []func()
	failed  bool
}

func (t *terminal) Helper()          {}
func (t *terminal) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }
func (t *terminal) Logf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (t *terminal) Errorf(format string, args ...any) {
	t.failed = true
	t.Logf(format, args...)
}

func (t *terminal) Skipf(format string, args ...any) { t.Fatalf(format, args...) }

func (t *terminal) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	t.end()
}

func (t *terminal) TempDir() string {
	dir, err := os.MkdirTemp("", "regie-shot-")
	if err != nil {
		t.Fatalf("making a folder: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // it is in the temporary folder
	return dir
}

func (t *terminal) end() {
	for len(t.cleanup) > 0 {
		last := t.cleanup[len(t.cleanup)-1]
		t.cleanup = t.cleanup[:len(t.cleanup)-1]
		last()
	}
	if t.failed {
		os.Exit(1)
	}
	os.Exit(0)
}
