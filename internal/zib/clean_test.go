// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestTextWithoutTags(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"<div>Vraag</div><div>Afwijkingen?</div><div/>", "Vraag\nAfwijkingen?"},
		{"Eerst<br/>dan &amp; daarna", "Eerst\ndan & daarna"},
		{"INR < 2 of > 4", "INR < 2 of > 4"},
		{"a < b <b>vet</b>", "a < b vet"},
		{"klaar </", "klaar </"},
	} {
		if got := cleanText(c.from); got != c.want {
			t.Errorf("%q: got %q, want %q", c.from, got, c.want)
		}
	}
}
