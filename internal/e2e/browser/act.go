// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Goto opens a path of the site, or a whole address.
func (p *Page) Goto(path string) {
	p.t.Helper()
	if !strings.Contains(path, "://") {
		path = p.base + path
	}
	ctx, cancel := p.within(3 * Patience)
	defer cancel()
	p.must("going to "+path, chromedp.Do(ctx, chromedp.Navigate(path)))
}

// Back goes back in the history. It waits for another address, because a page that comes
// from the browser's memory does not load again.
func (p *Page) Back() {
	p.t.Helper()
	from := p.URL()
	p.Eval0("history.back()")
	end := time.Now().Add(Patience)
	for p.URL() == from {
		if time.Now().After(end) {
			p.t.Fatalf("going back from %s leads nowhere", from)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// found is what finder returns: where the one element is, or what there was instead.
type found struct {
	Count      int
	X, Y       float64
	Covered    string
	Candidates []string
}

// finder looks for visible elements by accessible name. It prefers an exact name, then a
// name that starts with it, then one that contains it. A page that is still coming has nothing yet:
// what is on it moves. It keeps the element in window.__it.
const finder = `(function(kinds, name) {
  if (document.readyState !== 'complete') return {Count: 0, X: 0, Y: 0, Covered: '', Candidates: ['(the page is still coming)']};
  const norm = s => (s || '').replace(/\s+/g, ' ').trim();
  const want = norm(name).toLowerCase();
  const seen = e => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return s.visibility !== 'hidden' && s.display !== 'none' && (r.width > 0 || r.height > 0); };
  const open = document.querySelector('dialog[open]');
  const all = [...(open || document).querySelectorAll(kinds)].filter(seen);
  const named = all.map(e => [e, norm(e.computedName || e.getAttribute('aria-label') || e.textContent)]);
  const pick = f => named.filter(([, n]) => f(n.toLowerCase())).map(([e]) => e);
  let hit = pick(n => n === want);
  if (!hit.length) hit = pick(n => n.startsWith(want));
  if (!hit.length) hit = pick(n => n.includes(want));
  const out = {Count: hit.length, X: 0, Y: 0, Covered: '', Candidates: named.map(([, n]) => n).slice(0, 60)};
  if (!hit.length) return out;
  const e = window.__it = hit[0];
  e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  const r = e.getClientRects()[0] || e.getBoundingClientRect();
  out.X = r.x + r.width / 2; out.Y = r.y + r.height / 2;
  const top = document.elementFromPoint(out.X, out.Y);
  if (top && top !== e && !e.contains(top) && !top.contains(e) && !(e.labels && [...e.labels].some(l => l.contains(top))))
    out.Covered = top.outerHTML.slice(0, 200);
  return out;
})`

func (p *Page) look(kinds, name string, exactly int) found {
	p.t.Helper()
	ctx, cancel := p.within(Patience)
	defer cancel()
	k, _ := json.Marshal(kinds)
	n, _ := json.Marshal(name)
	var f found
	var err error
	for {
		f, err = chromedp.Run(ctx, chromedp.Evaluate[found](finder+"("+string(k)+","+string(n)+")"))
		if err == nil && f.Count > 0 {
			break
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("no %q on %s (%v); there is:\n  %s", name, p.URL(), err, strings.Join(f.Candidates, "\n  "))
		case <-time.After(50 * time.Millisecond):
		}
	}
	if exactly == 1 && f.Count > 1 {
		p.t.Logf("%d things are called %q on %s; taking the first", f.Count, name, p.URL())
	}
	if f.Covered != "" {
		p.t.Fatalf("%q on %s is covered by %s", name, p.URL(), f.Covered)
	}
	return f
}

const (
	pressable = "a[href], button, summary, input[type=submit], [role=button], [role=link]"
	fillable  = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=submit]), textarea"
	choosable = "input[type=radio], input[type=checkbox]"
)

// Click presses the link or button of that name, and waits for the page that follows, if one does.
func (p *Page) Click(name string) {
	p.t.Helper()
	f := p.look(pressable, name, 1)
	p.press(f, "clicking "+name)
}

func (p *Page) press(f found, doing string) {
	p.t.Helper()
	ctx, cancel := p.within(3 * Patience)
	defer cancel()
	mark := `window.__old = true; window.__leaving = false; addEventListener('beforeunload', () => { window.__leaving = true })`
	p.must(doing, chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](mark), chromedp.MouseClickXY(f.X, f.Y)))
	start := time.Now()
	for {
		state, err := chromedp.Run(ctx, chromedp.Evaluate[string](
			`window.__old ? (window.__leaving ? 'leaving' : 'here') : (document.readyState === 'complete' ? 'done' : 'loading')`))
		switch {
		case err == nil && state == "done":
			return
		case err == nil && state == "here" && time.Since(start) > 250*time.Millisecond:
			return
		case ctx.Err() != nil:
			p.t.Fatalf("%s: no page came within %v (%v)", doing, 3*Patience, err)
		}
		time.Sleep(15 * time.Millisecond)
	}
}

// Fill writes value in the field with that label, in place of what was there.
func (p *Page) Fill(label, value string) {
	p.t.Helper()
	p.look(fillable, label, 1)
	ctx, cancel := p.within(Patience)
	defer cancel()
	p.must("filling "+label, chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](
		`window.__it.focus(); window.__it.select && window.__it.select()`)))
	_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: value})
	p.must("filling "+label, err)
	if value == "" {
		p.must("emptying "+label, chromedp.Do(ctx, chromedp.KeyEvent("\b")))
	}
}

// Choose ticks the radio button or check box with that label.
func (p *Page) Choose(label string) {
	p.t.Helper()
	f := p.look(choosable, label, 1)
	p.press(f, "choosing "+label)
}

// Select takes the option with that text, or that begins with it, from the list with that label.
func (p *Page) Select(label, option string) {
	p.t.Helper()
	p.look("select", label, 1)
	o, _ := json.Marshal(option)
	ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(function(want){
  const all = [...window.__it.options];
  const o = all.find(o => o.text.trim() === want) || all.find(o => o.text.trim().startsWith(want));
  if (!o) return false;
  window.__it.value = o.value; window.__it.dispatchEvent(new Event('input', {bubbles: true}));
  window.__it.dispatchEvent(new Event('change', {bubbles: true})); return true; })(%s)`, o)))
	p.must("selecting "+option, err)
	if !ok {
		p.t.Fatalf("the list %q has no %q", label, option)
	}
}

// Press sends keys to what has the focus: "\t", "\r", or letters.
func (p *Page) Press(keys string) {
	p.t.Helper()
	p.must("pressing keys", chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
}
