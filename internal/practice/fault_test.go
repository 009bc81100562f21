// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

func TestFaultsOfResources(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
	foreign := "https://elders.oefennetwerk.test/verder"
	has := func(part string) func(*http.Response, string, error) bool {
		return func(_ *http.Response, body string, err error) bool { return err == nil && strings.Contains(body, part) }
	}
	for name, c := range map[string]struct {
		fault practice.Fault
		path  string
		check func(*http.Response, string, error) bool
	}{
		"500": {practice.Fault{Kind: practice.FaultStatus, Status: 500}, "/Encounter",
			func(r *http.Response, _ string, _ error) bool { return r.StatusCode == 500 }},
		"503": {practice.Fault{Kind: practice.FaultStatus, Status: 503, RetryAfter: "2"}, "/Encounter",
			func(r *http.Response, _ string, _ error) bool {
				return r.StatusCode == 503 && r.Header.Get("Retry-After") == "2"
			}},
		"429": {practice.Fault{Kind: practice.FaultStatus, Status: 429}, "/Encounter",
			func(r *http.Response, _ string, _ error) bool { return r.StatusCode == 429 }},
		"another request is spared":  {practice.Fault{Kind: practice.FaultStatus, Status: 500, Match: "Flag"}, "/Encounter", has("Bundle")},
		"another provider is spared": {practice.Fault{Kind: practice.FaultStatus, Status: 500, Provider: dossier.Linde}, "/Encounter", has("Bundle")},
		"drop":                       {practice.Fault{Kind: practice.FaultDrop}, "/Encounter", func(_ *http.Response, _ string, err error) bool { return err != nil }},
		"truncate":                   {practice.Fault{Kind: practice.FaultTruncate}, "/Encounter", func(_ *http.Response, _ string, err error) bool { return err != nil }},
		"html":                       {practice.Fault{Kind: practice.FaultHTML}, "/Encounter", has("<!doctype html>")},
		"redirect": {practice.Fault{Kind: practice.FaultRedirect, Value: foreign}, "/Encounter",
			func(r *http.Response, _ string, _ error) bool {
				return r.StatusCode == 302 && r.Header.Get("Location") == foreign
			}},
		"type": {practice.Fault{Kind: practice.FaultContentType, Value: "text/plain"}, "/Encounter",
			func(r *http.Response, _ string, _ error) bool { return r.Header.Get("Content-Type") == "text/plain" }},
		"next": {practice.Fault{Kind: practice.FaultForeignNext, Value: foreign}, "/Encounter", has(`{"relation":"next","url":"` + foreign + `"}`)},
		"loop": {practice.Fault{Kind: practice.FaultLoopNext}, "/Encounter", has(`{"relation":"next","url":"` + s.base + `/Encounter"}`)},
		"version": {practice.Fault{Kind: practice.FaultVersion}, "/Encounter", func(r *http.Response, b string, _ error) bool {
			return strings.Contains(r.Header.Get("Content-Type"), "4.0") && strings.Contains(b, "ServiceRequest")
		}},
		"bsn":       {practice.Fault{Kind: practice.FaultBSN}, "/Patient", has("999900006")},
		"script":    {practice.Fault{Kind: practice.FaultScript}, "/Patient", has("<script>")},
		"double":    {practice.Fault{Kind: practice.FaultDoubleIDs}, "/Encounter", func(_ *http.Response, b string, _ error) bool { return strings.Count(b, `"id":"c2"`) == 2 }},
		"outcome":   {practice.Fault{Kind: practice.FaultOutcome}, "/Encounter", has("OperationOutcome")},
		"empty":     {practice.Fault{Kind: practice.FaultEmpty}, "/Encounter", has(`"total":0`)},
		"names":     {practice.Fault{Kind: practice.FaultDoubleNames}, "/Encounter", has(`"language":"nl","language":"en"`)},
		"bad utf-8": {practice.Fault{Kind: practice.FaultGarbage}, "/Encounter", func(_ *http.Response, b string, _ error) bool { return !utf8.ValidString(b) }},
		"deep":      {practice.Fault{Kind: practice.FaultDeep}, "/Encounter", has("[[[[")},
		"list":      {practice.Fault{Kind: practice.FaultNotBundle}, "/Encounter", has("[1,2,3]")},
		"huge": {practice.Fault{Kind: practice.FaultHuge, Size: 3 << 20}, "/Encounter", func(_ *http.Response, b string, _ error) bool {
			return len(b) > 3<<20 && json.Valid([]byte(b))
		}},
		"bomb": {practice.Fault{Kind: practice.FaultBomb, Size: 3 << 20}, "/Encounter", func(_ *http.Response, b string, _ error) bool { return len(b) > 3<<20 }},
	} {
		t.Run(name, func(t *testing.T) {
			c.fault.Where = practice.AtResource
			defer w.Inject(c.fault)()
			resp, err := s.http.Do(s.request(s.base + c.path))
			body := []byte(nil)
			if err == nil {
				body, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			if !c.check(resp, string(body), err) {
				t.Errorf("%v %.300s %v", resp, body, err)
			}
		})
	}
	if got := s.search("Encounter"); got.Total != 3 {
		t.Errorf("the faults stay: %+v", got)
	}
	docs := w.enter("huisarts.oefenhoek@medmij", "51", practicetest.Visitor{Person: "wil"})
	w.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultForeignAttachment, Value: foreign})
	if _, b := docs.do(docs.request(docs.base + "/DocumentReference")); !strings.Contains(string(b), `"url":"`+foreign+`"`) {
		t.Errorf("attachment: %s", b)
	}
	w.Heal()
}

