// SPDX-License-Identifier: EUPL-1.2

package withings

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"regie/internal/measure/connect"
)

// The signature is made by another program: openssl dgst -sha256 -hmac s3cret.
func TestSign(t *testing.T) {
	v := &vendor{connect.Settings{ID: "abc123", Secret: "s3cret", Login: Row.Login}}
	if got, want := v.sign("requesttoken", "n0nce"), "9d758ddf32c30e56e3a31bdb52dfd96fbc11854e93bf569f4ac4f6f7fa80fd47"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	u, err := url.Parse(v.Away(connect.Attempt{Redirect: "https://regie.example/terug?a=b", State: "s&t"}))
	if err != nil || u.Host != "account.withings.com" || u.Path != "/oauth2_user/authorize2" {
		t.Fatalf("%v, %v", u, err)
	}
	for name, want := range map[string]string{"response_type": "code", "client_id": "abc123", "redirect_uri": "https://regie.example/terug?a=b", "state": "s&t", "scope": "user.metrics,user.activity"} {
		if got := u.Query().Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		why    connect.Why
		wait   time.Duration
	}{
		{0, "{}", "", 0},
		{100, "{}", connect.WhyLogin, 0}, {401, "{}", connect.WhyLogin, 0}, {2555, "{}", connect.WhyLogin, 0},
		{601, `{"wait_seconds":188}`, connect.WhyBusy, 188 * time.Second}, {601, "{}", connect.WhyBusy, time.Minute}, {601, "[]", connect.WhyBusy, time.Minute},
		{601, `{"wait_seconds":99999999}`, connect.WhyBusy, 24 * time.Hour},
		{503, "{}", connect.WhyUnread, refused}, {293, "{}", connect.WhyUnread, refused},
		{522, "{}", connect.WhyFault, 0}, {2556, "{}", connect.WhyFault, 0}, {-1, "{}", connect.WhyFault, 0},
	} {
		f := new(connect.Failure)
		err := statusOf(c.status, []byte(c.body))
		if c.why == "" {
			if err != nil {
				t.Errorf("%d: %v", c.status, err)
			}
			continue
		}
		if !errors.As(err, &f) || f.Why != c.why || f.Wait != c.wait {
			t.Errorf("%d %s: %+v", c.status, c.body, f)
		}
	}
}
