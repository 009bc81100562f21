// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"encoding/base64"
	"time"

	"regie/internal/mail"
	"regie/internal/text"
)

// letterKind is what a mail is about; its words are the catalogue keys "mail.<kind>.…".
type letterKind string

// The mails. None of them holds a link that signs anybody in, or a word about health.
const (
	letterSignUp     letterKind = "signup"     // prove this address
	letterHasAccount letterKind = "hasaccount" // somebody, perhaps you, signs up again
	letterWelcome    letterKind = "welcome"    // the account is made
	letterRecover    letterKind = "recover"    // prove this address, to recover
	letterNoAccount  letterKind = "noaccount"  // somebody, perhaps you, recovers an account that is not there
	letterRecovered  letterKind = "recovered"  // recovered with the kit
	letterNewBrowser letterKind = "newbrowser" // signed in on a browser that the account does not know
	letterAdded      letterKind = "added"      // a factor was added
	letterRemoved    letterKind = "removed"    // a factor was removed
	letterPassword   letterKind = "password"   // the password was changed
	letterKit        letterKind = "kit"        // there is a new recovery kit
	letterDeleted    letterKind = "deleted"    // the account is gone
	letterReminder   letterKind = "reminder"   // there is a reminder; not of what
)

// proves tells whether the mail holds a link and a code that prove the address.
func (k letterKind) proves() bool { return k == letterSignUp || k == letterRecover }

// letter is a mail in the outbox.
type letter struct {
	Kind   letterKind `json:"kind"`
	To     string     `json:"to"`
	Lang   string     `json:"lang"`
	Secret []byte     `json:"secret,omitempty"`
	Code   string     `json:"code,omitempty"`
	What   Kind       `json:"what,omitempty"` // which kind of factor
	Device Device     `json:"device,omitzero"`
	Until  time.Time  `json:"until,omitzero"` // after this it means nothing any more; zero: it always does
}

// write puts a letter in words. Every mail says what happened, what to do when it was not
// you, and that we never ask for a password.
func (s *Service) write(m letter) mail.Message {
	l := langOf(m.Lang)
	key := "mail." + string(m.Kind)
	pairs := []any{"site", s.origin.String(), "device", DeviceName(l, m.Device), "factor", KindName(l, m.What)}
	out := mail.Message{To: m.To, Lang: l, Subject: l.T(key+".subject", pairs...)}
	say := func(k string) {
		if l.Has(k) {
			out.Paragraphs = append(out.Paragraphs, mail.Paragraph{Text: l.T(k, pairs...)})
		}
	}
	link := func(path string) {
		out.Paragraphs = append(out.Paragraphs, mail.Paragraph{Link: s.origin.String() + path})
	}
	say(key + ".text")
	switch {
	case m.Kind.proves():
		path := "/aanmelden/bevestigen?c="
		if m.Kind == letterRecover {
			path = "/herstellen/bevestigen?c="
		}
		link(path + base64.RawURLEncoding.EncodeToString(m.Secret))
		say(key + ".code")
		out.Paragraphs = append(out.Paragraphs, mail.Paragraph{Text: m.Code, Code: true})
		say(key + ".browser")
	case m.Kind == letterHasAccount, m.Kind == letterReminder:
		link("/inloggen")
	case m.Kind == letterNoAccount:
		link("/aanmelden")
	default:
		link("/")
	}
	say(key + ".not")
	say("mail.all.ask")
	return out
}

// DeviceName puts a device in words: "Firefox op Windows".
func DeviceName(l text.Lang, d Device) string {
	switch {
	case d.Browser == "" && d.System == "":
		return l.T("account.device.unknown")
	case d.System == "":
		return d.Browser
	case d.Browser == "":
		return d.System
	}
	return l.T("account.device.name", "browser", d.Browser, "system", d.System)
}

// KindName puts a kind of factor in words.
func KindName(l text.Lang, k Kind) string {
	switch k {
	case KindPasskey, KindKey:
		return l.T("account.factor.passkey")
	case KindPassword:
		return l.T("account.factor.password")
	case KindApp:
		return l.T("account.factor.app")
	case KindKit:
		return l.T("account.factor.kit")
	}
	return ""
}
