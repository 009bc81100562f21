// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
)

// parcel is a file that goes in parts, as the script of the page sends it.
type parcel struct {
	s *somebody
	b []byte
}

// exportOfAPhone is an export with one weight and something large that does not pack.
func exportOfAPhone(t testing.TB, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("apple_health_export/export.xml")
	if err == nil {
		_, err = io.WriteString(f, `<?xml version="1.0"?><HealthData locale="nl_NL"><ExportDate value="2026-03-01 10:00:00 +0100"/>`+
			`<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Weegschaal" unit="kg" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:00:00 +0100" value="80"/></HealthData>`)
	}
	if err == nil {
		f, err = z.CreateHeader(&zip.FileHeader{Name: "apple_health_export/foto.jpg", Method: zip.Store})
	}
	if err == nil {
		noise, rnd := make([]byte, size), rand.New(rand.NewPCG(8, 9))
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

func (p parcel) send(method, path string, headers map[string]string, body io.Reader) (*http.Response, []byte, error) {
	r, err := http.NewRequestWithContext(p.s.t.Context(), method, p.s.p.Base+path, body)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range p.s.Cookies() {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	r.Header.Set("Origin", p.s.p.Base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	b, err := io.ReadAll(res.Body)
	return res, b, err
}

type underWay struct {
	Href, Page string
	Offset     int64
}

// begin asks how far the file is.
func (p parcel) begin() (u underWay) {
	p.s.t.Helper()
	first := sha256.Sum256(p.b[:measure.FirstSize])
	body, _ := json.Marshal(map[string]any{"name": "export.zip", "size": len(p.b), "first": hex.EncodeToString(first[:])})
	res, b, err := p.send("POST", "/metingen/deel", nil, bytes.NewReader(body))
	if err == nil {
		err = json.Unmarshal(b, &u)
	}
	if err != nil {
		p.s.t.Fatalf("beginning a file: %v, %v", res, err)
	}
	return u
}

// part sends the part at a place; body is what goes over the line of it, nil for all.
func (p parcel) part(u underWay, at int, body io.Reader) (int, error) {
	b := p.b[at:min(at+measure.PartSize, len(p.b))]
	sum := sha256.Sum256(b)
	h := map[string]string{
		"Content-Type": "application/partial-upload", "Upload-Offset": strconv.Itoa(at),
		"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
	}
	if at+len(b) == len(p.b) {
		var chain measure.Digest
		for at := 0; at < len(p.b); at += measure.PartSize {
			chain = measure.ChainOf(chain, sha256.Sum256(p.b[at:min(at+measure.PartSize, len(p.b))]))
		}
		h["Regie-Chain-Digest"] = hex.EncodeToString(chain[:])
	}
	if body == nil {
		body = bytes.NewReader(b)
	}
	res, _, err := p.send("PATCH", u.Href, h, body)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, nil
}

// kill ends the program in the middle of whatever it does, and starts it again.
func (p *program) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait() // it was killed
	p.run(p.Base[strings.LastIndexByte(p.Base, ':')+1:])
}

// TestAFileGoesOn kills the program in the middle of a part, and signs out in the middle of a file:
// both times it goes on where it was.
func TestAFileGoesOn(t *testing.T) {
	t.Parallel()
	p := start(t)
	s := sit(t, p, "anna@voorbeeld.nl")
	s.NoScript(true)
	s.signUpWithPassword(nil)
	f := parcel{s, exportOfAPhone(t, 2*measure.PartSize+5000)}
	u := f.begin()
	if got, err := f.part(u, 0, nil); got != http.StatusNoContent || err != nil {
		t.Fatalf("the first part: %d, %v", got, err)
	}
	// The program is killed while the second part comes in.
	from, to := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, err := f.part(u, measure.PartSize, from)
		sent <- err
	}()
	if _, err := to.Write(f.b[measure.PartSize:][:measure.PartSize/2]); err != nil {
		t.Fatal(err)
	}
	p.kill()
	_ = to.CloseWithError(io.ErrUnexpectedEOF)
	if err := <-sent; err == nil {
		t.Fatal("the part was answered by a program that was killed")
	}
	if again := f.begin(); again.Href != u.Href || again.Offset != measure.PartSize {
		t.Fatalf("after being killed: %+v, was %+v", again, u)
	}
	if got, err := f.part(u, measure.PartSize, nil); got != http.StatusNoContent || err != nil {
		t.Fatalf("the second part: %d, %v", got, err)
	}
	// The session ends; nothing goes on without one.
	s.signOut(nil)
	if got, err := f.part(u, 2*measure.PartSize, nil); got/100 == 2 || err != nil {
		t.Fatalf("a part without a session: %d, %v", got, err)
	}
	s.signInWithPassword(nil)
	if again := f.begin(); again.Href != u.Href || again.Offset != 2*measure.PartSize {
		t.Fatalf("after signing in again: %+v, was %+v", again, u)
	}
	if got, err := f.part(u, 2*measure.PartSize, nil); got != http.StatusNoContent || err != nil {
		t.Fatalf("the last part: %d, %v", got, err)
	}
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		s.Goto(u.Page)
		if s.Sees("Er is één nieuwe meting") {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the file is not read:\n%s", s.Text())
		}
	}
}
