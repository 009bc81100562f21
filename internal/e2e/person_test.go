// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"regie/internal/e2e/browser"
	"regie/internal/person"
)

// somebody is a person behind a browser, with what they know and have.
type somebody struct {
	*browser.Page
	t    testing.TB
	p    *program
	mail string

	password string
	app      *app     // nil: none
	kit      []string // groups on the recovery sheet, "" before there is one
}

// sit puts a person behind a browser of their own. The console of the page may tell of
// answers that are no 200, since people make mistakes; nothing else.
func sit(t testing.TB, p *program, mail string) *somebody {
	t.Helper()
	s := &somebody{Page: browser.Open(t, p.Base), t: t, p: p, mail: mail}
	s.Allow("status of 4")
	return s
}

// app is an authenticator app on a telephone.
type app struct {
	secret string
	last   uint64 // step of the last code
	shown  string // that code
}

// code returns a code that was not used before. The first one is of the step before now and
// the next ones follow, as on a telephone that is half a minute slow: so nobody waits long.
func (a *app) code(t testing.TB) string {
	t.Helper()
	const period = 30
	now := uint64(time.Now().Unix())
	if now%period > period-5 { // the page needs time to send it
		time.Sleep(time.Until(time.Unix(int64(now-now%period+period), 0)))
		now = uint64(time.Now().Unix())
	}
	step := max(a.last+1, now/period-1)
	for step > uint64(time.Now().Unix())/period+1 {
		time.Sleep(time.Second)
	}
	a.last = step
	code, err := hotp.GenerateCode(a.secret, step)
	if err != nil {
		t.Fatalf("making a code of %q: %v", a.secret, err)
	}
	a.shown = code
	return code
}

// look is what a test may want to do on each page that a walk passes; nil is nothing.
type look func(s *somebody, name string)

func (l look) at(s *somebody, name string) {
	s.t.Helper()
	if l != nil {
		l(s, name)
	}
}

// begin fills in the first page of signing up and proves the address by the link in the
// mail, which lies in the practice mailbox.
func (s *somebody) begin(l look) {
	s.t.Helper()
	s.Goto("/")
	l.at(s, "welcome")
	s.Click("Maak een account")
	s.At("/aanmelden")
	l.at(s, "sign-up")
	s.Fill("Uw mailadres", s.mail)
	s.Fill("Dag", "9")
	s.Fill("Maand", "3")
	s.Fill("Jaar", fmt.Sprint(time.Now().Year()-58))
	s.Choose("Regie mag mijn gezondheidsgegevens")
	s.Click("Verder")
	s.At("/aanmelden/mail")
	l.at(s, "sign-up-mail")
	s.openMail(l)
	s.At("/aanmelden/bevestigen")
	l.at(s, "sign-up-link")
	s.Click("Ja, dit is mijn mailadres")
	s.At("/aanmelden/inlogmanier")
	l.at(s, "sign-up-way")
}

