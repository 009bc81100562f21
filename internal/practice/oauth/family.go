// SPDX-License-Identifier: EUPL-1.2

package oauth

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// family is one long-term consent with all refresh tokens that came of it: one
// is current, the others were used.
type family struct {
	Grant    Grant     `json:"grant"`
	Current  string    `json:"current"` // SHA-256, hexadecimal
	Used     []string  `json:"used,omitempty"`
	LastUsed time.Time `json:"lastUsed"`
	Revoked  bool      `json:"revoked,omitempty"`
}

// maxUsed bounds what is remembered of one consent; two years of refreshing
// every day fits.
const maxUsed = 750

func (s *Store) rotate(id string) (string, error) {
	secret, err := Secret(s.rand)
	if err != nil {
		return "", err
	}
	f := s.families[id]
	if f.Current != "" {
		f.Used = append(f.Used, f.Current)
		if len(f.Used) > maxUsed {
			f.Used = slices.Clone(f.Used[len(f.Used)-maxUsed:])
		}
	}
	h := sum(secret)
	f.Current = hex.EncodeToString(h[:])
	return secret, nil
}

func (s *Store) find(h hash) (id string, f *family, current bool) {
	text := hex.EncodeToString(h[:])
	for id, f := range s.families {
		if f.Current == text {
			return id, f, true
		}
		if slices.Contains(f.Used, text) {
			return id, f, false
		}
	}
	return "", nil, false
}

func (s *Store) load() error {
	if s.path == "" {
		return nil
	}
	b, err := os.ReadFile(s.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the consents: %w", err)
	}
	if err := json.Unmarshal(b, &s.families); err != nil {
		return fmt.Errorf("reading the consents: %w", err)
	}
	if s.families == nil { // the file says null
		s.families = map[string]*family{}
	}
	return nil
}

// save writes the consents beside the old file and then takes its place, so
// that a stop halfway leaves a whole file.
func (s *Store) save() error {
	if s.path == "" {
		return nil
	}
	b, err := json.Marshal(s.families)
	if err != nil {
		return fmt.Errorf("encoding the consents: %w", err)
	}
	if err := os.WriteFile(s.path+".nieuw", b, 0o600); err != nil {
		return fmt.Errorf("keeping the consents: %w", err)
	}
	if err := os.Rename(s.path+".nieuw", s.path); err != nil {
		return fmt.Errorf("keeping the consents: %w", err)
	}
	return nil
}
