// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
)

func noise(n int) []byte {
	b := make([]byte, n)
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return b
}

// parted is a file in its parts.
type parted struct {
	b     []byte
	first measure.Digest
}

func newParted(b []byte) parted {
	return parted{b, sha256.Sum256(b[:min(len(b), measure.FirstSize)])}
}

func (p parted) at(at int64) []byte { return p.b[at:min(at+measure.PartSize, int64(len(p.b)))] }

func (p parted) chain() (c measure.Digest) {
	for at := 0; at < len(p.b); at += measure.PartSize {
		c = measure.ChainOf(c, sha256.Sum256(p.at(int64(at))))
	}
	return c
}

func (s shelf) part(t *testing.T, u *measure.Upload, p parted, at int64) (*measure.Upload, error) {
	t.Helper()
	end := p.chain()
	return s.b.Part(t.Context(), s.v, u.ID, at, p.at(at), sha256.Sum256(p.at(at)), &end)
}

func TestAFileInParts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		s := open(t, db)
		s.b = measure.New(db, measure.Options{Now: func() time.Time { return now }})
		ctx := t.Context()
		p := newParted(noise(2*measure.PartSize + 54321))
		u, err := s.b.Begin(ctx, s.v, "export.zip", int64(len(p.b)), p.first, false)
		if err != nil || u.Size != 0 || u.Whole() {
			t.Fatalf("%+v, %v", u, err)
		}
		// What is not the next part, or not what was sent, changes nothing.
		sum, end := sha256.Sum256(p.at(0)), p.chain()
		for name, c := range map[string]struct {
			at     int64
			b      []byte
			digest measure.Digest
			want   error
		}{
			"the second one":     {measure.PartSize, p.at(measure.PartSize), sha256.Sum256(p.at(measure.PartSize)), measure.ErrPlace},
			"the last one":       {2 * measure.PartSize, p.at(2 * measure.PartSize), sha256.Sum256(p.at(2 * measure.PartSize)), measure.ErrPlace},
			"between":            {17, p.at(0), sum, measure.ErrPart},
			"before":             {-measure.PartSize, p.at(0), sum, measure.ErrPart},
			"half of it":         {0, p.b[:measure.PartSize/2], sha256.Sum256(p.b[:measure.PartSize/2]), measure.ErrPart},
			"too much":           {0, p.b[:measure.PartSize+1], sha256.Sum256(p.b[:measure.PartSize+1]), measure.ErrPart},
			"nothing":            {0, nil, sha256.Sum256(nil), measure.ErrPart},
			"changed on its way": {0, p.at(0), sha256.Sum256([]byte("x")), measure.ErrDigest},
		} {
			if _, err := s.b.Part(ctx, s.v, u.ID, c.at, c.b, c.digest, &end); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := rows(t, db, s.v); n != 1 {
			t.Errorf("%d rows after what was refused", n)
		}
		if _, err := s.part(t, u, p, 0); err != nil {
			t.Fatal(err)
		}
		if got, err := s.part(t, u, p, 0); !errors.Is(err, measure.ErrPlace) || got.Size != measure.PartSize {
			t.Errorf("the same part again: %v", err)
		}
		if _, err := s.b.Upload(ctx, s.v, u.ID); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("a file that is not whole is there: %v", err)
		}
		// Another server goes on: it knows nothing but the database.
		s.b = measure.New(db, measure.Options{Now: func() time.Time { return now }})
		again, err := s.b.Begin(ctx, s.v, "a copy of it.zip", int64(len(p.b)), p.first, false)
		if err != nil || again.ID != u.ID || again.Size != measure.PartSize || again.Chain != measure.ChainOf(measure.Digest{}, sum) {
			t.Fatalf("going on: %+v, %v", again, err)
		}
		if _, err := s.part(t, u, p, measure.PartSize); err != nil {
			t.Fatal(err)
		}
		// A last part of another file is noticed.
		other := newParted(append(bytes.Clone(p.b[:len(p.b)-1]), 'x'))
		wrong := other.chain()
		last := int64(2 * measure.PartSize)
		if _, err := s.b.Part(ctx, s.v, u.ID, last, p.at(last), sha256.Sum256(p.at(last)), &wrong); !errors.Is(err, measure.ErrDigest) {
			t.Errorf("another file: %v", err)
		}
		if _, err := s.b.Part(ctx, s.v, u.ID, last, p.at(last), sha256.Sum256(p.at(last)), nil); !errors.Is(err, measure.ErrDigest) {
			t.Errorf("without the digest of the whole: %v", err)
		}
		if u, err = s.part(t, u, p, last); err != nil || !u.Whole() || u.Chain != p.chain() {
			t.Fatalf("%+v, %v", u, err)
		}
		if u, err = s.b.Upload(ctx, s.v, u.ID); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.NewSectionReader(s.b.Open(ctx, s.v, u), 0, u.Size))
		if err != nil || !bytes.Equal(got, p.b) {
			t.Fatalf("%d bytes come back, %v", len(got), err)
		}
		// The same file again is there already; fresh makes another.
		if again, err := s.b.Begin(ctx, s.v, "x", int64(len(p.b)), p.first, false); err != nil || again.ID != u.ID || !again.Whole() {
			t.Errorf("again: %+v, %v", again, err)
		}
		for _, size := range []int64{10, 20, 30} { // one is whole: three more wait
			if _, err := s.b.Begin(ctx, s.v, "x", size, p.first, true); err != nil {
				t.Error(err)
			}
		}
		if _, err := s.b.Begin(ctx, s.v, "x", 40, p.first, true); !errors.Is(err, measure.ErrUploadFull) {
			t.Errorf("a fifth file: %v", err)
		}
		// Somebody else's file is nobody's.
		if _, err := open(t, db).part(t, u, p, 0); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("of somebody else: %v", err)
		}
		// A day later all of it is gone, also what was not whole.
		now = now.Add(25 * time.Hour)
		if _, err := s.b.Coming(ctx, s.v, u.ID); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		if err := s.b.DropLate(ctx, s.v); err != nil {
			t.Error(err)
		}
		if n := rows(t, db, s.v); n != 1 {
			t.Errorf("%d rows after a day", n)
		}
	})
}

// Two tabs send the same file: every part is kept once, whoever was first.
func TestTwoWritersOfOneFile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		p := newParted(noise(3*measure.PartSize + 99))
		u, err := s.b.Begin(t.Context(), s.v, "export.zip", int64(len(p.b)), p.first, false)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := 0
		for range 3 {
			wg.Go(func() {
				for at := int64(0); at < int64(len(p.b)); {
					got, err := s.part(t, u, p, at)
					switch {
					case err == nil:
						mu.Lock()
						kept++
						mu.Unlock()
						at = got.Size
					case errors.Is(err, measure.ErrPlace):
						at = got.Size
					case errors.Is(err, store.ErrConflict): // asked again, as a browser does
					default:
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		u, err = s.b.Upload(t.Context(), s.v, u.ID)
		if err != nil || kept != 4 {
			t.Fatalf("%d parts were kept, %v", kept, err)
		}
		got, err := io.ReadAll(io.NewSectionReader(s.b.Open(t.Context(), s.v, u), 0, u.Size))
		if err != nil || !bytes.Equal(got, p.b) {
			t.Errorf("%d bytes come back, %v", len(got), err)
		}
		if n := rows(t, db, s.v); n != 14 {
			t.Errorf("%d rows", n)
		}
	})
}
