// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Grant is what a provider released: an access token for a quarter of an hour, and, where
// the person consented for a longer time, a refresh token.
type Grant struct {
	Access      string
	Expires     time.Time
	Refresh     string   // "" without long-term consent
	Services    []string // ids that the token says it is for; nil where it does not say
	Correlation string   // goes with every call under this grant
}

// Covers tells whether the grant may be used for a service.
func (g *Grant) Covers(service string) bool {
	if g.Services == nil {
		return true
	}
	for _, id := range g.Services {
		if id == service {
			return true
		}
	}
	return false
}

const (
	defaultLife = 15 * time.Minute
	maxLife     = 12 * time.Hour
)

// Exchange gives the code for a grant. It is tried once: a code works once.
func (n *Network) Exchange(ctx context.Context, a *Authorization, code string) (*Grant, error) {
	door := Door{Provider: a.Provider, Authorize: a.Issuer, Token: a.Token, Services: a.Services}
	if !n.Lists.current(door) {
		return nil, fail(ReasonNotOffered, errors.New("provider changed in the list during the flow"))
	}
	return n.token(ctx, a.Provider, a.Token, a.Correlation, url.Values{
		"grant_type": {"authorization_code"}, "code": {code},
		"client_id": {n.cfg.ClientID}, "redirect_uri": {a.Redirect},
	})
}

// Refresh gives a refresh token for a new grant. The refresh token that comes back
// replaces the one given, and must be kept before anything else is done: the old one may
// not work any more. A lost answer (no_answer, half) may be tried once more by the caller.
func (n *Network) Refresh(ctx context.Context, provider, tokenURL, refresh string) (*Grant, error) {
	g, err := n.token(ctx, provider, tokenURL, n.uuid(), url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "client_id": {n.cfg.ClientID},
	})
	if err != nil {
		return nil, err
	}
	if g.Refresh == "" {
		g.Refresh = refresh // RFC 6749 6: no new one means that the old one stays
	}
	return g, nil
}

func (n *Network) token(ctx context.Context, provider, tokenURL, correlation string, form url.Values) (*Grant, error) {
	id := n.uuid()
	ev := Event{Trace: correlation, Request: id, Method: http.MethodPost, URL: tokenURL, Provider: provider, GrantType: form.Get("grant_type")}
	n.log(ev.as(EventSendToken))
	asked := n.cfg.Now()
	res, err := n.out.Do(ctx, Call{
		Method: http.MethodPost, URL: tokenURL, Body: []byte(form.Encode()),
		Header: http.Header{
			"Content-Type":    {"application/x-www-form-urlencoded"},
			"Accept":          {"application/json"},
			headerRequest:     {id},
			headerCorrelation: {correlation},
		},
		Limit: maxToken, Timeout: tokenTimeout,
	})
	var g *Grant
	if err == nil {
		g, err = readToken(res, strings.TrimSuffix(provider, ProviderSuffix), asked)
	}
	if err != nil {
		n.log(ev.failed(EventReceiveTokenError, err))
		return nil, err
	}
	ev.Status = res.Status
	n.log(ev.as(EventReceiveToken))
	g.Correlation = correlation
	return g, nil
}

// tokenReply is both the good and the bad answer of a token endpoint. Only expires_in
// may have a form that the standard does not name: some servers send it as text.
type tokenReply struct {
	AccessToken  string         `json:"access_token"`
	TokenType    string         `json:"token_type"`
	ExpiresIn    jsontext.Value `json:"expires_in"`
	RefreshToken string         `json:"refresh_token"`
	Scope        *string        `json:"scope"`
	Error        jsontext.Value `json:"error"`
}

func readToken(res *Reply, asScope string, asked time.Time) (*Grant, error) {
	var t tokenReply
	media, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	isJSON := err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
	if isJSON {
		err = json.Unmarshal(res.Body, &t)
	} else {
		err = errors.New("not JSON")
	}
	if res.Status != http.StatusOK {
		f := &Failure{Status: res.Status, Code: oauthCode(t.Error), After: retryAfter(res.Header, asked)}
		f.Reason = tokenReason(res.Status, f.Code)
		return nil, f
	}
	switch {
	case err != nil:
		return nil, &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: errors.New("token answer is not readable JSON")}
	case len(t.Error) > 0:
		return nil, &Failure{Reason: tokenReason(http.StatusBadRequest, oauthCode(t.Error)), Status: res.Status, Code: oauthCode(t.Error)}
	case !strings.EqualFold(t.TokenType, "bearer"):
		return nil, &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: errors.New("token type is not bearer")}
	case !bearer(t.AccessToken), t.RefreshToken != "" && !bearer(t.RefreshToken):
		return nil, &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: errors.New("malformed token")}
	}
	life, err := lifetime(t.ExpiresIn)
	if err != nil {
		return nil, &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: err}
	}
	g := &Grant{Access: t.AccessToken, Refresh: t.RefreshToken, Expires: asked.Add(life)}
	if t.Scope != nil {
		g.Services = grantedServices(*t.Scope, asScope)
	}
	return g, nil
}

func oauthCode(raw jsontext.Value) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil || !printable(s) {
		return ""
	}
	return clip(s, 100)
}

// bearer holds a token to what fits in an Authorization header.
func bearer(s string) bool {
	if len(s) == 0 || len(s) > 16<<10 {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func lifetime(raw jsontext.Value) (time.Duration, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return defaultLife, nil
	}
	text := strings.Trim(string(raw), `"`)
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || seconds != seconds {
		return 0, errors.New("malformed lifetime")
	}
	if seconds <= 0 {
		return 0, errors.New("token has expired already")
	}
	return time.Duration(min(seconds, maxLife.Seconds())) * time.Second, nil
}

// grantedServices reads a scope as it occurs: "48 49", "48+49", "huisarts~48 huisarts~49".
// An empty scope, and one that only repeats what was asked, says nothing: nil.
func grantedServices(scope, asked string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(scope, func(r rune) bool { return r == ' ' || r == '+' || r == ',' }) {
		if strings.TrimSuffix(word, ProviderSuffix) == asked {
			return nil
		}
		if _, id, ok := strings.Cut(word, "~"); ok {
			word = id
		}
		if validServiceID(word) {
			out = append(out, word)
		}
	}
	return out
}

func tokenReason(status int, code string) Reason {
	switch code {
	case "invalid_grant":
		return ReasonLoginAgain
	case "invalid_request", "unsupported_grant_type", "invalid_client", "unauthorized_client":
		return ReasonOurs
	case "invalid_scope":
		return ReasonNotOffered
	}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return ReasonBusy
	case status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		return ReasonNoAnswer
	case status >= 500:
		return ReasonFault
	case status >= 400:
		return ReasonOurs
	default:
		return ReasonUnreadable
	}
}

// retryAfter reads the header in both of its forms; 0 where there is none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if s, err := strconv.ParseUint(v, 10, 31); err == nil {
		return time.Duration(s) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// uuid returns a random UUID of version 4.
func (n *Network) uuid() string {
	var b [16]byte
	if _, err := n.cfg.Rand.Read(b[:]); err != nil {
		panic("medmij: no randomness: " + err.Error())
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
