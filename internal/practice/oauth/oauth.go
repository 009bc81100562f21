// SPDX-License-Identifier: EUPL-1.2

// Package oauth is the memory of the practice network's authorization servers:
// codes, access tokens and refresh tokens, and the rules of MedMij about them.
// It knows no HTTP. Tokens are kept as SHA-256 only.
package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// How long things live.
const (
	CodeLife    = 60 * time.Second
	AccessLife  = 900 * time.Second
	RefreshIdle = 6 // months
)

// ErrInvalidGrant is any code or refresh token that is not good (any more). The
// wrapped text says why; it is for the log of a developer.
var ErrInvalidGrant = errors.New("invalid grant")

// ErrInvalidToken is an access token that is unknown, has run out, or belongs
// to somebody else.
var ErrInvalidToken = errors.New("invalid token")

// Grant is what a person allowed.
type Grant struct {
	Client      string   `json:"client"`
	RedirectURI string   `json:"redirectUri"`
	DVA         string   `json:"dva"`
	Provider    string   `json:"provider"`
	Person      string   `json:"person"`
	Services    []string `json:"services"`
	Correlation string   `json:"correlation"`     // X-Correlation-ID of the authorization request
	Long        bool     `json:"long"`            // "voor onbepaalde tijd"
	Share       bool     `json:"share,omitempty"` // to send to the provider, in place of collecting from it
}

// Tokens is the outcome of a token request.
type Tokens struct {
	Access   string
	Refresh  string // empty without long-term consent
	Services []string
	Grant    Grant
}

// Access is what an access token stands for.
type Access struct {
	Grant
	Correlation string // that must come with each resource request
}

type hash = [sha256.Size]byte

type code struct {
	grant   Grant
	expires time.Time
	used    bool
	family  string // what was made of it, to be revoked when it comes back
}

type access struct {
	Access
	expires time.Time
	family  string
}

// Store keeps everything. It is safe for use from many goroutines.
type Store struct {
	now  func() time.Time
	rand io.Reader
	path string // where the refresh tokens are kept; empty: nowhere

	mu       sync.Mutex
	codes    map[hash]*code
	access   map[hash]*access
	families map[string]*family
}

// Open makes a store. When path isn't empty the long-term consents are read
// from and kept in that file, so that they survive a restart.
func Open(path string, rand io.Reader, now func() time.Time) (*Store, error) {
	s := &Store{now: now, rand: rand, path: path,
		codes: map[hash]*code{}, access: map[hash]*access{}, families: map[string]*family{}}
	if err := s.load(); err != nil {
		return nil, err
	}
	return s, nil
}

