// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Attach chooses a file of this machine in the field with that label.
func (p *Page) Attach(label, path string) {
	p.t.Helper()
	p.look("input[type=file]", label, 1)
	ctx, cancel := p.within(Patience)
	defer cancel()
	it, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "window.__it"})
	p.must("choosing a file", err)
	_, err = chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: it.Result.ObjectID})
	p.must("choosing a file", err)
}
