// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/medmij/medmijtest"
)

const fhirBase = "https://" + dva + ":8443/fhir/49"

// session starts a session with access token "t1"; a renewal gives t2, t3, ….
func session(t *testing.T, h http.Handler, renewable bool) (*medmijtest.Net, *medmij.Session, *atomic.Int32) {
	t.Helper()
	n, c, _ := flow(t, h)
	var renewed atomic.Int32
	var renew func(context.Context) (*medmij.Grant, error)
	grant := func(i int32) *medmij.Grant {
		return &medmij.Grant{Access: fmt.Sprintf("t%d", i), Expires: n.Clock.Now().Add(15 * time.Minute), Correlation: fmt.Sprintf("c%d", i)}
	}
	if renewable {
		renew = func(context.Context) (*medmij.Grant, error) { return grant(renewed.Add(1) + 1), nil }
	}
	n.Clock.Slept()
	return n, c.NewSession(gp().Name, grant(1), renew), &renewed
}

func fhirJSON(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/fhir+json; fhirVersion=3.0")
	_, _ = w.Write([]byte(body))
}

func pages(ctx context.Context, s *medmij.Session, query string) ([]string, error) {
	var got []string
	err := s.Pages(ctx, medmij.Search{Base: fhirBase, Query: query, FHIR: "3.0", Service: "49"}, func(b []byte) (string, error) {
		body, next, _ := strings.Cut(string(b), "|")
		got = append(got, body)
		return next, nil
	})
	return got, err
}

func TestResourceRequest(t *testing.T) {
	var seen *http.Request
	_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r
		fhirJSON(w, "een")
	}), false)
	got, err := pages(t.Context(), s, "Observation/$lastn?category=http://snomed.info/sct|275711006&_include=Observation:specimen")
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	if seen.RequestURI != "/fhir/49/Observation/$lastn?category=http://snomed.info/sct%7C275711006&_include=Observation:specimen" {
		t.Errorf("asked for %s", seen.RequestURI)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer t1", "Accept": "application/fhir+json; fhirVersion=3.0", "X-Correlation-ID": "c1",
	} {
		if seen.Header.Get(name) != want {
			t.Errorf("%s is %q", name, seen.Header.Get(name))
		}
	}
	if len(seen.Header.Get("MedMij-Request-ID")) != 36 || seen.Host != dva+":8443" || seen.Method != "GET" {
		t.Errorf("%s %s %v", seen.Method, seen.Host, seen.Header)
	}
}

func TestPagesAreFollowedToTheEnd(t *testing.T) {
	ids := map[string]bool{}
	_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer t1" || ids[r.Header.Get("MedMij-Request-ID")] {
			t.Error("headers of a next page")
		}
		ids[r.Header.Get("MedMij-Request-ID")] = true
		switch r.URL.RawQuery {
		case "":
			fhirJSON(w, "een|"+fhirBase+"?_getpages=2")
		case "_getpages=2":
			fhirJSON(w, "twee|Encounter/_page/3?x=%7C")
		default:
			fhirJSON(w, "drie")
		}
	}), false)
	got, err := pages(t.Context(), s, "Encounter")
	if err != nil || strings.Join(got, " ") != "een twee drie" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestNextPageStaysWithTheProvider(t *testing.T) {
	port, count := honeypot(t)
	for next, want := range map[string]medmij.Reason{
		"https://elders.test/fhir/49?p=2":                               medmij.ReasonUnsafe,
		"https://" + medmijtest.ListHost + "/fhir/49?p=2":               medmij.ReasonUnsafe, // whitelisted, but another
		"https://" + dva + "/fhir/49?p=2":                               medmij.ReasonUnsafe, // other port
		"http://" + dva + ":8443/fhir/49?p=2":                           medmij.ReasonUnsafe,
		"https://127.0.0.1:" + port + "/fhir/49":                        medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/50?p=2":                          medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/4":                               medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/491":                             medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/49/../50?p=2":                    medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/49/%2e%2e/50":                    medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/49/..%2f50":                      medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/49//x":                           medmij.ReasonUnsafe,
		"https://x@" + dva + ":8443/fhir/49?p=2":                        medmij.ReasonUnsafe,
		"https://" + dva + ":8443@elders.test/fhir/49":                  medmij.ReasonUnsafe,
		"//elders.test/fhir/49":                                         medmij.ReasonUnsafe,
		"/admin":                                                        medmij.ReasonUnsafe,
		"javascript:alert(1)":                                           medmij.ReasonUnsafe,
		"file:///etc/passwd":                                            medmij.ReasonUnsafe,
		fhirBase + "/Encounter":                                         medmij.ReasonUnreadable, // itself
		fhirBase + "?x=\x7f":                                            medmij.ReasonUnsafe,
		"%zz":                                                           medmij.ReasonUnsafe,
		"https://" + dva + ":8443/fhir/49?" + strings.Repeat("a", 9000): medmij.ReasonUnsafe,
	} {
		asked := 0
		_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			fhirJSON(w, "een|"+next)
		}), false)
		got, err := pages(t.Context(), s, "Encounter")
		if medmij.ReasonOf(err) != want || len(got) != 1 || asked != 1 {
			t.Errorf("%.80q: %v, %d pages, %d calls", next, err, len(got), asked)
		}
	}
	if count.Load() != 0 {
		t.Error("a connection was made")
	}
}

