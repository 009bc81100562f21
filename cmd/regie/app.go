// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"regie/internal/agenda"
	"regie/internal/carry"
	"regie/internal/collect"
	"regie/internal/diary"
	"regie/internal/mail"
	"regie/internal/measure"
	"regie/internal/measure/apart"
	"regie/internal/measure/connect"
	"regie/internal/measure/device"
	"regie/internal/measure/files"
	"regie/internal/measure/push"
	"regie/internal/measure/receive"
	"regie/internal/medmij"
	"regie/internal/person"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/web"
	"regie/internal/web/help"
)

// returnPath is where providers send the person back to, followed by a tag for the server.
const returnPath = "/ophalen/terug"

// settings are what the program needs to know to run the server, from whichever command.
type settings struct {
	Origin   *url.URL // the address that people type
	Database string
	Keyring  string // file
	// Passphrase opens the keyring file; empty leaves its protection to the file system.
	Passphrase []byte
	MakeKeys   bool // a keyring that is not there yet is made
	Migrate    bool // bring the database up to date at the start
	Practice   bool
	Mail       mail.Sender
	Mailbox    *mail.Mailbox
	Operator   help.Operator
	ReadHere   bool // files of people are read in this process, not in one of their own

	// The MedMij network.
	ClientID    string
	Lists       medmij.ListsConfig
	Roots       *x509.CertPool
	Certificate func() (*tls.Certificate, error)
	Hosts       map[string]string
	Book        string
	ChainDir    string
	Services    string   // a table of data services in place of the built-in one
	Unchecked   []string // providers whose data need not be about one person: a folder of test data

	// Vendors make measuring devices.
	Vendors vendors

	Log *slog.Logger
}

// app is the running server: all rooms, joined. Close stops it in the opposite order.
type app struct {
	db        *store.DB
	chain     *medmij.ChainLog
	network   *medmij.Network
	keeper    *record.Keeper
	collector *collect.Collector
	people    *person.Service
	couplings *connect.Couplings
	books     *measure.Books
	handler   http.Handler
	log       *slog.Logger

	background sync.WaitGroup
	stop       context.CancelFunc
}

