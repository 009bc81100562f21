// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"regie/internal/mail"
	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/web/help"
)

// serveCmd runs Regie for real persons. Every option is an environment variable too; see docs/running.md.
type serveCmd struct {
	Origin   string `required:"" env:"REGIE_ORIGIN" help:"The address that people type, with https: https://regie.example"`
	Listen   string `default:"127.0.0.1:8443" env:"REGIE_LISTEN" help:"Address to listen on."`
	Admin    string `default:"127.0.0.1:9443" env:"REGIE_ADMIN" help:"Address for health checks, never open to the internet; empty for none."`
	TLSCert  string `type:"existingfile" env:"REGIE_TLS_CERT" help:"Certificate file. Without it a proxy in front must speak https, and Listen must be a loopback address."`
	TLSKey   string `type:"existingfile" env:"REGIE_TLS_KEY" help:"Key file of the certificate."`
	Database string `required:"" env:"REGIE_DATABASE" help:"sqlite:/path/to/regie.db or postgres://…"`
	Migrate  bool   `env:"REGIE_MIGRATE" help:"Bring the database up to date at the start; for one machine. With replicas: run regie migrate first."`

	ReadHere bool `env:"REGIE_READ_FILES_HERE" help:"Read files of people in the server itself, for systems where it may start no process. Less safe."`

	Keyring     string `required:"" env:"REGIE_KEYRING" type:"path" help:"File with the server's own keys. Without it nobody can sign in: back it up, apart from the database."`
	KeyringPass string `env:"REGIE_KEYRING_PASSPHRASE_FILE" type:"existingfile" help:"File with the passphrase of the keyring."`
	MakeKeyring bool   `env:"REGIE_MAKE_KEYRING" help:"Make the keyring when it is not there: at the first start only."`

	SMTP     string `required:"" env:"REGIE_SMTP" help:"Mail server: smtps://user:password@host or smtp://…"`
	MailFrom string `required:"" env:"REGIE_MAIL_FROM" help:"Address that mails come from."`

	MedMijClient      string `required:"" name:"medmij-client" env:"REGIE_MEDMIJ_CLIENT" help:"Own host name in the MedMij network (client id)."`
	MedMijLists       string `default:"https://register.medmij.nl" name:"medmij-lists" env:"REGIE_MEDMIJ_LISTS" help:"Where the MedMij lists are."`
	MedMijCert        string `required:"" type:"existingfile" name:"medmij-cert" env:"REGIE_MEDMIJ_CERT" help:"PKIoverheid certificate for the back channel."`
	MedMijKey         string `required:"" type:"existingfile" name:"medmij-key" env:"REGIE_MEDMIJ_KEY" help:"Key of that certificate."`
	MedMijRoots       string `required:"" type:"existingfile" name:"medmij-roots" env:"REGIE_MEDMIJ_ROOTS" help:"Certificates of the authorities that the back channel trusts, PEM."`
	MedMijCache       string `required:"" type:"path" name:"medmij-cache" env:"REGIE_MEDMIJ_CACHE" help:"Folder for the last good lists and the chain log."`
	MedMijServices    string `type:"existingfile" name:"medmij-services" env:"REGIE_MEDMIJ_SERVICES" help:"Table of data services in place of the built-in one (see regie services --json)."`
	ProviderDirectory string `env:"REGIE_PROVIDER_DIRECTORY" help:"Address book of care providers: a file or an https address on a listed host."`

	Vendor       map[string]string `env:"REGIE_VENDORS" placeholder:"BRAND=ID" help:"Makers of measuring devices that people can connect with, each with the id that it gave this Regie: withings=0123abc. See docs/connectors.md."`
	VendorSecret map[string]string `env:"REGIE_VENDOR_SECRET_FILES" placeholder:"BRAND=FILE" help:"For each of them the file with its secret: withings=/run/secrets/withings."`

	HelpName    string `env:"REGIE_HELP_NAME" help:"Who runs this Regie."`
	HelpMail    string `env:"REGIE_HELP_MAIL" help:"Mail address of the help desk."`
	HelpPhone   string `env:"REGIE_HELP_PHONE" help:"Telephone number of the help desk."`
	HelpHours   string `env:"REGIE_HELP_HOURS" help:"When the help desk answers."`
	HelpAddress string `env:"REGIE_HELP_ADDRESS" help:"Postal address."`
	HelpSite    string `env:"REGIE_HELP_SITE" help:"Site of who runs this Regie."`
	HelpPrivacy string `env:"REGIE_HELP_PRIVACY" help:"Address of the privacy statement."`
}

