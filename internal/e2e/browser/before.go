// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Before runs a script in every page from now on before the page's own: to put something in the
// place of what a device has, such as a voice.
func (p *Page) Before(script string) {
	p.t.Helper()
	ctx, cancel := p.within(Patience)
	defer cancel()
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	p.must("preparing pages", err)
}
