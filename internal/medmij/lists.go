// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ListKind names one of the central lists.
type ListKind uint8

// The lists that Regie uses.
const (
	ListWhitelist ListKind = iota
	ListProviders
	ListNames
	ListClients
	listKinds
)

var listFiles = [listKinds]string{
	"MedMij_Whitelist.xml", "MedMij_Zorgaanbiederslijst.xml", "MedMij_Gegevensdienstnamenlijst.xml", "MedMij_OAuthclientlist.xml",
}

func (k ListKind) String() string {
	return [listKinds]string{"whitelist", "zal", "gnl", "ocl"}[k]
}

// ListsConfig says where the lists are and how old they may be. Zero values get the defaults.
type ListsConfig struct {
	Base      string // "https://register.medmij.nl"
	API       string // major version of the agreement, "2"
	Interface string // major version of the interface in the ZAL, "2"
	CacheDir  string // where the last good lists are kept; "" keeps none
	// Every is how often the lists are fetched: 10 minutes, at most 15 by the agreement.
	Every time.Duration
	// RefuseAfter is how old the lists may be before no new flow is started: 8 hours, the
	// time in which the network promises to restore its list service.
	RefuseAfter time.Duration
	// MaxStampAge is how old a list may be by its own time stamp to be taken as new: 24 hours.
	// The network numbers its lists many times a day.
	MaxStampAge time.Duration
	// AcceptOlder takes a list with a lower sequence number than the last one.
	AcceptOlder bool
	// AcceptShrunk takes a list that lost more than a fifth of its entries.
	AcceptShrunk bool
	// PlainFront accepts http on hosts below .localhost for pages in the person's browser.
	PlainFront bool

	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error // nil: real time
	Log   *slog.Logger
}

const warnAge = 15 * time.Minute

// Lists keeps the central lists up to date.
type Lists struct {
	cfg   ListsConfig
	do    func(context.Context, Call) (*Reply, error)
	now   atomic.Pointer[snapshot]
	mu    sync.Mutex // of what follows; held while a list is taken in
	state [listKinds]listState
}

// snapshot is one consistent set of lists. It is never changed once it is visible.
type snapshot struct {
	whitelist *Whitelist
	providers *ProviderList
	names     *ServiceNames
	clients   *ClientList
	checked   [listKinds]time.Time // when each was last fetched and found good
	ports     map[string]bool      // "host:port" that the ZAL names
}

type listState struct {
	sum     [32]byte
	kept    [32]byte // sum of the file in the cache
	etag    string
	parsed  parsed
	failed  error // of the last try, nil when that went well
	tried   time.Time
	warning string
}

