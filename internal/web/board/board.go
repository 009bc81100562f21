// SPDX-License-Identifier: EUPL-1.2

// Package board has the pages that exist only in practice mode: every component in all its
// states, for who builds and for the tests, and the mails that would have been sent.
package board

import (
	"net/http"

	"regie/internal/mail"
	"regie/internal/web/route"
)

// Show shows every component.
func Show(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, boardPage(newSample(r.Lang, r.Now)))
}

// Mailbox shows the mails of practice mode.
type Mailbox struct {
	Box *mail.Mailbox // nil: there are no mails
}

// Show lists the mails, newest first.
func (m Mailbox) Show(w http.ResponseWriter, r *route.Request) error {
	var mails []mail.Received
	if m.Box != nil {
		mails = m.Box.List()
	}
	return r.Render(w, http.StatusOK, mailboxPage(mails))
}
