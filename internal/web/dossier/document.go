// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regie/internal/web/shelf"
	"strconv"
	"strings"
	"unicode"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// documentView is the page on which a document is read.
type documentView struct {
	title string
	back  ui.Anchor
	show  shown
	src   string
	keep  string
	from  string
}

// shown is how a document can be shown.
type shown uint8

// The ways to show a document.
const (
	asFrame shown = iota // PDF and plain text, in a frame of their own
	asImage
	asNothing // only to keep
)

// types are the documents that a browser may show, with what they begin with. Everything else
// is only kept: what a provider calls it is never believed, and nothing runs in our pages.
var types = []struct {
	mime  string
	begin [][]byte
	show  shown
	ext   string
}{
	{"application/pdf", [][]byte{[]byte("%PDF-")}, asFrame, ".pdf"},
	{"image/png", [][]byte{[]byte("\x89PNG\r\n\x1a\n")}, asImage, ".png"},
	{"image/jpeg", [][]byte{{0xff, 0xd8, 0xff}}, asImage, ".jpg"},
	{"image/gif", [][]byte{[]byte("GIF87a"), []byte("GIF89a")}, asImage, ".gif"},
}

// looked is a document with what it is by its own first bytes.
type looked struct {
	*record.Document
	mime string
	show shown
	ext  string
	body io.Reader
}

// look reads the beginning of a document. A PDF may have some bytes before its mark.
func look(d *record.Document) (looked, error) {
	head := make([]byte, 1024)
	n, err := io.ReadFull(d, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return looked{}, fmt.Errorf("reading the beginning of a document: %w", err)
	}
	head = head[:n]
	out := looked{Document: d, mime: "application/octet-stream", show: asNothing, ext: ".bin", body: io.MultiReader(bytes.NewReader(head), d)}
	for _, t := range types {
		for _, begin := range t.begin {
			if bytes.HasPrefix(head, begin) || (t.ext == ".pdf" && bytes.Contains(head, begin)) {
				out.mime, out.show, out.ext = t.mime, t.show, t.ext
				return out, nil
			}
		}
	}
	told, _, err := mime.ParseMediaType(d.ContentType)
	if err == nil && told == "text/plain" && !bytes.ContainsRune(head, 0) {
		out.mime, out.show, out.ext = "text/plain; charset=utf-8", asFrame, ".txt"
	}
	return out, nil
}

func (p Pages) openFile(v *shelf.Visit) (*record.Item, int, looked, error) {
	it, err := v.Item()
	if err != nil {
		return nil, 0, looked{}, err
	}
	n, err := strconv.Atoi(v.PathValue("n"))
	if err != nil {
		return nil, 0, looked{}, route.NotFound()
	}
	d, err := p.Keeper.Document(v.Context(), v.Session.Vault, it, n)
	if err != nil {
		return it, n, looked{}, shelf.Gone(err)
	}
	l, err := look(d)
	return it, n, l, err
}

func (p Pages) document(w http.ResponseWriter, v *shelf.Visit) error {
	it, n, l, err := p.openFile(v)
	if err != nil {
		return err
	}
	care, err := it.Care()
	if err != nil {
		return err
	}
	title := shelf.TitleOf(v, care.View(v.Lang))
	src := shelf.ItemHref(it) + "/bestand/" + strconv.Itoa(n)
	out := documentView{
		title: l.Title, show: l.show, src: src, keep: src + "?bewaren=ja", from: shelf.SourceOf(v, it),
		back: ui.Anchor{Href: shelf.ItemHref(it), Text: title},
	}
	if out.title == "" {
		out.title = title
	}
	return v.Render(w, http.StatusOK, documentPage(out))
}

// file sends a document in an answer of its own, in which nothing can run: no script, no form, no
// plug-in, nothing from elsewhere, and as if from another site than ours.
func (p Pages) file(w http.ResponseWriter, v *shelf.Visit) error {
	_, _, l, err := p.openFile(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", l.mime)
	how := "attachment"
	if l.show != asNothing && v.URL.Query().Get("bewaren") == "" {
		how = "inline"
	}
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": fileName(l.Title) + l.ext}))
	h.Set("Content-Length", strconv.FormatInt(l.Size, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	if v.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, l.body)
	return written(err)
}

// fileName makes a name for on a disk out of a title.
func fileName(title string) string {
	var b strings.Builder
	for _, r := range title {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 60 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "document"
}