func TestEndlessPagesEnd(t *testing.T) {
	for name, make := range map[string]func(i int) string{
		"always another":   func(i int) string { return fmt.Sprintf("x|%s?p=%d", fhirBase, i) },
		"back and forth":   func(i int) string { return fmt.Sprintf("x|%s?p=%d", fhirBase, i%2) },
		"heavy and no end": func(i int) string { return strings.Repeat("x", 15<<20) + fmt.Sprintf("|%s?p=%d", fhirBase, i) },
	} {
		i := 0
		_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			i++
			fhirJSON(w, make(i))
		}), false)
		_, err := pages(t.Context(), s, "Encounter")
		if r := medmij.ReasonOf(err); r != medmij.ReasonTooLarge && r != medmij.ReasonUnreadable {
			t.Errorf("%s: %v after %d pages", name, err, i)
		}
		if i > 1000 {
			t.Errorf("%s: %d pages", name, i)
		}
	}
}

func TestRetries(t *testing.T) {
	fail := func(status int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(status)
		}
	}
	good := func(w http.ResponseWriter, _ *http.Request) { fhirJSON(w, "een") }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "99")
		fhirJSON(w, "een")
	}
	for name, c := range map[string]struct {
		steps []http.HandlerFunc // the last repeats
		calls int
		want  medmij.Reason
		sleep [2]time.Duration // bounds of the first pause
	}{
		"well":                {[]http.HandlerFunc{good}, 1, "", [2]time.Duration{}},
		"once 503":            {[]http.HandlerFunc{fail(503, ""), good}, 2, "", [2]time.Duration{0, time.Second}},
		"503 with time":       {[]http.HandlerFunc{fail(503, "20"), good}, 2, "", [2]time.Duration{20 * time.Second, 21 * time.Second}},
		"429 with too much":   {[]http.HandlerFunc{fail(429, "61"), good}, 1, medmij.ReasonBusy, [2]time.Duration{}},
		"three times 500":     {[]http.HandlerFunc{fail(500, ""), fail(502, ""), fail(500, ""), good}, 4, "", [2]time.Duration{0, time.Second}},
		"always 500":          {[]http.HandlerFunc{fail(500, "")}, 4, medmij.ReasonFault, [2]time.Duration{0, time.Second}},
		"half, then whole":    {[]http.HandlerFunc{half, good}, 2, "", [2]time.Duration{0, time.Second}},
		"always half":         {[]http.HandlerFunc{half}, 4, medmij.ReasonHalf, [2]time.Duration{0, time.Second}},
		"504 twice":           {[]http.HandlerFunc{fail(504, ""), fail(504, ""), good}, 2, medmij.ReasonNoAnswer, [2]time.Duration{0, time.Second}},
		"400":                 {[]http.HandlerFunc{fail(400, "")}, 1, medmij.ReasonRefused, [2]time.Duration{}},
		"403":                 {[]http.HandlerFunc{fail(403, "")}, 1, medmij.ReasonNotGranted, [2]time.Duration{}},
		"404":                 {[]http.HandlerFunc{fail(404, "")}, 1, medmij.ReasonNotThere, [2]time.Duration{}},
		"410":                 {[]http.HandlerFunc{fail(410, "")}, 1, medmij.ReasonNotThere, [2]time.Duration{}},
		"406":                 {[]http.HandlerFunc{fail(406, "")}, 1, medmij.ReasonVersion, [2]time.Duration{}},
		"204":                 {[]http.HandlerFunc{fail(204, "")}, 1, medmij.ReasonUnreadable, [2]time.Duration{}},
		"401 without consent": {[]http.HandlerFunc{fail(401, "")}, 1, medmij.ReasonLoginAgain, [2]time.Duration{}},
		"R4 for STU3":         {[]http.HandlerFunc{answer(200, "application/fhir+json; fhirVersion=4.0", "x")}, 1, medmij.ReasonVersion, [2]time.Duration{}},
		"xml":                 {[]http.HandlerFunc{answer(200, "application/fhir+xml", "<Bundle/>")}, 1, medmij.ReasonUnreadable, [2]time.Duration{}},
		"a page for people":   {[]http.HandlerFunc{answer(200, "text/html; charset=utf-8", "<h1>Onderhoud</h1>")}, 1, medmij.ReasonUnreadable, [2]time.Duration{}},
		"older content type":  {[]http.HandlerFunc{answer(200, "application/json+fhir", "een")}, 1, "", [2]time.Duration{}},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			n, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h := c.steps[min(calls, len(c.steps)-1)]
				calls++
				h(w, r)
			}), false)
			_, err := pages(t.Context(), s, "Encounter")
			if medmij.ReasonOf(err) != c.want || calls != c.calls {
				t.Errorf("%v after %d calls, want %q after %d", err, calls, c.want, c.calls)
			}
			if slept := n.Clock.Slept(); len(slept) > 0 && (slept[0] < c.sleep[0] || slept[0] > c.sleep[1]) {
				t.Errorf("slept %v", slept)
			} else if len(slept) != c.calls-1 {
				t.Errorf("slept %d times", len(slept))
			}
		})
	}
}

