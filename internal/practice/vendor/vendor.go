// SPDX-License-Identifier: EUPL-1.2

// Package vendor is a made-up maker of scales, cuffs and watches, with which Regie can be coupled
// in practice and in tests. It speaks as the public interface of Withings does: signed calls,
// rotating refresh tokens, pages, changes since a moment. It is strict, and things go wrong in it
// when one asks for that (Fault).
package vendor

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Where it is, and who has an account.
const (
	PageHost  = "withings.localhost"         // pages for people
	APIHost   = "withings.oefennetwerk.test" // the interface
	LoginPath = "/oauth2_user/authorize2"    // of the page where people log in
	Anna      = "anna"                       // scales, a cuff, a watch that sleeps along
	Bas       = "bas"                        // only scales
	zoneName  = "Europe/Amsterdam"           // where both live
	dayFormat = time.DateOnly
)

// Client is a program that the vendor knows.
type Client struct {
	ID, Secret string
	Redirects  []string
}

// Config says what the vendor is made of. All may be left out.
type Config struct {
	File     string // keeps what people granted; empty: in memory
	PageSize int    // groups and days on a page; 60 when 0
	Days     int    // of measurements before now; 90 when 0
	Now      func() time.Time
	Rand     io.Reader
	Log      *slog.Logger
	Observe  func(Exchange) // sees each call of the interface
}

// Exchange is a call of the interface.
type Exchange struct{ Path, Action string }

// Vendor is the running vendor. It is safe for concurrent use.
type Vendor struct {
	cfg  Config
	zone *time.Location

	mu      sync.Mutex
	clients []Client
	nonces  map[string]time.Time
	codes   map[string]*code
	access  map[string]*access
	grants  map[string]*grant // by id
	logins  map[string]*login
	changes map[string]map[int64]*change // by account and group
	faults  []*injected
}

// New makes a vendor.
func New(c Config) (*Vendor, error) {
	if c.PageSize <= 0 {
		c.PageSize = 60
	}
	if c.Days <= 0 {
		c.Days = 90
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	v := &Vendor{
		cfg: c, zone: time.UTC, nonces: map[string]time.Time{}, codes: map[string]*code{}, access: map[string]*access{},
		grants: map[string]*grant{}, logins: map[string]*login{}, changes: map[string]map[int64]*change{},
	}
	if l, err := time.LoadLocation(zoneName); err == nil {
		v.zone = l
	}
	if err := v.load(); err != nil {
		return nil, err
	}
	return v, nil
}

// Register makes a client known, in place of what was known of it.
func (v *Vendor) Register(c Client) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.clients = append(slices.DeleteFunc(v.clients, func(o Client) bool { return o.ID == c.ID }), c)
}

func (v *Vendor) client(id string) (Client, bool) {
	i := slices.IndexFunc(v.clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return v.clients[i], true
}

func (v *Vendor) secret() (string, error) {
	b := make([]byte, 20)
	if _, err := io.ReadFull(v.cfg.Rand, b); err != nil {
		return "", fmt.Errorf("drawing a secret: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// Pages serves the pages on PageHost.
func (v *Vendor) Pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+LoginPath, v.begin)
	mux.HandleFunc("GET /inloggen/{id}", v.show)
	mux.HandleFunc("POST /inloggen/{id}", v.decide)
	mux.HandleFunc("GET /vendor.css", v.css)
	return mux
}

// API serves the interface on APIHost.
func (v *Vendor) API() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v2/signature", v.called(v.signature))
	mux.HandleFunc("POST /v2/oauth2", v.called(v.oauth2))
	mux.HandleFunc("POST /measure", v.called(v.measure))
	mux.HandleFunc("POST /v2/measure", v.called(v.activity))
	mux.HandleFunc("POST /v2/sleep", v.called(v.sleep))
	mux.HandleFunc("POST /v2/heart", v.called(v.heart))
	return mux
}
