// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	samples "regie/internal/measure"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// A script sends a file in parts, so that a line that breaks, a tab that is closed or a session that
// ends costs no more than the last part. How it goes is close to the resumable uploads of the IETF
// (draft-ietf-httpbis-resumable-upload) and to tus; what is ours is in docs/measurements.md.
const partHref = "/metingen/deel"

// PartBody is how large the body of a part may be.
const PartBody = samples.PartSize

// PartTime is how long sending one part may take: a line of 56 kbit/s needs some ten minutes.
const PartTime = 12 * time.Minute

// partsAtOnce is how many parts of one person may be on their way at a time.
const partsAtOnce = 6

// Headers of the drafts and ours.
const (
	offsetHeader   = "Upload-Offset"
	lengthHeader   = "Upload-Length"
	completeHeader = "Upload-Complete"
	digestHeader   = "Content-Digest"     // of the part; RFC 9530
	chainHeader    = "Regie-Chain-Digest" // of all parts so far
	partType       = "application/partial-upload"
)

// beginning is what a script says of a file before it sends it.
type beginning struct {
	Name  string `json:"name"`
	Size  int64  `json:"size"`
	First string `json:"first"` // SHA-256 of its beginning, in hexadecimal
	Fresh bool   `json:"fresh"` // it is another file than the one that begins alike
}

type begun struct {
	Href   string `json:"href"`   // where parts go
	Page   string `json:"page"`   // of the file
	Offset int64  `json:"offset"` // how much is there
	Part   int    `json:"part"`   // how large each part must be
	Chain  string `json:"chain"`  // of what is there
}

// BeginParts makes room for a file, or finds the one that is under way: 201 or 200. What a person
// should know is in "problem", with 413 or 409.
func (p Pages) BeginParts(w http.ResponseWriter, r *route.Request) error {
	var b beginning
	if err := json.UnmarshalRead(r.Body, &b); err != nil {
		return route.BadInput(err)
	}
	first, ok := digestOf(b.First)
	if !ok || b.Size <= 0 {
		return route.BadInput(errors.New("no beginning of a file"))
	}
	if b.Size > MostUpload {
		return answer(w, http.StatusRequestEntityTooLarge, map[string]string{"problem": r.T("upload.problem.large", "n", MostUpload>>30)})
	}
	u, err := p.Books.Begin(r.Context(), r.Session.Vault, cleanName(b.Name), b.Size, first, b.Fresh)
	if errors.Is(err, samples.ErrUploadFull) {
		return answer(w, http.StatusConflict, map[string]string{"problem": r.T("samples.file.problem.full")})
	}
	if err != nil {
		return fmt.Errorf("beginning a file: %w", err)
	}
	status := http.StatusOK
	if u.Size == 0 {
		status = http.StatusCreated
	}
	p.where(w, u)
	w.Header().Set("Location", partHref+"/"+u.ID.String())
	return answer(w, status, begun{partHref + "/" + u.ID.String(), fileHref + "/" + u.ID.String(), u.Size, samples.PartSize, hex.EncodeToString(u.Chain[:])})
}

