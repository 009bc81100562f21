// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strings"

	"regie/internal/zib"
)

// studyType is what images and their report point at: the study that they are of. Often nobody
// sends the study itself.
const studyType = "ImagingStudy"

// IsImages tells whether a document is a list of the images of a study, or an image as hospitals
// keep them (DICOM).
func IsImages(doc *zib.Document) bool { return strings.HasPrefix(doc.ContentType, "application/dicom") }

// HasImages tells whether an item is about images that can be looked at.
func HasImages(it *Item) bool {
	care, err := it.Care()
	return err == nil && slices.ContainsFunc(Files(care), IsImages)
}

// SameStudy lists the other items of the provider that are of the same study: the report of the
// images, the images of the report.
func (d *Dossier) SameStudy(it *Item) []*Item {
	if it.Provider.Own() {
		return nil
	}
	x := it.Provider.shard.index
	var out []*Item
	for _, study := range it.ref().links {
		if x.entries[study].typ != studyType {
			continue
		}
		for i := range x.entries {
			place := it.Provider.at[i]
			if place < 0 || !slices.Contains(x.entries[i].links, study) || !d.visible(place) || d.all[place].Key == it.Key {
				continue
			}
			if o := &d.all[place]; !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	slices.SortFunc(out, order)
	return out
}

// Studies lists the items about images, newest first.
func (d *Dossier) Studies() []*Item {
	var out []*Item
	for _, p := range d.providers {
		if p.Own() {
			continue
		}
		x := p.shard.index
		for i := range x.entries {
			place := p.at[i]
			if place < 0 || !d.visible(place) || !slices.ContainsFunc(x.entries[i].links, func(l int32) bool { return x.entries[l].typ == studyType }) {
				continue
			}
			if it := &d.all[place]; HasImages(it) {
				out = append(out, it)
			}
		}
	}
	slices.SortFunc(out, order)
	return out
}
