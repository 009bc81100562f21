// SPDX-License-Identifier: EUPL-1.2

package oauth

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

var grant = Grant{
	Client: "regie.localhost", RedirectURI: "http://localhost/terug", DVA: "een", Provider: "huisarts",
	Person: "wil", Services: []string{"48", "49"}, Correlation: "c-1", Long: true,
}

func setup(t *testing.T, path string) (*Store, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)}
	s, err := Open(path, rand.Reader, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func mustCode(t *testing.T, s *Store, g Grant) string {
	t.Helper()
	code, err := s.Code(g)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func mustExchange(t *testing.T, s *Store, g Grant) Tokens {
	t.Helper()
	tok, err := s.Exchange(mustCode(t, s, g), g, []string{"48", "49"})
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestCodeRules(t *testing.T) {
	change := func(f func(*Grant)) Grant { g := grant; f(&g); return g }
	for name, c := range map[string]struct {
		want  Grant
		later time.Duration
		ok    bool
	}{
		"good":              {grant, 59 * time.Second, true},
		"run out":           {grant, 61 * time.Second, false},
		"other client":      {change(func(g *Grant) { g.Client = "x" }), 0, false},
		"other server":      {change(func(g *Grant) { g.DVA = "x" }), 0, false},
		"other redirect":    {change(func(g *Grant) { g.RedirectURI = "x" }), 0, false},
		"other correlation": {change(func(g *Grant) { g.Correlation = "x" }), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, clk := setup(t, "")
			code := mustCode(t, s, grant)
			clk.t = clk.t.Add(c.later)
			tok, err := s.Exchange(code, c.want, []string{"49", "51"})
			if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrInvalidGrant) {
				t.Fatalf("exchange: %v", err)
			}
			if c.ok {
				if d := cmp.Diff([]string{"49"}, tok.Services); d != "" {
					t.Errorf("services are not the common ones: %s", d)
				}
				return
			}
			if _, err := s.Exchange(code, grant, []string{"49"}); err == nil {
				t.Error("a code that was presented once is good a second time")
			}
		})
	}
}

func TestUsedCodeTakesTokensBack(t *testing.T) {
	s, _ := setup(t, "")
	code := mustCode(t, s, grant)
	tok, err := s.Exchange(code, grant, []string{"48"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Exchange(code, grant, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Fatalf("second exchange: %v", err)
	}
	if _, err := s.Check(tok.Access, grant.Client, grant.DVA); !errors.Is(err, ErrInvalidToken) {
		t.Errorf("access token is still good: %v", err)
	}
	if _, err := s.Refresh(tok.Refresh, grant, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("refresh token is still good: %v", err)
	}
}

func TestAccess(t *testing.T) {
	s, clk := setup(t, "")
	tok := mustExchange(t, s, grant)
	a, err := s.Check(tok.Access, grant.Client, grant.DVA)
	if err != nil || a.Person != "wil" || a.Correlation != "c-1" {
		t.Fatalf("check: %+v %v", a, err)
	}
	for name, bad := range map[string][3]string{
		"token": {"x", grant.Client, grant.DVA}, "client": {tok.Access, "x", grant.DVA}, "dva": {tok.Access, grant.Client, "x"},
	} {
		if _, err := s.Check(bad[0], bad[1], bad[2]); !errors.Is(err, ErrInvalidToken) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	clk.t = clk.t.Add(AccessLife + time.Second)
	if _, err := s.Check(tok.Access, grant.Client, grant.DVA); !errors.Is(err, ErrInvalidToken) {
		t.Errorf("after 15 minutes: %v", err)
	}
}

func TestNoRefreshWithoutLongTerm(t *testing.T) {
	s, _ := setup(t, "")
	g := grant
	g.Long = false
	if tok := mustExchange(t, s, g); tok.Refresh != "" {
		t.Error("there is a refresh token")
	}
}

func TestRefreshRotates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "toestemmingen.json")
	s, clk := setup(t, path)
	first := mustExchange(t, s, grant)
	next := grant
	next.Correlation = "c-2"
	clk.t = clk.t.AddDate(0, 5, 0)
	second, err := s.Refresh(first.Refresh, next, []string{"48", "49"})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.Check(second.Access, grant.Client, grant.DVA); err != nil || a.Correlation != "c-2" {
		t.Errorf("access after refresh: %+v %v", a, err)
	}
	if second.Refresh == first.Refresh || second.Refresh == "" {
		t.Error("the refresh token did not rotate")
	}

	// Another start of the program, half a year later counted from the last use.
	clk.t = clk.t.AddDate(0, 5, 20)
	s, err = Open(path, rand.Reader, clk.now)
	if err != nil {
		t.Fatal(err)
	}
	third, err := s.Refresh(second.Refresh, next, []string{"48"})
	if err != nil {
		t.Fatalf("after a restart: %v", err)
	}
	// The old token again: everything is taken back.
	if _, err := s.Refresh(first.Refresh, next, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("reuse: %v", err)
	}
	if _, err := s.Refresh(third.Refresh, next, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("the newest after reuse of an old one: %v", err)
	}
	if _, err := s.Check(third.Access, grant.Client, grant.DVA); !errors.Is(err, ErrInvalidToken) {
		t.Errorf("access after reuse: %v", err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{first.Refresh, second.Refresh, third.Refresh, third.Access} {
		if bytes.Contains(b, []byte(secret)) {
			t.Error("a token is in the file")
		}
	}
}

func TestRefreshRunsOut(t *testing.T) {
	s, clk := setup(t, "")
	tok := mustExchange(t, s, grant)
	clk.t = clk.t.AddDate(0, 6, 1)
	if _, err := s.Refresh(tok.Refresh, grant, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("after six months: %v", err)
	}
}

func TestRevoke(t *testing.T) {
	s, _ := setup(t, "")
	tok := mustExchange(t, s, grant)
	if err := s.Revoke("iemand-anders", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(tok.Access, grant.Client, grant.DVA); err != nil {
		t.Errorf("another person's withdrawal counts: %v", err)
	}
	if err := s.Revoke("wil", "huisarts"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Refresh(tok.Refresh, grant, []string{"48"}); !errors.Is(err, ErrInvalidGrant) {
		t.Errorf("refresh after withdrawal: %v", err)
	}
}
