// SPDX-License-Identifier: EUPL-1.2

package device

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/measure"
	"regie/internal/measure/gatt"
	"regie/internal/store"
	"regie/internal/vault"
)

// state is all that is remembered of devices. It is one sealed row, so that the store tells neither
// how many devices there are nor how much waits.
type state struct {
	Meters  []*meter  `json:"meters,omitempty"`
	Waiting []waiting `json:"waiting,omitempty"`

	version uint64
	dirty   bool
	clear   map[string]*measure.Intake // what can be added to the books, by the name of the device
	names   []string
}

type meter struct {
	Key string `json:"key"`
	Meter
	Users map[int]bool `json:"users,omitempty"` // by number: whether that is the person
	Done  []byte       `json:"done,omitempty"`  // digests of readings that were dealt with, the latest last
}

// waiting is a reading until it is dealt with.
type waiting struct {
	ID             string `json:"id"`
	Meter          string `json:"meter"`
	Characteristic uint16 `json:"characteristic"`
	Bytes          []byte `json:"bytes"`
	More           []byte `json:"more,omitempty"`
	Seen           int64  `json:"seen"` // ms
	Place          string `json:"place"`
	Clock          clock  `json:"clock,omitempty"` // which the person believes
}

type clock string

const (
	clockMeter clock = "meter"
	clockSeen  clock = "seen"
)

const sizeDigest = 8

// stateID is the one row of the collection.
var stateID = store.ID{15: 1}

func readState(tx *store.Tx, v *vault.Opened) (*state, error) {
	s := &state{clear: map[string]*measure.Intake{}}
	plain, version, err := v.Get(tx, vault.Devices, stateID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("reading what is known of devices: %w", err)
	}
	if err := json.Unmarshal(plain, s); err != nil {
		return nil, fmt.Errorf("reading what is known of devices: %w", err)
	}
	s.version = version
	return s, nil
}

func (s *state) write(tx *store.Tx, v *vault.Opened) error {
	plain, err := json.Marshal(s, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("writing what is known of devices: %w", err)
	}
	return v.Put(tx, vault.Devices, stateID, s.version+1, plain)
}

func (s *state) byKey(key string) *meter {
	for _, mt := range s.Meters {
		if mt.Key == key {
			return mt
		}
	}
	return nil
}

func (s *state) meter(m Meter) (*meter, error) {
	key := m.key()
	if mt := s.byKey(key); mt != nil {
		return mt, nil
	}
	if len(s.Meters) >= mostMeters {
		return nil, ErrFull
	}
	mt := &meter{Key: key, Meter: m}
	s.Meters = append(s.Meters, mt)
	s.dirty = true
	return mt, nil
}

// take deals with a reading: it goes to the books, or waits, or is done with.
func (s *state) take(mt *meter, w waiting) (Answer, error) {
	a := mt.judge(w)
	switch a.State {
	case Kept:
		s.add(mt, a)
		fallthrough
	case Other:
		s.dirty = true
		mt.done(w.ID)
	case Whose, When:
		if slices.ContainsFunc(s.Waiting, func(x waiting) bool { return x.ID == w.ID }) {
			return a, nil
		}
		if len(s.Waiting) >= mostWaiting {
			return a, ErrFull
		}
		s.dirty = true
		s.Waiting = append(s.Waiting, w)
	}
	return a, nil
}

// judge reads a reading and says what is to be done with it.
func (mt *meter) judge(w waiting) (a Answer) {
	seen := time.UnixMilli(w.Seen).In(place(w.Place))
	r, err := gatt.DecodeBoth(w.Characteristic, w.Bytes, w.More)
	a = Answer{Values: r.Values, Mark: r.Mark, User: r.User, At: seen}
	switch {
	case errors.Is(err, gatt.ErrNoValue):
		a.State, a.Why = Refused, WhyNoValue
		return a
	case err != nil:
		a.State, a.Why = Refused, WhyUnread
		return a
	}
	a.Values = slices.DeleteFunc(a.Values, func(x gatt.Value) bool { return !likely(x) })
	if len(a.Values) == 0 {
		a.State, a.Why = Refused, WhyUnlikely
		return a
	}
	differs := false
	if t, ok := r.Clock.In(seen.Location()); ok {
		a.Clock = t
		off := t.Sub(seen)
		// What comes from the memory of a device is of before.
		differs = off > Drift || off < -Drift && !r.Stored
		if !differs || w.Clock == clockMeter {
			a.At = t
		}
	} else {
		a.Unset = r.Clock != gatt.Clock{}
	}
	mine, told := mt.Users[r.User]
	switch {
	case r.Clock != gatt.Clock{} && mt.isDone(w.ID):
		a.State = Known
	case r.User != 0 && !told:
		a.State = Whose
	case r.User != 0 && !mine:
		a.State = Other
	case differs && w.Clock == "":
		a.State = When
	default:
		a.State = Kept
	}
	return a
}

func likely(x gatt.Value) bool {
	f := measure.FormOf(x.Kind)
	return f.Likely(x.Value) && (x.Second == 0 || f.Likely(x.Second))
}

// digest tells readings apart. One that does not say when it was made is another one each time.
func (w waiting) digest() string {
	h := sha256.New()
	h.Write([]byte(w.Meter))
	b := binary.BigEndian.AppendUint16(nil, w.Characteristic)
	if r, err := gatt.DecodeBoth(w.Characteristic, w.Bytes, w.More); err != nil || r.Clock == (gatt.Clock{}) {
		b = binary.BigEndian.AppendUint64(b, uint64(w.Seen))
	}
	h.Write(b)
	h.Write(w.Bytes)
	return hex.EncodeToString(h.Sum(nil)[:sizeDigest])
}

func (mt *meter) isDone(id string) bool {
	want, err := hex.DecodeString(id)
	if err != nil {
		return false
	}
	for i := 0; i+sizeDigest <= len(mt.Done); i += sizeDigest {
		if bytes.Equal(mt.Done[i:i+sizeDigest], want) {
			return true
		}
	}
	return false
}

func (mt *meter) done(id string) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != sizeDigest || mt.isDone(id) {
		return
	}
	mt.Done = append(mt.Done, b...)
	if over := len(mt.Done) - mostDone*sizeDigest; over > 0 {
		mt.Done = mt.Done[over:]
	}
}

// add puts a reading among what goes to the books.
func (s *state) add(mt *meter, a Answer) {
	name := mt.Title()
	in := s.clear[name]
	if in == nil {
		in = &measure.Intake{}
		s.clear[name] = in
		s.names = append(s.names, name)
	}
	src := in.Source(mt.source())
	_, east := a.At.Zone()
	at := a.At.UnixMilli()
	for _, x := range a.Values {
		value, ok := measure.Scaled(x.Value)
		second, ok2 := measure.Scaled(x.Second)
		if ok && ok2 {
			in.Add(in.Kind(x.Kind), src, measure.Sample{Start: at, End: at, Zone: int16(east / 60), Value: value, Second: second, Mark: a.Mark})
		}
	}
}

func place(name string) *time.Location {
	if l, err := time.LoadLocation(name); err == nil {
		return l
	}
	return time.UTC
}
