// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"iter"
	"math"
)

// Sealed is one row whose body only the person's vault can read.
type Sealed struct {
	Collection uint16
	ID         ID
	Version    uint64 // 1, 2, 3, …
	Day        int32  // day of writing, days since 1970; 0 in PutSealed stands for today
	Body       []byte
}

// bucketSize is the unit of the size bucket: bodies are counted in steps of 4 KiB.
const bucketSize = 4096

// bucket returns the size class of a body: the number of 4 KiB steps that hold it.
func bucket(size int) int64 { return int64((size + bucketSize - 1) / bucketSize) }

// PutSealed writes a row. Version 1 makes a new row, version n replaces version n-1; ErrConflict where that is not
// what is stored. The revision of the person is raised.
func (tx *Tx) PutSealed(s Sealed) error {
	if s.Version == 0 || s.Version > math.MaxInt64 {
		return errors.New("store: sealed row without a version")
	}
	if s.ID.IsZero() {
		return errors.New("store: sealed row without an id")
	}
	if s.Day == 0 {
		s.Day = tx.Day()
	}
	person := tx.Person()
	if err := tx.raiseRevision(); err != nil {
		return err
	}
	var n int64
	var err error
	if s.Version == 1 {
		n, err = tx.exec(`insert into sealed (person, collection, id, version, bucket, day, body)
			values ($1, $2, $3, 1, $4, $5, $6)
			on conflict (person, collection, id) do nothing`,
			person, s.Collection, s.ID, bucket(len(s.Body)), s.Day, s.Body)
	} else {
		n, err = tx.exec(`update sealed set version = $4, bucket = $6, day = $7, body = $8
			where person = $1 and collection = $2 and id = $3 and version = $5`,
			person, s.Collection, s.ID, s.Version, s.Version-1, bucket(len(s.Body)), s.Day, s.Body)
	}
	if err != nil {
		return fmt.Errorf("writing a sealed row: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetSealed reads a row; ErrNotFound where there is none.
func (tx *Tx) GetSealed(collection uint16, id ID) (Sealed, error) {
	s := Sealed{Collection: collection, ID: id}
	err := tx.queryRow(`select version, day, body from sealed where person = $1 and collection = $2 and id = $3`,
		tx.Person(), collection, id).Scan(&s.Version, &s.Day, &s.Body)
	if err != nil {
		return Sealed{}, fmt.Errorf("reading a sealed row: %w", err)
	}
	return s, nil
}

// listBuckets is how much of a collection ListSealed holds at once: 4 MiB and one row.
const listBuckets = 1024

// ListSealed reads all rows of a collection, in the order of their ids. Rows are fetched in portions, so that
// the loop may run other statements of the same transaction. After an error the loop ends.
func (tx *Tx) ListSealed(collection uint16) iter.Seq2[Sealed, error] {
	return func(yield func(Sealed, error) bool) {
		heads, err := tx.headSealed(collection)
		if err != nil {
			yield(Sealed{}, err)
			return
		}
		for len(heads) > 0 {
			n, sum := 1, heads[0].buckets
			for n < len(heads) && sum+heads[n].buckets <= listBuckets {
				sum += heads[n].buckets
				n++
			}
			portion, err := tx.rangeSealed(collection, heads[0].id, heads[n-1].id, n)
			if err != nil {
				yield(Sealed{}, err)
				return
			}
			for _, s := range portion {
				if !yield(s, nil) {
					return
				}
			}
			heads = heads[n:]
		}
	}
}

type sealedHead struct {
	id      ID
	buckets int64
}

// headSealed lists the ids and size buckets of a collection; the bodies stay on disk.
func (tx *Tx) headSealed(collection uint16) ([]sealedHead, error) {
	var heads []sealedHead
	err := tx.each(func(scan func(...any) error) error {
		var h sealedHead
		if err := scan(&h.id, &h.buckets); err != nil {
			return err
		}
		heads = append(heads, h)
		return nil
	}, `select id, bucket from sealed where person = $1 and collection = $2 order by id`, tx.Person(), collection)
	if err != nil {
		return nil, fmt.Errorf("listing sealed rows: %w", err)
	}
	return heads, nil
}

func (tx *Tx) rangeSealed(collection uint16, from, to ID, size int) ([]Sealed, error) {
	rows := make([]Sealed, 0, size)
	err := tx.each(func(scan func(...any) error) error {
		s := Sealed{Collection: collection}
		if err := scan(&s.ID, &s.Version, &s.Day, &s.Body); err != nil {
			return err
		}
		rows = append(rows, s)
		return nil
	}, `select id, version, day, body from sealed
		where person = $1 and collection = $2 and id >= $3 and id <= $4 order by id`, tx.Person(), collection, from, to)
	if err != nil {
		return nil, fmt.Errorf("reading sealed rows: %w", err)
	}
	return rows, nil
}

// DeleteSealed removes a row; ErrNotFound where there is none. The revision of the person is raised.
func (tx *Tx) DeleteSealed(collection uint16, id ID) error {
	if err := tx.raiseRevision(); err != nil {
		return err
	}
	n, err := tx.exec(`delete from sealed where person = $1 and collection = $2 and id = $3`, tx.Person(), collection, id)
	if err != nil {
		return fmt.Errorf("deleting a sealed row: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// SizeSealed tells how many rows the person has, and how many 4 KiB steps they fill, without reading them.
func (tx *Tx) SizeSealed() (rows, buckets int64, err error) {
	err = tx.queryRow(`select count(*), cast(coalesce(sum(bucket), 0) as bigint) from sealed where person = $1`,
		tx.Person()).Scan(&rows, &buckets)
	if err != nil {
		return 0, 0, fmt.Errorf("measuring sealed rows: %w", err)
	}
	return rows, buckets, nil
}

// Revision returns a number that grows with every transaction that wrote or deleted sealed rows of this person;
// 0 before the first. Equal revisions mean equal rows.
func (tx *Tx) Revision() (uint64, error) {
	var n uint64
	err := tx.queryRow(`select value from revision where person = $1`, tx.Person()).Scan(&n)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the revision: %w", err)
	}
	return n, nil
}

// raiseRevision raises it once per transaction. It comes before the write, so that two writers for one person
// meet at this row and one of them waits.
func (tx *Tx) raiseRevision() error {
	if tx.raised {
		return nil
	}
	if _, err := tx.exec(`insert into revision (person, value) values ($1, 1)
		on conflict (person) do update set value = revision.value + 1`, tx.Person()); err != nil {
		return fmt.Errorf("raising the revision: %w", err)
	}
	tx.raised = true
	return nil
}
