// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"

	"regie/internal/fhir"
	"regie/internal/vault"
	"regie/internal/zib"
)

// A file may belong to another file: the images that the list of a study names. Its name is the
// URL of its File.

func (it *Item) part(name string) (*entry, bool) {
	if it.Provider.Own() {
		return nil, false
	}
	x := it.Provider.shard.index
	i, ok := x.find(identity{fhir.STU3, fileType, name})
	if !ok || x.entries[i].ghost() {
		return nil, false
	}
	return &x.entries[i], true
}

// HasPart tells whether a file of this name was collected from the provider of the item.
func (d *Dossier) HasPart(it *Item, name string) bool {
	_, ok := it.part(name)
	return ok
}

// Part opens a file by its name, of the provider of the item. ErrNotFound where it was not collected.
func (k *Keeper) Part(ctx context.Context, v *vault.Opened, it *Item, name string) (*Document, error) {
	e, ok := it.part(name)
	if !ok {
		return nil, ErrNotFound
	}
	out, err := k.openDocument(ctx, v, it.Provider.shard.index, e, &zib.Document{})
	if err != nil {
		return nil, fmt.Errorf("opening a file: %w", err)
	}
	return out, nil
}