func answer(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("answering a script: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(b) //nolint:errcheck // the browser went away
	return nil
}

// where says how far a file is.
func (Pages) where(w http.ResponseWriter, u *samples.Upload) {
	h := w.Header()
	h.Set(offsetHeader, strconv.FormatInt(u.Size, 10))
	h.Set(lengthHeader, strconv.FormatInt(u.Want, 10))
	h.Set(completeHeader, map[bool]string{true: "?1", false: "?0"}[u.Whole()])
	h.Set(chainHeader, hex.EncodeToString(u.Chain[:]))
}

// HavePart says how far a file is, in headers alone.
func (p Pages) HavePart(w http.ResponseWriter, r *route.Request) error {
	id, err := p.upload(r)
	if err != nil {
		return err
	}
	u, err := p.Books.Coming(r.Context(), r.Session.Vault, id)
	if err != nil {
		return missing(err)
	}
	p.where(w, u)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// TakePart takes the next part of a file. It answers 204, or 409 where another part is the next one,
// 422 where the part, or the whole, is not what it says it is. Each time the headers say how far the
// file is.
func (p Pages) TakePart(w http.ResponseWriter, r *route.Request) error {
	id, err := p.upload(r)
	if err != nil {
		return err
	}
	if _, err := p.Books.Coming(r.Context(), r.Session.Vault, id); err != nil {
		return missing(err)
	}
	at, err := strconv.ParseInt(r.Header.Get(offsetHeader), 10, 64)
	digest, ok := contentDigest(r.Header.Get(digestHeader))
	if err != nil || !ok || r.Header.Get("Content-Type") != partType {
		return route.BadInput(errors.New("no part of a file"))
	}
	var end *samples.Digest
	if s := r.Header.Get(chainHeader); s != "" {
		d, ok := digestOf(s)
		if !ok {
			return route.BadInput(errors.New("no digest of a file"))
		}
		end = &d
	}
	leave, ok := p.desk.enter(r.Session.Vault.Scope().Person())
	if !ok {
		return route.TooMany(5 * time.Second)
	}
	defer leave()
	slow := http.NewResponseController(w) // the limits of the server are for pages, not for files
	_ = slow.SetReadDeadline(time.Now().Add(PartTime))
	_ = slow.SetWriteDeadline(time.Now().Add(PartTime + time.Minute))
	var part bytes.Buffer // it grows as bytes come: who sends slowly holds little
	if n := r.ContentLength; n > 0 && n <= PartBody {
		part.Grow(int(min(n, 256<<10)))
	}
	if _, err := io.Copy(&part, r.Body); err != nil {
		if large := new(http.MaxBytesError); errors.As(err, &large) {
			return route.TooLarge()
		}
		return route.BadInput(err) // the line broke: nothing is kept of it
	}
	u, err := p.Books.Part(r.Context(), r.Session.Vault, id, at, part.Bytes(), digest, end)
	status := http.StatusNoContent
	switch {
	case errors.Is(err, samples.ErrPlace):
		status = http.StatusConflict
	case errors.Is(err, samples.ErrDigest), errors.Is(err, samples.ErrPart):
		status = http.StatusUnprocessableEntity
	case errors.Is(err, store.ErrConflict):
		return route.Unavailable(err)
	case err != nil:
		return missing(err)
	}
	if u != nil {
		p.where(w, u)
	}
	w.WriteHeader(status)
	if err == nil && u.Whole() {
		p.begin(r, u)
	}
	return nil
}

// digestOf reads a SHA-256 in hexadecimal.
func digestOf(s string) (d samples.Digest, ok bool) {
	b, err := hex.DecodeString(s)
	return samples.Digest(append(b, d[:]...)), err == nil && len(b) == len(d)
}

// contentDigest reads the SHA-256 of a Content-Digest: "sha-256=:…:".
func contentDigest(s string) (d samples.Digest, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		v, is := strings.CutPrefix(strings.TrimSpace(part), "sha-256=:")
		if !is || !strings.HasSuffix(v, ":") {
			continue
		}
		b, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(v, ":"))
		if err == nil && len(b) == len(d) {
			copy(d[:], b)
			return d, true
		}
	}
	return d, false
}

// door counts the parts that are on their way.
type door struct {
	mu sync.Mutex
	in map[store.ID]int
}

// enter lets a part of a person in, unless too many are.
func (d *readers) enter(person store.ID) (leave func(), ok bool) {
	d.door.mu.Lock()
	defer d.door.mu.Unlock()
	if d.door.in[person] >= partsAtOnce {
		return nil, false
	}
	if d.door.in == nil {
		d.door.in = map[store.ID]int{}
	}
	d.door.in[person]++
	return func() {
		d.door.mu.Lock()
		defer d.door.mu.Unlock()
		if d.door.in[person]--; d.door.in[person] == 0 {
			delete(d.door.in, person)
		}
	}, true
}

// half is a file of which a part is there.
type half struct {
	name, text, href string
}

func (p Pages) halves(r *route.Request) ([]half, error) {
	all, err := p.Books.AllComing(r.Context(), r.Session.Vault)
	if err != nil {
		return nil, fmt.Errorf("listing files: %w", err)
	}
	var out []half
	for _, u := range all {
		if u.Whole() {
			continue
		}
		out = append(out, half{
			name: fileName(r.Lang, u.Name), href: fileHref + "/" + u.ID.String(),
			text: r.T("upload.half", "done", int(u.Size*100/u.Want), "when", ui.Day(r.Lang, u.Until().In(r.Now.Location()), ui.ToMinute)),
		})
	}
	return out, nil
}
