// SPDX-License-Identifier: EUPL-1.2

// Package mail sends what Regie writes to people, over SMTP, or, in practice mode, into a
// mailbox in memory. It knows nothing of accounts: a message is an address, a subject and
// paragraphs. A mail is read by others on its way; whoever writes one keeps out of it
// everything about health and every link that signs somebody in.
package mail

import (
	"context"
	"errors"
	"html/template"
	"strings"

	"regie/internal/text"
)

// Message is one mail to one person.
type Message struct {
	ID         string // letters and digits that stay the same when it is tried again; "" draws some
	To         string // one address, as package person accepts it
	Lang       text.Lang
	Subject    string // one line
	Paragraphs []Paragraph
}

// Paragraph is a piece of a message: words, or a link that stands alone. A link has no
// words of its own, so that a person sees where it goes.
type Paragraph struct {
	Text string
	Link string // an absolute URL, or ""
	Code bool   // Text is a code to type over: larger, and never broken over lines
}

// Sender brings a message on its way. Send returns nil when somebody else has taken
// responsibility for it, ErrRefused (wrapped) when it will never be taken, and any other
// error when it may be tried again later.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// ErrRefused says that this message will not be accepted however often it is tried.
var ErrRefused = errors.New("mail: refused for good")

// plain renders m as plain text.
func (m Message) plain() string {
	var b strings.Builder
	for i, p := range m.Paragraphs {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p.Text)
		b.WriteString(p.Link)
	}
	b.WriteString("\n")
	return b.String()
}

// html renders m as a page without pictures, script or anything that is fetched.
func (m Message) html() (string, error) {
	var b strings.Builder
	if err := page.Execute(&b, struct {
		Message
		Tag string
	}{m, m.Lang.Tag()}); err != nil {
		return "", err
	}
	return b.String(), nil
}

// page has its style in attributes, because mail programs drop style elements. Light
// colours only: mail programs darken them as they see fit.
var page = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="{{.Tag}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px;background:#FBFAF7;color:#14262B;font:18px/1.55 system-ui,sans-serif">
<div style="max-width:36em;margin:0 auto">
<h1 style="font-size:24px;line-height:1.3">{{.Subject}}</h1>
{{range .Paragraphs}}{{if .Link}}<p><a href="{{.Link}}" style="color:#0B5563;word-break:break-all">{{.Link}}</a></p>
{{else if .Code}}<p style="font-size:28px;letter-spacing:2px;white-space:nowrap"><strong>{{.Text}}</strong></p>
{{else}}<p>{{.Text}}</p>
{{end}}{{end}}</div></body></html>
`))
