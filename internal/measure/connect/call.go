// SPDX-License-Identifier: EUPL-1.2

package connect

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits of one call.
const (
	mostAnswer = 16 << 20
	callTime   = 20 * time.Second
	longWait   = 24 * time.Hour
)

// Post sends a form to a vendor, and returns the answer if its status is 200. access may be
// empty. Failures are sorted as HTTP says; what a vendor says in the body is its own matter.
func Post(ctx context.Context, out Outbound, now time.Time, address, access string, form url.Values) ([]byte, error) {
	h := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"}}
	if access != "" {
		h.Set("Authorization", "Bearer "+access)
	}
	status, answer, body, err := out.Send(ctx, http.MethodPost, address, h, []byte(form.Encode()), mostAnswer, callTime)
	if ctx.Err() != nil {
		return nil, fail(WhyTime, ctx.Err())
	}
	if err != nil {
		return nil, fail(WhyNoAnswer, err)
	}
	switch {
	case status == http.StatusOK:
		return body, nil
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable && answer.Get("Retry-After") != "":
		return nil, &Failure{Why: WhyBusy, Wait: RetryAfter(answer.Get("Retry-After"), now)}
	case status == http.StatusUnauthorized:
		return nil, fail(WhyLogin, nil)
	case status >= 500:
		return nil, fail(WhyFault, errors.New("status "+strconv.Itoa(status)))
	default:
		return nil, fail(WhyUnread, errors.New("status "+strconv.Itoa(status)))
	}
}

// RetryAfter reads how long to wait: seconds or a date. A minute where it says nothing; never
// more than a day.
func RetryAfter(s string, now time.Time) time.Duration {
	d := time.Minute
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		d = time.Duration(min(max(n, 1), 86_400)) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = t.Sub(now)
	}
	return min(max(d, time.Second), longWait)
}
