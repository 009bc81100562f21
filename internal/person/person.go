// SPDX-License-Identifier: EUPL-1.2

// Package person knows who somebody is and lets them in: sign-up, two-step sign-in,
// sessions, factors, recovery. It knows nothing of health and nothing of HTTP.
//
// Signing in opens the vault: the root key of a person lies in envelopes, one for each
// factor that can open them (passkey with the PRF extension, password, recovery kit). There
// is no way in with one step only, and never a person with fewer than two envelopes.
//
// Who is not signed in yet has a Visit, who is has a Session. Both are a row in the database
// and a token in a cookie: the ids of the person and the row, and a random key. The row holds
// the root key wrapped by that key, so that every replica can serve the session, and a
// database without cookies opens nothing.
package person

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"regie/internal/mail"
	"regie/internal/store"
	"regie/internal/text"
	"regie/internal/vault"
)

// How long things last.
const (
	IdleFor     = 15 * time.Minute // a session without a sign of life
	SessionFor  = 12 * time.Hour   // a session, in any case
	StepUpFor   = 5 * time.Minute  // having shown both steps again
	MailFor     = 30 * time.Minute // a link or a code in a mail
	SetupFor    = time.Hour        // signing up or recovering, after the mail
	SecondFor   = 10 * time.Minute // between the two steps of signing in
	maxSessions = 10               // at once; the one that was used longest ago ends
)

// Config is what a Service works with. All fields but Rand and Log are required.
type Config struct {
	DB     *store.DB
	Smith  *vault.Locksmith
	Mail   mail.Sender
	Origin *url.URL // the address that people type, without a path: "https://regie.example"
	Now    func() time.Time
	Rand   io.Reader    // nil stands for crypto/rand
	Log    *slog.Logger // nil: no log
}

// Service has the verbs. It is safe for concurrent use.
type Service struct {
	db     *store.DB
	smith  *vault.Locksmith
	keys   *vault.Keyring
	mailer mail.Sender
	origin *url.URL
	now    func() time.Time
	rand   io.Reader
	log    *slog.Logger
	authn  *webauthn.WebAuthn
	posted chan struct{} // something was put in the outbox
}

// New checks the configuration. It refuses an origin that is not https, except on localhost,
// because browsers give no passkeys there and cookies could be read on the way.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Smith == nil || c.Mail == nil || c.Origin == nil || c.Now == nil {
		return nil, errors.New("person: a part of the configuration is missing")
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	host := c.Origin.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	switch {
	case host == "", strings.Trim(c.Origin.Path, "/") != "", c.Origin.RawQuery != "", c.Origin.User != nil:
		return nil, errors.New("person: the origin must be a scheme and a host only")
	case c.Origin.Scheme != "https" && !(c.Origin.Scheme == "http" && local):
		return nil, errors.New("person: the origin must be https (http only on localhost)")
	}
	s := &Service{
		db: c.DB, smith: c.Smith, keys: c.Smith.Keyring(), mailer: c.Mail, now: c.Now, rand: c.Rand, log: c.Log,
		origin: &url.URL{Scheme: c.Origin.Scheme, Host: c.Origin.Host},
		posted: make(chan struct{}, 1),
	}
	var err error
	if s.authn, err = newWebAuthn(s.origin); err != nil {
		return nil, fmt.Errorf("preparing for passkeys: %w", err)
	}
	return s, nil
}

// Caller is what is known of a browser that asks for something, signed in or not.
type Caller struct {
	Address   netip.Addr // where it calls from; the zero value where that is not known
	UserAgent string
	Mark      string // by which an account knows this browser again, see Entered.Mark; "" where it has none
	Lang      text.Lang
}

// Entered is what a browser gets that has just been signed in.
type Entered struct {
	Token string // for the session cookie
	Mark  string // for a cookie that lasts: by it the account knows this browser again
	Lang  text.Lang
}

// Throttled says that there were too many tries. It is the same for who exists and who does not.
type Throttled struct{ Until time.Time }

func (e *Throttled) Error() string { return "person: too many tries" }

// Errors that several verbs return. None of them tells whether somebody has an account.
var (
	// ErrVisitOver: there is no such visit (any more); begin again.
	ErrVisitOver = errors.New("person: visit is over")
	// ErrNotNow: the visit is at another step than this verb is for.
	ErrNotNow = errors.New("person: not at this step")
	// ErrWrongPair: the address and the password do not belong together.
	ErrWrongPair = errors.New("person: wrong address or password")
	// ErrWrongCode: not the code of the authenticator app, or one that was used before.
	ErrWrongCode = errors.New("person: wrong code")
	// ErrSessionOver: the session ended while it was used.
	ErrSessionOver = errors.New("person: session is over")
	// ErrUnknownFactor: the person has no such factor.
	ErrUnknownFactor = errors.New("person: no such factor")
)

func (s *Service) newID() store.ID { return store.NewID(s.rand) }

func (s *Service) random(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		panic("person: no randomness: " + err.Error()) // nothing safe can be done without
	}
	return b
}