// Secret draws 256 random bits as 43 characters that are safe in a URL.
func Secret(rand io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("drawing a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

func sum(secret string) hash { return sha256.Sum256([]byte(secret)) }

// Code makes the authorization code for a grant.
func (s *Store) Code(g Grant) (string, error) {
	secret, err := Secret(s.rand)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	s.codes[sum(secret)] = &code{grant: g, expires: s.now().Add(CodeLife)}
	return secret, nil
}

// Exchange swaps a code for tokens. allowed are the services that the client
// may have at this moment; what is granted is what both have.
func (s *Store) Exchange(presented string, want Grant, allowed []string) (Tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.codes[sum(presented)]
	switch {
	case c == nil:
		return Tokens{}, fmt.Errorf("%w: there is no such code", ErrInvalidGrant)
	case c.used:
		s.revoke(c.family)
		return Tokens{}, errors.Join(fmt.Errorf("%w: the code was used before", ErrInvalidGrant), s.save())
	}
	c.used = true // also when what follows fails: a code is good for one presentation
	switch g := c.grant; {
	case s.now().After(c.expires):
		return Tokens{}, fmt.Errorf("%w: the code has run out", ErrInvalidGrant)
	case g.Client != want.Client:
		return Tokens{}, fmt.Errorf("%w: the code is of another client", ErrInvalidGrant)
	case g.DVA != want.DVA:
		return Tokens{}, fmt.Errorf("%w: the code is of another server", ErrInvalidGrant)
	case g.RedirectURI != want.RedirectURI:
		return Tokens{}, fmt.Errorf("%w: the redirect_uri is another one", ErrInvalidGrant)
	case g.Correlation != want.Correlation:
		return Tokens{}, fmt.Errorf("%w: the X-Correlation-ID is another one", ErrInvalidGrant)
	}
	grant := c.grant
	grant.Services = intersect(grant.Services, allowed)
	id, err := Secret(s.rand)
	if err != nil {
		return Tokens{}, err
	}
	c.family = id
	out, err := s.issue(id, grant, grant.Correlation)
	if err != nil || !grant.Long {
		return out, err
	}
	s.families[id] = &family{Grant: grant, LastUsed: s.now()}
	if out.Refresh, err = s.rotate(id); err != nil {
		return Tokens{}, err
	}
	return out, s.save()
}

// Peek tells what a code or refresh token was given for, without using it.
func (s *Store) Peek(presented string) (Grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.codes[sum(presented)]; c != nil {
		return c.grant, true
	}
	if _, f, _ := s.find(sum(presented)); f != nil {
		return f.Grant, true
	}
	return Grant{}, false
}

// Refresh swaps a refresh token for new tokens. The old one is then worthless;
// presenting it again takes everything away that came of the same consent.
func (s *Store) Refresh(presented string, want Grant, allowed []string) (Tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, f, current := s.find(sum(presented))
	switch {
	case f == nil:
		return Tokens{}, fmt.Errorf("%w: there is no such refresh token", ErrInvalidGrant)
	case f.Grant.Client != want.Client || f.Grant.DVA != want.DVA:
		return Tokens{}, fmt.Errorf("%w: the refresh token is of another client or server", ErrInvalidGrant)
	case f.Revoked:
		return Tokens{}, fmt.Errorf("%w: the consent was taken back", ErrInvalidGrant)
	case !current:
		s.revoke(id)
		return Tokens{}, errors.Join(fmt.Errorf("%w: the refresh token was used before", ErrInvalidGrant), s.save())
	case s.now().After(f.LastUsed.AddDate(0, RefreshIdle, 0)):
		s.revoke(id)
		return Tokens{}, errors.Join(fmt.Errorf("%w: not used for six months", ErrInvalidGrant), s.save())
	}
	grant := f.Grant
	grant.Services = intersect(grant.Services, allowed)
	out, err := s.issue(id, grant, want.Correlation)
	if err != nil {
		return Tokens{}, err
	}
	f.LastUsed = s.now()
	if out.Refresh, err = s.rotate(id); err != nil {
		return Tokens{}, err
	}
	return out, s.save()
}

func (s *Store) issue(family string, g Grant, correlation string) (Tokens, error) {
	secret, err := Secret(s.rand)
	if err != nil {
		return Tokens{}, err
	}
	s.access[sum(secret)] = &access{
		Access: Access{Grant: g, Correlation: correlation}, expires: s.now().Add(AccessLife), family: family,
	}
	return Tokens{Access: secret, Services: slices.Clone(g.Services), Grant: g}, nil
}

// Check tells what an access token is good for.
func (s *Store) Check(presented, client, dva string) (Access, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.access[sum(presented)]
	switch {
	case a == nil:
		return Access{}, fmt.Errorf("%w: there is no such token", ErrInvalidToken)
	case s.now().After(a.expires):
		return Access{}, fmt.Errorf("%w: it has run out", ErrInvalidToken)
	case a.Client != client || a.DVA != dva:
		return Access{}, fmt.Errorf("%w: it is of another client or server", ErrInvalidToken)
	}
	return a.Access, nil
}

// Revoke takes back everything a person allowed at a provider, as a person can
// at a care provider's own desk. Empty arguments stand for any.
func (s *Store) Revoke(person, provider string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	fits := func(g Grant) bool {
		return (person == "" || g.Person == person) && (provider == "" || g.Provider == provider)
	}
	for id, f := range s.families {
		if fits(f.Grant) {
			s.revoke(id)
		}
	}
	for h, a := range s.access {
		if fits(a.Grant) {
			delete(s.access, h)
		}
	}
	return s.save()
}

// DropAccess forgets all access tokens, as when a server restarts; refresh
// tokens stay good.
func (s *Store) DropAccess() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.access)
}

func (s *Store) revoke(id string) {
	if id == "" {
		return
	}
	for h, a := range s.access {
		if a.family == id {
			delete(s.access, h)
		}
	}
	if f := s.families[id]; f != nil {
		f.Revoked = true
	}
}

// sweep forgets codes and access tokens an hour after they ran out.
func (s *Store) sweep() {
	old := s.now().Add(-time.Hour)
	for h, c := range s.codes {
		if c.expires.Before(old) {
			delete(s.codes, h)
		}
	}
	for h, a := range s.access {
		if a.expires.Before(old) {
			delete(s.access, h)
		}
	}
}

func intersect(have, allowed []string) []string {
	var out []string
	for _, s := range have {
		if slices.Contains(allowed, s) {
			out = append(out, s)
		}
	}
	return out
}
