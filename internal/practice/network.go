// SPDX-License-Identifier: EUPL-1.2

// Package practice is a MedMij network of one's own on the loopback address: the
// central lists, service providers with pages for the person and strict servers
// for tokens and FHIR resources, a simulated DigiD, and care providers with
// fictional persons. People try Regie with it, and every test and benchmark
// has it as its counterpart. It is strict: what a real server might let pass
// is refused here, so that a mistake of Regie is seen.
//
// See docs/practice.md for hosts, ports and faults.
package practice

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/front"
	"regie/internal/practice/oauth"
	"regie/internal/practice/pki"
	"regie/internal/practice/vendor"
)

// Addresses for the practice mode of people. Tests leave the addresses empty
// and get free ports.
const (
	DefaultFrontAddr = "127.0.0.1:8090"
	DefaultBackAddr  = "127.0.0.1:8493"
)

// Client is a personal health environment that the network knows.
type Client = front.Client

// Config says what the network is made of. Only Clients is obligatory.
type Config struct {
	Dir       string // keeps the authority and long-term consents; empty: in memory
	FrontAddr string // "127.0.0.1:0" when empty
	BackAddr  string // "127.0.0.1:0" when empty
	FrontTLS  bool   // the list sends browsers over https

	Clients   []Client
	Providers []dossier.Provider // dossier.Providers() when nil
	Persons   []dossier.Person
	Folder    *Folder // a folder with FHIR files, from LoadDir

	PageSize int  // entries on a page of a search; 50 when 0
	Lenient  bool // unknown search parameters are ignored in place of refused
	Generous bool // the folder's provider also gives what no search of its services finds

	Now     func() time.Time // time.Now when nil
	Rand    io.Reader        // crypto/rand when nil
	Log     *slog.Logger     // silent when nil
	Observe func(Exchange)   // sees each request to a back channel server, when set
	// ObserveVendor sees each call of the vendor's interface, when set.
	ObserveVendor func(vendor.Exchange)
	Location      *time.Location // of dates without a zone; Europe/Amsterdam, or UTC where that is not known
}

// Exchange is one request to a back channel server, for tests and benchmarks.
type Exchange struct {
	Host, Method, Path, Query string
	RequestID, CorrelationID  string
	Status                    int
	Bytes                     int64
}

// Network is the running network.
type Network struct {
	// ListURL is the base of the central lists: ListURL + "/" + List.File() + "?api=2".
	ListURL string
	// DirectoryURL is the address book of the providers, JSON.
	DirectoryURL string
	// Resolve says for each host of the back channel where it is: "127.0.0.1:port".
	Resolve map[string]string
	// CAPool trusts the network's authority only; CAPEM is its certificate.
	CAPool *x509.CertPool
	CAPEM  []byte
	// ClientCertificate is of the first client; ClientCertificates of each, by client id.
	ClientCertificate  tls.Certificate
	ClientCertificates map[string]tls.Certificate
	// FrontOrigins are the origins of the pages that a browser is sent to, DigiD's
	// too: "http://inloggen.zorgbrug.localhost:8090". The provider list has them.
	FrontOrigins []string
	// FrontAddr and BackAddr are where the two listeners are.
	FrontAddr, BackAddr string
	// Vendor makes measuring devices; VendorHosts says where its interface is, as Resolve does.
	Vendor      *vendor.Vendor
	VendorHosts map[string]string

	cfg       Config
	authority *pki.Authority
	tls       *tlsServer
	lists     *lists
	faults    faults
	grants    *oauth.Store
	seen      *seenIDs
	providers []dossier.Provider
	persons   []dossier.Person
	endpoints []*endpoint
	data      *data
	pageKey   [32]byte
	sending   sync.Mutex // one thing that is sent is taken at a time
	stop      chan struct{}
	once      sync.Once
	servers   []*http.Server
}

