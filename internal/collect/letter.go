// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// letter is what automatic collecting leaves in the inbox: something that was delivered, or
// the run as it ended.
type letter struct {
	Connection store.ID
	Delivery   *delivery
	Run        *Run
	RunID      store.ID
}

// letterHead is the readable part of a letter; the bytes of resources and documents follow.
type letterHead struct {
	Connection store.ID       `json:"connection"`
	Run        *Run           `json:"run,omitempty"`
	RunID      store.ID       `json:"run_id,omitzero"`
	Provider   string         `json:"provider,omitempty"`
	Name       string         `json:"name,omitempty"`
	Service    string         `json:"service,omitempty"`
	At         time.Time      `json:"at,omitzero"`
	Since      time.Time      `json:"since,omitzero"`
	Complete   bool           `json:"complete,omitempty"`
	Result     *ServiceResult `json:"result,omitempty"`
	Subject    *Subject       `json:"subject,omitempty"`
	Resources  []letterPart   `json:"resources,omitempty"`
	Files      []letterPart   `json:"files,omitempty"`
}

type letterPart struct {
	FHIR fhir.Version `json:"fhir,omitempty"`
	URL  string       `json:"url,omitempty"`
	Type string       `json:"type,omitempty"`
	Size int          `json:"size"`
}

var letterMagic = []byte("regie-collect-1\n")

func (l letter) encode() ([]byte, error) {
	h := letterHead{Connection: l.Connection, Run: l.Run, RunID: l.RunID}
	size := 0
	if d := l.Delivery; d != nil {
		b := d.Batch
		h.Provider, h.Name, h.Service, h.At, h.Since, h.Complete = b.Provider, b.ProviderName, b.Service, b.At, b.Since, b.Complete
		h.Result, h.Subject = d.Result, d.Subject
		for _, in := range b.Resources {
			h.Resources = append(h.Resources, letterPart{FHIR: in.FHIR, URL: in.FullURL, Size: len(in.Raw)})
			size += len(in.Raw)
		}
		for _, f := range b.Files {
			h.Files = append(h.Files, letterPart{URL: f.URL, Type: f.ContentType, Size: len(f.Body)})
			size += len(f.Body)
		}
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("writing a letter: %w", err)
	}
	out := make([]byte, 0, len(letterMagic)+binary.MaxVarintLen64+len(head)+size)
	out = append(out, letterMagic...)
	out = binary.AppendUvarint(out, uint64(len(head)))
	out = append(out, head...)
	if d := l.Delivery; d != nil {
		for _, in := range d.Batch.Resources {
			out = append(out, in.Raw...)
		}
		for _, f := range d.Batch.Files {
			out = append(out, f.Body...)
		}
	}
	return out, nil
}

var errLetter = errors.New("collect: damaged letter")

// decodeLetter reads a letter; ok is false for one that is not of this package.
func decodeLetter(b []byte) (l letter, ok bool, err error) {
	b, ok = bytes.CutPrefix(b, letterMagic)
	if !ok {
		return letter{}, false, nil
	}
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return letter{}, true, errLetter
	}
	var h letterHead
	if err := json.Unmarshal(b[n:n+int(size)], &h); err != nil {
		return letter{}, true, fmt.Errorf("%w: %w", errLetter, err)
	}
	rest := b[n+int(size):]
	take := func(size int) []byte {
		if size < 0 || size > len(rest) {
			err = errLetter
			return nil
		}
		part := rest[:size:size]
		rest = rest[size:]
		return part
	}
	l = letter{Connection: h.Connection, Run: h.Run, RunID: h.RunID}
	if h.Service == "" {
		return l, true, nil
	}
	d := &delivery{Result: h.Result, Subject: h.Subject, Batch: record.Batch{
		Provider: h.Provider, ProviderName: h.Name, Service: h.Service, At: h.At, Since: h.Since, Complete: h.Complete,
	}}
	for _, p := range h.Resources {
		d.Batch.Resources = append(d.Batch.Resources, record.Incoming{FHIR: p.FHIR, FullURL: p.URL, Raw: take(p.Size)})
	}
	for _, p := range h.Files {
		d.Batch.Files = append(d.Batch.Files, record.File{URL: p.URL, ContentType: p.Type, Body: take(p.Size)})
	}
	l.Delivery = d
	if err != nil || len(rest) > 0 {
		return letter{}, true, errLetter
	}
	return l, true, nil
}

