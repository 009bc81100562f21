// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// Options of New. The zero value is right for production.
type Options struct {
	Now  func() time.Time // nil: time.Now
	Rand io.Reader        // nil: crypto/rand
}

// Books keeps the samples of everybody, each in their own vault. It is safe for concurrent use.
type Books struct {
	db   *store.DB
	now  func() time.Time
	rand io.Reader
}

// New returns the books in db.
func New(db *store.DB, o Options) *Books {
	b := &Books{db: db, now: o.Now, rand: o.Rand}
	if b.now == nil {
		b.now = time.Now
	}
	if b.rand == nil {
		b.rand = rand.Reader
	}
	return b
}

// ErrNotFound says that there is no such import, source or event.
var ErrNotFound = errors.New("measure: not found")

// Import is one file, push or device reading that was added.
type Import struct {
	ID       uint64
	At       int64  // ms: when it was added
	Exported int64  // ms: when the export was made; 0 where it is none
	Format   string // "apple", "fit": a key of the catalogue, measure.format.…
	Name     string // of the file, as the person's device calls it
	Added    int    // samples and events that were new
}

// book is the small row from which everything is found.
type book struct {
	version uint64
	secret  [32]byte // makes the ids of rows
	sources []Source
	order   []int // ranks that the person gave: order[i] is the rank of source i; -1: by class
	imports []Import
	next    uint64 // id of the next import
	kinds   []kindState
}

// kindState is what the book knows of a kind.
type kindState struct {
	kind   Kind
	months []Month // that have a block, sorted
}

var bookID = store.ID{15: 1}

// blockID is the row of a block. It tells nothing to who has no secret.
func (b *book) blockID(k Kind, m Month) store.ID {
	return b.rowID("block", string(k), int64(m))
}

func (b *book) sumsID(k Kind) store.ID { return b.rowID("sums", string(k), 0) }

func (b *book) eventID(id uint64, n int) store.ID {
	return b.rowID("event", fmt.Sprint(id), int64(n))
}

func (b *book) rowID(what, key string, n int64) (id store.ID) {
	h := sha256.New()
	h.Write(b.secret[:])
	h.Write([]byte(what + "\x00" + key + "\x00"))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	copy(id[:], h.Sum(nil))
	return id
}

func (b *book) state(k Kind) *kindState {
	i := slices.IndexFunc(b.kinds, func(s kindState) bool { return s.kind == k })
	if i < 0 {
		b.kinds = append(b.kinds, kindState{kind: k})
		i = len(b.kinds) - 1
	}
	return &b.kinds[i]
}

func (s *kindState) has(m Month) bool {
	_, ok := slices.BinarySearch(s.months, m)
	return ok
}

func (s *kindState) note(m Month, there bool) {
	i, ok := slices.BinarySearch(s.months, m)
	switch {
	case there && !ok:
		s.months = slices.Insert(s.months, i, m)
	case !there && ok:
		s.months = slices.Delete(s.months, i, i+1)
	}
}

// source returns the place of a source, adding it if it is new.
func (b *book) source(s Source) int {
	key := s.Key()
	i := slices.IndexFunc(b.sources, func(o Source) bool { return o.Key() == key })
	if i >= 0 {
		return i
	}
	b.sources = append(b.sources, s)
	b.order = append(b.order, -1)
	return len(b.sources) - 1
}

// rank is the order in which sources are believed: as the person said, else by class, and for
// the rest by name, so that it does not depend on which was read first.
func (b *book) rank() func(int) int {
	order := make([]int, len(b.sources))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		p, q := b.order[x], b.order[y]
		switch {
		case p != q && p >= 0 && q >= 0:
			return p - q
		case p >= 0 && q < 0:
			return -1
		case q >= 0 && p < 0:
			return 1
		}
		return rankOf(b.sources[x], b.sources[y])
	})
	ranks := make([]int, len(order))
	for n, i := range order {
		ranks[i] = n
	}
	return func(i int) int { return ranks[i] }
}

func rankOf(a, b Source) int {
	if a.Class != b.Class {
		return int(a.Class) - int(b.Class)
	}
	if x, y := a.Key(), b.Key(); x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return 0
}

const bookFormat = 1

func (b *book) encode() []byte {
	out := append([]byte{bookFormat}, b.secret[:]...)
	out = binary.AppendUvarint(out, b.next)
	out = binary.AppendUvarint(out, uint64(len(b.sources)))
	for i, s := range b.sources {
		out = appendText(appendText(appendText(out, s.Name), s.Model), s.App)
		out = append(out, byte(s.Class))
		out = binary.AppendVarint(out, int64(b.order[i]))
	}
	out = binary.AppendUvarint(out, uint64(len(b.imports)))
	for _, i := range b.imports {
		out = binary.AppendUvarint(out, i.ID)
		out = binary.AppendVarint(binary.AppendVarint(out, i.At), i.Exported)
		out = appendText(appendText(out, i.Format), i.Name)
		out = binary.AppendUvarint(out, uint64(i.Added))
	}
	out = binary.AppendUvarint(out, uint64(len(b.kinds)))
	for _, k := range b.kinds {
		out = appendText(out, string(k.kind))
		out = binary.AppendUvarint(out, uint64(len(k.months)))
		before := Month(0)
		for _, m := range k.months {
			out = binary.AppendVarint(out, int64(m-before))
			before = m
		}
	}
	return out
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func decodeBook(b []byte) (*book, error) {
	r := reader{b: b}
	if r.byte() != bookFormat {
		return nil, errCorrupt
	}
	out := &book{}
	copy(out.secret[:], r.bytes(32))
	out.next = r.uint()
	for n := r.uint(); n > 0 && !r.bad; n-- {
		out.sources = append(out.sources, Source{Name: r.text(), Model: r.text(), App: r.text(), Class: Class(r.byte())})
		out.order = append(out.order, int(r.int()))
	}
	for n := r.uint(); n > 0 && !r.bad; n-- {
		out.imports = append(out.imports, Import{ID: r.uint(), At: r.int(), Exported: r.int(), Format: r.text(), Name: r.text(), Added: int(r.uint())})
	}
	for n := r.uint(); n > 0 && !r.bad; n-- {
		k := kindState{kind: Kind(r.text())}
		before := Month(0)
		for m := r.uint(); m > 0 && !r.bad; m-- {
			before += Month(r.int())
			k.months = append(k.months, before)
		}
		out.kinds = append(out.kinds, k)
	}
	if r.bad || len(r.b) != 0 {
		return nil, errCorrupt
	}
	return out, nil
}

// open reads the book of a person; an empty one with version 0 where there is none.
func (b *Books) open(tx *store.Tx, v *vault.Opened) (*book, error) {
	plain, version, err := v.Get(tx, vault.Book, bookID)
	if errors.Is(err, store.ErrNotFound) {
		out := &book{next: 1}
		if _, err := io.ReadFull(b.rand, out.secret[:]); err != nil {
			return nil, fmt.Errorf("making the secret of a book: %w", err)
		}
		return out, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the book: %w", err)
	}
	out, err := decodeBook(plain)
	if err != nil {
		return nil, err
	}
	out.version = version
	return out, nil
}

// view runs fn with the book of a person.
func (b *Books) view(ctx context.Context, v *vault.Opened, fn func(tx *store.Tx, bk *book) error) error {
	return b.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		bk, err := b.open(tx, v)
		if err != nil {
			return err
		}
		return fn(tx, bk)
	})
}
