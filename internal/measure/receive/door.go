// SPDX-License-Identifier: EUPL-1.2

package receive

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// Door is an address at which something is being delivered.
type Door struct {
	r     *Receivers
	scope store.Scope
	blind []byte
}

// Find finds the address with a secret. ErrNotFound for one that never was and one that was stopped.
func (r *Receivers) Find(ctx context.Context, token string) (*Door, error) {
	if b, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(b) != tokenSize {
		return nil, ErrNotFound
	}
	d := &Door{r: r, blind: r.blind(token)}
	err := r.DB.SystemView(ctx, func(tx *store.Tx) (err error) {
		d.scope, err = tx.Receiver(d.blind)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("looking up an address: %w", err)
	}
	return d, nil
}

// Put seals a delivery to the person, unread. *Busy where too much came in; ErrNotFound where the
// address was stopped meanwhile.
func (d *Door) Put(ctx context.Context, body []byte) error {
	now := d.r.Now()
	letter := binary.BigEndian.AppendUint64(append(bytes.Clone(magic), d.blind...), uint64(now.UnixMilli()))
	letter = append(letter, body...)
	key := d.r.Keys.BlindIndex("throttle", "receive|"+string(d.blind))
	cost := uint64(1 + len(body)>>20)
	err := d.r.DB.Update(ctx, d.scope, func(tx *store.Tx) error {
		if who, err := tx.LookUp(d.blind); err != nil || who != d.scope.Person() {
			return ErrNotFound
		}
		t, err := tx.Throttle(key)
		if err != nil {
			return err
		}
		if !now.Before(t.Until) { // a new hour
			t = store.ThrottleRow{Until: now.Add(time.Hour)}
		}
		if t.Failures += cost; t.Failures > perHour {
			return &Busy{t.Until.Sub(now)}
		}
		t.Seen = now
		if err := tx.PutThrottle(key, t); err != nil {
			return err
		}
		rows, weight, err := tx.WeighInbox()
		if err != nil {
			return err
		}
		if rows >= mostWait || weight+int64(len(body)) > mostWeight {
			return &Busy{24 * time.Hour}
		}
		return vault.PutInbox(tx, d.r.Keys, store.NewID(d.r.Rand), letter)
	})
	if err != nil {
		return fmt.Errorf("receiving a delivery: %w", err)
	}
	return nil
}

// magic begins a letter of ours; a keyed hash of the address, the time in ms and the body follow.
var magic = []byte("regie-receive-1\n")

const sizeBlind = 32

type letter struct {
	id    store.ID
	blind []byte
	at    time.Time
	body  []byte
}

func open(plain []byte) (l letter, ok bool) {
	rest, ok := bytes.CutPrefix(plain, magic)
	if !ok || len(rest) < sizeBlind+8 {
		return l, false
	}
	at := int64(binary.BigEndian.Uint64(rest[sizeBlind:]))
	return letter{blind: rest[:sizeBlind], at: time.UnixMilli(at).UTC(), body: rest[sizeBlind+8:]}, true
}

// batch is how many bytes of letters are in memory at once.
const batch = 32 << 20

// Merge adds what came in while the vault was closed, and tells how many deliveries that were. It
// can be called at every opening: what was added is gone from the inbox, and adding twice adds
// nothing.
func (r *Receivers) Merge(ctx context.Context, v *vault.Opened) (int, error) {
	done := 0
	for {
		all, err := r.letters(ctx, v)
		if err != nil {
			return done, fmt.Errorf("reading the inbox: %w", err)
		}
		if len(all) == 0 {
			return done, nil
		}
		for _, l := range all {
			if err := r.merge(ctx, v, l); err != nil {
				return done, err
			}
			done++
		}
	}
}

// letters opens letters of ours, until they are enough for once, and returns them in the order in
// which they came. What they say holds in that order in whichever it is added.
func (r *Receivers) letters(ctx context.Context, v *vault.Opened) (out []letter, err error) {
	err = r.DB.View(ctx, v.Scope(), func(tx *store.Tx) error {
		out = nil
		size := 0
		for x, err := range v.Inbox(tx) {
			if errors.Is(err, vault.ErrSealed) || errors.Is(err, vault.ErrFormat) {
				continue // collecting says so in the log
			}
			if err != nil {
				return err
			}
			l, ok := open(x.Plain)
			if !ok {
				continue
			}
			l.id = x.ID
			out = append(out, l)
			if size += len(l.body); size > batch {
				return nil
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b letter) int { return a.at.Compare(b.at) })
	return out, err
}

// merge adds one delivery to the books, and notes how that went.
func (r *Receivers) merge(ctx context.Context, v *vault.Opened, l letter) error {
	all, err := r.List(ctx, v)
	if err != nil {
		return err
	}
	name, number := "", uint64(0)
	for _, a := range all {
		if bytes.Equal(a.Blind, l.blind) {
			name, number = a.Label, a.Import
		}
	}
	in := &measure.Intake{Sent: l.at.UnixMilli()}
	added, skipped, wrong := 0, 0, WrongNothing
	if err := r.parse(l.body, in); err != nil {
		wrong = WrongUnread
	}
	for _, o := range in.Odd() {
		skipped += o.N
	}
	switch {
	case !in.Empty():
		report, id, err := r.Books.AddTo(ctx, v, number, in, measure.About{Format: "push", Name: name})
		if err != nil {
			return fmt.Errorf("adding a delivery: %w", err)
		}
		added, number = report.New, id
	case wrong == WrongNothing:
		wrong = WrongEmpty
	}
	err = r.change(ctx, v, func(tx *store.Tx, s *state) error {
		for _, a := range s.Addresses {
			if !bytes.Equal(a.Blind, l.blind) {
				continue
			}
			a.Times++
			a.Added += added
			a.Import = number
			if !l.at.Before(a.Last) {
				a.Last, a.Wrong, a.Skipped = l.at, wrong, skipped
			}
		}
		return v.Drop(tx, l.id)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil // another window of the person did it
	}
	if err != nil {
		return fmt.Errorf("noting a delivery: %w", err)
	}
	return nil
}

var errParser = errors.New("receive: the reader failed")

// parse reads a delivery. A reader that fails in an unforeseen way costs only the delivery.
func (r *Receivers) parse(body []byte, in *measure.Intake) (err error) {
	defer func() {
		if recover() != nil {
			r.Log.Error("a reader of deliveries failed")
			err = errParser
		}
	}()
	return r.Read(body, in)
}
