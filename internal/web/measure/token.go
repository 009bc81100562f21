// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	samples "regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// What was deleted is in the address of the page on which that can be undone, sealed with the key of
// the person: it needs no place to wait, and means nothing to anybody else.
var deletedID = store.ID{0xa5, 15: 24}

func sealTyped(v *vault.Opened, t samples.Typed) (string, error) {
	plain, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("sealing a measurement: %w", err)
	}
	s, err := v.Seal(vault.MeasureNotes, deletedID, 1, plain)
	if err != nil {
		return "", fmt.Errorf("sealing a measurement: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.Body), nil
}

// openTyped is the inverse; ok is false for what this person did not delete.
func openTyped(v *vault.Opened, s string) (t samples.Typed, ok bool, err error) {
	body, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(s) > 12_000 {
		return t, false, nil
	}
	plain, err := v.Unseal(store.Sealed{Collection: uint16(vault.MeasureNotes), ID: deletedID, Version: 1, Body: body})
	switch {
	case errors.Is(err, vault.ErrSealed) || errors.Is(err, vault.ErrFormat):
		return t, false, nil
	case err != nil:
		return t, false, fmt.Errorf("opening a measurement: %w", err)
	}
	return t, json.Unmarshal(plain, &t) == nil, nil
}
