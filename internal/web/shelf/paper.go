// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"regie/internal/paper"
	"regie/internal/web/ui"
)

// NewPaper is a document about this person, without a body.
func NewPaper(v *Visit, title string) paper.Doc {
	return paper.Doc{
		Title: title, Lang: v.Lang.Tag(), Whose: whose(v), Made: v.Now,
		Foot: v.T("find.paper.made", "date", ui.Day(v.Lang, v.Now, ui.ToDay)),
		Page: func(page, of int) string { return v.T("find.paper.page", "page", page, "of", of) },
	}
}

// whose says whose document it is: name and date of birth as a provider has them.
func whose(v *Visit) []string {
	for _, it := range v.Dossier.Self() {
		care, err := it.Care()
		if err != nil {
			continue
		}
		view := care.View(v.Lang)
		out := []string{v.T("find.paper.name", "name", view.Title)}
		for i, f := range care.Facts {
			if f.Label.Key == "zib.birthdate" && len(f.Values) > 0 {
				for _, row := range view.Facts {
					if strings.EqualFold(row.Label, care.Facts[i].Label.In(v.Lang)) {
						out = append(out, v.T("find.paper.born", "date", row.Text))
					}
				}
			}
		}
		return out
	}
	return nil
}

// SendPaper answers with a document to keep. Its name says nothing about health.
func SendPaper(w http.ResponseWriter, v *Visit, d paper.Doc) error {
	var b bytes.Buffer
	if err := paper.Write(&b, d); err != nil {
		return fmt.Errorf("making a document: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="regie-`+v.Now.Format("2006-01-02")+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	if v.Method == http.MethodHead {
		return nil
	}
	_, _ = w.Write(b.Bytes()) // whoever asked may have gone
	return nil
}
