// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"regie/internal/store"
)

// parseAAD is the inverse of Place.aad. That there is one, proves that no two places give the same bytes.
func parseAAD(b []byte) (p Place, keyref uint32, ok bool) {
	take := func(n int) []byte {
		if len(b) < n {
			b = nil
			return make([]byte, n)
		}
		v := b[:n]
		b = b[n:]
		return v
	}
	lp := func() []byte { return take(int(binary.BigEndian.Uint16(take(2)))) }
	if string(take(4)) != "pgo1" {
		return p, 0, false
	}
	p.Table = string(lp())
	copy(p.Person[:], lp())
	copy(p.Row[:], lp())
	p.Column = string(lp())
	keyref = binary.BigEndian.Uint32(take(4))
	p.Schema = binary.BigEndian.Uint16(take(2))
	p.Version = binary.BigEndian.Uint64(take(8))
	return p, keyref, len(b) == 0
}

// randomPlace is made of few letters and few lengths, so that places that look alike are common.
func randomPlace(r *rand.Rand) (Place, uint32) {
	text := func() string {
		b := make([]byte, r.IntN(4))
		for i := range b {
			b[i] = "\x00\x01\x10a"[r.IntN(4)]
		}
		return string(b)
	}
	id := func() store.ID { return store.ID{15: byte(r.IntN(2))} }
	return Place{Table: text(), Person: id(), Row: id(), Column: text(), Schema: uint16(r.IntN(2)), Version: uint64(r.IntN(2))}, uint32(r.IntN(2))
}

func TestAADIsInjective(t *testing.T) {
	type tuple struct {
		p      Place
		keyref uint32
	}
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[string]tuple{}
	for range 200_000 {
		p, keyref := randomPlace(r)
		b := p.aad(keyref)
		if before, ok := seen[string(b)]; ok && before != (tuple{p, keyref}) {
			t.Fatalf("%+v and %+v give the same bytes", before, tuple{p, keyref})
		}
		seen[string(b)] = tuple{p, keyref}
		if back, ref, ok := parseAAD(b); !ok || back != p || ref != keyref {
			t.Fatalf("%+v became %+v", p, back)
		}
	}
	if len(seen) < 10_000 {
		t.Fatalf("only %d different places", len(seen))
	}
}

func TestEnvelopeAADIsInjective(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	type tuple struct {
		w      Owner
		k      kind
		g      uint32
		params string
	}
	seen := map[string]tuple{}
	for range 50_000 {
		params := make([]byte, r.IntN(3))
		for i := range params {
			params[i] = byte(r.IntN(2))
		}
		x := tuple{Owner{store.ID{byte(r.IntN(2))}, store.ID{byte(r.IntN(2))}}, kind("PWRC"[r.IntN(4)]), uint32(r.IntN(3)), string(params)}
		b := envelope{kind: x.k, generation: x.g, params: params}.aad(x.w)
		if before, ok := seen[string(b)]; ok && before != x {
			t.Fatalf("%+v and %+v give the same bytes", before, x)
		}
		seen[string(b)] = x
	}
}

func TestAADRefusesEndlessFields(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a field whose length does not fit was encoded")
		}
	}()
	Place{Table: string(make([]byte, 1<<16))}.aad(0)
}

func FuzzAAD(f *testing.F) {
	p, keyref := randomPlace(rand.New(rand.NewPCG(5, 6)))
	f.Add(p.aad(keyref))
	f.Add([]byte("pgo1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, keyref, ok := parseAAD(b)
		if ok { // ids may have had other lengths than 16; we never make those
			if again, ref, ok := parseAAD(p.aad(keyref)); !ok || again != p || ref != keyref {
				t.Errorf("%+v became %+v", p, again)
			}
		}
	})
}