// Start brings the network up. It runs until Close or until ctx ends.
func Start(ctx context.Context, cfg Config) (*Network, error) {
	cfg.fill()
	cfg.Clients = slices.Clone(cfg.Clients) // Register changes them
	if err := cfg.check(); err != nil {
		return nil, err
	}
	n := &Network{cfg: cfg, stop: make(chan struct{}), seen: newSeenIDs(), ClientCertificates: map[string]tls.Certificate{}}
	if _, err := io.ReadFull(cfg.Rand, n.pageKey[:]); err != nil {
		return nil, fmt.Errorf("drawing the key of pages: %w", err)
	}
	n.providers, n.persons = slices.Clone(cfg.Providers), slices.Clone(cfg.Persons)
	if cfg.Folder != nil {
		n.providers = append(n.providers, cfg.Folder.providers()...)
		n.persons = append(cfg.Folder.persons(), n.persons...)
	}
	n.endpoints = endpoints(n.providers)
	var err error
	if n.data, err = newData(n.persons, n.endpoints, cfg); err != nil {
		return nil, err
	}
	consents, granted := "", ""
	if cfg.Dir != "" {
		if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("making the practice folder: %w", err)
		}
		consents, granted = filepath.Join(cfg.Dir, "toestemmingen.json"), filepath.Join(cfg.Dir, "withings.json")
		n.authority, err = pki.Load(cfg.Dir, cfg.Rand, cfg.Now)
	} else {
		n.authority, err = pki.New(cfg.Rand, cfg.Now)
	}
	if err != nil {
		return nil, err
	}
	if n.grants, err = oauth.Open(consents, cfg.Rand, cfg.Now); err != nil {
		return nil, err
	}
	if n.Vendor, err = vendor.New(vendor.Config{File: granted, Now: cfg.Now, Rand: cfg.Rand, Log: cfg.Log, Observe: cfg.ObserveVendor}); err != nil {
		return nil, err
	}
	if err := n.certificates(); err != nil {
		return nil, err
	}
	if err := n.listen(ctx); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

func (c *Config) fill() {
	if c.FrontAddr == "" {
		c.FrontAddr = "127.0.0.1:0"
	}
	if c.BackAddr == "" {
		c.BackAddr = "127.0.0.1:0"
	}
	if c.Providers == nil {
		c.Providers = dossier.Providers()
	}
	if c.PageSize <= 0 {
		c.PageSize = 50
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
	if c.Location == nil {
		c.Location = time.UTC
		if l, err := time.LoadLocation("Europe/Amsterdam"); err == nil {
			c.Location = l
		}
	}
}

func (c *Config) check() error {
	if len(c.Clients) == 0 {
		return errors.New("the practice network needs a client")
	}
	for _, addr := range []string{c.FrontAddr, c.BackAddr} {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return fmt.Errorf("reading the address %q: %w", addr, err)
		}
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
			return fmt.Errorf("the practice network listens on a loopback address only, not on %q", addr)
		}
	}
	for _, cl := range c.Clients {
		if err := cl.Check(); err != nil {
			return err
		}
	}
	return nil
}

// certificates issues a certificate for every host and every client.
func (n *Network) certificates() error {
	n.CAPool, n.CAPEM = n.authority.Pool(), n.authority.PEM()
	n.tls = newTLSServer(n)
	hosts := append(nodes(), DigiDHost, vendor.PageHost, vendor.APIHost)
	for _, d := range dvas {
		hosts = append(hosts, d.front)
	}
	for _, h := range hosts {
		c, err := n.authority.Issue(h)
		if err != nil {
			return err
		}
		n.tls.certs[h] = c
	}
	for i, cl := range n.cfg.Clients {
		c, err := n.authority.Issue(cl.ID)
		if err != nil {
			return err
		}
		n.ClientCertificates[cl.ID] = c
		if i == 0 {
			n.ClientCertificate = c
		}
	}
	return nil
}

