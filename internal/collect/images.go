// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"regie/internal/dicom"
	"regie/internal/medmij"
	"regie/internal/record"
)

// Images of hospitals come in two steps: a document that lists the images of a study, and then
// each image. An image never changes under its name, so one that is here is not asked again,
// whatever becomes of the list.

const (
	maxImages  = 600       // of one service in one run; the others come with the next one
	imageBytes = 256 << 20 // of one service in one run

	dicomFile = "application/dicom"
	dicomJSON = "application/dicom+json"
	listKinds = dicomJSON + `, ` + dicomFile + `, multipart/related; type="` + dicomFile + `"`
	imageKind = `multipart/related; type="` + dicomFile + `"`

	imagePrint = "dicom-" // begins the print of an image
)

func isImages(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	media = strings.TrimSpace(media)
	return media == dicomFile || media == dicomJSON
}

// contentOf returns the document in an answer with its type. Of an answer in parts it is the
// first DICOM file; what else there may be is not asked for.
func contentOf(res *medmij.Reply) (media string, body []byte, err error) {
	media, params, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil {
		return http.DetectContentType(res.Body), res.Body, nil
	}
	if media != "multipart/related" {
		return media, res.Body, nil
	}
	for r := multipart.NewReader(bytes.NewReader(res.Body), params["boundary"]); ; {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return "", nil, unreadable("no image in its parts")
		}
		if err != nil {
			return "", nil, unreadable("parts that break off")
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			kind = dicomFile // that was asked for
		}
		if !isImages(kind) {
			continue
		}
		if body, err = io.ReadAll(part); err != nil {
			return "", nil, unreadable("a part that breaks off")
		}
		return kind, body, nil
	}
}

// list notes the images that a list names. The task is locked. What is no list is a document
// like any other.
func (t *serviceTask) list(a Attachment, body []byte) {
	study, err := dicom.ReadStudy(body)
	if err != nil {
		return
	}
	begin := ""
	if i := strings.Index(a.URL, "studies/"); i > 0 {
		begin = a.URL[:i]
	}
	for _, ref := range study.Images {
		sum := sha256.Sum256([]byte(ref.Path()))
		t.images = append(t.images, Attachment{URL: ref.Path(), Type: dicomFile, Print: imagePrint + hex.EncodeToString(sum[:10]), Of: a.Print, Begin: begin})
	}
}

// wantedImages lists the images to fetch, each once: those of the lists that came, and those
// that failed before and are still in a list.
func (t *serviceTask) wantedImages() []Attachment {
	t.mu.Lock()
	defer t.mu.Unlock()
	before, listed := map[string]bool{}, map[string]bool{}
	for _, g := range t.glances {
		for _, a := range g.attachments {
			listed[a.Print] = true
		}
	}
	all := t.images
	if t.before != nil {
		for _, print := range t.before.Files {
			if strings.HasPrefix(print, imagePrint) {
				before[print], t.fetched[print] = true, true
			}
		}
		for _, a := range t.before.Failed {
			if a.Of != "" && (listed[a.Of] || t.only != nil) {
				all = append(all, a)
			}
		}
	}
	seen := map[string]bool{}
	var out []Attachment
	for _, a := range all {
		if seen[a.URL] || before[a.Print] {
			continue
		}
		seen[a.URL] = true
		if len(out) < maxImages {
			out = append(out, a)
		} else {
			t.failed = append(t.failed, a) // for the next time
			t.whole = false
		}
	}
	return out
}

// image fetches one image and keeps it as it is.
func (r *runner) image(ctx context.Context, t *serviceTask, a Attachment) error {
	t.mu.Lock()
	space := t.space
	t.mu.Unlock()
	if space <= 0 {
		return &medmij.Failure{Reason: medmij.ReasonTooLarge, Err: errors.New("more images than come in one time")}
	}
	address, _ := t.address(a.Begin + a.URL)
	res, err := r.session.Fetch(ctx, medmij.Get{URL: address, Service: t.svc.ID, Accept: imageKind, Limit: min(dicom.MaxBytes, space), Secret: true})
	if err != nil {
		return err
	}
	_, body, err := contentOf(res)
	if err != nil {
		return err
	}
	f, err := dicom.Parse(body)
	if errors.Is(err, dicom.ErrDamaged) {
		return unreadable("not an image")
	}
	if err == nil && !strings.HasSuffix(a.URL, "/"+f.Text(dicom.TagInstance)) {
		return unreadable("another image than was asked for")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.space -= int64(len(body))
	t.files = append(t.files, record.File{URL: a.URL, ContentType: dicomFile, Body: body})
	return nil
}
