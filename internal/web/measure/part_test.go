// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"regie/internal/e2e/browser"
	"regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// line is the way to a site. It can break: before a request came, in the middle of its body, or
// before the answer is there.
type line struct {
	to    http.Handler
	how   atomic.Value // "", "before", "middle", "answer", "away"
	when  atomic.Int64 // how many parts go well first
	parts atomic.Int64 // that came
	hold  atomic.Int64 // how many may come before the rest waits; 0: all
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPatch {
		for n := l.parts.Add(1); l.hold.Load() > 0 && n > l.hold.Load() && r.Context().Err() == nil; {
			time.Sleep(10 * time.Millisecond)
		}
	}
	how, _ := l.how.Load().(string)
	if how == "" || how != "away" && (r.Method != http.MethodPatch || l.when.Add(-1) >= 0) {
		l.to.ServeHTTP(w, r)
		return
	}
	switch how {
	case "middle":
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader("half"), errReader{}))
		l.to.ServeHTTP(httptest.NewRecorder(), r)
	case "answer":
		l.to.ServeHTTP(httptest.NewRecorder(), r)
	}
	if how != "away" {
		l.how.Store("") // it breaks once
	}
	panic(http.ErrAbortHandler)
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func newLine(t testing.TB, s *rooms) (*line, string) {
	t.Helper()
	l := &line{to: s.Handler}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	return l, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// largeZip is an export with something large beside the measurements, that does not pack.
func largeZip(t testing.TB, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	from, err := zip.NewReader(bytes.NewReader(appleZip(t)), int64(len(appleZip(t))))
	if err == nil {
		err = z.Copy(from.File[0])
	}
	var f io.Writer
	if err == nil {
		f, err = z.CreateHeader(&zip.FileHeader{Name: "apple_health_export/foto.jpg", Method: zip.Store})
	}
	if err == nil {
		noise := make([]byte, size)
		rnd := rand.New(rand.NewPCG(5, 6))
		for i := range noise {
			noise[i] = byte(rnd.Uint32())
		}
		_, err = f.Write(noise)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sender does what the script does.
type sender struct {
	t       testing.TB
	base    string
	who     string
	b       []byte
	headers map[string]string // in place of those of a browser
}

func (s sender) send(method, path string, headers map[string]string, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.AddCookie(&http.Cookie{Name: "regie", Value: s.who})
	r.Header.Set("Origin", s.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	for _, h := range []map[string]string{headers, s.headers} {
		for k, v := range h {
			r.Header.Set(k, v)
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	res.Body = io.NopCloser(bytes.NewReader(b))
	return res, err
}

type there struct {
	Href, Page, Chain, Problem string
	Offset                     int64
	status                     int
}

func (s sender) begin(fresh bool) (x there) {
	s.t.Helper()
	first := sha256.Sum256(s.b[:min(len(s.b), measure.FirstSize)])
	body, _ := json.Marshal(map[string]any{"name": `C:\map\export.zip`, "size": len(s.b), "first": hex.EncodeToString(first[:]), "fresh": fresh})
	res, err := s.send("POST", "/metingen/deel", nil, body)
	if err != nil {
		s.t.Fatal(err)
	}
	x.status = res.StatusCode
	_ = json.NewDecoder(res.Body).Decode(&x)
	return x
}

func (s sender) part(href string, at int64) (*http.Response, error) {
	b := s.b[at:min(at+measure.PartSize, int64(len(s.b)))]
	sum := sha256.Sum256(b)
	h := map[string]string{
		"Content-Type": "application/partial-upload", "Upload-Offset": strconv.FormatInt(at, 10),
		"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
	}
	if at+int64(len(b)) == int64(len(s.b)) {
		var chain measure.Digest
		for at := 0; at < len(s.b); at += measure.PartSize {
			chain = measure.ChainOf(chain, sha256.Sum256(s.b[at:min(at+measure.PartSize, len(s.b))]))
		}
		h["Regie-Chain-Digest"] = hex.EncodeToString(chain[:])
	}
	return s.send("PATCH", href, h, b)
}

// whole sends all parts, as often as it takes.
func (s sender) whole() there {
	s.t.Helper()
	x := s.begin(false)
	for at, tries := x.Offset, 0; at < int64(len(s.b)); tries++ {
		if tries > 20 {
			s.t.Fatal("it never ends")
		}
		res, err := s.part(x.Href, at)
		if err != nil { // the line broke: how far is it?
			if res, err = s.send("HEAD", x.Href, nil, nil); err != nil {
				s.t.Fatal(err)
			}
		}
		if res.StatusCode != http.StatusNoContent && res.StatusCode != http.StatusConflict {
			s.t.Fatalf("a part at %d: %d", at, res.StatusCode)
		}
		at, err = strconv.ParseInt(res.Header.Get("Upload-Offset"), 10, 64)
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return x
}

// A line that breaks, at every part and in every way, costs nothing but that part.
func TestALineThatBreaks(t *testing.T) {
	s := newSite(t, "anna")
	l, base := newLine(t, s)
	b := largeZip(t, 2*measure.PartSize+5000)
	for _, how := range []string{"before", "middle", "answer"} {
		for when := range int64(3) {
			t.Run(fmt.Sprint(how, when), func(t *testing.T) {
				l.how.Store(how)
				l.when.Store(when)
				l.parts.Store(0)
				x := sender{t: t, base: base, who: "anna", b: b}.whole()
				if left, _ := l.how.Load().(string); left != "" {
					t.Error("the line did not break")
				}
				if n := l.parts.Load(); how == "answer" && n > 4 || n > 4 {
					t.Errorf("%d parts were sent", n)
				}
				c := s.As("anna")
				a := settled(c, x.Page)
				a.Has(say("samples.file.news", "n", 9))
				c.Post(x.Page + "/niet")
			})
		}
	}
}

func TestPartsThatAreRefused(t *testing.T) {
	s := newSite(t, "anna", "bram")
	_, base := newLine(t, s)
	anna := sender{t: t, base: base, who: "anna", b: largeZip(t, measure.PartSize)}
	x := anna.begin(false)
	if x.status != http.StatusCreated || x.Offset != 0 {
		t.Fatalf("%+v", x)
	}
	status := func(name string, from sender, href string, at int64, want int) *http.Response {
		t.Helper()
		res, err := from.part(href, at)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, want)
		}
		return res
	}
	with := func(h map[string]string) sender { c := anna; c.headers = h; return c }
	res := status("another place", anna, x.Href, measure.PartSize, http.StatusConflict)
	if res.Header.Get("Upload-Offset") != "0" || res.Header.Get("Upload-Length") != strconv.Itoa(len(anna.b)) || res.Header.Get("Upload-Complete") != "?0" {
		t.Errorf("the headers are %v", res.Header)
	}
	status("from another site", with(map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}), x.Href, 0, http.StatusForbidden)
	status("from a neighbour", with(map[string]string{"Sec-Fetch-Site": "same-site"}), x.Href, 0, http.StatusForbidden)
	status("a form", with(map[string]string{"Content-Type": "text/plain"}), x.Href, 0, http.StatusBadRequest)
	status("without a digest", with(map[string]string{"Content-Digest": ""}), x.Href, 0, http.StatusBadRequest)
	status("a wrong digest", with(map[string]string{"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(make([]byte, 32)) + ":"}), x.Href, 0, http.StatusUnprocessableEntity)
	status("of somebody else", sender{t: t, base: base, who: "bram", b: anna.b}, x.Href, 0, http.StatusNotFound)
	status("of nobody", sender{t: t, base: base, who: "", b: anna.b}, x.Href, 0, http.StatusUnauthorized)
	status("that is nowhere", anna, "/metingen/deel/00000000000000000000000000000001", 0, http.StatusNotFound)
	status("with no number", anna, "/metingen/deel/x", 0, http.StatusNotFound)
	large := make([]byte, measure.PartSize+1)
	if res, err := anna.send("PATCH", x.Href, map[string]string{"Content-Type": "application/partial-upload", "Upload-Offset": "0",
		"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(make([]byte, 32)) + ":"}, large); err == nil && res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("too large a part: %d", res.StatusCode)
	}
	// Half of it is there: it is on the page, and can go.
	status("the first part", anna, x.Href, 0, http.StatusNoContent)
	c := s.As("anna")
	c.Get("/metingen/bestand").Has(say("upload.halves"), "export.zip", "99 procent")
	c.Get(x.Page) // there is nothing to see yet
	if again := anna.begin(false); again.Offset != measure.PartSize || again.Href != x.Href || again.status != http.StatusOK {
		t.Errorf("going on: %+v", again)
	}
	status("the last part of another file", with(map[string]string{"Regie-Chain-Digest": strings.Repeat("00", 32)}), x.Href, measure.PartSize, http.StatusUnprocessableEntity)
	c.Post(x.Page + "/niet")
	status("after it was taken away", anna, x.Href, measure.PartSize, http.StatusNotFound)
	c.Get("/metingen/bestand").Lacks(say("upload.halves"))

	for what, body := range map[string]string{
		"nothing": ``, "no size": `{"first":"` + strings.Repeat("0", 64) + `"}`, "no digest": `{"size":10,"first":"00"}`, "a long digest": `{"size":10,"first":"` + strings.Repeat("0", 66) + `x"}`,
	} {
		if res, err := anna.send("POST", "/metingen/deel", nil, []byte(body)); err != nil || res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %v, %v", what, res, err)
		}
	}
	if res, err := anna.send("POST", "/metingen/deel", nil, []byte(`{"size":3000000000,"first":"`+strings.Repeat("0", 64)+`"}`)); err != nil || res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("3 GB: %v, %v", res, err)
	}
	for range 4 {
		anna.begin(true)
	}
	if x := anna.begin(true); x.status != http.StatusConflict || x.Problem != say("samples.file.problem.full") {
		t.Errorf("a fifth: %+v", x)
	}
}

// In the browser: the line breaks in the middle, the person stops, closes the page, comes back and
// goes on; keyboard only.
func TestSendingInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	l, base := newLine(t, s)
	file := filepath.Join(t.TempDir(), "export.zip")
	if err := os.WriteFile(file, largeZip(t, 5*measure.PartSize), 0o600); err != nil {
		t.Fatal(err)
	}
	p := browser.Open(t, base)
	p.Allow("ERR_")
	p.Allow("status of 404")
	p.Width(360)
	p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: text.NL, LangSet: true}))
	p.Cookie("regie", "anna")
	look := func(name string) {
		if dir := os.Getenv("REGIE_LOOK"); dir != "" {
			for _, w := range []int{360, 1280} {
				p.Width(w)
				p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(w)+".png"))
			}
			p.Width(360)
		}
	}
	const sent = `document.getElementById('verstuurd').value / document.getElementById('verstuurd').max`
	until := func(what, js string) {
		t.Helper()
		for range 300 {
			if browser.Eval[bool](p, js) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("never: %s", what)
	}

	// Stopping takes away what came.
	p.Goto("/metingen/bestand")
	look("bestand")
	l.hold.Store(2)
	p.Attach(say("samples.file.choose"), file)
	p.Click(say("samples.file.send"))
	p.See(say("upload.title"))
	p.See("export.zip")
	until("two parts are there", sent+` > 0.3`)
	if n := browser.Eval[string](p, `document.activeElement.id`); n != "versturen" {
		t.Errorf("the focus is on %q", n)
	}
	p.Axe()
	look("versturen")
	p.Press("\t") // to the button
	p.Press("\r")
	p.See(say("samples.file.dropped"))
	p.NotSee(say("upload.halves"))

	// The line is away for a while: it goes on by itself.
	l.parts.Store(0)
	p.Attach(say("samples.file.choose"), file)
	p.Click(say("samples.file.send"))
	until("two parts are there", sent+` > 0.3`)
	l.how.Store("away")
	l.hold.Store(0)
	p.See(say("upload.said.lost"))
	p.Axe()
	look("weg")
	l.hold.Store(l.parts.Load() + 2)
	l.how.Store("")
	p.See(say("upload.said.again"))

	// The page is closed in the middle, and the same file is chosen anew.
	until("four parts are there", sent+` > 0.6`)
	p.Goto("/metingen/bestand")
	p.See(say("upload.halves"))
	p.Axe()
	look("half")
	l.hold.Store(0)
	l.parts.Store(0)
	p.Attach(say("samples.file.choose"), file)
	p.Click(say("samples.file.send"))
	p.See(say("samples.file.news", "n", 9))
	if n := l.parts.Load(); n > 3 {
		t.Errorf("%d parts were sent to go on", n)
	}
	look("gelezen")
	p.Click(say("samples.file.yes"))
	p.See(say("samples.file.added", "n", 9))
}