func (n *Network) listen(ctx context.Context) error {
	var lc net.ListenConfig
	frontListener, err := lc.Listen(ctx, "tcp", n.cfg.FrontAddr)
	if err != nil {
		return fmt.Errorf("listening for pages: %w", err)
	}
	backListener, err := lc.Listen(ctx, "tcp", n.cfg.BackAddr)
	if err != nil {
		_ = frontListener.Close()
		return fmt.Errorf("listening for the back channel: %w", err)
	}
	n.FrontAddr, n.BackAddr = frontListener.Addr().String(), backListener.Addr().String()
	n.Resolve = map[string]string{}
	for _, h := range nodes() {
		n.Resolve[h] = n.BackAddr
	}
	n.ListURL, n.DirectoryURL = "https://"+ListHost, "https://"+DirectoryHost+directoryPath
	for _, d := range dvas {
		n.FrontOrigins = append(n.FrontOrigins, n.frontOrigin(d.front))
	}
	n.FrontOrigins = append(n.FrontOrigins, n.frontOrigin(DigiDHost))
	n.lists = newLists(n.cfg.Now, n.cfg.Clients, n.endpoints, func(d *dva) string {
		return n.frontOrigin(d.front) + front.AuthorizePath
	})
	pages, err := front.New(front.Config{
		DVAs: fronts(), DigiD: DigiDHost, Network: (*frontNetwork)(n),
		Now: n.cfg.Now, Rand: n.cfg.Rand, Log: n.cfg.Log,
	})
	if err != nil {
		_ = frontListener.Close()
		_ = backListener.Close()
		return err
	}
	api, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		_ = frontListener.Close()
		_ = backListener.Close()
		return fmt.Errorf("listening for the vendor: %w", err)
	}
	n.VendorHosts = map[string]string{vendor.APIHost: api.Addr().String()}
	n.serve(tls.NewListener(api, n.tls.frontConfig()), n.Vendor.API())
	n.serve(newSniffListener(frontListener, n.tls.frontConfig()), n.withVendor(pages))
	n.serve(tls.NewListener(backListener, n.tls.backConfig()), http.HandlerFunc(n.serveBack))
	context.AfterFunc(ctx, n.Close)
	return nil
}

func (n *Network) serve(l net.Listener, h http.Handler) {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(n.cfg.Log.Handler(), slog.LevelDebug),
	}
	n.servers = append(n.servers, srv)
	go func() { _ = srv.Serve(l) }()
}

// withVendor sends those who come for the vendor's pages there.
func (n *Network) withVendor(pages http.Handler) http.Handler {
	its := n.Vendor.Pages()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil && host == vendor.PageHost {
			its.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// VendorLogin is the page where people log in at the vendor, and VendorAPI where its interface is.
func (n *Network) VendorLogin() string { return n.frontOrigin(vendor.PageHost) + vendor.LoginPath }

// VendorAPI is the base of the vendor's interface.
func (n *Network) VendorAPI() string { return "https://" + vendor.APIHost }

func (n *Network) frontOrigin(host string) string {
	scheme := "http://"
	if n.cfg.FrontTLS {
		scheme = "https://"
	}
	_, port, _ := net.SplitHostPort(n.FrontAddr)
	return scheme + net.JoinHostPort(host, port)
}

// Close stops all servers, and whatever they were waiting for.
func (n *Network) Close() {
	n.once.Do(func() {
		close(n.stop)
		for _, s := range n.servers {
			_ = s.Close()
		}
	})
}

// Providers are all care providers of the network, that of the folder last.
func (n *Network) Providers() []dossier.Provider { return slices.Clone(n.providers) }

// Persons are all who can be chosen at DigiD, those of the folder first.
func (n *Network) Persons() []dossier.Person { return slices.Clone(n.persons) }

// Replace changes what a provider knows of a person, as time does.
func (n *Network) Replace(person, provider string, resources []dossier.Resource) error {
	return n.data.replace(person, provider, resources)
}

// Withdraw takes back a person's consent at the provider, as if done at its own
// desk; an empty name stands for any.
func (n *Network) Withdraw(person, provider string) error { return n.grants.Revoke(person, provider) }

// ForgetAccess makes all access tokens invalid; refresh tokens stay good.
func (n *Network) ForgetAccess() { n.grants.DropAccess() }
