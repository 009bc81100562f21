// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"regie/internal/web/shelf"

	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/web/route"
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
	total    int
	loose    bool
	page     ui.PaginationProps
	missing  shelf.Missing
}

func (p Pages) found(w http.ResponseWriter, v *shelf.Visit) error {
	sealed := v.PathValue("vraag")
	q, ok, err := openQuestion(v.Session.Vault, sealed)
	if err != nil {
		return err
	}
	if !ok {
		return route.NotFound()
	}
	found := v.Dossier.Search(q)
	page := record.Paged(found.Items, shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	return v.Render(w, http.StatusOK, foundPage(results{
		question: q, items: shelf.Cards(v, page.Items, true), total: page.Total, loose: found.Loose, missing: shelf.MissingOf(v),
		page: shelf.Pagination(page, func(n int) string { return "/zoeken/" + sealed + shelf.Query(record.Filter{}, n) }),
	}))
}
