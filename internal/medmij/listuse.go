// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"iter"
	"net/url"
	"strings"
	"time"
)

// Allowed tells whether a host may be called: the list server itself, and what the
// whitelist has, on port 443 or a port that the provider list names for it.
func (l *Lists) Allowed(host, port string) bool {
	if u, err := url.Parse(l.cfg.Base); err == nil && host == u.Hostname() {
		own := u.Port()
		return port == own || (own == "" && port == "443")
	}
	s := l.now.Load()
	if s.whitelist == nil || !s.whitelist.Hosts[host] {
		return false
	}
	return port == "443" || s.ports[host+":"+port]
}

// Fresh tells whether a new flow may start: all lists are there, none too old.
func (l *Lists) Fresh() bool {
	s := l.now.Load()
	for _, at := range s.checked {
		if at.IsZero() || l.cfg.Now().Sub(at) > l.cfg.RefuseAfter {
			return false
		}
	}
	return true
}

// Provider returns a provider of the network. Its contents may not be changed.
func (l *Lists) Provider(name string) (*Provider, bool) {
	s := l.now.Load()
	if s.providers == nil {
		return nil, false
	}
	p, ok := s.providers.Providers[name]
	return p, ok
}

// Providers yields all providers, in no order.
func (l *Lists) Providers() iter.Seq[*Provider] {
	s := l.now.Load()
	return func(yield func(*Provider) bool) {
		if s.providers == nil {
			return
		}
		for _, p := range s.providers.Providers {
			if !yield(p) {
				return
			}
		}
	}
}

// Sequence is the number of the provider list in use, 0 where there is none. It changes
// when the list does, so that what is made from the list can be made anew.
func (l *Lists) Sequence() uint64 {
	s := l.now.Load()
	if s.providers == nil {
		return 0
	}
	return s.providers.Sequence
}

// Offer returns how a provider offers a data service under our version of the interface.
func (l *Lists) Offer(provider, service string) (Service, bool) {
	p, ok := l.Provider(provider)
	if !ok {
		return Service{}, false
	}
	return l.offer(p, service)
}

func (l *Lists) offer(p *Provider, service string) (best Service, found bool) {
	for _, s := range p.Services {
		if s.ID != service || s.Authorize == "" || s.Token == "" || len(s.Roles) == 0 {
			continue
		}
		major, _, _ := strings.Cut(s.Interface, ".")
		if s.Interface != "" && major != l.cfg.Interface {
			continue
		}
		if !found || s.Interface > best.Interface {
			best, found = s, true
		}
	}
	return best, found
}

// ServiceName is what the network calls a data service, "" where it has no name.
func (l *Lists) ServiceName(id string) string {
	s := l.now.Load()
	if s.names == nil {
		return ""
	}
	return s.names.Names[id]
}

// Listed tells whether a client is in the OCL.
func (l *Lists) Listed(clientID string) bool {
	s := l.now.Load()
	return s.clients != nil && s.clients.Clients[clientID] != ""
}

// ListStatus is what an operator wants to know of a list.
type ListStatus struct {
	Kind     ListKind
	Sequence uint64
	Stamp    time.Time
	Entries  int
	Checked  time.Time // last time that the list was fetched and found good
	Tried    time.Time
	Late     bool // older than the agreement allows
	Refusing bool // too old to start new flows
	Failure  string
	Warning  string
	Unknown  map[string]int // elements that were skipped
}

// Status tells how each list is.
func (l *Lists) Status() []ListStatus {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.now.Load()
	now := l.cfg.Now()
	out := make([]ListStatus, 0, listKinds)
	for kind := range listKinds {
		st := l.state[kind]
		at := s.checked[kind]
		row := ListStatus{
			Kind: kind, Sequence: st.parsed.Sequence, Stamp: st.parsed.Stamp, Entries: st.parsed.entries,
			Checked: at, Tried: st.tried, Warning: st.warning, Unknown: st.parsed.unknown,
			Late:     at.IsZero() || now.Sub(at) > warnAge,
			Refusing: at.IsZero() || now.Sub(at) > l.cfg.RefuseAfter,
		}
		if st.failed != nil {
			row.Failure = st.failed.Error()
		}
		out = append(out, row)
	}
	return out
}
