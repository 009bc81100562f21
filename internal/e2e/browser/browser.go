// SPDX-License-Identifier: EUPL-1.2

// Package browser drives a real Chromium the way a person would: by the names that a screen
// reader gives to links, buttons and fields. Every helper ends the test when the page is not
// as expected, and tells what was there instead. An error in the console of the page, such as
// a refusal by the Content-Security-Policy, fails the test too.
package browser

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// T is what the helpers need of a test. testing.TB has it.
type T interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
	Skipf(format string, args ...any)
	TempDir() string
}

// Page is one tab of one browser, with a profile of its own. It is not for parallel use.
type Page struct {
	t    T
	ctx  context.Context
	base string

	width int
	media map[string]string

	profile string // folder
	quit    func()
	paper   bool

	mu      sync.Mutex
	console []string
	allowed []string
}

// Patience is how long a helper waits for what it expects.
const Patience = 10 * time.Second

// Open starts a browser with an empty profile; it ends with the test. base is put before the
// paths given to Goto. The window is 1280 wide. Where no Chromium is installed the test is
// skipped, or fails when REGIE_REQUIRE_BROWSER is set or CI is true.
func Open(t T, base string) *Page {
	t.Helper()
	path := find()
	if path == "" {
		if os.Getenv("REGIE_REQUIRE_BROWSER") != "" || os.Getenv("CI") == "true" {
			t.Fatalf("no Chromium on this machine (Debian: apt-get install chromium)")
		}
		t.Skipf("no Chromium on this machine (Debian: apt-get install chromium)")
	}
	profile := t.TempDir()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("enable-blink-features", "ComputedAccessibilityInfo"),
		chromedp.Flag("lang", "nl-NL"), chromedp.Flag("hide-scrollbars", true), chromedp.WindowSize(1280, 900),
	)
	actx, stopAll := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stop := chromedp.NewContext(actx)
	p := &Page{t: t, ctx: ctx, base: strings.TrimSuffix(base, "/"), media: map[string]string{}, profile: profile}
	p.quit = sync.OnceFunc(func() {
		chromedp.Cancel(ctx) //nolint:errcheck // it is over either way
		stop()
		stopAll()
	})
	t.Cleanup(func() {
		p.quit()
		p.complain()
	})
	messages := chromedp.Console(ctx)
	p.must("starting the browser", chromedp.Do(ctx))
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException || m.Type == chromedp.ConsoleWarning {
				p.mu.Lock()
				p.console = append(p.console, string(m.Type)+": "+m.Text+" "+m.URL)
				p.mu.Unlock()
			}
		}
	}()
	p.Language("nl")
	p.Width(1280)
	return p
}

func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// Quit closes the browser before the end of the test, and returns the folder that it leaves
// behind on the computer.
func (p *Page) Quit() (profile string) {
	p.quit()
	return p.profile
}

// Allow names a part of a console message that this test expects, such as "404".
func (p *Page) Allow(part string) { p.allowed = append(p.allowed, part) }

// complain fails the test for every message in the console that was not expected.
func (p *Page) complain() {
	p.mu.Lock()
	defer p.mu.Unlock()
next:
	for _, m := range p.console {
		for _, a := range p.allowed {
			if strings.Contains(m, a) {
				continue next
			}
		}
		p.t.Errorf("console of the page: %s", m)
	}
}

func (p *Page) must(doing string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", doing, err)
	}
}

// within returns a context for one helper.
func (p *Page) within(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, d)
}

// Width sets the width of the window in CSS pixels; below 600 it is a phone.
func (p *Page) Width(w int) {
	p.t.Helper()
	p.width = w
	h := 900
	if w < 600 {
		h = 780
	}
	p.size(w, h)
}

func (p *Page) size(w, h int) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(w), Height: int64(h), DeviceScaleFactor: 1, Mobile: w < 600,
	})
	p.must("setting the width", err)
}

// Dark makes the device ask for a dark theme, or a light one.
func (p *Page) Dark(on bool) {
	p.t.Helper()
	p.feature("prefers-color-scheme", map[bool]string{true: "dark", false: "light"}[on])
}

// Contrast makes the device ask for more contrast.
func (p *Page) Contrast(on bool) {
	p.t.Helper()
	p.feature("prefers-contrast", map[bool]string{true: "more", false: "no-preference"}[on])
}

// Paper shows pages as they are printed, or on the screen again.
func (p *Page) Paper(on bool) {
	p.t.Helper()
	p.paper = on
	p.feature("prefers-reduced-motion", "no-preference")
}

func (p *Page) feature(name, value string) {
	p.t.Helper()
	p.media[name] = value
	var all []*emulation.MediaFeature
	for n, v := range p.media {
		all = append(all, &emulation.MediaFeature{Name: n, Value: v})
	}
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: map[bool]string{true: "print"}[p.paper], Features: all})
	p.must("setting "+name, err)
}

// Language sets what the browser says it prefers, "nl" or "en".
func (p *Page) Language(tag string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": tag},
	})
	p.must("setting the language", err)
}

// NoScript turns script off in the pages that follow, or on again.
func (p *Page) NoScript(off bool) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
	p.must("turning script off", err)
}

// Cookie sets a cookie for the site.
func (p *Page) Cookie(name, value string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: p.base + "/"})
	p.must("setting a cookie", err)
}

// Cookies returns the cookies that the browser has for the site.
func (p *Page) Cookies() []*http.Cookie {
	p.t.Helper()
	res, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{p.base + "/"}})
	p.must("reading cookies", err)
	var out []*http.Cookie
	for _, c := range res.Cookies {
		out = append(out, &http.Cookie{Name: c.Name, Value: c.Value})
	}
	return out
}
