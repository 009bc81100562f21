// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"

	samples "regie/internal/measure"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

type sourceRow struct{ key, name, what string }

type sourcesView struct{ rows []sourceRow }

// sourceKey names a source in a form. The name of a device is somebody's own, so the key is mixed with the person.
func sourceKey(r *route.Request, s samples.Source) string {
	id := r.Session.Scope.Person()
	h := sha256.Sum256(append(id[:], s.Key()...))
	return hex.EncodeToString(h[:8])
}

func (p Pages) sources(r *route.Request) ([]samples.Source, error) {
	all, err := p.Books.Ranked(r.Context(), r.Session.Vault)
	if err != nil {
		return nil, fmt.Errorf("listing sources: %w", err)
	}
	return all, nil
}

func sourceRowOf(r *route.Request, s samples.Source) sourceRow {
	return sourceRow{key: sourceKey(r, s), name: sourceName(r.Lang, s), what: r.T(fmt.Sprintf("samples.class.%d", s.Class))}
}

// Sources lists where measurements come from, in the order in which they are believed.
func (p Pages) Sources(w http.ResponseWriter, r *route.Request) error {
	all, err := p.sources(r)
	if err != nil {
		return err
	}
	v := sourcesView{}
	for _, s := range all {
		v.rows = append(v.rows, sourceRowOf(r, s))
	}
	return r.Render(w, http.StatusOK, sourcesPage(v))
}

// Prefer puts a source one place higher.
func (p Pages) Prefer(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	all, err := p.sources(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(s samples.Source) bool { return sourceKey(r, s) == q.Get("omhoog") })
	if i > 0 {
		all[i-1], all[i] = all[i], all[i-1]
		if err := p.Books.Prefer(r.Context(), r.Session.Vault, all); err != nil {
			return fmt.Errorf("ordering sources: %w", err)
		}
	}
	return r.RedirectFlash(w, sourcesHref, ui.Good, "samples.sources.saved")
}

func (p Pages) source(r *route.Request) (samples.Source, error) {
	all, err := p.sources(r)
	if err != nil {
		return samples.Source{}, err
	}
	for _, s := range all {
		if sourceKey(r, s) == r.PathValue("bron") {
			return s, nil
		}
	}
	return samples.Source{}, route.NotFound()
}

// AskRemove asks whether all of a source should go. It cannot be undone.
func (p Pages) AskRemove(w http.ResponseWriter, r *route.Request) error {
	s, err := p.source(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, dropSourcePage(sourceRowOf(r, s)))
}

// Remove takes all of a source out.
func (p Pages) Remove(w http.ResponseWriter, r *route.Request) error {
	s, err := p.source(r)
	if err != nil {
		return err
	}
	if err := p.Books.Remove(r.Context(), r.Session.Vault, s); err != nil {
		return missing(err)
	}
	return r.RedirectFlash(w, sourcesHref, ui.Good, "samples.sources.dropped")
}
