// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the helper speaks to the server before package store does

	"regie/internal/store"
)

// Postgres returns a fresh, migrated database on a real PostgreSQL server.
//
// REGIE_POSTGRES names a server to use (its role must be allowed to make databases). Otherwise a throw-away server is
// started, one for each test process, listening on a socket in a folder of its own; it ends with the process, however
// that ends. Where PostgreSQL is not installed the test is skipped, or fails when CI=true or REGIE_REQUIRE_POSTGRES=1.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return opened(t, PostgresDSN(t), store.Options{AllowFsyncOff: true})
}

// PostgresDSN is Postgres for tests that open the database themselves; it is empty, and dropped afterwards.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	base, err := server()
	if errors.Is(err, errNotInstalled) {
		if os.Getenv("CI") == "true" || os.Getenv("REGIE_REQUIRE_POSTGRES") == "1" {
			t.Fatal("PostgreSQL is not installed, and this run may not do without (Debian: apt-get install postgresql)")
		}
		t.Skip("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)")
	}
	if err != nil {
		t.Fatalf("starting PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("regie_test_%d_%d", os.Getpid(), counter.Add(1))
	admin(t, base, "create database "+name)
	t.Cleanup(func() { admin(t, base, "drop database if exists "+name+" with (force)") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal("REGIE_POSTGRES must be a postgres:// address")
	}
	u.Path = "/" + name
	return u.String()
}

var (
	counter         atomic.Int64
	errNotInstalled = errors.New("not installed")
	// server is the one server of this test process, started by the first test that asks.
	server = sync.OnceValues(startServer)
)

func admin(t testing.TB, base, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal("REGIE_POSTGRES must be a postgres:// address")
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Errorf("preparing the test database: %v", err)
	}
}

func startServer() (string, error) {
	if dsn := os.Getenv("REGIE_POSTGRES"); dsn != "" {
		return dsn, nil
	}
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "regie-pg-")
	if err != nil {
		return "", err
	}
	owner, err := unprivileged(dir)
	if err != nil {
		return "", err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "regie", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	initdb.SysProcAttr, initdb.Dir = owner, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("initdb: %w: %s", err, out)
	}
	return launch(bin, dir, data, owner)
}

// launch starts the server under a small shell that waits for the end of its standard input. That input is a pipe
// from this process, so that the server stops and its folder goes when this process ends, whatever ends it.
func launch(bin, dir, data string, owner *syscall.SysProcAttr) (string, error) {
	const script = `"$1" -D "$2" -k "$3" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=100 \
		-c shared_buffers=32MB -c autovacuum=off -c logging_collector=off &
	server=$!
	cat >/dev/null
	kill -QUIT "$server" 2>/dev/null
	wait "$server"
	cd / && rm -rf "$3"`
	log, err := os.OpenFile(filepath.Join(dir, "log"), os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return "", err
	}
	defer log.Close()
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	shell := exec.Command("/bin/sh", "-c", script, "sh", filepath.Join(bin, "postgres"), data, dir)
	shell.Stdin, shell.Stdout, shell.Stderr, shell.Dir = r, log, log, dir
	attr := *owner
	attr.Setpgid = true // so that an interrupt at the keyboard reaches it through the pipe, in order
	shell.SysProcAttr = &attr
	if err := shell.Start(); err != nil {
		return "", err
	}
	keep = w
	dsn := "postgres://regie@/postgres?host=" + url.QueryEscape(dir)
	return dsn, waitFor(dsn, dir)
}

// keep holds the pipe of launch open for as long as this process lives.
var keep *os.File

func waitFor(dsn, dir string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if err = db.Ping(); err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return fmt.Errorf("no answer: %w: %s", err, bytes.TrimSpace(log))
		}
	}
}

// binaries finds the newest installed server.
func binaries() (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	best, bestVersion := "", -1
	for _, d := range dirs {
		v, err := strconv.Atoi(filepath.Base(filepath.Dir(d)))
		if err != nil || v < bestVersion {
			continue
		}
		if _, err := os.Stat(filepath.Join(d, "initdb")); err == nil {
			best, bestVersion = d, v
		}
	}
	if best != "" {
		return best, nil
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			p = real
		}
		return filepath.Dir(p), nil
	}
	return "", errNotInstalled
}

// unprivileged gives dir to a user without rights when this process is root, which PostgreSQL refuses to run as.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	for _, name := range strings.Fields("postgres nobody") {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 != nil || err2 != nil {
			continue
		}
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			return nil, err
		}
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return nil, errors.New("no user to run PostgreSQL as: neither postgres nor nobody exists")
}
