// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// Upload is a file that waits to be added or not. Its bytes lie in sealed rows, so that no file of
// anybody ever lies open on a disk, and any server can go on with it.
type Upload struct {
	ID   store.ID
	Name string // as the person's device calls it
	Size int64
	At   time.Time
	// Want is how large a file that comes in parts will be; 0 for one that came at once.
	Want int64
	// Chain is the digest of the parts that are there; see ChainOf.
	Chain Digest

	first  Digest // of its beginning
	chunks int
	whole  bool // it came in to its end
}

const (
	// chunk is how much of a file one sealed row has.
	chunk = 1 << 20
	// uploadLife is how long a file waits, from its first byte on.
	uploadLife = 24 * time.Hour
	// halfLife is how long a file that comes at once may take.
	halfLife = 3 * time.Hour
	// mostUploads is how many files wait for one person.
	mostUploads = 4
)

// ErrUploadFull says that an upload cannot be kept: too many wait.
var ErrUploadFull = errors.New("measure: too many files wait")

// uploadsFormat is that of the list of files; 1 knew no parts.
const uploadsFormat = 2

var uploadsID = store.ID{15: 2}

func (u *Upload) row(n int) (id store.ID) {
	h := sha256.New()
	h.Write(u.ID[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	copy(id[:], h.Sum(nil))
	return id
}

// Receive seals a file as it comes in; at most so many bytes of it, or ErrTooLarge. Files that
// waited too long make room.
func (b *Books) Receive(ctx context.Context, v *vault.Opened, name string, r io.Reader, most int64) (*Upload, error) {
	if err := b.dropOld(ctx, v); err != nil {
		return nil, err
	}
	u := &Upload{ID: store.NewID(b.rand), Name: name, At: b.now()}
	err := b.changeUploads(ctx, v, func(all []Upload) ([]Upload, error) {
		if len(all) >= mostUploads {
			return nil, ErrUploadFull
		}
		return append(all, *u), nil
	})
	if err != nil {
		return nil, fmt.Errorf("receiving a file: %w", err)
	}
	if err := b.receive(ctx, v, u, r, most); err != nil {
		return nil, errors.Join(fmt.Errorf("receiving a file: %w", err), b.Drop(context.WithoutCancel(ctx), v, u.ID))
	}
	return u, nil
}

func (b *Books) receive(ctx context.Context, v *vault.Opened, u *Upload, r io.Reader, most int64) error {
	buf := make([]byte, chunk)
	for {
		n, err := io.ReadFull(r, buf)
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return err
		}
		if u.Size+int64(n) > most {
			return ErrTooLarge
		}
		if n > 0 {
			row, err := v.Seal(vault.Uploads, u.row(u.chunks), 1, buf[:n])
			if err != nil {
				return err
			}
			if err := b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error { return tx.PutSealed(row) }); err != nil {
				return err
			}
			u.chunks++
			u.Size += int64(n)
		}
		if end {
			break
		}
	}
	u.whole = true
	return b.changeUploads(ctx, v, func(all []Upload) ([]Upload, error) {
		i := slices.IndexFunc(all, func(o Upload) bool { return o.ID == u.ID })
		if i < 0 {
			return nil, ErrNotFound
		}
		all[i] = *u
		return all, nil
	})
}

// Uploads lists the files that wait, the newest first.
func (b *Books) Uploads(ctx context.Context, v *vault.Opened) (out []Upload, err error) {
	err = b.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		out, _, err = readUploads(tx, v)
		return err
	})
	out = slices.DeleteFunc(out, func(u Upload) bool { return !u.whole || b.late(u) })
	slices.Reverse(out)
	return out, err
}

// late tells whether a file waited too long. What comes at once has an hour to come in.
func (b *Books) late(u Upload) bool {
	age := b.now().Sub(u.At)
	return age > uploadLife || !u.whole && u.Want == 0 && age > halfLife
}

// Upload finds a file that waits. ErrNotFound where there is none.
func (b *Books) Upload(ctx context.Context, v *vault.Opened, id store.ID) (*Upload, error) {
	all, err := b.Uploads(ctx, v)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, ErrNotFound
}

// Drop lets a file go. ErrNotFound where there is none.
func (b *Books) Drop(ctx context.Context, v *vault.Opened, id store.ID) error {
	var u *Upload
	err := b.changeUploads(ctx, v, func(all []Upload) ([]Upload, error) {
		i := slices.IndexFunc(all, func(o Upload) bool { return o.ID == id })
		if i < 0 {
			return nil, ErrNotFound
		}
		u = &Upload{ID: all[i].ID, chunks: all[i].chunks}
		return slices.Delete(all, i, i+1), nil
	})
	if err != nil {
		return err
	}
	const many = 64 // rows at once
	// Also those of a file that did not come in to its end, or of which Sweep took some.
	for n, gone := 0, false; !gone; n += many {
		err := b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			gone = false
			for k := n; k < n+many && !gone; k++ {
				err := v.Delete(tx, vault.Uploads, u.row(k))
				if err != nil && !errors.Is(err, store.ErrNotFound) {
					return err
				}
				gone = err != nil && k >= u.chunks
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("dropping a file: %w", err)
		}
	}
	return nil
}

