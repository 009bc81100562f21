// SPDX-License-Identifier: EUPL-1.2

// Package withings speaks with the public interface of Withings: OAuth 2 with signed calls,
// measurements, activity by day, nights and electrocardiograms.
//
// Source: developer.withings.com/api-reference. Every answer has status 200 and says in its body
// how it went. A code is good for 30 seconds, an access token for three hours; a refresh token is
// replaced each time, and the one before it ends eight hours later, or when the new access token
// is used.
package withings

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/measure/connect"
)

// Row is Withings in the table of vendors.
var Row = connect.Row{
	Key: "withings", Name: "Withings", Host: "https://wbsapi.withings.net", Login: "https://account.withings.com/oauth2_user/authorize2",
	Parts: []connect.Part{{Key: partMeasures, Source: "Withings"}, {Key: partActivity, Source: "Withings Activity"}, {Key: partSleep, Source: "Withings Sleep"}, {Key: partHeart, Source: "Withings ECG"}},
	New:   func(s connect.Settings) connect.Vendor { return &vendor{s} },
}

// The parts.
const (
	partMeasures = "measures"
	partActivity = "activity"
	partSleep    = "sleep"
	partHeart    = "ecg"
)

const scope = "user.metrics,user.activity"

type vendor struct{ connect.Settings }

// Away implements connect.Vendor.
func (v *vendor) Away(a connect.Attempt) string {
	q := url.Values{"response_type": {"code"}, "client_id": {v.ID}, "scope": {scope}, "redirect_uri": {a.Redirect}, "state": {a.State}}
	return v.Login + "?" + q.Encode()
}

// Exchange implements connect.Vendor.
func (v *vendor) Exchange(ctx context.Context, a connect.Attempt, code string) (connect.Grant, error) {
	return v.token(ctx, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.Redirect}}, connect.WhyLate)
}

// Refresh implements connect.Vendor.
func (v *vendor) Refresh(ctx context.Context, refresh string) (connect.Grant, error) {
	return v.token(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}, connect.WhyLogin)
}

// token asks for tokens. spent is what it means when what was handed in is not accepted.
func (v *vendor) token(ctx context.Context, form url.Values, spent connect.Why) (connect.Grant, error) {
	var body struct {
		User    jsontext.Value `json:"userid"` // a number, or one in quotes
		Access  string         `json:"access_token"`
		Refresh string         `json:"refresh_token"`
		Seconds int64          `json:"expires_in"`
	}
	form.Set("action", "requesttoken")
	err := v.signed(ctx, form, &body)
	failure := new(connect.Failure)
	if errors.As(err, &failure) && (failure.Why == connect.WhyLogin || failure.Why == connect.WhyUnread && failure.Wait == refused) {
		return connect.Grant{}, &connect.Failure{Why: spent, Err: failure.Err}
	}
	if err != nil {
		return connect.Grant{}, err
	}
	g := connect.Grant{User: strings.Trim(string(body.User), `"`), Access: body.Access, Refresh: body.Refresh}
	g.Until = v.Now().Add(time.Duration(min(max(body.Seconds, 0), 86_400)) * time.Second)
	if g.User == "" || g.Access == "" || g.Refresh == "" {
		return connect.Grant{}, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("tokens are missing")}
	}
	return g, nil
}

// Revoke implements connect.Vendor.
func (v *vendor) Revoke(ctx context.Context, g connect.Grant) error {
	return v.signed(ctx, url.Values{"action": {"revoke"}, "userid": {g.User}}, nil)
}

// signed makes a call that our secret signs, for which a number is fetched that is used once.
func (v *vendor) signed(ctx context.Context, form url.Values, body any) error {
	var nonce struct {
		Nonce string `json:"nonce"`
	}
	at := strconv.FormatInt(v.Now().Unix(), 10)
	err := v.call(ctx, "/v2/signature", "", url.Values{
		"action": {"getnonce"}, "client_id": {v.ID}, "timestamp": {at}, "signature": {v.sign("getnonce", at)},
	}, &nonce)
	failure := new(connect.Failure)
	if errors.As(err, &failure) && (failure.Why == connect.WhyLogin || failure.Why == connect.WhyUnread) {
		return &connect.Failure{Why: connect.WhyOurs, Err: failure.Err}
	}
	if err != nil {
		return err
	}
	form.Set("client_id", v.ID)
	form.Set("nonce", nonce.Nonce)
	form.Set("signature", v.sign(form.Get("action"), nonce.Nonce))
	return v.call(ctx, "/v2/oauth2", "", form, body)
}

// sign signs as Withings asks: of action, client_id and nonce or timestamp the values, in the
// order of their names.
func (v *vendor) sign(action, once string) string {
	h := hmac.New(sha256.New, []byte(v.Secret))
	h.Write([]byte(action + "," + v.ID + "," + once))
	return hex.EncodeToString(h.Sum(nil))
}

// refused marks a failure as "what you send is not right", which for a token means that it is spent.
const refused = -1

// shortWait is a wait that we take at once.
const shortWait = 5 * time.Second

// call makes a call, and reads body from what came back. Where Withings asks to wait for a few
// seconds, it waits.
func (v *vendor) call(ctx context.Context, path, access string, form url.Values, body any) error {
	_, err := v.answer(ctx, path, access, form, body)
	return err
}

// answer does that, and returns the whole answer too.
func (v *vendor) answer(ctx context.Context, path, access string, form url.Values, body any) ([]byte, error) {
	raw, err := v.once(ctx, path, access, form, body)
	failure := new(connect.Failure)
	if errors.As(err, &failure) && failure.Why == connect.WhyBusy && failure.Wait <= shortWait {
		if err := v.Sleep(ctx, failure.Wait); err != nil {
			return nil, &connect.Failure{Why: connect.WhyTime, Err: err}
		}
		raw, err = v.once(ctx, path, access, form, body)
	}
	return raw, err
}

func (v *vendor) once(ctx context.Context, path, access string, form url.Values, body any) ([]byte, error) {
	raw, err := connect.Post(ctx, v.Out, v.Now(), v.Host+path, access, form)
	if err != nil {
		return nil, err
	}
	var a struct {
		Status *int           `json:"status"`
		Body   jsontext.Value `json:"body"`
	}
	if err := json.Unmarshal(raw, &a, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil || a.Status == nil {
		return nil, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("no answer of the interface")}
	}
	if err := statusOf(*a.Status, a.Body); err != nil {
		return nil, err
	}
	if body == nil {
		return raw, nil
	}
	if err := json.Unmarshal(a.Body, body, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return nil, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("a body of another form")}
	}
	return raw, nil
}

// statusOf says what the status in an answer means.
func statusOf(status int, body jsontext.Value) error {
	cause := errors.New("status " + strconv.Itoa(status))
	switch {
	case status == 0:
		return nil
	case status == 601:
		var b struct {
			Seconds int64 `json:"wait_seconds"`
		}
		_ = json.Unmarshal(body, &b) // without it, a minute
		if b.Seconds <= 0 {
			b.Seconds = 60
		}
		return &connect.Failure{Why: connect.WhyBusy, Wait: time.Duration(min(b.Seconds, 86_400)) * time.Second, Err: cause}
	case status == 100, status == 101, status == 102, status == 200, status == 401, status == 214, status == 277, status >= 2553 && status <= 2555:
		return &connect.Failure{Why: connect.WhyLogin, Err: cause}
	case status >= 201 && status <= 400, status == 503: // parameters
		return &connect.Failure{Why: connect.WhyUnread, Wait: refused, Err: cause}
	default:
		return &connect.Failure{Why: connect.WhyFault, Err: cause}
	}
}
