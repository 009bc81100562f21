// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// SMTP is a Sender that hands messages to one mail server. It is safe for concurrent use;
// each Send is a connection of its own, since Regie sends few.
type SMTP struct {
	host     string
	dial     dialer
	options  []smtp.Option
	from     string // address
	fromName string
	now      func() time.Time
}

// dialer connects to the mail server; with TLS already spoken for smtps.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// Settings says which mail server to use.
type Settings struct {
	// Server is the address of the mail server as a URL: smtps://user:password@host (TLS from
	// the start, port 465), or smtp://user:password@host (STARTTLS, which is then required,
	// port 587). Without a user there is no sign-in. Only to this machine itself
	// (localhost, 127.0.0.1, ::1) mail goes without TLS.
	Server string
	// From is the address that mails come from, "post@regie.example"; FromName is shown with it.
	From, FromName string
	// Roots are the certificates that vouch for the server; nil stands for those of the system.
	Roots *x509.CertPool
	// Now is the clock for the Date header; nil stands for time.Now.
	Now func() time.Time
}

// ErrBadSettings is returned by NewSMTP. Its text never holds the password.
var ErrBadSettings = errors.New("mail: bad settings")

// timeout bounds one conversation with the mail server.
const timeout = 30 * time.Second

// NewSMTP checks the settings; it does not connect.
func NewSMTP(s Settings) (*SMTP, error) {
	u, err := url.Parse(s.Server)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, fmt.Errorf("%w: the server must look like smtps://user:password@host", ErrBadSettings)
	}
	out := &SMTP{host: u.Hostname(), from: s.From, fromName: s.FromName, now: s.Now}
	if out.now == nil {
		out.now = time.Now
	}
	domain := s.From[strings.LastIndexByte(s.From, '@')+1:]
	if domain == s.From || domain == "" {
		return nil, fmt.Errorf("%w: the sender is no mail address", ErrBadSettings)
	}
	config := &tls.Config{ServerName: out.host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
	out.dial = new(net.Dialer).DialContext
	var port int
	var policy smtp.TLSPolicy
	switch {
	case u.Scheme == "smtps":
		// Encrypted from the first byte, so there is nothing left to ask of the server.
		out.dial = (&tls.Dialer{Config: config}).DialContext
		port, policy = 465, smtp.TLSOpportunistic
	case u.Scheme == "smtp" && isThisMachine(out.host):
		port, policy = 25, smtp.TLSOpportunistic
	case u.Scheme == "smtp":
		port, policy = 587, smtp.TLSMandatory
	default:
		return nil, fmt.Errorf("%w: the server must start with smtps:// or smtp://", ErrBadSettings)
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil || port < 1 || port > 65535 {
			return nil, fmt.Errorf("%w: no such port", ErrBadSettings)
		}
	}
	out.options = []smtp.Option{
		smtp.WithPort(port), smtp.WithTLSPolicy(policy), smtp.WithTLSConfig(config),
		smtp.WithTimeout(timeout), smtp.WithHELO(domain),
	}
	if name := u.User.Username(); name != "" {
		password, _ := u.User.Password()
		out.options = append(out.options, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover),
			smtp.WithUsername(name), smtp.WithPassword(password))
	}
	return out, nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Send hands m to the mail server. Errors never hold the address or the words of m.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	// The client forgets its connection when signing in or STARTTLS fails; here it is always closed.
	var opened []net.Conn
	defer func() {
		for _, c := range opened {
			_ = c.Close()
		}
	}()
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := s.dial(ctx, network, address)
		if err == nil {
			opened = append(opened, c)
		}
		return c, err
	}
	client, err := smtp.NewClient(s.host, append(slices.Clone(s.options), smtp.WithDialContextFunc(dial))...)
	if err != nil {
		return fmt.Errorf("preparing the mail client: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		var se *smtp.SendError
		if errors.As(err, &se) {
			// The text of a SendError names the recipient: only its number goes further.
			if !se.IsTemp() && se.ErrorCode() >= 500 {
				return fmt.Errorf("%w: the mail server answered %d", ErrRefused, se.ErrorCode())
			}
			return fmt.Errorf("mail: not accepted now, the mail server answered %d", se.ErrorCode())
		}
		return fmt.Errorf("reaching the mail server: %w", err)
	}
	return nil
}

func (s *SMTP) compose(m Message) (*smtp.Msg, error) {
	msg := smtp.NewMsg(smtp.WithNoDefaultUserAgent())
	if err := msg.FromFormat(s.fromName, s.from); err != nil {
		return nil, fmt.Errorf("%w: the sender is no mail address", ErrBadSettings)
	}
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("%w: the recipient is no mail address", ErrRefused)
	}
	if strings.ContainsAny(m.Subject, "\r\n") {
		return nil, fmt.Errorf("%w: the subject has more than one line", ErrRefused)
	}
	id := m.ID
	if id == "" {
		id = rand.Text()
	}
	html, err := m.html()
	if err != nil {
		return nil, fmt.Errorf("writing a mail: %w", err)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(s.now())
	msg.SetMessageIDWithValue(id + s.from[strings.LastIndexByte(s.from, '@'):])
	msg.SetGenHeader(smtp.HeaderContentLang, m.Lang.Tag())
	// Asks out-of-office robots not to answer (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(smtp.TypeTextPlain, m.plain())
	msg.AddAlternativeString(smtp.TypeTextHTML, html)
	return msg, nil
}
