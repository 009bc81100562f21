// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"errors"
	"fmt"
	"strings"
)

const namespaceBase = "xmlns://afsprakenstelsel.medmij.nl/"

var errBadURI = errors.New("malformed address")

// Whitelist is the set of hosts that may be called on the back channel.
type Whitelist struct {
	header
	Hosts map[string]bool // lower case
}

// ClientList is the OCL: the clients (PGOs) of the network.
type ClientList struct {
	header
	Clients map[string]string // host name = client_id → name of the organization
}

// ServiceNames is the GNL: what the data services are called.
type ServiceNames struct {
	header
	Names map[string]string // id → display name
}

// parsed is what a list gives besides its own content.
type parsed struct {
	header
	entries int
	unknown map[string]int // elements that were skipped, with how often
}

// ParseWhitelist reads a whitelist of release 2.
func ParseWhitelist(raw []byte) (*Whitelist, error) {
	l, _, err := parseWhitelist(raw)
	return l, err
}

func parseWhitelist(raw []byte) (*Whitelist, parsed, error) {
	r, _, err := openList(raw, "Whitelist", namespaceBase+"whitelist/", 2)
	if err != nil {
		return nil, parsed{}, err
	}
	l := &Whitelist{Hosts: map[string]bool{}}
	err = r.root(&l.header, "MedMijNodes", map[string]*element{"MedMijNode": many(func() error {
		var host string
		h := one(r.into(&host, "Hostname", validHost))
		if err := r.children(map[string]*element{"Hostname": h}); err != nil {
			return err
		}
		return r.unique(h.seen, host, l.Hosts[host], len(l.Hosts), func() { l.Hosts[host] = true })
	})})
	return l, parsed{l.header, len(l.Hosts), r.unknown}, err
}

// unique stores an entry unless its key is missing, double or one too many.
func (r *listReader) unique(present bool, key string, double bool, count int, store func()) error {
	switch {
	case !present:
		return fmt.Errorf("%w: an entry has no key", ErrList)
	case double:
		return fmt.Errorf("%w: %q occurs twice", ErrList, key)
	case count >= maxListEntity:
		return fmt.Errorf("%w: too many entries", ErrList)
	}
	store()
	return nil
}

// ParseClientList reads an OCL. What newer releases add per client is skipped and counted.
func ParseClientList(raw []byte) (*ClientList, error) {
	l, _, err := parseClientList(raw)
	return l, err
}

func parseClientList(raw []byte) (*ClientList, parsed, error) {
	r, _, err := openList(raw, "OAuthclientlist", namespaceBase+"oauthclientlist/", 2, 3, 4)
	if err != nil {
		return nil, parsed{}, err
	}
	l := &ClientList{Clients: map[string]string{}}
	err = r.root(&l.header, "OAuthclients", map[string]*element{"OAuthclient": many(func() error {
		var host, name string
		h := one(r.into(&host, "Hostname", validHost))
		n := one(r.into(&name, "OAuthclientOrganisatienaam", lengthBetween(1, 200)))
		if err := r.children(map[string]*element{"Hostname": h, "OAuthclientOrganisatienaam": n}); err != nil {
			return err
		}
		_, double := l.Clients[host]
		return r.unique(h.seen && n.seen, host, double, len(l.Clients), func() { l.Clients[host] = name })
	})})
	return l, parsed{l.header, len(l.Clients), r.unknown}, err
}

// ParseServiceNames reads a GNL of release 1. Display names may repeat, ids may not.
func ParseServiceNames(raw []byte) (*ServiceNames, error) {
	l, _, err := parseServiceNames(raw)
	return l, err
}

func parseServiceNames(raw []byte) (*ServiceNames, parsed, error) {
	r, _, err := openList(raw, "Gegevensdienstnamenlijst", namespaceBase+"gegevensdienstnamenlijst/", 1)
	if err != nil {
		return nil, parsed{}, err
	}
	l := &ServiceNames{Names: map[string]string{}}
	err = r.root(&l.header, "Gegevensdiensten", map[string]*element{"Gegevensdienst": many(func() error {
		var id, name string
		i := one(r.into(&id, "GegevensdienstId", validServiceID))
		n := one(r.into(&name, "Weergavenaam", lengthBetween(1, 200)))
		if err := r.children(map[string]*element{"GegevensdienstId": i, "Weergavenaam": n}); err != nil {
			return err
		}
		_, double := l.Names[id]
		return r.unique(i.seen && n.seen, id, double, len(l.Names), func() { l.Names[id] = name })
	})})
	return l, parsed{l.header, len(l.Names), r.unknown}, err
}

// ProviderList is the ZAL: which provider offers which data service, and where.
type ProviderList struct {
	header
	Release   int // of the schema: 2 or 3
	Providers map[string]*Provider
}

// Provider is a care provider in the network.
type Provider struct {
	Name     string // with @medmij
	Type     string // ZA, BAZB, …; "" in release 2
	Services []Service
}

