// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto/rand"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestIssue(t *testing.T) {
	a, err := New(rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for host, ok := range map[string]bool{
		"inloggen.zorgbrug.localhost": true, "zorgbrug.oefennetwerk.test": true, "www.example.nl": false,
	} {
		c, err := a.Issue(host)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: a.Pool(),
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
		if (err == nil) != ok {
			t.Errorf("%s: %v, want ok %v", host, err, ok)
		}
	}
}

func TestLoadKeepsTheAuthority(t *testing.T) {
	dir := t.TempDir()
	first, err := Load(dir, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Load(dir, rand.Reader, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(first.PEM()), string(second.PEM())); d != "" {
		t.Errorf("a second start makes another authority: %s", d)
	}
	later := func() time.Time { return time.Now().AddDate(19, 0, 0) }
	third, err := Load(dir, rand.Reader, later)
	if err != nil {
		t.Fatal(err)
	}
	if string(third.PEM()) == string(first.PEM()) {
		t.Error("an authority that has nearly run out is kept")
	}
	info, err := os.Stat(filepath.Join(dir, keyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v %v", info, err)
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), []byte("kapot"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir, rand.Reader, time.Now); err == nil {
		t.Error("a broken key is replaced without a word")
	}
}
