// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheckPassword(t *testing.T) {
	const mail = "anneke.terpstra@voorbeeldmail.nl"
	for _, c := range []struct {
		password string
		want     PasswordFault
	}{
		{"", PasswordShort},
		{"kortwoord", PasswordShort},
		{"elfelfelfel", PasswordShort},
		{strings.Repeat("aB3$xK9!", 16) + "z", PasswordLong},
		{"ééééééééééé", PasswordShort}, // 11 characters, 22 bytes

		{"wachtwoord12", PasswordCommon},
		{"Wachtwoord123!", PasswordCommon},
		{"W4chtw00rd2026", PasswordCommon},
		{"password1234", PasswordCommon},
		{"P@ssw0rd2024", PasswordCommon},
		{"drowssap1234", PasswordCommon},
		{"welkom012345", PasswordCommon},
		{"Welkom2026!!", PasswordCommon},
		{"WelkomWelkom12", PasswordCommon},
		{"Zomervakantie2026", PasswordCommon},
		{"qwertyuiop12", PasswordCommon},
		{"qwertyqwerty", PasswordCommon},
		{"1q2w3e4r5t6y", PasswordCommon},
		{"1qaz2wsx3edc", PasswordCommon},
		{"azertyuiop123", PasswordCommon},
		{"poiuytrewq12", PasswordCommon},
		{"123456789012", PasswordCommon},
		{"098765432109", PasswordCommon},
		{"aaaaaaaaaaaa", PasswordCommon},
		{"abcabcabcabc", PasswordCommon},
		{"abcdefghijkl", PasswordCommon},
		{"ikhouvanjou1", PasswordCommon},
		{"iloveyou1234", PasswordCommon},
		{"Feyenoord1908", PasswordCommon},
		{"ajaxamsterdam", PasswordCommon},
		{"Rotterdam010!", PasswordCommon},
		{"25121968jan!", PasswordCommon},
		{"JanJansen1968", PasswordCommon},
		{"mijnregie2026", PasswordCommon},
		{"regiedossier1", PasswordCommon},
		{"            ", PasswordCommon},
		{strings.Repeat("geheim", 8), PasswordCommon},

		{"anneketerpstra", PasswordOwn},
		{"Terpstra-anneke-88", PasswordOwn},

		{"fietsbel lamp regen gordijn", 0},
		{"correct horse battery staple", 0},
		{"vier gele paraplus op zolder", 0},
		{"k9#Lw2!pQz7&", 0},
		{"hgzwtrnqbkvx", 0},
		{"J4rettel-knoop-wolkbreuk", 0},
		{"ångström är en enhet", 0},
		{"密码不要太简单也不要太短好吗", 0},
		{strings.Repeat("aB3$xK9!qL", 12) + "12345678", 0},
	} {
		err := CheckPassword(c.password, mail)
		var weak *WeakPassword
		switch {
		case c.want == 0 && err != nil:
			t.Errorf("%q is refused (%v, %.1f bits)", c.password, err, guessBits(c.password, ownWords(mail)))
		case c.want != 0 && (!errors.As(err, &weak) || weak.Fault != c.want):
			t.Errorf("%q: %v, want fault %d (%.1f bits)", c.password, err, c.want, guessBits(c.password, ownWords(mail)))
		}
	}
}

func TestWordsAreAsTheyAreLookedUp(t *testing.T) {
	words := commonWords()
	if len(words) < 1500 {
		t.Errorf("only %d words", len(words))
	}
	for w := range words {
		if fold(w) != w || strings.ContainsAny(w, "0123456789") {
			t.Errorf("%q can never be found: it must be lower case letters without accents", w)
		}
	}
}

func TestCheckPasswordIsQuick(t *testing.T) {
	start := time.Now()
	for range 20 {
		_ = CheckPassword(strings.Repeat("p4ssw0rd ", 14), "anneke@voorbeeld.nl")
	}
	if took := time.Since(start) / 20; took > 500*time.Millisecond {
		t.Errorf("judging one password took %v", took)
	}
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("Wachtwoord123!", "a@b.nl")
	f.Fuzz(func(t *testing.T, password, mail string) {
		if len(password) > 1000 || len(mail) > 300 {
			return
		}
		_ = CheckPassword(password, mail)
	})
}