// Merge puts what was collected while the vault was closed in the dossier, and tells how many
// letters that were. It can be called at every opening: what was merged is gone from the
// inbox, and merging twice adds nothing.
func (c *Collector) Merge(ctx context.Context, v *vault.Opened) (int, error) {
	skip := map[store.ID]bool{}
	merged := 0
	for {
		id, plain, err := c.nextLetter(ctx, v, skip)
		if err != nil {
			return merged, fmt.Errorf("reading the inbox: %w", err)
		}
		if id.IsZero() {
			return merged, nil
		}
		l, ours, err := decodeLetter(plain)
		if !ours {
			skip[id] = true
			continue
		}
		if err != nil {
			c.cfg.Log.Error("a letter in the inbox is damaged", "err", err.Error())
			skip[id] = true
			continue
		}
		if err := c.mergeLetter(ctx, v, l); err != nil {
			return merged, err
		}
		merged++
		err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error { return v.Drop(tx, id) })
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return merged, fmt.Errorf("emptying the inbox: %w", err)
		}
	}
}

// nextLetter opens the first letter that is not to be skipped; a zero id where there is none.
func (c *Collector) nextLetter(ctx context.Context, v *vault.Opened, skip map[store.ID]bool) (id store.ID, plain []byte, err error) {
	err = c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) error {
		id, plain = store.ID{}, nil
		for l, err := range v.Inbox(tx) {
			if errors.Is(err, vault.ErrSealed) || errors.Is(err, vault.ErrFormat) {
				if !skip[l.ID] {
					c.cfg.Log.Error("a letter in the inbox can't be opened", "err", err.Error())
				}
				skip[l.ID] = true
				continue
			}
			if err != nil {
				return err
			}
			if skip[l.ID] {
				continue
			}
			id, plain = l.ID, l.Plain
			return nil
		}
		return nil
	})
	return id, plain, err
}

// mergeLetter delivers a letter. What belongs to a connection that was removed is dropped.
func (c *Collector) mergeLetter(ctx context.Context, v *vault.Opened, l letter) error {
	if l.Run != nil {
		return c.mergeRun(ctx, v, l)
	}
	if l.Delivery == nil {
		return nil
	}
	if _, err := c.Connection(ctx, v, l.Connection); errors.Is(err, ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	sink := &vaultSink{c: c, v: v, connection: l.Connection}
	_, err := sink.deliver(ctx, *l.Delivery)
	if medmij.ReasonOf(err) == medmij.ReasonOther {
		return c.mergeRefused(ctx, v, l)
	}
	return err
}

// mergeRefused notes that an automatic run was about somebody else; nothing of it is kept.
func (c *Collector) mergeRefused(ctx context.Context, v *vault.Opened, l letter) error {
	c.cfg.Log.Warn("letter refused: it is about another person", "service", l.Delivery.Batch.Service)
	res := l.Delivery.Result
	if res == nil {
		return nil
	}
	for _, q := range res.Questions {
		q.State, q.Reason, q.Count = Failed, medmij.ReasonOther, 0
	}
	_, err := c.change(ctx, v, l.Connection, func(conn *Connection) error {
		conn.settle(l.Delivery.Batch.Service, res, c.cfg.Table)
		return nil
	})
	return err
}

func (c *Collector) mergeRun(ctx context.Context, v *vault.Opened, l letter) error {
	l.Run.ID = l.RunID
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		_, err := changeIn(tx, v, l.Connection, func(conn *Connection) error {
			if l.Run.Reason == medmij.ReasonLoginAgain {
				conn.Lapsed = l.Run.Finished
			}
			return nil
		})
		if err != nil {
			return err
		}
		return addRun(tx, v, l.Run)
	})
	if errors.Is(err, ErrNotFound) || errors.Is(err, store.ErrConflict) {
		return nil // removed, or merged before
	}
	return err
}