// NewLists makes Lists that are empty until Load or Refresh. do makes the calls.
func NewLists(cfg ListsConfig, do func(context.Context, Call) (*Reply, error)) (*Lists, error) {
	if cfg.API == "" {
		cfg.API = "2"
	}
	if cfg.Interface == "" {
		cfg.Interface = "2"
	}
	if cfg.Every <= 0 {
		cfg.Every = 10 * time.Minute
	}
	if cfg.RefuseAfter <= 0 {
		cfg.RefuseAfter = 8 * time.Hour
	}
	if cfg.MaxStampAge <= 0 {
		cfg.MaxStampAge = 24 * time.Hour
	}
	if cfg.Every > warnAge {
		return nil, fmt.Errorf("medmij: lists must be fetched at least every %s", warnAge)
	}
	if !validURI(cfg.Base, false) {
		return nil, errors.New("medmij: malformed address of the list server")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	l := &Lists{cfg: cfg, do: do}
	l.now.Store(&snapshot{ports: map[string]bool{}})
	return l, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Run refreshes until ctx ends: every so often while all goes well, else with a growing pause.
func (l *Lists) Run(ctx context.Context) error {
	pause := time.Duration(0)
	for {
		wait := l.cfg.Every
		err := l.Refresh(ctx)
		if err != nil {
			pause = min(max(2*pause, 500*time.Millisecond), 5*time.Minute)
			wait = pause
		} else {
			pause = 0
		}
		if err := l.cfg.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// Refresh fetches all lists once. It returns the errors joined; what could be fetched is in use.
func (l *Lists) Refresh(ctx context.Context) error {
	var errs []error
	for kind := range listKinds {
		raw, etag, err := l.fetch(ctx, kind)
		if err == nil {
			err = l.take(kind, raw, etag, l.cfg.Now(), true)
		}
		l.note(kind, err)
		if err != nil {
			errs = append(errs, fmt.Errorf("list %s: %w", kind, err))
		}
	}
	return errors.Join(errs...)
}

func (l *Lists) note(kind ListKind, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &l.state[kind]
	s.tried = l.cfg.Now()
	if err == nil && s.failed != nil {
		l.cfg.Log.Info("list is good again", "list", kind.String())
	}
	if err != nil {
		l.cfg.Log.Warn("list not refreshed; the last good one stays in use", "list", kind.String(), "err", err.Error())
	}
	s.failed = err
}

// fetch returns nil bytes where the server says that nothing changed.
func (l *Lists) fetch(ctx context.Context, kind ListKind) (raw []byte, etag string, err error) {
	l.mu.Lock()
	known := l.state[kind].etag
	l.mu.Unlock()
	h := http.Header{"Accept": {"application/xml, text/xml"}}
	if known != "" {
		h.Set("If-None-Match", known)
	}
	res, err := l.do(ctx, Call{
		Method: http.MethodGet, Header: h, Limit: maxListBytes, Timeout: listTimeout,
		URL: strings.TrimRight(l.cfg.Base, "/") + "/" + listFiles[kind] + "?api=" + url.QueryEscape(l.cfg.API),
	})
	if err != nil {
		return nil, "", err
	}
	switch {
	case res.Status == http.StatusNotModified && known != "":
		return nil, known, nil
	case res.Status != http.StatusOK:
		return nil, "", &Failure{Reason: ReasonFault, Status: res.Status}
	}
	return res.Body, res.Header.Get("ETag"), nil
}

// take validates a list and puts it in use; checked is when the server was last asked.
func (l *Lists) take(kind ListKind, raw []byte, etag string, checked time.Time, keep bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &l.state[kind]
	next := *l.now.Load()
	sum := sha256.Sum256(raw)
	if raw != nil && sum != s.sum {
		p, err := l.parse(kind, raw, &next)
		if err != nil {
			return err
		}
		if keep { // what comes from the cache was judged when it came in
			if err := l.sane(p, s.parsed); err != nil {
				return err
			}
		}
		s.warning = ""
		if p.Sequence == s.parsed.Sequence && s.parsed.entries > 0 {
			s.warning = "changed without a new sequence number"
		}
		for name, n := range p.unknown {
			l.cfg.Log.Info("list has an element that Regie does not know", "list", kind.String(), "element", name, "times", n)
		}
		s.parsed, s.sum = p, sum
	}
	if s.parsed.entries == 0 {
		return fmt.Errorf("%w: nothing to confirm", ErrList)
	}
	if sum == s.kept {
		raw = nil // on disk already
	}
	s.etag = etag
	next.checked[kind] = checked
	l.now.Store(&next)
	if keep && l.cfg.CacheDir != "" {
		if err := l.save(kind, raw, checked); err != nil {
			l.cfg.Log.Warn("list not kept on disk", "list", kind.String(), "err", err.Error())
			return nil // in use all the same
		}
		s.kept = s.sum
	}
	return nil
}

func (l *Lists) parse(kind ListKind, raw []byte, into *snapshot) (p parsed, err error) {
	switch kind {
	case ListWhitelist:
		into.whitelist, p, err = parseWhitelist(raw)
	case ListProviders:
		into.providers, p, err = parseProviderList(raw, l.cfg.PlainFront)
		if err == nil {
			into.ports = portsOf(into.providers)
		}
	case ListNames:
		into.names, p, err = parseServiceNames(raw)
	case ListClients:
		into.clients, p, err = parseClientList(raw)
	}
	return p, err
}

// sane holds a new list against the clock and the list before it.
func (l *Lists) sane(p, before parsed) error {
	now := l.cfg.Now()
	switch {
	case p.entries == 0:
		return fmt.Errorf("%w: no entries", ErrList)
	case p.Stamp.After(now.Add(5 * time.Minute)):
		return fmt.Errorf("%w: stamped in the future", ErrList)
	case now.Sub(p.Stamp) > l.cfg.MaxStampAge:
		return fmt.Errorf("%w: stamped more than %s ago", ErrList, l.cfg.MaxStampAge)
	case p.Sequence < before.Sequence && !l.cfg.AcceptOlder:
		return fmt.Errorf("%w: sequence number %s is lower than %s", ErrList,
			strconv.FormatUint(p.Sequence, 10), strconv.FormatUint(before.Sequence, 10))
	case before.entries >= 10 && p.entries < before.entries-before.entries/5 && !l.cfg.AcceptShrunk:
		return fmt.Errorf("%w: shrunk from %d to %d entries", ErrList, before.entries, p.entries)
	}
	return nil
}

func portsOf(l *ProviderList) map[string]bool {
	ports := map[string]bool{}
	add := func(raw string) {
		u, err := url.Parse(raw)
		if err == nil && u.Port() != "" {
			ports[u.Host] = true
		}
	}
	for _, p := range l.Providers {
		for _, s := range p.Services {
			add(s.Token)
			for _, r := range s.Roles {
				add(r.Base)
			}
		}
	}
	return ports
}
