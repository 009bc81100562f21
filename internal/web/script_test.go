// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"

	"regie/internal/e2e/browser"
	"regie/internal/person"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/web/ui/assets"
)

// shortSessions are sessions that end after some seconds without a sign of life.
type shortSessions struct {
	idle  time.Duration
	until atomic.Int64 // unix milliseconds
	alive atomic.Int32
}

func (s *shortSessions) Resume(_ context.Context, token string, alive bool) (*person.Session, error) {
	now := time.Now()
	if token != "anna" || now.UnixMilli() > s.until.Load() {
		return nil, nil
	}
	if alive {
		s.alive.Add(1)
		s.until.Store(now.Add(s.idle).UnixMilli())
	}
	return &person.Session{ID: store.ID{1}, IdleUntil: time.UnixMilli(s.until.Load())}, nil
}

func TestTheWarningBeforeASessionEnds(t *testing.T) {
	t.Parallel()
	c := config(t)
	c.Now = time.Now
	s := &shortSessions{idle: 8 * time.Second}
	s.until.Store(time.Now().Add(time.Hour).UnixMilli())
	c.Sessions = s
	p := browser.Open(t, serveTest(t, c))
	p.Allow("status of 4")
	p.Cookie("regie", "anna")
	p.Goto("/meer")
	p.NotSee("Bent u er nog?")
	p.See("Bent u er nog?") // at half of eight seconds
	before := s.alive.Load()
	p.Click("Ja, ik ga verder")
	p.NotSee("Bent u er nog?")
	if s.alive.Load() == before {
		t.Error("the server heard no sign of life")
	}
	p.See("Bent u er nog?")
	p.At("/sessie/verlopen")
	p.See("U bent uitgelogd")
	if n := browser.Eval[float64](p, `history.length`); n > 2 {
		t.Errorf("the page with data is still in the history of %v pages", n)
	}
	p.Goto("/meer")
	p.NotSee("Mijn zorgverleners")
}

// TestAPartThatRenewsItself walks a page of which a part is renewed as long as the server says so.
func TestAPartThatRenewsItself(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	h, err := newSite(config(t), func(_ Config, set *assets.Set) []route.Route {
		return []route.Route{
			{Method: "GET", Pattern: "/bezig", Who: route.Anyone, Name: "busy", Quiet: true, Handler: func(w http.ResponseWriter, r *route.Request) error {
				n := int(asked.Add(1))
				if n == 3 {
					return route.Unavailable(nil) // once: it is tried again
				}
				return r.Render(w, http.StatusOK, livePage(min(n, 5), n < 5))
			}},
			{Method: "GET", Pattern: "/assets/{digest}/{name}", Who: route.Anyone, Name: "asset", Static: true, Handler: static(set)},
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	p := browser.Open(t, strings.Replace(s.URL, "127.0.0.1", "localhost", 1))
	p.Allow("503")
	p.Allow("fetching the script")
	p.Goto("/bezig")
	p.Eval0(`window.kept = true`)
	p.See("stap 1")
	p.Click("Wat gebeurt er?")
	p.See("stap 5")
	p.See("Uitleg") // what the person opened stays open
	if !browser.Eval[bool](p, `window.kept === true`) {
		t.Error("the page was loaded anew")
	}
	if got := browser.Eval[string](p, `document.getElementById('deel-status').textContent`); got != "klaar 5" {
		t.Errorf("what is read out is %q", got)
	}
	n := asked.Load()
	time.Sleep(1300 * time.Millisecond)
	if asked.Load() != n {
		t.Error("it goes on asking when it is over")
	}
}

func TestWithoutNetwork(t *testing.T) {
	t.Parallel()
	h, err := New(config(t))
	if err != nil {
		t.Fatal(err)
	}
	var down atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	p := browser.Open(t, strings.Replace(s.URL, "127.0.0.1", "localhost", 1))
	p.Allow("ERR_")
	p.Cookie("regie", "anna")
	p.Goto("/meer")
	p.Eval0(`navigator.serviceWorker.ready.then(() => new Promise(r => setTimeout(r, 200)))`)
	kept := browser.Eval[[]string](p, `caches.open('regie-offline').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname))`)
	for _, path := range kept {
		if path != "/geen-verbinding" && !strings.HasPrefix(path, "/assets/") {
			t.Errorf("the browser keeps %s", path)
		}
	}
	if len(kept) < 4 {
		t.Errorf("the browser keeps %s files: %v", strconv.Itoa(len(kept)), kept)
	}
	down.Store(true)
	p.Goto("/delen")
	p.See("U hebt nu geen verbinding")
	p.See("You have no connection now")
	p.NotSee("Mijn dossier")
	if got := browser.Eval[string](p, `getComputedStyle(document.querySelector('.nl-button')).borderRadius`); got != "10px" {
		t.Errorf("the page has no styles: %q", got)
	}
	down.Store(false)
	p.Goto("/delen")
	p.NotSee("U hebt nu geen verbinding")
}

// livePage is a page as a collecting run has it.
func livePage(n int, more bool) templ.Component {
	seconds, said := 0, "klaar "+strconv.Itoa(n)
	if more {
		seconds, said = 1, "bezig "+strconv.Itoa(n)
	}
	part := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<p>stap %d</p><details id="uitleg"><summary>Wat gebeurt er?</summary><p>Uitleg</p></details>`, n)
		return err
	})
	live := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Live("deel", seconds, said).Render(templ.WithChildren(ctx, part), w)
	})
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Page(ui.PageProps{Title: "Bezig"}).Render(templ.WithChildren(ctx, live), w)
	})
}
