// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"time"
)

// JobRow is work that is done while the person is away.
type JobRow struct {
	ID      ID
	Due     time.Time // not before; while somebody does it, when another may take it over
	Version uint64    // 1, 2, 3, …
	Body    []byte
}

// PutJob writes a job. Version 1 makes it, version n replaces version n-1; ErrConflict where
// that is not what is stored. Whoever replaces a job in time to come has claimed it: others
// fail at the version.
func (tx *Tx) PutJob(j JobRow) error {
	if j.Version == 0 || j.ID.IsZero() {
		return errors.New("store: job without a version or an id")
	}
	n, err := int64(0), error(nil)
	if j.Version == 1 {
		n, err = tx.exec(`insert into job (person, id, due, version, body) values ($1, $2, $3, 1, $4)
			on conflict (person, id) do nothing`, tx.Person(), j.ID, j.Due, j.Body)
	} else {
		n, err = tx.exec(`update job set due = $3, version = $4, body = $6 where person = $1 and id = $2 and version = $5`,
			tx.Person(), j.ID, j.Due, j.Version, j.Version-1, j.Body)
	}
	if err != nil {
		return fmt.Errorf("writing a job: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetJob reads a job; ErrNotFound where there is none.
func (tx *Tx) GetJob(id ID) (JobRow, error) {
	j := JobRow{ID: id}
	err := tx.queryRow(`select due, version, body from job where person = $1 and id = $2`, tx.Person(), id).
		Scan(at(&j.Due), &j.Version, &j.Body)
	if err != nil {
		return JobRow{}, fmt.Errorf("reading a job: %w", err)
	}
	return j, nil
}

// DeleteJob removes a job; ErrNotFound where there is none.
func (tx *Tx) DeleteJob(id ID) error {
	n, err := tx.exec(`delete from job where person = $1 and id = $2`, tx.Person(), id)
	if err != nil {
		return fmt.Errorf("deleting a job: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// DueJob names a job that may be done now, and for whom.
type DueJob struct {
	Scope Scope
	ID    ID
}

// DueJobs lists up to limit jobs of anybody that are due at t, the oldest first. For system
// transactions. That a person asked for the job is the grant by which it is done.
func (tx *Tx) DueJobs(t time.Time, limit int) ([]DueJob, error) {
	refs, err := tx.refs("jobs", `select person, id, due from job where due <= $1 order by due limit $2`, t, limit)
	if err != nil {
		return nil, err
	}
	out := make([]DueJob, len(refs))
	for i, r := range refs {
		out[i] = DueJob{Scope: NewScope(r.Person), ID: r.ID}
	}
	return out, nil
}
