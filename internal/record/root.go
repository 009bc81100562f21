// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"regie/internal/store"
)

// rootID is the row of the root in the collection vault.Index. It is the same for everybody:
// the primary key has the person in front of it, and that there is a root tells nothing.
var rootID = store.ID{15: 1}

// maxServices bounds the data services of one provider; the list of MedMij has some sixty.
const maxServices = 256

// root is the small row from which everything is found: the providers, when each service was
// collected, and which version of which index belongs to them. An index that was put back to
// an earlier state no longer has the version that stands here, and is refused.
type root struct {
	secret    [32]byte // makes the opaque keys of items and providers
	providers []provider
}

type provider struct {
	name     string // MedMij name: "huisarts.oefendorp@medmij"
	title    string // for people
	row      store.ID
	version  uint64 // of that row; 0: not written yet
	services []service
}

const rootFormat = 1

func newRoot(rand io.Reader) (*root, error) {
	r := &root{}
	if _, err := io.ReadFull(rand, r.secret[:]); err != nil {
		return nil, fmt.Errorf("making the secret of a dossier: %w", err)
	}
	return r, nil
}

func (r *root) find(name string) *provider {
	i := slices.IndexFunc(r.providers, func(p provider) bool { return p.name == name })
	if i < 0 {
		return nil
	}
	return &r.providers[i]
}

// service returns the place of a service of the provider, adding it if it is new.
func (p *provider) service(id string) (int, error) {
	i := slices.IndexFunc(p.services, func(s service) bool { return s.id == id })
	if i >= 0 {
		return i, nil
	}
	if len(p.services) >= maxServices {
		return 0, fmt.Errorf("provider has more than %d data services", maxServices)
	}
	p.services = append(p.services, service{id: id})
	return len(p.services) - 1, nil
}

func (r *root) encode() []byte {
	b := append([]byte{rootFormat}, r.secret[:]...)
	b = binary.AppendUvarint(b, uint64(len(r.providers)))
	for _, p := range r.providers {
		b = appendText(appendText(b, p.name), p.title)
		b = append(b, p.row[:]...)
		b = binary.AppendUvarint(b, p.version)
		b = binary.AppendUvarint(b, uint64(len(p.services)))
		for _, s := range p.services {
			b = appendText(b, s.id)
			b = appendInt(appendInt(appendInt(b, s.last), s.complete), s.from)
		}
	}
	return b
}

func decodeRoot(b []byte) (*root, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != rootFormat {
		return nil, fmt.Errorf("root format %d: %w", f, errDamaged)
	}
	r := &root{}
	copy(r.secret[:], d.bytes(len(r.secret)))
	r.providers = make([]provider, d.count(20))
	for i := range r.providers {
		p := &r.providers[i]
		p.name, p.title = d.text(), d.text()
		copy(p.row[:], d.bytes(len(p.row)))
		p.version = d.uint()
		p.services = make([]service, d.count(4))
		for j := range p.services {
			p.services[j] = service{id: d.text(), last: d.int(), complete: d.int(), from: d.int()}
		}
	}
	if d.err == nil && len(d.b) != 0 {
		d.fail("bytes after the last provider")
	}
	if d.err != nil {
		return nil, fmt.Errorf("reading root: %w", d.err)
	}
	return r, nil
}