// build joins the rooms. The order is that of need: keys before the database that they belong
// to, the network before the collector, everything before the pages.
func build(ctx context.Context, s settings) (_ *app, err error) {
	a := &app{log: s.Log}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	keys, err := openKeyring(s)
	if err != nil {
		return nil, err
	}
	a.db, err = store.Open(ctx, s.Database, store.Options{})
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if s.Migrate {
		err = a.db.Migrate(ctx)
		if err != nil {
			return nil, fmt.Errorf("migrating the database: %w", err)
		}
	}
	err = a.db.Ready(ctx)
	if err != nil {
		return nil, fmt.Errorf("checking the database: %w", err)
	}
	err = keys.Belongs(ctx, a.db)
	if err != nil {
		return nil, fmt.Errorf("checking that keyring and database belong together: %w", err)
	}
	a.people, err = person.New(person.Config{
		DB: a.db, Smith: vault.NewLocksmith(keys, vault.LocksmithOptions{}), Mail: s.Mail, Origin: s.Origin, Now: time.Now, Log: s.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("setting up accounts: %w", err)
	}
	a.chain, err = medmij.OpenChainLog(s.ChainDir, s.ClientID, time.Now)
	if err != nil {
		return nil, fmt.Errorf("opening the chain log: %w", err)
	}
	a.network, err = medmij.New(medmij.Config{
		ClientID: s.ClientID, Redirect: s.Origin.JoinPath(returnPath).String(), RedirectPerServer: true, Lists: s.Lists,
		Roots: s.Roots, Certificate: s.Certificate, Hosts: s.Hosts, Now: time.Now, Rand: rand.Reader, Log: s.Log, Chain: a.chain,
	})
	if err != nil {
		return nil, fmt.Errorf("setting up the MedMij network: %w", err)
	}
	a.keeper = record.New(a.db, record.Options{})
	table := collect.BuiltIn()
	if s.Services != "" {
		table, err = collect.LoadTable(s.Services)
		if err != nil {
			return nil, fmt.Errorf("reading the table of data services: %w", err)
		}
	}
	a.collector, err = collect.New(collect.Config{
		DB: a.db, Network: a.network, Keeper: a.keeper, Keys: keys, Table: table, Book: s.Book, Unchecked: s.Unchecked,
		Now: time.Now, Rand: rand.Reader, Log: s.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("setting up collecting: %w", err)
	}
	a.books = measure.New(a.db, measure.Options{})
	books := a.books
	home, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("finding Dutch time: %w", err)
	}
	receivers := receive.New(receive.Config{DB: a.db, Keys: keys, Books: books, Log: s.Log, Read: func(body []byte, in *measure.Intake) error {
		return push.Read(bytes.NewReader(body), home, in)
	}})
	a.couplings, err = a.couple(s, books)
	if err != nil {
		return nil, fmt.Errorf("setting up coupling with vendors: %w", err)
	}
	agendas, err := agenda.New(a.db, agenda.Options{Now: time.Now})
	if err != nil {
		return nil, fmt.Errorf("setting up agendas: %w", err)
	}
	diaries := diary.New(a.db, diary.Options{Now: time.Now})
	a.handler, err = web.New(web.Config{
		Base: s.Origin, Now: time.Now, Log: s.Log, Practice: s.Practice, Mailbox: s.Mailbox, Operator: s.Operator,
		Random: rand.Reader, Sessions: a.people, Person: a.people, Collector: a.collector, Keeper: a.keeper,
		Diaries: diaries, Agendas: agendas, Books: books, Devices: device.New(a.db, books), Receivers: receivers, Couplings: a.couplings,
		ReadFile: s.readFile(),
		Carry:    &carry.Kit{DB: a.db, Keeper: a.keeper, Books: books, Diaries: diaries, Agendas: agendas, Now: time.Now, Rand: rand.Reader},
	})
	if err != nil {
		return nil, fmt.Errorf("setting up the pages: %w", err)
	}
	return a, nil
}

// readFile is how files of people are read: by this program in a process of its own, where it can
// find itself.
func (s settings) readFile() files.Reader {
	const running = "/proc/self/exe" // it stays the same when an update replaces the file
	path := running
	if there, err := exists(running); err != nil || !there {
		path, err = os.Executable()
		if err != nil {
			s.Log.Warn("the program does not find itself; files are read in the server", "error", err.Error())
			return nil
		}
	}
	if s.ReadHere {
		return nil
	}
	return apart.New(path, s.Log).Read
}

// openKeyring loads the server's keys, and makes them at a first start where that is allowed.
func openKeyring(s settings) (*vault.Keyring, error) {
	o := vault.KeyringOptions{Passphrase: s.Passphrase}
	keys, err := vault.LoadKeyring(s.Keyring, o)
	if errors.Is(err, vault.ErrNoKeyring) && s.MakeKeys {
		err = os.MkdirAll(filepath.Dir(s.Keyring), 0o700)
		if err != nil {
			return nil, fmt.Errorf("making the folder of the keyring: %w", err)
		}
		keys, err = vault.CreateKeyring(s.Keyring, o)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the keyring %s: %w", s.Keyring, err)
	}
	return keys, nil
}

// Start begins what runs beside the pages: mail, clearing up, the lists, collecting for those who asked.
func (a *app) Start(ctx context.Context) {
	ctx, a.stop = context.WithCancel(ctx)
	for _, work := range []func(context.Context){a.people.Run, a.lists, a.collect, a.sweep} {
		a.background.Go(func() { work(ctx) })
	}
}

func (a *app) collect(ctx context.Context) {
	err := a.collector.Background(ctx) // it ends with the context, or with an error
	if ctx.Err() == nil {
		a.log.ErrorContext(ctx, "automatic collecting stopped", "error", err.Error())
	}
}

func (a *app) lists(ctx context.Context) {
	err := a.network.Lists.Load() // what an earlier run kept, while the list server is away
	if err != nil {
		a.log.WarnContext(ctx, "kept lists not all in use", "error", err.Error())
	}
	err = a.network.Lists.Run(ctx) // it ends with the context, or with an error
	if ctx.Err() == nil {
		a.log.ErrorContext(ctx, "lists stopped", "error", err.Error())
	}
}

// sweep removes what has had its time: ended sessions, unfinished sign-ups, closed dossiers, files
// that nobody added.
func (a *app) sweep(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		a.keeper.Sweep()
		err := errors.Join(a.people.Sweep(ctx), a.books.Sweep(ctx))
		if err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "clearing up failed", "error", err.Error())
		}
	}
}

// Serve answers on the listeners until ctx ends, and then lets requests under way finish.
func (a *app) Serve(ctx context.Context, tlsConfig *tls.Config, listeners ...net.Listener) error {
	server := web.NewHTTPServer(a.handler, a.log)
	server.TLSConfig = tlsConfig
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		if tlsConfig != nil {
			l = tls.NewListener(l, tlsConfig)
		}
		go func() { failed <- server.Serve(l) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, server.Shutdown(last))
}

// Close stops the background work and lets go of everything, last made first.
func (a *app) Close() {
	if a.stop != nil {
		a.stop()
	}
	a.background.Wait()
	if a.couplings != nil {
		a.couplings.Close() // a fetch that was under way goes on the next time
	}
	if a.collector != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		_ = a.collector.Close(ctx) // a run that does not end in time is shown as interrupted
		cancel()
	}
	if a.network != nil {
		a.network.Close()
	}
	if a.chain != nil {
		_ = a.chain.Close() // every event was written when it happened
	}
	if a.db != nil {
		_ = a.db.Close() // committed is committed
	}
}

// listenLocal listens on both loopback addresses, since a browser may take either for "localhost".
func listenLocal(port string) ([]net.Listener, error) {
	first, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	out := []net.Listener{first}
	_, actual, err := net.SplitHostPort(first.Addr().String())
	if err != nil {
		return nil, err
	}
	second, err := net.Listen("tcp", net.JoinHostPort("::1", actual))
	if err == nil { // a machine without IPv6 has only the first
		out = append(out, second)
	}
	return out, nil
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
