// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"slices"
	"strconv"
	"strings"

	"regie/internal/fhir"
	"regie/internal/record"
	"regie/internal/vault"
	"regie/internal/zib"
)

// record writes what providers sent: a folder for each, in it a file for each FHIR version and
// type, one resource a line as it came, and an index that says of each line what it is.
func (t *taker) record(ctx context.Context) error {
	all, err := t.Keeper.Holdings(ctx, t.v)
	if err != nil {
		return err
	}
	for n, h := range all {
		e := holdingEntry{N: n + 1, Name: h.Name, Title: h.Title, Folder: fmt.Sprintf("%s%02d-%s/", fhirDir, n+1, slug(h.Title))}
		for _, s := range h.Services {
			e.Services = append(e.Services, serviceEntry{ID: s.ID, Last: s.Last, Complete: s.Complete})
		}
		t.of[h.Name] = n + 1
		t.man.Sources = append(t.man.Sources, e)
		if err := t.holding(ctx, e, h); err != nil {
			return err
		}
	}
	return nil
}

func (t *taker) holding(ctx context.Context, e holdingEntry, h *record.Holding) error {
	var lines []resourceEntry
	for _, g := range h.Groups {
		if g.Document() {
			continue
		}
		name := strings.ToLower(g.FHIR.String()) + "/" + cmp.Or(g.Type, "onleesbaar") + ".ndjson"
		f, err := t.pack.file(e.Folder+name, false)
		if err != nil {
			return err
		}
		err = h.Each(ctx, g, func(k record.Kept) error {
			l := lineOf(k, name)
			raw := oneLine(k.Raw)
			if err := f.line(raw); err != nil {
				return err
			}
			sum := sha256.Sum256(raw)
			l.Line, l.Digest = int(f.meta.Lines), hex.EncodeToString(sum[:])
			lines = append(lines, l)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, g := range h.Groups {
		if !g.Document() {
			continue
		}
		n := 0
		err := h.Each(ctx, g, func(k record.Kept) error {
			n++
			name := fmt.Sprintf("%s%02d-%s/bron-%04d%s", documentDir, e.N, slug(e.Title), n, extension(k.ContentType))
			f, err := t.pack.file(name, packedAlready(k.ContentType))
			if err != nil {
				return err
			}
			if _, err := f.Write(k.Raw); err != nil {
				return err
			}
			sum := sha256.Sum256(k.Raw)
			l := lineOf(k, name)
			l.FHIR, l.Type, l.ID, l.URL, l.ContentType, l.Digest = "", "", "", k.ID, k.ContentType, hex.EncodeToString(sum[:])
			lines = append(lines, l)
			return nil
		})
		if err != nil {
			return err
		}
	}
	f, err := t.pack.file(e.Folder+indexName, false)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if err := f.json(l); err != nil {
			return err
		}
	}
	return nil
}

func lineOf(k record.Kept, file string) resourceEntry {
	return resourceEntry{
		File: file, FHIR: k.FHIR.String(), Type: k.Type, ID: k.ID, URN: k.URN, Services: k.Services, First: k.First, State: states[k.State],
	}
}

// oneLine writes the line ends of a resource as spaces: in JSON these stand between the parts,
// never in a text. Every other byte stays as the provider sent it.
func oneLine(raw []byte) []byte {
	if !slices.ContainsFunc(raw, func(c byte) bool { return c == '\n' || c == '\r' }) {
		return raw
	}
	out := slices.Clone(raw)
	for i, c := range out {
		if c == '\n' || c == '\r' {
			out[i] = ' '
		}
	}
	return out
}

// documents writes what can be opened with a program that people have: letters, reports, forms.
func (t *taker) documents(ctx context.Context) error {
	type source struct {
		provider string
		url      string
		key      record.Key
		n        int
	}
	seen := map[source]bool{}
	names := map[string]int{}
	return t.d.Every(func(it *record.Item) error {
		if it.Provider.Own() {
			return nil
		}
		care, err := it.Care()
		if err != nil {
			return err
		}
		for n, doc := range record.Files(care) {
			s := source{provider: it.Provider.Name, url: doc.URL}
			if doc.Inline || doc.URL == "" {
				s = source{provider: it.Provider.Name, key: it.Key, n: n}
			}
			if seen[s] || !t.d.HasFile(it, doc) {
				continue
			}
			seen[s] = true
			if err := t.document(ctx, it, care, doc, n, names); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *taker) document(ctx context.Context, it *record.Item, care *zib.Item, doc *zib.Document, n int, names map[string]int) error {
	body, err := t.Keeper.Document(ctx, t.v, it, n)
	if errors.Is(err, record.ErrNotFound) || err != nil && ctx.Err() == nil {
		return nil // its bytes cannot be read as a file; the resource itself is in the record
	}
	if err != nil {
		return err
	}
	day := it.When.Start
	if len(day) > 10 {
		day = day[:10]
	}
	title := doc.Title
	if title == "" {
		title = care.Title.In(t.lang)
	}
	name := slug(title)
	if day != "" {
		name = day + "-" + name
	}
	name = fmt.Sprintf("%s%02d-%s/%s", documentDir, t.of[it.Provider.Name], slug(it.Provider.Title), name)
	if names[name]++; names[name] > 1 {
		name += "-" + strconv.Itoa(names[name])
	}
	f, err := t.pack.file(name+extension(body.ContentType), packedAlready(body.ContentType))
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, body); err != nil {
		return fmt.Errorf("writing a document: %w", err)
	}
	return nil
}

// extensions are those by which programs of people know a file.
var extensions = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "image/gif": ".gif", "text/plain": ".txt", "text/html": ".html",
	"text/xml": ".xml", "application/xml": ".xml", "application/json": ".json", "application/fhir+json": ".json", "application/dicom": ".dcm", "text/rtf": ".rtf", "application/rtf": ".rtf",
	"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/ogg": ".ogg", "audio/wav": ".wav",
	"application/msword": ".doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

func extension(contentType string) string {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t = strings.ToLower(strings.TrimSpace(contentType))
	}
	if e := extensions[t]; e != "" {
		return e
	}
	return ".bin"
}

// packedAlready tells that packing would gain nothing.
func packedAlready(contentType string) bool {
	switch extension(contentType) {
	case ".jpg", ".png", ".mp3", ".m4a", ".ogg", ".docx":
		return true
	}
	return false
}

// Who is the person as the record knows her: the name and the date of birth of the first Patient
// that has both, from a provider before from a file.
func (k *Kit) Who(ctx context.Context, v *vault.Opened, _ *record.Dossier) (Person, error) {
	all, err := k.Keeper.Holdings(ctx, v)
	if err != nil {
		return Person{}, err
	}
	slices.SortStableFunc(all, func(a, b *record.Holding) int {
		return cmp.Compare(strings.Index(a.Name, record.FilePrefix), strings.Index(b.Name, record.FilePrefix))
	})
	var best Person
	for _, h := range all {
		for _, g := range h.Groups {
			if g.Type != "Patient" {
				continue
			}
			err := h.Each(ctx, g, func(kept record.Kept) error {
				if r, err := fhir.ParseResource(kept.Raw, kept.FHIR); err == nil && kept.State == record.KeptCurrent {
					if p := personOf(r); p.better(best) {
						best = p
					}
				}
				return nil
			})
			if err != nil {
				return Person{}, err
			}
			if best.Name != "" && best.BirthDate != "" {
				return best, nil
			}
		}
	}
	return best, nil
}

func (p Person) better(than Person) bool {
	n := func(p Person) (n int) {
		if p.Name != "" {
			n++
		}
		if p.BirthDate != "" {
			n++
		}
		return n
	}
	return n(p) > n(than)
}

// personOf reads who a Patient is.
func personOf(r *fhir.Resource) Person {
	out := Person{BirthDate: r.Root.Str("birthDate")}
	for name := range r.Root.Each("name") {
		if out.Name != "" && name.Str("use") != "official" {
			continue
		}
		if s := name.Str("text"); s != "" {
			out.Name = s
			continue
		}
		var words []string
		for g := range name.Each("given") {
			if len(g.Value()) > 1 || g.Value() != "" && len(words) == 0 {
				words = append(words, g.Value())
			}
		}
		words = append(words, name.Str("family"))
		if s := strings.TrimSpace(strings.Join(words, " ")); s != "" {
			out.Name = s
		}
	}
	return out
}
