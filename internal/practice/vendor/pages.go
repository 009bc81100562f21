// SPDX-License-Identifier: EUPL-1.2

package vendor

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"regie/internal/text"
)

//go:embed pages
var files embed.FS

var templates = template.Must(template.ParseFS(files, "pages/*.html"))

// login is somebody who is about to say yes or no.
type login struct {
	client, redirect, state string
	account                 string // once she logged in
	until                   time.Time
}

const loginLife = 15 * time.Minute

// view is what a page shows.
type view struct {
	lang    text.Lang
	Step    string // "login", "consent", "problem"
	Problem string
	Who     string
}

// T gives a text in the language of the page.
func (v view) T(key string, pairs ...any) string { return v.lang.T(key, pairs...) }

// Lang is the language of the page.
func (v view) Lang() string { return v.lang.Tag() }

// Title is the heading of the page.
func (v view) Title() string { return v.T("practicevendor." + v.Step + ".title") }

// Name is the name of an account.
func (v view) Name(account string) string { return v.T("practicevendor.account." + account) }

// Accounts are those that one can log in with.
func (v view) Accounts() []string { return []string{Anna, Bas} }

func (v *Vendor) render(w http.ResponseWriter, r *http.Request, status int, x view, formTo string) {
	x.lang = text.NL
	if l, ok := text.ParseLang(r.Header.Get("Accept-Language")[:min(2, len(r.Header.Get("Accept-Language")))]); ok {
		x.lang = l
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "vendor.html", x); err != nil {
		v.cfg.Log.Error("practice: making a page of the vendor", "err", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+formTo)
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

func (v *Vendor) css(w http.ResponseWriter, _ *http.Request) {
	b, err := files.ReadFile("pages/vendor.css")
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(b)
}

// begin takes a person whom a client sent here. Whose request is not in order goes nowhere.
func (v *Vendor) begin(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	v.mu.Lock()
	c, known := v.client(q.Get("client_id"))
	v.mu.Unlock()
	switch {
	case !known, !slices.Contains(c.Redirects, q.Get("redirect_uri")):
		v.render(w, r, http.StatusBadRequest, view{Step: "problem", Problem: "practicevendor.problem.client"}, "")
		return
	case q.Get("response_type") != "code", q.Get("scope") == "", len(q.Get("state")) < 16:
		v.render(w, r, http.StatusBadRequest, view{Step: "problem", Problem: "practicevendor.problem.request"}, "")
		return
	}
	id, err := v.secret()
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	v.mu.Lock()
	v.logins[id] = &login{client: c.ID, redirect: q.Get("redirect_uri"), state: q.Get("state"), until: v.cfg.Now().Add(loginLife)}
	v.mu.Unlock()
	http.Redirect(w, r, "/inloggen/"+id, http.StatusSeeOther)
}

func (v *Vendor) login(id string) *login {
	v.mu.Lock()
	defer v.mu.Unlock()
	l := v.logins[id]
	if l == nil || v.cfg.Now().After(l.until) {
		return nil
	}
	c := *l
	return &c
}

func (v *Vendor) show(w http.ResponseWriter, r *http.Request) {
	l := v.login(r.PathValue("id"))
	if l == nil {
		v.render(w, r, http.StatusNotFound, view{Step: "problem", Problem: "practicevendor.problem.late"}, "")
		return
	}
	step := "login"
	if l.account != "" {
		step = "consent"
	}
	formTo := ""
	if u, err := url.Parse(l.redirect); err == nil {
		formTo = u.Scheme + "://" + u.Host
	}
	v.render(w, r, http.StatusOK, view{Step: step, Who: l.account}, formTo)
}

func (v *Vendor) decide(w http.ResponseWriter, r *http.Request) {
	if s := r.Header.Get("Sec-Fetch-Site"); s != "" && s != "same-origin" {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	id := r.PathValue("id")
	l := v.login(id)
	if l == nil {
		v.render(w, r, http.StatusNotFound, view{Step: "problem", Problem: "practicevendor.problem.late"}, "")
		return
	}
	if l.account == "" {
		account := r.PostFormValue("account")
		if account != Anna && account != Bas {
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		v.mu.Lock()
		if x := v.logins[id]; x != nil {
			x.account = account
		}
		v.mu.Unlock()
		http.Redirect(w, r, "/inloggen/"+id, http.StatusSeeOther)
		return
	}
	back := url.Values{"state": {l.state}}
	if r.PostFormValue("keuze") == "ja" {
		s, err := v.secret()
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		v.mu.Lock()
		v.codes[s] = &code{client: l.client, redirect: l.redirect, account: l.account, until: v.cfg.Now().Add(codeLife)}
		v.mu.Unlock()
		back.Set("code", s)
	} else {
		back.Set("error", "access_denied")
	}
	v.mu.Lock()
	delete(v.logins, id)
	v.mu.Unlock()
	http.Redirect(w, r, l.redirect+"?"+back.Encode(), http.StatusSeeOther)
}