// openMail opens the link in the newest mail to this person.
func (s *somebody) openMail(l look) {
	s.t.Helper()
	end := time.Now().Add(browser.Patience)
	for {
		s.Goto("/oefenpost")
		link := browser.Eval[string](s.Page, fmt.Sprintf(`[...document.querySelectorAll('article')].filter(a => a.innerText.includes(%q))
  .map(a => a.querySelector('a[href*="?c="]')?.href ?? '')[0] ?? ''`, s.mail))
		if link != "" {
			l.at(s, "mailbox")
			s.Click(link)
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("no mail with a link for %s; there is:\n%s", s.mail, s.Text())
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// writeDown keeps the recovery sheet and types two groups of it back.
func (s *somebody) writeDown(l look, at, done string) {
	s.t.Helper()
	s.kit = browser.Eval[[]string](s.Page, `[...document.querySelectorAll('.rg-kit__signs')].map(e => e.innerText.trim())`)
	if len(s.kit) != person.KitGroups {
		s.t.Fatalf("the sheet has the groups %v", s.kit)
	}
	l.at(s, at+"-kit")
	s.Click("Ik heb het bewaard")
	labels := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('main form label')].map(e => e.innerText.trim())`)
	if len(labels) != 2 {
		s.t.Fatalf("asked for %v, not for two groups", labels)
	}
	l.at(s, at+"-kit-check")
	for _, label := range labels {
		var n int
		if _, err := fmt.Sscanf(label, "Groep %d", &n); err != nil || n < 1 || n > len(s.kit) {
			s.t.Fatalf("asked for %q", label)
		}
		s.Fill(label, strings.ToLower(s.kit[n-1]))
	}
	s.Click(done)
}

// signUpWithPasskey makes an account that a passkey opens.
func (s *somebody) signUpWithPasskey(l look) {
	s.t.Helper()
	s.begin(l)
	s.Click("Kies toegangssleutel")
	l.at(s, "sign-up-key")
	s.Click("Maak de toegangssleutel")
	s.At("/aanmelden/herstelblad")
	s.writeDown(l, "sign-up", "Klaar")
	s.At("/overzicht")
}

// signUpWithPassword makes an account that a password and an app open.
func (s *somebody) signUpWithPassword(l look) {
	s.t.Helper()
	s.begin(l)
	s.Click("Kies wachtwoord en app")
	s.At("/aanmelden/wachtwoord")
	l.at(s, "sign-up-password")
	s.setPassword("vier gele paraplus op zolder")
	s.At("/aanmelden/app")
	s.setApp(func() { l.at(s, "sign-up-app") })
	s.At("/aanmelden/herstelblad")
	s.writeDown(l, "sign-up", "Klaar")
	s.At("/overzicht")
}

func (s *somebody) setPassword(password string) {
	s.t.Helper()
	s.password = password
	s.Fill("Nieuw wachtwoord", password)
	s.Click("Bewaar en ga verder")
}

// setApp types the shown secret into an app, and its code into the page.
func (s *somebody) setApp(look func()) {
	s.t.Helper()
	if look != nil {
		look()
	}
	shown := browser.Eval[string](s.Page, `document.querySelector('.rg-code').textContent`)
	s.app = &app{secret: strings.Join(strings.Fields(shown), "")}
	s.Fill("Code van zes cijfers", s.app.code(s.t))
	s.Click("Verder")
}

// signInWithPassword makes both steps.
func (s *somebody) signInWithPassword(l look) {
	s.t.Helper()
	s.Goto("/inloggen")
	l.at(s, "sign-in")
	s.Fill("Uw mailadres", s.mail)
	s.Fill("Wachtwoord", s.password)
	s.Click("Verder")
	s.At("/inloggen/stap")
	l.at(s, "second")
	s.Fill("Code van zes cijfers", s.app.code(s.t))
	s.Click("Inloggen")
	s.At("/overzicht")
}

// signOut leaves by the page where everybody finds it.
func (s *somebody) signOut(l look) {
	s.t.Helper()
	s.Goto("/meer")
	s.Click("Uitloggen")
	s.At("/uitgelogd")
	l.at(s, "signed-out")
}

// toTheKit goes as far as the page that asks for the recovery sheet.
func (s *somebody) toTheKit(l look) {
	s.t.Helper()
	s.Goto("/inloggen")
	s.Click("Gebruik uw herstelblad")
	s.At("/herstellen")
	l.at(s, "recover")
	s.Fill("Uw mailadres", s.mail)
	s.Click("Verder")
	s.At("/herstellen/mail")
	l.at(s, "recover-mail")
	s.openMail(nil)
	s.At("/herstellen/bevestigen")
	l.at(s, "recover-link")
	s.Click("Ja, dit is mijn mailadres")
	s.At("/herstellen/code")
	l.at(s, "recover-code")
}

// recover opens the vault with the recovery sheet, and sets a new password and app.
func (s *somebody) recover(l look) {
	s.t.Helper()
	s.toTheKit(l)
	s.Fill("Code van uw herstelblad", strings.ToLower(strings.Join(s.kit, "-")))
	s.Click("Open mijn kluis")
	s.At("/herstellen/inlogmanier")
	l.at(s, "recover-way")
	s.Click("Kies wachtwoord en app")
	s.At("/herstellen/wachtwoord")
	l.at(s, "recover-password")
	s.setPassword("kruiwagen vol natte sokken")
	s.At("/herstellen/app")
	s.setApp(func() { l.at(s, "recover-app") })
	s.At("/herstellen/herstelblad")
	s.writeDown(l, "recover", "Klaar")
	s.At("/overzicht")
}