// Service is one data service of one provider under one version of the interface.
type Service struct {
	ID        string
	Interface string // "2", "2.2.0"; "" in release 2
	Authorize string // address for the person's browser
	Token     string // address for the server
	Roles     []Role
}

// Role is a system role with the FHIR base address that serves it.
type Role struct {
	Code string
	Base string // without a slash at the end
}

// ParseProviderList reads a ZAL of release 2 or 3.
func ParseProviderList(raw []byte) (*ProviderList, error) {
	l, _, err := parseProviderList(raw, false)
	return l, err
}

func parseProviderList(raw []byte, plainFront bool) (*ProviderList, parsed, error) {
	r, release, err := openList(raw, "Zorgaanbiederslijst", namespaceBase+"zorgaanbiederslijst/", 2, 3)
	if err != nil {
		return nil, parsed{}, err
	}
	l := &ProviderList{Release: release, Providers: map[string]*Provider{}}
	z := &zalReader{listReader: r, plainFront: plainFront}
	err = r.root(&l.header, "Zorgaanbieders", map[string]*element{"Zorgaanbieder": many(func() error {
		p := &Provider{}
		name := one(r.into(&p.Name, "Zorgaanbiedernaam", validProvider))
		fields := map[string]*element{"Zorgaanbiedernaam": name}
		if release >= 3 {
			fields["Aanbiedertype"] = one(r.into(&p.Type, "Aanbiedertype", lengthBetween(1, 30)))
			fields["Interfaceversies"] = one(func() error { return z.interfaces(p) })
		} else {
			fields["Gegevensdiensten"] = one(func() error { return z.services(p) })
		}
		if err := r.children(fields); err != nil {
			return err
		}
		return r.unique(name.seen, p.Name, l.Providers[p.Name] != nil, len(l.Providers), func() { l.Providers[p.Name] = p })
	})})
	return l, parsed{l.header, len(l.Providers), r.unknown}, err
}

type zalReader struct {
	*listReader
	plainFront bool
}

func (z *zalReader) interfaces(p *Provider) error {
	return z.children(map[string]*element{"Interfaceversie": many(func() error {
		var id string
		from := len(p.Services)
		known := one(z.into(&id, "InterfaceversieId", lengthBetween(1, 20)))
		err := z.children(map[string]*element{
			"InterfaceversieId": known,
			"Gegevensdiensten":  one(func() error { return z.services(p) }),
		})
		if err != nil {
			return err
		}
		if !known.seen {
			return fmt.Errorf("%w: Interfaceversie of %s has no id", ErrList, p.Name)
		}
		for i := from; i < len(p.Services); i++ {
			p.Services[i].Interface = id // the id may stand after the services
		}
		return nil
	})})
}

func (z *zalReader) services(p *Provider) error {
	seen := map[string]bool{}
	return z.children(map[string]*element{"Gegevensdienst": many(func() error {
		var s Service
		id := one(z.into(&s.ID, "GegevensdienstId", validServiceID))
		front := func(u string) bool { return validURI(u, z.plainFront) }
		back := func(u string) bool { return validURI(u, false) }
		err := z.children(map[string]*element{
			"GegevensdienstId":      id,
			"AuthorizationEndpoint": one(z.wrapped("AuthorizationEndpointuri", &s.Authorize, front)),
			"TokenEndpoint":         one(z.wrapped("TokenEndpointuri", &s.Token, back)),
			"Abonneren":             one(z.skip),
			"Systeemrollen": one(func() error {
				return z.children(map[string]*element{"Systeemrol": many(func() error { return z.role(&s, back) })})
			}),
		})
		if err != nil {
			return err
		}
		return z.unique(id.seen, s.ID, seen[s.ID], len(seen), func() {
			seen[s.ID] = true
			p.Services = append(p.Services, s)
		})
	})})
}

func (z *zalReader) role(s *Service, back func(string) bool) error {
	var role Role
	code := one(z.into(&role.Code, "Systeemrolcode", validRole))
	base := one(z.wrapped("ResourceEndpointuri", &role.Base, back))
	err := z.children(map[string]*element{"Systeemrolcode": code, "ResourceEndpoint": base})
	if err != nil {
		return err
	}
	if role.Base == "" {
		return fmt.Errorf("%w: role %q has no address", ErrList, role.Code)
	}
	role.Base = strings.TrimRight(role.Base, "/")
	for _, other := range s.Roles {
		if other.Code == role.Code {
			return fmt.Errorf("%w: role %q occurs twice", ErrList, role.Code)
		}
	}
	s.Roles = append(s.Roles, role)
	return nil
}

// wrapped reads an address that stands in an element of its own.
func (z *zalReader) wrapped(name string, to *string, check func(string) bool) func() error {
	return func() error {
		return z.children(map[string]*element{name: one(z.into(to, name, check))})
	}
}
