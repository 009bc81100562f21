// SPDX-License-Identifier: EUPL-1.2

// Package web is Regie in the browser. It joins the pages (the packages below it) to their
// addresses in one table, and does for every request what all of them need: who is this, may
// they, in which language, with which headers, and what is said when it fails.
package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"regie/internal/agenda"
	"regie/internal/carry"
	"regie/internal/collect"
	"regie/internal/diary"
	"regie/internal/mail"
	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/measure/device"
	"regie/internal/measure/files"
	"regie/internal/measure/receive"
	"regie/internal/person"
	"regie/internal/record"
	"regie/internal/web/help"
	"regie/internal/web/route"
	"regie/internal/web/ui/assets"
)

// Sessions finds the session of a request. person.Service implements it.
type Sessions interface {
	// Resume returns the session that the token of a cookie opens, or nil when there is none
	// any more: unknown, ended, or expired. alive tells that a person is at work: the session
	// may then live on for another idle period. An error means that it could not be found out.
	Resume(ctx context.Context, token string, alive bool) (*person.Session, error)
}

// Config is what the web needs from the other rooms. Log, Now, Random and Base are required.
type Config struct {
	Base     *url.URL // the address that people type, "https://regie.example"
	Now      func() time.Time
	Random   io.Reader
	Log      *slog.Logger
	Sessions Sessions // nil: nobody can be signed in
	Practice bool     // nothing is real
	Mailbox  *mail.Mailbox
	Operator help.Operator

	// The rooms behind the pages; without one its pages answer 404.
	Person    *person.Service
	Collector *collect.Collector
	Keeper    *record.Keeper
	Diaries   *diary.Diaries
	Agendas   *agenda.Agendas
	Books     *measure.Books
	Carry     *carry.Kit
	Devices   *device.Desk
	Receivers *receive.Receivers
	Couplings *connect.Couplings
	ReadFile  files.Reader // nil: files of people are read in this process
}

// server is Config at work.
type server struct {
	Config
	assets  *assets.Set
	mux     *http.ServeMux
	table   []route.Route
	cookies route.Cookies
	zone    *time.Location
}

// New returns the handler of the whole site. It fails on a table that breaks the rules of
// route.Route: a route without Who or Handler, or two for one pattern.
func New(c Config) (http.Handler, error) {
	return newSite(c, Table)
}

func newSite(c Config, table func(Config, *assets.Set) []route.Route) (http.Handler, error) {
	set, err := assets.Load()
	if err != nil {
		return nil, fmt.Errorf("putting the assets together: %w", err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("finding Dutch time: %w", err)
	}
	c.Log = slog.New(allowing{c.Log.Handler(), logged})
	s := &server{
		Config: c, assets: set, mux: http.NewServeMux(), zone: zone,
		cookies: route.Cookies{Secure: c.Base.Scheme == "https"},
	}
	s.table = table(c, set)
	if err := s.bind(); err != nil {
		return nil, err
	}
	return s.withRequestID(s.withLog(s.withPanicPage(s.withHeaders(s.withSameOrigin(s.mux))))), nil
}

// bind puts the table on the multiplexer.
func (s *server) bind() error {
	seen := map[string]bool{}
	for i, rt := range s.table {
		if rt.Practice && !s.Practice {
			continue
		}
		key := rt.Method + " " + rt.Pattern
		switch {
		case rt.Who == 0 || rt.Who > route.SteppedUp:
			return fmt.Errorf("route %s does not say who may use it", key)
		case rt.Handler == nil:
			return fmt.Errorf("route %s has no handler", key)
		case rt.Method != http.MethodGet && rt.Method != http.MethodPost && rt.Method != http.MethodPatch:
			return fmt.Errorf("route %s: pages and forms know only GET and POST, scripts PATCH", key)
		case seen[key]:
			return fmt.Errorf("route %s is in the table twice", key)
		}
		seen[key] = true
		s.mux.Handle(key, s.serve(s.table[i]))
	}
	s.mux.Handle("/", s.serve(route.Route{
		Method: http.MethodGet, Pattern: "/", Who: route.Anyone, Name: "unknown", Handler: s.unknown,
	}))
	return nil
}

// NewHTTPServer returns a server for handler with the time limits that keep slow clients
// from holding on to it.
func NewHTTPServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}
