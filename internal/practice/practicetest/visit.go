// SPDX-License-Identifier: EUPL-1.2

// Package practicetest walks through the pages of the practice network as a
// person with a browser would, so that a test needs no browser for it.
package practicetest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"regie/internal/practice"
)

// Visitor is a person with intentions. The zero value but for Person allows
// everything once.
type Visitor struct {
	Person string // key of the practice person
	Long   bool   // ticks "voor onbepaalde tijd"
	Refuse bool   // says no on the consent page
	Stop   bool   // stops on the landing page
	Cancel bool   // cancels at DigiD
	Fail   bool   // lets DigiD fail
	Lang   string // Accept-Language; "nl" when empty
}

// Browser is enough of one for the pages: cookies, redirects among the network's
// hosts, no script.
type Browser struct {
	client *http.Client
	n      *practice.Network
	lang   string
	Pages  []string // titles of the pages that were seen
}

// NewBrowser makes a browser without any cookies.
func NewBrowser(n *practice.Network, lang string) *Browser {
	jar, _ := cookiejar.New(nil) // has no error without options
	if lang == "" {
		lang = "nl"
	}
	b := &Browser{n: n, lang: lang}
	b.client = &http.Client{
		Jar: jar,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "tcp", n.FrontAddr)
			},
			TLSClientConfig: &tls.Config{RootCAs: n.CAPool, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return b
}

// Page is what the browser shows: a page of the network, or, in Left, the address
// elsewhere to which it was sent.
type Page struct {
	URL    *url.URL
	Status int
	Header http.Header
	Body   string
	Left   *url.URL
}

// Open follows an address, and redirects for as long as they stay in the network.
func (b *Browser) Open(ctx context.Context, method, address string, form url.Values) (*Page, error) {
	for range 10 {
		var body io.Reader
		if form != nil {
			body = strings.NewReader(form.Encode())
		}
		req, err := http.NewRequestWithContext(ctx, method, address, body)
		if err != nil {
			return nil, fmt.Errorf("opening a page: %w", err)
		}
		req.Header.Set("Accept-Language", b.lang)
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Origin", req.URL.Scheme+"://"+req.URL.Host)
		}
		resp, err := b.client.Do(req)
		if err != nil {
			return nil, fmt.Errorf("opening a page: %w", err)
		}
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("reading a page: %w", err)
		}
		to := resp.Header.Get("Location")
		if to == "" {
			p := &Page{URL: req.URL, Status: resp.StatusCode, Header: resp.Header, Body: string(text)}
			b.Pages = append(b.Pages, p.Title())
			return p, nil
		}
		next, err := req.URL.Parse(to)
		if err != nil {
			return nil, fmt.Errorf("following a redirect: %w", err)
		}
		if !slices.Contains(b.n.FrontOrigins, next.Scheme+"://"+next.Host) {
			return &Page{URL: req.URL, Status: resp.StatusCode, Header: resp.Header, Left: next}, nil
		}
		method, address, form = http.MethodGet, next.String(), nil
	}
	return nil, errors.New("opening a page: it goes round in circles")
}

var (
	titleTag  = regexp.MustCompile(`<h1>([^<]*)</h1>`)
	actionTag = regexp.MustCompile(`action="([^"]*/([a-z-]+))"`)
)

// Title is the heading of the page.
func (p *Page) Title() string {
	if m := titleTag.FindStringSubmatch(p.Body); m != nil {
		return m[1]
	}
	return ""
}

// Action is the address of the form of which the action ends in name, or of the
// page itself when name is empty.
func (p *Page) Action(name string) (string, error) {
	if name == "" {
		return p.URL.String(), nil
	}
	for _, m := range actionTag.FindAllStringSubmatch(p.Body, -1) {
		if m[2] == name {
			u, err := p.URL.Parse(m[1])
			if err != nil {
				return "", fmt.Errorf("reading a form: %w", err)
			}
			return u.String(), nil
		}
	}
	return "", fmt.Errorf("the page %q has no form %q", p.Title(), name)
}

// Press sends a form of the page.
func (b *Browser) Press(ctx context.Context, p *Page, action string, form url.Values) (*Page, error) {
	address, err := p.Action(action)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = url.Values{}
	}
	return b.Open(ctx, http.MethodPost, address, form)
}

// Walk opens an authorization address and does what the visitor wants, to the
// moment that the browser is sent back. It gives the address to which.
func Walk(ctx context.Context, n *practice.Network, authorize string, v Visitor) (*url.URL, error) {
	b := NewBrowser(n, v.Lang)
	p, err := b.Open(ctx, http.MethodGet, authorize, nil)
	if err != nil || p.Left != nil {
		return left(p, err)
	}
	if v.Stop {
		return left(b.Press(ctx, p, "stoppen", nil))
	}
	if p, err = b.Press(ctx, p, "doorgaan", nil); err != nil || p.Left != nil {
		return left(p, err)
	}
	choice := url.Values{"persoon": {v.Person}}
	if v.Cancel {
		choice = url.Values{"actie": {"annuleren"}}
	}
	if v.Fail {
		choice = url.Values{"actie": {"storing"}}
	}
	if p, err = b.Press(ctx, p, "", choice); err != nil || p.Left != nil {
		return left(p, err)
	}
	if strings.HasSuffix(p.URL.Path, "/uitleg") {
		return left(b.Press(ctx, p, "stoppen", nil))
	}
	form := url.Values{"keuze": {"toestaan"}}
	if v.Refuse {
		form.Set("keuze", "weigeren")
	}
	if v.Long {
		form.Set("onbepaald", "ja")
	}
	return left(b.Press(ctx, p, "toestemming", form))
}

func left(p *Page, err error) (*url.URL, error) {
	if err != nil {
		return nil, err
	}
	if p.Left == nil {
		return nil, fmt.Errorf("the walk ended at %q (status %d)", p.Title(), p.Status)
	}
	return p.Left, nil
}
