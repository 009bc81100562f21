// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"encoding/json"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// What the server's keyring seals for this package. Each table has keys of its own.
const (
	purposeAccount vault.Purpose = "account"
	purposeFactor  vault.Purpose = "factor"
	purposeSession vault.Purpose = "session"
	purposeVisit   vault.Purpose = "visit"
	purposeOutbox  vault.Purpose = "outbox"
)

// place is where a body belongs; version is that of the row, or 1 where rows have none.
func place(p vault.Purpose, person, row store.ID, version uint64) vault.Place {
	return vault.Place{Table: string(p), Person: person, Row: row, Column: "body", Schema: 1, Version: version}
}

// seal writes v as JSON and seals it for its place.
func (s *Service) seal(p vault.Purpose, person, row store.ID, version uint64, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding a row of %s: %w", p, err)
	}
	defer clear(b)
	out, err := s.keys.Seal(p, place(p, person, row, version), b)
	if err != nil {
		return nil, fmt.Errorf("sealing a row of %s: %w", p, err)
	}
	return out, nil
}

// open is the inverse of seal.
func (s *Service) open(p vault.Purpose, person, row store.ID, version uint64, sealed []byte, v any) error {
	b, err := s.keys.Open(p, place(p, person, row, version), sealed)
	if err != nil {
		return fmt.Errorf("opening a row of %s: %w", p, err)
	}
	defer clear(b)
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("decoding a row of %s: %w", p, err)
	}
	return nil
}
