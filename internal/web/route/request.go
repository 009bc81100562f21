// SPDX-License-Identifier: EUPL-1.2

package route

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"regie/internal/person"
	"regie/internal/text"
	"regie/internal/web/ui"
)

// Request is a request with what the server found out about it.
type Request struct {
	*http.Request
	Lang    text.Lang
	Prefs   ui.Prefs
	Session *person.Session // nil when nobody is signed in; set on every SignedIn route
	Now     time.Time       // in Dutch time, the same during the whole request
	ID      string          // of this request, for the log and the error page
	Cookies Cookies
	View    *ui.View // what the components see
}

// T returns the text of a catalogue key in the language of the person.
func (r *Request) T(key string, pairs ...any) string { return r.Lang.T(key, pairs...) }

// Render makes the page in memory and sends it: a component that fails sends no half page.
func (r *Request) Render(w http.ResponseWriter, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	// Also when the time of the request is over: the page that says so must come.
	if err := page.Render(ui.With(context.WithoutCancel(r.Context()), r.View), b); err != nil {
		return fmt.Errorf("rendering a page: %w", err)
	}
	if r.View.Flash.Key != "" {
		r.Cookies.Clear(w, flashCookie)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", r.Lang.Tag())
	body := b.Bytes()
	if len(body) > 1000 && acceptsGzip(r.Request) {
		z := zippers.Get().(*zipper)
		defer zippers.Put(z)
		body = z.compress(body)
		h.Set("Content-Encoding", "gzip")
	}
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the browser went away
	}
	return nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

type zipper struct {
	out bytes.Buffer
	z   *gzip.Writer
}

var zippers = sync.Pool{New: func() any {
	z := &zipper{}
	z.z, _ = gzip.NewWriterLevel(&z.out, gzip.BestSpeed) // the level is a constant
	return z
}}

func (z *zipper) compress(b []byte) []byte {
	z.out.Reset()
	z.z.Reset(&z.out)
	z.z.Write(b) //nolint:errcheck // a buffer does not fail
	z.z.Close()  //nolint:errcheck
	return z.out.Bytes()
}

func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// Redirect sends the browser to a page of ours, with GET, after a form. to must be a path.
func (r *Request) Redirect(w http.ResponseWriter, to string) error {
	http.Redirect(w, r.Request, LocalPath(to, "/"), http.StatusSeeOther)
	return nil
}

// RedirectFlash does that and shows the text of key on the next page. The key is kept in a
// cookie: it must tell nothing about health.
func (r *Request) RedirectFlash(w http.ResponseWriter, to string, kind ui.AlertKind, key string) error {
	r.Cookies.Set(w, flashCookie, string(kind)+"."+key, 5*time.Minute)
	return r.Redirect(w, to)
}

// RedirectOut sends the browser to another site: an authorization server whose address
// comes from a verified list, never from the request.
func (r *Request) RedirectOut(w http.ResponseWriter, to *url.URL) error {
	if to.Host == "" || (to.Scheme != "https" && to.Scheme != "http") {
		return errors.New("redirecting out: not an absolute web address")
	}
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// LocalPath returns to when it is a plain path on this site, else otherwise. It refuses
// everything that a browser could read as another site.
func LocalPath(to, otherwise string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return otherwise
	}
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" {
		return otherwise
	}
	return to
}

// Values parses the body of a form within the limit of the route. It fails with TooLarge or BadInput.
func (r *Request) Values() (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return nil, TooLarge()
		}
		return nil, BadInput(err)
	}
	if len(r.PostForm) > maxFields {
		return nil, BadInput(errors.New("too many fields"))
	}
	return r.PostForm, nil
}

// maxFields is more than any form of ours has.
const maxFields = 500

// Field returns a form field without the white space around it and without control
// characters, cut off at max characters. Use it for all but passwords.
func Field(v url.Values, name string, max int) string {
	s := strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < 0x20 && c != '\n' || c == 0x7f || c == 0xfeff {
			return -1
		}
		return c
	}, strings.ToValidUTF8(v.Get(name), "")))
	if rs := []rune(s); len(rs) > max {
		s = string(rs[:max])
	}
	return s
}
