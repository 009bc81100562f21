// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"errors"
	"net/url"
	"strings"
)

// Search is one FHIR search, to be followed to its last page.
type Search struct {
	Base    string // address of the system role in the provider list
	Query   string // "Observation/$lastn?code=…", with "|" written plainly
	FHIR    string // "3.0" or "4.0"
	Service string
	MaxSize int64 // bytes of all pages together; 0 is 64 MB
}

const (
	maxPages       = 1000
	maxSearchBytes = 64 << 20
)

// Pages asks for a search and hands each page to page, which returns the address of the
// next one ("" for the last). It ends at the first failure; what page took before stays.
// Each page is fresh memory that the callee may keep.
func (s *Session) Pages(ctx context.Context, q Search, page func(body []byte) (next string, err error)) error {
	base, err := parseURI(q.Base, false)
	if err != nil {
		return fail(ReasonUnsafe, errBadAddress)
	}
	at := strings.TrimRight(q.Base, "/") + "/" + encodeQuery(q.Query)
	left := q.MaxSize
	if left == 0 {
		left = maxSearchBytes
	}
	seen := map[string]bool{}
	for range maxPages {
		seen[at] = true
		res, err := s.Fetch(ctx, Get{URL: at, Service: q.Service, Accept: FHIRAccept(q.FHIR), Limit: min(MaxPage, left)})
		if err != nil {
			return err
		}
		if err := CheckFHIR(res, q.FHIR); err != nil {
			return err
		}
		left -= int64(len(res.Body))
		next, err := page(res.Body)
		if err != nil || next == "" {
			return err
		}
		at, err = nextPage(base, at, next)
		if err != nil {
			return err
		}
		if seen[at] {
			return fail(ReasonUnreadable, errors.New("pages go round in a circle"))
		}
		if left <= 0 {
			return fail(ReasonTooLarge, errTooLarge)
		}
	}
	return fail(ReasonTooLarge, errors.New("too many pages"))
}

// nextPage resolves the address of a next page: on the same origin, at or below the same base.
func nextPage(base *url.URL, from, next string) (string, error) {
	foreign := fail(ReasonUnsafe, errors.New("next page lies elsewhere"))
	if next != "" && !strings.ContainsAny(next[:1], "/?") {
		from = base.String() + "/" // FHIR resolves a relative address at the base
	}
	current, err := url.Parse(from)
	if err != nil {
		return "", foreign
	}
	u, err := current.Parse(next)
	if err != nil || u.User != nil || u.Opaque != "" || u.Fragment != "" || !sameOrigin(u, base) {
		return "", foreign
	}
	path := u.EscapedPath()
	lower := strings.ToLower(path)
	if strings.Contains(path, "/..") || strings.Contains(path, "/./") || strings.Contains(path, "//") ||
		strings.Contains(lower, "%2e") || strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") {
		return "", foreign
	}
	root := strings.TrimRight(base.EscapedPath(), "/")
	if path != root && !strings.HasPrefix(path, root+"/") {
		return "", foreign
	}
	return u.String(), nil
}

// encodeQuery writes a query of the table as it goes over the line: "|" and spaces can't
// go as they are, and "$", ",", ":" and "/" may.
func encodeQuery(q string) string {
	return strings.NewReplacer("|", "%7C", " ", "%20", `"`, "%22", "<", "%3C", ">", "%3E").Replace(q)
}

// Below returns the address of a path under a base of the provider list.
func Below(base, path string) string { return strings.TrimRight(base, "/") + "/" + path }
