// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Eval evaluates an expression in the page. Types: string, bool, float64, or a struct of JSON.
func Eval[R any](p *Page, expression string) R {
	p.t.Helper()
	ctx, cancel := p.within(Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[R](expression, chromedp.EvalAwaitPromise))
	p.must("evaluating "+expression, err)
	return v
}

// URL returns the path and query of the page, or the whole address on another site.
func (p *Page) URL() string {
	p.t.Helper()
	u, err := chromedp.Run(p.ctx, chromedp.Location())
	p.must("reading the address", err)
	return strings.TrimPrefix(u, p.base)
}

// Heading returns the text of the first h1.
func (p *Page) Heading() string {
	p.t.Helper()
	return Eval[string](p, `(document.querySelector('h1')?.innerText ?? '').trim()`)
}

// Text returns all that can be read on the page.
func (p *Page) Text() string {
	p.t.Helper()
	return Eval[string](p, `document.body.innerText`)
}

// See waits until the page has the text, and fails when it does not come.
func (p *Page) See(text string) {
	p.t.Helper()
	if !p.comes(text, Patience) {
		p.t.Fatalf("%q does not come on %s; there is:\n%s", text, p.URL(), p.Text())
	}
}

// Sees tells whether the page has the text now.
func (p *Page) Sees(text string) bool {
	p.t.Helper()
	return p.comes(text, 0)
}

// NotSee fails when the page has the text.
func (p *Page) NotSee(text string) {
	p.t.Helper()
	if p.comes(text, 0) {
		p.t.Fatalf("%q is on %s; there is:\n%s", text, p.URL(), p.Text())
	}
}

// At waits until the address is path (without query).
func (p *Page) At(path string) {
	p.t.Helper()
	end := time.Now().Add(Patience)
	for {
		at, _, _ := strings.Cut(p.URL(), "?")
		if at == path {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("the page is %s, not %s; there is:\n%s", p.URL(), path, p.Text())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (p *Page) comes(text string, patience time.Duration) bool {
	p.t.Helper()
	q, _ := json.Marshal(squeeze(text))
	end := time.Now().Add(patience)
	for {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(
			`document.body !== null && document.body.innerText.replace(/\s+/g, ' ').toLowerCase().includes(%s.toLowerCase())`, q)))
		if err == nil && ok {
			return true
		}
		if !time.Now().Before(end) {
			return false
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Screenshot writes a picture of the whole page, as long as it is.
func (p *Page) Screenshot(file string) {
	p.t.Helper()
	p.Eval0(`document.fonts.ready.then(() => true)`)
	// The window becomes as high as the page, so that what sticks to its foot is at the foot.
	height := Eval[float64](p, `Math.max(document.documentElement.scrollHeight, innerHeight)`)
	p.size(p.width, int(min(height, 15000)))
	defer p.Width(p.width)
	res, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
	p.must("taking a picture", err)
	p.must("making the folder", os.MkdirAll(filepath.Dir(file), 0o755))
	p.must("writing the picture", os.WriteFile(file, res.Data, 0o644))
}

// Window writes a picture of what is in the window now.
func (p *Page) Window(file string) {
	p.t.Helper()
	b, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	p.must("taking a picture", err)
	p.must("making the folder", os.MkdirAll(filepath.Dir(file), 0o755))
	p.must("writing the picture", os.WriteFile(file, b, 0o644))
}

// Eval0 evaluates an expression for its effect, and waits for it when it is a promise.
func (p *Page) Eval0(expression string) {
	p.t.Helper()
	ctx, cancel := p.within(Patience)
	defer cancel()
	p.must("evaluating", chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](expression, chromedp.EvalAwaitPromise)))
}

//go:embed testdata/axe.min.js
var axe string

type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target  []any
		Summary string `json:"failureSummary"`
		HTML    string
	}
}

// Axe fails the test for every violation of WCAG 2.2 level A and AA (and of axe's own good
// practice) that axe-core finds on the page, and for content that does not fit its width.
func (p *Page) Axe() {
	p.t.Helper()
	ctx, cancel := p.within(3 * Patience)
	defer cancel()
	// A window as high as the page: else axe reports what happens to lie under the menu at the
	// bottom of a phone, and would be scrolled up by a person.
	p.size(p.width, int(Eval[float64](p, `Math.max(document.documentElement.scrollHeight, innerHeight)`)))
	defer p.Width(p.width)
	loaded, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`typeof axe === 'object'`))
	p.must("looking for axe", err)
	if !loaded {
		p.must("loading axe", chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe)))
	}
	res, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](`axe.run(document, {
  runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'], resultTypes: ['violations'],
}).then(r => r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help,
  Nodes: v.nodes.slice(0, 5).map(n => ({Target: n.target, failureSummary: n.failureSummary, HTML: n.html.slice(0, 300)}))})))`,
		chromedp.EvalAwaitPromise))
	p.must("running axe", err)
	for _, v := range res {
		for _, n := range v.Nodes {
			p.t.Errorf("axe on %s (width %d, %v): %s: %s\n  %v\n  %s\n  %s", p.URL(), p.width, p.media, v.ID, v.Help, n.Target, n.HTML,
				strings.ReplaceAll(n.Summary, "\n", "\n  "))
		}
	}
	if odd := Eval[string](p, strays); odd != "" {
		p.t.Errorf("%s has an attribute that is a piece of a template: %s", p.URL(), odd)
	}
	if over := Eval[string](p, sideways); over != "" {
		p.t.Errorf("%s does not fit a width of %d: %s", p.URL(), p.width, over)
	}
}

// strays names the first element with an attribute that slipped out of a template.
const strays = `([...document.querySelectorAll('*')].find(e => e.getAttributeNames().some(n => /^(if|else|switch)$|[{}@]/.test(n)))?.outerHTML ?? '').slice(0, 200)`

// sideways names the first element that makes the page scroll sideways.
const sideways = `(function() {
  const w = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= w + 1) return '';
  const inScroller = e => { for (let a = e.parentElement; a && a !== document.body; a = a.parentElement) { const o = getComputedStyle(a).overflowX; if (o === 'auto' || o === 'scroll' || o === 'hidden') return true } return false };
  const e = [...document.body.querySelectorAll('*')].find(e => e.getBoundingClientRect().right > w + 1 && !inScroller(e));
  return 'scrolls to ' + document.documentElement.scrollWidth + ', by ' + (e ? e.outerHTML.slice(0, 200) : 'something unseen');
})()`
