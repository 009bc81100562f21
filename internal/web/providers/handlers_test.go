// SPDX-License-Identifier: EUPL-1.2

package providers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"regie/internal/collect"
	"regie/internal/practice/practicetest"
	"regie/internal/store"
)

// answer is what the site says to one request.
type answer struct {
	status int
	to     string
	body   string
}

// ask sends a request as one of the people; a form makes it a POST.
func (s *site) ask(name, path string, form url.Values) answer {
	s.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "regie", Value: name})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(b)}
}

// collected lets somebody collect from the GP, and returns the connection and the journey.
func (s *site) collected(name string) (connection, journey store.ID) {
	s.t.Helper()
	v := s.vaults[name]
	j, err := s.collector.Begin(s.t.Context(), v, []collect.Choice{{Provider: "huisarts.oefenhoek@medmij", Services: []string{"49"}}})
	if err != nil {
		s.t.Fatal(err)
	}
	to := s.ask(name, "/ophalen/"+j.ID.String()+"/0/ga", nil)
	if to.status != http.StatusSeeOther {
		s.t.Fatalf("going there: %+v", to)
	}
	back, err := practicetest.Walk(s.t.Context(), s.net, to.to, practicetest.Visitor{Person: s.net.Persons()[0].Key, Long: true})
	if err != nil {
		s.t.Fatal(err)
	}
	got := s.ask(name, back.Path+"?"+back.RawQuery, nil)
	if got.status != http.StatusSeeOther || got.to != "/ophalen/"+j.ID.String() {
		s.t.Fatalf("coming back: %+v", got)
	}
	s.collector.Wait()
	all, err := s.collector.Connections(s.t.Context(), v)
	if err != nil || len(all) != 1 {
		s.t.Fatalf("%d connections, %v", len(all), err)
	}
	return all[0].ID, j.ID
}

var volatile = regexp.MustCompile(`[0-9a-f]{10,}`)

func TestWhatIsOfAnotherIsNotThere(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.up = true
	connection, journey := s.collected("anna")
	unknown := store.NewID(nil)
	same := func(path, other string, form url.Values) {
		t.Helper()
		a, b := s.ask("bert", path, form), s.ask("bert", other, form)
		if a.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, a.status, a.to)
		}
		if a.status != b.status || volatile.ReplaceAllString(a.body, "") != volatile.ReplaceAllString(b.body, "") {
			t.Errorf("%s differs from what is not there at all", path)
		}
	}
	for _, page := range []string{"", "/stoppen", "/weghalen"} {
		same("/zorgverleners/"+connection.String()+page, "/zorgverleners/"+unknown.String()+page, nil)
	}
	for _, do := range []string{"/opnieuw", "/toestemming", "/vanzelf", "/stoppen", "/weghalen"} {
		same("/zorgverleners/"+connection.String()+do, "/zorgverleners/"+unknown.String()+do, url.Values{"aan": {"ja"}})
	}
	same("/ophalen/"+journey.String(), "/ophalen/"+unknown.String(), nil)
	same("/ophalen/"+journey.String()+"/0/ga", "/ophalen/"+unknown.String()+"/0/ga", nil)
	same("/ophalen/"+journey.String()+"/0/sla-over", "/ophalen/"+unknown.String()+"/0/sla-over", url.Values{})
	if a := s.ask("anna", "/zorgverleners/"+connection.String(), nil); a.status != http.StatusOK || !strings.Contains(a.body, "De Oefenhoek") {
		t.Errorf("her own: %d", a.status)
	}
}

func TestAnythingInAForm(t *testing.T) {
	s := newSite(t, "anna")
	s.up = true
	connection, journey := s.collected("anna")
	nasty := []string{
		"", "<script>alert(1)</script>", "'; drop table sealed; --", "\x00\x01", strings.Repeat("x", 5000), "../../etc/passwd", "huisarts.oefenhoek@medmij\r\nX: y",
		"ｈｕｉｓａｒｔｓ", "%00", "{{.}}", "ja", "-1", "99999999999999999999", "49",
	}
	c, j := connection.String(), journey.String()
	for path, fields := range map[string][]string{
		"/zorgverleners/zoeken": {"zoek"}, "/zorgverleners/kies": {"aanbieder"}, "/zorgverleners/laat-weg": {"aanbieder", "naar"},
		"/zorgverleners/kiezen": {"gegevens-1", "gegevens-2"}, "/zorgverleners/" + c + "/vanzelf": {"aan"}, "/zorgverleners/" + c + "/opnieuw": {"wat"},
		"/ophalen/" + j + "/0/sla-over": {"x"}, "/ophalen/" + j + "/999/sla-over": {"x"}, "/ophalen/" + j + "/-1/sla-over": {"x"},
	} {
		for _, value := range nasty {
			form := url.Values{}
			for _, f := range fields {
				form[f] = []string{value, value}
			}
			a := s.ask("anna", path, form)
			if a.status >= 500 || strings.Contains(a.body, "<script>alert") || strings.Contains(a.to, "script") || strings.HasPrefix(a.to, "//") {
				t.Errorf("%s with %.40q: %d %s", path, value, a.status, a.to)
			}
			if page := s.ask("anna", "/zorgverleners/zoeken", nil); page.status != http.StatusOK || strings.Contains(page.body, "<script>alert") {
				t.Errorf("searching after %.40q: %d", value, page.status)
			}
			s.collector.Wait()
		}
	}
	for _, path := range []string{
		"/ophalen/terug?" + strings.Repeat("a=b&", 9000), "/ophalen/terug?state=%00&code=%ff", "/ophalen/terug/x?error=<script>&state=y", "/ophalen/" + j + "/1e9/ga", "/ophalen/" + j + "/7/ga",
		"/zorgverleners/" + strings.ToUpper(c), "/zorgverleners/%00", "/ophalen/..%2f..%2f", "/zorgverleners/" + c + c,
	} {
		if a := s.ask("anna", path, nil); a.status >= 500 || strings.Contains(a.body, "<script>") && strings.Contains(a.body, "<script>,") {
			t.Errorf("%.60s: %d", path, a.status)
		}
	}
}

func TestComingBackLeavesNothingInTheAddress(t *testing.T) {
	s := newSite(t, "anna")
	for path, want := range map[string]string{
		"/ophalen/terug/0123456789ab?code=geheim&state=ook":    "/ophalen/onbekend",
		"/ophalen/terug?error=access_denied&state=nietsvanmij": "/ophalen/onbekend",
	} {
		if a := s.ask("anna", path, nil); a.to != want {
			t.Errorf("%s leads to %q", path, a.to)
		}
		if a := s.ask("niemand", path, nil); a.to != "/ophalen/te-laat" || strings.Contains(a.body, "geheim") {
			t.Errorf("signed out, %s leads to %q", path, a.to)
		}
	}
}

func TestOldListsAreSaidPlainly(t *testing.T) {
	s := newSite(t, "anna")
	if a := s.ask("anna", "/zorgverleners/kies", url.Values{"aanbieder": {"huisarts.oefenhoek@medmij"}}); a.to != "/zorgverleners/kiezen" {
		t.Fatalf("%+v", a)
	}
	s.mu.Lock()
	s.ahead += 9 * time.Hour
	s.mu.Unlock()
	a := s.ask("anna", "/zorgverleners/kiezen", url.Values{"gegevens-1": {"49"}})
	if a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "Ophalen kan nu even niet") {
		t.Errorf("%d %s", a.status, fmt.Sprintf("%.200s", a.body))
	}
}
