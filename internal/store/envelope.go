// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// PutEnvelope keeps the root key as one factor wraps it; an older one for that factor is replaced.
func (tx *Tx) PutEnvelope(factor ID, body []byte) error {
	if _, err := tx.exec(`insert into envelope (person, factor, body) values ($1, $2, $3)
		on conflict (person, factor) do update set body = excluded.body`, tx.Person(), factor, body); err != nil {
		return fmt.Errorf("writing an envelope: %w", err)
	}
	return nil
}

// GetEnvelope reads the envelope of a factor; ErrNotFound where there is none.
func (tx *Tx) GetEnvelope(factor ID) ([]byte, error) {
	var body []byte
	err := tx.queryRow(`select body from envelope where person = $1 and factor = $2`, tx.Person(), factor).Scan(&body)
	if err != nil {
		return nil, fmt.Errorf("reading an envelope: %w", err)
	}
	return body, nil
}

// EnvelopeFactors lists the factors of the person that have an envelope, in the order of their ids.
func (tx *Tx) EnvelopeFactors() ([]ID, error) {
	var out []ID
	err := tx.each(func(scan func(...any) error) error {
		var id ID
		if err := scan(&id); err != nil {
			return err
		}
		out = append(out, id)
		return nil
	}, `select factor from envelope where person = $1 order by factor`, tx.Person())
	if err != nil {
		return nil, fmt.Errorf("listing envelopes: %w", err)
	}
	return out, nil
}

// DeleteEnvelope removes the envelope of a factor, if there is one.
func (tx *Tx) DeleteEnvelope(factor ID) error {
	if _, err := tx.exec(`delete from envelope where person = $1 and factor = $2`, tx.Person(), factor); err != nil {
		return fmt.Errorf("deleting an envelope: %w", err)
	}
	return nil
}
