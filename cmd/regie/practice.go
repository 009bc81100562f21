// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"regie/internal/mail"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/text"
	"regie/internal/web/help"
)

// practiceCmd runs everything on this machine: Regie, and a network of fictional care providers.
type practiceCmd struct {
	Dir      string   `default:"regie-practice" type:"path" help:"Folder for the practice database, keys and certificates. It is made when it is not there."`
	Port     int      `default:"8080" help:"Port of Regie on this machine."`
	Front    int      `default:"8090" help:"Port of the pages of the practice providers."`
	Back     int      `default:"8493" help:"Port of the services of the practice providers."`
	Data     string   `type:"existingdir" help:"Folder with FHIR files of one patient. An extra provider serves them, so that they can be collected."`
	FrontTLS bool     `name:"front-tls" help:"Send the browser to the practice providers over https. It will warn about the throw-away certificate."`
	Fault    []string `sep:"none" help:"Make something go wrong in the practice network, as docs/practice.md describes. May be given more than once."`
	Database string   `env:"REGIE_DATABASE" help:"Use this database in place of a file in the folder."`
	Verbose  bool     `short:"v" help:"Log every request."`
}

// practiceClient is what Regie is called in the practice network.
const practiceClient = "regie.localhost"

func (c practiceCmd) Run(ctx context.Context) error {
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelInfo
	}
	log := newLog(os.Stderr, level)
	err := os.MkdirAll(c.Dir, 0o700)
	if err != nil {
		return fmt.Errorf("making the practice folder: %w", err)
	}
	listeners, err := listenLocal(strconv.Itoa(c.Port))
	if err != nil {
		return taken(err, c.Port, "--port")
	}
	_, port, err := net.SplitHostPort(listeners[0].Addr().String())
	if err != nil {
		return err
	}
	origin := &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}
	anchor, err := c.anchor()
	if err != nil {
		return err
	}
	network, err := c.network(ctx, origin, anchor, log)
	if err != nil {
		return err
	}
	defer network.Close()

	database := c.Database
	if database == "" {
		database = "sqlite:" + filepath.Join(c.Dir, "regie.db")
	}
	box := mail.NewMailbox(time.Now, 200)
	a, err := build(ctx, settings{
		Origin: origin, Database: database, Keyring: filepath.Join(c.Dir, "keyring.json"), MakeKeys: true, Migrate: true,
		Practice: true, Mail: box, Mailbox: box,
		Operator: help.Operator{Name: "Regie (oefenen)"},
		ClientID: practiceClient,
		Lists:    medmij.ListsConfig{Base: network.ListURL, API: "2", Interface: "2", CacheDir: filepath.Join(c.Dir, "lists"), PlainFront: true, Log: log},
		Roots:    network.CAPool, Hosts: network.Resolve, Book: network.DirectoryURL,
		Certificate: func() (*tls.Certificate, error) { return &network.ClientCertificate, nil },
		ChainDir:    filepath.Join(c.Dir, "chainlog"),
		Unchecked:   ownData(network),
		Vendors:     practiceVendors(network, origin),
		Log:         log,
	})
	if err != nil {
		return err
	}
	defer a.Close()
	a.Start(ctx)
	c.welcome(origin, network)
	return a.Serve(ctx, nil, listeners...)
}

// ownData names the provider that serves a folder of one's own: its files may well be of several people.
func ownData(n *practice.Network) []string {
	var out []string
	for _, p := range n.Providers() {
		if p.Kind == dossier.KindOwn {
			out = append(out, p.MedMijName)
		}
	}
	return out
}

func (c practiceCmd) network(ctx context.Context, origin *url.URL, anchor time.Time, log *slog.Logger) (*practice.Network, error) {
	cfg := practice.Config{
		Dir: filepath.Join(c.Dir, "network"), FrontAddr: loopback(c.Front), BackAddr: loopback(c.Back), FrontTLS: c.FrontTLS,
		Clients: []practice.Client{{ID: practiceClient, Organisation: "Regie", RedirectURIs: []string{origin.JoinPath(returnPath).String()}}},
		Persons: persons.Build(anchor), Log: log,
	}
	if c.Data != "" {
		folder, err := practice.LoadDir(c.Data)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", c.Data, err)
		}
		cfg.Folder, cfg.Generous = folder, true
	}
	n, err := practice.Start(ctx, cfg)
	if err != nil {
		return nil, taken(fmt.Errorf("starting the practice network: %w", err), c.Front, "--front or --back")
	}
	if err := inject(n, c.Fault); err != nil {
		n.Close()
		return nil, err
	}
	for _, server := range n.AuthorizeURLs() { // each has its own way back
		n.Register(practiceClient, origin.JoinPath(returnPath, medmij.ServerTag(server)).String())
	}
	return n, nil
}

// anchor is the day on which this practice folder was made: the fictional dossiers end there, and
// stay the same at every start.
func (c practiceCmd) anchor() (time.Time, error) {
	path := filepath.Join(c.Dir, "since")
	there, err := exists(path)
	if err != nil {
		return time.Time{}, fmt.Errorf("looking for %s: %w", path, err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.Time{}, err
	}
	if there {
		b, err := os.ReadFile(path)
		if err != nil {
			return time.Time{}, fmt.Errorf("reading %s: %w", path, err)
		}
		day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(string(b)), zone)
		if err == nil && time.Since(day) < 60*24*time.Hour {
			return day, nil
		}
		// An old practice folder gets new dates: appointments should lie ahead.
	}
	now := time.Now().In(zone)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	err = os.WriteFile(path, []byte(day.Format(time.DateOnly)+"\n"), 0o600)
	if err != nil {
		return time.Time{}, fmt.Errorf("writing %s: %w", path, err)
	}
	return day, nil
}

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// taken says which port is in use and what to do about it.
func taken(err error, port int, flag string) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %d is in use by another program; choose another one with %s (with make: make run ARGS=\"%s …\")", port, flag, strings.Fields(flag)[0])
	}
	return err
}

// welcome tells where to look and what to try.
func (c practiceCmd) welcome(origin *url.URL, n *practice.Network) {
	fmt.Printf(`
  Regie is running in practice mode. Nothing in it is real.

  Open   %s

  Try this:
    1. Make an account. The mails that Regie sends are at %s
    2. Find the GP practice "Oefenhoek" and the hospital "De Linde", and collect.
       At the imitation DigiD, choose one of the fictional persons:
`, origin, origin.JoinPath("/oefenpost"))
	for _, p := range n.Persons() {
		fmt.Printf("         %-26s %s\n", p.Name, p.Summary.EN)
	}
	fmt.Printf(`    3. Read what came in: medicines, lab results, letters.

  Everything is kept in %s. Stop with Ctrl-C.
`, c.Dir)
	for _, line := range n.FolderReport(text.EN) {
		fmt.Println(" ", line)
	}
	fmt.Println()
}
