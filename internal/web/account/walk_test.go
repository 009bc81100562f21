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

// look checks the page that is open with axe, on a phone and wide, and takes its picture.
func (s *site) look(name string) {
	s.t.Helper()
	s.shot++
	for _, width := range []int{360, 1280} {
		s.Width(width)
		s.Axe()
		if s.shots != "" {
			s.Screenshot(filepath.Join(s.shots, fmt.Sprintf("%02d-%s-%d.png", s.shot, name, width)))
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

func TestWalkWithAPasskey(t *testing.T) {
	s := open(t, "passkey")
	device := s.Authenticator(true)
	s.signUp(true)
	link, _ := linkOf(s.letter())
	s.Goto(link)
	s.look("link")
	s.Click("Ja, dit is mijn mailadres")
	s.At("/aanmelden/inlogmanier")
	s.look("inlogmanier")
	s.Click("Kies toegangssleutel")
	s.look("sleutel")
	device.Refuse(true)
	s.Click("Maak de toegangssleutel")
	s.See("U kunt het nog een keer proberen")
	device.Remove() // it is blocked after the wrong fingers
	device = s.Authenticator(true)
	s.Click("Maak de toegangssleutel")
	s.At("/aanmelden/herstelblad")
	if device.Count() != 1 {
		t.Fatalf("the device holds %d passkeys", device.Count())
	}
	s.kit(true, "Klaar")
	s.At("/overzicht")

	s.Goto("/instellingen/beveiliging")
	s.look("beveiliging")
	s.Click("Uitloggen")
	s.At("/uitgelogd")
	s.look("uitgelogd")
	device.Present(false)
	s.Goto("/instellingen/beveiliging")
	s.At("/inloggen")
	s.look("inloggen")
	device.Present(true)
	s.Click("Inloggen met toegangssleutel")
	s.At("/instellingen/beveiliging") // where the person was going
	s.Click("Uitloggen")
	s.Goto("/inloggen") // the passkey is offered in the field, and the device picks it by itself
	s.At("/overzicht")
	s.Goto("/instellingen/beveiliging")

	s.clock.add(6 * time.Minute)
	s.Click("Nieuw herstelblad maken")
	s.At("/bevestigen")
	s.look("bevestigen")
	s.Click("Gebruik uw toegangssleutel")
	s.At("/instellingen/beveiliging/herstelblad")
	s.kit(false, "Gebruik dit herstelblad")
	s.At("/instellingen/beveiliging")
	s.See("Uw nieuwe herstelblad werkt")
	s.Click("Weghalen")
	s.See("Dit kan niet weg")
	s.look("weghalen-kan-niet")

	s.Goto("/instellingen/verwijderen")
	s.look("verwijderen")
	s.Click("Verwijder alles")
	s.See("Zet een vinkje als u het zeker weet")
	s.Choose("Ja, verwijder mijn account")
	s.Click("Verwijder alles")
	s.At("/verwijderd")
	s.look("verwijderd")
	s.Goto("/inloggen")
	s.See("hoort niet bij een account")
	s.look("inloggen-onbekend")
}

// TestWalkWithoutScript signs up and in with a password and an app, in a browser that runs no
// script at all, recovers, and looks at the pages on the way.
func TestWalkWithoutScript(t *testing.T) {
	s := open(t, "password")
	s.NoScript(true)
	s.signUp(false)
	_, code := linkOf(s.letter())
	s.Fill("Code uit de mail", "ZZZZ-ZZZZ")
	s.Click("Verder")
	s.See("Deze code klopt niet of is te oud")
	s.Fill("Code uit de mail", strings.ToLower(code))
	s.Click("Verder")
	s.At("/aanmelden/inlogmanier")
	s.Click("Kies wachtwoord en app")
	s.Fill("Nieuw wachtwoord", "Welkom2026!!")
	s.Click("Bewaar en ga verder")
	s.See("Dit wachtwoord is makkelijk te raden")
	s.NoScript(false)
	s.look("wachtwoord")
	s.NoScript(true)
	const password = "vier gele paraplus op zolder"
	s.Fill("Nieuw wachtwoord", password)
	s.Click("Bewaar en ga verder")
	s.At("/aanmelden/app")
	s.NoScript(false)
	s.look("app")
	s.NoScript(true)
	secret := browser.Eval[string](s.Page, `document.querySelector('.rg-code').textContent`)
	s.Fill("Code van zes cijfers", "000000")
	s.Click("Verder")
	s.See("Deze code klopt niet of is al gebruikt")
	s.Fill("Code van zes cijfers", s.appCode(secret))
	s.Click("Verder")
	s.At("/aanmelden/herstelblad")
	groups := s.kit(false, "Klaar")
	s.At("/overzicht")

	s.Goto("/instellingen/beveiliging")
	s.NoScript(false)
	s.look("beveiliging")
	s.NoScript(true)
	s.Click("Uitloggen")
	s.At("/uitgelogd")
	s.Goto("/inloggen")
	s.Fill("Uw mailadres", "anna@voorbeeld.nl")
	s.Fill("Wachtwoord", "not the password")
	s.Click("Verder")
	s.See("horen niet bij elkaar")
	s.Fill("Wachtwoord", password)
	s.Click("Verder")
	s.At("/inloggen/stap")
	s.NoScript(false)
	s.look("stap")
	s.NoScript(true)
	s.Fill("Code van zes cijfers", s.appCode(secret))
	s.Click("Inloggen")
	s.At("/overzicht")
	s.Goto("/instellingen/beveiliging")
	s.Click("Uitloggen")

	// The phone is lost.
	s.Goto("/inloggen")
	s.Click("Gebruik uw herstelblad")
	s.NoScript(false)
	s.look("herstellen")
	s.NoScript(true)
	s.Fill("Uw mailadres", "anna@voorbeeld.nl")
	s.Click("Verder")
	s.At("/herstellen/mail")
	link, _ := linkOf(s.letter())
	s.Goto(link)
	s.Click("Ja, dit is mijn mailadres")
	s.At("/herstellen/code")
	wrong := append([]string{}, groups...)
	wrong[2] = "00000"
	s.Fill("Code van uw herstelblad", strings.Join(wrong, " "))
	s.Click("Open mijn kluis")
	s.See("In groep 3 staat een fout")
	s.NoScript(false)
	s.look("code-fout")
	s.NoScript(true)
	s.Fill("Code van uw herstelblad", strings.Join(groups, " "))
	s.Click("Open mijn kluis")
	s.At("/herstellen/inlogmanier")
	s.Click("Kies wachtwoord en app")
	s.Fill("Nieuw wachtwoord", "kruiwagen vol natte sokken")
	s.Click("Bewaar en ga verder")
	secret = browser.Eval[string](s.Page, `document.querySelector('.rg-code').textContent`)
	s.Fill("Code van zes cijfers", s.appCode(secret))
	s.Click("Verder")
	s.kit(false, "Klaar")
	s.At("/overzicht")
}

func TestAMailOpenedElsewhere(t *testing.T) {
	s := open(t, "elsewhere")
	s.signUp(false)
	link, _ := linkOf(s.letter())
	s.Eval0(`fetch('/uitloggen', {method: 'POST'})`) // forgets the visit, as another browser never had it
	s.Goto(link)
	s.See("Deze link werkt alleen in de browser waarin u begon")
	s.look("elders")
	s.Goto("/aanmelden/mail")
	s.At("/aanmelden")
	s.See("Begin hier opnieuw")
	s.look("over")
	s.Fill("Uw mailadres", "kind@voorbeeld.nl")
	s.Fill("Dag", "3")
	s.Fill("Maand", "4")
	s.Fill("Jaar", fmt.Sprint(time.Now().Year()-12))
	s.Choose("Regie mag mijn gezondheidsgegevens")
	s.Click("Verder")
	s.See("U bent nog geen 16")
	s.look("te-jong")
}

func TestAPasskeyThatOpensNothing(t *testing.T) {
	s := open(t, "closed")
	s.Authenticator(false)
	s.signUp(false)
	link, _ := linkOf(s.letter())
	s.Goto(link)
	s.Click("Ja, dit is mijn mailadres")
	s.Click("Kies toegangssleutel")
	s.Click("Maak de toegangssleutel")
	s.See("Er is nog een wachtwoord nodig")
	s.look("sleutel-dicht")
	s.Click("Bedenk een wachtwoord")
	const password = "vier gele paraplus op zolder"
	s.Fill("Nieuw wachtwoord", password)
	s.Click("Laat zien")
	s.look("wachtwoord-zichtbaar")
	s.Click("Bewaar en ga verder")
	s.At("/aanmelden/herstelblad")
	s.kit(false, "Klaar")
	s.At("/overzicht")
	s.Goto("/instellingen/beveiliging")
	s.look("beveiliging")
	s.Click("Uitloggen")
	s.Goto("/inloggen")
	s.Click("Inloggen met toegangssleutel")
	s.See("Log in met uw wachtwoord")
	s.Fill("Uw mailadres", "anna@voorbeeld.nl")
	s.Fill("Wachtwoord", password)
	s.Click("Verder")
	s.At("/inloggen/stap")
	s.look("stap-sleutel")
	s.Click("Gebruik uw toegangssleutel")
	s.At("/overzicht")
	if c := browser.Eval[string](s.Page, `document.cookie`); c != "" {
		t.Errorf("script can read cookies: %q", c)
	}
}
