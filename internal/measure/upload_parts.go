// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// Digest is a SHA-256.
type Digest [sha256.Size]byte

const (
	// PartSize is how large each part of a file is, but the last.
	PartSize = 4 << 20
	// FirstSize is how much of the beginning of a file it is known by.
	FirstSize = 1 << 20
	// uploadTries is how often a change of the list of files is begun, where others change it too.
	uploadTries = 5
)

// ChainOf is the digest of a file up to and with a part: the SHA-256 of what it was before, and of the
// part. Before the first part it is zero. It is that of a file whatever way its parts came.
func ChainOf(before, part Digest) Digest {
	return sha256.Sum256(append(before[:], part[:]...))
}

var (
	// ErrPlace says that another part is the next one. What Part returns says which.
	ErrPlace = errors.New("measure: not the next part of a file")
	// ErrPart says that a part is not as long as it must be.
	ErrPart = errors.New("measure: a part of a wrong size")
	// ErrDigest says that what came is not what was sent.
	ErrDigest = errors.New("measure: a part that changed on its way")
)

// Whole tells whether the file is there to its end.
func (u *Upload) Whole() bool { return u.whole }

// Until says when a file that waits is let go.
func (u *Upload) Until() time.Time { return u.At.Add(uploadLife) }

// Begin makes room for a file of which the parts follow, or finds the one that began with the same
// bytes and is as large: it goes on where it stopped. fresh does not look for one. ErrUploadFull where
// too many files wait.
func (b *Books) Begin(ctx context.Context, v *vault.Opened, name string, size int64, first Digest, fresh bool) (*Upload, error) {
	if size <= 0 {
		return nil, fmt.Errorf("beginning a file: %w", ErrPart)
	}
	if err := b.dropOld(ctx, v); err != nil {
		return nil, err
	}
	u := Upload{ID: store.NewID(b.rand), Name: name, At: b.now(), Want: size, first: first}
	out := u
	err := b.changeUploads(ctx, v, func(all []Upload) ([]Upload, error) {
		out = u
		i := slices.IndexFunc(all, func(o Upload) bool { return o.Want == size && o.first == first })
		if i >= 0 && !fresh {
			out = all[i]
			return all, nil
		}
		if len(all) >= mostUploads {
			return nil, ErrUploadFull
		}
		return append(all, u), nil
	})
	if err != nil {
		return nil, fmt.Errorf("beginning a file: %w", err)
	}
	return &out, nil
}

// Coming finds a file that comes in parts, whole or not. ErrNotFound where there is none.
func (b *Books) Coming(ctx context.Context, v *vault.Opened, id store.ID) (*Upload, error) {
	all, err := b.AllComing(ctx, v)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(u Upload) bool { return u.ID == id })
	if i < 0 {
		return nil, ErrNotFound
	}
	return &all[i], nil
}

// AllComing lists the files that come in parts, whole or not.
func (b *Books) AllComing(ctx context.Context, v *vault.Opened) (out []Upload, err error) {
	err = b.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		out, _, err = readUploads(tx, v)
		return err
	})
	return slices.DeleteFunc(out, func(u Upload) bool { return u.Want == 0 || b.late(u) }), err
}

// Part adds the part of a file that begins at so many bytes, and tells how far it is then. All parts
// have PartSize bytes, but the last; of that one end is the chain of the whole file, which must be
// right. A part is kept whole or not at all: with ErrPlace, ErrPart and ErrDigest nothing changed, and
// the file is as it is returned. Parts may come in at several places at a time: one of them is kept.
func (b *Books) Part(ctx context.Context, v *vault.Opened, id store.ID, at int64, part []byte, digest Digest, end *Digest) (*Upload, error) {
	if sha256.Sum256(part) != digest {
		return nil, ErrDigest
	}
	if at < 0 || at%PartSize != 0 || len(part) == 0 || len(part) > PartSize {
		return nil, ErrPart
	}
	u := &Upload{ID: id}
	var rows []store.Sealed
	for i := 0; i < len(part); i += chunk {
		row, err := v.Seal(vault.Uploads, u.row(int(at/chunk)+i/chunk), 1, part[i:min(i+chunk, len(part))])
		if err != nil {
			return nil, fmt.Errorf("keeping a part of a file: %w", err)
		}
		rows = append(rows, row)
	}
	err := store.Again(uploadTries, func() error {
		return b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			all, version, err := readUploads(tx, v)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(all, func(o Upload) bool { return o.ID == id })
			if i < 0 || all[i].Want == 0 || b.late(all[i]) {
				return ErrNotFound
			}
			n := &all[i]
			*u = *n
			switch size := at + int64(len(part)); {
			case n.whole || n.Size != at:
				return ErrPlace
			case size > n.Want || size < n.Want && len(part) != PartSize:
				return ErrPart
			default:
				n.Size, n.chunks, n.Chain = size, n.chunks+len(rows), ChainOf(n.Chain, digest)
			}
			if n.whole = n.Size == n.Want; n.whole && (end == nil || *end != n.Chain) {
				return ErrDigest
			}
			for _, row := range rows {
				if err := tx.PutSealed(row); err != nil {
					return err
				}
			}
			if err := writeUploads(tx, v, all, version); err != nil {
				return err
			}
			*u = *n
			return nil
		})
	})
	switch {
	case err == nil:
		return u, nil
	case errors.Is(err, ErrPlace), errors.Is(err, ErrPart), errors.Is(err, ErrDigest):
		return u, err
	}
	return nil, fmt.Errorf("keeping a part of a file: %w", err)
}
