// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"regie/internal/medmij"
	"regie/internal/medmij/medmijtest"
)

func TestAuthorizationRequest(t *testing.T) {
	n := medmijtest.New(t)
	n.Lists.Add(gp(), dva)
	c := n.Client()
	doors, _ := c.Lists.Doors(gp().Name, []string{"51", "49"})
	if len(doors) != 1 || strings.Join(doors[0].Services, " ") != "51 49" {
		t.Fatalf("doors %+v", doors)
	}
	a, err := c.Authorize(doors[0])
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(a.URL)
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Scheme + "://" + u.Host + u.Path; got != gp().Authorize {
		t.Errorf("goes to %s", got)
	}
	q := u.Query()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for name, want := range map[string]string{
		"response_type": "code", "client_id": medmijtest.ClientID, "scope": "huisarts.duinrand",
		"redirect_uri": "https://" + medmijtest.ClientID + "/terug/" + medmij.ServerTag(gp().Authorize),
		"state":        a.State, "MedMij-Request-ID": a.RequestID, "X-Correlation-ID": a.Correlation,
	} {
		if len(q[name]) != 1 || q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q[name], want)
		}
	}
	if len(q) != 7 {
		t.Errorf("%d parameters", len(q))
	}
	if !uuid.MatchString(a.RequestID) || !uuid.MatchString(a.Correlation) || a.RequestID == a.Correlation {
		t.Errorf("ids %s %s", a.RequestID, a.Correlation)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(a.State) {
		t.Errorf("state %q", a.State)
	}
	if strings.Contains(u.RawQuery, "://") {
		t.Error("the return address is not encoded")
	}
	again, err := c.Authorize(doors[0])
	if err != nil || again.State == a.State || again.Correlation == a.Correlation {
		t.Error("two requests share something")
	}
	if medmij.StateHash(a.State) == medmij.StateHash(again.State) {
		t.Error("hashes are equal")
	}
}

func TestServicesBehindTwoDoorsAreTwoRequests(t *testing.T) {
	n := medmijtest.New(t)
	n.Lists.Set(func(s *medmijtest.State) {
		s.Providers = append(s.Providers, gp())
	})
	c := n.Client()
	// The provider list can say so per service only; the test list has one pair per provider.
	door := medmij.Door{Provider: gp().Name, Authorize: gp().Authorize, Token: "https://elders.test/token", Services: []string{"49"}}
	if _, err := c.Authorize(door); medmij.ReasonOf(err) != medmij.ReasonNotOffered {
		t.Errorf("a door that is not in the list: %v", err)
	}
	door.Token, door.Services = gp().Token, []string{"49", "63"}
	if _, err := c.Authorize(door); medmij.ReasonOf(err) != medmij.ReasonNotOffered {
		t.Errorf("a service that is not behind it: %v", err)
	}
	door.Services = nil
	if _, err := c.Authorize(door); medmij.ReasonOf(err) != medmij.ReasonNotOffered {
		t.Errorf("no service: %v", err)
	}
}

func TestParseCallback(t *testing.T) {
	good := map[string]medmij.Callback{
		"state=s&code=c":                       {State: "s", Code: "c"},
		"code=a%2Bb%20c&state=s":               {State: "s", Code: "a+b c"},
		"state=s&error=access_denied":          {State: "s", Error: "access_denied"},
		"state=s&error=401&error_description=": {State: "s", Error: "401"},
		"state=s&code=c&iss=https%3A%2F%2Fa.nl&expires_in=900&token_type=bearer": {State: "s", Code: "c", Issuer: "https://a.nl"},
		"state=s&error=x&error_description=%3Cscript%3E&error_uri=javascript:1":  {State: "s", Error: "x"},
	}
	for q, want := range good {
		got, err := medmij.ParseCallback(q)
		if err != nil || *got != want {
			t.Errorf("%q: %+v, %v", q, got, err)
		}
	}
	for _, q := range []string{
		"", "state=s", "code=c", "error=x", "state=&code=c", "state=s&code=", "state=s&code=c&error=x", "state=s&state=s&code=c", "state=s&code=c&code=d",
		"state=s&error=x&error=y", "state=s&code=%00", "state=s&code=%ff", "state=s&code=%0d%0aSet-Cookie:x", "state=%zz&code=c", "state=s;code=c",
		"state=" + strings.Repeat("s", 513) + "&code=c", "state=s&code=" + strings.Repeat("c", 5000), "state=s&error=" + strings.Repeat("x", 201),
		"state=s&code=c&iss=a&iss=b", "state=s&code=caf%C3%A9", strings.Repeat("&a=b", 9000) + "&state=s&code=c", "state[]=s&code=c", "STATE=s&CODE=c",
	} {
		if got, err := medmij.ParseCallback(q); err == nil {
			t.Errorf("%q was read as %+v", clip(q), got)
		}
	}
}

func clip(s string) string { return s[:min(len(s), 80)] }

func TestRefusals(t *testing.T) {
	n := medmijtest.New(t)
	c := n.Client()
	for code, want := range map[string]medmij.Reason{
		"access_denied": medmij.ReasonDenied, "invalid_request": medmij.ReasonOurs, "unauthorized_client": medmij.ReasonOurs,
		"unsupported_response_type": medmij.ReasonOurs, "invalid_scope": medmij.ReasonNotOffered, "server_error": medmij.ReasonFault,
		"temporarily_unavailable": medmij.ReasonBusy, "401": medmij.ReasonFault, "iets anders": medmij.ReasonFault,
	} {
		if got := c.Refusal(&medmij.Callback{Error: code}, &medmij.Authorization{}).Reason; got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func FuzzCallback(f *testing.F) {
	for _, s := range []string{"state=s&code=c", "state=s&error=access_denied", "state=%00&code=%ff", "a=b&&=&state=s&code=c#x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, q string) {
		c, err := medmij.ParseCallback(q)
		if err != nil {
			return
		}
		if c.State == "" || (c.Code == "") == (c.Error == "") {
			t.Errorf("%+v came through", c)
		}
		for _, s := range []string{c.State, c.Code, c.Error, c.Issuer} {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%q came through", s)
			}
		}
	})
}
