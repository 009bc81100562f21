// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadVendors(t *testing.T) {
	secret, empty := filepath.Join(t.TempDir(), "secret"), filepath.Join(t.TempDir(), "empty")
	for file, content := range map[string]string{secret: "s3cret\n", empty: "\n"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	type m = map[string]string
	for name, c := range map[string]struct {
		ids, secrets m
		want         string // in the error
	}{
		"none":             {nil, nil, ""},
		"one":              {m{"withings": "abc"}, m{"withings": secret}, ""},
		"unknown":          {m{"fitbit": "abc"}, m{"fitbit": secret}, "Regie knows withings"},
		"without a secret": {m{"withings": "abc"}, nil, "needs --vendor-secret"},
		"without an id":    {nil, m{"withings": secret}, "without --vendor"},
		"an empty secret":  {m{"withings": "abc"}, m{"withings": empty}, "is empty"},
		"no file":          {m{"withings": "abc"}, m{"withings": secret + "x"}, "reading the secret"},
	} {
		got, err := readVendors(c.ids, c.secrets)
		if c.want == "" {
			if err != nil || len(got.Of) != len(c.ids) || len(c.ids) == 1 && got.Of["withings"] != (vendorSettings{ID: "abc", Secret: "s3cret"}) {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
