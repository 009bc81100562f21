// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Client is somebody's browser. It follows no redirects.
type Client struct {
	T testing.TB
	s *Site
	c *http.Client
}

// As is the browser of somebody; without a name of nobody who is signed in.
func (s *Site) As(name string) Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.T.Fatal(err)
	}
	base, err := url.Parse(s.Base)
	if err != nil {
		s.T.Fatal(err)
	}
	if name != "" {
		jar.SetCookies(base, []*http.Cookie{{Name: "regie", Value: name}})
	}
	return Client{s.T, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Speak chooses a language, "nl" or "en".
func (c Client) Speak(tag string) {
	c.T.Helper()
	base, err := url.Parse(c.s.Base)
	if err != nil {
		c.T.Fatal(err)
	}
	lang, _ := text.ParseLang(tag)
	c.c.Jar.SetCookies(base, []*http.Cookie{{Name: "weergave", Value: route.FormatPrefs(ui.Prefs{Lang: lang, LangSet: true})}})
}

// Answer is what came back.
type Answer struct {
	T      testing.TB
	Status int
	Header http.Header
	To     string // where a redirect leads
	Body   string
}

// Send sends a request.
func (c Client) Send(r *http.Request) Answer {
	c.T.Helper()
	res, err := c.c.Do(r)
	if err != nil {
		c.T.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.T.Fatal(err)
	}
	return Answer{c.T, res.StatusCode, res.Header, res.Header.Get("Location"), string(b)}
}

// Get asks for a page.
func (c Client) Get(path string) Answer {
	c.T.Helper()
	r, err := http.NewRequestWithContext(c.T.Context(), http.MethodGet, c.s.Base+path, nil)
	if err != nil {
		c.T.Fatal(err)
	}
	return c.Send(r)
}

// Do asks with a method, and a form where it is not nil.
func (c Client) Do(method, path string, form url.Values) Answer {
	c.T.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(c.T.Context(), method, c.s.Base+path, body)
	if err != nil {
		c.T.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return c.Send(r)
}

// Post sends a form as a browser without script does.
func (c Client) Post(path string, pairs ...string) Answer {
	c.T.Helper()
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return c.form(path, "application/x-www-form-urlencoded", strings.NewReader(q.Encode()))
}

// Upload sends a form with a file in the field "bestand".
func (c Client) Upload(path, name string, file []byte, pairs ...string) Answer {
	c.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := m.WriteField(pairs[i], pairs[i+1]); err != nil {
			c.T.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("bestand", name)
	if err != nil {
		c.T.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		c.T.Fatal(err)
	}
	if err := m.Close(); err != nil {
		c.T.Fatal(err)
	}
	return c.form(path, m.FormDataContentType(), &b)
}

func (c Client) form(path, kind string, body io.Reader) Answer {
	c.T.Helper()
	r, err := http.NewRequestWithContext(c.T.Context(), http.MethodPost, c.s.Base+path, body)
	if err != nil {
		c.T.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", c.s.Base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.Send(r)
}

// Has fails for each text that the page lacks.
func (a Answer) Has(all ...string) {
	a.T.Helper()
	for _, s := range all {
		if !strings.Contains(a.Body, s) {
			a.T.Errorf("%d: no %q", a.Status, s)
		}
	}
}

// Lacks fails for each text that the page has.
func (a Answer) Lacks(all ...string) {
	a.T.Helper()
	for _, s := range all {
		if strings.Contains(a.Body, s) {
			a.T.Errorf("%d: has %q", a.Status, s)
		}
	}
}

// Packed is the size of the page as it travels.
func (a Answer) Packed() int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, a.Body)
	_ = w.Close()
	return b.Len()
}
