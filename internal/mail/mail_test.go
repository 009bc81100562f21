// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"regie/internal/text"
)

func TestHTMLEscapesAndFetchesNothing(t *testing.T) {
	m := Message{Lang: text.EN, Subject: "<b>Hello</b>", Paragraphs: []Paragraph{
		{Text: "a < b & c <script>alert(1)</script>"},
		{Link: "https://regie.example/x?c=1&d=2"},
		{Text: "AB-CD", Code: true},
	}}
	got, err := m.html()
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<b>Hello", "<img", "src=", "url("} {
		if strings.Contains(got, bad) {
			t.Errorf("the HTML has %q:\n%s", bad, got)
		}
	}
	for _, good := range []string{`lang="en"`, `href="https://regie.example/x?c=1&amp;d=2"`, "AB-CD"} {
		if !strings.Contains(got, good) {
			t.Errorf("the HTML lacks %q:\n%s", good, got)
		}
	}
	if want := "a < b & c <script>alert(1)</script>\n\nhttps://regie.example/x?c=1&d=2\n\nAB-CD\n"; m.plain() != want {
		t.Errorf("plain text %q, want %q", m.plain(), want)
	}
}

func TestMailboxKeepsTheLastOnes(t *testing.T) {
	b := NewMailbox(func() time.Time { return time.Unix(0, 0) }, 3)
	for i := range 5 {
		if err := b.Send(context.Background(), Message{Subject: fmt.Sprint(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, r := range b.List() {
		got = append(got, fmt.Sprintf("%d:%s", r.Number, r.Subject))
	}
	if want := "5:5 4:4 3:3"; strings.Join(got, " ") != want {
		t.Errorf("kept %v, want %s", got, want)
	}
}
