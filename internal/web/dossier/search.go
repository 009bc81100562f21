// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"regie/internal/explain"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/text"
	"regie/internal/vault"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// maxQuestion is how many letters of a question count.
const maxQuestion = 100

// A question may tell more than anything else in the dossier, so it is never in an address as
// it is. The form posts it; the answer leads to an address that holds the question sealed with
// the person's own key. Going back and forth then works on every server and in every session
// of that person, and the address means nothing to anybody else, nor in the history of a browser.
var questionID = store.ID{0xa5, 15: 2}

func sealQuestion(v *vault.Opened, q string) (string, error) {
	s, err := v.Seal(vault.Seen, questionID, 1, []byte(q))
	if err != nil {
		return "", fmt.Errorf("sealing a question: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.Body), nil
}

// openQuestion is the inverse; ok is false for what this person did not ask.
func openQuestion(v *vault.Opened, s string) (q string, ok bool, err error) {
	body, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(s) > 2048 {
		return "", false, nil
	}
	plain, err := v.Unseal(store.Sealed{Collection: uint16(vault.Seen), ID: questionID, Version: 1, Body: body})
	switch {
	case errors.Is(err, vault.ErrSealed) || errors.Is(err, vault.ErrFormat):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("opening a question: %w", err)
	}
	return string(plain), true, nil
}

func (p Pages) search(w http.ResponseWriter, v *shelf.Visit) error {
	v.Dossier.Warm()
	return v.Render(w, http.StatusOK, searchPage(shelf.MissingOf(v)))
}

func (p Pages) ask(w http.ResponseWriter, r *route.Request) error {
	form, err := r.Values()
	if err != nil {
		return err
	}
	q := route.Field(form, "vraag", maxQuestion)
	if q == "" {
		return r.Redirect(w, "/zoeken")
	}
	sealed, err := sealQuestion(r.Session.Vault, q)
	if err != nil {
		return err
	}
	return r.Redirect(w, "/zoeken/"+sealed)
}

// results is what a question found.
type results struct {
	question string
	items    []ui.ItemProps
	diary    []ui.ItemProps // what the person wrote
	total    int
	loose    bool
	meant    string
	form     filterForm
	page     ui.PaginationProps
	paper    string
	missing  shelf.Missing
}

// explained gives the names that the explanations know for a word: "kalium" is also "K" and "potassium".
func explained(asked string) []string {
	e, ok := explain.ByWord(asked)
	if !ok {
		return nil
	}
	var out []string
	for _, l := range text.Langs {
		for _, name := range append([]string{e.Title(l)}, e.Also(l)...) {
			if name = strings.ToLower(name); len(name) >= 4 && !strings.ContainsAny(name, " (-/") {
				out = append(out, name)
			}
		}
	}
	return out
}

// question opens the question that the address carries.
func (p Pages) question(v *shelf.Visit) (q string, found record.Found, err error) {
	q, ok, err := openQuestion(v.Session.Vault, v.PathValue("vraag"))
	if err != nil {
		return "", found, err
	}
	if !ok {
		return "", found, route.NotFound()
	}
	return q, v.Dossier.Find(record.Ask{Question: q, Filter: shelf.FilterOf(v), Also: explained}), nil
}

func (p Pages) found(w http.ResponseWriter, v *shelf.Visit) error {
	q, found, err := p.question(v)
	if err != nil {
		return err
	}
	f := shelf.FilterOf(v)
	here := "/zoeken/" + v.PathValue("vraag")
	page := record.Paged(found.Items, shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	out := results{
		question: q, total: page.Total, loose: found.Loose, missing: shelf.MissingOf(v), form: filterFormOf(v, here, f, found.Facets, true),
		page: shelf.Pagination(page, func(n int) string { return here + shelf.Query(f, n) }),
	}
	if found.Loose && found.Meant != q {
		out.meant = found.Meant
	}
	if out.total > 0 {
		out.paper = "/afdruk/gezocht/" + v.PathValue("vraag") + shelf.Query(f, 1)
	}
	for _, it := range page.Items {
		out.items = append(out.items, foundCard(v, found, it))
	}
	if p.Diary != nil && page.Number <= 1 && !f.Narrow() {
		if out.diary, err = p.Diary(v, q); err != nil {
			return fmt.Errorf("searching the diary: %w", err)
		}
	}
	return v.Render(w, http.StatusOK, foundPage(out))
}

// foundCard is the card of an item with what was looked for marked. Where neither title nor fact
// has it, the card shows the fact that does.
func foundCard(v *shelf.Visit, found record.Found, it *record.Item) ui.ItemProps {
	c := shelf.Card(v, it, true)
	inTitle, inFact := false, false
	c.Marked, inTitle = pieces(found, c.Title)
	if c.Fact != "" {
		c.MarkedFact, inFact = pieces(found, c.Fact)
	}
	if inTitle || inFact || c.Value != nil {
		return c
	}
	care, err := it.Care()
	if err != nil {
		return c
	}
	for _, f := range care.View(v.Lang).Facts {
		said := shelf.Shorten(f.Label + ": " + f.Text)
		if marked, hit := pieces(found, said); hit {
			c.Fact, c.MarkedFact = said, marked
			break
		}
	}
	return c
}

func pieces(found record.Found, s string) (out []ui.Piece, hit bool) {
	for _, p := range found.Marks(s) {
		out = append(out, ui.Piece{Text: p.Text, Hit: p.Hit})
		hit = hit || p.Hit
	}
	return out, hit
}
