// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/store"
	"regie/internal/text"
	"regie/internal/web/desk"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// MostUpload is how large a file may be: an export of ten years of a watch that measures all day is
// some 200 MB in its archive, and unpacked some 4 GB. It is stated on the page and in docs/measurements.md.
const MostUpload = 2 << 30

// UploadTime is how long sending a file at once may take.
const UploadTime = 2 * time.Hour

type importRow struct {
	title, text string
	number      string
}

type filesView struct {
	imports  []importRow
	waiting  []ui.Entry
	halves   []half
	problems []ui.Problem
	most     int // gigabytes
}

// Files asks for a file, and lists what was added before.
func (p Pages) Files(w http.ResponseWriter, r *route.Request) error { return p.files(w, r, nil) }

func (p Pages) files(w http.ResponseWriter, r *route.Request, problems []ui.Problem) error {
	if err := p.Books.DropLate(r.Context(), r.Session.Vault); err != nil {
		return fmt.Errorf("listing imports: %w", err)
	}
	o, err := p.Books.Overview(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing imports: %w", err)
	}
	uploads, err := p.Books.Uploads(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing imports: %w", err)
	}
	halves, err := p.halves(r)
	if err != nil {
		return err
	}
	v := filesView{problems: problems, most: MostUpload >> 30, halves: halves}
	for _, u := range uploads {
		v.waiting = append(v.waiting, ui.Entry{
			Href: fileHref + "/" + u.ID.String(), Icon: "hourglass", Tint: ui.Yellow, Title: fileName(r.Lang, u.Name),
			Text: r.T("samples.file.waits", "when", ui.Day(r.Lang, u.At.In(r.Now.Location()), ui.ToMinute)),
		})
	}
	for _, i := range o.Imports {
		v.imports = append(v.imports, importRow{
			title: r.T("measure.format." + i.Format), number: strconv.FormatUint(i.ID, 10),
			text: r.T("samples.file.import", "name", fileName(r.Lang, i.Name), "n", i.Added, "when", ui.Day(r.Lang, time.UnixMilli(i.At).In(r.Now.Location()), ui.ToMinute)),
		})
	}
	return r.Render(w, render(w, r, problems), filesPage(v))
}

func fileName(l text.Lang, s string) string {
	if s == "" {
		return l.T("samples.file.noname")
	}
	return s
}

// Upload takes a file in and leads to what is in it. The file goes from the network into sealed
// rows, a megabyte at a time.
func (p Pages) Upload(w http.ResponseWriter, r *route.Request) error {
	slow := http.NewResponseController(w) // the limits of the server are for pages, not for files
	_ = slow.SetReadDeadline(time.Now().Add(UploadTime))
	_ = slow.SetWriteDeadline(time.Now().Add(UploadTime + time.Minute))
	part, name, err := filePart(r)
	if err != nil {
		return err
	}
	if part == nil {
		return p.files(w, r, []ui.Problem{{Field: "bestand", Text: r.T("samples.file.problem.none")}})
	}
	u, err := p.Books.Receive(r.Context(), r.Session.Vault, name, part, MostUpload)
	tooLarge := new(http.MaxBytesError)
	switch {
	case errors.Is(err, samples.ErrTooLarge) || errors.As(err, &tooLarge):
		return p.files(w, r, []ui.Problem{{Field: "bestand", Text: r.T("upload.problem.large", "n", MostUpload>>30)}})
	case errors.Is(err, samples.ErrUploadFull):
		return p.files(w, r, []ui.Problem{{Field: "bestand", Text: r.T("samples.file.problem.full")}})
	case err != nil:
		return route.BadInput(fmt.Errorf("taking a file in: %w", err))
	case u.Size == 0:
		if err := p.Books.Drop(r.Context(), r.Session.Vault, u.ID); err != nil {
			return fmt.Errorf("dropping an empty file: %w", err)
		}
		return p.files(w, r, []ui.Problem{{Field: "bestand", Text: r.T("samples.file.problem.none")}})
	}
	p.begin(r, u)
	return r.Redirect(w, fileHref+"/"+u.ID.String())
}

// filePart finds the file in a form; nil where none was chosen.
func filePart(r *route.Request) (*multipart.Part, string, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", route.BadInput(err)
	}
	for range 8 {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, "", nil
		}
		if err != nil {
			return nil, "", route.BadInput(err)
		}
		if part.FormName() == "bestand" {
			if part.FileName() == "" {
				return nil, "", nil
			}
			return part, cleanName(part.FileName()), nil
		}
	}
	return nil, "", nil
}

