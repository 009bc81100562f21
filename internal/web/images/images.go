// SPDX-License-Identifier: EUPL-1.2

// Package images has the pages on which somebody looks at what hospitals photographed: all of
// it, and one study with its report beside it. The picture is made here of the hospital's file;
// that file is at hand too. Nothing here judges.
package images

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"regie/internal/dicom"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/zib"
)

// Pages are the pages of this package. Make them with New.
type Pages struct {
	keeper *record.Keeper
	turns  chan struct{} // who may have a file of an image in memory
}

// atOnce is how many files of images are in memory at the same time, over all people.
const atOnce = 2

// New returns the pages over a keeper.
func New(k *record.Keeper) Pages { return Pages{keeper: k, turns: make(chan struct{}, atOnce)} }

// List shows all studies.
func (p Pages) List() route.Handler { return shelf.Open(p.keeper, p.list) }

// Study shows one image of a study with its report.
func (p Pages) Study() route.Handler { return shelf.Open(p.keeper, p.study) }

// Picture sends an image as PNG.
func (p Pages) Picture() route.Handler { return shelf.Open(p.keeper, p.picture) }

// File sends the file of an image, as the hospital sent it.
func (p Pages) File() route.Handler { return shelf.Open(p.keeper, p.file) }

func (p Pages) list(w http.ResponseWriter, v *shelf.Visit) error {
	studies := v.Dossier.Studies()
	tabs := shelf.ImageTabs(v, v.Dossier.Count(zib.CategoryDocuments), studies, true)
	cards := shelf.Cards(v, studies, false)
	for i, it := range studies {
		cards[i].Href, cards[i].Icon, cards[i].Level = shelf.ImagesHref(it), "eye", 2
	}
	return v.Render(w, http.StatusOK, listPage(tabs, cards))
}

// turn waits until a file may be read; the caller gives the turn back.
func (p Pages) turn(v *shelf.Visit) (done func(), err error) {
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-v.Context().Done():
		return nil, fmt.Errorf("waiting to show an image: %w", v.Context().Err())
	}
}

// shot is one image of an item: a file by its name, or the n-th document of the item itself.
type shot struct {
	name     string
	document int
	here     bool // was collected
}

// largestList is how large a list of images may be; a larger document is an image itself.
const largestList = 4 << 20

// shots lists the images of an item. named tells that the item names images at all.
func (p Pages) shots(v *shelf.Visit, it *record.Item) (all []shot, named bool, err error) {
	care, err := it.Care()
	if err != nil {
		return nil, false, fmt.Errorf("reading an item: %w", err)
	}
	for n, doc := range record.Files(care) {
		if !record.IsImages(doc) {
			continue
		}
		named = true
		if !v.Dossier.HasFile(it, doc) {
			continue
		}
		d, err := p.keeper.Document(v.Context(), v.Session.Vault, it, n)
		if err != nil {
			return nil, named, shelf.Gone(err)
		}
		if d.Size <= largestList {
			b, err := io.ReadAll(io.LimitReader(d, largestList))
			if err != nil {
				return nil, named, fmt.Errorf("reading a list of images: %w", err)
			}
			if study, err := dicom.ReadStudy(b); err == nil && len(study.Images) > 0 {
				for _, ref := range study.Images {
					all = append(all, shot{name: ref.Path(), document: n, here: v.Dossier.HasPart(it, ref.Path())})
				}
				continue
			}
		}
		all = append(all, shot{document: n, here: true})
	}
	return all, named, nil
}

// open opens the file of an image.
func (p Pages) open(v *shelf.Visit, it *record.Item, s shot) (*record.Document, error) {
	if s.name == "" {
		return p.keeper.Document(v.Context(), v.Session.Vault, it, s.document)
	}
	return p.keeper.Part(v.Context(), v.Session.Vault, it, s.name)
}

// read reads the file of an image within the limits.
func (p Pages) read(v *shelf.Visit, it *record.Item, s shot) (*dicom.File, error) {
	d, err := p.open(v, it, s)
	if err != nil {
		return nil, err
	}
	if d.Size > dicom.MaxBytes {
		return nil, &dicom.Unsupported{Why: dicom.TooLarge}
	}
	b, err := io.ReadAll(io.LimitReader(d, dicom.MaxBytes))
	if err != nil {
		return nil, fmt.Errorf("reading an image: %w", err)
	}
	return dicom.Parse(b)
}

// The part of an address that says how an image is looked at: steps of light and contrast.
const (
	askImage    = "beeld"
	askLight    = "licht"
	askContrast = "contrast"
	askFull     = "groot"
)

// lookOf reads the steps from the address; what is no step is none.
func lookOf(q url.Values) dicom.Look {
	step := func(name string) int {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < -dicom.MaxStep || n > dicom.MaxStep {
			return 0
		}
		return n
	}
	return dicom.Look{Light: step(askLight), Contrast: step(askContrast)}
}

// query writes steps into an address; image counts from 1, 0 leaves it out.
func query(l dicom.Look, image int, full bool) string {
	q := url.Values{}
	if image > 1 {
		q.Set(askImage, strconv.Itoa(image))
	}
	if l.Light != 0 {
		q.Set(askLight, strconv.Itoa(l.Light))
	}
	if l.Contrast != 0 {
		q.Set(askContrast, strconv.Itoa(l.Contrast))
	}
	if full {
		q.Set(askFull, "ja")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// why says in a sentence why an image is not shown.
func why(err error) string {
	switch dicom.Reason(err) {
	case dicom.JPEG2000, dicom.JPEGLS, dicom.JPEGExtra, dicom.Packed, dicom.BigEndian, dicom.UnknownCode:
		return "images.why.packed"
	case dicom.Video:
		return "images.why.video"
	case dicom.Colours:
		return "images.why.colours"
	case dicom.NoImage:
		return "images.why.none"
	case dicom.TooLarge:
		return "images.why.large"
	}
	return "images.why.damaged"
}

// unreadable tells whether an error is about the file, and not about reading it from the store.
func unreadable(err error) bool { return errors.Is(err, dicom.ErrDamaged) || dicom.Reason(err) != 0 }

// one finds the image that the address names.
func (p Pages) one(v *shelf.Visit) (*record.Item, shot, error) {
	it, err := v.Item()
	if err != nil {
		return nil, shot{}, err
	}
	all, _, err := p.shots(v, it)
	if err != nil {
		return nil, shot{}, err
	}
	n, err := strconv.Atoi(v.PathValue("n"))
	if err != nil || n < 1 || n > len(all) || !all[n-1].here {
		return nil, shot{}, route.NotFound()
	}
	return it, all[n-1], nil
}
