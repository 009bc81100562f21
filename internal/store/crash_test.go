// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// crashEnv makes this test binary write in the database it names, one row a transaction, and print the number of each
// row that was acknowledged.
const crashEnv = "REGIE_TEST_CRASH_DB"

var crashPerson = store.NewScope(store.ID{1})

func TestCrashChild(t *testing.T) {
	path := os.Getenv(crashEnv)
	if path == "" {
		t.Skip("skipped: only run by the tests below, as a program of its own")
	}
	ctx := context.Background()
	db, err := store.Open(ctx, "sqlite:"+path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := uint64(1); n <= 3000; n++ {
		err := db.Update(ctx, crashPerson, func(tx *store.Tx) error { return putPair(tx, n) })
		if err != nil {
			fmt.Printf("failed %d halted=%t\n", n, errors.Is(err, store.ErrHalted))
			if err := db.Update(ctx, crashPerson, func(tx *store.Tx) error { return putPair(tx, n) }); !errors.Is(err, store.ErrHalted) {
				fmt.Printf("went on after a disk error: %v\n", err)
			}
			return
		}
		fmt.Printf("kept %d\n", n)
	}
}

// putPair writes two rows that belong together.
func putPair(tx *store.Tx, n uint64) error {
	var id store.ID
	binary.BigEndian.PutUint64(id[:], n)
	body := make([]byte, 3000)
	return errors.Join(
		tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1, Body: body}),
		tx.PutSealed(store.Sealed{Collection: 2, ID: id, Version: 1, Body: body}))
}

// crash runs the child on a fresh database under the given command, lets watch see its output, and returns how many
// rows it was told to be kept, how many are found, and the output.
func crash(t *testing.T, wrapper []string, watch func(line string, kill func())) (acknowledged, found int, output string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "regie.db")
	db, err := store.Open(context.Background(), "sqlite:"+path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Migrate(context.Background()), db.Close()); err != nil {
		t.Fatal(err)
	}
	args := append(wrapper, os.Args[0], "-test.run=^TestCrashChild$", "-test.v")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		all.WriteString(line + "\n")
		if _, err := fmt.Sscanf(line, "kept %d", &acknowledged); err == nil && watch != nil {
			watch(line, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()

	after := storetest.Open(t, "sqlite:"+path, store.Options{})
	err = after.View(context.Background(), crashPerson, func(tx *store.Tx) error {
		faults, err := tx.QueryInt("select count(*) from pragma_integrity_check where integrity_check <> 'ok'")
		if err != nil || faults > 0 {
			t.Errorf("integrity check: %d faults, %v", faults, err)
		}
		for _, collection := range []uint16{1, 2} {
			n := 0
			for r, err := range tx.ListSealed(collection) {
				if err != nil {
					return err
				}
				if n++; binary.BigEndian.Uint64(r.ID[:]) != uint64(n) || len(r.Body) != 3000 {
					t.Errorf("row %d of collection %d is not what was written", n, collection)
				}
			}
			if found != 0 && n != found {
				t.Errorf("half a transaction: %d and %d rows", found, n)
			}
			found = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return acknowledged, found, all.String()
}

// TestKilled kills a writing program without warning, at different moments.
func TestKilled(t *testing.T) {
	for round := range 4 {
		pause := time.Duration(rand.Int64N(int64(20 * time.Millisecond)))
		after := 1 + rand.IntN(150)
		seen := 0
		acknowledged, found, _ := crash(t, nil, func(_ string, kill func()) {
			if seen++; seen == after {
				time.Sleep(pause)
				kill()
			}
		})
		if acknowledged < after || found < acknowledged || found > acknowledged+1 {
			t.Errorf("round %d: killed after %d: %d acknowledged, %d found", round, after, acknowledged, found)
		}
	}
}

// TestDiskError lets one fdatasync or fsync fail: what was acknowledged stays, and nothing is written any more.
func TestDiskError(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("skipped: strace is not installed (Debian: apt-get install strace)")
	}
	probe := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "true")
	if err := probe.Run(); err != nil {
		t.Skipf("skipped: strace may not trace here: %v", err)
	}
	acknowledged, found, out := crash(t, []string{strace, "-f", "-qq", "-o", "/dev/null",
		"-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO:when=25"}, nil)
	if !strings.Contains(out, "halted=true") || strings.Contains(out, "went on") {
		t.Errorf("the program did not stop writing:\n%s", out)
	}
	if acknowledged == 0 || found < acknowledged || found > acknowledged+1 {
		t.Errorf("%d acknowledged, %d found", acknowledged, found)
	}
}
