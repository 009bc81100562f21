// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/explain"
	"regie/internal/text"
	"regie/internal/web/glossary"
)

func crp(t *testing.T) explain.Entry {
	t.Helper()
	e, ok := explain.ByKey("crp")
	if !ok {
		t.Fatal("no explanation of CRP")
	}
	return e
}

func TestWordsAreForAnyone(t *testing.T) {
	h := site(t, config(t))
	e := crp(t)
	for path, want := range map[string]string{
		"/woorden":          "Van A tot Z",
		"/woorden/letter/c": e.Title(text.NL),
		glossary.Path(e):    e.Text(text.NL)[0],
	} {
		r := ask(h, "GET", path, nil)
		if got := body(t, r); r.StatusCode != http.StatusOK || !strings.Contains(got, want) {
			t.Errorf("%s: %d, without %q", path, r.StatusCode, want)
		}
	}
	for _, path := range []string{"/woorden/letter/zz", "/woorden/letter/C", "/woorden/woord/crp", "/woorden/woord/000000000000"} {
		if r := ask(h, "GET", path, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

func TestAskForAWord(t *testing.T) {
	h := site(t, config(t))
	post := func(word string) (*http.Response, string) {
		r := httptest.NewRequest("POST", "http://localhost/woorden", strings.NewReader("woord="+word))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		b, err := io.ReadAll(w.Result().Body)
		if err != nil {
			t.Fatal(err)
		}
		return w.Result(), string(b)
	}
	if r, got := post("c-reactief"); r.StatusCode != http.StatusOK || !strings.Contains(got, glossary.Path(crp(t))) {
		t.Errorf("asking for a part of a name: %d", r.StatusCode)
	}
	if r, got := post("zzzz"); r.StatusCode != http.StatusOK || !strings.Contains(got, text.NL.T("words.none.title")) {
		t.Errorf("asking for what is not there: %d", r.StatusCode)
	}
	if r, got := post("%3Cscript%3Ealert(1)"); r.StatusCode != http.StatusOK || strings.Contains(got, "<script>alert") {
		t.Errorf("what was asked became markup: %d", r.StatusCode)
	}
	if r, _ := post(""); r.StatusCode != http.StatusSeeOther {
		t.Errorf("asking for nothing: %d", r.StatusCode)
	}
}

// TestAWordStaysOutOfTheHistory: neither the address nor the title of the window, which
// browsers keep, says which word it was.
func TestAWordStaysOutOfTheHistory(t *testing.T) {
	for _, e := range explain.All() {
		if strings.Contains(glossary.Path(e), e.Key) {
			t.Errorf("%s is in its address", e.Key)
		}
	}
	got := body(t, ask(site(t, config(t)), "GET", glossary.Path(crp(t)), nil))
	title, _, _ := strings.Cut(got[strings.Index(got, "<title>"):], "</title>")
	if strings.Contains(title, "CRP") {
		t.Errorf("the window is called %q", title)
	}
}

func TestWordsAxe(t *testing.T) {
	p := browser.Open(t, serveTest(t, config(t)))
	looks(func(l text.Lang, dark bool, width int) {
		p.Language(l.Tag())
		p.Dark(dark)
		p.Width(width)
		for _, path := range []string{"/woorden", "/woorden/letter/h", glossary.Path(crp(t))} {
			p.Goto(path)
			p.Axe()
		}
	})
	p.Language("nl")
	p.Goto("/woorden")
	p.Fill("Welk woord zoekt u?", "suiker")
	p.Click("Zoeken")
	p.See("Gezocht: suiker")
	p.Axe()
	p.Click("Bloedsuiker (glucose)")
	p.See("brandstof")
}
