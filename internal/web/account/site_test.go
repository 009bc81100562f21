// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"regie/internal/e2e/browser"
	"regie/internal/mail"
	"regie/internal/person"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

// site is Regie with only the pages of accounts, reached by a browser.
type site struct {
	*browser.Page
	t      *testing.T
	box    *mail.Mailbox
	people *person.Service
	clock  *clock
	shots  string // folder for pictures, "" for none
	shot   int
}

// clock runs with real time, and can be set forward.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func open(t *testing.T, name string) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	origin := &url.URL{Scheme: "http", Host: fmt.Sprintf("localhost:%d", l.Addr().(*net.TCPAddr).Port)}
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, box: mail.NewMailbox(c.now, 100), clock: c}
	log := slog.New(slog.DiscardHandler)
	s.people, err = person.New(person.Config{
		DB: storetest.SQLite(t), Smith: vault.NewLocksmith(keys, vault.LocksmithOptions{Cost: vault.TestCost()}),
		Mail: s.box, Origin: origin, Now: c.now, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.New(web.Config{
		Base: origin, Now: c.now, Random: rand.Reader, Log: log, Sessions: s.people, Person: s.people, Practice: true, Mailbox: s.box,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := web.NewHTTPServer(handler, log)
	go server.Serve(l) //nolint:errcheck // ends by Close
	t.Cleanup(func() { _ = server.Close() })
	s.Page = browser.Open(t, origin.String())
	s.Allow("status of 4") // forms that come back with problems, and pages of other rooms
	if dir := os.Getenv("REGIE_ACCOUNT_SHOTS"); dir != "" {
		s.shots = filepath.Join(dir, name)
	}
	return s
}

// look checks the page that is open with axe: each page in another of the four ways, and in
// all of them, with pictures, when those are asked for.
func (s *site) look(name string) {
	s.t.Helper()
	s.shot++
	for i, width := range []int{360, 1280} {
		for j, dark := range []bool{false, true} {
			if s.shots == "" && s.shot%4 != 2*i+j {
				continue
			}
			s.Width(width)
			s.Dark(dark)
			s.Axe()
			if s.shots != "" {
				look := map[bool]string{true: "-dark"}[dark]
				s.Screenshot(filepath.Join(s.shots, fmt.Sprintf("%02d-%s-%d%s.png", s.shot, name, width, look)))
			}
		}
	}
}

// letter returns the newest mail.
func (s *site) letter() mail.Message {
	s.t.Helper()
	if _, err := s.people.Deliver(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	all := s.box.List()
	if len(all) == 0 {
		s.t.Fatal("no mail")
	}
	return all[0].Message
}

func linkOf(m mail.Message) (link, code string) {
	for _, p := range m.Paragraphs {
		if strings.Contains(p.Link, "?c=") {
			link = p.Link
		}
		if p.Code {
			code = p.Text
		}
	}
	return link, code
}

// appCode makes the code of an authenticator app that was not used before.
func (s *site) appCode(secret string) string {
	s.t.Helper()
	s.clock.add(30 * time.Second)
	raw := strings.Join(strings.Fields(secret), "")
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(raw); err != nil {
		s.t.Fatalf("the page shows no secret but %q", secret)
	}
	code, err := totp.GenerateCode(raw, s.clock.now())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// signUp goes as far as the choice of a way to sign in.
func (s *site) signUp(look bool) {
	s.t.Helper()
	s.Goto("/aanmelden")
	if look {
		s.look("aanmelden")
		s.Click("Verder")
		s.See("Er kloppen 3 dingen nog niet")
		s.look("aanmelden-fout")
	}
	s.Fill("Uw mailadres", "anna@voorbeeld.nl")
	s.Fill("Dag", "3")
	s.Fill("Maand", "4")
	s.Fill("Jaar", "1968")
	s.Choose("Regie mag mijn gezondheidsgegevens")
	s.Click("Verder")
	s.At("/aanmelden/mail")
	if look {
		s.look("mail")
	}
}

// kit writes the recovery sheet down and types two groups of it back.
func (s *site) kit(look bool, done string) []string {
	s.t.Helper()
	groups := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('.rg-kit__signs')].map(e => e.textContent)`)
	if len(groups) != person.KitGroups {
		s.t.Fatalf("the sheet has groups %v", groups)
	}
	if look {
		s.look("herstelblad")
	}
	s.Click("Ik heb het bewaard")
	labels := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('main .utrecht-form-label')].map(e => e.textContent.trim())`)
	for i, l := range labels {
		var n int
		if _, err := fmt.Sscanf(l, "Groep %d", &n); err != nil {
			s.t.Fatalf("label %q: %v", l, err)
		}
		if look && i == 0 {
			s.Fill(l, "XXXXX")
			continue
		}
		s.Fill(l, strings.ToLower(groups[n-1]))
	}
	if look {
		s.Click(done)
		s.See("klopt niet. Kijk nog eens op uw blad")
		s.look("controle")
		var n int
		fmt.Sscanf(labels[0], "Groep %d", &n) //nolint:errcheck // checked above
		s.Fill(labels[0], groups[n-1])
	}
	s.Click(done)
	return groups
}
