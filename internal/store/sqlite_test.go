// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestSQLiteRefusesToLoseCommits(t *testing.T) {
	for _, tc := range []struct {
		query string
		want  error // nil: opens
	}{
		{"", nil},
		{"?_pragma=synchronous(EXTRA)", nil},
		{"?_pragma=synchronous(FULL)", nil},
		{"?_pragma=cache_size(-8000)&_pragma=busy_timeout(100)", nil},
		{"?_pragma=synchronous(NORMAL)", store.ErrUnsafe},
		{"?_pragma=synchronous(1)", store.ErrUnsafe},
		{"?_pragma=synchronous(OFF)", store.ErrUnsafe},
		{"?_pragma=SYNCHRONOUS(off)", store.ErrBadDSN},
		{"?_pragma=journal_mode(DELETE)", store.ErrUnsafe},
		{"?_pragma=journal_mode(MEMORY)", store.ErrUnsafe},
		{"?_pragma=journal_mode(OFF)", store.ErrUnsafe},
		{"?_pragma=synchronous=off", store.ErrBadDSN},
		{"?_pragma=synchronous(FULL);synchronous(OFF)", store.ErrBadDSN},
		{"?_pragma=writable_schema(1)", store.ErrBadDSN},
		{"?_synchronous=OFF", store.ErrBadDSN},
		{"?_sync=OFF", store.ErrBadDSN},
		{"?_journal_mode=OFF", store.ErrBadDSN},
		{"?vfs=unix-none", store.ErrBadDSN},
		{"?nolock=1", store.ErrBadDSN},
		{"?immutable=1", store.ErrBadDSN},
		{"?mode=memory", store.ErrBadDSN},
		{"?cache=shared", store.ErrBadDSN},
	} {
		t.Run(tc.query, func(t *testing.T) {
			db, err := store.Open(context.Background(), storetest.SQLiteDSN(t)+tc.query, store.Options{})
			if err == nil {
				db.Close()
			}
			if !errors.Is(err, tc.want) || (tc.want == nil) != (err == nil) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	noDatabase := filepath.Join(folder, "text")
	if err := os.WriteFile(noDatabase, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dsn := range []string{
		"", "sqlite", "sqlite:", "sqlite::memory:", "sqlite:file::memory:", "mysql://a", folder, "sqlite:" + folder,
		"sqlite:" + filepath.Join(folder, "absent", "x.db"), "sqlite:" + filepath.Join(folder, "a\x00b"), "sqlite:" + noDatabase, "postgres://user:hunter2@/%zz", "postgres://user:hunter2@localhost:notaport/x",
	} {
		db, err := store.Open(context.Background(), dsn, store.Options{})
		if err == nil {
			db.Close()
			t.Errorf("%q was opened", dsn)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error shows the password: %v", dsn, err)
		}
	}
}

func TestSQLitePathsWithSigns(t *testing.T) {
	for _, name := range []string{"a#b.db", "a%20b.db", "a b.db", "é&=.db", "a+b.db"} {
		path := filepath.Join(t.TempDir(), name)
		storetest.Open(t, "sqlite:"+path, store.Options{})
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s is not the database: %v", name, err)
		}
	}
}

// TestSQLiteFileIsPrivate looks at the database and the files that SQLite puts beside it.
func TestSQLiteFileIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no file modes")
	}
	path := filepath.Join(t.TempDir(), "regie.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil { // one that stood open
		t.Fatal(err)
	}
	db := storetest.Open(t, "sqlite:"+path, store.Options{})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("regie.db%s has mode %o", suffix, info.Mode().Perm())
		}
	}
}

// TestSQLiteOverwritesWhatIsDeleted searches the closed file for bytes of a deleted row.
func TestSQLiteOverwritesWhatIsDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "regie.db")
	ctx, s := context.Background(), store.NewScope(store.NewID(nil))
	canary := bytes.Repeat([]byte("canary of a deleted envelope "), 1000)
	db, err := store.Open(ctx, "sqlite:"+path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	id := store.NewID(nil)
	if err := errors.Join(
		db.Migrate(ctx),
		db.Update(ctx, s, func(tx *store.Tx) error {
			return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1, Body: canary})
		}),
		db.Update(ctx, s, func(tx *store.Tx) error { return tx.DeleteSealed(1, id) }),
		db.Close(),
	); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, canary[:29]) {
			t.Errorf("%s still has it", filepath.Base(n))
		}
	}
}

// TestSQLiteFull lets the file reach its largest size.
func TestSQLiteFull(t *testing.T) {
	ctx, s := context.Background(), store.NewScope(store.NewID(nil))
	db := storetest.SQLite(t)
	if err := db.System(ctx, func(tx *store.Tx) error {
		_, err := tx.QueryInt("pragma max_page_count = 60")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	put := func(size int) error {
		return db.Update(ctx, s, func(tx *store.Tx) error {
			return tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1, Body: make([]byte, size)})
		})
	}
	if err := put(1 << 20); !errors.Is(err, store.ErrFull) {
		t.Errorf("a row that does not fit: %v", err)
	}
	if err := put(10); err != nil {
		t.Errorf("a row that fits, after one that did not: %v", err)
	}
}
