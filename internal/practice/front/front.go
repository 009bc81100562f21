// SPDX-License-Identifier: EUPL-1.2

// Package front has the pages of the practice network that a person sees: the
// landing page of a service provider, a simulated DigiD, the availability test
// with its explanation, the consent page and the error page. They look like
// nothing of Regie, say everywhere that nothing is real, and work without script.
package front

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// Paths that others must know.
const (
	AuthorizePath = "/aanmelden" // of the authorization endpoint
	digidPath     = "/inloggen/" // of the simulated DigiD, followed by the number of a request
	flowPath      = "/aanvraag/" // of a flow at a service provider, followed by its number
)

// flowLife is how long a person may take at a service provider.
const flowLife = 15 * time.Minute

// DVA is a service provider: the owner of a set of pages.
type DVA struct {
	Key, Name, Host string
}

// Network is what the pages ask of the network around them.
type Network interface {
	// Client finds a client in the client list as it is now.
	Client(id string) (Client, bool)
	// Serving finds a provider by the scope of a request, with the data services
	// that this service provider runs for it.
	Serving(dva, scope string) (p dossier.Provider, services []string, ok bool)
	// Persons are those who can be chosen at DigiD.
	Persons() []dossier.Person
	// Available gives those of the services for which the provider has something
	// about the person.
	Available(provider, person string, services []string, share bool) []string
	// Code makes an authorization code.
	Code(g oauth.Grant) (string, error)
	// Return may change how a person is sent back, for tests.
	Return(provider string, values map[string][]string)
}

// Config is what the pages are made of.
type Config struct {
	DVAs    []DVA
	DigiD   string // host
	Network Network
	Now     func() time.Time
	Rand    io.Reader
	Log     *slog.Logger
}

// Front serves all hosts of the front channel.
type Front struct {
	Config
	pages *pages

	mu     sync.Mutex
	flows  map[string]*flow
	logins map[string]*login
}

// New makes the pages.
func New(c Config) (*Front, error) {
	p, err := newPages()
	if err != nil {
		return nil, err
	}
	return &Front{Config: c, pages: p, flows: map[string]*flow{}, logins: map[string]*login{}}, nil
}

// flow is one authorization request under way.
type flow struct {
	id          string
	dva         DVA
	client      Client
	redirectURI string
	state       string
	provider    dossier.Provider
	services    []string // that this service provider runs for the provider
	correlation string
	cookie      [sha256.Size]byte // of the browser that began it
	started     time.Time

	step      step
	loginID   string
	person    string
	available []string
	share     bool   // scope of sending: provider~service
	reason    string // why nothing can be given: a key of the catalogue
	done      string // where the person was sent when it ended
}

// step is how far a flow is. A page is only served at its own step.
type step uint8

const (
	atLanding step = iota
	atLogin
	atConsent
	atExplanation
)

// ServeHTTP chooses by host: a service provider, DigiD, or nothing we know.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if strings.HasPrefix(r.URL.Path, assetPath) {
		f.pages.serveAsset(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	if r.Method == http.MethodPost && !sameOrigin(r) {
		f.problem(w, r, DVA{}, http.StatusForbidden, "practice.error.foreign")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	if host == f.DigiD {
		f.serveDigiD(w, r)
		return
	}
	for _, d := range f.DVAs {
		if host == d.Host {
			f.serveDVA(w, r, d)
			return
		}
	}
	f.problem(w, r, DVA{}, http.StatusNotFound, "practice.error.host")
}

// sameOrigin holds back forms of other sites, as far as the browser tells where
// a form is from.
func sameOrigin(r *http.Request) bool {
	if s := r.Header.Get("Sec-Fetch-Site"); s != "" && s != "same-origin" {
		return false
	}
	if o := r.Header.Get("Origin"); o != "" {
		return o == origin(r)
	}
	return true
}

// origin is that of the page: the same port serves both TLS and plain.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// sibling is the origin of another host of the front channel, reached the same way.
func sibling(r *http.Request, host string) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		return scheme + net.JoinHostPort(host, port)
	}
	return scheme + host
}

func (f *Front) serveDVA(w http.ResponseWriter, r *http.Request, d DVA) {
	if r.URL.Path == AuthorizePath {
		f.authorize(w, r, d)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, flowPath)
	if !ok {
		f.problem(w, r, d, http.StatusNotFound, "practice.error.page")
		return
	}
	id, action, _ := strings.Cut(rest, "/")
	fl := f.flow(r, d, id)
	if fl == nil {
		f.problem(w, r, d, http.StatusNotFound, "practice.error.flow")
		return
	}
	if done := f.ended(fl); done != "" {
		if r.Method == http.MethodPost {
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, r, done, http.StatusFound)
			return
		}
		f.problem(w, r, d, http.StatusGone, "practice.error.ended")
		return
	}
	switch r.Method + " " + action {
	case "GET ":
		f.landing(w, r, fl)
	case "POST doorgaan":
		f.startLogin(w, r, fl)
	case "GET terug-van-digid":
		f.loggedIn(w, r, fl)
	case "GET toestemming":
		f.consent(w, r, fl)
	case "POST toestemming":
		f.decide(w, r, fl)
	case "GET uitleg":
		f.explanation(w, r, fl)
	case "POST stoppen":
		f.stop(w, r, fl)
	default:
		f.problem(w, r, d, http.StatusNotFound, "practice.error.page")
	}
}

// flow finds a flow that goes on, of this service provider and this browser.
func (f *Front) flow(r *http.Request, d DVA, id string) *flow {
	f.mu.Lock()
	defer f.mu.Unlock()
	fl := f.flows[id]
	if fl == nil || fl.dva.Key != d.Key || f.Now().After(fl.started.Add(flowLife)) {
		return nil
	}
	c, err := r.Cookie(cookieName)
	if err != nil || sha256.Sum256([]byte(c.Value)) != fl.cookie {
		return nil
	}
	return fl
}

func (f *Front) ended(fl *flow) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return fl.done
}

// at moves a flow from one step to another; false when it isn't there.
func (f *Front) at(fl *flow, from, to step) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl.step != from {
		return false
	}
	fl.step = to
	return true
}

// cookieName has no __Host- in front, since the pages may come without TLS.
const cookieName = "oefennetwerk"

// browser gives the cookie of this browser, and makes it when there is none.
func (f *Front) browser(w http.ResponseWriter, r *http.Request) (string, error) {
	if c, err := r.Cookie(cookieName); err == nil && len(c.Value) == 43 {
		return c.Value, nil
	}
	v, err := oauth.Secret(f.Rand)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: v, Path: "/", HttpOnly: true,
		Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	return v, nil
}

// forget removes what is over. It is called with the lock held.
func (f *Front) forget() {
	for id, fl := range f.flows {
		if f.Now().After(fl.started.Add(flowLife)) {
			delete(f.flows, id)
		}
	}
	for id, l := range f.logins {
		if f.Now().After(l.started.Add(flowLife)) {
			delete(f.logins, id)
		}
	}
}

// event notes a step of the chain as a service provider must: what happened, and
// by which numbers it can be found again. Nothing about the person.
func (f *Front) event(name string, d DVA, fl *flow) {
	trace := ""
	if fl != nil {
		trace = fl.correlation
	}
	f.Log.Debug("practice: "+name, "dva", d.Key, "trace", trace)
}

// traceID is for the error page: what a help desk asks for.
func (f *Front) traceID() string {
	var b [8]byte
	if _, err := io.ReadFull(f.Rand, b[:]); err != nil {
		return "0"
	}
	return fmt.Sprintf("%x", b)
}
