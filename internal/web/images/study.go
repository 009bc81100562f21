// SPDX-License-Identifier: EUPL-1.2

package images

import (
	"net/http"
	"strconv"
	"strings"

	"regie/internal/dicom"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// studyView is the page of a study, with one of its images.
type studyView struct {
	title, when, from string
	item              string // page of the item
	missing           bool   // images are named, and none is here
	number, total     int
	alt               string
	src, full, keep   string // "" where there is no image to show, or no file
	why               string // why there is none
	frames            string // how many there are in the file
	prev, next        string
	steps             []step
	now               string
	reports           []report
}

// step is a link that shows the image a little lighter, darker, and so on; without Href there is
// no further.
type step struct{ href, text string }

// report is what was written about the images.
type report struct {
	card ui.ItemProps
	src  string // the document, where a browser can show it beside the image
	name string
}

func (p Pages) study(w http.ResponseWriter, v *shelf.Visit) error {
	out, err := p.view(v)
	if err != nil {
		return err
	}
	return v.Render(w, http.StatusOK, studyPage(out))
}

func (p Pages) view(v *shelf.Visit) (out studyView, err error) {
	it, err := v.Item()
	if err != nil {
		return out, err
	}
	done, err := p.turn(v)
	if err != nil {
		return out, err
	}
	defer done()
	shots, named, err := p.shots(v, it)
	if err != nil {
		return out, err
	}
	if !named {
		return out, route.NotFound()
	}
	care, err := it.Care()
	if err != nil {
		return out, err
	}
	view := care.View(v.Lang)
	out = studyView{
		title: shelf.TitleOf(v, view), when: shelf.WhenOf(v, it, view, true), from: it.Provider.Title, item: shelf.ItemHref(it),
		missing: len(shots) == 0, total: len(shots), reports: reports(v, it),
	}
	if out.missing {
		return out, nil
	}
	q := v.URL.Query()
	out.number = min(max(shelf.Number(q.Get(askImage), 1), 1), out.total)
	look, shot := lookOf(q), shots[out.number-1]
	if err := p.show(v, it, shot, look, &out); err != nil {
		return out, err
	}
	here := shelf.ImagesHref(it)
	if out.number > 1 {
		out.prev = here + query(look, out.number-1, false)
	}
	if out.number < out.total {
		out.next = here + query(look, out.number+1, false)
	}
	return out, nil
}

// show fills in what there is of one image.
func (p Pages) show(v *shelf.Visit, it *record.Item, s shot, look dicom.Look, out *studyView) error {
	if !s.here {
		out.why = "images.missing"
		return nil
	}
	base := shelf.ImagesHref(it) + "/" + strconv.Itoa(out.number)
	out.keep = base + "/bestand"
	f, err := p.read(v, it, s)
	if err == nil {
		err = f.Showable()
	}
	if err != nil {
		if !unreadable(err) {
			return err
		}
		out.why = why(err)
		return nil
	}
	out.src, out.full = base+"/plaatje"+query(look, 0, false), base+"/plaatje"+query(look, 0, true)
	out.alt = v.T("images.alt", "what", out.title, "when", out.when, "where", out.from, "count", v.T("images.count", "n", out.number, "total", out.total))
	if n := f.Frames(); n > 1 {
		out.frames = v.T("images.frames", "n", n)
	}
	here := shelf.ImagesHref(it)
	to := func(key string, light, contrast int) {
		st := step{text: v.T(key)}
		if l := (dicom.Look{Light: look.Light + light, Contrast: look.Contrast + contrast}); max(l.Light, -l.Light, l.Contrast, -l.Contrast) <= dicom.MaxStep {
			st.href = here + query(l, out.number, false) + "#beeld"
		}
		out.steps = append(out.steps, st)
	}
	to("images.lighter", 1, 0)
	to("images.darker", -1, 0)
	to("images.more", 0, 1)
	to("images.less", 0, -1)
	if look != (dicom.Look{}) {
		out.steps = append(out.steps, step{href: here + query(dicom.Look{}, out.number, false) + "#beeld", text: v.T("images.reset")})
		out.now = v.T("images.now", "light", signed(look.Light), "contrast", signed(look.Contrast))
	}
	return nil
}

// signed writes a step with its sign.
func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strings.Replace(strconv.Itoa(n), "-", "−", 1)
}

// reports lists what is of the same study and is no image.
func reports(v *shelf.Visit, it *record.Item) []report {
	var out []report
	for _, o := range v.Dossier.SameStudy(it) {
		care, err := o.Care()
		if err != nil || record.HasImages(o) {
			continue
		}
		r := report{card: shelf.Card(v, o, false), name: care.View(v.Lang).Title}
		for n, doc := range record.Files(care) {
			if strings.HasPrefix(doc.ContentType, "application/pdf") && v.Dossier.HasFile(o, doc) {
				r.src = shelf.ItemHref(o) + "/bestand/" + strconv.Itoa(n)
				r.card.Href = shelf.ItemHref(o) + "/document/" + strconv.Itoa(n)
				break
			}
		}
		out = append(out, r)
	}
	return out
}
