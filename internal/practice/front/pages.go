// SPDX-License-Identifier: EUPL-1.2

package front

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/text"
)

//go:embed pages/*.html pages/*.css
var files embed.FS

// assetPath is where the style sheet is; a hash in its name makes it one that
// can be kept for ever.
const assetPath = "/opmaak/"

type pages struct {
	byName map[string]*template.Template
	css    []byte
	cssURL string
}

// view is what a page shows.
type view struct {
	Flow     *flow
	Login    *login
	Persons  []dossier.Person
	Services []string
	Share    bool // the person sends, and does not collect
	Reason   string
	Trace    string
	Session  string
	FormTo   []string // origins that the forms of the page lead to, besides its own

	lang text.Lang
	now  func(dossier.Person) int
	dva  DVA
	page string
	r    *http.Request
	css  string
}

func newPages() (*pages, error) {
	css, err := files.ReadFile("pages/oefen.css")
	if err != nil {
		return nil, fmt.Errorf("reading the style sheet of the practice pages: %w", err)
	}
	p := &pages{byName: map[string]*template.Template{}, css: css,
		cssURL: assetPath + "oefen-" + fmt.Sprintf("%x", sha256.Sum256(css))[:16] + ".css"}
	for _, name := range []string{"landing", "digid", "consent", "explanation", "problem"} {
		t, err := template.New("frame.html").ParseFS(files, "pages/frame.html", "pages/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("reading the practice page %s: %w", name, err)
		}
		p.byName[name] = t
	}
	return p, nil
}

func (p *pages) serveAsset(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != p.cssURL {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(p.css)
}

// T gives a text in the language of the page.
func (v view) T(key string, pairs ...any) string { return v.lang.T(key, pairs...) }

// Lang is the language of the page, for its lang attribute.
func (v view) Lang() string { return v.lang.Tag() }

// CSS is the address of the style sheet.
func (v view) CSS() string { return v.css }

// Title is the heading, which is also the title of the window.
func (v view) Title() string {
	if v.page == "problem" {
		return v.T("practice.error.title")
	}
	return v.T("practice." + v.page + ".title")
}

// Site names whose page this is.
func (v view) Site() string {
	if v.dva.Name == "" {
		return v.T("practice." + v.Skin() + ".site")
	}
	return v.dva.Name
}

// Skin chooses the colours.
func (v view) Skin() string {
	if v.dva.Key == "" {
		return "net"
	}
	return v.dva.Key
}

// OtherLang leads to the same page in the other language; empty on a page that
// can't be asked for again.
func (v view) OtherLang() string {
	if v.r.Method != http.MethodGet {
		return ""
	}
	q := v.r.URL.Query()
	q.Set("taal", other(v.lang).Tag())
	return v.r.URL.Path + "?" + q.Encode()
}

// OtherLangTag is the tag of the other language, for hreflang and lang.
func (v view) OtherLangTag() string { return other(v.lang).Tag() }

// OtherLangName is the other language's name, in that language.
func (v view) OtherLangName() string { return other(v.lang).T("practice.frame.thislanguage") }

func other(l text.Lang) text.Lang {
	if l == text.NL {
		return text.EN
	}
	return text.NL
}

// Action is the address of a form of the flow.
func (v view) Action(name string) string { return flowPath + v.Flow.id + "/" + name }

// Provider and Client name the two parties.
func (v view) Provider() string { return v.Flow.provider.Name }

// Client is the personal health environment.
func (v view) Client() string { return v.Flow.client.Organisation }

// Age of a person in words; empty for one without a date of birth, or when the
// sentence about the person begins with it.
func (v view) Age(p dossier.Person) string {
	age := v.now(p)
	if p.Birth.IsZero() || strings.HasPrefix(v.Line(p), strconv.Itoa(age)+" ") {
		return ""
	}
	return v.T("practice.digid.age", "n", age)
}

// Service is the name of a data service for people.
func (v view) Service(id string) string { return v.T("practice.service." + id) }

// Line is the sentence about a person.
func (v view) Line(p dossier.Person) string {
	if v.lang == text.EN {
		return p.Summary.EN
	}
	return p.Summary.NL
}

func (f *Front) render(w http.ResponseWriter, r *http.Request, d DVA, page string, status int, v view) {
	v.lang, v.dva, v.page, v.r, v.css = language(w, r), d, page, r, f.pages.cssURL
	v.now = func(p dossier.Person) int { return p.Age(f.Now()) }
	var b bytes.Buffer
	if err := f.pages.byName[page].Execute(&b, v); err != nil {
		f.Log.Error("practice: making a page", "page", page, "err", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action "+
		strings.Join(append([]string{"'self'"}, v.FormTo...), " "))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// problem shows what went wrong, with two numbers for the help desk, and leads
// nowhere: who asked is not certain enough to send anybody there.
func (f *Front) problem(w http.ResponseWriter, r *http.Request, d DVA, status int, key string) {
	f.event("show_error_page", d, nil)
	f.render(w, r, d, "problem", status, view{Reason: key, Trace: f.traceID(), Session: f.traceID()})
}

// language is chosen by the person, or else by the browser, or else Dutch.
func language(w http.ResponseWriter, r *http.Request) text.Lang {
	if l, ok := text.ParseLang(r.URL.Query().Get("taal")); ok {
		http.SetCookie(w, &http.Cookie{Name: "taal", Value: l.Tag(), Path: "/", HttpOnly: true,
			Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
		return l
	}
	if c, err := r.Cookie("taal"); err == nil {
		if l, ok := text.ParseLang(c.Value); ok {
			return l
		}
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if l, ok := text.ParseLang(tag); ok {
			return l
		}
	}
	return text.NL
}

func originOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