func TestSpentTokenIsRenewedOnceForAll(t *testing.T) {
	_, s, renewed := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer t1" {
			w.WriteHeader(401)
			return
		}
		fhirJSON(w, r.Header.Get("X-Correlation-ID"))
	}), true)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			got, err := pages(t.Context(), s, "Encounter")
			if err != nil || got[0] != "c2" {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	wg.Wait()
	if renewed.Load() != 1 {
		t.Errorf("renewed %d times", renewed.Load())
	}
}

func TestTokenThatNeverWorksIsNoLoop(t *testing.T) {
	calls := 0
	_, s, renewed := session(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { calls++; w.WriteHeader(401) }), true)
	for range 5 {
		_, err := pages(t.Context(), s, "Encounter")
		if medmij.ReasonOf(err) != medmij.ReasonLoginAgain {
			t.Errorf("%v", err)
		}
	}
	if renewed.Load() > 2 || calls > 8 {
		t.Errorf("renewed %d times, %d calls", renewed.Load(), calls)
	}
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	n, s, renewed := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fhirJSON(w, r.Header.Get("Authorization")) }), true)
	n.Clock.Add(14*time.Minute + 55*time.Second)
	got, err := pages(t.Context(), s, "Encounter")
	if err != nil || got[0] != "Bearer t2" || renewed.Load() != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestFailedRenewalIsTheFailure(t *testing.T) {
	_, c, _ := flow(t, answer(401, "", ""))
	s := c.NewSession(gp().Name, &medmij.Grant{Access: "t", Expires: time.Now().Add(time.Hour)}, func(context.Context) (*medmij.Grant, error) {
		return nil, &medmij.Failure{Reason: medmij.ReasonFault, Err: errors.New("down")}
	})
	if _, err := pages(t.Context(), s, "Encounter"); medmij.ReasonOf(err) != medmij.ReasonFault {
		t.Errorf("%v", err)
	}
}

func TestDocumentAtAForeignHost(t *testing.T) {
	port, count := honeypot(t)
	n, s, _ := session(t, http.NotFoundHandler(), false)
	asked := false
	n.Host("vreemd.test", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	for _, url := range []string{"https://vreemd.test/doc.pdf", "https://127.0.0.1:" + port + "/doc.pdf", "https://" + dva + ":9999/doc.pdf", "http://" + dva + "/doc.pdf"} {
		_, err := s.Fetch(t.Context(), medmij.Get{URL: url, Accept: "application/pdf", Limit: 1000, Secret: true})
		if medmij.ReasonOf(err) != medmij.ReasonUnsafe {
			t.Errorf("%s: %v", url, err)
		}
	}
	if asked || count.Load() != 0 {
		t.Error("a token went to a foreign host")
	}
}

func TestInterruptedWhileWaiting(t *testing.T) {
	_, s, _ := session(t, answer(503, "", ""), false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pages(ctx, s, "Encounter"); medmij.ReasonOf(err) != medmij.ReasonInterrupted {
		t.Errorf("%v", err)
	}
}

// A connection that is kept open can be closed by the server just when it is used again. The
// request is then sent once more, and not with the same id.
func TestRequestIsNeverSentTwiceWithOneID(t *testing.T) {
	var mu sync.Mutex
	ids, calls := map[string]bool{}, 0
	_, s, _ := session(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		calls++
		if id := r.Header.Get("MedMij-Request-ID"); ids[id] {
			t.Errorf("request %s came twice", id)
		} else {
			ids[id] = true
		}
		if calls%2 == 0 {
			panic(http.ErrAbortHandler)
		}
		fhirJSON(w, "een")
	}), false)
	for range 6 {
		if _, err := pages(t.Context(), s, "Encounter"); err != nil {
			t.Fatal(err)
		}
	}
	if calls < 9 {
		t.Errorf("%d calls: nothing was sent again", calls)
	}
}
