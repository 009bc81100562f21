// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/zib"
)

// Original is a resource as the provider sent it, but for the BSN.
type Original struct {
	FHIR fhir.Version
	Raw  []byte
	At   time.Time // when this content first came in
}

// Moments returns when each content of the item first came in, the one that is shown first,
// the others newest first.
func (it *Item) Moments() []time.Time {
	var out []time.Time
	for _, n := range it.contents() {
		out = append(out, at(it.ref().versions[n].first))
	}
	return out
}

func (it *Item) ref() *entry { return &it.Provider.shard.index.entries[it.entry] }

// contents orders the versions of an item for people.
func (it *Item) contents() []int {
	e := it.ref()
	var others []int
	for n := range e.versions {
		if n != e.current {
			others = append(others, n)
		}
	}
	slices.SortFunc(others, func(a, b int) int { return int(e.versions[b].first - e.versions[a].first) })
	return append([]int{e.current}, others...)
}

// Original returns the n-th content of an item, in the order of Moments. ErrNotFound where it
// has fewer.
func (k *Keeper) Original(ctx context.Context, v *vault.Opened, it *Item, n int) (Original, error) {
	order := it.contents()
	if n < 0 || n >= len(order) || it.Provider.Own() {
		return Original{}, ErrNotFound
	}
	e := it.ref()
	w := e.versions[order[n]]
	raw, err := k.stored(ctx, v, it.Provider.shard.index, w.spot)
	if err != nil {
		return Original{}, fmt.Errorf("reading an original: %w", err)
	}
	return Original{FHIR: e.fhir, Raw: raw, At: at(w.first)}, nil
}

func (k *Keeper) stored(ctx context.Context, v *vault.Opened, x *index, s spot) ([]byte, error) {
	p := &plan{k: k, ctx: ctx, x: x, rows: rows{v: v}, blocks: map[int32][][]byte{}}
	return p.original(s)
}

// Document is a file that belongs to an item.
type Document struct {
	Title       string // as the provider calls it; may be empty
	ContentType string // as the provider calls it; do not trust it
	Size        int64  // bytes
	body        io.Reader
}

// Read implements io.Reader. The document is read from the store piece by piece.
func (f *Document) Read(p []byte) (int, error) { return f.body.Read(p) }

// Files lists the documents of an item, in the order of its facts.
func Files(it *zib.Item) []*zib.Document {
	var out []*zib.Document
	for _, f := range it.Facts {
		for _, v := range f.Values {
			if v.Document != nil {
				out = append(out, v.Document)
			}
		}
	}
	return out
}

// HasFile tells whether the n-th document of an item was collected, so that it can be shown.
func (d *Dossier) HasFile(it *Item, doc *zib.Document) bool {
	if doc.Inline {
		return true
	}
	_, ok := it.file(doc)
	return ok
}

// file finds the resource or file that a document lies in.
func (it *Item) file(doc *zib.Document) (*entry, bool) {
	x := it.Provider.shard.index
	if i, ok := x.find(identity{fhir.STU3, fileType, doc.URL}); ok && !x.entries[i].ghost() {
		return &x.entries[i], true
	}
	if ref := fhir.ParseReference(doc.URL); ref.Kind == fhir.RefResource {
		if i, ok := x.find(identity{it.ref().fhir, ref.Type, ref.ID}); ok && !x.entries[i].ghost() {
			return &x.entries[i], true
		}
	}
	return nil, false
}

// Document opens the n-th document of an item (see Files). ErrNotFound where there is none, or
// where it was not collected.
func (k *Keeper) Document(ctx context.Context, v *vault.Opened, it *Item, n int) (*Document, error) {
	care, err := it.Care()
	if err != nil {
		return nil, fmt.Errorf("reading an item: %w", err)
	}
	files := Files(care)
	if n < 0 || n >= len(files) {
		return nil, ErrNotFound
	}
	doc := files[n]
	e := it.ref()
	if !doc.Inline {
		var ok bool
		if e, ok = it.file(doc); !ok {
			return nil, ErrNotFound
		}
	}
	out, err := k.openDocument(ctx, v, it.Provider.shard.index, e, doc)
	if err != nil {
		return nil, fmt.Errorf("opening a document: %w", err)
	}
	if doc.Title != "" {
		out.Title = doc.Title
	}
	if out.ContentType == "" {
		out.ContentType = doc.ContentType
	}
	return out, nil
}

func (k *Keeper) openDocument(ctx context.Context, v *vault.Opened, x *index, e *entry, doc *zib.Document) (*Document, error) {
	s := e.versions[e.current].spot
	if s.none() || int(s.block) > len(x.blocks) {
		return nil, errDamaged
	}
	b := x.blocks[s.block-1]
	if b.kind != blockFile {
		raw, err := k.stored(ctx, v, x, s)
		if err != nil {
			return nil, err
		}
		return attachment(raw, nil, doc)
	}
	h, body, err := openFile(b, func(id store.ID) (plain []byte, err error) {
		err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
			plain, _, err = v.Get(tx, vault.Documents, id)
			return err
		})
		return plain, err
	})
	if err != nil {
		return nil, err
	}
	switch h.method {
	case fileItself:
		return &Document{ContentType: string(h.before), Size: int64(h.size), body: body}, nil
	case fileBase64:
		return attachment(append(slices.Clone(h.before), h.after...), &Document{Size: int64(h.size), body: body}, doc)
	}
	raw, err := h.whole(body)
	if err != nil {
		return nil, err
	}
	return attachment(raw, nil, doc)
}

var errNoData = errors.New("record: resource without the document")

// attachment finds the document in a resource: a Binary itself, or the attachment that is like
// doc. apart is the body that was kept apart from the resource; its place there is empty.
func attachment(raw []byte, apart *Document, doc *zib.Document) (*Document, error) {
	root, err := fhir.Parse(raw, fhir.Limits{})
	if err != nil {
		return nil, err
	}
	var all []fhir.Node
	var walk func(fhir.Node)
	walk = func(n fhir.Node) {
		if n.Kind() == fhir.Object && n.Get("data").Kind() == fhir.String {
			all = append(all, n)
		}
		if n.Kind() == fhir.Object || n.Kind() == fhir.Array {
			for c := range n.Children() {
				walk(c)
			}
		}
	}
	data := "data"
	if root.Str("resourceType") == "Binary" {
		if root.Get(data).Kind() != fhir.String {
			data = "content" // STU3
		}
		all = []fhir.Node{root}
	} else {
		walk(root)
	}
	if len(all) == 0 {
		return nil, errNoData
	}
	best := all[0]
	for _, n := range all {
		if n.Str("title") == doc.Title && n.Str("contentType") == doc.ContentType {
			best = n
			break
		}
	}
	if apart != nil && best.Str(data) == "" {
		apart.ContentType = best.Str("contentType")
		return apart, nil
	}
	body, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(best.Str(data)), ""))
	if err != nil {
		return nil, fmt.Errorf("decoding a document: %w", err)
	}
	return &Document{ContentType: best.Str("contentType"), Size: int64(len(body)), body: bytes.NewReader(body)}, nil
}
