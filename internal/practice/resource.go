// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
	"regie/internal/practice/search"
)

// reply is an answer of a resource server before it goes out, so that a fault
// can still change it.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// refusal is an OperationOutcome with its status and, for tokens, the header of RFC 6750.
type refusal struct {
	status      int
	issue       string // code of the issue, such as "not-found"
	diagnostics string
	bearer      string // error of WWW-Authenticate, or empty
}

func (f *refusal) Error() string { return f.issue + ": " + f.diagnostics }

func refuse(status int, issue, diagnostics string, args ...any) *refusal {
	f := &refusal{status: status, issue: issue, diagnostics: fmt.Sprintf(diagnostics, args...)}
	switch status {
	case http.StatusBadRequest:
		f.bearer = "invalid_request"
	case http.StatusUnauthorized:
		f.bearer = "invalid_token"
	case http.StatusForbidden:
		f.bearer = "insufficient_scope"
	}
	return f
}

func (f *refusal) reply(version int) *reply {
	b, err := json.Marshal(map[string]any{
		"resourceType": "OperationOutcome",
		"issue":        []any{map[string]any{"severity": "error", "code": f.issue, "diagnostics": f.diagnostics}},
	})
	if err != nil {
		b = []byte(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}`)
	}
	out := &reply{f.status, http.Header{}, b}
	out.header.Set("Content-Type", fhirType(version))
	if f.bearer != "" {
		out.header.Set("WWW-Authenticate", fmt.Sprintf("Bearer error=%q, error_description=%q", f.bearer, f.diagnostics))
	}
	return out
}

func fhirType(version int) string {
	return fmt.Sprintf("application/fhir+json; fhirVersion=%d.0", version)
}

// serveResource answers a request at the base of one data service of one
// provider. rest is the path below the base, without a slash in front.
func (n *Network) serveResource(w http.ResponseWriter, r *http.Request, e *endpoint, rest string) {
	out, query := n.answer(r, e, rest)
	fs := n.faults.take(AtResource, e.provider.Key, e.service.id, query)
	if n.plainFault(w, r, fs) {
		return
	}
	spoil(e, out, fs)
	h := w.Header()
	for k, v := range out.header {
		h[k] = v
	}
	h.Set("Cache-Control", "no-store")
	for _, name := range []string{requestIDHeader, correlationIDHeader} {
		if v := r.Header.Get(name); uuid.MatchString(v) {
			h.Set(name, v)
		}
	}
	h.Set("Content-Length", fmt.Sprint(len(out.body)))
	if _, ok := find(fs, FaultTruncate); ok {
		out.body = out.body[:len(out.body)/2]
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body)
}

// answer also gives the request as a readable text, by which faults are chosen.
func (n *Network) answer(r *http.Request, e *endpoint, rest string) (*reply, string) {
	query, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil {
		query = r.URL.RawQuery
	}
	text := rest + "?" + query
	out, err := n.respond(r, e, rest)
	var f *refusal
	if errors.As(err, &f) {
		return f.reply(e.service.fhir), text
	}
	if err != nil {
		n.cfg.Log.Error("practice: answering", "err", err)
		return refuse(http.StatusInternalServerError, "exception", "see the log").reply(e.service.fhir), text
	}
	return out, text
}

func (n *Network) respond(r *http.Request, e *endpoint, rest string) (*reply, error) {
	access, err := n.bearer(r, e)
	if err != nil {
		return nil, err
	}
	correlation, err := n.ids(r)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "invalid", "%v", err)
	}
	if correlation != access.Correlation {
		return nil, refuse(http.StatusBadRequest, "invalid", "%s is not that of the token", correlationIDHeader)
	}
	if r.Method == http.MethodPut || r.Method == http.MethodPost {
		return n.write(r, e, access, rest)
	}
	if r.Method != http.MethodGet {
		return nil, refuse(http.StatusMethodNotAllowed, "not-supported", "that method is not offered")
	}
	sh := n.data.shelf(access.Person, e.provider.Key, e.service.id)
	if sh == nil {
		return nil, refuse(http.StatusNotFound, "not-found", "nothing is known of this person any more")
	}
	if strings.HasPrefix(rest, "studies/") {
		return n.images(r, e, access, rest)
	}
	parts := strings.Split(rest, "/")
	binary := len(parts) == 2 && parts[0] == "Binary"
	raw, err := accept(r.Header.Values("Accept"), e.service.fhir, binary)
	if err != nil {
		return nil, err
	}
	switch {
	case rest == "" && strings.HasPrefix(r.URL.RawQuery, pageParameter+"="):
		return n.page(e, sh, access, strings.TrimPrefix(r.URL.RawQuery, pageParameter+"="))
	case len(parts) == 2 && parts[1] == "$lastn":
		if parts[0] != "Observation" {
			return nil, refuse(http.StatusNotFound, "not-supported", "$lastn is for Observation")
		}
		return n.search(r, e, sh, access, parts[0], true)
	case len(parts) == 2 && fhirID.MatchString(parts[1]):
		return read(e, sh, parts[0], parts[1], raw)
	case len(parts) == 1 && parts[0] != "":
		return n.search(r, e, sh, access, parts[0], false)
	}
	return nil, refuse(http.StatusNotFound, "not-supported", "there is no such interaction here")
}

var fhirID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)

// bearer checks the access token: in the header only, of this client, this
// service provider and this care provider, and for this data service.
func (n *Network) bearer(r *http.Request, e *endpoint) (oauth.Access, error) {
	if r.URL.Query().Has("access_token") {
		return oauth.Access{}, refuse(http.StatusBadRequest, "invalid", "a token belongs in the header")
	}
	v := r.Header.Values("Authorization")
	token, ok := "", false
	if len(v) == 1 {
		token, ok = strings.CutPrefix(v[0], "Bearer ")
	}
	if !ok {
		return oauth.Access{}, refuse(http.StatusUnauthorized, "login", "there is no bearer token")
	}
	a, err := n.grants.Check(token, peer(r.TLS), e.dva.key)
	if err != nil {
		return oauth.Access{}, refuse(http.StatusUnauthorized, "login", "%v", err)
	}
	if a.Provider != e.provider.Key || !slices.Contains(a.Services, e.service.id) {
		return oauth.Access{}, refuse(http.StatusForbidden, "forbidden", "the token is not for this service of this provider")
	}
	return a, nil
}

// accept reads the Accept header: FHIR as JSON with the version of the service,
// or, for a Binary, the type that the document itself has, which is given back.
func accept(values []string, version int, binary bool) (raw string, err error) {
	if len(values) == 0 {
		return "", refuse(http.StatusBadRequest, "invalid", "Accept is missing")
	}
	wrong := false
	for part := range strings.SplitSeq(strings.Join(values, ","), ",") {
		kind, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			return "", refuse(http.StatusBadRequest, "invalid", "Accept can't be read")
		}
		if binary && kind != "application/fhir+json" && kind != "application/json" {
			if raw == "" {
				raw = kind
			}
			continue
		}
		if kind != "application/fhir+json" {
			continue
		}
		switch v := params["fhirversion"]; v {
		case fmt.Sprintf("%d.0", version):
			return "", nil
		case "":
			return "", refuse(http.StatusBadRequest, "invalid", "Accept must say fhirVersion=%d.0", version)
		default:
			wrong = true
		}
	}
	if wrong {
		return "", refuse(http.StatusNotAcceptable, "not-supported", "this service speaks fhirVersion=%d.0", version)
	}
	if raw != "" {
		return raw, nil
	}
	return "", refuse(http.StatusNotAcceptable, "not-supported", "only application/fhir+json is given")
}

// read gives one resource, byte for byte, or the document in a Binary.
func read(e *endpoint, sh *shelf, typ, id, raw string) (*reply, error) {
	res, ok := sh.index.Read(typ, id)
	if !ok {
		return nil, refuse(http.StatusNotFound, "not-found", "there is no %s with this id", typ)
	}
	out := &reply{http.StatusOK, http.Header{}, res.JSON}
	out.header.Set("Content-Type", fhirType(e.service.fhir))
	if raw == "" {
		return out, nil
	}
	kind, data, err := document(res)
	if err != nil {
		return nil, err
	}
	if raw != "*/*" && raw != kind {
		return nil, refuse(http.StatusNotAcceptable, "not-supported", "this document is %s", kind)
	}
	out.header.Set("Content-Type", kind)
	out.body = data
	return out, nil
}

// document unpacks a Binary. The bytes are in content (STU3) or data (R4).
func document(res dossier.Resource) (kind string, data []byte, err error) {
	var b struct {
		ContentType   string `json:"contentType"`
		Content, Data string
	}
	if err := json.Unmarshal(res.JSON, &b); err != nil {
		return "", nil, fmt.Errorf("reading a Binary: %w", err)
	}
	data, err = base64.StdEncoding.DecodeString(b.Content + b.Data)
	if err != nil {
		return "", nil, fmt.Errorf("decoding a Binary: %w", err)
	}
	return b.ContentType, data, nil
}

// searchFailed turns what the search engine refuses into an answer.
func searchFailed(err error) error {
	var bad *search.BadParameter
	if errors.As(err, &bad) {
		return refuse(http.StatusBadRequest, "invalid", "%s: %s", bad.Name, bad.Why)
	}
	return err
}