// DropLate lets go of files that waited too long.
func (b *Books) DropLate(ctx context.Context, v *vault.Opened) error { return b.dropOld(ctx, v) }

func (b *Books) dropOld(ctx context.Context, v *vault.Opened) error {
	var old []store.ID
	err := b.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		all, _, err := readUploads(tx, v)
		old = nil
		for _, u := range all {
			if b.late(u) {
				old = append(old, u.ID)
			}
		}
		return err
	})
	for _, id := range old {
		err = errors.Join(err, b.Drop(ctx, v, id))
	}
	return err
}

func (b *Books) changeUploads(ctx context.Context, v *vault.Opened, do func([]Upload) ([]Upload, error)) error {
	return store.Again(uploadTries, func() error {
		return b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			all, version, err := readUploads(tx, v)
			if err != nil {
				return err
			}
			if all, err = do(all); err != nil {
				return err
			}
			return writeUploads(tx, v, all, version)
		})
	})
}

func writeUploads(tx *store.Tx, v *vault.Opened, all []Upload, version uint64) error {
	out := binary.AppendUvarint([]byte{uploadsFormat}, uint64(len(all)))
	for _, u := range all {
		out = appendText(append(out, u.ID[:]...), u.Name)
		out = binary.AppendVarint(binary.AppendVarint(out, u.Size), u.At.UnixMilli())
		whole := byte(0)
		if u.whole {
			whole = 1
		}
		out = append(binary.AppendUvarint(out, uint64(u.chunks)), whole)
		out = append(append(binary.AppendUvarint(out, uint64(u.Want)), u.first[:]...), u.Chain[:]...)
	}
	return v.Put(tx, vault.Uploads, uploadsID, version+1, out)
}

func readUploads(tx *store.Tx, v *vault.Opened) (out []Upload, version uint64, err error) {
	plain, version, err := v.Get(tx, vault.Uploads, uploadsID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading which files wait: %w", err)
	}
	r := reader{b: plain}
	format := r.byte()
	if format == 0 || format > uploadsFormat {
		return nil, 0, errCorrupt
	}
	for n := r.uint(); n > 0 && !r.bad; n-- {
		var u Upload
		copy(u.ID[:], r.bytes(uint64(len(u.ID))))
		u.Name, u.Size, u.At = r.text(), r.int(), time.UnixMilli(r.int())
		u.chunks, u.whole = int(r.uint()), r.byte() == 1
		if format > 1 {
			u.Want = int64(r.uint())
			copy(u.first[:], r.bytes(uint64(len(u.first))))
			copy(u.Chain[:], r.bytes(uint64(len(u.Chain))))
		}
		out = append(out, u)
	}
	if r.bad {
		return nil, 0, errCorrupt
	}
	return out, version, nil
}

// Open gives the bytes of a file that waits. Of the rows only the last few are in memory.
func (b *Books) Open(ctx context.Context, v *vault.Opened, u *Upload) io.ReaderAt {
	return &uploaded{b: b, ctx: ctx, v: v, u: u}
}

// keptChunks is how many rows stay open: one is read, and an archive has its table at the end.
const keptChunks = 8

type uploaded struct {
	b   *Books
	ctx context.Context
	v   *vault.Opened
	u   *Upload

	mu     sync.Mutex
	places []int
	plain  [][]byte
}

// ReadAt implements io.ReaderAt.
func (f *uploaded) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("measure: reading before the beginning")
	}
	for n < len(p) {
		if off >= f.u.Size {
			return n, io.EOF
		}
		part, err := f.chunk(int(off / chunk))
		if err != nil {
			return n, err
		}
		at := int(off % chunk)
		if at >= len(part) {
			return n, io.ErrUnexpectedEOF
		}
		c := copy(p[n:], part[at:])
		n += c
		off += int64(c)
	}
	return n, nil
}

func (f *uploaded) chunk(n int) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := slices.Index(f.places, n); i >= 0 {
		return f.plain[i], nil
	}
	var row store.Sealed
	err := f.b.db.View(f.ctx, f.v.Scope(), func(tx *store.Tx) (err error) {
		row, err = tx.GetSealed(uint16(vault.Uploads), f.u.row(n))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a file that waits: %w", err)
	}
	plain, err := f.v.Unseal(row)
	if err != nil {
		return nil, fmt.Errorf("reading a file that waits: %w", err)
	}
	if len(f.places) >= keptChunks {
		f.places, f.plain = slices.Delete(f.places, 0, 1), slices.Delete(f.plain, 0, 1)
	}
	f.places, f.plain = append(f.places, n), append(f.plain, plain)
	return plain, nil
}
