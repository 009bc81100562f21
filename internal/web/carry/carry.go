// SPDX-License-Identifier: EUPL-1.2

// Package carry has the pages with which people take along all that they have, and bring a record
// from a file. No address says what is in one.
package carry

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	goods "regie/internal/carry"
	"regie/internal/measure"
	"regie/internal/web/route"
)

// Pages are the handlers. Kit is required.
type Pages struct {
	Kit  *goods.Kit
	desk *readers
}

// New returns the pages. They share one desk on which files lie while they are read.
func New(k *goods.Kit) Pages { return Pages{Kit: k, desk: newReaders(k)} }

// Where the pages are.
const (
	takeHref  = "/gegevens/meenemen"
	fileHref  = "/gegevens/bestand"
	filesHref = "/gegevens/bestanden"
	// uploadHref is where a file is chosen, of whatever kind.
	uploadHref = "/metingen/bestand"
)

// TakeTime is how long a download may take: a slow line and a full dossier.
const TakeTime = time.Hour

// Elsewhere tells where a file belongs that holds a record: on a page of this package. "" for all
// others, which are read as measurements.
func (p Pages) Elsewhere(r *route.Request, u *measure.Upload) string {
	f := &goods.File{Name: u.Name, ReaderAt: p.Kit.Books.Open(r.Context(), r.Session.Vault, u), Size: u.Size}
	if f.Is() == "" {
		return ""
	}
	return fileHref + "/" + u.ID.String()
}

// Take shows what can be taken along.
func (p Pages) Take(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, takePage())
}

// All sends everything as one archive, while it is made.
func (p Pages) All(w http.ResponseWriter, r *route.Request) error {
	return p.send(w, r, "application/zip", "regie-"+r.Now.Format("2006-01-02")+".zip", func(out http.ResponseWriter) error {
		return p.Kit.Take(r.Context(), r.Session.Vault, r.Lang, out)
	})
}

// Sheet sends own measurements as a table, while it is made.
func (p Pages) Sheet(w http.ResponseWriter, r *route.Request) error {
	return p.send(w, r, "text/csv; charset=utf-8", "regie-metingen-"+r.Now.Format("2006-01-02")+".csv", func(out http.ResponseWriter) error {
		return p.Kit.Sheet(r.Context(), r.Session.Vault, r.Lang, out)
	})
}

// send streams a download. What fails before the first byte gets a page; what fails later breaks the
// line off, so that the browser says that the file is not whole.
func (p Pages) send(w http.ResponseWriter, r *route.Request, contentType, name string, do func(http.ResponseWriter) error) error {
	slow := http.NewResponseController(w) // the limits of the server are for pages, not for files
	_ = slow.SetWriteDeadline(time.Now().Add(TakeTime))
	out := &started{ResponseWriter: w}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
	err := do(out)
	if err == nil {
		return nil
	}
	if !out.yes {
		for _, h := range []string{"Content-Type", "Content-Disposition"} {
			w.Header().Del(h)
		}
		return fmt.Errorf("sending everything: %w", err)
	}
	panic(http.ErrAbortHandler)
}

// started notes whether anything was sent.
type started struct {
	http.ResponseWriter
	yes bool
}

func (s *started) Write(b []byte) (int, error) {
	s.yes = true
	return s.ResponseWriter.Write(b)
}

func missing(err error) error {
	if errors.Is(err, goods.ErrNotFound) || errors.Is(err, measure.ErrNotFound) {
		return route.NotFound()
	}
	return err
}