func TestFaultsCountAndWait(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
	w.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultStatus, Status: 500, After: 1, Times: 2})
	var got []int
	for range 5 {
		resp, _ := s.do(s.request(s.base + "/Encounter"))
		got = append(got, resp.StatusCode)
	}
	if got[0] != 200 || got[1] != 500 || got[2] != 500 || got[3] != 200 || got[4] != 200 {
		t.Errorf("%v", got)
	}
	w.Heal()
	w.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultSlow, Delay: 60 * time.Millisecond})
	before := time.Now()
	s.search("Encounter")
	if time.Since(before) < 60*time.Millisecond {
		t.Error("not slow")
	}
	// Closing ends what waits.
	w.Heal()
	w.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultSlow, Delay: time.Hour})
	done := make(chan error, 1)
	req := s.request(s.base + "/Encounter")
	go func() {
		_, err := s.http.Do(req) //nolint:bodyclose // it fails
		done <- err
	}()
	time.Sleep(20 * time.Millisecond)
	w.Close()
	select {
	case err := <-done:
		if err == nil {
			t.Error("answers after Close")
		}
	case <-time.After(5 * time.Second):
		t.Error("Close leaves a request hanging")
	}
}

func TestFaultsOfTokens(t *testing.T) {
	w := start(t, nil)
	raw := func(f practice.Fault, long bool) (int, string, error) {
		correlation := newID()
		code, endpoint := w.code("huisarts.oefenhoek@medmij", "49", correlation, long)
		f.Where, f.Provider = practice.AtToken, dossier.Oefenhoek
		defer w.Inject(f)()
		form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {clientID}, "redirect_uri": {callback}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("MedMij-Request-ID", newID())
		req.Header.Set("X-Correlation-ID", correlation)
		resp, err := w.http.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer func() { _ = resp.Body.Close() }()
		b, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b), err
	}
	for _, c := range []struct {
		fault    practice.Fault
		long     bool
		status   int
		has, not string
	}{
		{practice.Fault{Kind: practice.FaultLowerBearer}, false, 200, `"token_type":"bearer"`, "Bearer"},
		{practice.Fault{Kind: practice.FaultNoScope}, false, 200, "access_token", "scope"},
		{practice.Fault{Kind: practice.FaultScope, Value: "48+51"}, false, 200, `"scope":"48+51"`, "49"},
		{practice.Fault{Kind: practice.FaultNamedScope}, false, 200, `"scope":"huisarts.oefenhoek~49 huisarts.oefenhoek~51"`, "@"},
		{practice.Fault{Kind: practice.FaultNoRefresh}, true, 200, "access_token", "refresh_token"},
		{practice.Fault{Kind: practice.FaultAlwaysRefresh}, false, 200, "refresh_token", "?"},
		{practice.Fault{Kind: practice.FaultNoExpiry}, false, 200, "access_token", "expires_in"},
		{practice.Fault{Kind: practice.FaultTextExpiry}, false, 200, `"expires_in":"900"`, "?"},
		{practice.Fault{Kind: practice.FaultRedirect, Value: "https://elders.example/"}, false, 302, "", "access_token"},
		{practice.Fault{Kind: practice.FaultStatus, Status: 500}, false, 500, "", "access_token"},
		{practice.Fault{Kind: practice.FaultHTML}, false, 200, "<!doctype", "access_token"},
		{practice.Fault{Kind: practice.FaultError, Value: "invalid_grant"}, false, 400, `"error":"invalid_grant"`, "access_token"},
		{practice.Fault{Kind: practice.FaultIntegerError}, false, 400, `"error":400`, "access_token"},
	} {
		status, body, err := raw(c.fault, c.long)
		if err != nil || status != c.status || !strings.Contains(body, c.has) || strings.Contains(body, c.not) {
			t.Errorf("%s: %d %s %v", c.fault.Kind, status, body, err)
		}
	}
	for _, k := range []practice.Kind{practice.FaultDrop, practice.FaultTruncate} {
		if status, body, err := raw(practice.Fault{Kind: k}, false); err == nil {
			t.Errorf("%s: %d %s", k, status, body)
		}
	}
}

func TestARefreshWhoseAnswerGetsLost(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil", Long: true})
	remove := w.Inject(practice.Fault{Where: practice.AtToken, Kind: practice.FaultDrop})
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.Refresh}, "client_id": {clientID}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.token, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("MedMij-Request-ID", newID())
	req.Header.Set("X-Correlation-ID", newID())
	if resp, err := s.http.Do(req); err == nil {
		t.Fatalf("an answer: %s", resp.Status)
	}
	remove()
	if got := w.swap(s.token, form, newID()); got.Error != "invalid_grant" {
		t.Errorf("the token was not used up: %+v", got)
	}
}

func TestFaultsOfTheWayBack(t *testing.T) {
	w := start(t, nil)
	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	for kind, check := range map[practice.Kind]func(url.Values) bool{
		practice.FaultNoState:     func(v url.Values) bool { return !v.Has("state") && v.Has("code") },
		practice.FaultOtherState:  func(v url.Values) bool { return v.Has("code") && !strings.HasPrefix(v.Get("state"), "een-stand") },
		practice.FaultReturnError: func(v url.Values) bool { return v.Get("error") == "temporarily_unavailable" && !v.Has("code") },
		practice.FaultBoth:        func(v url.Values) bool { return v.Has("error") && v.Has("code") },
	} {
		remove := w.Inject(practice.Fault{Where: practice.AtReturn, Kind: kind, Value: "temporarily_unavailable"})
		back, err := practicetest.Walk(t.Context(), w.Network, authorize+"?"+ask("huisarts.oefenhoek@medmij", newID()).Encode(), practicetest.Visitor{Person: "wil"})
		remove()
		if err != nil || !check(back.Query()) {
			t.Errorf("%s: %v %v", kind, back, err)
		}
	}
}
