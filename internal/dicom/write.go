// SPDX-License-Identifier: EUPL-1.2

package dicom

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Writer makes a simple file in explicit little endian, or one that holds packed pixels.
type Writer struct {
	syntax, class, instance string
	elements                map[Tag]written
}

type written struct {
	vr    string
	value []byte
	open  bool // packed pixels
}

// NewWriter starts a file of a class.
func NewWriter(syntax, class, instance string) *Writer {
	w := &Writer{syntax: syntax, class: class, instance: instance, elements: map[Tag]written{}}
	w.Text(TagClass, "UI", class)
	w.Text(TagInstance, "UI", instance)
	return w
}

// Text sets an element that is text.
func (w *Writer) Text(t Tag, vr, value string) {
	w.elements[t] = written{vr: vr, value: even([]byte(value), vr)}
}

// Number sets an element of two bytes.
func (w *Writer) Number(t Tag, n int) {
	w.elements[t] = written{vr: "US", value: binary.LittleEndian.AppendUint16(nil, uint16(n))}
}

// Pixels sets the image as it is: 8 bits ("OB") or 16 ("OW") for each sample.
func (w *Writer) Pixels(vr string, b []byte) {
	w.elements[TagPixels] = written{vr: vr, value: even(slices.Clone(b), vr)}
}

// Packed sets an image that was packed by the way of the file's syntax.
func (w *Writer) Packed(fragments ...[]byte) {
	b := item(nil, nil)
	for _, f := range fragments {
		b = item(b, even(slices.Clone(f), "OB"))
	}
	w.elements[TagPixels] = written{vr: "OB", value: head(b, tagSequenceEnd, 0), open: true}
}

// Sequence sets a sequence of sets that other writers made.
func (w *Writer) Sequence(t Tag, items ...*Writer) {
	var b []byte
	for _, i := range items {
		b = item(b, i.body(nil))
	}
	w.elements[t] = written{vr: "SQ", value: b}
}

// NewItem starts an item of a sequence.
func NewItem() *Writer { return &Writer{elements: map[Tag]written{}} }

// Bytes returns the file.
func (w *Writer) Bytes() []byte {
	meta := NewItem()
	meta.elements[TagMetaVersion] = written{vr: "OB", value: []byte{0, 1}}
	meta.Text(TagMetaClass, "UI", w.class)
	meta.Text(TagMetaInstance, "UI", w.instance)
	meta.Text(TagTransferSyntax, "UI", w.syntax)
	meta.Text(TagImplementation, "UI", "2.25.160341257306243916583094731529")
	body := meta.body(nil)
	out := append(make([]byte, 128), "DICM"...)
	out = element(out, TagMetaLength, written{vr: "UL", value: binary.LittleEndian.AppendUint32(nil, uint32(len(body)))})
	return w.body(append(out, body...))
}

func (w *Writer) body(out []byte) []byte {
	tags := make([]Tag, 0, len(w.elements))
	for t := range w.elements {
		tags = append(tags, t)
	}
	slices.Sort(tags)
	for _, t := range tags {
		out = element(out, t, w.elements[t])
	}
	return out
}

func element(b []byte, t Tag, e written) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(t>>16))
	b = binary.LittleEndian.AppendUint16(b, uint16(t))
	b = append(b, e.vr...)
	switch e.vr {
	case "OB", "OW", "SQ", "UN", "UR", "UT":
		size := uint32(len(e.value))
		if e.open {
			size = undefined
		}
		b = binary.LittleEndian.AppendUint32(append(b, 0, 0), size)
	default:
		b = binary.LittleEndian.AppendUint16(b, uint16(len(e.value)))
	}
	return append(b, e.value...)
}

func head(b []byte, t Tag, size int) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(t>>16))
	b = binary.LittleEndian.AppendUint16(b, uint16(t))
	return binary.LittleEndian.AppendUint32(b, uint32(size))
}

func item(b, body []byte) []byte { return append(head(b, tagItem, len(body)), body...) }

// even fills a value up to an even length.
func even(b []byte, vr string) []byte {
	if len(b)%2 == 0 {
		return b
	}
	if vr == "UI" || vr == "OB" {
		return append(b, 0)
	}
	return append(b, ' ')
}

// WriteStudy writes a list of images as a file, under the names of the list itself.
func WriteStudy(series, instance string, s Study) ([]byte, error) {
	w := NewWriter(ExplicitLittle, ClassKOS, instance)
	w.Text(TagStudy, "UI", s.UID)
	w.Text(TagSeries, "UI", series)
	w.Text(TagModality, "CS", "KO")
	var order []string
	images := map[string][]*Writer{}
	for _, r := range s.Images {
		if r.Study != s.UID || !IsUID(r.Series) || !IsUID(r.Instance) {
			return nil, fmt.Errorf("writing a list of images: %w", damaged("an image of another study"))
		}
		if images[r.Series] == nil {
			order = append(order, r.Series)
		}
		i := NewItem()
		i.Text(TagRefClass, "UI", r.Class)
		i.Text(TagRefInstance, "UI", r.Instance)
		images[r.Series] = append(images[r.Series], i)
	}
	var all []*Writer
	for _, name := range order {
		i := NewItem()
		i.Text(TagSeries, "UI", name)
		i.Sequence(TagRefImages, images[name]...)
		all = append(all, i)
	}
	evidence := NewItem()
	evidence.Text(TagStudy, "UI", s.UID)
	evidence.Sequence(TagRefSeries, all...)
	w.Sequence(TagEvidence, evidence)
	return w.Bytes(), nil
}
