// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for _, c := range []struct {
		typed, want string
	}{
		{"anna@voorbeeld.nl", "anna@voorbeeld.nl"},
		{"  anna@voorbeeld.nl\t", "anna@voorbeeld.nl"},
		{"Anna.de-Vries+regie@mail.voorbeeld.nl", "Anna.de-Vries+regie@mail.voorbeeld.nl"},
		{"o'neil@voorbeeld.nl", "o'neil@voorbeeld.nl"},
		{"anna@müller.nl", "anna@müller.nl"},
		{"", ""},
		{"anna", ""},
		{"anna@", ""},
		{"@voorbeeld.nl", ""},
		{"anna@voorbeeld", ""},
		{"anna@@voorbeeld.nl", ""},
		{"anna@voorbeeld..nl", ""},
		{"anna@-voorbeeld.nl", ""},
		{".anna@voorbeeld.nl", ""},
		{"an..na@voorbeeld.nl", ""},
		{"anna de vries@voorbeeld.nl", ""},
		{"anna@voorbeeld.nl,bob@voorbeeld.nl", ""},
		{"Anna <anna@voorbeeld.nl>", ""},
		{"anna@voorbeeld.nl\r\nBcc: x@y.nl", ""},
		{"anna\x00@voorbeeld.nl", ""},
		{"anna\u202e@voorbeeld.nl", ""},
		{strings.Repeat("a", 65) + "@voorbeeld.nl", ""},
		{"a@" + strings.Repeat("b.", 130) + "nl", ""},
		{"anna@\xff.nl", ""},
	} {
		got, err := ParseAddress(c.typed)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("ParseAddress(%q) = %q, %v; want %q", c.typed, got, err, c.want)
		}
	}
}

func TestMaskAddressHidesMost(t *testing.T) {
	for in, want := range map[string]string{
		"anna@voorbeeld.nl":     "an…@v….nl",
		"a@b.nl":                "a…@b….nl",
		"éva@mail.voorbeeld.be": "év…@m….be",
	} {
		if got := maskAddress(in); got != want {
			t.Errorf("maskAddress(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("anna@voorbeeld.nl")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ParseAddress(typed)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, "\r\n\t \x00<>,;\"") || strings.Count(got, "@") != 1 {
			t.Fatalf("%q was accepted as %q", typed, got)
		}
		maskAddress(got)
	})
}
