// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"regie/internal/practice/oauth"
)

// tokenError is an answer of RFC 6749, 5.2.
type tokenError struct {
	status int
	code   string
	why    string
}

func (e *tokenError) Error() string { return e.code + ": " + e.why }

func badToken(code, why string, args ...any) error {
	return &tokenError{http.StatusBadRequest, code, fmt.Sprintf(why, args...)}
}

func (n *Network) serveToken(w http.ResponseWriter, r *http.Request, d *dva) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	w.Header().Set(requestIDHeader, r.Header.Get(requestIDHeader))
	form, client, correlation, err := n.tokenRequest(r)
	if err != nil {
		n.tokenFailed(w, err)
		return
	}
	// Faults are of a provider; which one it is only the code or token tells.
	grant, _ := n.grants.Peek(form.Get("code") + form.Get("refresh_token"))
	fs := n.faults.take(AtToken, grant.Provider, "", form.Get("grant_type"))
	_, lost := find(fs, FaultDrop)
	if !lost && n.plainFault(w, r, fs) {
		return
	}
	tok, err := n.swap(form, client, correlation, d)
	if lost { // the answer gets lost, and the token is used up all the same
		panic(http.ErrAbortHandler)
	}
	if f, ok := find(fs, FaultError); ok {
		err = badToken(f.Value, "injected")
	}
	if _, ok := find(fs, FaultIntegerError); ok {
		writeTokenJSON(w, http.StatusBadRequest, map[string]any{"error": 400})
		return
	}
	if err != nil {
		n.tokenFailed(w, err)
		return
	}
	writeTokenJSON(w, http.StatusOK, n.tokenReply(tok, fs), fs...)
}

// tokenRequest checks the form of a request, before any code is looked at.
func (n *Network) tokenRequest(r *http.Request) (form url.Values, client, correlation string, err error) {
	bad := func(why string, args ...any) (url.Values, string, string, error) {
		return nil, "", "", badToken("invalid_request", why, args...)
	}
	if r.Method != http.MethodPost {
		return nil, "", "", &tokenError{http.StatusMethodNotAllowed, "invalid_request", "POST only"}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return bad("the body must be a form")
	}
	if r.URL.RawQuery != "" {
		return bad("nothing may be in the query")
	}
	if r.Header.Get("Authorization") != "" {
		return bad("the certificate is the authentication")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 16<<10))
	if err != nil {
		return bad("the body can't be read")
	}
	form, err = url.ParseQuery(string(body))
	if err != nil {
		return bad("the body is not encoded well")
	}
	for name, v := range form {
		if len(v) != 1 {
			return bad("%s is there %d times", name, len(v))
		}
	}
	if correlation, err = n.ids(r); err != nil {
		return bad("%v", err)
	}
	client = peer(r.TLS)
	if form.Get("client_id") == "" {
		return bad("client_id is missing")
	}
	if form.Get("client_id") != client {
		return nil, "", "", &tokenError{http.StatusUnauthorized, "invalid_client", "client_id is not the host of the certificate"}
	}
	if form.Has("client_secret") {
		return bad("there are no secrets in this network")
	}
	return form, client, correlation, nil
}

func (n *Network) swap(form url.Values, client, correlation string, d *dva) (oauth.Tokens, error) {
	cl, ok := (*frontNetwork)(n).Client(client)
	if !ok {
		return oauth.Tokens{}, &tokenError{http.StatusUnauthorized, "invalid_client", "the client is not in the list"}
	}
	allowed := cl.Services
	if allowed == nil {
		for _, s := range services {
			allowed = append(allowed, s.id)
		}
	}
	want := oauth.Grant{Client: client, DVA: d.key, RedirectURI: form.Get("redirect_uri"), Correlation: correlation}
	var tok oauth.Tokens
	var err error
	switch form.Get("grant_type") {
	case "authorization_code":
		if form.Get("code") == "" || form.Get("redirect_uri") == "" {
			return tok, badToken("invalid_request", "code and redirect_uri are obligatory")
		}
		tok, err = n.grants.Exchange(form.Get("code"), want, allowed)
	case "refresh_token":
		if form.Get("refresh_token") == "" {
			return tok, badToken("invalid_request", "refresh_token is obligatory")
		}
		tok, err = n.grants.Refresh(form.Get("refresh_token"), want, allowed)
	case "":
		return tok, badToken("invalid_request", "grant_type is missing")
	default:
		return tok, badToken("unsupported_grant_type", "there is no such grant")
	}
	if errors.Is(err, oauth.ErrInvalidGrant) {
		return tok, badToken("invalid_grant", "%v", err)
	}
	if err == nil && len(tok.Services) == 0 {
		return tok, badToken("invalid_scope", "nothing is left that the client may have")
	}
	return tok, err
}

func (n *Network) tokenReply(tok oauth.Tokens, fs []Fault) map[string]any {
	out := map[string]any{
		"access_token": tok.Access, "token_type": "Bearer",
		"expires_in": int(oauth.AccessLife.Seconds()), "scope": strings.Join(tok.Services, " "),
	}
	if tok.Refresh != "" {
		out["refresh_token"] = tok.Refresh
	}
	for _, f := range fs {
		switch f.Kind {
		case FaultLowerBearer:
			out["token_type"] = "bearer"
		case FaultNoScope:
			delete(out, "scope")
		case FaultScope:
			out["scope"] = f.Value
		case FaultNamedScope:
			var named []string
			for _, s := range tok.Services {
				named = append(named, n.slugOf(tok.Grant.Provider)+"~"+s)
			}
			out["scope"] = strings.Join(named, " ")
		case FaultNoRefresh:
			delete(out, "refresh_token")
		case FaultAlwaysRefresh:
			if out["refresh_token"] == nil {
				out["refresh_token"] = "niets-waard-" + tok.Access[:12]
			}
		case FaultNoExpiry:
			delete(out, "expires_in")
		case FaultTextExpiry:
			out["expires_in"] = "900"
		}
	}
	return out
}

func (n *Network) slugOf(provider string) string {
	for _, p := range n.providers {
		if p.Key == provider {
			return slug(p)
		}
	}
	return ""
}

func (n *Network) tokenFailed(w http.ResponseWriter, err error) {
	var te *tokenError
	if !errors.As(err, &te) {
		n.cfg.Log.Error("practice: giving a token", "err", err)
		te = &tokenError{http.StatusInternalServerError, "server_error", "see the log"}
	}
	if te.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	writeTokenJSON(w, te.status, map[string]any{"error": te.code, "error_description": te.why})
}

func writeTokenJSON(w http.ResponseWriter, status int, body map[string]any, fs ...Fault) {
	b, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "server_error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if _, ok := find(fs, FaultTruncate); ok {
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		b = b[:len(b)/2]
	}
	if _, ok := find(fs, FaultGarbage); ok {
		b = append(b[:len(b)-1], ",\"x\":\"\xff\xfe\"}"...)
	}
	w.WriteHeader(status)
	_, _ = w.Write(b)
}
