// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/mail"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/vault"
)

// clock is a clock that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// house is a service with everything around it.
type house struct {
	*Service
	t     *testing.T
	db    *store.DB
	clock *clock
	box   *mail.Mailbox
	log   *bytes.Buffer
	cfg   Config
}

var ctx = context.Background()

// caller is a browser at home.
var caller = Caller{
	Address: netip.MustParseAddr("192.0.2.7"), Lang: text.NL,
	UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

// each runs fn with a house on each engine.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, newHouse(t, db)) })
}

func newHouse(t *testing.T, db *store.DB) *house {
	t.Helper()
	c := &clock{t: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, clock: c, box: mail.NewMailbox(c.now, 1000), log: &bytes.Buffer{}}
	h.cfg = Config{
		DB: db, Smith: vault.NewLocksmith(keys, vault.LocksmithOptions{Cost: vault.TestCost()}), Mail: h.box,
		Origin: &url.URL{Scheme: "https", Host: "regie.example"}, Now: c.now,
		Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{ReplaceAttr: withoutTime})),
	}
	h.restart()
	return h
}

// restart makes the service anew, as after a restart of the program.
func (h *house) restart() {
	h.t.Helper()
	s, err := New(h.cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Service = s
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) is(err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Fatalf("%v, want %v", err, want)
	}
}

// lastMail delivers what waits and returns the newest mail to an address.
func (h *house) lastMail(to string) mail.Message {
	h.t.Helper()
	if _, err := h.Deliver(ctx); err != nil {
		h.t.Fatal(err)
	}
	for _, m := range h.box.List() {
		if m.To == to {
			return m.Message
		}
	}
	h.t.Fatalf("no mail to %s", to)
	return mail.Message{}
}

// proofs returns what a mail proves by: the secret of its link, and its code.
func proofs(t *testing.T, m mail.Message) (link, code string) {
	t.Helper()
	for _, p := range m.Paragraphs {
		if _, secret, ok := strings.Cut(p.Link, "?c="); ok {
			link = secret
		}
		if p.Code {
			code = p.Text
		}
	}
	return link, code
}

const (
	annaMail = "anna@voorbeeld.nl"
	annaPass = "vier gele paraplus op zolder"
)

var grownUp = Date{1968, time.April, 3}

// visitOf reads a visit again.
func (h *house) visitOf(cookie string) *Visit {
	h.t.Helper()
	return must(h.Visit(ctx, cookie))(h.t)
}

// verified signs up as far as a verified address.
func (h *house) verified(address string) (cookie string) {
	h.t.Helper()
	cookie = must(h.SignUp(ctx, caller, SignUpForm{Mail: address, Born: grownUp, Consent: true}))(h.t)
	link, _ := proofs(h.t, h.lastMail(address))
	return must(h.ProveMail(ctx, h.visitOf(cookie), link))(h.t)
}

// app is somebody's authenticator app.
type app struct {
	h      *house
	secret []byte
}

func (h *house) addApp(who Holder) *app {
	h.t.Helper()
	offer := must(h.OfferApp(ctx, who))(h.t)
	a := &app{h: h, secret: secretOf(h.t, offer.Text)}
	h.ok(h.ProveApp(ctx, caller, who, a.code()))
	return a
}

// code waits for the next half minute, so that it was not used before, and returns its code.
func (a *app) code() string {
	a.h.clock.add(totpPeriod)
	return must(totpCode(a.secret, totpStep(a.h.clock.now())))(a.h.t)
}

func (h *house) addKit(who Holder) Kit {
	h.t.Helper()
	kit := must(h.OfferKit(ctx, who))(h.t)
	asked := must(h.AskedGroups(ctx, who))(h.t)
	h.ok(h.ProveKit(ctx, who, kit.Groups[asked[0]-1], kit.Groups[asked[1]-1]))
	return kit
}

// anna has an account with a password and an app, and is signed in.
type anna struct {
	h       *house
	app     *app
	kit     Kit
	entered Entered
}

func (h *house) anna() *anna {
	h.t.Helper()
	cookie := h.verified(annaMail)
	h.ok(h.SetPassword(ctx, h.visitOf(cookie), annaPass))
	a := &anna{h: h}
	a.app = h.addApp(h.visitOf(cookie))
	a.kit = h.addKit(h.visitOf(cookie))
	a.entered = must(h.Complete(ctx, caller, h.visitOf(cookie)))(h.t)
	return a
}

// signIn makes both steps.
func (a *anna) signIn() Entered {
	a.h.t.Helper()
	cookie := must(a.h.SignIn(ctx, caller, annaMail, annaPass))(a.h.t)
	return must(a.h.SignInCode(ctx, caller, a.h.visitOf(cookie), a.app.code()))(a.h.t)
}

// session resumes a session, which must be there.
func (h *house) session(cookie string) *Session {
	h.t.Helper()
	v := must(h.Resume(ctx, cookie, true))(h.t)
	if v == nil {
		h.t.Fatal("the session is over")
	}
	return v
}

// over checks that a session is over.
func (h *house) over(cookie string) {
	h.t.Helper()
	if v := must(h.Resume(ctx, cookie, true))(h.t); v != nil {
		h.t.Fatal("the session still works")
	}
}

// withoutTime leaves the time out of the log: its digits may happen to be a year or a code.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// noLeak checks that the log has nothing of a person.
func (h *house) noLeak(secrets ...string) {
	h.t.Helper()
	id := regexp.MustCompile(`[0-9a-f]{32}`)
	for _, s := range append(secrets, annaMail, "voorbeeld", annaPass, "1968", "192.0.2.7", "Firefox") {
		if strings.Contains(h.log.String(), s) {
			h.t.Errorf("the log has %q:\n%s", s, h.log)
		}
	}
	if m := id.FindString(h.log.String()); m != "" {
		h.t.Errorf("the log has an id %s:\n%s", m, h.log)
	}
}

func mustSQLite(t *testing.T) *store.DB {
	t.Helper()
	return storetest.SQLite(t)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// stubborn is a Sender that fails a few times first, or refuses everything.
type stubborn struct {
	box   *mail.Mailbox
	fail  int
	tries int
	never bool
}

func (s *stubborn) Send(ctx context.Context, m mail.Message) error {
	s.tries++
	if s.never {
		return mail.ErrRefused
	}
	if s.tries <= s.fail {
		return errors.New("busy")
	}
	return s.box.Send(ctx, m)
}

func mailParagraph(s string) mail.Paragraph { return mail.Paragraph{Text: s} }
