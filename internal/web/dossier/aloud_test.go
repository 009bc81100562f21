// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/site"
	"regie/internal/text"
)

// fakeVoice stands in for the voices of a device. What is spoken is noted; speaking ends when the
// test says so.
const fakeVoice = `(() => {
  const said = []; let now = null;
  const voices = LIST;
  window.spoken = { said, cancels: 0, finish() { const u = now; now = null; u?.onend?.(); }, get busy() { return !!now; } };
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: {
    getVoices: () => voices, addEventListener() {},
    speak(u) { now = u; said.push({ text: u.text, voice: u.voice?.name, lang: u.lang }); },
    cancel() { window.spoken.cancels++; now = null; },
  }});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()`

const localDutch = `[{name:'Ver', lang:'nl-NL', localService:false}, {name:'Hier', lang:'nl-NL', localService:true}, {name:'English', lang:'en-GB', localService:true}]`

func TestReadAloud(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := site.New(t, nil, "anna")
	s.Fill("anna", "willem")
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "anna")
	for name, voices := range map[string]string{"none": `[]`, "far away": `[{name:'Ver', lang:'nl-NL', localService:false}]`, "other language": `[{name:'English', lang:'en-GB', localService:true}]`} {
		p.Before(strings.Replace(fakeVoice, "LIST", voices, 1))
		p.Goto("/tijdlijn")
		if !browser.Eval[bool](p, `document.querySelector('[data-aloud]').hidden`) {
			t.Errorf("voices %s: there is a button", name)
		}
	}
	p.Before(strings.Replace(fakeVoice, "LIST", localDutch, 1))
	p.Goto("/tijdlijn")
	p.See(text.NL.T("find.aloud.read"))
	p.Click(text.NL.T("find.aloud.read"))
	type spoken struct{ Text, Voice, Lang string }
	said := func() []spoken { return browser.Eval[[]spoken](p, `spoken.said`) }
	if got := said(); len(got) != 1 || got[0].Text != text.NL.T("dossier.timeline.title") || got[0].Voice != "Hier" || got[0].Lang != "nl-NL" {
		t.Fatalf("the heading comes first: %+v", got)
	}
	marked := func() string {
		return browser.Eval[string](p, `[...document.querySelectorAll('.rg-aloud-now')].map((e) => e.textContent.trim()).join('|')`)
	}
	if got := marked(); got != text.NL.T("dossier.timeline.title") {
		t.Errorf("marked: %q", got)
	}
	p.Axe()
	p.Eval0(`spoken.finish()`)
	if got := said(); len(got) != 2 || got[1].Text == got[0].Text {
		t.Errorf("it does not go on: %+v", got)
	}
	// Pause keeps the place; going on says the sentence anew.
	p.Click(text.NL.T("find.aloud.pause"))
	p.See(text.NL.T("find.aloud.resume"))
	p.Eval0(`spoken.finish()`)
	p.Click(text.NL.T("find.aloud.resume"))
	if got := said(); len(got) != 3 || got[2] != got[1] {
		t.Errorf("after a pause: %+v", got)
	}
	for range 40 {
		p.Eval0(`spoken.finish()`)
	}
	all := ""
	for _, x := range said() {
		all += x.Text + "\n"
	}
	for _, never := range []string{text.NL.T("find.paper.keep"), text.NL.T("dossier.filter.title"), text.NL.T("web.print"), text.NL.T("dossier.search.button") + "\n"} {
		if strings.Contains(all, never) {
			t.Errorf("a button is read: %q", never)
		}
	}
	// Escape stops, from the keyboard.
	p.Press("\u001b")
	if marked() != "" || browser.Eval[bool](p, `spoken.busy`) || !browser.Eval[bool](p, `document.querySelector('[data-aloud-stop]').hidden`) {
		t.Error("Escape does not stop")
	}
}
