// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const first = `<!DOCTYPE html><html lang="en"><head><title>First</title><link rel="icon" href="data:,"><style>button, a { display: inline-block; min-height: 44px }</style></head><body><main>
<h1>First page</h1><p><a href="/second">To the second page</a></p>
<form method="post" action="/second"><label for="n">Your name</label><input id="n" name="n" value="old">
<fieldset><legend>Colour</legend><input type="radio" name="c" id="r" value="red"><label for="r">Red</label></fieldset>
<label for="s">Size</label><select id="s" name="s"><option>Small</option><option>Large</option></select>
<button>Send it</button></form>
<button type="button" id="b">Say hello</button><p id="out"></p>
</main><script>document.getElementById('b').addEventListener('click', () => setTimeout(() => { document.getElementById('out').textContent = 'Hello there' }, 300))</script></body></html>`

const bad = `<!DOCTYPE html><html><head><title></title><link rel="icon" href="data:,"></head><body>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><div style="width:2000px">wide</div><script>console.error('broken on purpose')</script></body></html>`

func site(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, first) })
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, bad) })
	mux.HandleFunc("/second", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><head><title>Second</title><link rel="icon" href="data:,"></head><body><main><h1>Second page</h1><p>%s %s %s %s</p></main></body></html>`,
			r.Method, r.PostFormValue("n"), r.PostFormValue("c"), r.PostFormValue("s"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
}

func TestWalk(t *testing.T) {
	p := Open(t, site(t))
	p.Goto("/")
	p.Axe()
	p.Click("To the second page")
	p.At("/second")
	if h := p.Heading(); h != "Second page" {
		t.Errorf("heading is %q", h)
	}
	p.Back()
	p.At("/")
	p.Click("Say hello")
	p.See("Hello there")
	p.Fill("Your name", "Anna")
	p.Choose("Red")
	p.Select("Size", "Large")
	p.Click("Send it")
	p.See("POST Anna red Large")

	p.NoScript(true)
	p.Goto("/")
	p.Click("Say hello")
	p.NotSee("Hello there")
	p.Fill("Your name", "Bert")
	p.Click("Send it")
	p.See("POST Bert")

	file := filepath.Join(t.TempDir(), "a", "shot.png")
	p.Screenshot(file)
	if fi, err := os.Stat(file); err != nil || fi.Size() < 1000 {
		t.Errorf("the picture: %v, %v", fi, err)
	}
}

// TestComplaints checks that what is wrong with a page does fail a test.
func TestComplaints(t *testing.T) {
	rec := &recorder{T: t}
	p := Open(rec, site(t))
	p.Width(360)
	p.Goto("/bad")
	p.Axe()
	p.complain()
	all := strings.Join(rec.errors, "\n")
	for _, want := range []string{"image-alt", "html-has-lang", "document-title", "does not fit a width of 360", "broken on purpose"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not complained of in:\n%s", want, all)
		}
	}
}

type recorder struct {
	*testing.T
	errors []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestPasskeyDevice(t *testing.T) {
	for _, prf := range []bool{true, false} {
		p := Open(t, site(t))
		a := p.Authenticator(prf)
		p.Goto("/")
		got := Eval[bool](p, `navigator.credentials.create({publicKey: {
  challenge: new Uint8Array(32), rp: {name: 'x', id: 'localhost'}, user: {id: new Uint8Array(16), name: 'a', displayName: 'a'},
  pubKeyCredParams: [{type: 'public-key', alg: -7}, {type: 'public-key', alg: -257}], authenticatorSelection: {residentKey: 'required', userVerification: 'required'},
  extensions: {prf: {eval: {first: new Uint8Array(32)}}}}}).then(c => c.getClientExtensionResults().prf?.enabled === true)`)
		if got != prf {
			t.Errorf("a device with prf=%v gives a passkey with prf %v", prf, got)
		}
		if n := a.Count(); n != 1 {
			t.Errorf("the device holds %d passkeys, want 1", n)
		}
	}
}
