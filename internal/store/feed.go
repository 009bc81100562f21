// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// PutFeed writes the copy that stands behind a secret address, in the place of what was there.
func (tx *Tx) PutFeed(id ID, body []byte) error {
	if _, err := tx.exec(`insert into feed (person, id, body) values ($1, $2, $3)
		on conflict (person, id) do update set body = excluded.body`, tx.Person(), id, body); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	return nil
}

// DeleteFeed removes it. That there is none is no error.
func (tx *Tx) DeleteFeed(id ID) error {
	if _, err := tx.exec(`delete from feed where person = $1 and id = $2`, tx.Person(), id); err != nil {
		return fmt.Errorf("deleting a feed: %w", err)
	}
	return nil
}

// Feed finds the copy of anybody by its id, for system transactions: knowing the secret that the
// id is made of is the grant. ErrNotFound where there is none.
func (tx *Tx) Feed(id ID) (person ID, body []byte, err error) {
	err = tx.queryRow(`select person, body from feed where id = $1`, id).Scan(&person, &body)
	if err != nil {
		return ID{}, nil, fmt.Errorf("reading a feed: %w", err)
	}
	return person, body, nil
}
