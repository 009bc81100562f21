// SPDX-License-Identifier: EUPL-1.2

// Package dossier has the pages on which people read their record: overview, categories,
// timeline, search, one item with its original, documents.
//
// No address here says anything about health: an item is a random-looking key, a search is
// sealed with the person's own key, and the words in addresses (medicijnen, laboratorium) are
// the same for everybody, whether there is anything on the page or not.
package dossier

import (
	"context"
	"net/http"
	"regie/internal/web/shelf"

	"regie/internal/collect"
	"regie/internal/record"
	"regie/internal/vault"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Pages are the handlers. Keeper is required.
type Pages struct {
	Keeper      *record.Keeper
	Connections Connections // nil: nothing is known of collecting but what came of it
	Services    Services    // nil: data services have no names
	// Measured gives the tiles of what the person measured, the latest first; nil where nobody measures.
	Measured func(v *shelf.Visit) ([]ui.TileProps, error)
	// Coming gives the appointments that are to come, of providers and own ones, and where the first is
	// prepared; nil where there is no agenda.
	Coming func(v *shelf.Visit, most int) ([]ui.ItemProps, *ui.Action, error)
	// Diary finds entries of the diary by words; nil where there is no diary.
	Diary func(v *shelf.Visit, question string) ([]ui.ItemProps, error)
	// Reminded gives what the person was reminded of and has not looked at; nil where nobody reminds.
	Reminded func(v *shelf.Visit) ([]ui.ItemProps, error)
}

// Connections tells how collecting stands. collect.Collector implements it.
type Connections interface {
	Connections(ctx context.Context, v *vault.Opened) ([]*collect.Connection, error)
}

// Services knows the data services. collect.Table implements it.
type Services interface {
	Service(id string) (*collect.DataService, bool)
}

// with opens the dossier for a handler.
func (p Pages) with(handle func(w http.ResponseWriter, v *shelf.Visit) error) route.Handler {
	return shelf.Open(p.Keeper, handle)
}

// Overview is the first page after signing in.
func (p Pages) Overview() route.Handler { return p.with(p.overview) }

// Record is the dossier by category.
func (p Pages) Record() route.Handler { return p.with(p.record) }

// Category is the list of one kind of data.
func (p Pages) Category() route.Handler { return p.with(p.category) }

// Timeline is everything in the order of time.
func (p Pages) Timeline() route.Handler { return p.with(p.timeline) }

// Search is the form to search with.
func (p Pages) Search() route.Handler { return p.with(p.search) }

// Ask takes a question and leads to what it finds.
func (p Pages) Ask() route.Handler { return p.ask }

// Found is what a question finds.
func (p Pages) Found() route.Handler { return p.with(p.found) }

// News is what came in, changed and went since the last visit.
func (p Pages) News() route.Handler { return p.with(p.news) }

// PaperKind is one kind of data as a document to keep.
func (p Pages) PaperKind() route.Handler { return p.with(p.paperKind) }

// PaperTimeline is the timeline as a document to keep.
func (p Pages) PaperTimeline() route.Handler { return p.with(p.paperTimeline) }

// PaperFound is what a question found as a document to keep.
func (p Pages) PaperFound() route.Handler { return p.with(p.paperFound) }

// PaperTest is one test as a document to keep.
func (p Pages) PaperTest() route.Handler { return p.with(p.paperTest) }

// PaperItem is one item as a document to keep.
func (p Pages) PaperItem() route.Handler { return p.with(p.paperItem) }

// Item is the page of one item.
func (p Pages) Item() route.Handler { return p.with(p.item) }

// Original shows an item as the provider sent it.
func (p Pages) Original() route.Handler { return p.with(p.original) }

// OriginalFile gives the same to keep.
func (p Pages) OriginalFile() route.Handler { return p.with(p.originalFile) }

// Documents is the list of documents.
func (p Pages) Documents() route.Handler { return p.with(p.documents) }

// Document is the page on which a document is read.
func (p Pages) Document() route.Handler { return p.with(p.document) }

// File gives the bytes of a document.
func (p Pages) File() route.Handler { return p.with(p.file) }
