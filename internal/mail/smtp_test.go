// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"mime/quotedprintable"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/text"
)

// server is a small real SMTP server.
type server struct {
	addr    string
	answers map[string]string // command → what to answer instead of agreeing
	mu      sync.Mutex
	got     []string // whole messages
	auth    []string
}

func listen(t *testing.T, config *tls.Config, answers map[string]string) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if config != nil {
		l = tls.NewListener(l, config)
	}
	s := &server{addr: l.Addr().String(), answers: answers}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.talk(c, config != nil) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	return s
}

func (s *server) talk(c net.Conn, secure bool) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	say("220 here")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb := strings.ToUpper(strings.Fields(line + " ")[0])
		if a, ok := s.answers[verb]; ok {
			say(a)
			continue
		}
		switch verb {
		case "EHLO":
			if secure {
				say("250-here")
				say("250 AUTH PLAIN")
			} else {
				say("250 here")
			}
		case "AUTH":
			s.mu.Lock()
			s.auth = append(s.auth, line)
			s.mu.Unlock()
			say("235 welcome")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				b.WriteString(l)
			}
			s.mu.Lock()
			s.got = append(s.got, b.String())
			s.mu.Unlock()
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}

var letter = Message{To: "anna@voorbeeld.nl", Lang: text.NL, Subject: "Bevestig uw mailadres – één tik", Paragraphs: []Paragraph{
	{Text: "U wilt een account. Dat kan één keer."}, {Link: "https://regie.example/aanmelden?c=abc=="},
}}

func TestSMTPDeliversOverTLSAndSignsIn(t *testing.T) {
	config, roots := certificate(t)
	srv := listen(t, config, nil)
	s, err := NewSMTP(Settings{
		Server: "smtps://regie:geheim%2F1@" + srv.addr, From: "post@regie.example", FromName: "Regie", Roots: roots,
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), letter); err != nil {
		t.Fatal(err)
	}
	if len(srv.got) != 1 || len(srv.auth) != 1 {
		t.Fatalf("the server has %d messages and %d sign-ins, want 1 and 1", len(srv.got), len(srv.auth))
	}
	got := srv.got[0]
	for _, want := range []string{
		"To: <anna@voorbeeld.nl>", "<post@regie.example>", "Date: Sat, 21 Nov 2026 12:00:00 +0000", "@regie.example>",
		"Content-Language: nl", "Auto-Submitted: auto-generated", "multipart/alternative", "text/plain", "text/html",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the message lacks %q:\n%s", want, got)
		}
	}
	words, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(got)))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(words), "U wilt een account. Dat kan één keer.") {
		t.Errorf("the message lost its words:\n%s", words)
	}
	secret := base64.StdEncoding.EncodeToString([]byte("\x00regie\x00geheim/1"))
	if !strings.Contains(srv.auth[0], secret) {
		t.Errorf("signed in with %q", srv.auth[0])
	}
}

func TestSMTPRefusesAServerItCannotTrust(t *testing.T) {
	config, _ := certificate(t)
	srv := listen(t, config, nil)
	s, err := NewSMTP(Settings{Server: "smtps://" + srv.addr, From: "post@regie.example", Roots: x509.NewCertPool()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), letter); err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("sent to a server with an unknown certificate: %v", err)
	}
	if len(srv.got) != 0 {
		t.Error("the message arrived")
	}
}

func TestSMTPTellsLaterFromNever(t *testing.T) {
	for _, c := range []struct {
		answers map[string]string
		never   bool
	}{
		{map[string]string{"RCPT": "550 5.1.1 no such anna@voorbeeld.nl"}, true},
		{map[string]string{"RCPT": "450 4.2.0 greylisted anna@voorbeeld.nl"}, false},
		{map[string]string{"MAIL": "421 4.3.0 busy"}, false},
		{map[string]string{"DATA": "554 5.7.1 spam"}, true},
	} {
		srv := listen(t, nil, c.answers)
		s, err := NewSMTP(Settings{Server: "smtp://" + srv.addr, From: "post@regie.example"})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(context.Background(), letter)
		if err == nil || errors.Is(err, ErrRefused) != c.never {
			t.Errorf("%v: %v, want refused for good %v", c.answers, err, c.never)
		}
		if err != nil && strings.Contains(err.Error(), "anna") {
			t.Errorf("%v: the error names the recipient: %v", c.answers, err)
		}
	}
	s, err := NewSMTP(Settings{Server: "smtp://127.0.0.1:1", From: "post@regie.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), letter); err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("no server at all: %v, want an error that may pass", err)
	}
}

func TestSMTPTakesNoSecondHeader(t *testing.T) {
	srv := listen(t, nil, nil)
	s, err := NewSMTP(Settings{Server: "smtp://" + srv.addr, From: "post@regie.example"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []Message{
		{To: "anna@voorbeeld.nl\r\nBcc: bob@voorbeeld.nl", Subject: "x"},
		{To: "anna@voorbeeld.nl, bob@voorbeeld.nl", Subject: "x"},
		{To: "anna@voorbeeld.nl", Subject: "x\r\nBcc: bob@voorbeeld.nl"},
	} {
		if err := s.Send(context.Background(), m); !errors.Is(err, ErrRefused) {
			t.Errorf("%q / %q: %v, want ErrRefused", m.To, m.Subject, err)
		}
	}
}

func TestNewSMTPRefusesBadSettings(t *testing.T) {
	for _, c := range []Settings{
		{Server: "", From: "post@regie.example"},
		{Server: "https://host", From: "post@regie.example"},
		{Server: "smtps://", From: "post@regie.example"},
		{Server: "smtps://host:0", From: "post@regie.example"},
		{Server: "smtps://host:99999", From: "post@regie.example"},
		{Server: "smtps://host/path", From: "post@regie.example"},
		{Server: "smtps://host?tls=off", From: "post@regie.example"},
		{Server: "smtps://host", From: "post"},
		{Server: "smtps://u:geheim@host:x", From: "post@regie.example"},
	} {
		if _, err := NewSMTP(c); !errors.Is(err, ErrBadSettings) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("NewSMTP(%+v): %v, want ErrBadSettings", c, err)
		}
	}
}

func TestSMTPToAnotherMachineNeedsTLS(t *testing.T) {
	// The server on this machine offers no STARTTLS; by a name that is not this machine's it must be refused.
	srv := listen(t, nil, nil)
	s, err := NewSMTP(Settings{Server: "smtp://mail.regie.example:2525", From: "post@regie.example"})
	if err != nil {
		t.Fatal(err)
	}
	s.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, srv.addr)
	}
	if err := s.Send(context.Background(), letter); err == nil {
		t.Error("sent without TLS to another machine")
	}
	if len(srv.got) != 0 {
		t.Error("the message arrived")
	}
}
