// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regie/internal/web/shelf"
	"strconv"
	"strings"

	"regie/internal/web/ui"
)

// originalView is an item as the provider sent it.
type originalView struct {
	title  string
	back   string
	text   string
	format string
	at     string
	tabs   []ui.Tab // the contents it had over time
	file   string
	cut    bool // something long is shown in part
}

const askContent = "versie"

func (p Pages) original(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	n := shelf.Number(v.URL.Query().Get(askContent), 0)
	o, err := p.Keeper.Original(v.Context(), v.Session.Vault, it, n)
	if err != nil {
		return shelf.Gone(err)
	}
	care, err := it.Care()
	if err != nil {
		return err
	}
	out := originalView{
		title: shelf.TitleOf(v, care.View(v.Lang)), back: shelf.ItemHref(it), format: o.FHIR.String(), at: shelf.AgoDay(v, o.At),
		file: shelf.ItemHref(it) + "/origineel/bestand?" + askContent + "=" + strconv.Itoa(n),
	}
	out.text, out.cut = pretty(o.Raw)
	if moments := it.Moments(); len(moments) > 1 {
		for i, m := range moments {
			label := shelf.DayOf(v, m)
			if i == 0 {
				label = v.T("dossier.original.now")
			}
			out.tabs = append(out.tabs, ui.Tab{
				Href: shelf.ItemHref(it) + "/origineel?" + askContent + "=" + strconv.Itoa(i), Text: label, Current: i == n,
			})
		}
	}
	return v.Render(w, http.StatusOK, originalPage(out))
}

// What is shown of an original: enough to read, not a document of megabytes in letters.
const (
	longLine = 1000
	longText = 400 << 10
)

// pretty sets JSON out over lines. Nothing is changed but white space; where a line or the
// whole is too long to read, the rest is left out and cut is true. What is no JSON is shown as it is.
func pretty(raw []byte) (s string, cut bool) {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		b.Reset()
		b.Write(raw)
	}
	s = strings.ToValidUTF8(b.String(), "\ufffd")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if len(l) > longLine {
			lines[i] = strings.ToValidUTF8(l[:longLine/4], "") + " …"
			cut = true
		}
	}
	s = strings.Join(lines, "\n")
	if len(s) > longText {
		s, cut = strings.ToValidUTF8(s[:longText], "")+"\n…", true
	}
	return s, cut
}

func (p Pages) originalFile(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	o, err := p.Keeper.Original(v.Context(), v.Session.Vault, it, shelf.Number(v.URL.Query().Get(askContent), 0))
	if err != nil {
		return shelf.Gone(err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/fhir+json; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="origineel-`+it.Key.String()+`.json"`)
	h.Set("Content-Length", strconv.Itoa(len(o.Raw)))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if v.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(o.Raw)
	return written(err)
}

// written makes nothing of an error of sending: the answer is on its way, and the browser went away.
func written(err error) error {
	_ = err
	return nil
}