func (c serveCmd) Run(ctx context.Context) error {
	log := newLog(os.Stdout, slog.LevelInfo)
	s, err := c.settings(log)
	if err != nil {
		return err
	}
	var tlsConfig *tls.Config
	if c.TLSCert != "" {
		tlsConfig, err = c.tls()
		if err != nil {
			return err
		}
	} else if !isLoopback(c.Listen) {
		return errors.New("without --tls-cert and --tls-key Regie only listens on a loopback address, for a proxy that speaks https")
	}
	a, err := build(ctx, s)
	if errors.Is(err, store.ErrNotMigrated) {
		return fmt.Errorf("%w: run regie migrate first, or start with --migrate", err)
	}
	if err != nil {
		return err
	}
	defer a.Close()
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	if c.Admin != "" {
		stop, err := a.admin(c.Admin)
		if err != nil {
			return err
		}
		defer stop()
	}
	a.Start(ctx)
	log.InfoContext(ctx, "ready", "version", version)
	return a.Serve(ctx, tlsConfig, listener)
}

func (c serveCmd) settings(log *slog.Logger) (settings, error) {
	origin, err := url.Parse(c.Origin)
	if err != nil || origin.Scheme != "https" || origin.Host == "" || strings.Trim(origin.Path, "/") != "" {
		return settings{}, errors.New("--origin must be an https address without a path, such as https://regie.example")
	}
	sender, err := mail.NewSMTP(mail.Settings{Server: c.SMTP, From: c.MailFrom, FromName: "Regie"})
	if err != nil {
		return settings{}, fmt.Errorf("reading the mail settings: %w", err)
	}
	pem, err := os.ReadFile(c.MedMijRoots)
	if err != nil {
		return settings{}, fmt.Errorf("reading the roots of the back channel: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return settings{}, fmt.Errorf("%s holds no certificate", c.MedMijRoots)
	}
	var passphrase []byte
	if c.KeyringPass != "" {
		passphrase, err = os.ReadFile(c.KeyringPass)
		if err != nil {
			return settings{}, fmt.Errorf("reading the passphrase: %w", err)
		}
		passphrase = []byte(strings.TrimRight(string(passphrase), "\r\n"))
	}
	makers, err := readVendors(c.Vendor, c.VendorSecret)
	if err != nil {
		return settings{}, err
	}
	return settings{
		Vendors: makers,
		Origin:  origin, Database: c.Database, Keyring: c.Keyring, Passphrase: passphrase, MakeKeys: c.MakeKeyring, Migrate: c.Migrate, ReadHere: c.ReadHere,
		Mail: sender, ClientID: c.MedMijClient, Roots: roots, Book: c.ProviderDirectory, Services: c.MedMijServices,
		Operator: help.Operator{Name: c.HelpName, Mail: c.HelpMail, Phone: c.HelpPhone, Hours: c.HelpHours, Address: c.HelpAddress, Site: c.HelpSite, Privacy: c.HelpPrivacy},
		Lists:    medmij.ListsConfig{Base: c.MedMijLists, API: "2", Interface: "2", CacheDir: c.MedMijCache, Log: log},
		ChainDir: c.MedMijCache, Certificate: c.clientCertificate, Log: log,
	}, nil
}

// clientCertificate is read at every handshake, so that a renewed certificate needs no restart.
func (c serveCmd) clientCertificate() (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.MedMijCert, c.MedMijKey)
	if err != nil {
		return nil, fmt.Errorf("reading the certificate of the back channel: %w", err)
	}
	return &pair, nil
}

// tls serves the certificate that is in the files now, and looks again after a minute.
func (c serveCmd) tls() (*tls.Config, error) {
	load := cached(time.Minute, func() (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		return &pair, err
	})
	_, err := load()
	if err != nil {
		return nil, fmt.Errorf("reading the certificate: %w", err)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			return load()
		},
	}, nil
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// admin serves the health checks: alive says that the process answers, ready that the database
// does and that the MedMij lists are fresh enough to collect.
func (a *app) admin(address string) (stop func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening for health checks: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		err := a.db.Ready(r.Context())
		if err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		lists := "fresh"
		if !a.network.Lists.Fresh() {
			lists = "too old to start collecting"
		}
		fmt.Fprintf(w, "ready; lists: %s\n", lists)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		err := server.Serve(listener)
		if err != nil && !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("health checks stopped", "error", err.Error())
		}
	}()
	return func() { _ = server.Close() }, nil
}
