// SPDX-License-Identifier: EUPL-1.2

package images

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"mime"
	"net/http"
	"strconv"

	"regie/internal/web/route"
	"regie/internal/web/shelf"
)

// screenSize is how many pixels an image on a page has at most; more is only for who asks.
const screenSize = 1200

// sealedOff is the policy of an answer that is only to be looked at or kept.
const sealedOff = "default-src 'none'; frame-ancestors 'none'; sandbox"

// picture sends an image as PNG, made for this answer and kept nowhere.
func (p Pages) picture(w http.ResponseWriter, v *shelf.Visit) error {
	b, err := p.draw(v)
	if err != nil {
		if unreadable(err) {
			return route.NotFound() // the page says why
		}
		return shelf.Gone(err)
	}
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Disposition", "inline")
	sent(h, int64(b.Len()))
	if v.Method == http.MethodHead {
		return nil
	}
	_, err = b.WriteTo(w)
	return gone(err)
}

// draw makes the PNG. Its turn ends with it: whoever takes it in slowly keeps nobody waiting.
func (p Pages) draw(v *shelf.Visit) (*bytes.Buffer, error) {
	done, err := p.turn(v)
	if err != nil {
		return nil, err
	}
	defer done()
	it, s, err := p.one(v)
	if err != nil {
		return nil, err
	}
	f, err := p.read(v, it, s)
	if err != nil {
		return nil, err
	}
	look := lookOf(v.URL.Query())
	if v.URL.Query().Get(askFull) == "" {
		look.Most = screenSize
	}
	img, err := f.Image(look)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img); err != nil {
		return nil, fmt.Errorf("making a picture: %w", err)
	}
	return &b, nil
}

// file sends the file of an image as it came, to keep.
func (p Pages) file(w http.ResponseWriter, v *shelf.Visit) error {
	it, s, err := p.one(v)
	if err != nil {
		return err
	}
	d, err := p.open(v, it, s)
	if err != nil {
		return shelf.Gone(err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/dicom")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": v.T("images.file") + "-" + v.PathValue("n") + ".dcm"}))
	sent(h, d.Size)
	if v.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, d)
	return gone(err)
}

func sent(h http.Header, size int64) {
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Security-Policy", sealedOff)
	h.Set("Cache-Control", "no-store")
}

// gone makes nothing of an error of sending: the answer is on its way, and the browser went away.
func gone(err error) error {
	_ = err
	return nil
}