// cleanName is the name of a file without folders and control characters, and not too long.
func cleanName(s string) string {
	s = path.Base(strings.ReplaceAll(s, "\\", "/"))
	s = strings.Map(func(c rune) rune {
		if c < 0x20 || c == 0x7f {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, ""))
	return string([]rune(s)[:min(len([]rune(s)), 120)])
}

// fileView is one file: how far reading it is, what is in it, what was added.
type fileView struct {
	href, name, format string
	state              desk.State
	percent            int // of it that was read
	lines              []lineRow
	events             []lineRow
	odd                []ui.Entry
	new, double, known int
	partly             bool
	why                string
	number             string
	columns            string // of a table: where the person says what its columns are
}

type lineRow struct {
	what, source, span string
	read, new, double  int
}

func (p Pages) upload(r *route.Request) (store.ID, error) {
	id, err := store.ParseID(r.PathValue("id"))
	if err != nil {
		return id, route.NotFound()
	}
	return id, nil
}

// File shows how far reading a file is, and then what it would bring.
func (p Pages) File(w http.ResponseWriter, r *route.Request) error {
	id, err := p.upload(r)
	if err != nil {
		return err
	}
	j := p.desk.Find(r.Session.Vault, id)
	if j == nil {
		u, err := p.Books.Upload(r.Context(), r.Session.Vault, id)
		if errors.Is(err, samples.ErrNotFound) {
			return r.Redirect(w, fileHref) // it was added, or waited too long
		}
		if err != nil {
			return fmt.Errorf("showing a file: %w", err)
		}
		if to := p.elsewhere(r, u); to != "" {
			return r.Redirect(w, to)
		}
		j = p.desk.read(r.Session.Vault, u, r.Now.Location())
	}
	now := j.View()
	if now.Why == "samples.file.problem.unknown" && p.isTable(r, id) {
		return r.Redirect(w, tableHref+"/"+id.String()) // the person can say what its columns are
	}
	return r.Render(w, http.StatusOK, filePage(viewOf(r, id, now)))
}

func viewOf(r *route.Request, id store.ID, now seen) fileView {
	m := now.Made
	v := fileView{
		href: fileHref + "/" + id.String(), name: fileName(r.Lang, now.Name), state: now.State, partly: m.partly, why: now.Why, percent: now.Percent(),
	}
	if m.format == "csv" && now.State == desk.Known {
		v.columns = tableHref + "/" + id.String()
	}
	if m.format != "" {
		v.format = r.T("measure.format." + m.format)
	}
	if m.number > 0 {
		v.number = strconv.FormatUint(m.number, 10)
	}
	if m.report == nil {
		return v
	}
	v.new = m.report.New
	for _, l := range m.report.Lines {
		v.double, v.known = v.double+l.Doubles, v.known+l.Known
		v.lines = append(v.lines, lineRow{
			what: l.Kind.Name(r.Lang), source: sourceName(r.Lang, l.Source), span: spanText(r.Lang, l.First, l.Zone, l.Last, l.LastZone),
			read: l.Read, new: l.New, double: l.Doubles + l.Known,
		})
	}
	for _, e := range m.report.Events {
		v.events = append(v.events, lineRow{
			what: samples.Event{Kind: e.Kind, Name: e.Name}.Title(r.Lang), span: spanText(r.Lang, e.First, 0, e.Last, 0), read: e.Read, new: e.New, double: e.Read - e.New,
		})
	}
	for i, o := range m.report.Odd {
		if i == mostOdd {
			break
		}
		title := o.What
		if title == "" {
			title = r.T("samples.file.odd.rest")
		}
		e := ui.Entry{Title: title, Text: o.Why.Text(r.Lang) + ".", Count: o.N}
		if o.What == "ClinicalRecord" && o.Why == samples.WhyElsewhere { // of Apple: FHIR, in a folder of its own
			e.Title, e.Text = r.T("upload.odd.clinical"), r.T("upload.odd.clinical.text")
		}
		v.odd = append(v.odd, e)
	}
	return v
}

// mostOdd is how many things that were not understood the page names.
const mostOdd = 25

func spanText(l text.Lang, first int64, zone int16, last int64, lastZone int16) string {
	from, till := ui.Day(l, clockOf(first, zone), ui.ToDay), ui.Day(l, clockOf(last, lastZone), ui.ToDay)
	if from == till {
		return from
	}
	return l.T("samples.span", "from", from, "till", till)
}

// AddFile adds what was read.
func (p Pages) AddFile(w http.ResponseWriter, r *route.Request) error {
	id, err := p.upload(r)
	if err != nil {
		return err
	}
	j := p.desk.Find(r.Session.Vault, id)
	u, err := p.Books.Upload(r.Context(), r.Session.Vault, id)
	switch {
	case errors.Is(err, samples.ErrNotFound) && j == nil:
		return route.NotFound()
	case err == nil && j != nil:
		err = p.desk.add(r.Session.Vault, u, j)
	}
	if err != nil && !errors.Is(err, desk.ErrNotReady) && !errors.Is(err, samples.ErrNotFound) {
		return fmt.Errorf("adding a file: %w", err)
	}
	return r.Redirect(w, fileHref+"/"+id.String()) // it is read anew where it is not on the desk
}

// DropFile lets a file go, without adding it.
func (p Pages) DropFile(w http.ResponseWriter, r *route.Request) error {
	id, err := p.upload(r)
	if err != nil {
		return err
	}
	p.desk.Drop(r.Session.Vault, id)
	if err := p.Books.Drop(r.Context(), r.Session.Vault, id); err != nil && !errors.Is(err, samples.ErrNotFound) {
		return fmt.Errorf("dropping a file: %w", err)
	}
	return r.RedirectFlash(w, fileHref, ui.Good, "samples.file.dropped")
}

// Undo takes out what an import brought. Where the file brought more than measurements, it leads to
// where all of it is undone, after a question.
func (p Pages) Undo(w http.ResponseWriter, r *route.Request) error {
	n, err := strconv.ParseUint(r.PathValue("number"), 10, 64)
	if err != nil {
		return route.NotFound()
	}
	if p.Whole != nil {
		href, err := p.Whole(r, n)
		if err != nil {
			return err
		}
		if href != "" {
			return r.Redirect(w, href)
		}
	}
	if err := p.Books.Undo(r.Context(), r.Session.Vault, n); err != nil {
		return missing(err)
	}
	return r.RedirectFlash(w, fileHref, ui.Good, "samples.file.undone")
}
